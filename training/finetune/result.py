"""What a finished fine-tuning left behind, put together for the verdict and the export."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from engine.models.package import ModelPackage
from training.calibrate import Quantiles
from training.cases import Dataset, read_dataset
from training.console import open_package
from training.finetune.record import FineTuneFolder, Outcome, Record
from training.recipe import Recipe
from training.runs import FINAL, RunError, member_name
from training.weights import Weights, read_weights


@dataclass(frozen=True, eq=False)
class FineTuned:
    """The new model and where it comes from.

    Parameters
    ----------
    record
        The run's record.
    base
        The model that it was made from.
    dataset
        The site's cases.
    reference
        The reference set, if the run had one.
    recipe, weights, temperature
        The whole new model, as `training.graph.graph_of` takes it; a recalibration is in them.
    conformal
        Quantiles of its prediction sets.
    slope, offset
        Of a recalibration, for the card; else 1 and 0.
    """

    record: Record
    base: ModelPackage
    dataset: Dataset = field(repr=False)
    reference: Dataset | None = field(repr=False)
    recipe: Recipe
    weights: list[Weights] = field(repr=False)
    temperature: float
    conformal: Quantiles
    slope: float
    offset: float


def read_finetuned(run: Path) -> FineTuned:
    """Read a finished run.

    Raises
    ------
    RunError
        If it is not finished, or the base model or a dataset is no longer the one that it was made with.
    """
    folder = FineTuneFolder(run)
    record, outcome = folder.record(), folder.outcome()
    base = open_package(record.base.given_as)
    if base.sha256 != record.base.sha256:
        raise RunError(
            f"The model {record.base.given_as} is not the one that the fine-tuning in {run} started from "
            f"({record.base.id} {record.base.version}). Install that one again."
        )
    dataset = _same(read_dataset(Path(record.dataset.folder)), record.dataset.sha256, "dataset", run)
    reference = None
    if record.reference is not None:
        reference = _same(
            read_dataset(Path(record.reference.folder)), record.reference.sha256, "reference set", run
        )
    _, weights = read_weights(base)
    if record.mode == "finetune":
        weights = [
            folder.finished(record, member_name(FINAL, number)).weights() for number in range(len(weights))
        ]
    else:
        weights = [recalibrated(member, base.manifest.temperature, outcome) for member in weights]
    return FineTuned(
        record=record,
        base=base,
        dataset=dataset,
        reference=reference,
        recipe=record.recipe,
        weights=weights,
        temperature=outcome.temperature,
        conformal=outcome.conformal,
        slope=outcome.slope,
        offset=outcome.offset,
    )


def recalibrated(member: Weights, temperature: float, outcome: Outcome) -> Weights:
    """Return a base network's weights with a recalibration's offset in them.

    With the bias moved by ``offset * temperature / slope`` and the temperature divided by the slope, the
    probability is ``sigmoid(slope * logit / temperature + offset)``.

    Parameters
    ----------
    member
        State dict of one of the base's networks.
    temperature
        The base's.
    outcome
        With slope and offset.
    """
    moved = outcome.offset * temperature / outcome.slope
    return member | {"classifier.bias": member["classifier.bias"] + moved}


def _same(dataset: Dataset, sha256: str, what: str, run: Path) -> Dataset:
    if dataset.sha256 != sha256:
        raise RunError(f"The {what} is not the one that the fine-tuning in {run} was made with.")
    return dataset
