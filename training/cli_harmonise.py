"""`noduscope train harmonise`: what a recipe's translation between manufacturers does to unseen patients.

Heavy libraries are imported inside the command.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from training.console import DatasetOption, JsonOption, open_dataset, sentences, show


def harmonise(
    *,
    dataset: DatasetOption,
    out: Annotated[Path, typer.Option("--out", help="Folder that keeps what is learned.")],
    recipe: Annotated[str, typer.Option(help="Name of a recipe, or path of a YAML file.")] = "brief",
    change: Annotated[
        str, typer.Option(help="Change that gives the recipe a translation, where it has none.")
    ] = "translate-scanners",
    folds: Annotated[int, typer.Option(min=1, help="Only the first so many folds.")] = 1,
    as_json: JsonOption = False,
) -> None:
    """Measure a CycleGAN between manufacturers on held-out patients: texture, noise, lesions that survive.

    Minutes a fold on a CPU; what is learned is kept, and taken up by a second call.
    """
    with sentences():
        from training.ablate.changes import read_changes
        from training.recipe import read_recipe

        chosen = read_recipe(recipe)
        if chosen.augment.translate is None:
            chosen = read_changes([change])[0].of(chosen)
        data = open_dataset(dataset)
        from training.harmonise.measure import measure, text
        from training.splits import make_split

        split = make_split(data, n_folds=chosen.folds, seed=chosen.seed)
        document = measure(data, split, chosen, folds=folds, folder=out)
        show(document, as_json, text(document))


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(harmonise)
