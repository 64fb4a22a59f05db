"""Fixtures of the faults: windows as the window's own tests have them, and a store with something in it."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.engine_client import EngineClient
from app.window import MainWindow
from engine.paths import store_file
from engine.store import open_store
from tests.faults.kept import keep
from tests.gui.conftest import own_home, started

__all__ = ["own_home", "started"]

FAKE = Path(__file__).parents[1] / "gui" / "fake_engine.py"


@pytest.fixture(scope="session")
def full_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with what `kept` knows, made once; to be copied."""
    path = tmp_path_factory.mktemp("full") / "store.sqlite"
    with open_store(path) as opened:
        keep(opened)
    return path


@pytest.fixture
def store(full_store: Path) -> Path:
    """The user's store with what `kept` knows, closed."""
    path = store_file()
    path.parent.mkdir(parents=True)
    shutil.copy(full_store, path)
    return path


@pytest.fixture
def windows(started) -> Callable[..., MainWindow]:
    """Makes started windows on the fake engine, or another command."""

    def make(*options: str, command: list[str] | None = None) -> MainWindow:
        return started(EngineClient(command or [sys.executable, str(FAKE), *options]))

    return make
