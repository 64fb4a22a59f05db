"""The window of Analyze folder: the form, the progress, the work list. It decides nothing about nodules."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app import theme
from app.batch.form import BatchForm
from app.batch.process import BatchProcess
from app.batch.progress import Progress, read_summary
from app.batch.request import BatchMemory, BatchRequest
from app.batch.work_list import WorkList
from app.i18n import mark, tr
from app.labels import fill, paragraph, quiet
from app.palette import Role
from app.room import size_within
from app.settings import Settings
from app.time_left import duration

HINT = mark("Double click or Enter opens a series at its first suggestion. Not for sole diagnosis.")
INTERRUPTED = mark("The analysis was stopped. What is finished is there; Resume goes on from here.")


class BatchDialog(QDialog):
    """Starts runs, shows how they go, and what they found. It leaves the main window usable;
    closing it only hides it, a run goes on.

    Signals
    -------
    chosen(object, object)
        A `WorkRow` to show in the viewer, and the `BatchRequest` it belongs to.
    """

    chosen = Signal(object, object)

    def __init__(self, process: BatchProcess, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Analyze folder"))
        self.setModal(False)
        size_within(self, 1000, 620)
        self.process = process
        self._settings = settings
        self._request = BatchRequest()
        self._resumable = False
        self.form = BatchForm()
        self.start_button = QPushButton(tr("Start"))
        self.start_button.clicked.connect(self.start)
        self.stop_button = QPushButton(tr("Stop"))
        self.stop_button.clicked.connect(process.stop)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.state = QLabel()
        self.message = paragraph()
        theme.tint(self.message, Role.WARNING)
        self.list = WorkList()
        self.list.chosen.connect(self._choose)
        for button in (self.start_button, self.stop_button):
            button.setAutoDefault(False)  # Enter belongs to the work list
        for button in self.form.findChildren(QPushButton):
            button.setAutoDefault(False)
        line = QHBoxLayout()
        line.addWidget(self.state, 1)
        line.addWidget(self.start_button)
        line.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        for part in (self.form, line, self.bar, self.message, self.list, quiet(tr(HINT))):
            if isinstance(part, QHBoxLayout):
                layout.addLayout(part)
            else:
                layout.addWidget(part, 1 if part is self.list else 0)
        process.changed.connect(self.refresh)
        self.form.changed.connect(self.refresh)
        process.ended.connect(self._ended)
        self._restore()
        self.refresh()

    # ------------------------------------------------------------ what is asked for

    def propose(self, paths: tuple[str, ...]) -> None:
        """Name images to analyse; while a run is under way its own stay."""
        if not self.process.running:
            self.form.set_paths(paths)

    def _restore(self) -> None:
        memory = self._settings.batch
        if memory is None:
            return
        self._request = memory.request
        self.form.set_request(memory.request)
        progress = Progress()
        try:
            progress.put(read_summary(Path(memory.request.out)))
        except (KeyError, TypeError, ValueError):
            progress = Progress()
        self.process.progress = progress
        self._resumable = memory.unfinished
        if memory.unfinished:
            fill(self.message, tr("The last analysis was not finished. Resume goes on where it was."))

    def start(self) -> None:
        """Begin what the form says, or go on with it."""
        request = self.form.request()
        fault = request.fault()
        fill(self.message, fault)
        if fault:
            return
        self._resumable = self._resumable and request == self._request
        self._request = request
        self._settings.set_batch(BatchMemory(request=request, unfinished=True))
        self.process.start(request)

    def resume(self) -> None:
        """Go on with the run that was not finished."""
        if not self.process.running and self._settings.batch is not None:
            self.form.set_request(self._settings.batch.request)
            self.start()

    # ------------------------------------------------------------ how it goes

    def refresh(self) -> None:
        """Show the process as it is now."""
        running, stopping = self.process.running, self.process.stopping
        progress = self.process.progress
        self.form.setEnabled(not running)
        self.start_button.setVisible(not running)
        goes_on = self._resumable and self.form.request() == self._request
        self.start_button.setText(tr("Resume") if goes_on else tr("Start"))
        self.stop_button.setVisible(running)
        self.stop_button.setText(tr("Stop at once") if stopping else tr("Stop"))
        self.state.setText(_state(progress, running=running, stopping=stopping))
        self.bar.setVisible(running)
        if running and progress.planned and progress.rows:
            self.bar.setRange(0, max(progress.done + progress.left, 1))
            self.bar.setValue(progress.done)
        else:
            self.bar.setRange(0, 0)
        self.list.set_rows(progress.rows)

    def _ended(self, text: str) -> None:
        progress = self.process.progress
        # Refused before there was a plan, there is as much to go on with as there was before.
        if progress.planned:
            self._resumable = not progress.ended or progress.interrupted
        self._settings.set_batch(BatchMemory(request=self._request, unfinished=self._resumable))
        failed = progress.count("failed")
        if not text and self._resumable:
            text = tr(INTERRUPTED)
        elif not text and failed:
            text = tr("{failed} series could not be analysed; the last column says why.", failed=failed)
        elif text and self._resumable:
            text = tr("{text}\nResume goes on from here.", text=text)
        fill(self.message, text)
        self.refresh()

    def _choose(self, uid: str) -> None:
        row = self.process.progress.rows.get(uid)
        if row is not None:
            self.chosen.emit(row, self._request)


def _state(progress: Progress, *, running: bool, stopping: bool) -> str:
    """Return the run in one line."""
    if stopping:
        return tr("Stopping at the next step …")
    if running and not progress.planned:
        if progress.known_files:
            return tr(
                "Looking for series: {scanned} of {known_files} files",
                scanned=progress.scanned,
                known_files=progress.known_files,
            )
        return tr("Looking for series …")
    if not progress.rows:
        return "" if not progress.ended else tr("No CT series was found there.")
    total, left_out = progress.done + progress.left, progress.count("left_out")
    parts = [tr("{done} of {total} series analysed", done=progress.done, total=total)]
    if left_out:
        parts.append(tr("{left_out} left out", left_out=left_out))
    if running and progress.seconds_left is not None:
        parts.append(tr("{seconds_left} left", seconds_left=duration(progress.seconds_left)))
    return tr(", ").join(parts)
