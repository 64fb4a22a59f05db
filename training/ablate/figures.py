"""What each technique is worth, from the finished cells: paired differences, their intervals, a verdict.

A difference is always with the technique minus without it, on the same cases, folds and seeds. Knows logits
and cases, not networks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from statistics import median
from typing import Any

import numpy as np
import numpy.typing as npt

from training.ablate.changes import Change
from training.ablate.ledger import Cell
from training.ablate.plan import BASE, Planned
from training.calibrate import cross_fit
from training.cases import Dataset
from training.errors import TrainingError
from training.evaluate import STRATA
from training.metrics import auc, ece, mean_with_intervals
from training.splits import Split

#: Seeds without which no technique is 'on'.
ENOUGH_SEEDS = 3
SMALL = "6-15mm"


class JudgedCases:
    """The cases that are judged: those of the planned folds that figures count."""

    def __init__(self, dataset: Dataset, split: Split, folds: Sequence[int]) -> None:
        self.index = np.flatnonzero(np.isin(split.folds, folds))
        cases = [dataset.cases[i] for i in self.index]
        self.fold = split.folds[self.index]
        self.label = np.array([np.nan if case.label is None else case.label for case in cases])
        self.counted = np.array([case.reportable for case in cases], dtype=bool)
        self.patients = np.array([case.patient_id for case in cases])[self.counted]
        diameter = np.array([case.diameter_mm or np.nan for case in cases])[self.counted]
        low, high = STRATA[SMALL]
        self.small = (diameter >= low) & (diameter < high)
        self.called = self.label[self.counted].astype(np.intp)
        if len(np.unique(self.called)) < 2:
            raise TrainingError(
                "The chosen folds hold nodules of one class only, so there is no AUC to compare. "
                "Take more folds."
            )

    def rating(self, dataset: Dataset, name: str) -> npt.NDArray[np.float64]:
        """Return a reader's rating of the counted cases; NaN where there is none."""
        ratings = [dataset.cases[i].attributes.get(name, np.nan) for i in self.index[self.counted]]
        return np.array(ratings, dtype=np.float64)

    def probability(self, logits: Mapping[int, Sequence[float]]) -> npt.NDArray[np.float64]:
        """Calibrate one seed's logits out of fold and return those of the counted cases."""
        logit = np.full(len(self.index), np.nan)
        for fold, values in logits.items():
            logit[self.fold == fold] = values
        return cross_fit(logit, self.label, self.fold, self.counted).probability[self.counted]


def document(
    dataset: Dataset,
    split: Split,
    planned: Sequence[Planned],
    finished: Mapping[str, Cell],
    changes: Sequence[Change],
) -> dict[str, Any]:
    """Return the figures of an ablation.

    Parameters
    ----------
    dataset, split
        The cases and their folds.
    planned
        The cells: see `training.ablate.plan.plan`.
    finished
        Those that are, by key; others may be among them.
    changes
        The changes that were planned.

    Returns
    -------
    dict
        ``base`` with its own figures and ``rows``, one for each change; a change counts on the seeds of
        which all folds are finished, in the base too. A row without any has ``verdict`` "not measured".

    Raises
    ------
    TrainingError
        If the folds hold nodules of one class only.
    """
    folds = sorted({cell.fold for cell in planned})
    cases = JudgedCases(dataset, split, folds)
    arms = arms_of(planned, finished)
    base = arms.get(BASE, {})
    return {
        "schema": 1,
        "dataset_sha256": dataset.sha256,
        "split_sha256": split.sha256,
        "folds": len(folds),
        "nodules": len(cases.called),
        "patients": len(set(cases.patients)),
        "malignant": int(cases.called.sum()),
        "planned": len({cell.key for cell in planned}),
        "finished": len({cell.key for cell in planned} & finished.keys()),
        "base": _base(cases, base) if base else None,
        "rows": [_row(cases, change, base, arms.get(change.name, {})) for change in changes],
    }


