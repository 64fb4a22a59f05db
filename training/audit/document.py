"""The audit of a run, as one document: what each fold's network shows of the cases that it has not seen.

Everything cheap is measured of all counted nodules, everything expensive of a fixed sample of the malignant
calls. Figures are by patient. What is good enough is in `training.audit.verdict`.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.explanation import MARGIN_MM
from training import graph
from training.audit.measure import (
    CENTRED,
    GAUSSIAN_SD_MM,
    JITTER_MM,
    NOISE_HU,
    SHIFTED,
    Column,
    measure,
)
from training.audit.perturb import LEVELS, ROAD_NOISE_HU, ROAD_SHARES
from training.audit.sampled import WEIGHT_DRAWS, look_closer
from training.audit.verdict import verdict
from training.calibrate import cross_fitted_temperatures, sigmoid
from training.cases import Dataset, hashed_identifier
from training.errors import TrainingError
from training.evaluate import FEW
from training.explain import SHIFT_MM
from training.held_out import held_out_graphs
from training.metrics import with_intervals
from training.runs import RunFolder

#: So many malignant calls are looked at in the expensive parts: the first by the hash of their identifiers.
SAMPLE = 120

Columns = dict[str, Column]


def audit(dataset: Dataset, run: RunFolder) -> dict[str, Any]:
    """Audit the maps and masks of a run's fold models, each on the patients it has not seen.

    Parameters
    ----------
    dataset
        The run's dataset.
    run
        With every fold finished.

    Returns
    -------
    dict
        The JSON document of ``noduscope train audit``.

    Raises
    ------
    TrainingError
        If there are too few cases, or the run cannot be used.
    """
    index = np.array([i for i, case in enumerate(dataset.cases) if case.reportable], dtype=np.intp)
    label = np.array([dataset.cases[i].label for i in index], dtype=np.float64)
    if len(index) < FEW or len(np.unique(label)) < 2:
        raise TrainingError(
            f"An audit needs at least {FEW} nodules with a decided label, of both classes; there are "
            f"{len(index)} (malignant: {int(label.sum())})."
        )
    spec = run.record().recipe.input.spec
    columns: Columns = {}
    fold = np.zeros(len(index), dtype=np.intp)
    for number, (held_out, module) in enumerate(held_out_graphs(dataset, run)):
        rows = np.flatnonzero(np.isin(index, held_out))
        fold[rows] = number
        _fill(columns, len(index), rows, measure(dataset, index[rows], spec, partial(graph.run, module)))
    divisor = cross_fitted_temperatures(columns["logit"], label, fold, np.ones(len(index), dtype=bool))
    probability = sigmoid(columns["logit"] / divisor)
    columns["nodule/probability"] = probability
    columns["nodule/filled"] = sigmoid(columns["filled"] / divisor)
    still = np.where(np.isnan(columns["filled"]), np.nan, columns["nodule/filled"] >= 0.5)
    columns["nodule/still_malignant"] = still

    called = np.flatnonzero(probability >= 0.5)
    by_hash = sorted(called, key=lambda row: hashed_identifier(dataset.cases[index[row]].id))
    sample = np.array(by_hash[:SAMPLE], dtype=np.intp)
    sampled: Columns = {}
    for number, (_, module) in enumerate(held_out_graphs(dataset, run)):
        rows = sample[fold[sample] == number]
        closer = look_closer(dataset, index[rows], spec, module, divisor[rows], seed=number)
        _fill(sampled, len(index), rows, closer)

    patients = np.array([dataset.cases[i].patient_id for i in index])
    benign = np.flatnonzero(probability < 0.5)
    everything = np.arange(len(index))
    document: dict[str, Any] = {
        "schema": 1,
        "n": len(index),
        "n_patients": len(set(patients)),
        "settings": {
            "margin_mm": MARGIN_MM,
            "shift_mm": SHIFT_MM,
            "gaussian_sd_mm": GAUSSIAN_SD_MM,
            "jitter_mm": JITTER_MM,
            "noise_hu": NOISE_HU,
            "sample": SAMPLE,
            "levels": list(LEVELS),
            "road_shares": list(ROAD_SHARES),
            "road_noise_hu": ROAD_NOISE_HU,
            "weight_draws": WEIGHT_DRAWS,
        },
        "calls": {
            name: _of_calls(columns, rows, patients)
            for name, rows in (("malignant", called), ("benign", benign))
        },
        "sample": {
            "n": len(sample),
            "n_shifted": int((columns[f"{SHIFTED}/whole"][sample] == 1).sum()),
            **figures(sampled, sample, patients),
        },
        "lesion": {"n": _known(columns["lesion/dice"]), **_lesion(columns, everything, patients)},
    }
    document["verdict"] = verdict(document)
    return document


def figures(columns: Columns, rows: npt.NDArray[np.intp], patients: npt.NDArray[np.str_]) -> dict[str, Any]:
    """Return the means of some rows of columns with intervals by patient, nested by the ``/`` in their names.

    Unknown values (NaN) are left out; without any known one a figure is `None`.
    """
    if not columns or not len(rows):
        return {}
    values = np.stack([columns[name][rows] for name in columns])
    known = np.isfinite(values)
    filled = np.where(known, values, 0)

    def means(drawn: npt.NDArray[np.intp]) -> dict[str, float]:
        count = known[:, drawn].sum(1)
        total = filled[:, drawn].sum(1)
        mean = np.where(count > 0, total / np.maximum(count, 1), np.nan)
        return dict(zip(columns, mean.tolist(), strict=True))

    return _nested(with_intervals(means, patients[rows]))


def _of_calls(columns: Columns, rows: npt.NDArray[np.intp], patients: npt.NDArray[np.str_]) -> dict[str, Any]:
    """Everything cheap of the cases with one kind of call."""
    found: dict[str, Any] = {"n": len(rows), "n_with_outline": _known(columns["energy/map"][rows])}
    chosen = _under(columns, "energy/", "stability/", "nodule/")
    found |= figures(chosen, rows, patients)
    found["pointing"] = {
        crop: {
            name: {
                "n": _known(columns[f"{crop}/in/map"][part]),
                **figures(_under(columns, f"{crop}/in/", f"{crop}/near/", cut=f"{crop}/"), part, patients),
            }
            for name, part in (
                ("whole", rows[columns[f"{crop}/whole"][rows] == 1]),
                ("padded", rows[columns[f"{crop}/whole"][rows] == 0]),
            )
        }
        for crop in (CENTRED, SHIFTED)
    }
    found["lesion"] = _lesion(columns, rows, patients)
    return found


def _lesion(columns: Columns, rows: npt.NDArray[np.intp], patients: npt.NDArray[np.str_]) -> dict[str, Any]:
    """Dice, and median absolute and median signed errors of the long axis."""
    errors = {name: columns[f"lesion/{name}"] for name in ("to_readers", "to_outline", "outline_to_readers")}

    def medians(drawn: npt.NDArray[np.intp]) -> dict[str, float]:
        result = {}
        for name, error in errors.items():
            values = error[rows[drawn]]
            values = values[np.isfinite(values)]
            result[f"{name}/absolute"] = float(np.median(np.abs(values))) if len(values) else np.nan
            result[f"{name}/signed"] = float(np.median(values)) if len(values) else np.nan
        return result

    if not len(rows):
        return {}
    return {
        **figures({"dice": columns["lesion/dice"]}, rows, patients),
        "long_axis_error_mm": _nested(with_intervals(medians, patients[rows])),
    }


def _under(columns: Columns, *prefixes: str, cut: str = "") -> Columns:
    """Return the columns whose names begin so, without a beginning that is to be cut off."""
    return {
        name.removeprefix(cut): values for name, values in columns.items() if name.startswith(tuple(prefixes))
    }


def _known(values: Column) -> int:
    return int(np.isfinite(values).sum())


def _fill(columns: Columns, n: int, rows: npt.NDArray[np.intp], found: Columns) -> None:
    """Enter what was found of some rows into columns of `n` rows."""
    for name, values in found.items():
        columns.setdefault(name, np.full(n, np.nan))[rows] = values


def _nested(flat: dict[str, Any]) -> dict[str, Any]:
    """``{"a/b": x}`` as ``{"a": {"b": x}}``."""
    result: dict[str, Any] = {}
    for name, value in flat.items():
        *parts, last = name.split("/")
        at = result
        for part in parts:
            at = at.setdefault(part, {})
        at[last] = value
    return result
