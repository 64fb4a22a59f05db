"""Rules of the repository that are tests: import layers, and what a base installation may need."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_import_layers_hold() -> None:
    """The contracts of `pyproject.toml`: who may import whom."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "module", ["app.engine_client", "app.window", "app.finetune.documents", "app.session"]
)
def test_a_module_of_the_window_may_be_the_first_to_be_imported(module: str) -> None:
    """PySide looks into every module that is imported after it, pydantic's half-loaded ones too."""
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_base_install_is_light_and_permissive() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    base = " ".join(project["dependencies"]).lower()
    for name in ("torch", "monai", "pandas", "scikit-learn", "matplotlib"):
        assert name not in base
    everything = base + " ".join(" ".join(v) for v in project["optional-dependencies"].values()).lower()
    for name in ("pylibjpeg-libjpeg", "albumentationsx"):  # GPL, AGPL
        assert name not in everything
    assert "pyside6-essentials>=6.8,!=6.12.0" in base
    assert "opencv-python-headless" in base


def test_every_module_says_what_it_is_for() -> None:
    for package in ("app", "engine", "training"):
        for path in (ROOT / package).rglob("*.py"):
            first = path.read_text(encoding="utf-8").lstrip()
            assert first.startswith('"""'), f"{path.relative_to(ROOT)} has no opening docstring"


def test_no_file_is_too_long_to_read_in_one_sitting() -> None:
    for package in ("app", "engine", "training"):
        for path in (ROOT / package).rglob("*.py"):
            lines = len(path.read_text(encoding="utf-8").splitlines())
            assert lines <= 450, f"{path.relative_to(ROOT)} has {lines} lines; split it by what it does"


def test_nothing_of_one_machine_is_in_the_repository() -> None:
    """Paths of one machine and secrets of a registry have no place in what others clone."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    texts = {".py", ".md", ".toml", ".yaml", ".yml", ".json", ".spec", ""}
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if path.suffix in texts and path.is_file() and path.name != "LICENSE":
            assert "/work/" + "main" not in path.read_text(encoding="utf-8", errors="ignore"), name


def test_nothing_of_one_machine_is_in_the_models() -> None:
    """torch notes in its graphs which lines of which files they came from, with their paths."""
    graphs = list((ROOT / "resources" / "models").rglob("*.onnx"))
    assert graphs
    for path in graphs:
        assert b".py" not in path.read_bytes(), path.name
