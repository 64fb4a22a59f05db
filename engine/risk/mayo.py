"""The Mayo Clinic (Swensen) model: probability that a solitary nodule is malignant.

Swensen et al., Arch Intern Med 1997;157:849. It must not know where its inputs come from.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.risk.terms import NotComputed, Probability, logistic, problems

RULE = "Mayo Clinic (Swensen) model, 1997"
#: Diameters the model was made for, mm.
SMALLEST_MM, LARGEST_MM = 4.0, 30.0


class EarlierCancer(StrEnum):
    """Cancer outside the chest before the nodule was seen."""

    NONE = "none"
    WITHIN_5_YEARS = "within 5 years"
    OVER_5_YEARS_AGO = "over 5 years ago"


@dataclass(frozen=True)
class MayoInputs:
    """What the Mayo model asks; None is "not known".

    Parameters
    ----------
    age_years
        Age.
    ever_smoker
        Smokes or has smoked.
    extrathoracic_cancer
        Cancer outside the chest, and how long ago.
    diameter_mm
        Diameter, mm.
    spiculation
        Whether the nodule is spiculated.
    upper_lobe
        Whether it is in an upper lobe.
    """

    age_years: float | None
    ever_smoker: bool | None
    extrathoracic_cancer: EarlierCancer | None
    diameter_mm: float | None
    spiculation: bool | None
    upper_lobe: bool | None


def mayo(inputs: MayoInputs) -> Probability | NotComputed:
    """Return the probability that the nodule is malignant.

    Notes
    -----
    Coefficients: medicalalgorithms.com and suan.pingflash.com. PMC6717521 prints the intercept as -6.872,
    a misprint by both.
    """
    wrong = problems(inputs, MayoInputs.__dataclass_fields__)
    if wrong:
        return NotComputed(RULE, wrong)
    assert inputs.age_years is not None  # noqa: S101 (for the type checker: `problems` has looked)
    assert inputs.diameter_mm is not None  # noqa: S101
    reasons = []
    if inputs.extrathoracic_cancer is EarlierCancer.WITHIN_5_YEARS:
        reasons.append("The model excludes patients with a cancer outside the chest within 5 years.")
    if not SMALLEST_MM <= inputs.diameter_mm <= LARGEST_MM:
        reasons.append(f"The model is for nodules of 4 to 30 mm, not of {inputs.diameter_mm:g} mm.")
    if reasons:
        return NotComputed(RULE, tuple(reasons))
    x = (
        -6.8272
        + 0.0391 * inputs.age_years
        + 0.7917 * bool(inputs.ever_smoker)
        + 1.3388 * (inputs.extrathoracic_cancer is EarlierCancer.OVER_5_YEARS_AGO)
        + 0.1274 * inputs.diameter_mm
        + 1.0407 * bool(inputs.spiculation)
        + 0.7838 * bool(inputs.upper_lobe)
    )
    return Probability(RULE, logistic(x))
