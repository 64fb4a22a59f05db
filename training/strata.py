"""Which cases came from which kind of scanner: the rows of tables by manufacturer and slice thickness."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from training.cases import Case
from training.leave_out import THICK_MM, manufacturer_of

#: Slice thickness above the first and up to the second, in mm.
THICKNESS_MM = {
    "<= 1.25 mm": (0.0, 1.25),
    "1.25-2.5 mm": (1.25, THICK_MM),
    "> 2.5 mm": (THICK_MM, np.inf),
}
UNKNOWN = "not recorded"

Rows = npt.NDArray[np.intp]


def by_scanner(
    cases: Sequence[Case], label: Rows, figures: Callable[[Rows], dict[str, Any]], *, few: int
) -> dict[str, dict[str, dict[str, Any]]]:
    """Compute figures for every manufacturer and range of slice thickness.

    Parameters
    ----------
    cases, label
        The cases and their labels (0 or 1).
    figures
        Figures of the cases with the given indices.
    few
        With fewer cases than this, or fewer than two of a class, there are only counts.

    Returns
    -------
    dict
        ``by_manufacturer`` and ``by_slice_thickness``: for each name ``n``, ``n_malignant`` and the figures.
    """
    tables = {"by_manufacturer": _manufacturers(cases), "by_slice_thickness": _thicknesses(cases)}

    def entry(rows: Rows) -> dict[str, Any]:
        counts = {"n": len(rows), "n_malignant": int(label[rows].sum())}
        enough = len(rows) >= few and min(np.bincount(label[rows], minlength=2)) >= 2
        return {**counts, **(figures(rows) if enough else {})}

    return {
        table: {name: entry(rows) for name, rows in parts.items() if len(rows)}
        for table, parts in tables.items()
    }


def _manufacturers(cases: Sequence[Case]) -> dict[str, Rows]:
    names = np.array([manufacturer_of(case) or UNKNOWN for case in cases])
    return {str(name): np.flatnonzero(names == name) for name in np.unique(names)}


def _thicknesses(cases: Sequence[Case]) -> dict[str, Rows]:
    mm = np.array([case.slice_thickness_mm or np.nan for case in cases])
    parts = {name: np.flatnonzero((mm > low) & (mm <= high)) for name, (low, high) in THICKNESS_MM.items()}
    return {**parts, UNKNOWN: np.flatnonzero(np.isnan(mm))}
