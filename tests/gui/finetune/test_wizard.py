"""The Fine-tune wizard under real events, over a fake ``noduscope`` that answers, fails, dies and is slow."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from app import program
from app.engine_client import EngineClient
from app.finetune import command as commands
from app.finetune.command import Command
from app.finetune.data_check import NOTHING_CHECKED
from app.finetune.lock import locked_pid
from app.finetune.run import DIED, NOT_STARTED, RunState, TuneRun
from app.finetune.wizard import DATA, INSTALL, RECIPE, SPLIT, TRAINING, VERDICT, FineTuneWizard
from app.finetune.workspace import Workspace
from app.window import MainWindow
from engine.files import write_whole
from tests.gui.finetune.fake_noduscope import COMPARISON, PLAN, change, interval

HERE = Path(__file__).parent
ENGINE = [sys.executable, str(HERE.parent / "fake_engine.py")]
FAKE = [sys.executable, str(HERE / "fake_noduscope.py")]


@pytest.fixture(autouse=True)
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder from which the fake takes its orders, and where it notes what it was called with."""
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FAKE_NODUSCOPE", str(tmp_path / "world"))
    (tmp_path / "world").mkdir()
    order(tmp_path / "world")
    return tmp_path / "world"


def order(world: Path, **scripts: Any) -> None:
    """Tell the fake what each of its commands shall do."""
    write_whole(world / "script.json", json.dumps(scripts))  # a command may be reading it


def calls(world: Path, name: str) -> list[list[str]]:
    """The command lines with which a command was called."""
    lines = (world / "calls.jsonl").read_text("utf-8").splitlines()
    return [words for called, words in map(json.loads, lines) if called == name]


@pytest.fixture
def windows(started, tmp_path: Path):
    """Makes started windows over one folder of settings, with the fake; ends what they left running."""

    def fake(window: MainWindow) -> None:
        window.finetune.command = lambda *words: [*FAKE, *words]

    yield lambda: started(EngineClient(ENGINE), fake)
    for lock in tmp_path.rglob("lock.json"):
        pid = json.loads(lock.read_text("utf-8"))["pid"]
        with contextlib.suppress(psutil.Error):
            if FAKE[1] in psutil.Process(pid).cmdline():
                psutil.Process(pid).kill()


@pytest.fixture
def wizard(qtbot, windows) -> FineTuneWizard:
    """The wizard on its first page, opened from the menu."""
    window = windows()
    window.finetune.action.trigger()
    return window.finetune.wizard


def press(qtbot, button: QPushButton) -> None:
    assert button.isVisible(), button.text()
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def go_to(qtbot, wizard: FineTuneWizard, page: int) -> None:
    """Press Next until a page is there."""
    while wizard.stack.currentIndex() < page:
        qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
        press(qtbot, wizard.next_button)


def wait_for(qtbot, run: TuneRun, *states: RunState) -> None:
    qtbot.waitUntil(lambda: run.state in states, timeout=30_000)


# ---------------------------------------------------------------- data check


def test_the_labels_are_checked_as_soon_as_the_wizard_opens(qtbot, wizard: FineTuneWizard, world: Path):
    assert not wizard.next_button.isEnabled()
    assert wizard.why.text() == "The labels are being checked."
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    page = wizard.data
    assert [page.values[name].text() for name in page.values] == [
        "64", "30", "34", "52", "5 unsure, 2 flagged, 1 without voxels",
        "12 pathology, 20 follow-up, 32 opinion",
    ]  # fmt: skip
    assert page.mode.text() == "Enough to fine-tune the network."
    assert page.notes.texts() == [
        "1 pair shows one picture.",
        "1 nodule is unlike those it was trained on.",
        "Labels proven by pathology weigh most.",
    ]
    (checked,) = calls(world, "check")
    snapshot = Workspace()._folders("datasets")[0]
    assert checked[2:] == ["--dataset", str(snapshot), "--base", "lidc-1.0.0", "--json"]


