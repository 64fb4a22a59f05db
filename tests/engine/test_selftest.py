"""The self-test passes where everything works, and names what does not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from engine import paths, selftest
from engine.checks import Check
from engine.models.package import write_package
from engine.models.registry import Registry
from tests.engine import tiny_model


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation whose bundled and active model is the tiny one."""
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(paths, "resources_dir", lambda: tmp_path / "resources")
    default = tmp_path / "resources" / "models" / "default"
    envelope = {**tiny_model.manifest()["envelope"], "manufacturers": ("Noduscope",)}
    write_package(default, tiny_model.manifest(envelope=envelope), tiny_model.package_files())
    # The engine process looks for its bundled model elsewhere; it is given the same one as the active one.
    registry = Registry()
    registry.install(default)
    registry.activate("tiny-1.0.0")
    return tmp_path


def test_row_28_everything_works(installation: Path, capfd: pytest.CaptureFixture[str]) -> None:
    tried = []
    extra = Check("window", lambda: tried.append(1) or "It opened.")
    assert selftest.main(as_json=True, extra_checks=[extra]) == 0
    document = json.loads(capfd.readouterr().out)
    assert document["ok"] is True
    assert [check["name"] for check in document["checks"]] == [
        "decode", "codecs", "model", "parity openvino", "parity onnxruntime", "classify", "map", "reports",
        "store", "network", "engine process", "window",
    ]  # fmt: skip
    assert tried == [1]
    probability = {c["name"]: c["text"] for c in document["checks"]}["classify"].split()[-1].rstrip(".")
    assert 0 <= float(probability) <= 1


def test_a_missing_model_is_named_and_the_rest_still_tried(
    installation: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(installation / "resources" / "models" / "default")

    def fail() -> str:
        raise RuntimeError("There is no screen.")

    assert selftest.main(extra_checks=[Check("window", fail)]) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[0].startswith("ok      decode: 24 slices")
    assert any(line.startswith("FAILED  model: There is no model package") for line in lines)
    assert any(line.startswith("FAILED  window: There is no screen.") for line in lines)
    assert lines[-1] == "This installation is not complete."
