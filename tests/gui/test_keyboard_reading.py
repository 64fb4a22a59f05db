"""A whole reading without a mouse: the key presses of docs/keyboard_reading.md, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.engine_client import EngineClient
from tests.engine.reports.exports import write_scan
from tests.gui.labelling.rig import put_mouse_away

PAGE = Path(__file__).resolve().parents[2] / "docs" / "keyboard_reading.md"
CHEST, SYNTHETIC = 0, 1


def presses(which: int) -> list[tuple[str, int]]:
    """One of the page's lists: each key, or ``type:`` and a text, and how often."""
    block = re.findall(r"```keys\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[which]
    found = []
    for line in block.strip().splitlines():
        if line.startswith("type:"):
            found.append((line, 1))
            continue
        key = re.match(r"(\S+)(?: x(\d+))?(?:\s{2,}.*)?$", line)
        assert key, line
        found.append((key[1], int(key[2] or 1)))
    return found


class NoMouse(QObject):
    """Counts mouse events of the whole program."""

    n = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.n += isinstance(event, QMouseEvent)
        return False


def read(qtbot, window, which: int, folder: Path) -> dict:
    """Press the keys; return the report's JSON, written beside the PDF and the SR."""
    for what, times in presses(which):
        for _ in range(times):
            target = QApplication.focusWidget() or QApplication.activeWindow()
            assert target is not None, what
            if what.startswith("type:"):
                text = what.removeprefix("type:").strip()
                QTest.keyClicks(target, str(folder) if text == "FOLDER" else text)
            else:
                combination = QKeySequence(what)[0]
                QTest.keyClick(target, combination.key(), combination.keyboardModifiers())
            qtbot.waitUntil(lambda: not _busy(window), timeout=90_000)
        _wait(qtbot, window.reporting.dialog, what)
    (made,) = folder.iterdir()
    assert (made / "report.pdf").read_bytes().startswith(b"%PDF")
    sr = dcmread(made / "report_sr.dcm")
    assert sr.VerificationFlag == "VERIFIED"
    assert str(sr.VerifyingObserverSequence[0].VerifyingObserverName) == "Dr Reader^"
    assert not window.reporting.dialog.isVisible()
    return {**json.loads((made / "report.json").read_text("utf-8")), "folder": made}


def _wait(qtbot, dialog, what: str) -> None:
    """Wait as a reader does until the report shows what a key did."""
    if what == "Ctrl+E":
        qtbot.waitUntil(dialog.impression.hasFocus, timeout=10_000)
    elif what == "Alt+S":
        qtbot.waitUntil(lambda: "Signed by Dr Reader" in dialog.state.text(), timeout=10_000)
    elif what == "Alt+E":
        qtbot.waitUntil(lambda: " files are in " in dialog.message.text(), timeout=90_000)


def _busy(window) -> bool:
    return bool(
        window.assessor.busy
        or window.masks.editor.held
        or window.masks.keeping.writing
        or window.measuring._begun
        or window.deciding.stating._begun
        or window.reporting._job
    )


@pytest.fixture
def opened(qtbot, started):
    """Opens a series as the command line does; at the end, no mouse was used."""
    mouse = NoMouse()

    def start(path: Path):
        window = started(EngineClient())
        with qtbot.waitSignal(window.opening.loaded, timeout=90_000):
            window.open_paths((str(path),))
        qtbot.waitUntil(lambda: window.client.model_known, timeout=90_000)
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow, timeout=5000)
        put_mouse_away(window)
        QApplication.instance().installEventFilter(mouse)
        return window

    yield start
    QApplication.instance().removeEventFilter(mouse)
    assert mouse.n == 0


def test_the_synthetic_scan_to_signed_pdf_and_sr(qtbot, opened, tmp_path: Path) -> None:
    window = opened(write_scan(tmp_path / "ct", rotation_deg=(0, 0, 0)))
    report = read(qtbot, window, SYNTHETIC, tmp_path / "out")
    (finding,) = report["findings"]
    # 9 mm wide, and a dab of 2 mm round a place 10 pixels of 0.7 mm to the right of its middle.
    assert finding["long_axis_mm"] == pytest.approx(4.5 + 7.0 + 2.0, abs=0.7)
    assert [f["code"] for f in finding["flags"]][:1] == ["outline_edited"]
    assert (finding["outline"]["edited"], finding["outline"]["reader"]) == (True, window.label_row.name)
    assert report["reading"]["impression"] == "One nodule."
    assert len(report["reading"]["key_images"]) == 1
    seg = dcmread(report["folder"] / "seg.dcm")
    assert seg.SegmentSequence[0].SegmentLabel == "Nodule 1, outline edited by the reader"
    assert np.count_nonzero(seg.pixel_array) * 2.0 * 0.9 * 0.7 == pytest.approx(
        finding["volume_mm3"], abs=0.1
    )


@pytest.mark.shared_data
def test_the_real_chest_to_signed_pdf_and_sr(qtbot, opened, shared_ct: Path, tmp_path: Path) -> None:
    window = opened(shared_ct / "lidc_0063_chest" / "dicom")
    report = read(qtbot, window, CHEST, tmp_path / "out")
    round_one, lobulated = report["findings"]
    # Readers: 8.5 mm at row 282.0, column 132.8, z -103.5 mm; 13.1 mm at 300.6, 219.0, -142.0.
    assert round_one["centre_mm"] == pytest.approx([-88.4, 20.3, -103.5], abs=3.0)
    assert round_one["long_axis_mm"] == pytest.approx(8.5, abs=2.0)
    assert round_one["comment"]["text"] == "Round, solid."
    assert not round_one["outline"]["edited"]
    assert lobulated["centre_mm"] == pytest.approx([-21.1, 34.8, -142.0], abs=6.0)
    assert lobulated["outline"]["edited"]
    (length,) = report["reading"]["measurements"]
    assert length["values"]["length_mm"] == pytest.approx(12 * 0.78125, abs=0.01)
    assert len(report["reading"]["key_images"]) == 1
