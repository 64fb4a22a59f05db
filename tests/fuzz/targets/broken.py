"""A parser with every fault there is, so that the tests see the watching work."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.fuzz.targets.base import refused

FINE, RAISES, NO_SENTENCE, SLOW, HANGS, DIES, GREEDY, FILLS = range(8)


class BrokenTarget:
    """The number of a case is its fault."""

    def __init__(self, folder: Path) -> None:
        pass

    def make(self, seed: int) -> int:
        return seed

    def run(self, case: int, folder: Path) -> str:
        if case == RAISES:
            raise KeyError("a")
        if case == NO_SENTENCE:
            return refused("<object object at 0x7f>")
        if case == SLOW:
            until = time.process_time() + 2.2
            while time.process_time() < until:
                pass
        if case == HANGS:
            time.sleep(60)
        if case == DIES:
            os.abort()
        if case == GREEDY:
            return str(len(bytearray(3 << 30)))
        if case == FILLS:
            return refused("There is not enough free memory for this.")
        return "read"
