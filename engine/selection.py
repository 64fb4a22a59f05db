"""Which series are worth analysing, and why the others are not: pure rules, each with its sentence.

A study holds one chest in many series: scouts, thick and thin reconstructions, other planes, other kernels.
Of the series that show the same part of the body one is analysed. It knows series as a scan gives them; it
must not know pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.dicom.flags import BLOCKING, NO_ANALYSIS
from engine.dicom.series import Series

#: Series of one study show the same part of the body if this share of the shorter one lies in the longer.
SAME_PART = 0.5
#: A series this long (mm), or as long as this share of the longest one there, shows the whole of its part:
#: the lungs of an adult are 200 to 300 mm high.
WHOLE_MM = 200.0
WHOLE_SHARE = 0.8
#: Thinner slices are better; differences of about this much are none (mm).
ALIKE_MM = 0.3


@dataclass(frozen=True)
class Selected:
    """A series and whether to analyse it.

    Parameters
    ----------
    series
        From a scan.
    analyse
        Whether it is worth it.
    reason
        Why, or why not, in a sentence.
    """

    series: Series
    analyse: bool
    reason: str


def refusal(series: Series) -> str:
    """Return why a series must not be analysed, in sentences; empty if it may be."""
    if series.analysable:
        return ""
    # What follows for the reader of a window is the same for all of them and no reason.
    texts = [
        flag.text.removesuffix(NO_ANALYSIS).rstrip() for flag in series.warnings if flag.code in BLOCKING
    ]
    return " ".join(texts) or "It is not analysable."


def select(series: Sequence[Series]) -> list[Selected]:
    """Choose the series to analyse: of each study, one for each part of the body.

    Among the series over one part, those that show the whole of it come first, then those not compressed
    with loss, then the thinner, then the longer, then those with more slices; of equal ones the UID decides,
    so that the order of the files does not.

    Parameters
    ----------
    series
        All that a scan found.

    Returns
    -------
    list of Selected
        One for each series, in the same order.
    """
    chosen: dict[int, Selected] = {}
    waiting = [i for i, one in enumerate(series) if one.analysable]
    for i, one in enumerate(series):
        if not one.analysable:
            chosen[i] = Selected(one, False, refusal(one))
    while waiting:
        # The longest series left, and all that lie mostly within it, are one part of the body.
        longest = max(waiting, key=lambda i: (_length_mm(series[i]), series[i].series_uid))
        part = [i for i in waiting if i == longest or _same_part(series[longest], series[i])]
        best = min(part, key=lambda i: _order(series[i], _length_mm(series[longest])))
        for i in part:
            chosen[i] = (
                Selected(series[i], True, _why(series[i], len(part)))
                if i == best
                else Selected(series[i], False, _why_not(series[i], series[best]))
            )
        waiting = [i for i in waiting if i not in part]
    return [chosen[i] for i in range(len(series))]


def _range_mm(series: Series) -> tuple[float, float]:
    """First and last position along the slices' normal, slices counted as thick as they are apart."""
    assert series.grid is not None  # noqa: S101 - an analysable series has one
    grid = series.grid
    ends = sorted(float(grid.to_patient((k, 0, 0)) @ grid.normal) for k in (-0.5, grid.size[0] - 0.5))
    return ends[0], ends[1]


def _length_mm(series: Series) -> float:
    low, high = _range_mm(series)
    return high - low


def _same_part(longer: Series, other: Series) -> bool:
    if (longer.study_uid, longer.patient_key) != (other.study_uid, other.patient_key):
        return False
    if not longer.study_uid and longer.paths != other.paths:
        return False  # nothing says that they are of one study
    # The table may move between two frames of reference: there the same numbers may be another place, but two
    # chests of one study are still one chest.
    (low, high), (other_low, other_high) = _range_mm(longer), _range_mm(other)
    return min(high, other_high) - max(low, other_low) >= SAME_PART * (other_high - other_low)


def _order(series: Series, longest_mm: float) -> tuple[bool, bool, int, float, int, str]:
    assert series.spacing_mm is not None  # noqa: S101 - an analysable series has one
    whole = _length_mm(series) >= min(WHOLE_MM, WHOLE_SHARE * longest_mm)
    return (
        not whole,
        series.acquisition.lossy,
        round(_thickness_mm(series) / ALIKE_MM),
        -round(_length_mm(series), 1),
        -series.size[0],
        series.series_uid,
    )


def _thickness_mm(series: Series) -> float:
    assert series.spacing_mm is not None  # noqa: S101 - an analysable series has one
    return max(series.spacing_mm[0], series.acquisition.slice_thickness_mm or 0.0)


def _described(series: Series) -> str:
    return f"{_length_mm(series):.0f} mm in slices of {_thickness_mm(series):.2f} mm"


def _why(series: Series, rivals: int) -> str:
    if rivals == 1:
        return f"It is the only axial series of its part of the body in its study ({_described(series)})."
    return (
        f"Of {rivals} axial series of the same part of the body it is the best to analyse"
        f" ({_described(series)})."
    )


def _why_not(series: Series, best: Series) -> str:
    return (
        "Another series of the same study shows the same part of the body and is analysed instead"
        f" ({_described(best)}; this one is {_described(series)})."
    )
