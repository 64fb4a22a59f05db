"""A fine-tuning from beginning to end, in a run folder that survives an end at any moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from monai.utils import set_determinism

from engine.models.package import PackageError
from training.errors import TrainingError
from training.events import Emit
from training.finetune.control import Control, Stopped
from training.finetune.limits import MemoryGuard, memory_limit_mb, step_back, threads
from training.finetune.material import Material
from training.finetune.paired import write_paired
from training.finetune.plan import Plan, Training, estimate, measure
from training.finetune.progress import Progress, mend_log
from training.finetune.record import FINETUNE_VERSION, Base, FineTuneFolder, Record, Source
from training.finetune.score import score
from training.finetune.tune import Watch, tune
from training.fit import software
from training.runs import RunError, member_name, row_key
from training.weights import Weights


@dataclass(frozen=True)
class Origin:
    """Where the parts of a plan were read from, for whoever reads the run later."""

    base: str
    dataset: Path
    reference: Path | None = None


def finetune(plan: Plan, origin: Origin, folder: FineTuneFolder, emit: Emit, control: Control) -> Record:
    """Do what a plan says; finished trainings are not repeated.

    Parameters
    ----------
    plan, origin
        What to do, and where its parts came from.
    folder
        The run folder, held by this process (`training.finetune.control.only_one`).
    emit
        Takes progress events.
    control
        Tells whether to pause or to stop.

    Returns
    -------
    Record
        With the outcome.

    Raises
    ------
    training.finetune.control.Stopped
        If asked to stop; called again, the run goes on.
    TrainingError
        If the folder holds another run, a training diverges, or the memory does not suffice.
    """
    record = _begin(plan, origin, folder)
    step_back(record.threads)
    guard = MemoryGuard(memory_limit_mb())

    def watch() -> None:
        control.look()
        guard.look()

    watch()
    progress = Progress(
        emit,
        {t.name: len(t.train) for t in plan.trainings},
        plan.choices.epochs,
        mend_log(folder.log),
        lambda: control.paused_s,
    )
    emit(
        "start",
        trainings=len(plan.trainings),
        epochs=plan.choices.epochs,
        estimated_seconds=round(estimate(plan, *measure(plan))),
        mode=plan.mode,
    )
    best = _train_all(plan, record, folder, progress, watch)

    def weights_of(fold: str) -> list[Weights]:
        members = range(len(plan.base_weights))
        return [folder.finished(record, member_name(fold, member)).weights() for member in members]

    scores, outcome = score(plan, weights_of, watch)
    write_paired(scores, folder.folder)
    record = record.model_copy(update={"outcome": outcome.model_copy(update={"best_epochs": best})})
    folder.write(record)
    emit("done")
    return record


def _begin(plan: Plan, origin: Origin, folder: FineTuneFolder) -> Record:
    """Write the record, or hold the one that is there against the plan."""
    n_threads = folder.record().threads if folder.has_record() else threads()
    record = Record(
        mode=plan.mode,
        base=Base(
            id=plan.base.manifest.id,
            version=plan.base.manifest.version,
            sha256=plan.base.sha256,
            given_as=origin.base,
        ),
        dataset=Source(folder=str(origin.dataset.resolve()), sha256=plan.site.dataset.sha256),
        reference=Source(folder=str(origin.reference.resolve()), sha256=plan.reference.sha256)
        if plan.reference is not None and origin.reference is not None
        else None,
        choices=plan.choices,
        recipe=plan.recipe,
        division=plan.division,
        rows={t.name: row_key(_configuration(plan, t)) for t in plan.trainings},
        threads=n_threads,
        software=software(),
    )
    if folder.has_record():
        _check_same(folder.record(), record)
    folder.clear_scraps()
    folder.write(record)
    return record


def _check_same(there: Record, wanted: Record) -> None:
    for what, same in (
        ("another base model", there.base.sha256 == wanted.base.sha256),
        ("another dataset", there.dataset.sha256 == wanted.dataset.sha256),
        ("another reference set", _hash(there.reference) == _hash(wanted.reference)),
        ("other choices", there.choices == wanted.choices),
        ("another division", there.division == wanted.division),
    ):
        if not same:
            raise RunError(f"The run folder holds a fine-tuning with {what}. Choose a new folder with --out.")


def _hash(source: Source | None) -> str:
    return source.sha256 if source is not None else ""


def _train_all(
    plan: Plan, record: Record, folder: FineTuneFolder, progress: Progress, watch: Watch
) -> dict[str, int]:
    """Train what is not finished; return the best epoch of each training."""
    best: dict[str, int] = {}
    material: Material | None = None
    for training in plan.trainings:
        row = folder.rows.row(record.rows[training.name])
        if row is not None:
            best[training.name] = int(row.configuration["best_epoch"])
            progress.already(training.name)
            continue
        if material is None:
            material = _material(plan, watch)
        best[training.name] = _train_one(
            plan, training, material=material, folder=folder, progress=progress, watch=watch
        )
    return best


def _train_one(
    plan: Plan,
    training: Training,
    *,
    material: Material,
    folder: FineTuneFolder,
    progress: Progress,
    watch: Watch,
) -> int:
    configuration = _configuration(plan, training)
    key = row_key(configuration)
    set_determinism(seed=configuration["seed"])
    progress.training(training.name)
    tuned = tune(
        material,
        plan.recipe,
        plan.base_weights[training.member],
        training.train,
        training.stop_by,
        choices=plan.choices,
        temperature=plan.base.manifest.temperature,
        seed=configuration["seed"],
        checkpoints=folder.rows.checkpoints(key),
        watch=watch,
        on_epoch=lambda epoch: progress.epoch(training.name, epoch),
    )
    folder.rows.keep(key, configuration | {"best_epoch": tuned.best_epoch}, tuned.weights)
    progress.training_done(training.name, tuned.best_epoch)
    return tuned.best_epoch


def _material(plan: Plan, watch: Watch) -> Material:
    watch()
    replayed = np.array(plan.division.replayed, dtype=np.intp)
    material = Material(plan.site.dataset, plan.reference, replayed, plan.recipe)
    watch()
    return material


def _configuration(plan: Plan, training: Training) -> dict[str, Any]:
    """Everything that a training's weights depend on."""
    return {
        "finetune_version": FINETUNE_VERSION,
        "base_sha256": plan.base.sha256,
        "dataset_sha256": plan.site.dataset.sha256,
        "reference_sha256": plan.reference.sha256 if plan.reference is not None else None,
        "recipe": plan.recipe.model_dump(mode="json"),
        "choices": plan.choices.model_dump(mode="json"),
        "name": training.name,
        "train": [int(place) for place in training.train],
        "stop_by": [int(place) for place in training.stop_by],
        "replayed": list(plan.division.replayed),
        "seed": _seed(plan.choices.seed, training.name),
    }


def _seed(seed: int, name: str) -> int:
    """Trainings are independent; the same seed would give them the same shuffles."""
    return int(np.random.SeedSequence([seed, *name.encode()]).generate_state(1)[0])


def run_held(work: Callable[[], Record], emit: Emit, control: Control, known: Mapping[str, str]) -> Record:
    """Do the work of a run that this process holds; what ends it is told as an event.

    Parameters
    ----------
    work
        Calls `finetune`.
    emit, control
        Take ``error``, and the stop.
    known
        Paths that a sentence may hold, and what an event calls them: it names no path.
    """

    def tell(text: str) -> None:
        for path, name in known.items():
            text = text.replace(path, name)
        emit("error", text=text)

    try:
        return work()
    except Stopped:
        control.tell_stopped()
        raise
    except (TrainingError, PackageError) as error:
        tell(str(error))
        raise
    except OSError as error:
        tell(f"A file of the run could not be written or read ({error.strerror}).")
        raise
    except Exception as error:
        tell(f"The fine-tuning ended by a fault of the program ({type(error).__name__}).")
        raise