def test_too_few_nodules_mean_recalibration_only(qtbot, wizard: FineTuneWizard, world: Path):
    order(world, check={"mode": "recalibrate", "benign": 15, "malignant": 12}, plan={"mode": "recalibrate"})
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert wizard.data.mode.text().startswith("Too few to fine-tune the network.")
    go_to(qtbot, wizard, RECIPE)
    assert wizard.recipe.only.isVisible()
    assert not wizard.recipe.choices.isVisible()
    order(world, tune={"recalibrate": True})
    press(qtbot, wizard.next_button)
    wait_for(qtbot, wizard.run, RunState.DONE)
    assert not wizard.training.curves.isVisible(), "there are no epochs"


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (
            {
                "problems": [
                    {"code": "seen_by_base", "text": "The base model was trained on them.", "stops": True}
                ]
            },
            "The base model was trained on them.",
        ),
    ],
)
def test_what_stops_is_said_and_next_is_greyed(
    qtbot, wizard: FineTuneWizard, world: Path, check: dict[str, Any], sentence: str
):
    order(world, check=check)
    qtbot.waitUntil(lambda: wizard.draft.check is not None, timeout=10_000)
    assert not wizard.next_button.isEnabled()
    assert wizard.why.text() == wizard.next_button.toolTip() == wizard.data.mode.text() == sentence


def test_a_check_that_fails_says_why_and_can_be_made_again(qtbot, wizard: FineTuneWizard, world: Path):
    order(world, site={"fail": "No nodule has a label yet. Label some first (Ctrl+1, Ctrl+2)."})
    qtbot.waitUntil(wizard.data.message.isVisible, timeout=10_000)
    assert wizard.data.message.text() == "No nodule has a label yet. Label some first (Ctrl+1, Ctrl+2)."
    assert not wizard.next_button.isEnabled()
    assert wizard.data.fault() == NOTHING_CHECKED
    order(world)
    press(qtbot, wizard.data.again)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert not wizard.data.message.isVisible()


def test_another_base_is_checked_against_anew(qtbot, wizard: FineTuneWizard, world: Path):
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    box = wizard.data.base
    assert [box.itemText(i) for i in range(box.count())] == ["lidc-1.0.0 (in use)", "site-0.9"]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.waitUntil(
        lambda: len(calls(world, "check")) == 2 and wizard.next_button.isEnabled(), timeout=10_000
    )
    assert calls(world, "check")[1][5] == "site-0.9"
    assert len(calls(world, "site")) == 1, "the snapshot stays"


def test_after_a_fine_tuning_the_next_starts_from_the_same_base(qtbot, windows, world: Path):
    (world / "active").write_text("site-0.9", "utf-8")
    order(world, show={"lineage": {"parent": {"id": "lidc", "version": "1.0.0"}, "verdict": "better"}})
    window = windows()
    window.finetune.action.trigger()
    wizard = window.finetune.wizard
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert wizard.draft.active == "site-0.9"
    assert wizard.data.base.currentText() == "lidc-1.0.0 (the one in use was made from it)"
    assert calls(world, "check")[-1][5] == "lidc-1.0.0"


def test_without_a_usable_model_there_is_nothing_to_start_from(qtbot, windows, world: Path):
    order(world, list={"models": [{"name": "broken", "active": True, "problem": "Its hashes do not hold."}]})
    window = windows()
    window.finetune.action.trigger()
    wizard = window.finetune.wizard
    qtbot.waitUntil(wizard.data.message.isVisible, timeout=10_000)
    assert "no model to start from" in wizard.data.message.text()


@pytest.mark.parametrize("answer", ["[]", "hello", '{"cases": "many"}'])
def test_an_answer_that_is_none_is_a_sentence(qtbot, wizard: FineTuneWizard, world: Path, answer: str):
    order(world, check={"text": answer})
    qtbot.waitUntil(wizard.data.message.isVisible, timeout=10_000)
    assert "mixed up" in wizard.data.message.text()
    assert not wizard.next_button.isEnabled()


def test_snapshots_that_no_run_rests_on_are_deleted(qtbot, wizard: FineTuneWizard, world: Path):
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    old, young = (Workspace()._folders("datasets")[0].with_name(name) for name in ("20010101", "20010102"))
    for folder in (old, young):
        folder.mkdir()
    os.utime(old, (1e9, 1e9))
    press(qtbot, wizard.data.again)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert young.exists(), "it may be another window's"
    assert not old.exists()
    assert Path(wizard.draft.dataset).exists()


# ---------------------------------------------------------------- reference set


