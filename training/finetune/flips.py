"""Pictures of the nodules that change side: the patch, and beside it the old and the new map on one scale."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.files import replace_folder
from engine.patch import PatchSpec
from training.cases import Dataset
from training.explain import fine_map
from training.finetune.paired import PairedScores
from training.report.case_picture import maps_png
from training.report.subject import Seen

FLIPS = "flips"


def draw_flips(
    scores: PairedScores,
    rows: npt.NDArray[np.intp],
    dataset: Dataset,
    spec: PatchSpec,
    *,
    limit: float,
    run: Path,
) -> dict[int, str]:
    """Draw nodules into ``RUN/flips``; what was drawn there before is replaced.

    Parameters
    ----------
    scores
        Old and new probabilities and maps.
    rows
        Which of its rows to draw.
    dataset
        The site's.
    spec
        The network's input.
    limit
        Fixed end of the maps' colour scale, in logit units: one for both, so that they can be compared.
    run
        The run folder.

    Returns
    -------
    dict
        The picture of each row, as a path inside the run folder. Names are numbers: a picture's name names
        nobody.
    """
    place = {case.id: index for index, case in enumerate(dataset.cases)}
    pictures = {}
    with tempfile.TemporaryDirectory(prefix=".flips-", dir=run) as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        for row in (int(value) for value in rows):
            index = place[str(scores.case[row])]
            grid = spec.grid_at(dataset.cases[index].centre_mm)
            maps = {
                f"{name} {probability[row]:.2f}": Seen(fine_map(cam[row], grid), None)
                for name, probability, cam in (
                    ("old", scores.old_probability, scores.old_cam),
                    ("new", scores.new_probability, scores.new_cam),
                )
            }
            name = f"{row:04d}.png"
            (fresh / name).write_bytes(maps_png(dataset, index, maps, spec, limit))
            pictures[row] = f"{FLIPS}/{name}"
        replace_folder(fresh, run / FLIPS)
    return pictures
