"""Fourth page: how the training goes, and its pause, stop and resume. The process is `app.finetune.run`."""

from __future__ import annotations

import shutil

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.finetune.page import Draft, Page
from app.finetune.progress import TuneProgress
from app.finetune.run import RunState, TuneRun
from app.finetune.workspace import attempt_of
from app.i18n import mark, sentence, tr
from app.labels import fill, paragraph, quiet
from app.palette import Role
from app.time_left import duration

GOES_ON = mark(
    "This window may be closed, and Noduscope too: the training goes on by itself, and Models, Fine-tune "
    "finds it again."
)
STOPPED = mark("Stopped. Resume goes on where it was; nothing that was learnt is lost.")
RESUMABLE = mark("Resume goes on from the last epoch.")
CLOSED_TEXT = mark("Deletes what this training has learnt so far. Labels and models stay.")


class TrainingPage(Page):
    """Shows a `TuneRun` and steers it.

    Signals
    -------
    deleted()
        The run was deleted: there is nothing to show any more.
    """

    title = mark("Training")
    deleted = Signal()

    def __init__(self, draft: Draft, run: TuneRun, parent: QWidget | None = None) -> None:
        super().__init__(draft, parent)
        self.run = run
        self.state = QLabel()
        self.state.setStyleSheet("font-weight: 600;")
        self.percent = QProgressBar()
        self.percent.setRange(0, 1000)
        self.pause_button = QPushButton(tr("Pause"))
        self.pause_button.clicked.connect(self._pause)
        self.stop_button = QPushButton(tr("Stop"))
        self.stop_button.clicked.connect(run.stop)
        self.resume_button = QPushButton(tr("Resume"))
        self.resume_button.clicked.connect(self._resume)
        self.delete_button = QPushButton(tr("Delete this run …"))
        self.delete_button.setToolTip(tr(CLOSED_TEXT))
        self.delete_button.clicked.connect(self._delete)
        self.failure = paragraph()
        theme.tint(self.failure, Role.WARNING)
        self.log = QPlainTextEdit(readOnly=True)
        self.log.setAccessibleName(tr("Log of the training"))
        self.log.setMaximumHeight(130)
        self.log.setUndoRedoEnabled(False)
        self._logged: list[str] = []
        self._plots = QVBoxLayout()
        line = QHBoxLayout()
        line.addWidget(self.state, 1)
        for button in (self.pause_button, self.stop_button, self.resume_button, self.delete_button):
            line.addWidget(button)
        self.body.addLayout(line)
        self.body.addWidget(self.percent)
        self.body.addWidget(self.failure)
        self.body.addLayout(self._plots, 1)
        self.body.addWidget(self.log)
        self.body.addWidget(quiet(tr(GOES_ON)))
        self.body.addStretch(0)
        run.changed.connect(self.refresh)

    def enter(self) -> None:
        """Bring the curves up, which cost half a second to import."""
        if not self._plots.count():
            from app.finetune.curves import Curves

            self.curves = Curves()
            self._plots.addWidget(self.curves)
        self.refresh()

    def fault(self) -> str:
        """Only a finished training has a verdict."""
        state = self.run.state
        if state is RunState.DONE:
            return ""
        if state.alive:
            return tr("The verdict comes when the training is done.")
        return tr("The training is not finished: resume it first.")

    def refresh(self) -> None:
        """Show it as it is now."""
        run, progress = self.run, self.run.progress
        state = run.state
        self.state.setText(state_text(state, progress, run.asked))
        self.percent.setValue(round(1000 * progress.fraction))
        self.percent.setFormat(f"{100 * progress.fraction:.0f} %")
        self.pause_button.setVisible(state.alive)
        paused = state is RunState.PAUSED
        self.pause_button.setText(tr("Go on") if paused else tr("Pause"))
        self.pause_button.setEnabled(
            state is not RunState.STARTING and run.asked in ("", "pause" if paused else "run")
        )
        self.stop_button.setVisible(state.alive)
        self.stop_button.setText(tr("Stop at once") if run.asked == "stop" else tr("Stop"))
        can_resume = state in (RunState.STOPPED, RunState.FAILED)
        self.resume_button.setVisible(can_resume)
        self.delete_button.setVisible(can_resume)
        text = run.failure
        if state is RunState.STOPPED:
            text = tr(STOPPED)
        elif state is RunState.FAILED and progress.curves:
            text = f"{sentence(text)} {tr(RESUMABLE)}"
        fill(self.failure, text)
        self._show_log(progress)
        if self._plots.count():
            self.curves.setVisible(progress.mode != "recalibrate")  # which has no epochs
            self.curves.set_progress(progress)
        self.changed.emit()

    def _show_log(self, progress: TuneProgress) -> None:
        """Add what is new; what the reader scrolled to stays where it is."""
        n = len(self._logged)
        if progress.log[:n] == self._logged:
            new = progress.log[n:]
        else:
            self.log.clear()
            new = progress.log
        for text in new:
            self.log.appendPlainText(text)
        self._logged = list(progress.log)

    # ------------------------------------------------------------ buttons

    def _pause(self) -> None:
        if self.run.state is RunState.PAUSED:
            self.run.go_on()
        else:
            self.run.pause()

    def _resume(self) -> None:
        if self.run.request is not None:
            self.run.start(self.run.request)

    def _delete(self) -> None:
        request = self.run.request
        sure = QMessageBox.question(
            self, tr("Delete this run"), tr("{CLOSED_TEXT} Delete it?", CLOSED_TEXT=tr(CLOSED_TEXT))
        )
        if sure != QMessageBox.StandardButton.Yes or request is None or self.run.state.alive:
            return
        self.run.forget()
        shutil.rmtree(attempt_of(request), ignore_errors=True)
        self.deleted.emit()


def state_text(state: RunState, progress: TuneProgress, asked: str) -> str:
    """Return the run in one line."""
    if state.alive and asked:
        return {
            "pause": tr("Pausing …"),
            "run": tr("Going on …"),
            "stop": tr("Stopping; the last epoch is kept …"),
        }[asked]
    curve = progress.curves.get(progress.current)
    where = (
        tr(" at {title}, {index} of {of}", title=curve.title, index=curve.index, of=curve.of) if curve else ""
    )
    texts = {
        RunState.NONE: tr("No training yet."),
        RunState.STARTING: tr("Starting; loading takes some seconds …"),
        RunState.TRAINING: _training_text(progress),
        RunState.PAUSED: tr("Paused{where}", where=where),
        RunState.STOPPED: tr("Stopped{where}", where=where),
        RunState.FAILED: tr("Not finished{where}", where=where),
        RunState.DONE: tr("Done"),
    }
    return texts[state]


def _training_text(progress: TuneProgress) -> str:
    curve = progress.curves.get(progress.current)
    if progress.scoring:
        return tr("Both models score every nodule …")
    if curve is None:
        return tr("Fitting the probabilities …") if progress.mode == "recalibrate" else tr("Preparing …")
    epoch = (
        tr(", epoch {epoch} of at most {epochs}", epoch=progress.epoch, epochs=progress.epochs)
        if progress.epoch
        else ""
    )
    left = (
        ""
        if progress.seconds_left is None
        else tr("; {seconds_left} left", seconds_left=duration(progress.seconds_left))
    )
    return tr(
        "Training {title}, {index} of {of}{epoch}{left}",
        title=curve.title,
        index=curve.index,
        of=curve.of,
        epoch=epoch,
        left=left,
    )