def test_a_reference_set_is_imported_once_and_used(
    qtbot, wizard: FineTuneWizard, world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    line = wizard.data.reference
    assert line.text.text().startswith("None.")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    press(qtbot, line.import_button)
    assert wizard.why.text() == "The reference set is being imported."
    qtbot.waitUntil(lambda: line.text.text().startswith("Imported."), timeout=10_000)
    assert calls(world, "crops")[0][3] == str(tmp_path)
    go_to(qtbot, wizard, SPLIT)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    words = calls(world, "plan")[0]
    assert words[words.index("--reference") + 1] == str(Workspace().reference)
    # It can be taken away again.
    press(qtbot, wizard.back_button)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    press(qtbot, line.remove_button)
    assert not Workspace().has_reference
    assert line.text.text().startswith("None.")


def test_an_import_that_fails_leaves_no_half_set(qtbot, wizard: FineTuneWizard, world: Path, tmp_path: Path):
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    order(world, crops={"fail": "There is no lidc_nodules.csv in that folder."})
    wizard.data.reference.import_from(str(tmp_path))
    qtbot.waitUntil(lambda: not wizard.data.reference.command.running, timeout=10_000)
    assert wizard.data.reference.text.text() == "There is no lidc_nodules.csv in that folder."
    assert not Workspace().has_reference


# ---------------------------------------------------------------- split, recipe


def test_the_split_is_shown_as_it_will_be_used(qtbot, wizard: FineTuneWizard):
    go_to(qtbot, wizard, SPLIT)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert [[cell.text() for cell in row] for row in wizard.split.cells] == [
        ["To learn from", "45 (70%)", "70%", "21", "24", "36"],
        ["To stop in time", "10 (16%)", "15%", "5", "5", "8"],
        ["Untouched", "9 (14%)", "15%", "4", "5", "8"],
    ]
    assert wizard.split.proof.text() == "0 patients in two parts, checked by patient and by picture."


def test_a_split_that_is_not_clean_is_not_used(qtbot, wizard: FineTuneWizard, world: Path):
    order(world, plan={"split": {**PLAN["split"], "shared_patients": 2}})
    go_to(qtbot, wizard, SPLIT)
    qtbot.waitUntil(lambda: wizard.draft.plan is not None, timeout=10_000)
    assert not wizard.next_button.isEnabled()
    assert wizard.why.text() == "2 patients are in two parts: this split must not be used."


def test_every_choice_has_its_time_on_this_computer(qtbot, wizard: FineTuneWizard, world: Path):
    go_to(qtbot, wizard, RECIPE)
    times = wizard.recipe.times
    qtbot.waitUntil(lambda: "…" not in [label.text() for label in times.values()], timeout=10_000)
    assert {name: label.text() for name, label in times.items()} == {
        "gentle": "about 7 min", "standard": "about 10 min", "thorough": "about 17 min",
    }  # fmt: skip
    assert wizard.recipe.facts.text().startswith(
        "6 trainings on the processor, 1 thread, at most 3.0 GB of memory."
    )
    assert len(calls(world, "plan")) == 3, "the split's plan is not asked for twice"


def test_what_is_set_by_hand_reaches_the_command_line_and_the_time(
    qtbot, wizard: FineTuneWizard, world: Path
):
    go_to(qtbot, wizard, RECIPE)
    page = wizard.recipe
    assert not page.advanced.isVisible()
    qtbot.mouseClick(page.fold_out, Qt.MouseButton.LeftButton)
    assert page.advanced.isVisible()
    assert page.advanced.fields["epochs"].placeholderText() == "automatic: 12"
    qtbot.keyClicks(page.advanced.fields["epochs"], "24")
    qtbot.keyClicks(page.advanced.fields["l2sp"], "0")
    qtbot.waitUntil(lambda: page.times["standard"].text() == "about 20 min", timeout=10_000)
    qtbot.mouseClick(page.buttons["gentle"], Qt.MouseButton.LeftButton)
    request = page.request()
    assert request.arguments()[-7:] == [
        "--choice",
        "gentle",
        "--epochs",
        "24",
        "--l2sp",
        "0",
        "--json-events",
    ]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("epochs", "500", "Most passes over the nodules: a number from 1 to 200 is needed."),
        ("folds", "1", "Folds of the cross-validation: a number from 2 to 10 is needed."),
        ("replay", "99", "Reference nodules for each local one: a number from 0 to 10 is needed."),
    ],
)
def test_a_value_out_of_range_is_said_and_not_trained_with(
    qtbot, wizard: FineTuneWizard, field: str, typed: str, sentence: str
):
    go_to(qtbot, wizard, RECIPE)
    qtbot.mouseClick(wizard.recipe.fold_out, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(wizard.recipe.advanced.fields[field], "x" + typed)
    assert wizard.recipe.advanced.fields[field].text() == typed, "letters are not taken"
    assert not wizard.next_button.isEnabled()
    assert wizard.why.text() == sentence
    wizard.recipe.advanced.fields[field].clear()
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)


