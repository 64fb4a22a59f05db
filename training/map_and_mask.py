"""The parts of a verdict about the map and the lesion mask, from the audit of each case.

Knows the audit's columns (`training.explain.audit`), not networks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np

from training.cohort import Cohort
from training.judged import Judged
from training.metrics import IntArray, mean_with_intervals, rounded


def map_figures(run: Judged) -> dict[str, Any]:
    """Audit of the maps of nodules called malignant: a benign call has no hot spot to be right about."""
    rows = (run.probability >= 0.5) & np.isfinite(run.audit["cam_energy"])

    def mean(name: str) -> float | None:
        return rounded(run.audit[name][rows].mean()) if rows.any() else None

    return {
        "energy_in_lesion": mean("cam_energy"),
        "pointing_game": mean("cam_peak_in"),
        "pointing_game_shifted": mean("cam_peak_in_shifted"),
        "chance": mean("cam_chance"),
        "n": int(rows.sum()),
    }


def mask_figures(cohort: Cohort, run: Judged) -> dict[str, Any]:
    """Dice of the mask against the readers' consensus, and the mean error of its axis against theirs."""
    rows = np.isfinite(run.audit["dice"])
    error = np.abs(run.audit["long_axis_mm"] - cohort.diameter_mm)
    return {
        "dice": rounded(run.audit["dice"][rows].mean()) if rows.any() else None,
        "long_axis_error_mm": rounded(float(np.nanmean(error))) if np.isfinite(error).any() else None,
        "n": int(rows.sum()),
    }


def long_axis_figures(cohort: Cohort, runs: Sequence[Judged]) -> dict[str, Any]:
    """Median error of the mask's long axis against the readers' diameter from edge to edge."""
    edge = cohort.edge_diameter_mm

    def of_run(run: Judged, rows: IntArray) -> dict[str, float]:
        error = np.abs(run.audit["long_axis_mm"] - edge)[rows]
        known = error[np.isfinite(error)]
        return {"long_axis_error_median_mm": float(np.median(known)) if len(known) else float("nan")}

    return mean_with_intervals([partial(of_run, run) for run in runs], cohort.patients)
