"""The figures of an ablation as a Markdown table, put between the two marks of its recipe in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from training.ablate.figures import SMALL
from training.errors import TrainingError
from training.recipe import Recipe


def marks(recipe: str) -> tuple[str, str]:
    """Return the lines between which the table of a recipe stands."""
    return f"<!-- ablation of {recipe}: begin -->", f"<!-- ablation of {recipe}: end -->"


def table_text(figures: dict[str, Any], recipe: Recipe) -> str:
    """Return the table with what it was measured on.

    Parameters
    ----------
    figures
        See `training.ablate.figures.document`.
    recipe
        The base.
    """
    base = figures["base"]
    subject = (
        f"Recipe `{recipe.name}` ({recipe.optimiser.epochs} epochs), {figures['nodules']} nodules "
        f"({figures['malignant']} malignant) of {figures['patients']} patients in {figures['folds']} folds; "
        f"{figures['finished']} of {figures['planned']} cells are finished."
    )
    if base is None:
        measured = "The base itself is not finished, so nothing is measured yet."
    else:
        measured = (
            f"The base over {len(base['seeds'])} seed(s): AUC {figure_text(base['auc'])}, "
            f"{SMALL} AUC {figure_text(base[f'auc_{SMALL}'])}, ECE {figure_text(base['ece'])}, "
            f"latency {base['latency_ms']:.1f} ms."
        )
    lines = [subject, "", measured, ""]
    lines += [
        f"| technique | change | AUC | {SMALL} AUC | ECE | latency, ms | seeds | verdict |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    lines += [_line(row) for row in figures["rows"]]
    return "\n".join(lines)


def check_table(path: Path, recipe: str) -> None:
    """See that a file has a place for the table of a recipe, before anything is trained for it.

    Raises
    ------
    TrainingError
        If it exists and does not have each mark once, in their order.
    """
    check_between(path, marks(recipe))


def check_between(path: Path, between: tuple[str, str]) -> None:
    """See that a file has a place between two lines: as `check_table`."""
    _around(path, between)


def write_table(text: str, path: Path, recipe: str) -> None:
    """Put the table of a recipe between its marks in a file; without a file, make one.

    Raises
    ------
    TrainingError
        As `check_table`.
    """
    write_between(text, path, marks(recipe))


def write_between(text: str, path: Path, between: tuple[str, str]) -> None:
    """Put a text between two lines of a file; without a file, make one.

    Raises
    ------
    TrainingError
        If the file exists and does not have each line once, in their order.
    """
    before, after = _around(path, between)
    begin, end = between
    fresh = path.with_name(path.name + ".part")
    fresh.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")
    fresh.replace(path)


def _around(path: Path, between: tuple[str, str]) -> tuple[str, str]:
    """Return what stands before and after the table."""
    begin, end = between
    old = path.read_text(encoding="utf-8") if path.is_file() else f"{begin}\n{end}\n"
    before, found_begin, rest = old.partition(begin)
    _, found_end, after = rest.partition(end)
    if not found_begin or not found_end or old.count(begin) + old.count(end) != 2:
        raise TrainingError(
            f"{path} has no single place for the table. Put the lines {begin} and {end} where it belongs."
        )
    return before, after


def _line(row: dict[str, Any]) -> str:
    difference = row["difference"]
    cells = ["-"] * 4
    if difference is not None:
        cells = [figure_text(difference[name], signed=True) for name in ("auc", f"auc_{SMALL}", "ece")]
        cells.append(f"{row['latency_ms']:+.1f}")
    return (
        "| "
        + " | ".join([row["technique"], f"`{row['change']}`", *cells, str(len(row["seeds"])), row["verdict"]])
        + " |"
    )


def figure_text(figure: dict[str, Any], *, signed: bool = False) -> str:
    """Return a figure with its interval; a difference has its sign."""
    if figure["value"] is None:
        return "-"
    value, low, high = (
        f"{figure[name]:+.3f}" if signed else f"{figure[name]:.3f}" for name in ("value", "low", "high")
    )
    return f"{value} ({low} to {high})"
