"""One scan and one report for all tests of the formats: an oblique, anisotropic one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.reports import Export
from tests.engine.reports.exports import make_export, write_scan


@pytest.fixture(scope="session")
def oblique_scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_scan(tmp_path_factory.mktemp("oblique"))


@pytest.fixture(scope="session")
def export(oblique_scan: Path) -> Export:
    return make_export(oblique_scan, observer="Doe^Jane")
