"""Patient-level folds: made or taken from the source, hashed, and checked for leakage.

Knows cases and folds only, nothing of networks.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from training.cases import Case, Dataset
from training.errors import TrainingError


class LeakageError(TrainingError):
    """A split that would let a model be judged on a patient it has seen."""


@dataclass(frozen=True, eq=False)
class Split:
    """One fold number for each case of a dataset.

    Parameters
    ----------
    folds
        int, shape ``(cases,)``: the fold in which the case is judged.
    given
        Whether the source gave the folds.
    sha256
        Hash over case identifiers and fold numbers.
    leave_out
        What kind of scanner the folds hold out, if they do: see `training.leave_out`. A fold of -1 is then
        held out by no training.
    names
        What each fold holds out, if a kind of scanner.
    kind
        int, shape ``(cases,)``: which of `names` each case itself is of, if the folds hold out such.
    validation
        bool, shape ``(cases,)``: cases that no training learns from but may adapt by, if there are such.
    """

    folds: npt.NDArray[np.intp]
    given: bool
    sha256: str
    leave_out: Literal["manufacturer", "thick-slices", "test-set"] | None = None
    names: tuple[str, ...] = ()
    kind: npt.NDArray[np.intp] | None = None
    validation: npt.NDArray[np.bool_] | None = None

    @property
    def n_folds(self) -> int:
        """Number of folds."""
        return int(self.folds.max()) + 1

    def hidden_from(self, fold: int) -> npt.NDArray[np.bool_]:
        """Which cases the training of a fold must not see, shape ``(cases,)``."""
        held_out = self.folds == fold
        return held_out if self.kind is None else held_out | (self.kind == fold)


def make_split(dataset: Dataset, *, n_folds: int = 5, seed: int = 0) -> Split:
    """Split a dataset by patient; the source's own folds are used where every case has one.

    Parameters
    ----------
    dataset
        The cases.
    n_folds
        Number of folds where the source gives none.
    seed
        Of the shuffle, where the source gives none.

    Returns
    -------
    Split

    Raises
    ------
    LeakageError
        If a patient would be in two folds.
    TrainingError
        If the folds are unusable: only some cases have one, a fold is empty, or there are too few patients.
    """
    given = [case.fold for case in dataset.cases]
    known = [fold for fold in given if fold is not None]
    if known and len(known) != len(given):
        raise TrainingError(
            f"{len(given) - len(known)} of {len(given)} cases have no fold. Give all or none."
        )
    folds = np.array(known, dtype=np.intp) if known else stratified_folds(dataset, n_folds, seed)
    counts = np.bincount(folds) if folds.min() >= 0 else np.zeros(1)
    if len(counts) < 2 or counts.min() == 0:
        raise TrainingError("The folds must be numbered from 0 without gaps, and there must be at least two.")
    check_leakage(dataset.cases, folds)
    return Split(folds, bool(known), digest(dataset.cases, folds))


def check_leakage(cases: tuple[Case, ...], folds: npt.NDArray[np.intp]) -> None:
    """Refuse folds that divide a patient or a series.

    Raises
    ------
    LeakageError
        If a patient, or one series filed under two patients, is in more than one fold.
    """
    for what, key in (("patient", "patient_id"), ("series", "series_uid")):
        first: dict[str, int] = {}
        divided = set()
        for case, fold in zip(cases, folds, strict=True):
            name = getattr(case, key)
            if name and first.setdefault(name, int(fold)) != int(fold):
                divided.add(name)
        if divided:
            raise LeakageError(
                f"{len(divided)} {what}(s) are in more than one fold, so a model would be judged on what it "
                "has seen. Put all cases of a patient into one fold."
            )


def stratified_folds(dataset: Dataset, n_folds: int, seed: int) -> npt.NDArray[np.intp]:
    """Return a fold for each case: patients kept together, classes spread evenly.

    Raises
    ------
    TrainingError
        If there are fewer patients than folds.
    """
    from sklearn.model_selection import StratifiedGroupKFold

    patients = np.array([case.patient_id for case in dataset.cases])
    if len(set(patients)) < n_folds:
        raise TrainingError(
            f"{n_folds} folds need at least as many patients; there are {len(set(patients))}."
        )
    # Undecided cases are a stratum of their own, and so are those that are only trained on.
    strata = [f"{case.label}/{case.reportable}" for case in dataset.cases]
    folds = np.zeros(len(dataset), dtype=np.intp)
    splitter = StratifiedGroupKFold(n_folds, shuffle=True, random_state=seed)
    for number, (_, held_out) in enumerate(splitter.split(patients, strata, patients)):
        folds[held_out] = number
    return folds


def digest(cases: tuple[Case, ...], folds: npt.NDArray[np.intp]) -> str:
    """Return the SHA-256 over case identifiers and fold numbers."""
    rows = [[case.id, int(fold)] for case, fold in zip(cases, folds, strict=True)]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
