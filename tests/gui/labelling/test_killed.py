"""Two hundred labels, and ``kill -9`` of the window in between: all but the one being typed are there."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.matching import match
from engine.store import open_store
from tests.gui.labelling.labeller import WORDS, place
from tests.gui.labelling.rig import point

ROOT = Path(__file__).parents[3]
COUNT = 200


def label_until_killed(home: Path, first: int, after_s: float | None) -> list[str]:
    """Label from nodule `first` on, and kill the window a while after its first key; return what it said."""
    environment = {**os.environ, "NODUSCOPE_HOME": str(home), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "tests.gui.labelling.labeller", str(first), str(COUNT)]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        if after_s is not None:
            time.sleep(after_s)
            process.kill()
        said += process.stdout.readlines()
    if after_s is None:
        assert process.returncode == 0
    return [line.strip() for line in said if line.endswith("\n") and line.strip()]


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is a signal of POSIX systems")
def test_killed_at_random_moments_all_but_the_label_being_typed_are_there(home: Path):
    chance = random.Random(5)
    waits: list[float | None] = [chance.uniform(0.0, 1.5) for _ in range(3)]
    stored = 0
    for after_s in [*waits, None]:
        said = label_until_killed(home, stored, after_s)
        pressed = [int(line.split()[1]) for line in said if line.startswith("pressed")]
        kept = [int(line.split()[1]) for line in said if line.startswith("kept")]
        with open_store(home / "data" / "store.sqlite") as store:
            labels = store.labels.everything()
        places = match([point(*place(n)) for n in range(COUNT)], [label.centre_mm for label in labels])
        assert [labels[places[n]].label for n in sorted(places)] == [WORDS[n % 3] for n in sorted(places)]
        # None is lost that the window showed as saved, and none but the last one that was typed.
        assert set(kept) <= set(places)
        assert set(range(pressed[-1])) <= set(places)
        stored = len(places)
        assert sorted(places) == list(range(stored))
        if stored == COUNT:
            break
    assert stored == COUNT
    assert all(label.has_crop for label in labels)
