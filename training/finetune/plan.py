"""What a fine-tuning would do, before it does anything: mode, division, trainings, time on this machine."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from engine.models.package import ModelPackage
from training.cases import Dataset
from training.errors import TrainingError
from training.finetune.check import check_site
from training.finetune.choices import Choices, recipe_of
from training.finetune.limits import memory_limit_mb, threads
from training.finetune.material import Indices, Material, TuneSamples, divide_reference
from training.finetune.record import Division
from training.finetune.split import (
    PARTS,
    Site,
    folds_of,
    of_fold,
    part_of,
    prove_disjoint,
    shared_between,
    site_of,
    three_parts,
)
from training.graph import graph_of
from training.leakage import same_pictures
from training.recipe import Recipe
from training.runs import FINAL, member_name
from training.samples import plain_patches
from training.weights import Weights, read_weights

#: Cases that the pace is measured on.
TIMED = 16
#: Start of the process: loading the libraries.
START_S = 8.0


@dataclass(frozen=True, eq=False)
class Training:
    """One training of a fine-tuning: the places of the local cases to learn from and to stop early by."""

    name: str
    member: int
    train: Indices
    stop_by: Indices


@dataclass(frozen=True, eq=False)
class Plan:
    """A fine-tuning that is ready to begin.

    Parameters
    ----------
    mode
        What the data allow.
    site, reference
        The cases.
    base, base_weights
        The model to start from, and its networks' weights.
    choices, recipe
        How.
    division
        Who is in which part.
    trainings
        In their order; none in a recalibration.
    """

    mode: Literal["finetune", "recalibrate"]
    site: Site
    reference: Dataset | None
    base: ModelPackage
    base_weights: list[Weights]
    choices: Choices
    recipe: Recipe
    division: Division
    trainings: tuple[Training, ...]


def make_plan(
    dataset: Dataset, base: ModelPackage, choices: Choices, reference: Dataset | None = None
) -> Plan:
    """Check the data, divide them and list the trainings.

    Parameters
    ----------
    dataset
        The site's.
    base
        The model to start from.
    choices
        How; without a reference set nothing is replayed, whatever they say.
    reference
        The reference set, where there is one.

    Returns
    -------
    Plan

    Raises
    ------
    TrainingError
        If the data check stops it, or the model cannot be fine-tuned.
    """
    base_recipe, base_weights = read_weights(base)
    pictures = same_pictures(dataset)
    checked = check_site(dataset, base, pictures)
    stops = [problem["text"] for problem in checked["problems"] if problem["stops"]]
    if stops:
        raise TrainingError(" ".join(stops))
    if reference is None and choices.replay:
        raise TrainingError("There is no reference set to replay (--reference). Leave --replay out.")
    mode: Literal["finetune", "recalibrate"] = checked["mode"]
    site = site_of(dataset, pictures)
    train, val, test = three_parts(site, choices.seed)
    folds = folds_of(site, choices.folds if mode == "finetune" else min(5, choices.folds), choices.seed)
    replayed = judged = np.array([], dtype=np.intp)
    if reference is not None:
        wanted = mode == "finetune" and choices.replay > 0
        replayed, judged = divide_reference(dataset, reference, replay=wanted, seed=choices.seed)
    prove_disjoint(site, part_of(site, (train, val, test)))
    prove_disjoint(site, folds)
    trainings: list[Training] = []
    if mode == "finetune":
        for member in range(len(base_weights)):
            for fold in range(choices.folds):
                learned, stop_by = of_fold(site, folds, fold, choices.seed)
                trainings.append(Training(member_name(str(fold), member), member, learned, stop_by))
            trainings.append(Training(member_name(FINAL, member), member, train, val))
    division = Division(
        train=_numbers(train),
        val=_numbers(val),
        test=_numbers(test),
        folds=_numbers(folds),
        replayed=_numbers(replayed),
        judged=_numbers(judged),
    )
    recipe = recipe_of(base_recipe, choices) if mode == "finetune" else base_recipe
    return Plan(mode, site, reference, base, base_weights, choices, recipe, division, tuple(trainings))


def plan_document(plan: Plan) -> dict[str, Any]:
    """Return the JSON document of ``noduscope train finetune --plan``."""
    from training.finetune.tune import device

    division, site = plan.division, plan.site
    parts = {name: np.array(getattr(division, name), dtype=np.intp) for name in PARTS}
    number = part_of(site, tuple(parts.values()))
    used = number >= 0
    return {
        "schema": 1,
        "mode": plan.mode,
        "split": {
            **{name: _counts(site, places) for name, places in parts.items()},
            "shared_patients": shared_between(site.group[used], number[used]),
        },
        "folds": [
            _counts(site, np.flatnonzero(np.array(division.folds) == fold))
            for fold in range(max(division.folds) + 1)
        ],
        "reference": {"replayed": len(division.replayed), "judged": len(division.judged)}
        if plan.reference is not None
        else None,
        "choices": plan.choices.model_dump(mode="json"),
        "trainings": len(plan.trainings),
        "estimated_seconds": round(estimate(plan, *measure(plan))),
        "threads": threads(),
        "memory_limit_mb": memory_limit_mb(),
        "device": device(),
    }


def estimate(plan: Plan, cut_s: float, learn_s: float, judge_s: float) -> float:
    """Return the seconds that a plan takes at most, at a pace that `measure` found.

    Parameters
    ----------
    plan
        The plan.
    cut_s, learn_s, judge_s
        Seconds for a case: to cut its patch, to learn from it once, to judge it.
    """
    division, choices = plan.division, plan.choices
    local, members = len(plan.site.chosen), len(plan.base_weights)
    learned = sum(len(t.train) * (1 + choices.replay) for t in plan.trainings) * choices.epochs
    stopping = sum(len(t.stop_by) for t in plan.trainings) * (choices.epochs + 1)
    judged = (2 * local + len(division.test) + 2 * len(division.judged)) * members
    cut = len(plan.site.dataset) + len(division.replayed) if plan.trainings else 0
    return START_S + cut * cut_s + learned * learn_s + (stopping + judged) * judge_s


def measure(plan: Plan) -> tuple[float, float, float]:
    """Time a few cases here and now: seconds to cut a patch, to learn from it once, to judge it."""
    import torch

    from training.finetune.tune import network
    from training.graph import run
    from training.losses import multi_task_loss

    few = plan.site.dataset.only(plan.site.chosen[:TIMED])
    places = np.arange(len(few))
    began = time.perf_counter()
    material = Material(few, None, np.array([], dtype=np.intp), plan.recipe)
    cut = time.perf_counter() - began
    start, temperature = plan.base_weights[0], plan.base.manifest.temperature
    net = network(plan.recipe, start)
    samples = TuneSamples(material, plan.recipe, places, start, temperature)
    learn = 0.0
    for _ in range(2):  # the first one warms up
        began = time.perf_counter()
        batch = torch.utils.data.default_collate([samples[i] for i in range(len(samples))])
        multi_task_loss(net(batch["hu"]), batch, plan.recipe.loss)["loss"].backward()
        learn = time.perf_counter() - began
    began = time.perf_counter()
    run(
        graph_of([start], plan.recipe, temperature),
        plain_patches(few, plan.recipe.input.spec, places),
        batch=TIMED,
    )
    judge = time.perf_counter() - began
    return cut / len(few), learn / len(few), judge / len(few)


def _counts(site: Site, places: Indices) -> dict[str, int]:
    return {
        "cases": len(places),
        "patients": len(np.unique(site.group[places])),
        "malignant": int(site.label[places].sum()),
    }


def _numbers(places: Indices) -> tuple[int, ...]:
    return tuple(int(place) for place in places)
