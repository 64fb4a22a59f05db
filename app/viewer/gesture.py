"""What a held mouse button is doing over the picture. It knows nothing of what the gesture means."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt


@dataclass
class Gesture:
    """A button that is held: where it went down and where it was last seen."""

    button: Qt.MouseButton
    start: QPointF
    last: QPointF
    moved: bool = False
