"""What the kinds of measurement are called. Nothing else."""

from __future__ import annotations

from app.i18n import mark, tr
from engine.reading import KEY_IMAGE, TEXT

_NAMES = {
    "length": mark("Length"),
    "bidirectional": mark("Long and short axis"),
    "ellipse": mark("Ellipse"),
    "probe": mark("Probe"),
    "angle": mark("Angle"),
    TEXT: mark("Note"),
    KEY_IMAGE: mark("Key image"),
}


def name_of(kind: str) -> str:
    """Return the name of a kind, as the store calls it, in the reader's language."""
    return tr(_NAMES.get(kind, kind.replace("_", " ").capitalize()))
