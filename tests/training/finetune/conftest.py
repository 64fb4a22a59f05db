"""A synthetic site, the plan of its fine-tuning, and one finished run that the tests share."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.models.package import ModelPackage
from tests.training.finetune.synthetic_site import site as make_site
from training.cases import Dataset, write_dataset
from training.events import Emit, silent
from training.finetune.choices import Choices, choices_of
from training.finetune.control import Control, only_one
from training.finetune.plan import Plan, make_plan
from training.finetune.record import FineTuneFolder, Record
from training.finetune.run import Origin, finetune


@dataclass(frozen=True)
class Bench:
    """What a fine-tuning needs, on disk and in memory."""

    package: ModelPackage
    site: Dataset
    reference: Dataset
    choices: Choices
    plan: Plan
    origin: Origin

    def work(self, folder: Path, emit: Emit = silent, plan: Plan | None = None) -> Record:
        """Do it."""
        with only_one(folder):
            control = Control(folder, emit)
            return finetune(plan or self.plan, self.origin, FineTuneFolder(folder), emit, control)


@pytest.fixture(scope="session", autouse=True)
def _own_priority():
    """A process cannot raise its priority again, and the tests are this one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.finetune.limits.NICENESS", -100)
        yield


@pytest.fixture(scope="session")
def site() -> Dataset:
    return make_site()


@pytest.fixture(scope="session")
def bench(package, site, dataset, tmp_path_factory) -> Bench:
    """The shared tests' package as the base, their dataset as the reference set."""
    root = tmp_path_factory.mktemp("bench")
    write_dataset(site, root / "site")
    write_dataset(dataset, root / "reference")
    choices = choices_of("standard", reference=True, epochs=2, folds=2, batch=16, frozen_blocks=0)
    plan = make_plan(site, package, choices, dataset)
    origin = Origin(str(package.folder), root / "site", root / "reference")
    return Bench(package, site, dataset, choices, plan, origin)


@pytest.fixture(scope="session")
def finished(bench, tmp_path_factory) -> Path:
    """The folder of a finished run; tests must not change it."""
    from training.events import emitter

    folder = tmp_path_factory.mktemp("runs") / "run"
    folder.mkdir()
    bench.work(folder, emitter(folder / "progress.jsonl"))
    return folder
