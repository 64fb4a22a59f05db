"""The one base of everything that can go wrong in use and is said to the user in a sentence."""

from __future__ import annotations


class TrainingError(Exception):
    """Wrong input or circumstances, described in a sentence; anything else is a fault of the program."""
