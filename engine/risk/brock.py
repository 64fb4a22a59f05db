"""The Brock University (PanCan) models: probability that a nodule seen at screening is malignant.

McWilliams et al., N Engl J Med 2013;369:910. It must not know where its inputs come from.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.risk.terms import (
    LARGEST_NODULE_MM,
    NoduleType,
    NotComputed,
    Probability,
    Sex,
    logistic,
    problems,
)

WITH_SPICULATION = "Brock (PanCan) full model with spiculation, 2013"
WITHOUT_SPICULATION = "Brock (PanCan) full model without spiculation, 2013"
#: (10 mm / 4 mm) ** 0.5, the size term that the second model is centred on.
_SIZE_CENTRE = 1.58113883
_NEEDED = (
    "age_years",
    "sex",
    "family_history",
    "emphysema",
    "diameter_mm",
    "nodule_type",
    "upper_lobe",
    "nodule_count",
)


@dataclass(frozen=True)
class BrockInputs:
    """What the Brock models ask; None is "not known".

    Parameters
    ----------
    age_years
        Age.
    sex
        Sex.
    family_history
        Lung cancer in the family.
    emphysema
        Emphysema on the CT.
    diameter_mm
        Longest diameter, mm.
    nodule_type
        Solid, part-solid or non-solid.
    upper_lobe
        Whether the nodule is in an upper lobe.
    nodule_count
        Nodules on this CT, this one included.
    spiculation
        Whether the nodule is spiculated; the second model does not ask.
    """

    age_years: float | None
    sex: Sex | None
    family_history: bool | None
    emphysema: bool | None
    diameter_mm: float | None
    nodule_type: NoduleType | None
    upper_lobe: bool | None
    nodule_count: int | None
    spiculation: bool | None


def brock(inputs: BrockInputs) -> Probability | NotComputed:
    """Return the probability by the full model with spiculation.

    Notes
    -----
    Coefficients, uncentred: PMC6717521, table 2 (column BU).
    """
    wrong = _wrong(inputs, (*_NEEDED, "spiculation"))
    if wrong:
        return NotComputed(WITH_SPICULATION, wrong)
    assert inputs.age_years is not None  # noqa: S101 (for the type checker: `_wrong` has looked)
    assert inputs.diameter_mm is not None  # noqa: S101
    assert inputs.nodule_count is not None  # noqa: S101
    x = (
        0.2761
        + 0.0287 * inputs.age_years
        + 0.6011 * (inputs.sex is Sex.FEMALE)
        + 0.2961 * bool(inputs.family_history)
        + 0.2953 * bool(inputs.emphysema)
        + 0.6581 * bool(inputs.upper_lobe)
        - 5.3854 * (inputs.diameter_mm / 10) ** -0.5
        + 0.7729 * bool(inputs.spiculation)
        + 0.377 * (inputs.nodule_type is NoduleType.PART_SOLID)
        - 0.1276 * (inputs.nodule_type is NoduleType.NON_SOLID)
        - 0.0824 * inputs.nodule_count
    )
    return Probability(WITH_SPICULATION, logistic(x))


def brock_without_spiculation(inputs: BrockInputs) -> Probability | NotComputed:
    """Return the probability by the full model that does not ask for spiculation.

    Notes
    -----
    Coefficients, centred on 62 years, 4 nodules and 4 mm: medicalalgorithms.com. Its text, "subtract 4 mm
    first", contradicts its formula and is not followed.
    """
    wrong = _wrong(inputs, _NEEDED)
    if wrong:
        return NotComputed(WITHOUT_SPICULATION, wrong)
    assert inputs.age_years is not None  # noqa: S101
    assert inputs.diameter_mm is not None  # noqa: S101
    assert inputs.nodule_count is not None  # noqa: S101
    x = (
        -6.8071
        + 0.0321 * (inputs.age_years - 62)
        + 0.5635 * (inputs.sex is Sex.FEMALE)
        + 0.3013 * bool(inputs.family_history)
        + 0.3462 * bool(inputs.emphysema)
        + 0.7116 * bool(inputs.upper_lobe)
        - 5.6693 * ((inputs.diameter_mm / 10) ** -0.5 - _SIZE_CENTRE)
        + 0.3395 * (inputs.nodule_type is NoduleType.PART_SOLID)
        - 0.3055 * (inputs.nodule_type is NoduleType.NON_SOLID)
        - 0.0803 * (inputs.nodule_count - 4)
    )
    return Probability(WITHOUT_SPICULATION, logistic(x))


def _wrong(inputs: BrockInputs, names: tuple[str, ...]) -> tuple[str, ...]:
    found = problems(inputs, names)
    if not found and inputs.diameter_mm is not None and inputs.diameter_mm > LARGEST_NODULE_MM:
        return (f"At {inputs.diameter_mm:g} mm this is a mass: the model is for nodules up to 30 mm.",)
    return found
