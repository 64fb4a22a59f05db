"""kill -9 at random moments, then the same command again: as if nothing had happened, and nothing twice."""

from __future__ import annotations

import json
import random
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.engine.batch import chests


def finished(out: Path) -> dict[str, bytes]:
    return {p.parent.name: p.read_bytes() for p in out.glob("[!.]*/report.json")}


def run_and_kill(home: Path, studies: Path, out: Path, delay_s: float) -> list[dict[str, Any]]:
    """Start the batch, kill it after some seconds, and return the events it told of."""
    log = out.parent / "events"
    with log.open("w") as stream:
        process = subprocess.Popen(
            chests.command(studies, "--out", out, "--workers", 2, "--json-events"),
            stdout=stream, stderr=subprocess.DEVNULL, cwd=chests.ROOT, env=chests.environment(home),
        )  # fmt: skip
        try:
            process.wait(delay_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    lines = log.read_text().split("\n")[:-1]  # what follows the last newline was cut off by the kill
    return [json.loads(line) for line in lines]


def check_kills(studies: Path, tmp_path: Path, kills: int) -> None:
    unbroken, broken = chests.write_home(tmp_path / "one"), chests.write_home(tmp_path / "two")
    expected, out = tmp_path / "expected", tmp_path / "out"
    started = time.monotonic()
    done = chests.analyze(unbroken, studies, "--out", expected, "--workers", 2)
    assert done.returncode == 0, done.stderr
    duration = time.monotonic() - started

    chance = random.Random(20)
    told: list[str] = []
    kept: dict[str, bytes] = {}
    for _ in range(kills):
        events = run_and_kill(broken, studies, out, chance.uniform(0.3, 0.95) * duration)
        told += [e["series_uid"] for e in events if e["event"] == "series"]
        now = finished(out)
        assert {name: now[name] for name in kept} == kept  # what was finished is not made again
        kept = now
    done = chests.analyze(broken, studies, "--out", out, "--workers", 2, "--json-events")
    assert done.returncode == 0, done.stderr
    told += [e["series_uid"] for e in map(json.loads, done.stdout.splitlines()) if e["event"] == "series"]
    assert len(told) == len(set(told))  # no series twice
    assert {name: text for name, text in finished(out).items() if name in kept} == kept
    assert chests.files(out) == chests.files(expected)
    assert chests.rows(broken) == chests.rows(unbroken)


def test_three_kills_change_nothing(studies: Path, tmp_path: Path) -> None:
    check_kills(studies, tmp_path, kills=3)


@pytest.mark.slow
def test_ten_kills_of_twelve_series_change_nothing(tmp_path: Path) -> None:
    for seed in range(12):
        chests.write_chest(tmp_path / "studies" / str(seed), seed)
    check_kills(tmp_path / "studies", tmp_path, kills=10)


def test_the_workers_end_with_the_batch_that_was_killed(studies: Path, tmp_path: Path, home: Path) -> None:
    import psutil

    process = subprocess.Popen(
        chests.command(studies, "--out", tmp_path / "out", "--workers", 2, "--json-events"),
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=chests.ROOT, env=chests.environment(home),
        text=True,
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line)["event"] == "step":
            break
    workers = psutil.Process(process.pid).children(recursive=True)
    assert workers
    process.kill()
    process.wait()
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive
