"""Which of the series found is put on screen first. A pure function of what the scan says."""

from __future__ import annotations

from collections.abc import Sequence

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
        return best, "the only series"
    if not best.analysable:
        return best, "none of the series found can be analysed"
    if best.spacing_mm:
        return best, f"the thinnest CT that can be analysed, {best.n_slices} × {best.spacing_mm[0]:.2g} mm"
    return best, "the CT that can be analysed"


def size_text(summary: SeriesSummary) -> str:
    """Slices by spacing, as the rail and the recent list show it."""
    if summary.spacing_mm and summary.n_slices > 1:
        return f"{summary.n_slices} × {summary.spacing_mm[0]:.3g} mm"
    return f"{summary.n_slices} slice{'s' if summary.n_slices != 1 else ''}"


def date_text(date: str) -> str:
    """A DICOM date (YYYYMMDD) as ISO 8601; anything else as it is."""
    return f"{date[:4]}-{date[4:6]}-{date[6:]}" if len(date) == 8 and date.isdigit() else date
