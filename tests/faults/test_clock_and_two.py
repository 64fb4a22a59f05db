"""The clock moved back and forth, two windows at once, a cache that holds something else."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from app.settings import Settings
from engine.findings import Decision
from engine.models.package import load_package
from engine.runtimes.blob_cache import BlobCache
from engine.runtimes.openvino_runtime import OpenVinoRuntime
from engine.store import open_store
from tests.engine import tiny_model
from tests.faults.kept import COUNT, FACTS, decided, nodules

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 5, 4, tzinfo=UTC)
PLACE = (900.0, 0.0, 0.0)


def test_decisions_hold_in_the_order_they_were_made_whatever_the_clock_says(store: Path) -> None:
    with open_store(store) as opened:
        for years, decision in ((0, Decision.ACCEPTED), (60, Decision.REJECTED), (-9, Decision.ACCEPTED)):
            opened._database.now = lambda years=years: NOW + timedelta(days=365 * years)
            opened.decisions.add(FACTS, "c", PLACE, decision, reader="Ng")
        history = opened.decisions.history(FACTS.series_uid)
        assert [d.decided.year for d in history[-3:]] == [2026, 2086, 2017]
        holds = [d for d in opened.decisions.current(FACTS.series_uid) if d.centre_mm == PLACE]
    assert [d.decision for d in holds] == [Decision.ACCEPTED]


def test_a_compiled_model_used_in_the_future_does_not_push_out_the_one_in_use(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path, max_folders=2)
    future = cache.folder("future")
    old = cache.folder("old")
    assert future is not None
    assert old is not None
    ahead = time.time() + 10**9
    os.utime(future, (ahead, ahead))
    os.utime(old, (1000, 1000))
    used = cache.folder("in use")
    assert used is not None
    cache.prune()
    assert used.exists()
    assert not old.exists()


@pytest.mark.parametrize("poison", ["noise", "empty", "of another model", "a folder"])
def test_a_poisoned_cache_changes_no_answer(tmp_path: Path, poison: str) -> None:
    package = load_package(tiny_model.write_tiny(tmp_path / "package"))
    patches = tiny_model.parity()["patch"]
    cache = BlobCache(tmp_path / "compiled")
    first = OpenVinoRuntime(package, cache).run(patches)
    (blob,) = (tmp_path / "compiled").rglob("*.blob")
    if poison == "noise":
        blob.write_bytes(np.random.default_rng(1).bytes(blob.stat().st_size))
    elif poison == "empty":
        blob.write_bytes(b"")
    elif poison == "of another model":
        blob.write_bytes(blob.read_bytes()[::-1])
    else:
        blob.unlink()
        blob.mkdir()
    np.testing.assert_array_equal(OpenVinoRuntime(package, cache).run(patches).cam, first.cam)


def test_two_programs_that_write_at_once_lose_nothing_of_either(store: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom engine.store import open_store\n"
        "from tests.faults.kept import keep\n"
        "with open_store(Path(sys.argv[1])) as store: keep(store, int(sys.argv[2]), 40)\n"
    )
    command = [sys.executable, "-c", code, str(store)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    both = [
        subprocess.Popen([*command, str(first)], env=environment, cwd=ROOT) for first in (COUNT, COUNT + 40)
    ]
    assert [process.wait(60) for process in both] == [0, 0]
    assert sorted(decided(store)) == sorted(nodules(count=COUNT + 80))


def test_settings_of_two_windows_stay_whole(tmp_path: Path) -> None:
    one, other = Settings(tmp_path), Settings(tmp_path)
    for n in range(20):
        one.set_reader(f"one {n}")
        other.set_reader(f"other {n}")
    last = Settings(tmp_path)
    assert last.problem == ""
    assert last.readers[0] == "other 19"
    assert [path.name for path in tmp_path.iterdir()] == ["window.json"]
