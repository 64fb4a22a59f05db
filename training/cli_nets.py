"""`noduscope train nets` and `crop-recall`: networks side by side, and how often a crop holds its nodule.

Heavy libraries are imported inside the commands.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from training.console import DatasetOption, JsonOption, figure_text, open_dataset, sentences, show

#: The changes that are another network, and the one that only changes what it sees of calcium.
NETWORKS = (
    "net-mobilenetv3-large", "net-efficientnet-b3", "net-resnet50", "net-resnest50d", "net-convnext-tiny",
    "net-swin-tiny", "hybrid", "fusion", "lesion-gate", "lesion-crop", "slices-3", "volume", "calcium-window",
    "acquisition-facts", "clinical-facts",
)  # fmt: skip


def nets(
    *,
    recipe: Annotated[
        str, typer.Option(help="The base: name of a recipe, or path of a YAML file.")
    ] = "brief",
    change: Annotated[
        list[str] | None, typer.Option(help="Name of a change; again for more. By default all networks.")
    ] = None,
    dataset: Annotated[
        Path | None, typer.Option(help="A dataset folder, to add the accuracy that the ledger holds.")
    ] = None,
    ledger: Annotated[Path, typer.Option(help="Of `train ablate`.")] = Path("docs/ablations.jsonl"),
    folds: Annotated[int | None, typer.Option(min=2, help="As for `train ablate`.")] = None,
    seeds: Annotated[int, typer.Option(min=1, help="As for `train ablate`.")] = 3,
    table: Annotated[
        Path | None, typer.Option(help="Markdown file that takes the table between its marks.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare networks: parameters, multiply-adds, time through each runtime, accuracy on the folds.

    Nothing is trained. Times are of this machine, on one thread.
    """
    with sentences():
        from training.ablate.changes import read_changes
        from training.recipe import read_recipe

        base = read_recipe(recipe)
        changes = read_changes(change or NETWORKS)
        recipes = {each.name: each.of(base) for each in changes}
        data = open_dataset(dataset) if dataset is not None else None
        from training.ablate.table import check_between, write_between
        from training.nets_table import document, marks, measure, table_text

        if table is not None:
            check_between(table, marks(base.name))
        figures = None
        if data is not None:
            from training.ablate.calcified import calcified_failures
            from training.ablate.figures import document as ablation
            from training.ablate.ledger import Ledger
            from training.ablate.plan import plan
            from training.splits import make_split

            split = make_split(data, n_folds=base.folds, seed=base.seed)
            cells = plan(data, split, base, changes, folds=folds or split.n_folds, seeds=seeds)
            finished = Ledger(ledger).cells
            figures = ablation(data, split, cells, finished, changes)
            figures["calcified"] = calcified_failures(data, split, cells, finished)
        measured = {"base": measure(base)}
        measured |= {name: measure(each) for name, each in recipes.items() if not each.net.facts}
        result = document(base, changes, measured, figures)
        text = table_text(result, base)
        if table is not None:
            write_between(text, table, marks(base.name))
        show(result, as_json, text)


def crop_recall(
    *,
    dataset: DatasetOption,
    run: Annotated[Path, typer.Option(help="A run folder with every fold finished.")],
    margin: Annotated[float, typer.Option(min=0, help="Round the mask, in mm.")] = 4.0,
    as_json: JsonOption = False,
) -> None:
    """Measure how often a crop at the network's own lesion mask holds the whole nodule, out of fold."""
    with sentences():
        data = open_dataset(dataset)
        from training.crop_recall import crop_recall as measure
        from training.runs import RunFolder

        found = measure(data, RunFolder(run), margin)
        text = (
            f"{found['n']} outlined nodules of {found['patients']} patients, crops {margin:g} mm round the "
            f"mask, half of them up to {found['side_mm']:g} mm wide:\n"
            f"the whole nodule is inside for a share of {figure_text(found['recall'])};\n"
            f"mean share of a nodule inside {figure_text(found['covered'])};\n"
            f"no mask, so the whole patch is looked at: {figure_text(found['no_mask'])}."
        )
        show(found, as_json, text)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(nets)
    app.command("crop-recall")(crop_recall)
