"""A finding: a sentence on one thing that was looked at. Knows nothing else."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """What was found of one thing.

    Parameters
    ----------
    code
        What was looked at.
    ok
        Whether it is as it should be.
    text
        A sentence that names nobody: what was found, and what to do if it is wrong.
    figures
        Plain values behind it.
    """

    code: str
    ok: bool
    text: str
    figures: dict[str, Any] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Return it as plain values."""
        return asdict(self)
