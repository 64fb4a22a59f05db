"""A run of the benchmarks for people: on the screen, and as a table in a document between two marks."""

from __future__ import annotations

from pathlib import Path

from app.bench.figures import BenchError, Row
from app.bench.rows import PARTS, is_ours, kind_of, other
from app.bench.run import SYNTHETIC, Run

#: Where a document has the table of the synthetic chest, and of another series.
MARKS = {"synthetic": ("<!-- bench synthetic -->", "<!-- /bench synthetic -->"),
         "series": ("<!-- bench series -->", "<!-- /bench series -->")}  # fmt: skip


def text(run: Run) -> str:
    """The figures as lines."""
    lines = [_machine(run)]
    for part in PARTS:
        names = [name for name in run.rows if name.startswith(f"{part}.")]
        if not names:
            continue
        lines += ["", f"{part:<52}{'median':>10}{'95 %':>10}"]
        for name in names:
            row = run.rows[name]
            label = kind_of(name).label if is_ours(name) else f"  {_others_label(name)}"
            ratios = "; ".join(f"{_figure(value)} x {other(of)}" for of, value in row.ratios.items())
            line = f"  {label.replace('`', ''):<50}{_figure(row.p50):>10}{_figure(row.p95):>10} {row.unit:<4}"
            lines.append(f"{line} {ratios.replace('`', '')}".rstrip())
    return "\n".join([*lines, *([""] if run.left_out else []), *run.left_out])


def markdown(run: Run) -> str:
    """The figures of ours as a table with their goals, and what was said about the run."""
    lines = [
        f"{_machine(run)}; {run.series}; {run.date[:10]}, commit {run.commit or 'unknown'}.",
        "",
        "| | p50 | p95 | of the other's p50, in the same run | goal |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, row in run.rows.items():
        if is_ours(name):
            ratios = "; ".join(
                f"**{_figure(value)}** x {_timed(of, run)}" for of, value in row.ratios.items()
            )
            cells = (
                kind_of(name).label,
                f"{_figure(row.p50)} {row.unit}",
                _p95(row),
                ratios,
                _goals(name, row),
            )
            lines.append(f"| {' | '.join(cells)} |")
    if run.agreement:
        units = sorted(run.agreement.items(), key=lambda pair: -pair[1])
        checked = ", ".join(f"`{name}` {value:.2g}" for name, value in units)
        lines += ["", f"Largest differences from ours, checked before anything was timed: {checked}."]
    lines += ["", *run.left_out] if run.left_out else []
    return "\n".join(lines)


def write(run: Run, document: Path) -> None:
    """Put the table between the marks of a document.

    Raises
    ------
    BenchError
        If the document cannot be read or written, or has no such marks.
    """
    begin, end = MARKS["synthetic" if run.series == SYNTHETIC else "series"]
    try:
        before, _, rest = document.read_text("utf-8").partition(begin)
        _, found, after = rest.partition(end)
        if not found:
            raise BenchError(
                f"There is no place for the table in {document}: a line {begin}, and below it {end}."
            )
        document.write_text(f"{before}{begin}\n{markdown(run)}\n{end}{after}", "utf-8")
    except (OSError, UnicodeError) as error:
        raise BenchError(f"The table could not be written to {document}: {error}.") from error


def _machine(run: Run) -> str:
    machine = run.machine
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}"
    )


def _figure(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _p95(row: Row) -> str:
    return f"{_figure(row.p95)} {row.unit}" if row.runs > 1 else ""


def _timed(name: str, run: Run) -> str:
    row = run.rows.get(name)
    return other(name) if row is None else f"{other(name)} ({_figure(row.p50)} {row.unit})"


def _others_label(name: str) -> str:
    return f"VTK: {name.partition('vtk_')[2].replace('_', ' ')}" if ".vtk_" in name else other(name)


def _goals(name: str, row: Row) -> str:
    parts = []
    for goal in kind_of(name).goals:
        met = goal.met_by(row)
        state = "" if met else ": not compared here" if met is None else ": **not reached**"
        parts.append(goal.text(row.unit) + state)
    return "; ".join(parts)
