"""`noduscope train doctor`: what is wrong with a dataset or a recipe, before days are spent on them.

Heavy libraries are imported inside the command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from training.console import FAILURE, DatasetOption, JsonOption, open_dataset, sentences, show


def doctor(
    *,
    dataset: DatasetOption,
    out: Annotated[Path, typer.Option("--out", help="Folder for the report and its pictures.")],
    recipe: Annotated[str, typer.Option(help="Name of a recipe, or path of a YAML file.")] = "default",
    steps: Annotated[int, typer.Option(min=5, help="Steps on the one batch that must be learnt.")] = 60,
    as_json: JsonOption = False,
) -> None:
    """Check labels, windows, gradients, and learn one batch by heart; exit code 1 if something is wrong."""
    with sentences():
        from training.recipe import read_recipe

        chosen = read_recipe(recipe)
        data = open_dataset(dataset)
        from training.doctor.examine import examine

        document = examine(data, chosen, out, steps=steps)
        lines = [
            f"{'WRONG' if not finding['ok'] else 'ok':>5}  {finding['text']}"
            for finding in document["findings"]
        ]
        show(document, as_json, "\n".join([*lines, f"The report with its pictures: {out / 'doctor.html'}"]))
        if not document["ok"]:
            raise typer.Exit(FAILURE)


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(doctor)
