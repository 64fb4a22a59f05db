"""Facts of a case beside its picture, as numbers: what the scanner recorded, and what a site's clinic knows.

Knows cases, not torch. They are inputs of a network only where a recipe names them (``net.facts``); readers'
ratings are never among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.cases import Case, Dataset
from training.errors import TrainingError

#: What every dataset records of the scan. Makers and kernels are left out: they tell the hospital.
ACQUISITION: dict[str, Callable[[Case], float | None]] = {
    "slice_thickness_mm": lambda case: case.slice_thickness_mm,
    "contrast": lambda case: None if case.contrast is None else float(case.contrast),
}


@dataclass(frozen=True, eq=False)
class FactValues:
    """Facts of all cases, and their scale over the training cases.

    Parameters
    ----------
    values
        float32, shape ``(cases, facts)``, in their own units; NaN where unknown.
    mean, deviation
        float32, shape ``(facts,)``, over the training cases that know them.
    """

    values: npt.NDArray[np.float32]
    mean: npt.NDArray[np.float32]
    deviation: npt.NDArray[np.float32]


def fact_values(cases: Sequence[Case], names: Sequence[str]) -> npt.NDArray[np.float32]:
    """Return facts, shape ``(cases, facts)``, of the scan or of ``Case.facts``; NaN where unknown."""
    values = [[_fact(case, name) for name in names] for case in cases]
    return np.array(values, dtype=np.float32).reshape(len(cases), len(names))


def lacking(dataset: Dataset, names: Sequence[str]) -> list[str]:
    """Return those facts that no case of a dataset knows: nothing can be learnt of them there."""
    known = np.isfinite(fact_values(dataset.cases, names))
    return [name for k, name in enumerate(names) if not known[:, k].any()]


def training_facts(dataset: Dataset, names: Sequence[str], training: npt.NDArray[np.intp]) -> FactValues:
    """Return the facts of all cases, scaled by the training cases alone.

    Raises
    ------
    TrainingError
        If no training case knows one of them.
    """
    none = lacking(dataset.only(training), names)
    if none:
        raise TrainingError(
            f"No training case knows {', '.join(none)}. Leave it out of net.facts, or put it into the cases."
        )
    values = fact_values(dataset.cases, names)
    deviation = np.nanstd(values[training], axis=0)
    return FactValues(
        values,
        np.nanmean(values[training], axis=0).astype(np.float32),
        np.where(deviation > 1e-6, deviation, 1.0).astype(np.float32),
    )


def _fact(case: Case, name: str) -> float:
    value = ACQUISITION[name](case) if name in ACQUISITION else case.facts.get(name)
    return float("nan") if value is None else float(value)