def test_another_seed_is_another_split_which_is_shown_before_it_is_used(
    qtbot, wizard: FineTuneWizard, world: Path
):
    go_to(qtbot, wizard, RECIPE)
    qtbot.waitUntil(lambda: len(wizard.draft.plans) == 3, timeout=10_000)
    other = {**PLAN["split"], "train": {"cases": 44, "patients": 36, "malignant": 21}}
    order(world, plan={"split": other, "wait": 0.3})
    qtbot.mouseClick(wizard.recipe.fold_out, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(wizard.recipe.advanced.fields["seed"], "7")
    assert wizard.why.text() == "The split is being made anew with this seed."
    assert not wizard.next_button.isEnabled()
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert wizard.recipe.facts.text().startswith("Another split than before, with this seed.")
    press(qtbot, wizard.back_button)
    assert wizard.split.cells[0][1].text().startswith("44 ")


# ---------------------------------------------------------------- training


@pytest.fixture
def training(qtbot, wizard: FineTuneWizard, world: Path):
    """Goes to the training page, the fake's training doing as it is told."""

    def start(**tune: Any) -> FineTuneWizard:
        go_to(qtbot, wizard, RECIPE)
        order(world, tune=tune)
        press(qtbot, wizard.next_button)
        return wizard

    return start


def test_a_training_is_followed_to_its_end(qtbot, training, world: Path):
    wizard = training(pace=0.02)
    page = wizard.training
    assert page.state.text() == "Starting; loading takes some seconds …"
    assert not wizard.next_button.isEnabled()
    wait_for(qtbot, wizard.run, RunState.DONE)
    assert page.state.text() == "Done"
    assert page.percent.text() == "100 %"
    log = page.log.toPlainText().splitlines()
    assert log[2].endswith("Fold 1, epoch 1 of at most 3: loss 1.000, validation loss 1.200, AUC 0.700")
    assert log[-1].endswith("Done.")
    assert [c.title for c in page.curves.shown()] == ["final model"]
    page.curves.which.setCurrentIndex(page.curves.which.findData("all"))
    assert [len(c.epochs) for c in page.curves.shown()] == [3, 3]
    # Loss and validation loss of both, and the dots of the epochs that are kept.
    assert len(page.curves.loss.listDataItems()) == 6
    assert wizard.next_button.isEnabled()
    assert not page.stop_button.isVisible()
    assert calls(world, "tune")[0][2:8:2] == ["--dataset", "--base", "--out"]


def test_the_state_is_told_while_it_trains(qtbot, training):
    wizard = training(hold=2)
    qtbot.waitUntil(lambda: wizard.run.progress.epoch == 1, timeout=10_000)
    qtbot.waitUntil(lambda: wizard.run.state is RunState.TRAINING, timeout=10_000)
    assert wizard.training.state.text() == "Training fold 1, 1 of 2, epoch 1 of at most 3; about 2 min left"
    assert wizard.training.percent.text() == "17 %"
    assert not wizard.over_button.isEnabled()
    assert not wizard.back_button.isEnabled()


def test_pause_and_go_on(qtbot, training, world: Path):
    wizard = training(hold=3)
    page = wizard.training
    qtbot.waitUntil(lambda: wizard.run.progress.epoch == 2, timeout=10_000)
    press(qtbot, page.pause_button)
    assert page.state.text() == "Pausing …"
    wait_for(qtbot, wizard.run, RunState.PAUSED)
    assert page.state.text() == "Paused at fold 1, 1 of 2"
    assert page.pause_button.text() == "Go on"
    press(qtbot, page.pause_button)
    wait_for(qtbot, wizard.run, RunState.TRAINING)
    assert page.pause_button.text() == "Pause"
    assert [line.split("  ")[1] for line in page.log.toPlainText().splitlines()[-2:]] == [
        "Paused.",
        "Goes on.",
    ]


def test_stop_and_resume_where_it_was(qtbot, training, world: Path):
    wizard = training(hold=5)
    page = wizard.training
    qtbot.waitUntil(lambda: wizard.run.progress.fraction > 0.6, timeout=10_000)
    press(qtbot, page.stop_button)
    wait_for(qtbot, wizard.run, RunState.STOPPED)
    assert page.failure.text() == "Stopped. Resume goes on where it was; nothing that was learnt is lost."
    assert not wizard.next_button.isEnabled()
    assert wizard.why.text() == "The training is not finished: resume it first."
    order(world, tune={})
    press(qtbot, page.resume_button)
    wait_for(qtbot, wizard.run, RunState.DONE)
    first, second = calls(world, "tune")
    assert first == second, "the same command goes on with it"
    curve = wizard.run.progress.curves["final"]
    assert curve.epochs == [1, 2, 3]
    assert page.failure.text() == ""


def test_a_training_that_does_not_listen_is_ended_by_a_second_press(qtbot, training):
    wizard = training(hold=2, deaf=True)
    qtbot.waitUntil(lambda: wizard.run.progress.epoch == 1, timeout=10_000)
    press(qtbot, wizard.training.stop_button)
    assert wizard.training.stop_button.text() == "Stop at once"
    press(qtbot, wizard.training.stop_button)
    wait_for(qtbot, wizard.run, RunState.STOPPED)
    assert wizard.training.resume_button.isVisible()


@pytest.mark.parametrize(
    ("tune", "sentence"),
    [
        ({"die_after": 4}, f"{DIED} Resume goes on from the last epoch."),
        (
            {"error_after": 2},
            "The memory limit of 3072 MB was reached. Resume goes on from the last epoch.",
        ),
        ({"fail": "The base model cannot be fine-tuned."}, "The base model cannot be fine-tuned."),
    ],
)
def test_a_training_that_ends_before_its_work_says_why(qtbot, training, world: Path, tune, sentence: str):
    wizard = training(**tune)
    wait_for(qtbot, wizard.run, RunState.FAILED)
    assert wizard.training.failure.text() == sentence
    assert not wizard.next_button.isEnabled()
    order(world, tune={})
    press(qtbot, wizard.training.resume_button)
    wait_for(qtbot, wizard.run, RunState.DONE)


def test_a_stop_is_heard_by_a_process_that_has_not_made_its_folder_yet(qtbot, training):
    wizard = training(hold=1, wait=1)
    assert not wizard.run.folder.exists()
    press(qtbot, wizard.training.stop_button)
    assert wizard.training.failure.text() == ""
    wait_for(qtbot, wizard.run, RunState.STOPPED)


def test_a_program_that_is_not_there_is_a_sentence(qtbot, training):
    wizard = training(hold=1)
    wizard.run.stop()
    wait_for(qtbot, wizard.run, RunState.STOPPED)
    wizard.run.command = lambda *_: ["/no/such/program"]
    press(qtbot, wizard.training.resume_button)
    assert wizard.training.failure.text().startswith(NOT_STARTED)
    command = Command(lambda *_: ["/no/such/program"])
    with qtbot.waitSignal(command.failed, timeout=5000) as failed:
        command.start("x")
    assert failed.args == [commands.NOT_STARTED]


def test_a_stopped_run_can_be_deleted(qtbot, training, monkeypatch: pytest.MonkeyPatch):
    wizard = training(hold=2)
    wait_for(qtbot, wizard.run, RunState.TRAINING)
    press(qtbot, wizard.training.stop_button)
    wait_for(qtbot, wizard.run, RunState.STOPPED)
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.No)
    press(qtbot, wizard.training.delete_button)
    assert len(Workspace().runs()) == 1
    monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
    press(qtbot, wizard.training.delete_button)
    assert Workspace().runs() == []
    assert wizard.stack.currentIndex() == DATA


