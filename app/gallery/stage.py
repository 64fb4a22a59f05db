"""The window as a view of the gallery finds it: on the synthetic chest, steered by commands.

It waits as a reader would, and never longer than `PATIENCE_S` for one thing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QPointF, QProcess, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from app import program
from app.comparing.chooser import PriorChooser
from app.findings.entry import NoduleEntry
from app.window import MainWindow
from engine.findings import Call, Point

PATIENCE_S = 240.0
#: The last drawing, after what was asked for is there.
SETTLE_MS = 400
#: The chest's largest nodules, so many are assessed.
NODULES = 4


class StageError(Exception):
    """A view that does not come, in a sentence."""


class Stage:
    """What a view needs of the window.

    Parameters
    ----------
    window
        Shown and started.
    folder
        Of this gallery alone, and deleted with it: the window's home, and what a view has to write.
    """

    def __init__(self, window: MainWindow, folder: Path) -> None:
        self.window = window
        self.folder = folder

    def press(self, *commands: str) -> None:
        """Do what the keys of some commands do."""
        for command in commands:
            self.window.actions_by_id[command].trigger()
            self.settle(50)

    def wait(self, until: Callable[[], object], what: str) -> None:
        """Let the window work until something is true.

        Raises
        ------
        StageError
            If that takes too long; `what` says what was waited for.
        """
        end = time.monotonic() + PATIENCE_S
        while not until():
            if time.monotonic() > end:
                raise StageError(f"{what} did not come within {PATIENCE_S:.0f} s.")
            self.settle(30)

    @staticmethod
    def settle(ms: int = SETTLE_MS) -> None:
        """Let the window draw for a while."""
        loop = QEventLoop()
        QTimer.singleShot(ms, loop.quit)
        loop.exec()

    def open_chest(self) -> None:
        """Put the synthetic chest on screen with its largest nodules judged, the most suspicious selected."""
        window = self.window
        if window.session.open is None:
            failed: list[str] = []
            window.opening.demo.failed.connect(failed.append)
            window.open_demo()
            self.wait(lambda: failed or window.session.open is not None, "The synthetic chest")
            if failed:
                raise StageError(failed[0])
        volume = window.session.open
        self.wait(lambda: volume is not None and volume.complete, "The whole chest")
        self.wait(lambda: window.client.model_known, "The model")
        if not window.session.nodules.ordered():
            for point in window.opening.demo.largest_nodules(NODULES):
                window.review.assess_at(point)
            self.wait(lambda: not window.assessor.busy, "The nodules' assessments")
            window.strip.clear()
        self.select_suspicious()

    def find_prior(self) -> PriorChooser:
        """Show the chooser of the prior with the synthetic chest of 90 days earlier in it."""
        self.open_chest()
        choosing = self.window.comparing.choosing
        choosing.show()
        choosing.search([str(self._earlier_chest())])
        self.wait(choosing.dialog.list.topLevelItemCount, "The earlier chest")
        return choosing.dialog

    def compare_chest(self) -> None:
        """Put the earlier chest beside the one on screen, with every nodule paired and measured."""
        dialog = self.find_prior()
        answers: list[object] = []
        self.window.comparing.following.asking.answered.connect(lambda *answer: answers.append(answer))
        dialog.compare.click()
        self.wait(lambda: answers, "The comparison")

    def _earlier_chest(self) -> Path:
        """Return the folder of its DICOM files; they are drawn once."""
        folder = self.folder / "earlier"
        if not folder.is_dir():
            process = QProcess(self.window)
            process.setWorkingDirectory(str(program.HOME))
            process.setStandardOutputFile(QProcess.nullDevice())
            first, *rest = program.command("phantom", "--earlier", "--out", str(folder))
            process.start(first, rest)
            self.wait(lambda: process.state() == QProcess.ProcessState.NotRunning, "The earlier chest")
            if process.exitCode() != 0:
                raise StageError("The earlier chest could not be drawn.")
        return folder / "dicom"

    def select_suspicious(self) -> None:
        """Go to the nodule with a heat map of the highest score, else the first."""
        ordered = self.window.session.nodules.ordered()
        entries = [n for n in ordered if isinstance(n, NoduleEntry)]
        judged = [n for n in entries if n.map is not None and n.call is not Call.BENIGN]
        best = max(judged, key=lambda n: n.probability or 0.0, default=ordered[0] if ordered else None)
        if best is not None:
            self.window.review.go_to(best.id)

    def nodule(self) -> NoduleEntry:
        """Return the selected nodule.

        Raises
        ------
        StageError
            If there is none.
        """
        selected = self.window.session.selected
        if not isinstance(selected, NoduleEntry):
            raise StageError("No nodule is selected.")
        return selected

    def on_screen(self, point_mm: Point) -> QPointF:
        """Return where a patient position lies on the first image."""
        viewport = self.window.viewport
        if viewport.plane is None or viewport.canvas.view is None:
            raise StageError("No image is on screen.")
        _, row, column = (float(v) for v in viewport.plane.to_voxel(point_mm))
        return QPointF(*viewport.canvas.view.to_screen(column + 0.5, row + 0.5))

    def drag(self, start_mm: tuple[float, float], end_mm: tuple[float, float]) -> None:
        """Draw with the left button; from where to where is millimetres from the selected nodule's middle."""
        x, y, z = self.nodule().centre_mm
        first, last = (self.on_screen((x + right, y + down, z)) for right, down in (start_mm, end_mm))
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        for kind, at, button, held in (
            (QEvent.Type.MouseMove, first, none, none),
            (QEvent.Type.MouseButtonPress, first, left, left),
            (QEvent.Type.MouseMove, last, none, left),
            (QEvent.Type.MouseButtonRelease, last, left, none),
        ):
            canvas = self.window.viewport.canvas
            placed = QPointF(canvas.mapToGlobal(at.toPoint()))
            event = QMouseEvent(kind, at, placed, button, held, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(canvas, event)
        self.settle(50)

    def leave(self) -> None:
        """Close the dialogs that a view has opened, and its message."""
        for widget in QApplication.topLevelWidgets():
            if widget is not self.window and widget.isVisible():
                widget.close()
        self.window.strip.clear()
        self.settle(50)

    def dialogs(self) -> list[QWidget]:
        """Return what is open beside the window."""
        return [w for w in QApplication.topLevelWidgets() if w is not self.window and w.isVisible()]

    def dialog(self) -> QWidget:
        """Return the dialog that was opened last.

        Raises
        ------
        StageError
            If none is open.
        """
        self.settle()
        shown = self.dialogs()
        active = QApplication.activeWindow()
        if active in shown and active is not None:
            return active
        if not shown:
            raise StageError("No dialog has opened.")
        return shown[-1]
