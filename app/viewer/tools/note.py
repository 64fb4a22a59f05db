"""A few words at a position of a slice, and the line in which they are typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QWidget

from app.i18n import tr
from app.labelling.fields import TypedLine
from app.viewer.tools.tool import MeasuredSlice
from engine.findings import Point
from engine.reading import TEXT

_ARM_PX = 4.0
_WIDTH_PX = 220
#: As much as stands beside a drawing without covering it.
_MOST = 120


class Note:
    """A small mark; what it says is the measurement's text."""

    kind = TEXT
    n_points = 1
    needs_voxels = False

    def values(self, _points_mm: Sequence[Point], _on: MeasuredSlice) -> dict[str, float]:
        """Return nothing: it measures nothing."""
        return {}

    def lines(self, _values: dict[str, float]) -> tuple[str, ...]:
        """Return nothing: its text is the reader's."""
        return ()

    def path(self, points: Sequence[QPointF]) -> QPainterPath:
        """Draw a slanting cross."""
        path, at = QPainterPath(), points[0]
        for arm in (QPointF(_ARM_PX, _ARM_PX), QPointF(_ARM_PX, -_ARM_PX)):
            path.moveTo(at - arm)
            path.lineTo(at + arm)
        return path


class NoteLine(TypedLine):
    """The line over the image: Enter keeps what was typed, Escape or another place gives it up.

    Parameters
    ----------
    at
        Where, on the image widget.
    text
        What stands there already.
    done
        Told what was typed, without blanks round it; not called where nothing was, or it was given up.
    """

    def __init__(self, image: QWidget, at: QPointF, text: str, done: Callable[[str], object]) -> None:
        super().__init__(image)
        self._image, self._done = image, done
        self.setAccessibleName(tr("Note"))
        self.setPlaceholderText(tr("Note; Enter keeps it"))
        self.setMaxLength(_MOST)
        self.setText(text)
        width = min(_WIDTH_PX, image.width())
        self.setFixedWidth(width)
        x = min(max(round(at.x()) + 8, 0), max(image.width() - width, 0))
        y = min(max(round(at.y()) - 12, 0), max(image.height() - self.sizeHint().height(), 0))
        self.move(x, y)
        self.returnPressed.connect(self._keep)
        self.givenUp.connect(self._leave)
        self.editingFinished.connect(self._leave)
        self.show()
        self.setFocus()
        self.selectAll()

    def _keep(self) -> None:
        text = " ".join(self.text().split())
        self._leave()
        if text:
            self._done(text)

    def _leave(self) -> None:
        if self.isVisible():
            self.blockSignals(True)
            self.hide()
            self._image.setFocus()
            self.deleteLater()
