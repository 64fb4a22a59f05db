"""The Fleischner Society's guideline of 2017: follow-up of nodules found by chance.

MacMahon et al., Radiology 2017;284:228; the table as radiology.ae/fleischner and radiopaedia give it.
It must not know where its inputs come from.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.risk.terms import LARGEST_NODULE_MM, Advice, NoduleType, NotComputed, problems

RULE = "Fleischner Society 2017"
#: Younger patients are outside the guideline.
YOUNGEST_YEARS = 35

_NONE = "no routine follow-up"
_OPTIONAL = "optional CT at 12 months"
_SOLID_MIDDLE_LOW = "CT at 6-12 months, then consider CT at 18-24 months"
_SOLID_MIDDLE_HIGH = "CT at 6-12 months, then at 18-24 months"
_SOLID_LARGE = "consider CT at 3 months, PET/CT or tissue sampling"
_SEVERAL_LOW = "CT at 3-6 months, then consider CT at 18-24 months"
_SEVERAL_HIGH = "CT at 3-6 months, then at 18-24 months"
#: (several, high risk): below 6 mm, 6 to 8 mm, above 8 mm.
_SOLID = {
    (False, False): (_NONE, _SOLID_MIDDLE_LOW, _SOLID_LARGE),
    (False, True): (_OPTIONAL, _SOLID_MIDDLE_HIGH, _SOLID_LARGE),
    (True, False): (_NONE, _SEVERAL_LOW, _SEVERAL_LOW),
    (True, True): (_OPTIONAL, _SEVERAL_HIGH, _SEVERAL_HIGH),
}
#: Below 6 mm, 6 mm and more.
_SUBSOLID_SINGLE = {
    NoduleType.NON_SOLID: (_NONE, "CT at 6-12 months, then every 2 years until 5 years"),
    NoduleType.PART_SOLID: (
        _NONE,
        "CT at 3-6 months; if the solid part stays below 6 mm, CT every year until 5 years",
    ),
}
_SUBSOLID_SEVERAL = (
    "CT at 3-6 months; if stable, CT at 2 and 4 years",
    "CT at 3-6 months, then by the most suspicious nodule",
)


@dataclass(frozen=True)
class FleischnerInputs:
    """What the guideline asks; None is "not known".

    Parameters
    ----------
    screening
        Whether the CT is of a screening programme.
    age_years
        Age.
    known_cancer
        Whether the patient has or had a cancer.
    immunosuppressed
        Whether the patient is immunosuppressed.
    nodule_type
        Solid, part-solid or non-solid.
    mean_diameter_mm
        Mean of long and short axis of the nodule that decides, mm.
    multiple
        Whether there are several nodules.
    high_risk
        Whether the patient's risk is high; asked for solid nodules only.
    """

    screening: bool | None
    age_years: float | None
    known_cancer: bool | None
    immunosuppressed: bool | None
    nodule_type: NoduleType | None
    mean_diameter_mm: float | None
    multiple: bool | None
    high_risk: bool | None


def fleischner(inputs: FleischnerInputs) -> Advice | NotComputed:
    """Return the follow-up that the guideline recommends."""
    names = [name for name in FleischnerInputs.__dataclass_fields__ if name != "high_risk"]
    if inputs.nodule_type is NoduleType.SOLID:
        names.append("high_risk")
    wrong = problems(inputs, names) or _outside(inputs)
    if wrong:
        return NotComputed(RULE, wrong)
    assert inputs.mean_diameter_mm is not None  # noqa: S101 (for the type checker: `problems` has looked)
    assert inputs.nodule_type is not None  # noqa: S101
    several = bool(inputs.multiple)
    count = "several" if several else "single"
    if inputs.nodule_type is NoduleType.SOLID:
        band = (inputs.mean_diameter_mm >= 6) + (inputs.mean_diameter_mm > 8)
        size = ("below 6 mm", "6-8 mm", "above 8 mm")[band]
        risk = "high risk" if inputs.high_risk else "low risk"
        management = _SOLID[several, bool(inputs.high_risk)][band]
        return Advice(RULE, f"solid, {count}, {size}, {risk}", management, None)
    band = int(inputs.mean_diameter_mm >= 6)
    size = ("below 6 mm", "6 mm or more")[band]
    if several:
        return Advice(RULE, f"subsolid, several, {size}", _SUBSOLID_SEVERAL[band], None)
    management = _SUBSOLID_SINGLE[inputs.nodule_type][band]
    return Advice(RULE, f"{inputs.nodule_type}, single, {size}", management, None)


def _outside(inputs: FleischnerInputs) -> tuple[str, ...]:
    """Return why the guideline is not for this patient."""
    assert inputs.age_years is not None  # noqa: S101
    assert inputs.mean_diameter_mm is not None  # noqa: S101
    reasons = {
        "The guideline is not for screening: use Lung-RADS.": inputs.screening,
        "The guideline is not for patients younger than 35 years.": inputs.age_years < YOUNGEST_YEARS,
        "The guideline is not for patients with a known cancer.": inputs.known_cancer,
        "The guideline is not for immunosuppressed patients.": inputs.immunosuppressed,
        f"At {inputs.mean_diameter_mm:g} mm this is a mass, not a nodule.": (
            inputs.mean_diameter_mm > LARGEST_NODULE_MM
        ),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)
