"""Times as people say them. Nothing else."""

from __future__ import annotations

from app.i18n import tr


def duration(seconds: float) -> str:
    """Return a time left in words."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return tr("less than a minute")
    return (
        tr("about {minutes} min", minutes=minutes)
        if minutes < 120
        else tr("about {minutes:.1f} h", minutes=minutes / 60)
    )
