"""One step on a synthetic site, exported and read back; with no library but those of the extra `finetune`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from training.finetune.check import check_site
from training.self_test import phantom_site

ROOT = Path(__file__).resolve().parents[3]
#: Imported at the process's start: these libraries are not there, neither to import nor to whoever asks which
#: packages are installed.
ABSENT = """
import importlib.abc, importlib.metadata, sys

class Absent(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("torchvision", "timm", "pytorch_grad_cam"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
known = importlib.metadata.Distribution.from_name.__func__

def from_name(cls, name):
    if name.lower() in ("torchvision", "timm", "grad-cam"):
        raise importlib.metadata.PackageNotFoundError(name)
    return known(cls, name)

importlib.metadata.Distribution.from_name = classmethod(from_name)
"""


def test_the_synthetic_site_is_the_least_that_may_be_fine_tuned_on(package):
    site = phantom_site()
    found = check_site(site, package)
    assert found["mode"] == "finetune"
    assert not [problem for problem in found["problems"] if problem["stops"]]
    assert Counter(case.label for case in site.cases) == {0: 30, 1: 30}
    assert phantom_site().sha256 == site.sha256
    for case, hu, outline in zip(site.cases, site.hu, site.outlines, strict=True):
        # The outline is where the drawn ball is: bright inside, lung outside, as wide as the case says.
        inside = outline[0].astype(bool)
        assert np.median(hu[0][inside]) > -100
        assert np.median(hu[0][~inside]) < -700
        across = inside.any(axis=0).sum() * case.grid.spacing_mm[2]
        assert abs(across - case.edge_diameter_mm) <= case.grid.spacing_mm[2]


def test_a_step_of_the_default_fine_tuning_needs_neither_torchvision_nor_timm_nor_grad_cam(tmp_path, package):
    (tmp_path / "sitecustomize.py").write_text(ABSENT, "utf-8")
    home = tmp_path / "home"
    env = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)]),
        "NODUSCOPE_HOME": str(home),
        "OMP_NUM_THREADS": "1",
    }

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )

    for library in ("torchvision", "timm", "pytorch_grad_cam"):
        assert "No module named" in run("-c", f"import {library}").stderr
    # The tiny package has the default's kind of network.
    assert package.manifest.recipe["net"]["kind"] == "lite11"
    done = run("-m", "app", "train", "self-test", "--base", str(package.folder), "--json")
    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert (document["nodules"], document["patients"], document["trainings"]) == (60, 30, 3)
    assert document["model"] == "tiny-site 1.0.0"
    assert document["runtime"] == "OpenVINO"
    assert not list(home.rglob("*key*")), "a trial must not make the site's key"


def test_a_step_that_does_not_help_is_a_failure(monkeypatch, package):
    from training import self_test
    from training.errors import TrainingError

    monkeypatch.setattr(self_test, "ONE_STEP", {**self_test.ONE_STEP, "lr_heads": 1e-9, "lr_backbone": 1e-9})
    with pytest.raises(TrainingError, match=r"no better|losses"):
        self_test.check(str(package.folder))


def test_a_model_that_is_not_there_is_a_sentence(capsys):
    from typer.testing import CliRunner

    from training.cli import app

    refused = CliRunner().invoke(app, ["self-test", "--base", "nobody-1.0.0"])
    assert refused.exit_code == 1
    assert "nobody-1.0.0" in refused.stderr
