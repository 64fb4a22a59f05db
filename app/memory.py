"""How much memory there is: asked before a series is opened, not found out by being killed."""

from __future__ import annotations

import math

import psutil

from app.i18n import tr

#: What the engine, the window and the system need beside the voxels.
RESERVE_BYTES = 400 * 1024 * 1024
_GB = 1024**3


def why_too_large(size: tuple[int, int, int]) -> str | None:
    """Say why a volume cannot be held, or return `None` where it can.

    Parameters
    ----------
    size
        Slices, rows, columns of int16 voxels.
    """
    needed = math.prod(size) * 2
    free = psutil.virtual_memory().available
    if needed + RESERVE_BYTES > free:
        return tr(
            "This series needs {GB:.1f} GB of memory and only {GB2:.1f} GB are free. Close other programs "
            "and open it again.",
            GB=needed / _GB,
            GB2=free / _GB,
        )
    return None


def own_mb() -> float:
    """Megabytes that this process holds."""
    return float(psutil.Process().memory_info().rss) / 1024**2
