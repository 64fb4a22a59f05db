"""What the rules share: their words, their answers, and the check that every input is there and possible.

It must not know any single rule.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

#: A larger lesion is a mass, not a nodule, in mm (Fleischner Society glossary of terms, 2024).
LARGEST_NODULE_MM = 30.0


class NoduleType(StrEnum):
    """Attenuation of a nodule on the lung window."""

    SOLID = "solid"
    PART_SOLID = "part-solid"
    NON_SOLID = "non-solid"


class Sex(StrEnum):
    """Sex, as the Brock model knows it."""

    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True)
class NotComputed:
    """No answer, and why.

    Parameters
    ----------
    rule
        Name and version of the model or guideline.
    reasons
        One sentence each; never empty.
    """

    rule: str
    reasons: tuple[str, ...]

    @property
    def text(self) -> str:
        """The answer as it is shown."""
        return f"Not computed. {' '.join(self.reasons)}"


@dataclass(frozen=True)
class Probability:
    """The probability of malignancy that a risk model gives.

    Parameters
    ----------
    rule
        Name and version of the model.
    value
        0 to 1.
    """

    rule: str
    value: float

    @property
    def text(self) -> str:
        """The answer as it is shown."""
        return f"{self.value:.1%}"


@dataclass(frozen=True)
class Advice:
    """What a guideline says should follow.

    Parameters
    ----------
    rule
        Name and version of the guideline.
    category
        Its category, or the row of its table.
    management
        What should follow, in the guideline's terms.
    risk
        The risk of malignancy it states for the category; None where it states none.
    """

    rule: str
    category: str
    management: str
    risk: str | None

    @property
    def text(self) -> str:
        """The answer as it is shown."""
        return f"{self.category}: {self.management}"


_WORDS = {
    "age_years": "age",
    "mean_diameter_mm": "mean diameter",
    "diameter_mm": "diameter",
    "solid_part_mm": "mean diameter of the solid part",
    "nodule_type": "type of the nodule (solid, part-solid, non-solid)",
    "nodule_count": "number of nodules",
    "family_history": "family history of lung cancer",
    "upper_lobe": "lobe (upper or not)",
    "ever_smoker": "smoking history (ever or never)",
    "extrathoracic_cancer": "history of cancer outside the chest",
    "exam": "state of the examination",
    "finding": "kind of finding",
    "status": "change since the earlier examination",
    "previous_category": "category of the earlier examination",
    "months_since_previous": "interval to the earlier examination",
    "smooth_benign_shape": "shape (smooth and oval, lentiform or triangular, or not)",
    "proximal_airway": "level of the airway (segmental or more proximal, or not)",
    "cyst_change": "change of the cyst",
    "suspicious_features": "presence of suspicious features (spiculation, enlarged nodes ...)",
    "screening": "setting (screening or incidental)",
    "known_cancer": "history of cancer",
    "immunosuppressed": "immune state",
    "multiple": "number of nodules (one or several)",
    "high_risk": "risk of the patient (low or high)",
}
_LIMITS = {"age_years": (0.0, 120.0), "months_since_previous": (0.0, math.inf)}


def words(name: str) -> str:
    """Return an input's name as a reader says it."""
    return _WORDS.get(name, name.replace("_", " "))


def missing_text(name: str) -> str:
    """Return the sentence that says that an input is missing."""
    return f"The {words(name)} is missing."


def problems(inputs: Any, names: Iterable[str]) -> tuple[str, ...]:
    """Return a sentence for each input that is missing or impossible.

    Parameters
    ----------
    inputs
        The inputs of a rule, a dataclass.
    names
        The fields of it that decide the answer.
    """
    found = []
    for name in names:
        value = getattr(inputs, name)
        if value is None:
            found.append(missing_text(name))
        elif isinstance(value, int | float) and not isinstance(value, bool):
            low, high = _LIMITS.get(name, (0.0, math.inf))
            if not (math.isfinite(value) and low < value <= high):
                found.append(f"The {words(name)} cannot be {value:g}.")
            elif name == "nodule_count" and value != int(value):
                found.append(f"The {words(name)} must be a whole number, not {value:g}.")
    return tuple(found)


def mean_diameter_mm(long_mm: float, short_mm: float) -> float:
    """Return the mean of long and short axis in mm, to one decimal, half up (Lung-RADS v2022)."""
    return to_tenth((Decimal(str(long_mm)) + Decimal(str(short_mm))) / 2)


def to_tenth(value_mm: float | Decimal) -> float:
    """Round a length in mm to one decimal, half up, as it is written."""
    return float(Decimal(str(value_mm)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x))."""
    return 1.0 / (1.0 + math.exp(-x))
