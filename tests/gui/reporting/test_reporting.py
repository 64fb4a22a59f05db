"""The report in the window: by keys from nodules to a signed PDF and SR, written by the engine itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom import dcmread
from PySide6.QtCore import Qt

from app.engine_client import EngineClient
from app.reporting import feature
from engine.statements import COMMENT, READ
from engine.store import open_store
from tests.engine.reports.exports import CENTRES, write_scan
from tests.gui.labelling import rig
from tests.gui.labelling.conftest import home, images, windows  # noqa: F401 - fixtures
from tests.gui.viewer_tools.test_measuring import kept, measure, open_series

PLAIN, CTRL, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def window(qtbot, windows, images):  # noqa: F811
    """Over the fake engine, with one nodule."""
    made = windows()
    open_series(qtbot, made, images)
    rig.assess(qtbot, made, rig.BENIGN)
    return made


def show(qtbot, window):
    with qtbot.waitSignal(window.reporting.records.read, timeout=5000):
        rig.press(qtbot, window, Qt.Key.Key_E, CTRL)
    dialog = window.reporting.dialog
    assert dialog.isVisible()
    return dialog


def sign(qtbot, window, dialog) -> None:
    with qtbot.waitSignal(window.reporting.records.signed, timeout=5000):
        qtbot.keyClick(dialog, Qt.Key.Key_S, ALT)


def test_the_draft_shows_nodules_measurements_and_key_images(qtbot, window):
    measure(qtbot, window)
    kept(qtbot, window, Qt.Key.Key_K, PLAIN)
    dialog = show(qtbot, window)
    assert dialog.table.rowCount() == 1
    assert dialog.table.item(0, 3).text() == "8.0 × 8.0 mm"
    assert [dialog.more.item(i).text() for i in range(dialog.more.count())] == [
        "Length, slice 4: 10.0 mm",
        "Key image: slice 4",
    ]
    assert dialog.impression.toPlainText().startswith("Nodule 1: 8.0 × 8.0 mm, 268 mm³, slice 4")
    assert dialog.state.text() == "Draft, not signed."
    assert dialog.reader.text() == "Dr A"


def test_what_is_typed_is_kept_and_read_back(qtbot, window, windows, images):  # noqa: F811
    dialog = show(qtbot, window)
    dialog.impression.selectAll()
    with qtbot.waitSignal(window.reporting.records.kept, timeout=5000):
        qtbot.keyClicks(dialog.impression, "No change.")
    with open_store() as store:
        assert store.reports.of("two").impression == "No change."
    again = windows()
    open_series(qtbot, again, images)
    assert show(qtbot, again).impression.toPlainText() == "No change."


def test_a_signature_holds_until_something_changes(qtbot, window):
    dialog = show(qtbot, window)
    sign(qtbot, window, dialog)
    assert dialog.state.text().startswith("Signed by Dr A")
    assert not dialog.sign_button.isEnabled()
    measure(qtbot, window)
    assert "Changed since it was signed by Dr A" in dialog.state.text()
    assert dialog.sign_button.isEnabled()
    kept(qtbot, window, Qt.Key.Key_Z)
    assert dialog.state.text().startswith("Signed by Dr A")
    qtbot.keyClicks(dialog.impression, "!")
    assert "Changed since" in dialog.state.text()


def test_a_signature_is_read_back_with_its_content(qtbot, window, windows, images):  # noqa: F811
    sign(qtbot, window, show(qtbot, window))
    again = windows()
    open_series(qtbot, again, images)
    rig.assess(qtbot, again, rig.BENIGN)
    assert show(qtbot, again).state.text().startswith("Signed by Dr A")


def test_nobody_signs_without_a_name(qtbot, window):
    dialog = show(qtbot, window)
    dialog.reader.clear()
    qtbot.keyClick(dialog, Qt.Key.Key_S, ALT)
    qtbot.waitUntil(lambda: dialog.message.text() == feature.NO_NAME, timeout=3000)
    with open_store() as store:
        assert store.reports.of("two").signature is None


def test_what_is_missing_is_told_before_anything_is_sent(qtbot, window):
    dialog = show(qtbot, window)
    qtbot.keyClick(dialog, Qt.Key.Key_E, ALT)
    qtbot.waitUntil(lambda: dialog.message.text() == feature.NO_FOLDER, timeout=3000)
    for box in dialog.formats.values():
        box.setChecked(False)
    qtbot.keyClick(dialog, Qt.Key.Key_E, ALT)
    qtbot.waitUntil(lambda: dialog.message.text() == feature.NO_FORMAT, timeout=3000)


def test_a_report_without_a_series_is_refused(qtbot, windows):  # noqa: F811
    made = windows()
    made.reporting.show()
    assert made.strip.text == feature.NO_SERIES


def export(qtbot, window, dialog) -> Path:
    dialog.say("")
    qtbot.keyClick(dialog, Qt.Key.Key_E, ALT)
    qtbot.waitUntil(lambda: bool(dialog.message.text()) and not dialog.bar.isVisible(), timeout=60_000)
    assert "files are in" in dialog.message.text(), dialog.message.text()
    return Path(dialog.message.text().split(" files are in ")[1].rstrip("."))


def test_from_the_image_to_a_signed_report_with_the_engine_itself(qtbot, started, tmp_path: Path):
    ct, out = write_scan(tmp_path / "ct"), tmp_path / "out"
    window = started(EngineClient())
    window.settings.set_reader("Dr A")
    window.label_row._set_readers()
    with qtbot.waitSignal(window.opening.loaded, timeout=60_000):
        window.open_paths([ct])
    qtbot.waitUntil(lambda: window.client.model_known, timeout=60_000)
    window.review.assess_at(CENTRES[0])
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=60_000)
    rig.press(qtbot, window, Qt.Key.Key_K, PLAIN)
    dialog = show(qtbot, window)
    dialog.folder.setText(str(out))
    dialog.organisation.setText("Ward 3")
    dialog.formats["ko"].setChecked(True)
    draft = export(qtbot, window, dialog)
    assert dcmread(draft / "report_sr.dcm").VerificationFlag == "UNVERIFIED"
    sign(qtbot, window, dialog)
    signed = export(qtbot, window, dialog)
    assert signed != draft
    report = dcmread(signed / "report_sr.dcm")
    assert report.VerificationFlag == "VERIFIED"
    assert str(report.VerifyingObserverSequence[0].VerifyingObserverName) == "Dr A^"
    assert {p.name for p in signed.iterdir()} >= {"report.json", "report.pdf", "seg.dcm", "key_objects.dcm"}
    assert [p for p in out.iterdir() if p.name.startswith(".")] == []


@pytest.mark.shared_data
def test_the_real_chest_by_keyboard_to_a_signed_sr(qtbot, started, shared_ct: Path, tmp_path: Path):
    window = started(EngineClient())
    window.settings.set_reader("Dr A")
    window.label_row._set_readers()
    with qtbot.waitSignal(window.opening.loaded, timeout=60_000):
        window.open_paths([shared_ct / "lidc_0063_chest" / "dicom"])
    qtbot.waitUntil(lambda: window.client.model_known, timeout=60_000)
    # Nodule 3 of the readers: 13.1 mm, row 300.6, column 219.0, z -142.0 mm.
    volume = window.session.open.volume
    k = min(range(volume.grid.size[0]), key=lambda i: abs(volume.plane(i).origin_mm[2] + 142.0))
    x, y, z = (float(v) for v in volume.plane(k).to_patient((0, 300.6, 219.0)))
    window.review.assess_at((x, y, z))
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=60_000)
    dialog = show(qtbot, window)
    dialog.folder.setText(str(tmp_path / "out"))
    sign(qtbot, window, dialog)
    report = dcmread(export(qtbot, window, dialog) / "report_sr.dcm")
    (entry,) = window.session.nodules.entries.values()
    lengths = [
        float(item.MeasuredValueSequence[0].NumericValue)
        for item in _items(report)
        if item.ValueType == "NUM" and item.ConceptNameCodeSequence[0].CodeMeaning == "Long axis"
    ]
    assert lengths == [pytest.approx(entry.long_axis.length_mm, abs=1e-3)]
    assert report.VerificationFlag == "VERIFIED"


def _items(dataset):
    for item in dataset.get("ContentSequence", []):
        yield item
        yield from _items(item)


def test_a_comment_is_in_the_report_and_ends_the_signature(qtbot, window):
    dialog = show(qtbot, window)
    sign(qtbot, window, dialog)
    entry = window.session.selected
    window.deciding.stating.state(READ, True, entry)  # what was looked at changes no report
    assert dialog.state.text().startswith("Signed by Dr A")
    window.deciding.stating.state(COMMENT, "Spiculated.", entry)
    assert "Changed since it was signed by Dr A" in dialog.state.text()
    assert [(s.name, s.value) for s in window.reporting.draft().statements] == [(COMMENT, "Spiculated.")]
