"""Who is judged by a report: a package or one or more runs, brought to the same form.

Collects what the rest of the report shows; draws and writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.assess import cam_grid
from engine.geometry import resample
from engine.models.package import ModelPackage
from engine.patch import PatchSpec
from engine.runtimes.base import Float32Array, Outputs
from training.cases import Dataset, hashed_identifier
from training.errors import TrainingError
from training.evaluate import Judged, evaluate
from training.explain import cam_cells
from training.report.learning import Learning, learning_of
from training.runs import RunFolder


@dataclass(frozen=True, eq=False)
class Seen:
    """What a network that has not seen the patient made of a nodule, on the pixels of its patch.

    Parameters
    ----------
    cam
        Signed map in logit units, shape (H, W).
    lesion
        Probability of the lesion, shape (H, W); `None` where the network has no such head.
    """

    cam: Float32Array
    lesion: Float32Array | None


@dataclass(frozen=True, eq=False)
class Subject:
    """A run or package, with its verdict.

    Parameters
    ----------
    name
        For the reader.
    facts
        Recipe, seed, software and so on, by name.
    spec
        The network's input.
    judged, verdict
        What it said of every case, and the document of ``noduscope train evaluate``.
    look
        Returns what unseeing networks made of some cases (indices of the dataset), for those that have one.
    cam_limit
        Fixed end of the maps' colour scale, in logit units.
    learning
        The losses of its trainings; `None` where they are not kept.
    no_maps, no_learning
        Why maps, or learning curves, cannot be shown, in a sentence; for where they cannot.
    """

    name: str
    facts: dict[str, str]
    spec: PatchSpec
    judged: Judged
    verdict: dict[str, Any]
    look: Callable[[Sequence[int]], dict[int, Seen]] = field(repr=False)
    cam_limit: float
    learning: Learning | None
    no_maps: str = ""
    no_learning: str = ""


def subject_of_run(dataset: Dataset, run: RunFolder) -> Subject:
    """Collect a run's folds, each judged on the patients it has not seen.

    Raises
    ------
    training.runs.RunError
        If a fold is not finished, or the run is of another dataset.
    TrainingError
        If there is nothing to judge.
    """
    from training.export import CAM_LIMIT_QUANTILE
    from training.held_out import held_out_networks
    from training.judge import judge_run
    from training.samples import plain_patches

    record = run.record()
    spec = record.recipe.input.spec
    judged = judge_run(dataset, run)
    maps: dict[int, Outputs] = {}
    for held_out, network in held_out_networks(dataset, run):
        counted = np.intersect1d(held_out, judged.index)
        maps |= _one_by_one(counted, network(plain_patches(dataset, spec, counted)))
    strength = np.abs(np.concatenate([outputs.cam.ravel() for outputs in maps.values()]))
    learning = learning_of(run.log)
    facts = {
        "Recipe": f"{record.recipe.name} ({_short(record.recipe.sha256)})",
        "Seed": str(record.seed),
        "Folds": _folds_text(record.fold_names, len(set(record.folds) - {-1}), record.split_sha256),
        "Software": _software(record.software),
    }
    return Subject(
        name=f"run {run.folder.resolve().name}",
        facts=facts,
        spec=spec,
        judged=judged,
        verdict=evaluate(dataset, judged),
        look=lambda chosen: {i: _seen(dataset, i, spec, maps[i]) for i in chosen if i in maps},
        cam_limit=float(f"{np.quantile(strength, CAM_LIMIT_QUANTILE):.2g}"),
        learning=learning,
        no_learning="The run folder has no progress.jsonl, so there are no learning curves.",
    )


def subject_of_package(dataset: Dataset, package: ModelPackage) -> Subject:
    """Collect a model package: out-of-fold scores where it has seen the patient, its network where not.

    Raises
    ------
    TrainingError
        If there is nothing to judge.
    """
    from engine.runtimes.onnxruntime_runtime import OnnxRuntime
    from training.judge import judge_package
    from training.samples import plain_patches

    manifest = package.manifest
    judged = judge_package(dataset, package)
    trained_on = set(manifest.training_patients_sha256)
    spec = manifest.input.patch_spec

    def look(chosen: Sequence[int]) -> dict[int, Seen]:
        unseen = [i for i in chosen if hashed_identifier(dataset.cases[i].patient_id) not in trained_on]
        if not unseen:
            return {}
        indices = np.array(unseen, dtype=np.intp)
        outputs = OnnxRuntime(package).run(plain_patches(dataset, spec, indices))
        return {i: _seen(dataset, i, spec, one) for i, one in _one_by_one(indices, outputs).items()}

    return Subject(
        name=f"model {manifest.id} {manifest.version}",
        facts={
            "Model": f"{manifest.id} {manifest.version}, made {manifest.created:%Y-%m-%d}",
            "Recipe": f"{manifest.recipe.get('name', 'unnamed')} ({_short(manifest.recipe_sha256)})",
            "Seed": str(manifest.seed),
            "Trained on": f"dataset {_short(manifest.dataset_sha256)}, {len(trained_on)} patients",
            "Software": _software(manifest.software),
            "Licence": manifest.licence,
        },
        spec=spec,
        judged=judged,
        verdict=evaluate(dataset, judged),
        look=look,
        cam_limit=manifest.cam.limit,
        learning=None,
        no_maps=(
            "A package keeps the out-of-fold scores of the patients it was trained on, but not the networks "
            "that gave them. Its own network has seen these patients, so its maps and masks of them are not "
            "shown; a report on the run has those of the fold models."
        ),
        no_learning=(
            "A package keeps no record of its training, so there are no learning curves; a report on the run "
            "has them."
        ),
    )


def check_same_cases(subjects: Sequence[Subject]) -> None:
    """Refuse runs that cannot stand side by side.

    Raises
    ------
    TrainingError
        If they judge different cases.
    """
    first = subjects[0].judged.index
    for other in subjects[1:]:
        if not np.array_equal(first, other.judged.index):
            raise TrainingError(
                f"{subjects[0].name} and {other.name} judge different nodules ({len(first)} and "
                f"{len(other.judged.index)}), so their figures cannot stand side by side. Report on them one "
                "by one; `noduscope train compare` pairs them on the nodules in common."
            )


def _one_by_one(indices: npt.NDArray[np.intp], outputs: Outputs) -> dict[int, Outputs]:
    lesion = outputs.lesion
    return {
        int(index): Outputs(
            logit=outputs.logit[row],
            probability=outputs.probability[row],
            cam=outputs.cam[row],
            embedding=outputs.embedding[row],
            lesion=None if lesion is None else lesion[row],
        )
        for row, index in enumerate(indices)
    }


def _seen(dataset: Dataset, index: int, spec: PatchSpec, outputs: Outputs) -> Seen:
    patch = spec.grid_at(dataset.cases[index].centre_mm)
    middle = spec.size[0] // 2
    fine = resample(outputs.cam, cam_grid(patch, cam_cells(spec, outputs.cam.shape)), patch)
    lesion = outputs.lesion
    return Seen(fine[middle], None if lesion is None else lesion[len(lesion) // 2])


def _short(sha256: str) -> str:
    return f"sha256 {sha256[:16]}"


def _folds_text(names: Sequence[str], count: int, sha256: str) -> str:
    held_out = f", held out: {', '.join(names)}" if names else " by patient"
    return f"{count}{held_out} ({_short(sha256)})"


def _software(versions: dict[str, str]) -> str:
    return ", ".join(f"{name} {version}" for name, version in versions.items())
