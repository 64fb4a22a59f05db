"""The failure that 2.5-D and 3-D are said to mend: calcified nodules, which are benign, called malignant.

For each arm of an ablation the share of the benign calcified nodules that it calls malignant, before the
technique (the base) and after. Knows logits and cases, not networks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from training.ablate.figures import JudgedCases, arms_of, probabilities
from training.ablate.ledger import Cell
from training.ablate.plan import BASE, Planned
from training.cases import Dataset
from training.metrics import mean_with_intervals
from training.splits import Split

#: The calibrated probability from which a nodule is called malignant.
THRESHOLD = 0.5
#: The readers' rating (0 calcified, 1 not), as the median of what they gave: see `training.datasets`.
RATING = "calcification_absent"


def calcified_failures(
    dataset: Dataset, split: Split, planned: Sequence[Planned], finished: Mapping[str, Cell]
) -> dict[str, dict[str, Any]]:
    """Return the failures of each arm on the seeds that are finished in the base too.

    Parameters
    ----------
    dataset, split, planned, finished
        As for `training.ablate.figures.document`.

    Returns
    -------
    dict
        By change, the base among them: ``benign`` (how many nodules are calcified and benign), ``seeds``,
        ``false_malignant`` (the share of them called malignant, with an interval by patient) and
        ``difference`` to the base. Arms without a finished seed are left out.
    """
    cases = JudgedCases(dataset, split, sorted({cell.fold for cell in planned}))
    benign = (cases.rating(dataset, RATING) < 0.5) & (cases.called == 0)
    arms = arms_of(planned, finished)
    base = probabilities(cases, arms.get(BASE, {}))
    result = {}
    for name, seeds in arms.items():
        changed = probabilities(cases, seeds)
        common = sorted(base.keys() & changed.keys())
        if not common:
            continue
        shares = mean_with_intervals(
            [partial(_share, benign, changed[seed]) for seed in common], cases.patients
        )
        differences = mean_with_intervals(
            [partial(_difference, benign, changed[seed], base[seed]) for seed in common], cases.patients
        )
        result[name] = {
            "benign": int(benign.sum()),
            "seeds": common,
            "false_malignant": shares["share"],
            "difference": differences["share"],
        }
    return result


def _share(
    benign: npt.NDArray[np.bool_], probability: npt.NDArray[np.float64], rows: npt.NDArray[np.intp]
) -> dict[str, float]:
    chosen = probability[rows[benign[rows]]]
    return {"share": float((chosen >= THRESHOLD).mean()) if len(chosen) else float("nan")}


def _difference(
    benign: npt.NDArray[np.bool_],
    a: npt.NDArray[np.float64],
    b: npt.NDArray[np.float64],
    rows: npt.NDArray[np.intp],
) -> dict[str, float]:
    return {"share": _share(benign, a, rows)["share"] - _share(benign, b, rows)["share"]}
