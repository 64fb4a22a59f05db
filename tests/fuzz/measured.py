"""A function in a fresh process under the bounds of a case: its answer, its time and its memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass

from tests.fuzz.pool import ROOT

_PROGRAM = """
import json, re, sys, time
sys.path.insert(0, {root!r})
import tests.fuzz.hostile as hostile
import engine.dicom.load, engine.dicom.scan, engine.labels.sr, engine.labels.lidc, engine.models.registry
def highest():
    # Not getrusage: its mark is that of the process that began this one, where that was larger.
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) / 1024
before = highest()
start = time.process_time()
answer = getattr(hostile, {name!r})({path!r})
seconds = time.process_time() - start
peak = highest()
print(json.dumps([answer, seconds, peak, peak - before]))
"""


@dataclass(frozen=True)
class Measured:
    """What a function said, in how much processor time, and the highest memory of its process."""

    said: str
    seconds: float
    peak_mb: float
    more_mb: float


def measure(name: str, path: object) -> Measured:
    """Call a function of `tests.fuzz.hostile` with a path.

    Raises
    ------
    AssertionError
        If the process died.
    """
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(root=str(ROOT), name=name, path=str(path))],
        cwd=ROOT,
        env={**os.environ, **single},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return Measured(*json.loads(done.stdout.splitlines()[-1]))
