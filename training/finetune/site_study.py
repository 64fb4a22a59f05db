"""Does fine-tuning help a site whose scanner the base has never seen, and what does it cost elsewhere?

One manufacturer of a dataset plays the site (`training.finetune.study_base`). Over repeated divisions of its
patients, the base is tuned exactly as `noduscope train finetune` tunes the model to install, and both are
judged on the site's untouched patients and on patients from elsewhere whom nothing has seen.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from training.calibrate import temperature
from training.cases import Case, Dataset
from training.events import Emit, silent
from training.finetune.choices import Choices, Preset, choices_of, recipe_of
from training.finetune.material import Material, divide_reference
from training.finetune.record import FINETUNE_VERSION
from training.finetune.split import Site, part_of, prove_disjoint, site_of, three_parts
from training.finetune.study_base import StudyDivision, base_model, divide, prepare
from training.finetune.study_figures import mean_changes
from training.finetune.tune import Epoch, tune
from training.fit import software
from training.graph import graph_of, run
from training.leakage import same_pictures
from training.recipe import Recipe
from training.runs import Row, RunFolder, row_key
from training.samples import plain_patches
from training.weights import Weights

Floats = npt.NDArray[np.float64]
Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Repeat:
    """One division of the site's patients and what came of it.

    Parameters
    ----------
    seed
        Of the division and the training.
    untouched
        Which of the site's cases nothing of this repeat has seen.
    counts
        Cases to learn from, to stop by, untouched.
    best_epoch
        Of the training; 0 where no epoch was better than the base.
    site, elsewhere
        New logits of all judged cases; NaN where the new model has seen the case.
    """

    seed: int
    untouched: npt.NDArray[np.bool_]
    counts: dict[str, int]
    best_epoch: int
    site: Floats
    elsewhere: Floats


def site_study(
    dataset: Dataset,
    manufacturer: str,
    repeats: int,
    folder: Path,
    recipe: Recipe,
    *,
    choice: Preset = "standard",
    emit: Emit = silent,
) -> dict[str, Any]:
    """Run the study; finished trainings in the folder are not repeated.

    Parameters
    ----------
    dataset
        Of several manufacturers.
    manufacturer
        Who plays the site.
    repeats
        Divisions of the site's patients.
    folder
        Where trainings are kept.
    recipe
        Of the base model.
    choice
        How the base is tuned.
    emit
        Takes progress events.

    Returns
    -------
    dict
        The JSON document of ``noduscope train site-study``. A change is new minus old.

    Raises
    ------
    TrainingError
        If the dataset has no such manufacturer, or too few of its patients.
    """
    division = divide(dataset, manufacturer)
    kept = prepare(folder)
    study = _Study(
        site=as_local(dataset.only(_reportable(dataset, division.site))),
        reference=dataset.only(division.base),
        elsewhere=dataset.only(_reportable(dataset, division.elsewhere)),
        base=base_model(dataset, division, recipe, kept, emit),
        base_recipe=recipe,
        choice=choice,
        kept=kept,
    )
    done = []
    for seed in range(repeats):
        done.append(study.repeat(seed))
        emit("repeat", repeat=seed + 1, of=repeats, best_epoch=done[-1].best_epoch)
    return _document(study, division, dataset, manufacturer, done)


def as_local(dataset: Dataset) -> Dataset:
    """Return cases as a site would have them: a label and one outline, no readers' ratings."""

    def local(case: Case) -> Case:
        return case.model_copy(update={"readers": None, "scores": (), "attributes": {}, "fold": None})

    outlines = tuple(
        (2 * outline >= (case.readers or 1)).astype(np.uint8)
        for case, outline in zip(dataset.cases, dataset.outlines, strict=True)
    )
    return replace(dataset, cases=tuple(local(case) for case in dataset.cases), outlines=outlines)


