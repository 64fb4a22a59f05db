"""How the image is looked at, by key: inverted, mirrored, pixel for pixel; and a picture of it as a file.

It knows the canvas and no series: what the keys do to the canvas is lost with the next series on purpose, for
a mirrored image that nobody expects is dangerous.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import tr
from app.message_strip import Level
from app.viewer.canvas import Canvas
from app.viewer.snapshot import snapshot


class Looks(QObject):
    """The commands.

    Parameters
    ----------
    canvas
        Returns the canvas that the keys are meant for.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    saved()
        A picture was written.
    """

    said = Signal(str, object)
    saved = Signal()

    def __init__(self, canvas: Callable[[], Canvas], window: QWidget) -> None:
        super().__init__(window)
        self._canvas, self._window = canvas, window

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {
            "view.invert": lambda: self._canvas().invert(),
            "view.flip_horizontal": lambda: self._canvas().flip(0),
            "view.flip_vertical": lambda: self._canvas().flip(1),
            "view.actual": lambda: self._canvas().show_actual_pixels(),
            "view.snapshot": self.ask_snapshot,
        }

    def ask_snapshot(self) -> None:
        """Let the reader choose a file for a picture of the image area."""
        name = f"noduscope-{datetime.now().astimezone():%Y%m%d-%H%M%S}.png"
        path, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save a picture of the image"), str(Path.home() / name), tr("PNG (*.png)")
        )
        if path:
            self.save_snapshot(Path(path))

    def save_snapshot(self, path: Path) -> None:
        """Save the picture; without an ending it becomes a PNG."""
        path = path if path.suffix else path.with_suffix(".png")
        if snapshot(self._canvas()).save(str(path)):
            self.said.emit(tr("The picture is in {path}. It names nobody.", path=path), Level.NOTE)
            self.saved.emit()
        else:
            self.said.emit(
                tr(
                    "The picture could not be written to {path}. Choose another folder, and a name that "
                    "ends in .png.",
                    path=path,
                ),
                Level.ERROR,
            )
