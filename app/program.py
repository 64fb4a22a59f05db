"""How this program starts itself for another job: the engine process, the phantom, training."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from app.i18n import mark

#: Where the packages lie. Processes are started there, so that a folder called ``app`` in whatever folder the
#: reader works in is never taken for ours.
HOME = Path(__file__).resolve().parents[1]
NO_TRAINING = mark(
    "Training needs more than this installation has: install the `training` extra, "
    "`pip install 'noduscope[training]'`."
)

NOT_BUILT_IN = mark("Training is not in this build of the program. The full build has it.")


def command(*arguments: str) -> list[str]:
    """Program and arguments that run a sub-command of this same program, from source and frozen alike."""
    if getattr(sys, "frozen", False):
        # A windowed executable has no standard output on Windows; the console one lies beside it.
        console = Path(sys.executable).with_name("noduscope").with_suffix(Path(sys.executable).suffix)
        return [str(console if console.exists() else sys.executable), *arguments]
    return [sys.executable, "-m", "app", *arguments]


def can_train() -> bool:
    """Whether this installation can train, found out without importing anything."""
    return all(importlib.util.find_spec(name) is not None for name in ("torch", "training"))


def why_no_training() -> str:
    """Return the sentence of an installation that cannot train, in English: a frozen one takes no extras."""
    return NOT_BUILT_IN if getattr(sys, "frozen", False) else NO_TRAINING
