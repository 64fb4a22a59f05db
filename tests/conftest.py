"""Fixtures that all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def _shared(name: str) -> Path:
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip(f"the real data folder {name!r} is not beside the repository")
    return folder


@pytest.fixture(scope="session")
def shared_ct() -> Path:
    """The folder of real CT series; the test is skipped where it is missing."""
    return _shared("ct")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real labelled nodules; the test is skipped where it is missing."""
    return _shared("data")


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep tests away from the store, settings and caches of whoever runs them."""
    before = os.environ.get("NODUSCOPE_HOME")
    os.environ["NODUSCOPE_HOME"] = str(tmp_path_factory.mktemp("own-home"))
    yield
    if before is None:
        del os.environ["NODUSCOPE_HOME"]
    else:
        os.environ["NODUSCOPE_HOME"] = before
