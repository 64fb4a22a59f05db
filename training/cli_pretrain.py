"""What `noduscope train fit` does with a recipe of kind ``simclr``. Heavy libraries are imported inside."""

from __future__ import annotations

from pathlib import Path

import typer

from training.console import open_dataset


def fit(
    dataset: Path, recipe: str, out: Path, crops: Path | None, *, seed: int | None, json_events: bool
) -> None:
    """Pretrain a backbone for every fold and one for the final model; nothing finished is repeated."""
    from training.pretrain.recipe import read_pretrain_recipe

    chosen = read_pretrain_recipe(recipe)
    data = open_dataset(dataset)
    from training.events import emitter
    from training.leakage import check_near_duplicates
    from training.pretrain.run import LOG, pretrain
    from training.splits import make_split

    folds = make_split(data, n_folds=chosen.folds, seed=chosen.seed)
    check_near_duplicates(data, folds.folds)
    if seed is not None:
        chosen = chosen.model_copy(update={"seed": seed})
    # Progress goes beside the record once the folder is known to be ours.
    ours = (out / "pretraining.json").is_file() or not out.exists() or not any(out.iterdir())
    if ours:
        out.mkdir(parents=True, exist_ok=True)
    emit = emitter(out / LOG if ours else None, stdout=json_events)
    record = pretrain(data, folds, chosen, out, crops=crops, emit=emit)
    if not json_events:
        typer.echo(
            f"Pretrained {len(record.folds)} backbones into {out}. A recipe starts from them by "
            f"`pretrained_from: {out}` under `net`."
        )
