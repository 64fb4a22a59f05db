"""The brush as the reader holds it: its size, its shape, whether it paints or erases. It touches no mask."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.i18n import mark, tr

#: Sizes it can have, mm from its middle to its rim.
RADII_MM = (0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0)
#: At first: a small nodule takes a few dabs.
FIRST_MM = 2.0
_KINDS = {
    (False, False): mark("Brush {radius:g} mm, disc"),
    (True, False): mark("Brush {radius:g} mm, ball"),
    (False, True): mark("Eraser {radius:g} mm, disc"),
    (True, True): mark("Eraser {radius:g} mm, ball"),
}


class Brush(QObject):
    """What all viewports share of it.

    Signals
    -------
    changed()
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.radius_mm = FIRST_MM
        self.ball = False
        self.erasing = False

    @property
    def text(self) -> str:
        """What the corner of the image says."""
        return tr(_KINDS[self.ball, self.erasing], radius=self.radius_mm)

    def resize(self, steps: int) -> None:
        """Take a size so many steps larger, as far as they go."""
        at = RADII_MM.index(self.radius_mm) + steps
        self.radius_mm = RADII_MM[min(max(at, 0), len(RADII_MM) - 1)]
        self.changed.emit()

    def toggle_ball(self) -> None:
        """Paint through slices, or in the plane shown alone."""
        self.ball = not self.ball
        self.changed.emit()

    def toggle_erasing(self) -> None:
        """Erase instead of painting, or paint again."""
        self.erasing = not self.erasing
        self.changed.emit()
