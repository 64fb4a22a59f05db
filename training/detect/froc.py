"""FROC by the LUNA16 rule: which marks hit which nodules, and sensitivity against false marks a scan.

A mark within a nodule's radius of its centre hits it (Setio et al., Med Image Anal 42 (2017) 1-13, LUNA16);
further marks on a nodule that was hit count for nothing, marks on what is neither nodule nor certainly none
too. Numpy only; it knows neither images nor how marks are made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.candidates.merge import Candidate
from engine.findings import Point
from training.detect.insert import Inserted
from training.metrics import with_intervals

#: False marks a scan at which sensitivity is read; the mean over them is LUNA16's CPM.
CPM_POINTS = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
POINTS = (*CPM_POINTS, 16.0)
#: A place that was to be proposed counts as found within the radius, or this many mm.
PROPOSED_MM = 4.0
SIZES = ((0.0, 6.0), (6.0, 10.0), (10.0, 20.0), (20.0, 1000.0))


@dataclass(frozen=True)
class Scan:
    """One scan's truth and marks.

    Parameters
    ----------
    nodules
        What was inserted.
    ignored
        Centres and diameters (mm) of what is neither counted as nodule nor as false: the host's own findings.
    marks
        Candidates, best first.
    proposed
        Whether each nodule was among the places that the filter was asked about.
    """

    nodules: tuple[Inserted, ...]
    ignored: tuple[tuple[Point, float], ...]
    marks: tuple[Candidate, ...]
    proposed: tuple[bool, ...]


@dataclass(frozen=True)
class Outcome:
    """All scans' marks sorted out.

    Parameters
    ----------
    best
        For each nodule, the score of the best mark that hit it; -inf if none did.
    false
        Scores of the false marks.
    scans
        How many scans.
    """

    best: npt.NDArray[np.float64]
    false: npt.NDArray[np.float64]
    scans: int

    def threshold_at(self, rate: float) -> float:
        """Score above which there are at most `rate` false marks a scan."""
        allowed = int(np.floor(rate * self.scans + 1e-9))
        ordered = np.sort(self.false)[::-1]
        return float(ordered[allowed]) if len(ordered) > allowed else -np.inf

    def sensitivity(self, rate: float, chosen: npt.NDArray[np.intp]) -> float:
        """Share of the chosen nodules found at `rate` false marks a scan."""
        if not len(chosen):
            return float("nan")
        return float((self.best[chosen] > self.threshold_at(rate)).mean())


def sort_out(scans: Sequence[Scan]) -> Outcome:
    """Apply the hit rule to all scans."""
    best, false = [], []
    for scan in scans:
        scores = np.array([m.score for m in scan.marks])
        places = np.array([m.centre_mm for m in scan.marks]).reshape(-1, 3)
        explained = np.zeros(len(places), dtype=bool)
        for nodule in scan.nodules:
            hit = _near(places, nodule.centre_mm, nodule.diameter_mm / 2)
            best.append(float(scores[hit].max()) if hit.any() else -np.inf)
            explained |= hit
        for centre, diameter in scan.ignored:
            explained |= _near(places, centre, max(diameter / 2, PROPOSED_MM))
        false += scores[~explained].tolist()
    return Outcome(np.array(best), np.array(false), len(scans))


def were_proposed(nodules: Sequence[Inserted], places_mm: npt.NDArray[np.floating]) -> tuple[bool, ...]:
    """Whether a proposed place lies within max(radius, `PROPOSED_MM`) of each nodule's centre."""
    return tuple(
        bool(_near(places_mm, n.centre_mm, max(n.diameter_mm / 2, PROPOSED_MM)).any()) for n in nodules
    )


def froc(scans: Sequence[Scan]) -> dict[str, Any]:
    """Figures of a set of scans, with 95 % intervals by the patients of the nodules.

    The intervals cover the choice of nodules, not of hosts: all false marks come from the hosts given.

    Returns
    -------
    dict
        ``sensitivity`` at `POINTS`, ``cpm``, ``strata`` by size, texture and place, ``proposal_recall``,
        ``false_marks_a_scan`` in all, and ``thresholds``.
    """
    nodules = [n for scan in scans for n in scan.nodules]
    outcome = sort_out(scans)
    proposed = np.array([p for scan in scans for p in scan.proposed], dtype=float)
    patients = np.array([n.patient_id for n in nodules])

    def figures(chosen: npt.NDArray[np.intp]) -> dict[str, float]:
        values = {f"{rate:g}": outcome.sensitivity(rate, chosen) for rate in POINTS}
        values["cpm"] = float(np.mean([values[f"{rate:g}"] for rate in CPM_POINTS]))
        values["proposal_recall"] = float(proposed[chosen].mean()) if len(chosen) else float("nan")
        return values

    def described(mask: npt.NDArray[np.bool_]) -> dict[str, Any]:
        index = np.flatnonzero(mask)
        if not len(index):
            return {"n": 0}
        values = with_intervals(lambda drawn: figures(index[drawn]), patients[index])
        return {
            "n": len(index),
            "proposal_recall": values.pop("proposal_recall"),
            "cpm": values.pop("cpm"),
            "sensitivity": values,
        }

    size = np.array([n.diameter_mm for n in nodules])
    texture = np.array([n.texture for n in nodules])
    wall = np.array([n.on_wall for n in nodules], dtype=bool)
    strata = {
        f"{low:g}-{high:g} mm" if high < 1000 else f"> {low:g} mm": (size >= low) & (size < high)
        for low, high in SIZES
    }
    strata[">= 6 mm"] = size >= 6
    strata |= {name: texture == name for name in ("solid", "part-solid", "ground glass")}
    strata |= {"on a wall": wall, "free": ~wall}
    return {
        "n_scans": len(scans),
        "n_patients": len(set(patients.tolist())),
        **described(np.ones(len(nodules), dtype=bool)),
        "strata": {name: described(mask) for name, mask in strata.items()},
        "false_marks_a_scan": len(outcome.false) / max(1, len(scans)),
        "thresholds": {f"{rate:g}": outcome.threshold_at(rate) for rate in POINTS},
    }


def _near(places: npt.NDArray[np.floating], centre: Point, radius_mm: float) -> npt.NDArray[np.bool_]:
    return np.asarray(np.linalg.norm(places.reshape(-1, 3) - np.asarray(centre), axis=1) <= radius_mm)
