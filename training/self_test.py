"""`noduscope train self-test`: one step of a fine-tuning on a synthetic site, exported and read back.

It goes the way of a site's own fine-tuning, from the dataset folder to the signed package, so that an
installation, a frozen one above all, that passes can do all of it. Nothing of it stays: it works in a scratch
folder, with settings of its own. How good the model is means nothing.
"""

from __future__ import annotations

import math
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from engine.findings import Point
from engine.models.manifest import Override
from engine.models.package import SUFFIX, ModelPackage, load_package
from engine.paths import HOME
from engine.phantom import Kind, PhantomNodule, PhantomSpec
from engine.phantom.render import draw_anatomy, draw_nodule, finish
from engine.phantom.spec import KIND_HU, MANUFACTURER, Attachment
from engine.runtimes.choose import choose
from training.cases import Case, Dataset, write_dataset
from training.console import open_package
from training.errors import TrainingError
from training.finetune.choices import MIN_NODULES, MIN_PATIENTS, choices_of
from training.finetune.control import Control, only_one
from training.finetune.export import export_finetuned
from training.finetune.plan import make_plan
from training.finetune.record import FineTuneFolder
from training.finetune.run import Origin, finetune
from training.runs import FINAL

#: Pixels of a crop, and their distances.
SIZE, SPACING_MM = (1, 71, 71), (1.25, 0.65, 0.65)
#: Round where the nodules lie, within the right lung.
LUNG_MM: Point = (-70.0, 40.0, 0.0)
SMALL_MM, LARGE_MM = (5.0, 8.0), (10.0, 13.0)
#: All nodules of a training in one batch: an epoch is one step, and the first of them warms up, at a rate of
#: nothing. Two folds are the fewest.
ONE_STEP = {"epochs": 2, "batch": 2 * MIN_NODULES, "folds": 2, "lr_heads": 2e-3, "lr_backbone": 5e-4}


def check(base: str = "default") -> dict[str, Any]:
    """Fine-tune a model by one step on the synthetic site, export it, and have it answer.

    Parameters
    ----------
    base
        Name or path of the model to start from.

    Returns
    -------
    dict
        The JSON document of ``noduscope train self-test``.

    Raises
    ------
    TrainingError, engine.models.package.PackageError
        If any part of that does not work.
    """
    package = open_package(base)
    with tempfile.TemporaryDirectory(prefix="noduscope-training-") as scratch:
        # The site's key, with which a package is signed, is not to be made by a trial.
        before, os.environ[HOME] = os.environ.get(HOME), scratch
        try:
            return _check(package, Path(scratch))
        finally:
            if before is None:
                del os.environ[HOME]
            else:
                os.environ[HOME] = before


def _check(package: ModelPackage, folder: Path) -> dict[str, Any]:
    site = phantom_site()
    write_dataset(site, folder / "site")
    plan = make_plan(site, package, choices_of("thorough", reference=False, **ONE_STEP))
    losses: list[float] = []

    def emit(event: str, **fields: Any) -> None:
        if event == "epoch":
            losses.append(fields["loss"])

    run = folder / "run"
    with only_one(run):
        origin = Origin(str(package.folder), folder / "site")
        record = finetune(plan, origin, FineTuneFolder(run), emit, Control(run, emit))
    if len(losses) != 2 * len(plan.trainings) or not all(map(math.isfinite, losses)):
        raise TrainingError(f"The steps had these losses: {losses}.")
    if record.outcome is None or not record.outcome.best_epochs[FINAL]:
        raise TrainingError("The step made the model no better on nodules that it calls wrongly.")
    file = folder / f"model{SUFFIX}"
    excuse = Override(reason="self-test", reader="self-test", when=datetime.now(UTC).replace(microsecond=0))
    export_finetuned(run, file, override=excuse)
    made = load_package(file)
    runtime = choose(made).runtime  # its recorded answers hold
    return {
        "schema": 1,
        "nodules": len(site),
        "patients": len({case.patient_id for case in site.cases}),
        "trainings": len(plan.trainings),
        "loss": losses[-1],
        "model": f"{made.manifest.id} {made.manifest.version}",
        "runtime": runtime.name,
    }


def phantom_site() -> Dataset:
    """Draw the fewest nodules that may be fine-tuned on, solid balls in the synthetic chest's lung.

    The small ones are called malignant and the large ones benign, the reverse of what any model has learned:
    so a step in the right direction shows at once.
    """
    random = np.random.default_rng(1)
    each = -(-MIN_NODULES // MIN_PATIENTS)
    cases, crops, outlines = [], [], []
    for number in range(MIN_PATIENTS * each):
        label = number % 2
        x, y, z = (float(v) for v in np.asarray(LUNG_MM) + random.uniform(-6, 6, 3))
        diameter = float(random.uniform(*(SMALL_MM if label else LARGE_MM)))
        spec = PhantomSpec(
            size=SIZE, spacing_mm=SPACING_MM, focus_mm=(x, y, z), nodules=(), table=False, seed=number
        )
        nodule = PhantomNodule(Kind.SOLID, (x, y, z), diameter, KIND_HU[Kind.SOLID], Attachment.NOTHING)
        hu = draw_anatomy(spec)
        draw_nodule(hu, spec, nodule, random)
        finish(hu, spec)
        rows, columns = np.indices(SIZE[1:])
        # The nodule lies in the middle of the crop.
        offset = np.hypot(rows - SIZE[1] // 2, columns - SIZE[2] // 2) * SPACING_MM[1]
        patient = f"phantom-{number // each:02d}"
        grid = spec.grid
        cases.append(
            Case(
                id=f"nodule-{number:03d}",
                patient_id=patient,
                series_uid=patient,
                label=label,
                source="reader",
                diameter_mm=round(diameter + SPACING_MM[1], 3),
                centre_mm=(x, y, z),
                size=grid.size,
                origin_mm=grid.origin_mm,
                steps_mm=grid.steps_mm,
                manufacturer=MANUFACTURER,
                slice_thickness_mm=SPACING_MM[0],
            )
        )
        crops.append(hu)
        outlines.append((offset <= diameter / 2).astype(np.uint8)[None])
    return Dataset("Synthetic site", "drawn, of nobody", "", tuple(cases), tuple(crops), tuple(outlines))