# ---------------------------------------------------------------- closing, opening


def test_the_wizard_may_be_closed_and_the_window_tells_the_end(qtbot, training, world: Path):
    wizard = training(hold=2)
    window = wizard.parent()
    wait_for(qtbot, wizard.run, RunState.TRAINING)
    qtbot.keyClick(wizard, Qt.Key.Key_Escape)
    assert not wizard.isVisible()
    assert wizard.run.state is RunState.TRAINING
    order(world)
    wizard.run.stop()
    qtbot.waitUntil(lambda: "Fine-tuning has ended" in window.strip.text, timeout=10_000)
    press(qtbot, window.strip.button)
    assert wizard.stack.currentIndex() == TRAINING
    assert wizard.training.resume_button.isVisible()


def test_noduscope_may_be_closed_and_finds_the_training_again(qtbot, training, windows, world: Path):
    wizard = training(hold=4)
    qtbot.waitUntil(lambda: wizard.run.progress.fraction == 0.5, timeout=10_000)
    pid = locked_pid(wizard.run.folder)
    wizard.parent().close()
    assert psutil.pid_exists(pid)
    again = windows()
    assert again.strip.text == "A fine-tuning is running."
    press(qtbot, again.strip.button)
    second = again.finetune.wizard
    assert second.stack.currentIndex() == TRAINING
    assert second.training.percent.text() == "50 %"
    assert second.run.progress.curves["0"].epochs == [1, 2, 3]
    # The window that did not start it steers it.
    press(qtbot, second.training.pause_button)
    wait_for(qtbot, second.run, RunState.PAUSED)
    press(qtbot, second.training.stop_button)
    wait_for(qtbot, second.run, RunState.STOPPED)
    assert len(calls(world, "tune")) == 1