class _Study:
    """The parts of a study that all repeats share."""

    def __init__(
        self,
        *,
        site: Dataset,
        reference: Dataset,
        elsewhere: Dataset,
        base: Row,
        base_recipe: Recipe,
        choice: Preset,
        kept: RunFolder,
    ) -> None:
        self.site: Site = site_of(site, same_pictures(site))
        self.reference = reference
        self.elsewhere = elsewhere
        self.base_key, self.base = base.key, base.weights()
        self.base_recipe = base_recipe
        self.choice = choice
        self.kept = kept
        self.old_site = self._logits(self.base, site)
        self.old_elsewhere = self._logits(self.base, elsewhere)

    def repeat(self, seed: int) -> Repeat:
        """Divide, tune and judge once."""
        choices = choices_of(self.choice, reference=True, seed=seed)
        train, val, test = three_parts(self.site, seed)
        prove_disjoint(self.site, part_of(self.site, (train, val, test)))
        weights, best_epoch = self._tuned(choices, train, val)
        site = np.full(len(self.site.dataset), np.nan)
        site[test] = self._logits(weights, self.site.dataset.only(test))
        untouched = np.zeros(len(site), dtype=bool)
        untouched[test] = True
        return Repeat(
            seed=seed,
            untouched=untouched,
            counts={"train": len(train), "val": len(val), "untouched": len(test)},
            best_epoch=best_epoch,
            site=site,
            elsewhere=self._logits(weights, self.elsewhere),
        )

    def _tuned(self, choices: Choices, train: Rows, val: Rows) -> tuple[Weights, int]:
        configuration = {
            "finetune_version": FINETUNE_VERSION,
            "base": self.base_key,
            "choices": choices.model_dump(mode="json"),
            "train": [self.site.dataset.cases[i].id for i in train],
            "val": [self.site.dataset.cases[i].id for i in val],
        }
        key = row_key(configuration)
        row = self.kept.row(key)
        if row is None:
            recipe = recipe_of(self.base_recipe, choices)
            replayed, _ = divide_reference(self.site.dataset, self.reference, replay=True, seed=choices.seed)
            tuned = tune(
                Material(self.site.dataset, self.reference, replayed, recipe),
                recipe,
                self.base,
                train,
                val,
                choices=choices,
                # The base's own would take out-of-fold scores; one number of the cases to learn from will do.
                temperature=temperature(self.old_site[train], self.site.label[train]),
                seed=choices.seed,
                checkpoints=self.kept.checkpoints(key),
                watch=_unwatched,
                on_epoch=_unheard,
            )
            row = self.kept.keep(key, configuration | {"best_epoch": tuned.best_epoch}, tuned.weights)
        return row.weights(), int(row.configuration["best_epoch"])

    def _logits(self, weights: Weights, dataset: Dataset) -> Floats:
        patches = plain_patches(dataset, self.base_recipe.input.spec, np.arange(len(dataset)))
        return np.asarray(run(graph_of([weights], self.base_recipe), patches, batch=8).logit, dtype=float)


def _document(
    study: _Study, division: StudyDivision, dataset: Dataset, manufacturer: str, done: list[Repeat]
) -> dict[str, Any]:
    label = study.site.label
    of_elsewhere = np.array([case.label for case in study.elsewhere.cases], dtype=np.intp)
    site = mean_changes(
        [(study.old_site, repeat.site, repeat.untouched) for repeat in done], label, study.site.group
    )
    everyone = np.ones(len(of_elsewhere), dtype=bool)
    elsewhere = mean_changes(
        [(study.old_elsewhere, repeat.elsewhere, everyone) for repeat in done],
        of_elsewhere,
        np.array([case.patient_id for case in study.elsewhere.cases], dtype=np.str_),
    )
    return {
        "schema": 1,
        "manufacturer": manufacturer,
        "dataset_sha256": dataset.sha256,
        "choice": study.choice,
        "recipe": study.base_recipe.name,
        "repeats": [
            {"seed": repeat.seed, **repeat.counts, "best_epoch": repeat.best_epoch} for repeat in done
        ],
        "base": {"cases": len(division.base), "patients": _patients(dataset, division.base)},
        "site": {**_counts(study.site.dataset), "auc": site},
        "elsewhere": {**_counts(study.elsewhere), "auc": elsewhere},
        "software": software(),
    }


def _reportable(dataset: Dataset, rows: Rows) -> Rows:
    return rows[np.array([dataset.cases[i].reportable for i in rows], dtype=bool)]


def _counts(dataset: Dataset) -> dict[str, int]:
    return {
        "n": len(dataset),
        "patients": len({case.patient_id for case in dataset.cases}),
        "malignant": sum(case.label == 1 for case in dataset.cases),
    }


def _patients(dataset: Dataset, rows: Rows) -> int:
    return len({dataset.cases[i].patient_id for i in rows})


def _unwatched() -> None:
    """Nobody steers a study."""


def _unheard(epoch: Epoch) -> None:
    """A study's epochs are told to nobody."""
