"""How often a crop at the network's own mask holds the whole nodule: measured out of fold, on a run.

A crop that misses takes the nodule from the classifier (`training.nets.lesion_views`), so its recall is known
before such a network is trusted. Any run can be measured, since every network has a lesion head.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from training.cases import Dataset
from training.errors import TrainingError
from training.explain import consensus, lesion_of
from training.held_out import held_out_networks
from training.metrics import with_intervals
from training.nets.lesion_views import LesionCrop
from training.runs import RunFolder
from training.samples import plain_patches

#: Margin round the mask, as in the change `lesion-crop`.
MARGIN_MM = 4.0


def crop_recall(dataset: Dataset, run: RunFolder, margin_mm: float = MARGIN_MM) -> dict[str, Any]:
    """Measure the crops that a run's masks would give, each fold by the network that has not seen it.

    Parameters
    ----------
    dataset, run
        The run's dataset; every fold is finished.
    margin_mm
        Round the mask's bounding box.

    Returns
    -------
    dict
        Of the nodules with a readers' outline: ``n``, ``patients``; with intervals by patient ``recall``, the
        share whose outline lies in the crop as a whole, ``covered``, the mean share of the outline that does,
        and ``no_mask``, the share without a mask (the crop is then the whole patch, which counts as a hit);
        and the crops' median side ``side_mm``.

    Raises
    ------
    TrainingError
        If no case has an outline.
    training.runs.RunError
        If a fold is not finished, or the dataset is not the run's.
    """
    spec = run.record().recipe.input.spec
    crop = LesionCrop(margin_mm, (spec.spacing_mm[1], spec.spacing_mm[2]))
    table: list[tuple[str, float, bool, float]] = []
    for held_out, network in held_out_networks(dataset, run):
        outputs = network(plain_patches(dataset, spec, held_out))
        for row, index in enumerate(int(i) for i in held_out):
            outline = consensus(dataset, index, spec, dataset.cases[index].centre_mm)
            if outline.any():
                # The mask has a cell on every second pixel; `box` looks at the sign of its logit.
                mask = lesion_of(outputs, row)[None, :, ::2, ::2] - 0.5
                box = crop.box(torch.from_numpy(np.ascontiguousarray(mask)))[0].numpy()
                side_mm = 2 * float(box[2]) * (spec.size[1] - 1) / 2 * spec.spacing_mm[1]
                patient = dataset.cases[index].patient_id
                table.append((patient, covered(outline, box), not (mask >= 0).any(), side_mm))
    if not table:
        raise TrainingError("No case of the dataset has a readers' outline, so no crop can be judged.")
    patients = np.array([row[0] for row in table], dtype=np.str_)
    share, none, side = (np.array([row[k] for row in table], dtype=np.float64) for k in (1, 2, 3))

    def figures(rows: npt.NDArray[np.intp]) -> dict[str, float]:
        return {
            "recall": float((share[rows] == 1).mean()),
            "covered": float(share[rows].mean()),
            "no_mask": float(none[rows].mean()),
        }

    return {
        "schema": 1,
        "margin_mm": margin_mm,
        "n": len(table),
        "patients": len(set(patients)),
        **with_intervals(figures, patients),
        "side_mm": round(float(np.median(side)), 1),
    }


def covered(outline: npt.NDArray[np.bool_], box: npt.NDArray[np.float32]) -> float:
    """Return the share of an outline (H, W) whose pixel centres lie in a box of `LesionCrop`."""
    inside = []
    for axis, n in enumerate(outline.shape):
        place = np.linspace(-1, 1, n)
        inside.append(np.abs(place - box[axis]) <= box[axis + 2] + 1e-6)
    held = outline & inside[0][:, None] & inside[1][None, :]
    return float(held.sum() / outline.sum())
