"""Times as people say them. Nothing else."""

from __future__ import annotations


def duration(seconds: float) -> str:
    """Return a time left in words."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return "less than a minute"
    return f"about {minutes} min" if minutes < 120 else f"about {minutes / 60:.1f} h"
