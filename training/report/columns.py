"""The numbers behind the plots: labels, patients, and the probabilities of the model and of size alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.baselines import size_alone
from training.cases import Case, Dataset
from training.judged import Judged
from training.metrics import with_intervals
from training.selective import certainty

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Columns:
    """The counted cases; arrays of shape ``(cases,)``.

    Parameters
    ----------
    cases
        Themselves.
    index
        Their places in the dataset.
    label, probability, call
        1 or 0; of the model; its call, `training.calibrate.UNDECIDED` where it abstains.
    size_alone
        Probability by the readers' diameter alone, fitted on the other folds; `None` where it is unknown.
    patients
        Whose they are.
    """

    cases: tuple[Case, ...]
    index: npt.NDArray[np.intp]
    label: npt.NDArray[np.intp]
    probability: FloatArray
    call: npt.NDArray[np.intp]
    size_alone: FloatArray | None
    patients: npt.NDArray[np.str_]

    @property
    def certainty(self) -> FloatArray:
        """Probability of the class called, from 0.5 to 1."""
        return certainty(self.probability)

    @property
    def wrong(self) -> npt.NDArray[np.bool_]:
        """Whether the class called at 0.5 is not the readers'."""
        return (self.probability >= 0.5) != (self.label == 1)


def columns_of(dataset: Dataset, judged: Judged) -> Columns:
    """Take the counted cases of a verdict."""
    cases = tuple(dataset.cases[i] for i in judged.index)
    label = np.array([case.label for case in cases], dtype=np.intp)
    diameter = np.array([case.diameter_mm or np.nan for case in cases], dtype=float)
    return Columns(
        cases=cases,
        index=judged.index,
        label=label,
        probability=judged.probability,
        call=judged.call,
        size_alone=size_alone(diameter, label, judged.fold),
        patients=np.array([case.patient_id for case in cases]),
    )


def band(
    curve: Callable[[npt.NDArray[np.intp]], FloatArray], patients: npt.NDArray[np.str_]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return a curve with its 95 % band by patient (`training.metrics.with_intervals`).

    Parameters
    ----------
    curve
        Heights at fixed places, of the cases with the given indices; NaN where undefined.
    patients
        Patient of every case.

    Returns
    -------
    value, low, high
        NaN where undefined.
    """
    figures = with_intervals(lambda rows: {str(i): float(y) for i, y in enumerate(curve(rows))}, patients)

    def column(part: str) -> FloatArray:
        return np.array([np.nan if (v := figure[part]) is None else v for figure in figures.values()])

    return column("value"), column("low"), column("high")


def roc(label: npt.NDArray[np.intp], score: FloatArray, at: FloatArray) -> FloatArray:
    """Return the true-positive rate at given false-positive rates; NaN where there is one class only.

    Cases of equal score are passed at once, so ties are straight lines, as in the AUC.
    """
    levels, place = np.unique(-score, return_inverse=True)
    hits = np.cumsum(np.bincount(place, label, len(levels)))
    alarms = np.cumsum(np.bincount(place, 1 - label, len(levels)))
    if not hits[-1] or not alarms[-1]:
        return np.full(len(at), np.nan)
    # Of the points at one false-positive rate the highest counts.
    x, y = np.r_[0, alarms / alarms[-1]], np.r_[0, hits / hits[-1]]
    last = np.r_[x[1:] > x[:-1], True]
    return np.interp(at, x[last], y[last])


def accuracy_kept(label: npt.NDArray[np.intp], probability: FloatArray, shares: FloatArray) -> FloatArray:
    """Return the accuracy of the most certain calls for each share of the cases that is kept."""
    order = np.argsort(-certainty(probability), kind="stable")
    right = np.cumsum(((probability >= 0.5) == label)[order])
    kept = np.clip(np.rint(shares * len(label)).astype(int), 1, len(label))
    return np.asarray(right[kept - 1] / kept, dtype=float)
