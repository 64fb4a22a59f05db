"""``python -m tests.fuzz``: many damaged inputs to every parser, each within limits of time and memory.

A case is named by its target and a number and is the same wherever the libraries are the same, so that
``--only dicom:4711`` tries a finding again. The table says what was tried, however early it is stopped.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.fuzz.pool import MAX_MB, MAX_SECONDS, Result, Worker

#: How many of a hundred cases each gets: most where files come from strangers; the networks' own are slow.
SHARES = {
    "dicom": 34, "zip": 10, "dicomdir": 6, "package": 10, "graph": 1, "csv": 7, "lidc": 6, "sr": 7,
    "bundle": 5, "protocol": 6, "documents": 8,
}  # fmt: skip
#: Cases of one target after each other: a worker need not load all libraries.
BLOCK = 50


def cases(first: int, count: int, targets: list[str]) -> Iterator[tuple[str, int]]:
    """Yield targets and seeds in their shares, block by block."""
    total = sum(SHARES[name] for name in targets)
    wanted = {name: max(1, round(count * SHARES[name] / total)) for name in targets}
    done = dict.fromkeys(targets, 0)
    while any(done[name] < wanted[name] for name in targets):
        for name in targets:
            block = max(1, BLOCK * SHARES[name] // 34)
            for _ in range(min(block, wanted[name] - done[name])):
                yield name, first + done[name]
                done[name] += 1


def main() -> int:
    """Return 1 if there are findings."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--cases", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so long")
    parser.add_argument("--first", type=int, default=1, help="number of the first case of each target")
    parser.add_argument("--targets", nargs="+", choices=SHARES, default=list(SHARES))
    parser.add_argument("--only", help="TARGET:NUMBER, one case")
    parser.add_argument("--findings", type=Path, help="a file for the findings, one JSON line each")
    options = parser.parse_args()
    if options.only:
        name, _, seed = options.only.partition(":")
        chosen: Iterator[tuple[str, int]] = iter([(name, int(seed))])
    else:
        chosen = cases(options.first, options.cases, options.targets)
    results: dict[str, list[Result]] = defaultdict(list)
    until = time.monotonic() + options.seconds
    with Worker() as worker, contextlib.suppress(KeyboardInterrupt):
        for name, seed in chosen:
            if time.monotonic() > until:
                break
            result = worker.run(name, seed)
            results[name].append(result)
            if result.problem:
                print(f"{name}:{seed}  {result.problem}", flush=True)
                if options.findings:
                    with options.findings.open("a") as file:
                        file.write(json.dumps(vars(result)) + "\n")
    return _table(results)


def _table(results: dict[str, list[Result]]) -> int:
    print("target       cases    read refused findings slowest s  most MB")
    everything = [one for some in results.values() for one in some]
    for name, some in [*results.items(), ("all", everything)]:
        ended = [one.outcome for one in some]
        found = sum(bool(one.problem) for one in some)
        slowest = max((one.seconds for one in some), default=0.0)
        most = max((one.peak_mb for one in some), default=0.0)
        print(
            f"{name:<10} {len(some):>7} {ended.count('read'):>7} {ended.count('refused'):>7} {found:>8}"
            f" {slowest:>9.2f} {most:>8.0f}"
        )
    print(f"Bounds of a case: {MAX_SECONDS:g} s of processor time, {MAX_MB:g} MB with all libraries.")
    return int(any(one.problem for one in everything))


if __name__ == "__main__":
    sys.exit(main())
