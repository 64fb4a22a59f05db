"""Lung-RADS v2022: the category of a screening CT by the one finding that decides, and what should follow.

The table is ACR's, as docs/risk.md quotes it with its sources. A clause that could not be checked there is
answered with `NotComputed` and says so; the rest of its cell is computed. It must not know where its inputs
come from.
"""

from __future__ import annotations

from engine.risk.lung_rads_inputs import (
    CystChange,
    Exam,
    Kind,
    LungRadsInputs,
    Status,
)
from engine.risk.terms import Advice, NoduleType, NotComputed, problems, to_tenth

RULE = "Lung-RADS v2022"
#: Growth of the mean diameter within 12 months, mm, beyond which a nodule grows.
GROWTH_MM = 1.5

_MANAGEMENT = {
    "0": ("complete the examination or compare with the priors, then assign a category", None),
    "1": ("low-dose CT in 12 months", "< 1 %"),
    "2": ("low-dose CT in 12 months", "< 1 %"),
    "3": ("low-dose CT in 6 months", "1-2 %"),
    "4A": ("low-dose CT in 3 months; PET/CT if there is a solid part of 8 mm or more", "5-15 %"),
    "4B": ("diagnostic CT, PET/CT or tissue sampling", "> 15 %"),
    "4X": ("diagnostic CT, PET/CT or tissue sampling", "> 15 %"),
}
_SUSPICIOUS_CAN_RAISE = {"3", "4A", "4B"}


