"""Arguments that several commands take, parsed one way. Knows the command line only."""

from __future__ import annotations

import math

import typer


def point(text: str) -> tuple[float, float, float]:
    """Parse ``X,Y,Z`` in patient millimetres.

    Raises
    ------
    typer.BadParameter
        If it is none.
    """
    try:
        x, y, z = (float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not three numbers X,Y,Z in patient mm.") from None
    if not all(map(math.isfinite, (x, y, z))):
        raise typer.BadParameter(f"{text!r} is not a position.")
    return (x, y, z)
