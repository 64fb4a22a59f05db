"""Two phantoms 90 days apart, shifted by 20 mm, one nodule grown by 2 mm: the real engine and real keys."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from app.engine_client import EngineClient
from app.viewer.grid import Layout
from engine.geometry import Grid
from engine.phantom import Phantom, PhantomSpec, make_phantom, write_dicom
from engine.phantom.spec import DEFAULT_NODULES
from tests.gui.comparing.test_manners import key
from tests.gui.test_window import press, settle

SPEC = PhantomSpec(size=(100, 256, 256), spacing_mm=(3.0, 1.4, 1.4))
SHIFT_MM = (0.0, 0.0, 20.0)
GROWN, STABLE, NEW = DEFAULT_NODULES[4], DEFAULT_NODULES[1], DEFAULT_NODULES[3]


def moved(phantom: Phantom) -> Phantom:
    """The same chest 20 mm nearer the head."""
    grid = phantom.volume.grid
    x, y, z = (float(v) for v in np.add(grid.origin_mm, SHIFT_MM))
    return replace(phantom, volume=replace(phantom.volume, grid=Grid(grid.size, (x, y, z), grid.steps_mm)))


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two scans 90 days apart: a nodule of 6 mm that is 8 mm wide now, and one that was not there yet."""
    root = tmp_path_factory.mktemp("scans")
    nodules = list(DEFAULT_NODULES)
    nodules[4] = replace(GROWN, diameter_mm=6.0)
    del nodules[3]
    write_dicom(make_phantom(SPEC), root / "now", study_date="20260401")
    write_dicom(moved(make_phantom(replace(SPEC, nodules=tuple(nodules), seed=2))), root / "before")
    return root


def test_row_32_growth_is_shown_beside_the_prior(qtbot, started, scans: Path, tmp_path: Path):
    """Acceptance row 32: the same nodule in both, +2.0 mm flagged, doubling time right; in the report too."""
    window = started(EngineClient())
    with qtbot.waitSignal(window.opening.loaded, timeout=60_000):
        window.open_paths([scans / "now"])
    qtbot.waitUntil(lambda: window.client.model_known, timeout=60_000)
    for nodule in (GROWN, STABLE, NEW):
        window.review.point_at(nodule.near_mm)
        settle(qtbot, window, 30_000)

    # The prior is in another folder, is found there, and is compared with by Return.
    press(qtbot, window, Qt.Key.Key_F6)
    comparing = window.comparing
    dialog = comparing.choosing.dialog
    comparing.choosing.search([str(scans / "before")])
    qtbot.waitUntil(lambda: dialog.list.topLevelItemCount() == 1, timeout=30_000)
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    with qtbot.waitSignal(comparing.following.asking.answered, timeout=120_000):
        pass
    assert window.grid.layout_now is Layout.PAIR
    shift = np.asarray(comparing.following.comparison.alignment.shift_mm)
    assert shift == pytest.approx(SHIFT_MM, abs=3.0)  # the rotation found is not quite none

    rows = {row[0]: row for row in comparing.panel.rows()}
    assert rows["1"][4] == "grown"
    assert rows["2"][4] == "stable"
    assert rows["3"][4] == "not found"
    grown = comparing.following.comparison.nodules["nodule-1"].found
    assert grown.change_mm == pytest.approx(2.0, abs=0.3)
    # Spheres of 8 and 6 mm: 90 ln 2 / (3 ln (8 / 6)) = 72 days.
    assert grown.doubling_days == pytest.approx(72, rel=0.15)
    assert rows["1"][2].startswith("▲")

    # N shows the same nodule in both viewports.
    order = [row[0] for row in comparing.panel.rows()]
    window.session.select(f"nodule-{order[order.index('1') - 1]}")
    key(qtbot, window, Qt.Key.Key_N)
    assert window.session.nodules.selected == "nodule-1"
    prior = comparing.sides.prior
    for linked, centre in (
        (window.grid.linked, GROWN.near_mm),
        (prior, tuple(np.add(GROWN.near_mm, SHIFT_MM))),
    ):
        assert linked.crosshair.point_mm == pytest.approx(centre, abs=1.6)
        off, row, column = (float(v) for v in linked.main.plane.to_voxel(centre))
        assert abs(off) <= 1.0
        assert linked.main.measured_slice().hu[round(row), round(column)] > -200  # soft tissue, not lung

    # Scrolling on, both go the same way.
    press(qtbot, window, Qt.Key.Key_Down)
    between = np.subtract(prior.crosshair.point_mm, window.grid.linked.crosshair.point_mm)
    assert between == pytest.approx(SHIFT_MM, abs=1.0)

    # The report has it.
    with qtbot.waitSignal(window.reporting.records.read, timeout=10_000):
        press(qtbot, window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    report = window.reporting.dialog
    assert "Compared with the scan of 2026-01-01: 6." in report.impression.toPlainText()
    report.folder.setText(str(tmp_path))
    for name, box in report.formats.items():
        box.setChecked(name in ("json", "pdf"))
    window.reporting.export()
    qtbot.waitUntil(lambda: any(tmp_path.glob("nodule-report-*/report.json")), timeout=60_000)
    (written,) = tmp_path.glob("nodule-report-*/report.json")
    told = json.loads(written.read_text(encoding="utf-8"))
    growth = {f["id"]: told["reading"]["growth"][f["id"]] for f in told["findings"]}
    changes = sorted(str(g["change"]) for g in growth.values())
    assert changes == ["None", "grown", "stable"]
    assert {g["days"] for g in growth.values()} == {90}

    # Leaving gives the former layout back.
    report.close()
    key(qtbot, window, Qt.Key.Key_F6)
    assert window.grid.layout_now is Layout.ONE
    assert comparing.place.open is None
