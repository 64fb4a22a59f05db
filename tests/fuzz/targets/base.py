"""What a target of fuzzing is, and what counts as a sentence."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any, Protocol


class Target(Protocol):
    """A parser with its corpus, which it makes when it is opened, in a folder of its own."""

    def make(self, seed: int) -> Any:
        """Return the case of a seed; seed 0 is an undamaged file."""

    def run(self, case: Any, folder: Path) -> str:
        """Try a case in an empty folder; return how it ended. Whatever is raised is a finding."""


class NoSentenceError(AssertionError):
    """A message that a reader would not understand."""


def refused(message: object) -> str:
    """Return the outcome of a refusal whose message is a sentence.

    Raises
    ------
    NoSentenceError
        If it is none, or blames the memory: a file must be refused before it fills that.
    """
    text = str(message).strip()
    whole = text[-1:] in {".", "!", "?"} and " " in text and text[:1] not in {"", "(", "{", "["}
    if not whole or "Traceback" in text or "object at 0x" in text or "enough free memory" in text:
        raise NoSentenceError(text[:300] or "an empty message")
    return "refused"


def generator(seed: int, name: str) -> random.Random:
    """Return the random generator of a case."""
    return random.Random(f"{name} {seed}")
