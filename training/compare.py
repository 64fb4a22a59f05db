"""Two models on the same cases, none of which either has seen: which is better, and where do they differ?

Paired, so that what makes a case hard counts for both. Knows scores and cases, not networks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from training.cases import Dataset
from training.errors import TrainingError
from training.evaluate import FEW, STRATA
from training.judged import Judged
from training.metrics import at_threshold, auc, with_intervals
from training.strata import by_scanner

#: 97.5 % quantile of the normal distribution.
Z = 1.959963984540054
THRESHOLD = 0.5


@dataclass(frozen=True)
class DeLong:
    """A difference of two correlated AUCs, A minus B."""

    difference: float
    standard_error: float

    @property
    def p(self) -> float:
        """Two-sided p-value; 1 where the two rank alike."""
        if self.standard_error == 0:
            return 1.0
        return math.erfc(abs(self.difference) / self.standard_error / math.sqrt(2))

    def document(self) -> dict[str, float]:
        """Return it for a JSON document."""
        half = Z * self.standard_error
        return {
            "difference": round(self.difference, 4),
            "low": round(self.difference - half, 4),
            "high": round(self.difference + half, 4),
            "p": float(f"{self.p:.3g}"),
        }


def delong(label: npt.NDArray[np.intp], a: npt.NDArray[np.floating], b: npt.NDArray[np.floating]) -> DeLong:
    """Compare two AUCs on the same cases (DeLong, DeLong and Clarke-Pearson 1988).

    Every case has a placement: the share of the other class that it ranks on the right side of. The
    variance of the difference is that of the placements' differences, over each class. Cases count as
    independent: nodules of one patient are not, so the bootstrap by patient stands beside it.

    Parameters
    ----------
    label
        0 or 1, shape ``(cases,)``; at least two of each.
    a, b
        Scores of the two, same shape.

    Returns
    -------
    DeLong
    """

    def placements(score: npt.NDArray[np.floating]) -> tuple[npt.NDArray[np.float64], ...]:
        positive, negative = score[label == 1][:, None], score[label == 0][None, :]
        right = (positive > negative) + 0.5 * (positive == negative)
        return right.mean(1), right.mean(0)

    of_a, of_b = placements(np.asarray(a)), placements(np.asarray(b))
    differences = [x - y for x, y in zip(of_a, of_b, strict=True)]
    variance = sum(float(d.var(ddof=1)) / len(d) for d in differences)
    return DeLong(float(differences[0].mean()), math.sqrt(variance))


def mcnemar(only_a: int, only_b: int) -> float:
    """Two-sided exact p-value of McNemar's test.

    Parameters
    ----------
    only_a, only_b
        How many cases only the one, or only the other, got right.
    """
    n = only_a + only_b
    tail = sum(math.comb(n, k) for k in range(min(only_a, only_b) + 1))
    return min(1.0, 2 * tail / 2**n)


def compare(dataset: Dataset, a: Judged, b: Judged, names: tuple[str, str] = ("A", "B")) -> dict[str, Any]:
    """Compare two models on the cases that both may judge.

    Parameters
    ----------
    dataset
        The cases.
    a, b
        What each said, from models that have not seen the patients.
    names
        What they are called.

    Returns
    -------
    dict
        The JSON document of ``noduscope train compare``; differences are A minus B.

    Raises
    ------
    TrainingError
        If they have too few cases in common, or one class only.
    """
    common, rows_a, rows_b = np.intersect1d(a.index, b.index, return_indices=True)
    cases = [dataset.cases[i] for i in common]
    label = np.array([case.label for case in cases], dtype=np.intp)
    if len(common) < FEW or len(np.unique(label)) < 2 or min(np.bincount(label)) < 2:
        raise TrainingError(
            f"{names[0]} and {names[1]} cannot be compared: there are {len(common)} nodules (malignant: "
            f"{int(label.sum())}) that both may judge, since a model must not judge patients it was trained "
            f"on. At least {FEW} are needed, of both classes."
        )
    patients = np.array([case.patient_id for case in cases])
    p_a, p_b = a.probability[rows_a], b.probability[rows_b]
    diameter = np.array([case.diameter_mm or np.nan for case in cases])

    def paired(chosen: npt.NDArray[np.intp]) -> dict[str, Any]:
        return _paired(label[chosen], p_a[chosen], p_b[chosen], patients[chosen])

    return {
        "schema": 1,
        "a": names[0],
        "b": names[1],
        "n": len(common),
        "n_patients": len(set(patients)),
        "n_malignant": int(label.sum()),
        "only_a_judges": len(a.index) - len(common),
        "only_b_judges": len(b.index) - len(common),
        **paired(np.arange(len(common))),
        "strata": {
            name: {"n": len(chosen), "n_malignant": int(label[chosen].sum()), **paired(chosen)}
            for name, (low, high) in STRATA.items()
            if len(chosen := np.flatnonzero((diameter >= low) & (diameter < high))) >= FEW
            and min(np.bincount(label[chosen], minlength=2)) >= 2
        },
        **by_scanner(cases, label, paired, few=FEW),
        "flips": [
            {
                "case": cases[row].id,
                "label": int(label[row]),
                "a": round(float(p_a[row]), 4),
                "b": round(float(p_b[row]), 4),
                "right": "a" if (p_a[row] >= THRESHOLD) == label[row] else "b",
            }
            for row in np.flatnonzero((p_a >= THRESHOLD) != (p_b >= THRESHOLD))
        ],
    }


def _paired(
    label: npt.NDArray[np.intp],
    a: npt.NDArray[np.float64],
    b: npt.NDArray[np.float64],
    patients: npt.NDArray[np.str_],
) -> dict[str, Any]:
    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float]:
        y, found = label[rows], {}
        for name, score in (("a", a[rows]), ("b", b[rows])):
            found[f"auc/{name}"] = auc(y, score)
            found[f"accuracy/{name}"] = at_threshold(y, score, THRESHOLD)["accuracy"]
        for what in ("auc", "accuracy"):
            found[f"{what}/difference"] = found[f"{what}/a"] - found[f"{what}/b"]
        return found

    nested: dict[str, Any] = {"auc": {}, "accuracy": {}}
    for name, figure in with_intervals(figures, patients).items():
        what, part = name.split("/")
        nested[what][part] = figure
    right_a, right_b = (a >= THRESHOLD) == label, (b >= THRESHOLD) == label
    only_a, only_b = int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())
    nested["auc"]["delong"] = delong(label, a, b).document()
    nested["accuracy"]["mcnemar"] = {
        "only_a_right": only_a,
        "only_b_right": only_b,
        "p": float(f"{mcnemar(only_a, only_b):.3g}"),
    }
    return nested
