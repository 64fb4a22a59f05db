"""One worker: takes ``TARGET SEED`` lines, tries each case under a limit of memory, answers with a JSON line.

Run by `tests.fuzz.pool`; a case that kills or hangs it costs this process only.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

#: What a case may allocate; what the libraries hold before the first case is in it.
MEMORY_BYTES = 2 << 30


def main() -> None:
    """Serve until the input ends."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    faulthandler.enable()
    root = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for name in ("HOME", "NODUSCOPE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        os.environ[name] = str(root / "home")
    from tests.fuzz.targets import TARGETS

    ready: dict[str, Any] = {}
    try:
        for line in sys.stdin:
            name, seed = line.split()
            if name not in ready:
                ready[name] = TARGETS[name](root / name)
                resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
            out.write(json.dumps(_try(ready[name], int(seed), root / "case")) + "\n")
            out.flush()
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _try(target: Any, seed: int, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    with contextlib.suppress(OSError):  # the highest mark of memory starts anew, where the system can
        Path("/proc/self/clear_refs").write_text("5")
    try:
        case = target.make(seed)
        start = time.process_time()
        try:
            outcome, problem = target.run(case, folder), ""
        except BaseException as error:  # noqa: BLE001 - any kind is a finding
            where = traceback.extract_tb(error.__traceback__)
            places = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(where[-5:]))
            outcome, problem = "", f"{type(error).__name__}: {str(error)[:200]} at {places}"
        seconds = time.process_time() - start
    finally:
        _remove(folder)
    return {"outcome": outcome, "problem": problem, "seconds": seconds, "peak_mb": _peak_mb()}


def _remove(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_dir() and not path.is_symlink():
            path.chmod(0o700)
    shutil.rmtree(folder)


def _peak_mb() -> float:
    with contextlib.suppress(OSError):
        for line in Path("/proc/self/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
