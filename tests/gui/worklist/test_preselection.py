"""Which series is put on screen first, and that the reader's own choice stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom.uid import SecondaryCaptureImageStorage
from PySide6.QtCore import Qt

from app.engine_client import EngineClient
from app.series.choose import Kernel, best_series, kernel_kind
from app.series.opening import NOTHING_TO_READ
from app.series.rail import SeriesRail, lines_of
from app.window import MainWindow
from engine.dicom.scan import scan
from engine.messages import summary
from engine.protocol import AcquisitionModel, SeriesSummary, WarningText
from engine.store import open_store
from tests.engine.dicom.dicom_maker import Maker
from tests.gui.fake_engine import series
from tests.gui.labelling import rig
from tests.gui.labelling.conftest import home, images, windows  # noqa: F401 - fixtures

PLAIN = Qt.KeyboardModifier.NoModifier
SCOUT = (WarningText(code="localizer", text="This is a scout."),)
CAPTURE = (WarningText(code="capture", text="This is a capture."),)


def a(uid: str, n: int, mm: float, kernel: str = "B31f", **changes: object) -> SeriesSummary:
    thickness = changes.pop("thickness", mm)
    acquisition = AcquisitionModel(
        modality="CT", kernel=kernel, slice_thickness_mm=thickness, lossy=bool(changes.pop("lossy", False))
    )
    return series(
        uid,
        "/x",
        n_slices=n,
        size=(n, 512, 512),
        spacing_mm=(mm, 0.7, 0.7),
        acquisition=acquisition,
        **changes,
    )


# ---------------------------------------------------------------- row 31 of the anchors


def test_row_31_of_three_reconstructions_on_the_disk_the_thin_one_is_preselected(tmp_path: Path) -> None:
    study = Maker().study_uid

    def write(name: str, count: int, step: float, kernel: str) -> str:
        maker = Maker(
            study_uid=study, step_mm=step, extra={"ConvolutionKernel": kernel, "SeriesDescription": name}
        )
        maker.series(tmp_path / name, count)
        return maker.series_uid

    thick = write("thick", 50, 5.0, "B31f")
    thin = write("thin", 200, 1.25, "B31f")
    bone = write("bone", 250, 1.0, "B70f")
    scout = Maker(study_uid=study, rows=64, columns=64)
    scout.write(tmp_path / "scout.dcm", 0, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])
    capture = Maker(study_uid=study)
    capture.write(tmp_path / "dose.dcm", 0, SOPClassUID=SecondaryCaptureImageStorage)
    found = [summary(one) for one in scan([tmp_path]).series]
    assert len(found) == 5
    chosen = best_series(found)
    assert chosen is not None
    assert chosen.series.series_uid == thin
    assert chosen.why == "the thin series of the chest: 200 × 1.25 mm, kernel B31f (soft tissue)"
    assert chosen.why_not == {
        thick: "slices of 5 mm",
        bone: "kernel B70f is for bone",
        scout.series_uid: "a scout or capture, not slices",
        capture.series_uid: "a scout or capture, not slices",
    }


def test_row_31_the_rail_shows_count_thickness_and_kernel() -> None:
    assert lines_of(a("x", 300, 1.0)) == ["Chest x", "300 × 1 mm", "kernel B31f", "2000-01-01"]
    overlapping = a("x", 300, 0.7, thickness=1.0)
    assert lines_of(overlapping)[1:3] == ["300 × 0.7 mm", "B31f, 1 mm thick"]
    broken = a("x", 300, 1.0, analysable=False)
    assert lines_of(broken) == ["Chest x", "300 × 1 mm", "kernel B31f", "not analysable"]


def test_row_31_the_rail_says_which_and_why(qtbot) -> None:
    found = [a("thick", 60, 5.0), a("thin", 300, 1.0), a("scout", 1, 1.0, warnings=SCOUT, analysable=False)]
    rail = SeriesRail()
    qtbot.addWidget(rail)
    rail.show()
    rail.set_series(found, ())
    assert not rail.why.isVisible()
    rail.set_preselection(best_series(found))
    assert rail.why.text() == (
        "Preselected: the thin series of the chest: 300 × 1 mm, kernel B31f (soft tissue)."
    )
    tips = [rail.list.item(n).toolTip() for n in range(3)]
    assert "Not preselected: slices of 5 mm." in tips[0]
    assert "Preselected: the thin series" in tips[1]
    assert "The kernel B31f is for soft tissue." in tips[1]
    assert "Not preselected: a scout" in tips[2]


# ---------------------------------------------------------------- the rules


@pytest.mark.parametrize(
    ("found", "best"),
    [
        ([a("thin", 300, 1.0), a("very thin", 480, 0.6)], "thin"),
        ([a("very thin", 480, 0.6), a("thicker", 150, 2.0)], "very thin"),
        ([a("soft", 300, 1.0), a("bone", 300, 1.0, "BONE")], "soft"),
        ([a("bone", 300, 1.0, "BONEPLUS"), a("thick", 60, 5.0)], "bone"),
        ([a("lung", 300, 1.0, "LUNG"), a("thick soft", 60, 5.0, "STANDARD")], "lung"),
        ([a("overlapping thick", 300, 1.0, thickness=5.0), a("thin", 240, 1.25)], "thin"),
        ([a("lossy", 300, 1.0, lossy=True), a("plain", 120, 2.5)], "plain"),
        ([a("part", 60, 1.0), a("whole", 120, 2.5)], "whole"),
        ([a("legs", 400, 1.0, description="Becken 1.0"), a("chest", 60, 5.0, description="Thorax")], "chest"),
        ([a("both", 400, 1.0, description="Chest Abdomen"), a("chest", 60, 5.0, description="Lung")], "both"),
        ([a("unknown kernel", 300, 1.0, "X9"), a("thick", 60, 3.0)], "unknown kernel"),
        ([a("few", 250, 1.0), a("many", 300, 1.0)], "many"),
    ],
)
def test_the_thin_chest_for_reading_comes_first(found: list[SeriesSummary], best: str) -> None:
    for order in (found, found[::-1]):
        chosen = best_series(order)
        assert chosen is not None
        assert chosen.series.series_uid == best
        assert set(chosen.why_not) == {s.series_uid for s in found} - {best}


@pytest.mark.parametrize(
    ("kernel", "kind"),
    [
        ("B31f", Kernel.SOFT), ("I40f", Kernel.SOFT), ("STANDARD", Kernel.SOFT), ("FC08", Kernel.SOFT),
        ("Br40d", Kernel.SOFT), ("B", Kernel.SOFT), ("LUNG", Kernel.LUNG), ("B60f", Kernel.LUNG),
        ("Bl57d", Kernel.LUNG), ("FC51", Kernel.LUNG), ("L", Kernel.LUNG), ("BONE", Kernel.BONE),
        ("B80f", Kernel.BONE), ("FC30", Kernel.BONE), ("", None), ("something else", None),
    ],
)  # fmt: skip
def test_kernels_by_their_names(kernel: str, kind: Kernel | None) -> None:
    assert kernel_kind(kernel) is kind


def test_scouts_and_captures_are_never_preselected() -> None:
    scout = a("scout", 2, 1.0, analysable=False, warnings=SCOUT)
    capture = a("dose", 1, 1.0, analysable=False, warnings=CAPTURE)
    assert best_series([scout, capture]) is None
    tilted = a("tilted", 100, 2.5, analysable=False)
    chosen = best_series([scout, tilted, capture])
    assert chosen is not None
    assert chosen.series.series_uid == "tilted"


# ---------------------------------------------------------------- in the window


def test_only_a_scout_leaves_the_screen_as_it_was_and_says_so(qtbot, started, tmp_path: Path) -> None:
    Maker().write(tmp_path / "images" / "scout.dcm", 0, ImageType=["ORIGINAL", "PRIMARY", "LOCALIZER"])
    window: MainWindow = started(EngineClient())
    with qtbot.waitSignal(window.opening.idle, timeout=30_000):
        window.open_paths([tmp_path / "images"])
    assert window.session.open is None
    assert window.rail.list.count() == 1
    assert window.strip.text == NOTHING_TO_READ


def test_the_readers_own_choice_comes_first_the_next_time(qtbot, windows, images) -> None:  # noqa: F811
    window = windows()
    rig.open_series(qtbot, window, images)
    assert window.session.open.summary.series_uid == "two"
    assert "Preselected: the best CT" in window.rail.why.text()
    with qtbot.waitSignal(window.opening.loaded, timeout=5000):
        rig.press(qtbot, window, Qt.Key.Key_PageUp, PLAIN)
    window.close()
    with open_store() as store:
        (study,) = store.studies.all()
        assert study.series_uid == "one.thick"
    again = windows()
    rig.open_series(qtbot, again, images)
    assert again.session.open.summary.series_uid == "one.thick"
    assert again.rail.list.currentRow() == 0
    # Opened once more it is still the reader's choice.
    rig.open_series(qtbot, windows(), images)
    assert again.settings.recents[0].chosen
