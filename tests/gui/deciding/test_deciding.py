"""Risk, corrections and comments: by keys alone, in the store at once, there again, undone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.labelling.nodule import facts_of
from app.window import MainWindow
from engine.risk.terms import NotComputed, Probability
from engine.statements import Statement
from engine.store import StoreError, open_store
from tests.gui.labelling import rig
from tests.gui.labelling.conftest import home, images, windows  # noqa: F401 - fixtures

ROOT = Path(__file__).parents[3]
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot, windows, images) -> MainWindow:  # noqa: F811
    made = windows()
    open_series(qtbot, made, images)
    rig.assess(qtbot, made, rig.LIKELY)
    return made


def open_series(qtbot, window: MainWindow, images) -> None:  # noqa: F811
    read: list[int] = []
    window.deciding.records.read.connect(lambda *_: read.append(1))
    rig.open_series(qtbot, window, images)
    qtbot.waitUntil(lambda: bool(read), timeout=20_000)


def key(qtbot, key: Qt.Key, modifier=PLAIN) -> None:
    """Press a key where the focus is, as a reader does who has no mouse."""
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def typed(qtbot, text: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def focused() -> str:
    return QApplication.focusWidget().accessibleName()


def stated(window: MainWindow) -> dict[str, object]:
    with open_store() as store:
        return {s.name: s.value for s in store.statements.current(facts_of(window.session.open.summary))}


def settle(qtbot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.deciding.stating._begun, timeout=5000)


def to_field(qtbot, name: str) -> None:
    for _ in range(60):
        if focused() == name:
            return
        key(qtbot, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name}")


# ------------------------------------------------------------ risk


def test_row_34_brock_by_keys_alone_from_unknown_to_a_number(qtbot, window: MainWindow):
    panel = window.deciding.panel
    assert "Nothing computed" in panel.summary.text()
    rig.press(qtbot, window, Qt.Key.Key_R)
    assert panel.is_open
    assert focused() == "Type"  # the first that is unknown
    assert not window.card._scroll.isVisible()
    for letter in "sl":  # solid; left upper
        typed(qtbot, letter)
        key(qtbot, Qt.Key.Key_Return)
    to_field(qtbot, "Spiculated")
    typed(qtbot, "n")
    assert isinstance(panel.evaluations[0].result, NotComputed)
    assert panel.evaluations[0].brief == "not computed: age, sex, family history, emphysema missing"
    assert panel.answers[0][1].text() == panel.evaluations[0].brief
    for name, text in {
        "Age": "65", "Sex": "f", "Lung cancer in the family": "n", "Emphysema": "n",
    }.items():  # fmt: skip
        to_field(qtbot, name)
        typed(qtbot, text)
    settle(qtbot, window)
    assert isinstance(panel.evaluations[0].result, Probability)
    # 65 years, female, 8 mm, solid, upper lobe, alone, not spiculated: the reference's vector.
    assert panel.evaluations[0].result.value == pytest.approx(0.0628, abs=5e-5)
    assert panel.answers[0][1].text() == "6.3%"
    assert "diameter 8 mm (measured)" in panel.details.text()
    assert "age 65 years (reader Dr A)" in panel.details.text()
    assert stated(window) == {
        "nodule_type": "solid", "lobe": "left upper", "spiculation": False, "age_years": 65.0,
        "sex": "female", "family_history": False, "emphysema": False,
    }  # fmt: skip
    key(qtbot, Qt.Key.Key_Escape)
    rig.press(qtbot, window, Qt.Key.Key_R)
    assert not panel.is_open
    assert "Brock, spiculation 6.3%" in panel.summary.text()
    assert window.card._scroll.isVisible()


def test_the_patient_is_shared_and_the_nodule_is_not(qtbot, window: MainWindow):
    rig.press(qtbot, window, Qt.Key.Key_R)
    typed(qtbot, "p")
    to_field(qtbot, "Emphysema")
    typed(qtbot, "y")
    key(qtbot, Qt.Key.Key_Escape)
    rig.assess(qtbot, window, rig.BENIGN)
    known = window.deciding.panel._known()
    assert known["emphysema"].value is True
    assert known["nodule_type"].value is None
    assert known["nodule_count"].value == 2


def test_another_window_reads_what_was_stated_and_undo_takes_it_back(qtbot, window, windows, images):  # noqa: F811
    rig.press(qtbot, window, Qt.Key.Key_R)
    typed(qtbot, "s")
    to_field(qtbot, "Age")
    typed(qtbot, "64,5")
    key(qtbot, Qt.Key.Key_Return)
    settle(qtbot, window)
    window.close()
    again = windows()
    open_series(qtbot, again, images)
    rig.assess(qtbot, again, rig.LIKELY)
    panel = again.deciding.panel
    assert panel.fields["age_years"].text() == "64.5"
    assert panel.fields["nodule_type"].currentText() == "solid"
    rig.press(qtbot, again, Qt.Key.Key_F4, PLAIN)
    assert focused() == "Type"
    typed(qtbot, "n")
    key(qtbot, Qt.Key.Key_Escape)
    settle(qtbot, again)
    assert stated(again)["nodule_type"] == "non-solid"
    rig.press(qtbot, again, Qt.Key.Key_Z)
    settle(qtbot, again)
    assert stated(again)["nodule_type"] == "solid"
    assert "Undone: type" in again.strip.text
    rig.press(qtbot, again, Qt.Key.Key_Y)
    settle(qtbot, again)
    assert stated(again)["nodule_type"] == "non-solid"


def test_labels_and_statements_are_undone_in_one_order(qtbot, window: MainWindow):
    rig.press(qtbot, window, Qt.Key.Key_F4, PLAIN)
    typed(qtbot, "s")
    key(qtbot, Qt.Key.Key_Escape)
    settle(qtbot, window)
    rig.kept(qtbot, window, Qt.Key.Key_1)
    rig.kept(qtbot, window, Qt.Key.Key_Z)
    assert (rig.in_store(), stated(window)) == ([], {"nodule_type": "solid"})
    rig.press(qtbot, window, Qt.Key.Key_Z)
    settle(qtbot, window)
    assert stated(window) == {}


@pytest.mark.parametrize(
    ("text", "sentence"), [("abc", "is not a number"), ("-3", "cannot be -3"), ("130", "cannot be 130")]
)
def test_what_cannot_be_is_a_sentence_and_is_not_kept(qtbot, window: MainWindow, text: str, sentence: str):
    rig.press(qtbot, window, Qt.Key.Key_R)
    to_field(qtbot, "Age")
    typed(qtbot, text)
    key(qtbot, Qt.Key.Key_Return)
    assert sentence in window.strip.text
    assert window.deciding.panel.fields["age_years"].text() == ""
    assert stated(window) == {}


def test_a_proposal_of_the_files_can_be_overruled_with_unknown(qtbot, window: MainWindow):
    summary = window.session.open.summary
    window.session.open.summary = summary.model_copy(update={"age_years": 71.0, "sex": "male"})
    panel = window.deciding.panel
    panel.refresh()
    assert panel.fields["sex"].currentText() == "male (file header)"
    assert panel.fields["age_years"].placeholderText() == "71 years (file header)"
    rig.press(qtbot, window, Qt.Key.Key_R)
    to_field(qtbot, "Sex")
    typed(qtbot, "u")
    to_field(qtbot, "Age")
    typed(qtbot, "?")
    key(qtbot, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert stated(window) == {"sex": "unknown", "age_years": "unknown"}
    assert {"age", "sex"} <= set(panel.evaluations[0].missing)


# ------------------------------------------------------------ corrections and comments


def test_corrected_axes_stand_beside_what_was_measured(qtbot, window: MainWindow):
    rig.press(qtbot, window, Qt.Key.Key_F4, PLAIN)
    to_field(qtbot, "Long axis")
    typed(qtbot, "9.4")
    key(qtbot, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.card._values["size"].text() == "9.4 × 8.0 mm\n(measured 8.0 × 8.0)"
    assert window.nodule_list.texts() == ["1 9.4 mm* 0.69 corrected"]
    assert window.session.selected.long_axis.length_mm == pytest.approx(8.0)
    to_field(qtbot, "Long axis")
    QApplication.focusWidget().selectAll()
    key(qtbot, Qt.Key.Key_Delete)
    key(qtbot, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert window.card._values["size"].text() == "8.0 × 8.0 mm"


def test_a_comment_is_kept_at_once_and_escape_gives_it_up(qtbot, window: MainWindow):
    rig.press(qtbot, window, Qt.Key.Key_T)
    typed(qtbot, "known nodule")
    key(qtbot, Qt.Key.Key_Return)
    settle(qtbot, window)
    assert stated(window) == {"comment": "known nodule"}
    assert window.nodule_list.texts() == ["1 8.0 mm 0.69 commented"]
    rig.press(qtbot, window, Qt.Key.Key_T)
    typed(qtbot, " or not")
    key(qtbot, Qt.Key.Key_Escape)
    assert window.deciding.comment.text() == "known nodule"
    assert stated(window) == {"comment": "known nodule"}


def test_a_comment_not_ended_is_kept_with_its_own_nodule(qtbot, window: MainWindow):
    first = window.session.selected
    rig.press(qtbot, window, Qt.Key.Key_T)
    typed(qtbot, "of the first")
    rig.assess(qtbot, window, rig.BENIGN)
    settle(qtbot, window)
    assert window.session.selected is not first
    assert window.deciding.comment.text() == ""
    told = window.session.statements_of_nodules()
    assert told[first.id]["comment"].value == "of the first"


def test_closed_while_typing_it_is_kept(qtbot, window: MainWindow):
    rig.press(qtbot, window, Qt.Key.Key_T)
    typed(qtbot, "half a sen")
    facts = facts_of(window.session.open.summary)
    window.close()
    with open_store() as store:
        assert [s.value for s in store.statements.current(facts)] == ["half a sen"]


def test_what_the_disk_refuses_goes_from_the_screen_with_a_sentence(qtbot, window, monkeypatch):
    from engine.store.statements import Statements

    def refuse(_self, _series, _said: Statement) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(Statements, "add", refuse)
    rig.press(qtbot, window, Qt.Key.Key_T)
    typed(qtbot, "lost")
    with qtbot.waitSignal(window.deciding.records.lost, timeout=5000):
        key(qtbot, Qt.Key.Key_Return)
    assert window.deciding.comment.text() == ""
    assert "was not kept. The disk is full." in window.strip.text


def test_without_a_nodule_the_keys_say_so(qtbot, window: MainWindow):
    window.session.select(None)
    for pressed, modifier in ((Qt.Key.Key_R, rig.CTRL), (Qt.Key.Key_T, rig.CTRL), (Qt.Key.Key_F4, PLAIN)):
        window.strip.clear()
        rig.press(qtbot, window, pressed, modifier)
        assert "Select a nodule first" in window.strip.text


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_killed_what_was_stated_is_there(qtbot, home, images, windows):  # noqa: F811
    command = [sys.executable, "-m", "tests.gui.deciding.commenter", str(images)]
    environment = {**os.environ, "NODUSCOPE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline().strip() for _ in range(2)]
        process.kill()
    assert said == ["kept comment", "kept nodule_type"]
    window = windows()
    open_series(qtbot, window, images)
    rig.assess(qtbot, window, rig.LIKELY)
    assert window.deciding.comment.text() == "before the power cut"
    assert window.card._values["type"].text().startswith("part-solid (")


# ------------------------------------------------------------ the real chest


@pytest.mark.shared_data
def test_a_risk_is_computed_for_a_real_nodule(qtbot, windows, shared_ct: Path):  # noqa: F811
    window = windows(None)
    open_series(qtbot, window, shared_ct / "lidc_0063_chest")
    window.review.assess_at((-21.1, 34.8, -142.0))
    qtbot.waitUntil(lambda: not window.assessor.busy, timeout=60_000)
    panel = window.deciding.panel
    assert window.session.open.summary.age_years is None  # its files name neither age nor sex
    assert {"age", "sex"} <= set(panel.evaluations[0].missing)
    rig.press(qtbot, window, Qt.Key.Key_F4, PLAIN)
    for name, text in {
        "Type": "s", "Lobe": "r", "Spiculated": "n", "Age": "65", "Cancer outside the chest": "n",
        "Smokes or has smoked": "y",
    }.items():  # fmt: skip
        to_field(qtbot, name)
        typed(qtbot, text)
    to_field(qtbot, "Emphysema")
    mayo = panel.evaluations[2].result
    long_mm = round(window.session.selected.long_axis.length_mm, 1)
    # -6.8272 + 0.0391 * 65 + 0.7917 + 0.7838 = -2.7102, and the size
    assert isinstance(mayo, Probability)
    assert mayo.value == pytest.approx(1 / (1 + 2.718281828 ** (2.7102 - 0.1274 * long_mm)), abs=5e-5)
