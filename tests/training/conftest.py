"""A small dataset, a tiny recipe, and one quick run that the tests share."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from engine.models.package import ModelPackage, load_package
from engine.morphology import smoothed
from tests.training.synthetic_crops import write_crops
from training.cases import Dataset
from training.datasets.lidc_crops import import_lidc_crops
from training.export import export
from training.fit import fit
from training.recipe import Recipe, read_recipe
from training.runs import RunFolder
from training.splits import Split, make_split


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="session")
def crops(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_crops(tmp_path_factory.mktemp("crops"))


@pytest.fixture(scope="session")
def dataset(crops: Path) -> Dataset:
    return import_lidc_crops(crops)


@pytest.fixture(scope="session")
def two_makers(dataset: Dataset) -> Dataset:
    """Every second patient is GE's, whose noise is sharp; Siemens' is blurred away."""
    cases, hu = [], []
    for number, (case, crop) in enumerate(zip(dataset.cases, dataset.hu, strict=True)):
        sharp = number // 2 % 2 == 0
        cases.append(case.model_copy(update={"manufacturer": "GE MEDICAL SYSTEMS" if sharp else "SIEMENS"}))
        soft = smoothed(crop[0].astype(np.float32), 0.8).round().astype(np.int16)[None]
        hu.append(crop if sharp else soft)
    return dataclasses.replace(dataset, cases=tuple(cases), hu=tuple(hu))


@pytest.fixture(scope="session")
def split(dataset: Dataset, recipe: Recipe) -> Split:
    return make_split(dataset, n_folds=recipe.folds, seed=recipe.seed)


@pytest.fixture(scope="session")
def recipe() -> Recipe:
    """The default recipe made tiny: random weights, a 33-pixel input, two epochs."""
    document = read_recipe("default").model_dump(mode="json")
    document["name"] = "tiny"
    document["folds"] = 2
    document["input"] = {"size": [1, 33, 33], "spacing_mm": [1.0, 0.8, 0.8]}
    document["net"] |= {
        "pretrained": False,
        "frozen_blocks": 0,
        "features": 16,
        "attributes": ["log_diameter", "spiculation"],
    }
    document["optimiser"] |= {"epochs": 2, "batch": 8}
    return Recipe.model_validate(document)


@pytest.fixture(scope="session")
def run(
    dataset: Dataset, split: Split, recipe: Recipe, tmp_path_factory: pytest.TempPathFactory
) -> RunFolder:
    """A finished run; tests must not change it."""
    return fit(dataset, split, recipe, tmp_path_factory.mktemp("runs") / "run", dataset_folder=Path("data"))


@pytest.fixture(scope="session")
def package(dataset: Dataset, run: RunFolder, tmp_path_factory: pytest.TempPathFactory) -> ModelPackage:
    """The finished run as a model package; tests must not change it."""
    folder = tmp_path_factory.mktemp("models") / "tiny"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.metrics.DRAWS", 50)
        export(dataset, run, folder, model_id="tiny", model_version="0.1.0")
    return load_package(folder)
