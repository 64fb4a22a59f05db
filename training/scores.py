"""Out-of-fold scores: what each case got from a model that never saw its patient.

The same table is made from a run's folds, kept in a model package (`oof.csv`, identifiers hashed), and
read back by `evaluate`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.patch import PatchSpec
from engine.runtimes.base import Float32Array, Outputs
from training.calibrate import Calibration, cross_fit
from training.cases import Dataset, hashed_identifier
from training.errors import TrainingError
from training.explain import audit
from training.held_out import fitting_folds, held_out_networks
from training.leave_out import NEVER_HELD_OUT
from training.runs import RunFolder
from training.samples import plain_patches

OOF = "oof.csv"


@dataclass(frozen=True, eq=False)
class Scores:
    """One row a case; every array has shape ``(rows,)``.

    Parameters
    ----------
    case
        Hashed identifiers.
    fold
        In which the case was held out.
    label
        1, 0, or NaN where undecided.
    counted
        Whether figures count the case.
    logit, probability
        Raw, and calibrated without the case's fold.
    cam_energy, cam_peak_in, cam_peak_in_shifted, cam_chance, dice, long_axis_mm
        See `training.explain.audit`.
    """

    case: npt.NDArray[np.str_]
    fold: npt.NDArray[np.intp]
    label: npt.NDArray[np.float64]
    counted: npt.NDArray[np.bool_]
    logit: npt.NDArray[np.float64]
    probability: npt.NDArray[np.float64]
    cam_energy: npt.NDArray[np.float64]
    cam_peak_in: npt.NDArray[np.float64]
    cam_peak_in_shifted: npt.NDArray[np.float64]
    cam_chance: npt.NDArray[np.float64]
    dice: npt.NDArray[np.float64]
    long_axis_mm: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.case)

    def to_csv(self) -> bytes:
        """Return the table as CSV."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        names = [field.name for field in fields(self)]
        writer.writerow(names)
        for row in zip(*(getattr(self, name) for name in names), strict=True):
            writer.writerow([_text(value) for value in row])
        return text.getvalue().encode()


def read_scores(path: Path) -> Scores:
    """Read a table back.

    Raises
    ------
    TrainingError
        If it is not such a table.
    """
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    try:
        columns = {field.name: [row[field.name] for row in rows] for field in fields(Scores)}
        return Scores(
            case=np.array(columns.pop("case"), dtype=np.str_),
            fold=np.array(columns.pop("fold"), dtype=np.intp),
            counted=np.array([value == "1" for value in columns.pop("counted")], dtype=bool),
            **{name: np.array([float(v or "nan") for v in values]) for name, values in columns.items()},
        )
    except (KeyError, ValueError) as error:
        raise TrainingError(
            f"{path.name} cannot be read as a table of out-of-fold scores: {error}"
        ) from error


def score_cases(
    dataset: Dataset, chosen: npt.NDArray[np.intp], spec: PatchSpec, run: Callable[[Float32Array], Outputs]
) -> tuple[Outputs, dict[str, npt.NDArray[np.float64]]]:
    """Run a network over cases and audit its maps and masks."""
    outputs = run(plain_patches(dataset, spec, chosen))
    return outputs, audit(dataset, chosen, spec, outputs, run)


def scores_of_run(dataset: Dataset, run: RunFolder) -> tuple[Scores, Calibration, Float32Array]:
    """Collect a run's out-of-fold scores.

    Parameters
    ----------
    dataset
        The run's dataset.
    run
        With every fold finished.

    Returns
    -------
    Scores, Calibration, numpy.ndarray
        One row a case in the dataset's order, their calibration, and the raw maps (cases, 1, h, w); NaN
        where no training held the case out.

    Raises
    ------
    RunError
        If a fold is not finished, or the dataset is not the one the run was made with.
    """
    record = run.record()
    logit = np.full(len(dataset), np.nan)
    maps: dict[int, Float32Array] = {}
    audited: dict[str, npt.NDArray[np.float64]] = {}
    for held_out, network in held_out_networks(dataset, run):
        outputs, table = score_cases(dataset, held_out, record.recipe.input.spec, network)
        logit[held_out] = outputs.logit
        for row, index in enumerate(held_out):
            maps[int(index)] = outputs.cam[row]
        for name, values in table.items():
            audited.setdefault(name, np.full(len(dataset), np.nan))[held_out] = values
    folds = fitting_folds(dataset, record)
    label = np.array([np.nan if case.label is None else case.label for case in dataset.cases])
    judged = folds != NEVER_HELD_OUT
    counted = judged & np.array([case.reportable for case in dataset.cases])
    calibration = cross_fit(logit, label, folds, counted)
    scores = Scores(
        case=np.array([hashed_identifier(case.id) for case in dataset.cases]),
        fold=folds,
        label=label,
        counted=counted,
        logit=logit,
        probability=calibration.probability,
        **audited,
    )
    unseen = np.full_like(next(iter(maps.values())), np.nan)
    return scores, calibration, np.stack([maps.get(index, unseen) for index in range(len(dataset))])


def reference_csv(scores: Scores) -> bytes:
    """Return the probabilities of the counted cases with their labels, for percentiles in the window."""
    lines = ["label,probability"]
    lines += [
        f"{label:.0f},{probability:.6f}"
        for label, probability in zip(
            scores.label[scores.counted], scores.probability[scores.counted], strict=True
        )
    ]
    return ("\n".join(lines) + "\n").encode()


def _text(value: object) -> str:
    if isinstance(value, np.bool_):
        return str(int(value))
    if isinstance(value, np.floating):
        return "" if np.isnan(value) else f"{value:.12g}"
    return str(value)