def test_a_second_window_shows_the_training_that_runs_and_starts_none(
    qtbot, wizard: FineTuneWizard, training, windows, world: Path
):
    go_to(qtbot, wizard, SPLIT)
    window = windows()
    window.finetune.action.trigger()
    second = window.finetune.wizard
    go_to(qtbot, second, RECIPE)
    first = training(hold=2)
    wait_for(qtbot, first.run, RunState.TRAINING)
    press(qtbot, second.next_button)
    assert second.training.message.text() == "A fine-tuning is running already; this is it. One at a time."
    assert second.run.folder == first.run.folder
    assert len(calls(world, "tune")) == 1


def test_opened_again_the_labels_are_counted_as_they_are_now(qtbot, wizard: FineTuneWizard, world: Path):
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    wizard.close()
    order(world, check={"benign": 40})
    wizard.parent().finetune.action.trigger()
    qtbot.waitUntil(lambda: wizard.data.values["Benign"].text() == "40", timeout=10_000)


def test_a_training_that_was_killed_is_never_shown_as_running(qtbot, training, windows):
    wizard = training(hold=4)
    qtbot.waitUntil(lambda: wizard.run.progress.fraction == 0.5, timeout=10_000)
    pid = locked_pid(wizard.run.folder)
    wizard.parent().close()
    psutil.Process(pid).kill()
    qtbot.waitUntil(
        lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == "zombie", timeout=5000
    )
    again = windows()
    assert again.strip.text == ""
    again.finetune.action.trigger()
    assert again.finetune.wizard.training.state.text() == "Not finished at final model, 2 of 2" or (
        again.finetune.wizard.training.state.text() == "Not finished at fold 1, 1 of 2"
    )
    assert again.finetune.wizard.training.failure.text().startswith(DIED)


def test_a_lock_of_an_earlier_process_with_the_same_number_does_not_count(qtbot, training, world: Path):
    wizard = training(hold=1)
    wait_for(qtbot, wizard.run, RunState.TRAINING)
    wizard.run.stop()
    wait_for(qtbot, wizard.run, RunState.STOPPED)
    lock = wizard.run.folder / "lock.json"
    lock.write_text(json.dumps({"pid": psutil.Process().pid, "started": "2001-01-01T00:00:00+00:00"}))
    wizard.run.poll()
    assert wizard.run.state is RunState.STOPPED


def test_a_finished_training_opens_at_its_verdict(qtbot, training, windows):
    wizard = training()
    wait_for(qtbot, wizard.run, RunState.DONE)
    wizard.parent().close()
    again = windows()
    again.finetune.action.trigger()
    assert again.finetune.wizard.stack.currentIndex() == VERDICT
    qtbot.waitUntil(lambda: again.finetune.wizard.draft.verdict is not None, timeout=10_000)


# ---------------------------------------------------------------- verdict


