"""`noduscope train compressed` and `whole-numbers`: what smaller variants are worth, and shipping one.

Heavy libraries are imported inside the command.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from training.console import BAD_USE, FAILURE, DatasetOption, JsonOption, open_dataset, sentences, show, stop


def compressed(
    *,
    dataset: DatasetOption,
    run: Annotated[Path, typer.Option("--run", help="The finished run that all are compared with.")],
    variant: Annotated[
        list[str] | None, typer.Option(help="NAME=RUN: a distilled, pruned or quantised run; again for more.")
    ] = None,
    folds: Annotated[int, typer.Option(min=1, help="The first so many folds.")] = 5,
    table: Annotated[
        Path | None, typer.Option(help="Markdown file that takes the table between its marks.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Hold INT8, fewer views and compressed runs against a run in FP32: accuracy, map, size and time here."""
    named = [text.partition("=") for text in variant or ()]
    for name, sign, path in named:
        if not (name and sign and path):
            stop(f"--variant takes NAME=RUN, not {name!r}.", BAD_USE)
    with sentences():
        from training.ablate.table import check_table, write_table
        from training.compress.measure import measure, table_text
        from training.runs import RunFolder
        from training.splits import make_split

        base = RunFolder(run)
        record = base.record()
        data = open_dataset(dataset)
        split = make_split(data, n_folds=record.recipe.folds, seed=record.recipe.seed)
        if folds > split.n_folds:
            stop(f"The run has {split.n_folds} folds, not {folds}.", BAD_USE)
        if table is not None:
            check_table(table, "compressed")
        runs = {name: RunFolder(Path(path)) for name, _, path in named}

        document = measure(data, split, base, runs, folds=folds, emit=_tell)
        text = table_text(document)
        if table is not None:
            write_table(text, table, "compressed")
        show(document, as_json, text)


def whole_numbers(
    *,
    dataset: DatasetOption,
    run: Annotated[Path, typer.Option("--run", help="The finished run behind the package.")],
    package: Annotated[Path, typer.Option(help="The package folder.")],
    version: Annotated[str, typer.Option(help="The version of what comes of it: three numbers.")],
    as_json: JsonOption = False,
) -> None:
    """Put the graph in whole numbers (INT8) into a package, if it passes the gate over all folds."""
    with sentences():
        from training.compress.ship import ship
        from training.runs import RunFolder
        from training.splits import make_split

        folder = RunFolder(run)
        recipe = folder.record().recipe
        data = open_dataset(dataset)
        split = make_split(data, n_folds=recipe.folds, seed=recipe.seed)
        result = ship(data, split, folder, package, version=version, emit=_tell)
        show({"shipped": bool(result.files), **result.metrics}, as_json, result.text())
    if not result.files:
        raise typer.Exit(FAILURE)


def _tell(event: str, **fields: object) -> None:
    typer.echo(json.dumps({"event": event, **fields}), err=True)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(compressed)
    app.command()(whole_numbers)
