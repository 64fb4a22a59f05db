"""The base model of a site study: trained without one manufacturer, and without a fold of the others.

The manufacturer's patients play the site; those of the fold left out are patients from elsewhere whom nothing
in the study has seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from monai.utils import set_determinism

from training.cases import Dataset
from training.errors import TrainingError
from training.events import Emit, silent
from training.fit import FIT_VERSION
from training.leave_out import manufacturer_of
from training.module import train
from training.recipe import Recipe
from training.runs import Row, RunFolder, row_key
from training.samples import LargePatches
from training.splits import make_split

#: Fold of the other manufacturers' patients that nothing is trained on.
ELSEWHERE_FOLD = 0

Rows = npt.NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class StudyDivision:
    """Places in the dataset's order; no patient is in two of the three.

    Parameters
    ----------
    site
        All cases of patients with a scan of the manufacturer.
    base
        What the base model is trained on.
    elsewhere
        Other manufacturers' cases that nothing is trained on.
    """

    site: Rows
    base: Rows
    elsewhere: Rows


def divide(dataset: Dataset, manufacturer: str) -> StudyDivision:
    """Divide a dataset into the site, the base model's training and patients from elsewhere.

    Parameters
    ----------
    dataset
        Of several manufacturers.
    manufacturer
        Its first word, in any case.

    Raises
    ------
    TrainingError
        If there is no such manufacturer, or no other.
    """
    names = np.array([manufacturer_of(case) for case in dataset.cases])
    wanted = [name for name in np.unique(names) if name.lower() == manufacturer.lower()]
    if not wanted:
        known = ", ".join(name for name in np.unique(names) if name)
        raise TrainingError(f"No case is from a scanner of {manufacturer!r}; there are {known}.")
    patients = np.array([case.patient_id for case in dataset.cases])
    of_site = np.isin(patients, patients[names == wanted[0]])
    if of_site.all():
        raise TrainingError(f"All patients have scans of {wanted[0]}; nothing is left for a base model.")
    held_out = make_split(dataset).folds == ELSEWHERE_FOLD
    return StudyDivision(
        site=np.flatnonzero(of_site),
        base=np.flatnonzero(~of_site & ~held_out & dataset.trainable),
        elsewhere=np.flatnonzero(~of_site & held_out),
    )


def base_model(
    dataset: Dataset, division: StudyDivision, recipe: Recipe, run: RunFolder, emit: Emit = silent
) -> Row:
    """Train the study's base model; a finished or interrupted training in the run folder is taken up."""
    configuration = {
        "fit_version": FIT_VERSION,
        "dataset_sha256": dataset.sha256,
        "recipe": recipe.model_dump(mode="json"),
        "trained_on": [dataset.cases[i].id for i in division.base],
    }
    key = row_key(configuration)
    row = run.row(key)
    if row is None:
        set_determinism(seed=recipe.seed)
        weights = train(
            dataset,
            LargePatches(dataset, recipe),
            recipe,
            division.base,
            seed=recipe.seed,
            checkpoints=run.checkpoints(key),
            emit=emit,
        )
        row = run.keep(key, configuration, weights)
    return row


def prepare(folder: Path) -> RunFolder:
    """Make the folder that the study's trainings are kept in."""
    run = RunFolder(folder)
    (folder / "rows").mkdir(parents=True, exist_ok=True)
    return run
