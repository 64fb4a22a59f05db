"""The history of the benchmarks, one JSON line a run, and the gate that a run must pass.

The gate compares ratios only, each to what was timed beside it in its own run. Times in milliseconds are kept
for people; between machines, or between a quiet and a busy hour, they say nothing.
"""

from __future__ import annotations

import json
import math
import os
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.bench.figures import BenchError
from app.bench.rows import is_ours
from app.bench.rows import other as name_of
from app.bench.run import Run
from engine import json_text

#: Runs that must be there before a row is judged: fewer do not show how much it varies by itself.
FEWEST = 3
#: Of the comparable runs, the latest count: a median must follow what was made slower or quicker on purpose.
LATEST = 20
#: A row may always be slower by this share: less cannot be told from another order of the same work.
LEAST = 0.15
#: And by so many standard deviations of the history (of the ratio's logarithm). Of fifty ratios none should
#: fail by chance, which takes three; with so few runs the deviation itself is known to a third only.
DEVIATIONS = 4.0


@dataclass(frozen=True)
class Verdict:
    """What the gate says.

    Parameters
    ----------
    failures
        Sentences; without any, the gate is passed.
    notes
        What was not judged and why, in sentences.
    judged
        How many ratios were.
    """

    failures: tuple[str, ...]
    notes: tuple[str, ...]
    judged: int


def read(path: Path) -> list[Run]:
    """Read a history; a file that is not there is an empty one.

    Raises
    ------
    BenchError
        If it cannot be read, or a line of it is no run.
    """
    if not path.exists():
        return []
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise BenchError(f"The history {path} cannot be read: {error}.") from error
    runs = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            runs.append(Run.from_json(json_text.parse(line)))
        except ValueError as error:
            raise BenchError(
                f"Line {number} of the history {path} is broken: {error}. Put it right or delete the line."
            ) from error
    return runs


def append(path: Path, run: Run) -> None:
    """Add a run as one line, at once and on the disk.

    Raises
    ------
    BenchError
        If the file cannot be written.
    """
    line = json.dumps(run.to_json(), separators=(",", ":"))
    try:
        cut_off = path.exists() and path.stat().st_size > 0 and not path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8") as file:
            file.write(("\n" if cut_off else "") + line + "\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise BenchError(f"The history {path} cannot be written: {error.strerror}.") from error


def check(run: Run, history: Sequence[Run]) -> Verdict:
    """Compare the ratios of a run with earlier runs of the same series on the same sort of machine.

    Parameters
    ----------
    run
        The run to be judged.
    history
        Earlier ones, the latest last.

    Returns
    -------
    Verdict
    """
    comparable = [one for one in history if _sort(one) == _sort(run)]
    if len(comparable) < FEWEST:
        here = run.machine
        kind = f"{here['processor']}, {here['cores']} cores, {here['system']}"
        sentence = (
            f"Nothing is judged: the history holds {len(comparable)} run(s) of {run.series!r} on a machine "
            f"like this ({kind}), and {FEWEST} are needed. `noduscope bench --history` adds one."
        )
        return Verdict((), (sentence,), 0)
    failures, notes, judged = _missing(run, comparable), [], 0
    for name, row in run.rows.items():
        for against, ratio in row.ratios.items():
            past = [
                one.rows[name].ratios[against]
                for one in comparable
                if name in one.rows and against in one.rows[name].ratios
            ][-LATEST:]
            if len(past) < FEWEST:
                notes.append(
                    f"{name} beside {name_of(against)} is not judged: {len(past)} earlier run(s) hold it, "
                    f"and {FEWEST} are needed."
                )
                continue
            judged += 1
            failures += _too_slow(name, against, ratio, past)
    return Verdict(tuple(failures), tuple(notes), judged)


def tolerance(past: Sequence[float]) -> float:
    """By which share of its median a ratio may grow, from how much it has varied until now."""
    deviation = statistics.stdev(math.log(ratio) for ratio in past)
    return max(LEAST, math.exp(DEVIATIONS * deviation) - 1)


def _sort(run: Run) -> tuple[object, ...]:
    """Where ratios are alike: processors differ in what they are good at, not only in how fast they are."""
    return (run.series, *(run.machine.get(key) for key in ("processor", "cores", "system")))


def _missing(run: Run, comparable: Sequence[Run]) -> list[str]:
    """Rows of the last comparable run that was asked for the same part, and that this one has not."""
    failures = []
    for part in run.parts:
        last = next((one for one in reversed(comparable) if part in one.parts), None)
        if last is None:
            continue
        for name, row in last.rows.items():
            if not name.startswith(f"{part}.") or not is_ours(name):
                continue
            now = run.rows.get(name)
            gone = [name_of(other) for other in row.ratios if now is None or other not in now.ratios]
            if gone:
                failures.append(
                    f"{name} was compared with {', '.join(gone)} in the last run of the history "
                    f"({last.date[:10]}) and is not in this one: install what is missing here, or add a run "
                    "without it to the history."
                )
    return failures


def _too_slow(name: str, against: str, ratio: float, past: Sequence[float]) -> list[str]:
    usual, allowed = statistics.median(past), tolerance(past)
    if ratio <= usual * (1 + allowed):
        return []
    reason = (
        "the least that can be told"
        if allowed == LEAST
        else f"{DEVIATIONS:g} standard deviations of these runs, from {min(past):.3g} to {max(past):.3g}"
    )
    sentence = (
        f"{name} takes {ratio:.3g} times {name_of(against)}; the median of {len(past)} earlier runs is "
        f"{usual:.3g}. That is {ratio / usual - 1:+.0%}, and {allowed:+.0%} is allowed: {reason}."
    )
    return [sentence]
