"""What `noduscope train fit` does with a recipe that pretrains. Heavy libraries are imported inside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from training.console import BAD_USE, open_dataset, stop

if TYPE_CHECKING:
    from training.events import Emit


def fit(
    dataset: Path, recipe: str, out: Path, crops: Path | None, *, seed: int | None, json_events: bool
) -> None:
    """Pretrain a backbone for every fold and one for the final model; nothing finished is repeated."""
    from training.pretrain.recipe import read_pretrain_recipe

    chosen = read_pretrain_recipe(recipe)
    data = open_dataset(dataset)
    from training.leakage import check_near_duplicates
    from training.pretrain.run import pretrain
    from training.splits import make_split

    folds = make_split(data, n_folds=chosen.folds, seed=chosen.seed)
    check_near_duplicates(data, folds.folds)
    if seed is not None:
        chosen = chosen.model_copy(update={"seed": seed})
    emit = _emitter(out, json_events=json_events)
    record = pretrain(data, folds, chosen, out, crops=crops, emit=emit)
    if not json_events:
        typer.echo(
            f"Pretrained {len(record.folds)} backbones into {out}. A recipe starts from them by "
            f"`pretrained_from: {out}` under `net`."
        )


def fit_images(images: Path, recipe: str, out: Path, *, seed: int | None, json_events: bool) -> None:
    """Pretrain one backbone on labelled pictures."""
    from training.pretrain.recipe import read_images_recipe

    chosen = read_images_recipe(recipe)
    if seed is not None:
        chosen = chosen.model_copy(update={"seed": seed})
    if not images.is_dir():
        stop(f"There is no folder {images}.", BAD_USE)
    from training.datasets.image_set import read_images
    from training.pretrain.record import ANY
    from training.pretrain.run import pretrain_on_images

    record = pretrain_on_images(read_images(images), chosen, out, emit=_emitter(out, json_events=json_events))
    if not json_events:
        found = record.folds[ANY].auc
        judged = ", ".join(f"{name} {value:.3f}" for name, value in found.items()) or "not measured"
        typer.echo(
            f"Pretrained a backbone of {record.net} on {record.folds[ANY].crops} pictures into {out}. AUC on "
            f"the patients kept aside: {judged}. A recipe starts from it by `pretrained_from: {out}` under "
            "`net`."
        )


def _emitter(out: Path, *, json_events: bool) -> Emit:
    """Progress goes beside the record once the folder is known to be ours."""
    from training.events import emitter
    from training.pretrain.record import LOG, is_free

    if not is_free(out):
        return emitter(None, stdout=json_events)
    out.mkdir(parents=True, exist_ok=True)
    return emitter(out / LOG, stdout=json_events)