def test_the_verdict_shows_figures_with_intervals_and_the_nodules_that_change_side(qtbot, training):
    wizard = training()
    go_to(qtbot, wizard, VERDICT)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    page = wizard.verdict
    assert page.sentence.text() == "Better here: AUC gain +0.070 (+0.010 to +0.130)."
    assert page.warnings.text() == "Few patients."
    lines = page.figures.texts()
    assert lines[0] == [
        "All your nodules, each scored by models that never saw its patient: 64 nodules, 52 patients"
    ]
    assert lines[1] == [
        "AUC", "0.840  (0.790 to 0.890)", "0.910  (0.860 to 0.960)", "+0.070  (+0.010 to +0.130)",
    ]  # fmt: skip
    assert lines[2][3] == "+0.070  (−0.030 to +0.170)"
    assert ["AUC by diameter alone", "0.750  (0.700 to 0.800)", "", ""] in lines
    assert any("9 nodules, 8 patients; too few of one class" in line[0] for line in lines)
    assert lines[-1][0].startswith("The reference set: none installed")
    flips = page.flips
    assert flips.title.text() == "2 nodules change side: the new model is right in 1, the old one in 1"
    assert not flips.picture.pixmap().isNull()
    flips.list.setFocus()
    qtbot.keyClick(flips.list, Qt.Key.Key_Down)
    assert flips.picture.text() == "There is no picture of this one."


def test_a_picture_outside_the_run_is_not_shown(qtbot, training, world: Path, tmp_path: Path):
    flip = {
        "case": "c",
        "label": 1,
        "old": 0.4,
        "new": 0.6,
        "right": "new",
        "picture": "../../../../secret.png",
    }
    wizard = training()
    order(world, verdict={"sides_changed": [flip]})
    go_to(qtbot, wizard, VERDICT)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert wizard.verdict.flips.picture.text() == "There is no picture of this one."


def test_a_gain_that_is_not_proven_says_how_many_more(qtbot, training, world: Path):
    wizard = training()
    order(world, verdict={
        "verdict": "not_proven", "sentence": "Not proven.", "more_nodules": 60, "installable": False,
        "needs_override": True, "reference": {"n": 200, "patients": 150, "auc": change(0.92, 0.90, 0.01)},
        "local": {**COMPARISON, "auc": {**change(0.84, 0.86), "gain": interval(0.02, 0.06)}},
    })  # fmt: skip
    go_to(qtbot, wizard, VERDICT)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert wizard.verdict.sentence.text() == "Not proven. About 60 more labelled nodules would decide it."
    assert wizard.verdict.figures.texts()[-1] == [
        "AUC", "0.920  (0.870 to 0.970)", "0.900  (0.850 to 0.950)", "−0.020  (−0.030 to −0.010)",
    ]  # fmt: skip


def test_a_verdict_that_dies_can_be_asked_for_again(qtbot, training, world: Path):
    wizard = training()
    wait_for(qtbot, wizard.run, RunState.DONE)
    order(world, verdict={"die": True})
    go_to(qtbot, wizard, VERDICT)
    qtbot.waitUntil(wizard.verdict.message.isVisible, timeout=10_000)
    assert wizard.verdict.message.text() == commands.DIED
    assert not wizard.next_button.isEnabled()
    order(world)
    press(qtbot, wizard.back_button)
    press(qtbot, wizard.next_button)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)


# ---------------------------------------------------------------- export, install


def test_a_better_model_is_made_installed_and_gone_back_from(qtbot, training, world: Path, tmp_path: Path):
    wizard = training()
    go_to(qtbot, wizard, INSTALL)
    page, window = wizard.install, wizard.parent()
    assert not page.override.isVisible()
    assert not page.install_button.isVisible()
    press(qtbot, page.export_button)
    qtbot.waitUntil(lambda: wizard.draft.exported is not None, timeout=10_000)
    assert page.facts.text().splitlines() == [
        "site-1.0.0 is ready, 0.0 MB. Its answers are those of the training.",
        "ONNX, OpenVINO, and no INT8 form: it would not pay here.",
        "Signed by this site (key 3f:a2).",
        "SHA-256 " + "ab" * 32,
    ]
    assert not (world / "active").exists(), "nothing is installed without a press"
    page.save_to(str(tmp_path / "copy.noduscope"))
    assert (tmp_path / "copy.noduscope").read_bytes() == b"a package"
    assert page.install_button.text() == "Install, and use site-1.0.0 from now on"
    reloaded = []
    window.models.desk.busyChanged.connect(reloaded.append)
    press(qtbot, page.install_button)
    qtbot.waitUntil(lambda: wizard.draft.installed == "site-1.0.0", timeout=10_000)
    assert (world / "active").read_text("utf-8") == "site-1.0.0"
    assert page.result.text() == "site-1.0.0 is in use from now on. lidc-1.0.0 stays installed."
    assert "reload" in reloaded, "the engine loads the new model"
    press(qtbot, page.back_button)
    qtbot.waitUntil(lambda: (world / "active").read_text("utf-8") == "lidc-1.0.0", timeout=10_000)
    qtbot.waitUntil(lambda: page.result.text().startswith("lidc-1.0.0 is in use again."), timeout=5000)
    press(qtbot, wizard.next_button)
    assert not wizard.isVisible()


