"""A worker process that is used for many cases, watched from outside, and replaced when a case breaks it."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Processor time of one case, and its memory with all libraries.
MAX_SECONDS = 2.0
MAX_MB = 2048.0
#: A machine that is busy with other things makes a case wait; what takes longer than this hangs.
HANG_SECONDS = 30.0
#: The first case of a target loads libraries and makes the corpus.
FIRST_SECONDS = 180.0
#: A worker is replaced after so many cases, so that a leak of a library does not look like a case's memory.
CASES_PER_WORKER = 4000


@dataclass(frozen=True)
class Result:
    """What came of a case; `problem` is empty where it was as it has to be."""

    target: str
    seed: int
    outcome: str
    problem: str
    seconds: float = 0.0
    peak_mb: float = 0.0


class Worker:
    """One process; a context manager.

    Parameters
    ----------
    hang_seconds
        How long a case may take by the clock before its process is ended.
    """

    def __init__(self, hang_seconds: float = HANG_SECONDS) -> None:
        self._hang_seconds = hang_seconds
        self._process: subprocess.Popen[str] | None = None
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the worker
        self._cases = 0
        self._known: set[str] = set()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._errors.close()

    def run(self, target: str, seed: int) -> Result:
        """Try one case."""
        if self._cases >= CASES_PER_WORKER:
            self._stop()
        process = self._process or self._start()
        self._cases += 1
        assert process.stdin is not None
        assert process.stdout is not None
        limit = self._hang_seconds if target in self._known else FIRST_SECONDS
        self._known.add(target)
        line = ""
        try:
            process.stdin.write(f"{target} {seed}\n")
            process.stdin.flush()
            ready, _, _ = select.select([process.stdout], [], [], limit)
            if not ready:
                self._stop()
                return Result(target, seed, "", f"hangs for more than {limit:g} s", limit)
            line = process.stdout.readline()
        except BrokenPipeError:
            pass
        if not line:
            code = process.wait()
            self._errors.seek(0)
            said = self._errors.read().splitlines()
            fatal = [line for line in said if line.startswith("Fatal Python error")]
            last = " | ".join([*fatal, *said[-2:]])[:400]
            self._stop()
            return Result(target, seed, "", f"the process died with {code}: {last}")
        found = json.loads(line)
        result = Result(target, seed, **found)
        if not result.problem and result.seconds > MAX_SECONDS:
            return Result(target, seed, "", f"slow: {result.seconds:.1f} s", result.seconds, result.peak_mb)
        if not result.problem and result.peak_mb > MAX_MB:
            return Result(
                target, seed, "", f"memory: {result.peak_mb:.0f} MB", result.seconds, result.peak_mb
            )
        return result

    def _start(self) -> subprocess.Popen[str]:
        single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        self._cases, self._known = 0, set()
        self._errors.seek(0)
        self._errors.truncate()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz.worker"],
            cwd=ROOT,
            env={**os.environ, **single, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.close()
            process.wait(5)
        except (subprocess.TimeoutExpired, OSError):
            process.kill()
            process.wait()
        process.stdout.close()
