"""`noduscope train ablate`: what each technique of a recipe is worth.

Heavy libraries are imported inside the command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from training.console import DatasetOption, JsonOption, open_dataset, sentences, show


def ablate(
    *,
    dataset: DatasetOption,
    out: Annotated[Path, typer.Option("--out", help="Folder for weights and checkpoints.")],
    recipe: Annotated[
        str, typer.Option(help="The base: name of a recipe, or path of a YAML file.")
    ] = "default",
    change: Annotated[
        list[str] | None, typer.Option(help="Name of a change; again for more. By default all.")
    ] = None,
    folds: Annotated[
        int | None, typer.Option(min=2, help="Only the first so many of the dataset's folds.")
    ] = None,
    seeds: Annotated[int, typer.Option(min=1, help="From the recipe's on. Three are needed for 'on'.")] = 3,
    ledger: Annotated[
        Path, typer.Option(help="JSON lines of the finished cells; none of them is repeated.")
    ] = Path("docs/ablations.jsonl"),
    table: Annotated[
        Path | None, typer.Option(help="Markdown file that takes the table between its marks.")
    ] = None,
    table_only: Annotated[
        bool, typer.Option("--table-only", help="Train nothing: only count what is finished.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Train a recipe with one change at a time on the same folds and seeds, and say what each is worth.

    Run again after an interruption, or with more seeds: nothing finished is repeated.
    """
    with sentences():
        from training.ablate.changes import read_changes
        from training.recipe import read_recipe

        base = read_recipe(recipe)
        changes = read_changes(change or ())
        for each in changes:
            each.of(base)  # a change that cannot be made is told before anything is loaded
        data = open_dataset(dataset)
        from training.ablate.cells import run_cells
        from training.ablate.figures import document
        from training.ablate.ledger import Ledger
        from training.ablate.plan import plan
        from training.ablate.table import check_table, table_text, write_table
        from training.events import emitter
        from training.leakage import check_near_duplicates
        from training.runs import RunFolder
        from training.splits import make_split

        split = make_split(data, n_folds=base.folds, seed=base.seed)
        check_near_duplicates(data, split.folds)
        cells = plan(data, split, base, changes, folds=folds or split.n_folds, seeds=seeds)
        finished = Ledger(ledger)
        if table is not None:
            check_table(table, base.name)
        if not table_only:
            run = RunFolder(out)
            run.prepare()
            run_cells(data, split, cells, ledger=finished, folder=out, emit=emitter(run.log))
        figures = document(data, split, cells, finished.cells, changes)
        text = table_text(figures, base)
        if table is not None:
            write_table(text, table, base.name)
        show(figures, as_json, text)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(ablate)
