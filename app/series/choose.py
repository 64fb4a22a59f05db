"""Which of the series found is put on screen first, and why: pure functions of what the scan says.

A study holds one chest in several reconstructions. Nodules are read on the thin one of the whole chest, in a
soft-tissue or lung kernel. Scouts, dose pages and other captures are never preselected. What the reader chose
before comes first, but that is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from app.i18n import mark, tr, trn
from engine.protocol import SeriesSummary

#: What is never preselected, by the gate's code (docs/reading-ct.md).
_NO_SLICES = frozenset({"localizer", "capture"})
#: A series this long (mm), or as long as this share of the longest one, shows the whole chest; as in
#: `engine.selection`.
WHOLE_MM = 200.0
WHOLE_SHARE = 0.8
#: Thin sections (Fleischner 2017: 1.5 mm or less), what Lung-RADS v2022 accepts (2.5 mm), and thick; mm.
_CLASSES_MM = (1.5, 2.5, 3.0)
#: The thickness asked for, mm: thinner is noisier, thicker blurs small nodules.
WANTED_MM = (1.0, 1.25)
#: Spacing and thickness that differ by less (mm) are written as one.
ALIKE_MM = 0.05
#: Words of descriptions for the chest, and for other parts of the body.
_CHEST = re.compile(r"chest|thora|lung|pulmo|hrct|胸|肺", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"head|brain|skull|neck|abdom|pelvi|liver|spine|lumb|cervic|knee|hip\b|sinus|schädel|hals|becken|头|颈|腹|盆",
    re.IGNORECASE,
)


class Kernel(StrEnum):
    """What a reconstruction kernel is for."""

    SOFT = mark("soft tissue")
    LUNG = mark("lung")
    BONE = mark("bone")


#: Kernels by the manufacturers' own names; one that is not among them decides nothing.
_NAMES = (
    (Kernel.LUNG, re.compile(r"LUNG|BL\d\d.*|[BI][56]\d[A-Z]?.*|FC5\d|L", re.IGNORECASE)),
    (Kernel.BONE, re.compile(r"BONE.*|EDGE|[BI][78]\d[A-Z]?.*|BR[67]\d.*|FC[38]\d", re.IGNORECASE)),
    (
        Kernel.SOFT,
        re.compile(
            r"SOFT|STANDARD|CHST|DETAIL|[BI][1-4]\d[A-Z]?.*|B[RVF][1-5]\d.*|QR\d\d.*|FC[01]\d|[ABC]",
            re.IGNORECASE,
        ),
    ),
)


def kernel_kind(kernel: str) -> Kernel | None:
    """Return what a kernel is for; `None` where its name does not say."""
    name = kernel.strip()
    return next((kind for kind, pattern in _NAMES if pattern.fullmatch(name)), None)


@dataclass(frozen=True)
class Preselection:
    """The series that is put on screen where the reader has not chosen.

    Parameters
    ----------
    series
        That series.
    why
        What speaks for it, as the end of a sentence.
    why_not
        What speaks against each other one, by series UID.
    """

    series: SeriesSummary
    why: str
    why_not: dict[str, str] = field(default_factory=dict)


def best_series(series: Sequence[SeriesSummary]) -> Preselection | None:
    """Choose the series to open first.

    In this order: CT, one that can be analysed, the whole chest, not another part of the body, not compressed
    with loss, thin, a kernel for soft tissue or lung, nearest to 1.0 to 1.25 mm, the most slices; of equal
    ones the order of the scan decides.

    Returns
    -------
    Preselection or None
        `None` where there are no series, or only scouts and captures.
    """
    slices = [s for s in series if not _no_slices(s)]
    if not slices:
        return None
    longest = max(_length_mm(s) for s in slices)
    points = {s.series_uid: _points(s, longest) for s in slices}
    best = min(slices, key=lambda s: tuple(rank for rank, _text in points[s.series_uid]))
    why_not = {s.series_uid: tr("a scout or capture, not slices") for s in series if _no_slices(s)}
    for one in slices:
        if one is not best:
            against = zip(points[one.series_uid], points[best.series_uid], strict=True)
            why_not[one.series_uid] = next(
                (mine[1] for mine, theirs in against if mine[0] != theirs[0]), tr("listed later")
            )
    return Preselection(best, _why(best, len(slices)), why_not)


def _no_slices(summary: SeriesSummary) -> bool:
    return any(w.code in _NO_SLICES for w in summary.warnings)


def _points(summary: SeriesSummary, longest_mm: float) -> tuple[tuple[float, str], ...]:
    """Return the rank of a series in every respect, the weightiest first, and what a worse rank means."""
    length, thick = _length_mm(summary), thickness_mm(summary)
    kernel = summary.acquisition.kernel.strip()
    if thick is None:
        thin, off, slices = len(_CLASSES_MM), 0.0, tr("slices of unknown thickness")
    else:
        thin = sum(thick > limit + 0.05 for limit in _CLASSES_MM)
        off = round(max(WANTED_MM[0] - thick, thick - WANTED_MM[1], 0.0), 1)
        slices = tr("slices of {mm:.3g} mm", mm=thick)
    elsewhere = bool(_ELSEWHERE.search(summary.description)) and not _CHEST.search(summary.description)
    # Where no series shows a whole chest, a longer one is no better.
    whole = longest_mm < WHOLE_MM or length >= min(WHOLE_MM, WHOLE_SHARE * longest_mm)
    return (
        (summary.modality != "CT", tr("not CT")),
        (not summary.analysable, tr("not analysable")),
        (not whole, tr("only {mm:.0f} mm of the body", mm=length)),
        (elsewhere, tr("another part of the body")),
        (summary.acquisition.lossy, tr("compressed with loss")),
        (thin, slices),
        (kernel_kind(kernel) is Kernel.BONE, tr("kernel {kernel} is for bone", kernel=kernel)),
        (off, slices),
        (-summary.n_slices, tr("fewer slices")),
    )


def _why(best: SeriesSummary, rivals: int) -> str:
    if rivals == 1:
        return tr("the only series of slices")
    if not best.analysable:
        return tr("none of the series found can be analysed")
    kernel = best.acquisition.kernel.strip()
    kind, thick = kernel_kind(kernel), thickness_mm(best)
    parts = [size_text(best)]
    if thick is not None and best.spacing_mm and thick - best.spacing_mm[0] > ALIKE_MM:
        parts.append(tr("{mm:.3g} mm thick", mm=thick))
    if kernel:
        parts.append(
            tr("kernel {kernel} ({kind})", kernel=kernel, kind=tr(kind.value))
            if kind
            else tr("kernel {kernel}", kernel=kernel)
        )
    facts = tr(", ").join(parts)
    if thick is not None and thick <= _CLASSES_MM[0] + 0.05:
        return tr("the thin series of the chest: {facts}", facts=facts)
    return tr("the best CT that can be analysed: {facts}", facts=facts)


def _length_mm(summary: SeriesSummary) -> float:
    return summary.n_slices * summary.spacing_mm[0] if summary.spacing_mm else 0.0


def thickness_mm(summary: SeriesSummary) -> float | None:
    """Return the thickness of a slice: as the files say, at least the distance between two of them."""
    if summary.spacing_mm is None:
        return summary.acquisition.slice_thickness_mm
    return max(summary.spacing_mm[0], summary.acquisition.slice_thickness_mm or 0.0)


def size_text(summary: SeriesSummary) -> str:
    """Slices by spacing, as the rail and the recent list show it."""
    if summary.spacing_mm and summary.n_slices > 1:
        return f"{summary.n_slices} × {summary.spacing_mm[0]:.3g} mm"
    return trn("1 slice", "{n} slices", summary.n_slices)
