"""The command line of `noduscope bench`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from app.bench import history, table
from app.bench.figures import BenchError
from app.bench.rows import PARTS
from app.bench.run import Run, machine, run
from engine.findings import Point


def main(arguments: Sequence[str]) -> int:
    """Run the benchmarks and print them; return the exit code.

    Parameters
    ----------
    arguments
        Of the command line, after ``bench``.
    """
    parser = _parser()
    options = parser.parse_args(_negative_numbers_kept(arguments))
    if options.series is not None and not options.series.is_dir():
        parser.error(f"there is no folder {options.series}")
    if options.analysis and (options.history or options.check or options.table or options.only):
        parser.error("--analysis is a table of its own: without --history, --check, --table and --only")
    if options.analysis:
        return _analysis(options.series, as_json=options.json)
    try:
        # What cannot be used is said before minutes are spent on timing.
        earlier = history.read(options.check) if options.check else []
        if options.history:
            history.read(options.history)
        for path in filter(None, (options.history, options.table)):
            _must_be_usable(path)
        done = run(options.series, [_point(text) for text in options.at], options.only or PARTS)
        sys.stdout.write((json.dumps(done.to_json(), indent=2) if options.json else table.text(done)) + "\n")
        code = _judged(done, earlier) if options.check else 0
        if options.table:
            table.write(done, options.table)
        # What fails the gate is not what later runs are to be measured by.
        if options.history and code == 0:
            history.append(options.history, done)
    except BenchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="noduscope bench", description="Time Noduscope on this machine.")
    parser.add_argument("--json", action="store_true", help="Print one JSON document.")
    parser.add_argument(
        "--series", type=Path, help="Folder with a CT series; the synthetic chest by default."
    )
    parser.add_argument("--at", action="append", default=[], metavar="X,Y,Z",
                        help="A nodule in that series to click on, patient mm; may be repeated.")  # fmt: skip
    parser.add_argument("--only", action="append", choices=PARTS, help="One part; may be repeated.")
    parser.add_argument(
        "--history",
        type=Path,
        metavar="FILE",
        help="Add the run to this file as one JSON line, unless it fails the gate.",
    )
    parser.add_argument(
        "--check", type=Path, metavar="FILE",
        help="Compare ratios with the runs in this file; exit code 1 if one grew beyond what they vary by.",
    )  # fmt: skip
    parser.add_argument(
        "--table", type=Path, metavar="FILE", help="Put the table between its marks in this document."
    )
    parser.add_argument(
        "--analysis",
        action="store_true",
        help="Time `noduscope analyze` alone: on the series, or on synthetic chests of growing size.",
    )
    return parser


def _must_be_usable(path: Path) -> None:
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise BenchError(f"{path} cannot be written: it is a folder, or its folder is not there.")


def _judged(done: Run, earlier: Sequence[Run]) -> int:
    verdict = history.check(done, earlier)
    for sentence in (*verdict.notes, *verdict.failures):
        sys.stderr.write(f"{sentence}\n")
    if verdict.failures:
        return 1
    if verdict.judged:
        sys.stderr.write(f"{verdict.judged} ratios are what they were.\n")
    return 0


def _analysis(series: Path | None, *, as_json: bool) -> int:
    from app.bench.analysis import table as lines
    from app.bench.analysis import time_analyses

    try:
        rows = time_analyses(series)
    except BenchError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    here = machine()
    title = f"{here['processor']}, {here['cores']} cores"
    document = json.dumps({"machine": title, "analysis": rows}, indent=2)
    sys.stdout.write((document if as_json else f"{title}\n{lines(rows)}") + "\n")
    return 0


def _point(text: str) -> Point:
    try:
        x, y, z = (float(part) for part in text.split(","))
    except ValueError:
        raise BenchError(f"{text!r} is no position; three numbers are needed: X,Y,Z.") from None
    return (x, y, z)


def _negative_numbers_kept(arguments: Sequence[str]) -> list[str]:
    """Join ``--at`` with its value, which argparse would take for an option where it begins with a minus."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--at":
            joined[-1] = f"--at={argument}"
        else:
            joined.append(argument)
    return joined