class _NoCategoryError(Exception):
    """Sentences why there is no category."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


def lung_rads(inputs: LungRadsInputs) -> Advice | NotComputed:
    """Return the category, its management and the risk that Lung-RADS states for it.

    An input is asked for only where it decides; nothing that decides is assumed.
    """
    try:
        _need(inputs, "exam")
        if inputs.exam is Exam.INFECTION:
            return Advice(RULE, "0", "low-dose CT in 1-3 months", None)
        if inputs.exam in (Exam.PRIORS_AWAITED, Exam.NOT_EVALUABLE):
            return Advice(RULE, "0", *_MANAGEMENT["0"])
        category = _category(inputs)
        if category in _SUSPICIOUS_CAN_RAISE:
            _need(inputs, "suspicious_features")
            category = "4X" if inputs.suspicious_features else category
    except _NoCategoryError as error:
        return NotComputed(RULE, error.reasons)
    return Advice(RULE, category, *_MANAGEMENT[category])


def is_growth(mean_mm: float, previous_mean_mm: float, interval_months: float) -> bool:
    """Say whether a change of the mean diameter is growth: more than 1.5 mm within 12 months.

    Parameters
    ----------
    mean_mm, previous_mean_mm
        Mean diameters, mm; compared to one decimal.
    interval_months
        Time between the two, months.
    """
    grown = to_tenth(to_tenth(mean_mm) - to_tenth(previous_mean_mm))
    return grown > GROWTH_MM and 0 < interval_months <= 12


def _need(inputs: LungRadsInputs, *names: str) -> None:
    wrong = problems(inputs, names)
    if wrong:
        raise _NoCategoryError(*wrong)


def _unchecked(clause: str) -> _NoCategoryError:
    return _NoCategoryError(
        f"Lung-RADS has a clause for this ({clause}), but it has not been checked against ACR's document."
    )


def _category(inputs: LungRadsInputs) -> str:
    _need(inputs, "finding")
    if inputs.finding in (Kind.NONE, Kind.BENIGN_PATTERN):
        return "1"
    if inputs.finding is Kind.AIRWAY:
        return _airway(inputs)
    if inputs.finding is Kind.CYST:
        return _cyst(inputs)
    if inputs.finding is Kind.JUXTAPLEURAL and _is_benign_juxtapleural(inputs):
        return "2"
    return _nodule(inputs)


def _is_benign_juxtapleural(inputs: LungRadsInputs) -> bool:
    _need(inputs, "mean_diameter_mm", "status", "smooth_benign_shape")
    grows = inputs.status in (Status.GROWING, Status.SLOWLY_GROWING)
    return _size(inputs) < 10 and bool(inputs.smooth_benign_shape) and not grows


def _nodule(inputs: LungRadsInputs) -> str:
    _need(inputs, "nodule_type", "mean_diameter_mm", "status")
    if inputs.nodule_type is NoduleType.SOLID:
        return _solid(inputs)
    if inputs.nodule_type is NoduleType.PART_SOLID:
        return _part_solid(inputs)
    return _non_solid(inputs)


def _size(inputs: LungRadsInputs) -> float:
    assert inputs.mean_diameter_mm is not None  # noqa: S101 (for the type checker: `_need` has looked)
    return to_tenth(inputs.mean_diameter_mm)


def _airway(inputs: LungRadsInputs) -> str:
    _need(inputs, "proximal_airway")
    if not inputs.proximal_airway:
        return "2"
    _need(inputs, "status")
    return "4A" if inputs.status in (Status.BASELINE, Status.NEW) else "4B"


def _cyst(inputs: LungRadsInputs) -> str:
    _need(inputs, "cyst_change")
    if inputs.cyst_change is CystChange.WALL_OR_LOCULES:
        return "4B"
    if inputs.cyst_change is CystChange.CYSTIC_PART:
        raise _unchecked("growing cystic part of a thick-walled cyst")
    raise _unchecked("thick-walled or multilocular cyst")


def _solid(inputs: LungRadsInputs) -> str:
    size = _size(inputs)
    if size >= 15 or inputs.status is Status.SLOWLY_GROWING:
        return "4B"
    if inputs.status in (Status.NEW, Status.GROWING) and size >= 8:
        raise _unchecked("solid, new or growing, 8 mm or more")
    if inputs.status is Status.GROWING:
        return "4A"
    if inputs.status is Status.NEW:
        return _by_size(size, 4, 6)
    if inputs.status is Status.STABLE:
        return "2" if size < 6 else _stable(inputs)
    return _by_size(size, 6, 8)


def _by_size(size: float, probably_benign: float, suspicious: float) -> str:
    if size < probably_benign:
        return "2"
    return "3" if size < suspicious else "4A"


def _part_solid(inputs: LungRadsInputs) -> str:
    _need(inputs, "solid_part_mm")
    assert inputs.solid_part_mm is not None  # noqa: S101
    size, solid = _size(inputs), to_tenth(inputs.solid_part_mm)
    if solid > size:
        raise _NoCategoryError(
            f"The solid part ({solid:g} mm) cannot be larger than the nodule ({size:g} mm)."
        )
    if solid >= 8 or inputs.status is Status.SLOWLY_GROWING:
        return "4B"
    if inputs.status in (Status.NEW, Status.GROWING):
        if solid >= 4:
            raise _unchecked("part-solid, new or growing solid part of 4 mm or more")
        return "3" if inputs.status is Status.NEW and size < 6 else "4A"
    if size < 6:
        return "2"
    if inputs.status is Status.STABLE:
        return _stable(inputs)
    return "3" if solid < 6 else "4A"


def _non_solid(inputs: LungRadsInputs) -> str:
    if _size(inputs) < 30 or inputs.status in (Status.STABLE, Status.SLOWLY_GROWING):
        return "2"
    if inputs.status is Status.GROWING:
        raise _NoCategoryError(
            "The table has no cell for a non-solid nodule of 30 mm or more that grows fast."
        )
    return "3"


def _stable(inputs: LungRadsInputs) -> str:
    """Return the category of a solid or part-solid nodule that did not grow, by what it was before."""
    _need(inputs, "previous_category", "months_since_previous")
    assert inputs.months_since_previous is not None  # noqa: S101
    if inputs.previous_category == "3" and inputs.months_since_previous >= 6:
        return "2"
    if inputs.previous_category == "4A" and inputs.months_since_previous >= 3:
        raise _unchecked("category 4A, stable at 3 months")
    raise _NoCategoryError(
        f"The table has no cell for a nodule that is stable {inputs.months_since_previous:g} months after "
        f"category {inputs.previous_category}."
    )
