"""Chests that all tests of the batch read, and none changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.models.package import ModelPackage, load_package
from tests.engine.batch import chests


@pytest.fixture(scope="session")
def studies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three chests of three patients, and a file that is none."""
    root = tmp_path_factory.mktemp("studies")
    for seed in (1, 2, 3):
        chests.write_chest(root / f"患者 {seed}", seed)
    (root / "notes.txt").write_text("no image")
    return root


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModelPackage:
    """The tiny model."""
    home = chests.write_home(tmp_path_factory.mktemp("model"))
    return load_package(home / "data" / "models" / "tiny-1.0.0")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's folder of this test alone, with the tiny model."""
    return chests.write_home(tmp_path / "home")