def test_not_better_is_not_exported_without_a_reason_and_a_name(qtbot, training, world: Path):
    wizard = training()
    refused = {
        "verdict": "not_better",
        "sentence": "Not better.",
        "installable": False,
        "needs_override": True,
    }
    order(world, verdict=refused)
    go_to(qtbot, wizard, INSTALL)
    page = wizard.install
    assert page.override.isVisible()
    assert not page.export_button.isEnabled()
    assert page.export_button.toolTip() == "Write the reason and your name to overrule the verdict."
    qtbot.keyClicks(page.reader, "Dr A")
    qtbot.keyClicks(page.reason, "because")
    assert not page.export_button.isEnabled(), "a word is no reason"
    qtbot.keyClicks(page.reason, " pathology supports it")
    press(qtbot, page.export_button)
    qtbot.waitUntil(lambda: wizard.draft.exported is not None, timeout=10_000)
    words = calls(world, "export")[0]
    assert words[-4:] == ["--override", "because pathology supports it", "--reader", "Dr A"]


@pytest.mark.parametrize("step", ["export", "install", "activate"])
def test_a_step_that_is_refused_says_why_and_the_old_model_stays(qtbot, training, world: Path, step: str):
    wizard = training()
    go_to(qtbot, wizard, INSTALL)
    order(world, **{step: {"fail": "Its answers are not those of the training."}})
    page = wizard.install
    press(qtbot, page.export_button)
    if step != "export":
        qtbot.waitUntil(page.install_button.isVisible, timeout=10_000)
        press(qtbot, page.install_button)
    qtbot.waitUntil(page.message.isVisible, timeout=10_000)
    assert page.message.text() == "Its answers are not those of the training."
    assert not (world / "active").exists()
    assert page.export_button.isVisible() == (step == "export")
    assert wizard.draft.installed == ""


def test_after_an_installation_the_wizard_begins_anew(qtbot, training, windows, world: Path):
    wizard = training()
    go_to(qtbot, wizard, INSTALL)
    press(qtbot, wizard.install.export_button)
    qtbot.waitUntil(wizard.install.install_button.isVisible, timeout=10_000)
    press(qtbot, wizard.install.install_button)
    qtbot.waitUntil(lambda: wizard.draft.installed != "", timeout=10_000)
    wizard.parent().close()
    again = windows()
    again.finetune.action.trigger()
    assert again.finetune.wizard.stack.currentIndex() == DATA


def test_start_over_begins_with_the_labels_as_they_are_now(qtbot, training, world: Path):
    wizard = training()
    go_to(qtbot, wizard, INSTALL)
    press(qtbot, wizard.over_button)
    assert wizard.stack.currentIndex() == DATA
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert len(calls(world, "site")) == 2
    assert wizard.draft.verdict is None
    assert wizard.run.state is RunState.NONE
    assert len(Workspace().runs()) == 1, "the finished run stays"


# ---------------------------------------------------------------- the menu


def test_without_torch_the_menu_entry_is_greyed_with_the_reason(
    qtbot, windows, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(program, "can_train", lambda: False)
    window = windows()
    action = window.finetune.action
    assert not action.isEnabled()
    assert action.toolTip() == program.NO_TRAINING
    menu = next(a.menu() for a in window.menuBar().actions() if a.text() == "&Models")
    assert menu.toolTipsVisible()
    assert action in menu.actions()
    window.finetune.show()
    assert window.finetune._wizard is None


def test_a_request_that_cannot_be_read_is_no_run(tmp_path: Path):
    workspace = Workspace(tmp_path)
    (tmp_path / "runs" / "1").mkdir(parents=True)
    (tmp_path / "runs" / "1" / "request.json").write_text("{")
    run = TuneRun()
    assert not run.attach(workspace.latest_run())
    assert run.state is RunState.NONE


def test_the_wizard_does_not_shrink_below_its_words(qtbot, wizard: FineTuneWizard):
    wizard.resize(200, 200)
    qtbot.waitUntil(wizard.next_button.isEnabled, timeout=10_000)
    assert wizard.next_button.visibleRegion().boundingRect().width() == wizard.next_button.width()
    assert wizard.data.again.visibleRegion().isEmpty() is False
