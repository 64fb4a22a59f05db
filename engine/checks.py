"""A named check and what came of it: the common form of `self-test` and `models verify`.

Standard library only.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Check:
    """Something to be tried.

    Parameters
    ----------
    name
        In one or two words.
    action
        Returns a sentence about what worked; raises if it did not.
    """

    name: str
    action: Callable[[], str]

    def run(self) -> CheckResult:
        """Try it; whatever it raises is its result."""
        start = time.perf_counter()
        try:
            text, ok = self.action(), True
        except Exception as error:  # noqa: BLE001 - a check that fails must not keep the others from running
            text, ok = f"{error or type(error).__name__}", False
        return CheckResult(self.name, ok, text, (time.perf_counter() - start) * 1000)


@dataclass(frozen=True)
class CheckResult:
    """What came of a check."""

    name: str
    ok: bool
    text: str
    ms: float

    def document(self) -> dict[str, Any]:
        """Return its JSON form."""
        return {"name": self.name, "ok": self.ok, "text": self.text, "ms": round(self.ms, 1)}

    def line(self) -> str:
        """Return it as a line of text."""
        return f"{'ok    ' if self.ok else 'FAILED'}  {self.name}: {self.text} ({self.ms:.0f} ms)\n"
