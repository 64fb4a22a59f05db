"""What the commands that the window starts have in common: surroundings, and how they say why they failed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QProcessEnvironment

#: Lines come at once, in UTF-8, without frames and colours.
VARIABLES = {"PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", "TERM": "dumb"}


def surroundings() -> QProcessEnvironment:
    """Return the environment for a command."""
    environment = QProcessEnvironment.systemEnvironment()
    for name, value in VARIABLES.items():
        environment.insert(name, value)
    return environment


def why(lines: Sequence[str]) -> str:
    """Return the sentence in which a failed command says why: its last line, without marks."""
    for line in reversed(lines):
        text = line.strip("│╭╰─╮╯ ")
        if text.startswith("Error:"):
            text = text.removeprefix("Error:").strip()
        if text and text != "Error":
            return text
    return ""
