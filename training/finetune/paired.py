"""What the old and the new model say of a site's nodules, side by side: what the verdict is made of.

A run of fine-tuning writes it (`RUN/scores.npz`) when it is done. Numpy only; knows no network.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from engine.files import write_whole_bytes
from training.errors import TrainingError

SCORES = "scores.npz"
_REFERENCE = "reference."

Mode = Literal["finetune", "recalibrate"]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PairedReference:
    """The same of reference nodules that the fine-tuning did not train on; shape ``(cases,)`` each.

    Parameters
    ----------
    patient
        Whose they are.
    label
        1 or 0.
    old_probability, new_probability
        By the base model and by the final new one.
    seen
        Whether the base was trained on the patient; it then judges better than it would elsewhere.
    """

    patient: npt.NDArray[np.str_]
    label: npt.NDArray[np.intp]
    old_probability: Floats
    new_probability: Floats
    seen: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class PairedScores:
    """One row a local nodule with a decided label; every array has shape ``(cases,)``.

    Parameters
    ----------
    mode
        Whether networks were trained on, or the probability alone was recalibrated.
    case, patient
        Identifiers, as in the dataset.
    label
        1 or 0.
    diameter_mm
        NaN where unknown.
    fold
        In which the case was held out; what size alone says is fitted on the other folds.
    old_logit, old_probability
        By the base model; of a patient it was trained on, out of fold.
    new_logit, new_probability
        By the new recipe, from a training that has not seen the patient.
    untouched
        Whether the case is of the part that the final model has not seen in any way.
    confirm_probability
        By the final model; NaN outside the untouched part.
    old_cam, new_cam
        Raw maps behind the two logits, shape ``(cases, 1, h, w)``.
    reference
        What both say of the reference set; `None` where none is installed.
    """

    mode: Mode
    case: npt.NDArray[np.str_]
    patient: npt.NDArray[np.str_]
    label: npt.NDArray[np.intp]
    diameter_mm: Floats
    fold: npt.NDArray[np.intp]
    old_logit: Floats
    new_logit: Floats
    old_probability: Floats
    new_probability: Floats
    untouched: npt.NDArray[np.bool_]
    confirm_probability: Floats
    old_cam: npt.NDArray[np.float32]
    new_cam: npt.NDArray[np.float32]
    reference: PairedReference | None = None

    def __post_init__(self) -> None:
        _check(self, ("case",), ("label", "old_probability", "new_probability", "old_logit", "new_logit"))
        confirmed = np.isfinite(self.confirm_probability)
        if not np.array_equal(confirmed, self.untouched):
            raise TrainingError("The final model must have judged the untouched nodules, and only those.")
        if self.reference is not None:
            _check(self.reference, ("patient",), ("label", "old_probability", "new_probability"))

    def __len__(self) -> int:
        return len(self.case)


def write_paired(scores: PairedScores, run: Path) -> Path:
    """Write ``RUN/scores.npz``; it appears whole or not at all."""
    arrays = {
        field.name: np.asarray(getattr(scores, field.name))
        for field in fields(scores)
        if field.name != "reference"
    }
    if scores.reference is not None:
        arrays |= {
            _REFERENCE + field.name: getattr(scores.reference, field.name)
            for field in fields(scores.reference)
        }
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    write_whole_bytes(run / SCORES, file.getvalue())
    return run / SCORES


def read_paired(run: Path) -> PairedScores:
    """Read a run's table back.

    Raises
    ------
    TrainingError
        If the run has none yet, or it cannot be read as one.
    """
    path = run / SCORES
    if not path.is_file():
        raise TrainingError(
            f"The run {run.name} has no verdict yet: its training is not finished. Run `noduscope train "
            "finetune` with the same --out again."
        )
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
        reference = {
            name.removeprefix(_REFERENCE): arrays.pop(name)
            for name in list(arrays)
            if name.startswith(_REFERENCE)
        }
        mode: Mode = "recalibrate" if str(arrays.pop("mode")) == "recalibrate" else "finetune"
        return PairedScores(
            mode=mode, **arrays, reference=PairedReference(**reference) if reference else None
        )
    except (OSError, ValueError, EOFError, TypeError, KeyError) as error:
        raise TrainingError(f"The scores of the run {run.name} cannot be read: {error}.") from error


def _check(table: object, first: tuple[str, ...], finite: tuple[str, ...]) -> None:
    rows = len(getattr(table, first[0]))
    for field in fields(table):  # type: ignore[arg-type] # both tables are dataclasses
        values = getattr(table, field.name)
        if isinstance(values, np.ndarray) and len(values) != rows:
            raise TrainingError(f"The scores have {rows} rows, but {len(values)} of {field.name}.")
    for name in finite:
        if not np.isfinite(getattr(table, name)).all():
            raise TrainingError(f"The scores hold a {name} that is not a number.")