def arms_of(
    planned: Sequence[Planned], finished: Mapping[str, Cell]
) -> dict[str, dict[int, dict[int, Cell]]]:
    """Return the finished cells by change, seed and fold: of the seeds of which all folds are finished."""
    folds = {cell.fold for cell in planned}
    arms: dict[str, dict[int, dict[int, Cell]]] = {}
    for cell in planned:
        if cell.key in finished:
            by_seed = arms.setdefault(cell.change, {})
            by_seed.setdefault(cell.seed, {})[cell.fold] = finished[cell.key]
    return {
        name: {seed: cells for seed, cells in by_seed.items() if len(cells) == len(folds)}
        for name, by_seed in arms.items()
    }


def verdict(difference: dict[str, Any], seeds: int) -> str:
    """Return what a difference of AUCs, with minus without the technique, says of it.

    Parameters
    ----------
    difference
        Mean over the seeds with its interval by patient, and with several seeds each one's in ``runs``.
    seeds
        How many.

    Returns
    -------
    str
        "on" or "off" where the interval leaves 0 out, all seeds agree and there are `ENOUGH_SEEDS`;
        "undecided" where seeds are lacking or disagree; else "no difference".
    """
    value, low, high = (difference[name] for name in ("value", "low", "high"))
    if value is None:
        return "not measured"
    if low <= 0 <= high:
        return "no difference" if seeds >= ENOUGH_SEEDS else "undecided"
    side = 1 if value > 0 else -1
    agree = all(run is not None and run * side > 0 for run in difference.get("runs", [value]))
    if seeds < ENOUGH_SEEDS or not agree:
        return "undecided"
    return "on" if side > 0 else "off"


def _base(cases: JudgedCases, seeds: dict[int, dict[int, Cell]]) -> dict[str, Any]:
    runs = [partial(_figures, cases, probability) for probability in probabilities(cases, seeds).values()]
    return {
        "seeds": sorted(seeds),
        **mean_with_intervals(runs, cases.patients),
        "latency_ms": _latency(seeds),
    }


def _row(
    cases: JudgedCases, change: Change, base: dict[int, dict[int, Cell]], changed: dict[int, dict[int, Cell]]
) -> dict[str, Any]:
    common = sorted(base.keys() & changed.keys())
    row: dict[str, Any] = {
        "change": change.name,
        "technique": change.technique,
        "about": change.about,
        "seeds": common,
    }
    if not common:
        return row | {"difference": None, "latency_ms": None, "verdict": "not measured"}
    arms = [{seed: arm[seed] for seed in common} for arm in (base, changed)]
    without, with_it = arms if change.adds else arms[::-1]
    p_without, p_with = (probabilities(cases, arm) for arm in (without, with_it))
    runs = [partial(_differences, cases, p_with[seed], p_without[seed]) for seed in common]
    difference = mean_with_intervals(runs, cases.patients)
    return row | {
        "difference": difference,
        "latency_ms": round(_latency(with_it) - _latency(without), 3),
        "verdict": verdict(difference["auc"], len(common)),
    }


def probabilities(
    cases: JudgedCases, seeds: dict[int, dict[int, Cell]]
) -> dict[int, npt.NDArray[np.float64]]:
    """Return the calibrated probabilities of an arm's counted cases, by seed."""
    return {
        seed: cases.probability({fold: cell.logits for fold, cell in cells.items()})
        for seed, cells in sorted(seeds.items())
    }


def _figures(
    cases: JudgedCases, probability: npt.NDArray[np.float64], rows: npt.NDArray[np.intp]
) -> dict[str, float]:
    small = rows[cases.small[rows]]
    return {
        "auc": auc(cases.called[rows], probability[rows]),
        f"auc_{SMALL}": auc(cases.called[small], probability[small]),
        "ece": ece(cases.called[rows], probability[rows]),
    }


def _differences(
    cases: JudgedCases, a: npt.NDArray[np.float64], b: npt.NDArray[np.float64], rows: npt.NDArray[np.intp]
) -> dict[str, float]:
    of_a, of_b = _figures(cases, a, rows), _figures(cases, b, rows)
    return {name: of_a[name] - of_b[name] for name in of_a}


def _latency(seeds: dict[int, dict[int, Cell]]) -> float:
    return median(cell.latency_ms for cells in seeds.values() for cell in cells.values())
