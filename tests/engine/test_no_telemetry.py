"""The libraries that would report usage do not: no identifier is made, nothing waits to be sent."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def written(home: Path, code: str) -> list[str]:
    """Run Python with an empty home; return the files that it leaves there."""
    home.mkdir()
    variables = {k: v for k, v in os.environ.items() if k not in ("ORT_DISABLE_TELEMETRY", "XDG_CACHE_HOME")}
    places = {"HOME": str(home), "TMPDIR": str(home), "LOCALAPPDATA": str(home), "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], env={**variables, **places}, check=True, timeout=60)
    return sorted(path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file())


@pytest.mark.parametrize("before", ["import engine", "import training.nets_table"])
def test_onnx_runtime_reports_nothing(tmp_path: Path, before: str) -> None:
    if "training" in before:
        pytest.importorskip("torch")
    left = written(tmp_path / "ours", f"{before}\nimport onnxruntime")
    assert [name for name in left if "matplotlib" not in name] == []


def test_the_library_alone_would_make_an_identifier(tmp_path: Path) -> None:
    """Where this fails after an update, the library has changed: look whether the switch is still the one."""
    left = written(tmp_path / "theirs", "import onnxruntime")
    if not left:
        pytest.skip("this build of ONNX Runtime has no telemetry")
    assert any("onnxruntime" in name or name == ".ses" for name in left)
