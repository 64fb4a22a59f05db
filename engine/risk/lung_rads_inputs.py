"""What Lung-RADS asks about an examination and the finding that decides its category.

It must not know the categories' rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.risk.terms import NoduleType


class Exam(StrEnum):
    """Whether the examination can be given a category."""

    COMPLETE = "complete"
    PRIORS_AWAITED = "priors awaited"
    NOT_EVALUABLE = "not evaluable"
    INFECTION = "infectious or inflammatory finding"


class Kind(StrEnum):
    """The kind of finding that decides."""

    NONE = "no nodule"
    BENIGN_PATTERN = "benign calcification or fat"
    NODULE = "nodule"
    JUXTAPLEURAL = "juxtapleural nodule"
    AIRWAY = "airway nodule"
    CYST = "thick-walled or multilocular cyst"


class Status(StrEnum):
    """Change since the earlier examination; of a part-solid nodule: of its solid part."""

    BASELINE = "baseline"
    NEW = "new"
    STABLE = "stable or smaller"
    GROWING = "growing"
    SLOWLY_GROWING = "slow growth over several examinations"


class CystChange(StrEnum):
    """Change of an atypical cyst."""

    NOT_GROWING = "not growing"
    CYSTIC_PART = "cystic part growing"
    WALL_OR_LOCULES = "wall, nodule or loculation growing"


class Category(StrEnum):
    """Categories an earlier examination can have had."""

    ZERO = "0"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR_A = "4A"
    FOUR_B = "4B"
    FOUR_X = "4X"


@dataclass(frozen=True)
class LungRadsInputs:
    """What Lung-RADS asks; None is "not known" and is told only where it decides.

    Parameters
    ----------
    exam
        Whether the examination can be given a category.
    finding
        The kind of finding that decides.
    nodule_type
        Solid, part-solid or non-solid.
    mean_diameter_mm
        Mean of long and short axis on the lung window, mm; taken to one decimal.
    solid_part_mm
        Mean diameter of the solid part of a part-solid nodule, mm.
    status
        Change since the earlier examination.
    previous_category
        Category of the earlier examination, for a nodule that did not grow.
    months_since_previous
        Interval to it, months.
    smooth_benign_shape
        Juxtapleural nodule: smooth and oval, lentiform or triangular.
    proximal_airway
        Airway nodule: segmental or more proximal.
    cyst_change
        Cyst: what grew.
    suspicious_features
        Spiculation, enlarged lymph nodes and the like.
    """

    exam: Exam | None
    finding: Kind | None
    nodule_type: NoduleType | None
    mean_diameter_mm: float | None
    solid_part_mm: float | None
    status: Status | None
    previous_category: Category | None
    months_since_previous: float | None
    smooth_benign_shape: bool | None
    proximal_airway: bool | None
    cyst_change: CystChange | None
    suspicious_features: bool | None
