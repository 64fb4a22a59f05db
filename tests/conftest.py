"""Fixtures that all tests share."""

from __future__ import annotations

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
