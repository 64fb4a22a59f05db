"""What a case teaches: soft label, weight and auxiliary targets, from ratings alone.

Knows cases and recipes, not torch. The ratings are targets only, never an input of a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.cases import MIN_READERS, Case
from training.recipe import LossRecipe

LOG_DIAMETER = "log_diameter"
#: Ends of the scales of the ratings that describe a nodule, as LIDC-IDRI's readers gave them.
SCALES = {
    "subtlety": (1.0, 5.0),
    "sphericity": (1.0, 5.0),
    "margin": (1.0, 5.0),
    "lobulation": (1.0, 5.0),
    "spiculation": (1.0, 5.0),
    "texture": (1.0, 5.0),
    "calcification_absent": (0.0, 1.0),
}
#: Malignancy is rated from 1, highly unlikely, to 5, highly suspicious.
RATINGS = 5


def soft_label(case: Case) -> float:
    """Return the probability of "malignant" that the readers' ratings express.

    The mean of two readings of the scores: their mean, from 1 to 5, brought to 0 to 1; and the share of
    readers who called it malignant (4 or 5), with a 3 counting half. A site's own label stands for itself;
    without any it is 0.5.
    """
    if not case.scores:
        return 0.5 if case.label is None else float(case.label)
    scores = np.asarray(case.scores, dtype=float)
    votes = np.where(scores > 3, 1.0, np.where(scores < 3, 0.0, 0.5))
    return float(((scores.mean() - 1) / 4 + votes.mean()) / 2)


def described(names: Sequence[str]) -> list[str]:
    """Return those of the auxiliary targets that describe a nodule to a reader, in their order."""
    return [name for name in names if name in SCALES]


def rating_shares(case: Case) -> npt.NDArray[np.float32]:
    """Return the share of the readers who gave each malignancy rating from 1 to 5; zeros without readers."""
    shares = np.bincount(np.asarray(case.scores, dtype=np.intp), minlength=RATINGS + 1)[1:]
    return (shares / max(1, len(case.scores))).astype(np.float32)


def weight(case: Case, recipe: LossRecipe) -> float:
    """Return how much a case counts in the loss: less where few readers rated it or they left it open."""
    if case.readers is not None and case.readers < MIN_READERS:
        return recipe.weight_few_readers
    return 1.0 if case.label is not None else recipe.weight_undecided


@dataclass(frozen=True, eq=False)
class AttributeTargets:
    """Auxiliary targets, each scaled to mean 0 and deviation 1 over the training cases.

    Parameters
    ----------
    values
        float32, shape ``(cases, attributes)``; NaN where a case lacks the rating.
    mean, deviation
        float32, shape ``(attributes,)``: an attribute is ``value * deviation + mean`` in its own units.
    """

    values: npt.NDArray[np.float32]
    mean: npt.NDArray[np.float32]
    deviation: npt.NDArray[np.float32]


def attribute_targets(
    cases: Sequence[Case], names: Sequence[str], training: npt.NDArray[np.bool_]
) -> AttributeTargets:
    """Return the auxiliary targets.

    Parameters
    ----------
    cases
        All cases.
    names
        The targets' names.
    training
        Which cases the scaling may see, shape ``(cases,)``.
    """
    values = attribute_values(cases, names)
    known = np.isfinite(values[training])
    count = np.maximum(known.sum(0), 1)
    mean = np.where(known, values[training], 0).sum(0) / count
    deviation = np.sqrt(np.where(known, (values[training] - mean) ** 2, 0).sum(0) / count)
    deviation = np.where(deviation > 1e-6, deviation, 1.0)
    return AttributeTargets(
        ((values - mean) / deviation).astype(np.float32),
        mean.astype(np.float32),
        deviation.astype(np.float32),
    )


def attribute_values(cases: Sequence[Case], names: Sequence[str]) -> npt.NDArray[np.float64]:
    """Return the auxiliary targets in their own units, shape ``(cases, attributes)``; NaN where unknown."""
    values = np.array([[_attribute(case, name) for name in names] for case in cases], dtype=float)
    return values.reshape(len(cases), len(names))


def _attribute(case: Case, name: str) -> float:
    if name == LOG_DIAMETER:
        return float(np.log(case.diameter_mm)) if case.diameter_mm else float("nan")
    return case.attributes.get(name, float("nan"))
