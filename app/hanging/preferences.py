"""How a study opens, as the reader prefers it: plain data, checked. Knows no widgets and no files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from app.findings.order import Order
from app.i18n import mark, tr
from app.viewer.window_level import PRESET_NAMES

#: Nothing is changed: it stays as it was for the study before.
KEEP = "keep"

#: Of each preference that is a choice: the values, and how they are called.
CHOICES: dict[str, dict[str, str]] = {
    "layout": {
        KEEP: mark("as last used"),
        "one": mark("one image"),
        "planes": mark("three planes and a slab"),
    },
    "window": {
        KEEP: mark("as it was; at first lung"),
        **dict(
            zip(
                PRESET_NAMES,
                (
                    mark("lung"),
                    mark("mediastinum"),
                    mark("bone"),
                    mark("emphysema"),
                    mark("as the files name it"),
                    mark("fitted to the slice"),
                ),
                strict=True,
            )
        ),
    },
    "slab": {KEEP: mark("as it was; at first off"), "off": mark("off"), "mip": mark("MIP, 10 mm")},
    "heat_map": {KEEP: mark("as it was; at first on"), "on": mark("on"), "off": mark("off")},
    "order": {KEEP: mark("as last used"), **{order.value: order.value for order in Order}},
}


@dataclass(frozen=True)
class Hanging:
    """The preferences; each names a value in `CHOICES`.

    Parameters
    ----------
    layout, window, slab, heat_map, order
        What to begin with; `KEEP` leaves it as it is.
    jump
        Whether to go to the most suspicious nodule that is known.
    """

    layout: str = KEEP
    window: str = KEEP
    slab: str = KEEP
    heat_map: str = KEEP
    order: str = KEEP
    jump: bool = False

    def document(self) -> dict[str, object]:
        """Return what differs from the defaults, for the settings."""
        return {name: value for name, value in asdict(self).items() if value != getattr(DEFAULTS, name)}


DEFAULTS = Hanging()


def read(document: Mapping[str, object]) -> tuple[Hanging, str]:
    """Read preferences from the settings.

    Returns
    -------
    tuple
        The preferences, with the default in the place of what cannot be used; and a sentence that names
        it, or an empty text. What a later version knows besides is left out.
    """
    taken: dict[str, str | bool] = {}
    faults = []
    for name in (f.name for f in fields(Hanging)):
        value = document.get(name, getattr(DEFAULTS, name))
        allowed = value in CHOICES[name] if isinstance(value, str) and name in CHOICES else False
        if allowed or (name not in CHOICES and isinstance(value, bool)):
            taken[name] = value  # type: ignore[assignment]
        else:
            faults.append(f"{name} = {value!r}")
    if not faults:
        return Hanging(**taken), ""  # type: ignore[arg-type]
    text = tr(
        "How studies open is partly not understood and left as usual: {faults}.", faults=", ".join(faults)
    )
    return Hanging(**taken), text  # type: ignore[arg-type]
