"""One division into training, validation and test set, 70 : 15 : 15 by patient, classes spread evenly.

Knows cases and folds only, nothing of networks. Folds use every patient for the figures and are the better
judge of a recipe; this is for comparing with work that has one test set.
"""

from __future__ import annotations

import numpy as np

from training.cases import Dataset
from training.errors import TrainingError
from training.splits import Split, check_leakage, digest, stratified_folds

#: Equal parts of 5 %, and how many of them are the test and the validation set.
PARTS, TEST, VALIDATION = 20, 3, 3
#: In place of a fold number.
_TRAINING, _VALIDATION = -1, -2


def three_way_split(dataset: Dataset, seed: int = 0) -> Split:
    """Divide a dataset; fold 0 is the test set, the only one that is judged.

    Parameters
    ----------
    dataset
        The cases.
    seed
        Of the shuffle; with the same one a dataset's test set is always the same.

    Returns
    -------
    Split
        Its `validation` is what a training adapts by (`training.inner`), and never trains on.

    Raises
    ------
    LeakageError
        If a series filed under two patients would be in two of the sets.
    TrainingError
        If there are fewer than 20 patients.
    """
    patients = {case.patient_id for case in dataset.cases}
    if len(patients) < PARTS:
        raise TrainingError(
            f"A test set of 15 % needs at least {PARTS} patients; there are {len(patients)}. Use folds."
        )
    part = stratified_folds(dataset, PARTS, seed)
    chosen = np.where(part < TEST, 0, np.where(part < TEST + VALIDATION, _VALIDATION, _TRAINING))
    check_leakage(dataset.cases, chosen)
    return Split(
        np.where(chosen == 0, 0, _TRAINING),
        False,
        digest(dataset.cases, chosen),
        leave_out="test-set",
        names=("test set, 15 % of the patients",),
        validation=chosen == _VALIDATION,
    )
