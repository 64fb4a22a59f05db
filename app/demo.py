"""The synthetic chest for the demo: drawn once by a child process, then kept in the user's cache folder."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, Signal

import engine
from app import program
from app.i18n import tr
from engine.findings import Point
from engine.paths import cache_dir


class DemoSeries(QObject):
    """Makes the demo's DICOM series, or finds it made.

    The folder gets its name when it is complete: a run that was killed leaves nothing that looks whole.

    Signals
    -------
    progressed(str)
    ready(str)
        The folder of its DICOM files.
    failed(str)
        A sentence.
    ended()
        Nothing is being made any more.
    """

    progressed = Signal(str)
    ready = Signal(str)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._making: Path | None = None

    @property
    def folder(self) -> Path:
        """Where the series lies once it is made; another one for every version that may draw it otherwise."""
        return cache_dir() / f"demo-{engine.__version__}"

    @property
    def busy(self) -> bool:
        """Whether it is being made."""
        return self._process is not None

    @property
    def series_folder(self) -> Path:
        """Where its DICOM files lie."""
        return self.folder / "dicom"

    def largest_nodules(self, count: int) -> list[Point]:
        """Patient positions of the nodules that were drawn, the largest first."""
        truth = json.loads((self.folder / "nodules.json").read_text("utf-8"))
        nodules = sorted(truth["nodules"], key=lambda n: -float(n["diameter_mm"]))
        return [(float(x), float(y), float(z)) for x, y, z in (n["centre_mm"] for n in nodules[:count])]

    def prepare(self) -> None:
        """Emit `ready` at once if the series is there, else make it first."""
        if self.busy:
            return
        if self.folder.is_dir():
            self.ready.emit(str(self.series_folder))
            return
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self._making = Path(tempfile.mkdtemp(prefix="making-demo-", dir=self.folder.parent))
        except OSError as error:
            self.failed.emit(
                tr(
                    "The synthetic chest could not be made: {problem}",
                    problem=f"{error.strerror or type(error).__name__}.",
                )
            )
            return
        self.progressed.emit(tr("drawing the synthetic chest …"))
        process = QProcess(self)
        process.setWorkingDirectory(str(program.HOME))
        first, *rest = program.command("phantom", "--out", str(self._making))
        process.setStandardOutputFile(QProcess.nullDevice())
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._error_occurred)
        self._process = process
        process.start(first, rest)

    def cancel(self) -> None:
        """Give it up."""
        process = self._process
        if process is not None:
            process.finished.disconnect()
            process.errorOccurred.disconnect()
            process.kill()
            process.waitForFinished(1000)
            self._end()

    def _error_occurred(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self._end()
            self.failed.emit(
                tr("The synthetic chest could not be made: this program could not start itself.")
            )

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        process, making = self._process, self._making
        if process is None or making is None:
            return
        said = bytes(process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        problem = ""
        if status != QProcess.ExitStatus.NormalExit or code != 0:
            problem = said.splitlines()[-1] if said else tr("it ended with code {code}.", code=code)
        else:
            try:
                making.rename(self.folder)
            except OSError as error:
                # Another window was faster: its series is as good.
                if not self.folder.is_dir():
                    problem = f"{error.strerror or type(error).__name__}."
        self._end()
        if problem:
            self.failed.emit(tr("The synthetic chest could not be made: {problem}", problem=problem))
        else:
            self.ready.emit(str(self.series_folder))

    def _end(self) -> None:
        process, self._process = self._process, None
        making, self._making = self._making, None
        if process is not None:
            process.deleteLater()
        if making is not None:
            shutil.rmtree(making, ignore_errors=True)
        self.ended.emit()
