"""Which of the series found is put on screen first. A pure function of what the scan says."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import tr, trn
from engine.protocol import SeriesSummary

#: Fewer slices than this are a scout, a block or a sample, not a chest.
WHOLE_CHEST_SLICES = 30


def best_series(series: Sequence[SeriesSummary]) -> tuple[SeriesSummary, str] | None:
    """Choose the series to open first.

    An analysable CT comes before one that is not, a whole chest before a block, thin slices before thick
    ones, many before few; else the order of the scan decides.

    Returns
    -------
    tuple or None
        The series and a sentence why; `None` where there is no series at all.
    """
    if not series:
        return None

    def key(s: SeriesSummary) -> tuple[bool, bool, bool, float, int]:
        spacing = round(s.spacing_mm[0], 2) if s.spacing_mm else float("inf")
        return (s.modality != "CT", not s.analysable, s.n_slices < WHOLE_CHEST_SLICES, spacing, -s.n_slices)

    best = min(series, key=key)
    if len(series) == 1:
        return best, tr("the only series")
    if not best.analysable:
        return best, tr("none of the series found can be analysed")
    if best.spacing_mm:
        return best, tr(
            "the thinnest CT that can be analysed, {n_slices} × {spacing_mm:.2g} mm",
            n_slices=best.n_slices,
            spacing_mm=best.spacing_mm[0],
        )
    return best, tr("the CT that can be analysed")


def size_text(summary: SeriesSummary) -> str:
    """Slices by spacing, as the rail and the recent list show it."""
    if summary.spacing_mm and summary.n_slices > 1:
        return tr(
            "{n_slices} × {spacing_mm:.3g} mm", n_slices=summary.n_slices, spacing_mm=summary.spacing_mm[0]
        )
    return trn("1 slice", "{n} slices", summary.n_slices)


def date_text(date: str) -> str:
    """A DICOM date (YYYYMMDD) as ISO 8601; anything else as it is."""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if len(date) == 8 and date.isdigit() else date
