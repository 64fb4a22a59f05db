"""The model in the repository: its answers hold, its figures are honest, its recipe is the one here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from engine.models.package import PackageError, load_package, verify, write_package
from engine.models.registry import Registry
from engine.runtimes.base import INT8
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from engine.runtimes.openvino_runtime import OpenVinoRuntime, import_openvino
from training.calibrate import sigmoid
from training.datasets.lidc_crops import NEVER_TRAIN, import_lidc_crops
from training.evaluate import evaluate
from training.finetune.int8 import MAX_AUC_LOSS, MAX_CALLS_CHANGED, MIN_CAM_CORRELATION
from training.judge import judge_package
from training.metrics import auc
from training.recipe import read_recipe
from training.scores import read_scores

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "models" / "default"


@pytest.fixture(scope="module")
def package():
    return load_package(FOLDER)


def test_its_answers_hold_in_both_runtimes(package):
    verify(package, OnnxRuntime(package, threads=1))
    verify(package, OpenVinoRuntime(package, None, threads=1))


def test_its_graph_in_whole_numbers_passed_its_gate_over_all_folds(package):
    verify(package, OpenVinoRuntime(package, None, threads=1, precision=INT8))
    metrics = package.manifest.int8.metrics
    assert (metrics["folds"], metrics["n"]) == (5, 687)
    assert metrics["auc"]["fp32"] - metrics["auc"]["int8"] <= MAX_AUC_LOSS
    assert metrics["calls_changed"] <= MAX_CALLS_CHANGED * metrics["n"]
    assert metrics["cam_correlation"] >= MIN_CAM_CORRELATION
    assert f"{metrics['calls_changed']} of 687 calls changed" in package.file("card.md").read_text()


def test_exported_with_another_window_it_would_not_be_installed(package, tmp_path):
    """Every hash holds, but the lung window begins at -1000 HU instead of -1350."""
    model = onnx.load(package.file("model.onnx"))
    windows = [array for array in model.graph.initializer if array.name.endswith("window_low")]
    assert windows
    for array in windows:
        low = numpy_helper.to_array(array).copy()
        low[0, 0] = -1000
        array.CopyFrom(numpy_helper.from_array(low, array.name))
    onnx.save(model, tmp_path / "model.onnx")
    openvino = import_openvino()
    openvino.save_model(
        openvino.convert_model(tmp_path / "model.onnx"), tmp_path / "model.xml", compress_to_fp16=False
    )
    graph = {name: tmp_path / name for name in ("model.onnx", "model.xml", "model.bin")}
    source = write_package(
        tmp_path / "broken",
        package.manifest.model_dump(mode="json", exclude={"files"}) | {"id": "broken"},
        {name: package.file(name) for name in package.manifest.files} | graph,
    )
    registry = Registry(tmp_path / "models", FOLDER.parent)
    with pytest.raises(PackageError, match=r"logit differs by .*logit differs by"):
        registry.install(source)
    assert [entry.name for entry in registry.entries() if entry.active] == ["lidc-1.2.0"]


def test_it_is_the_recipes_model(package):
    recipe = read_recipe("default")
    assert (package.manifest.id, package.manifest.version) == ("lidc", "1.2.0")
    assert package.manifest.recipe_sha256 == recipe.sha256
    assert package.manifest.seed == recipe.seed
    assert package.manifest.never_trained_on == NEVER_TRAIN
    assert package.manifest.input.size == (1, 97, 97)
    assert package.manifest.cam.size == (1, 25, 25)


def test_its_figures_come_with_intervals_and_size_alone_beside_them(package):
    metrics = package.manifest.metrics
    assert (metrics["n"], metrics["n_patients"]) == (687, 421)
    assert metrics["auc"]["low"] < metrics["auc"]["value"] < metrics["auc"]["high"]
    assert metrics["auc"]["value"] >= 0.95
    assert metrics["auc"]["value"] > metrics["baseline_diameter"]["auc"]["value"]
    assert metrics["strata"]["6-15mm"]["auc"]["value"] > 0.9
    assert metrics["accuracy"]["value"] < 0.93
    assert f"{metrics['auc']['value']:.3f}" in package.file("card.md").read_text()


def test_its_figures_follow_from_the_scores_it_carries(package):
    scores = read_scores(package.file("oof.csv"))
    counted = scores.counted
    label = scores.label[counted].astype(int)
    assert counted.sum() == 687
    assert auc(label, scores.probability[counted]) == pytest.approx(
        package.manifest.metrics["auc"]["value"], abs=1e-4
    )
    assert ((scores.probability[counted] >= 0.5) == label).mean() == pytest.approx(
        package.manifest.metrics["accuracy"]["value"], abs=1e-4
    )
    # One temperature a fold, fitted on the others: each near the one that is shipped.
    for fold in range(5):
        rows = scores.fold == fold
        logit, odds = scores.logit[rows], scores.probability[rows]
        temperature = logit[0] / np.log(odds[0] / (1 - odds[0]))
        assert temperature == pytest.approx(package.manifest.temperature, rel=0.2)
        assert np.allclose(sigmoid(logit / temperature), odds, atol=1e-6)


def test_its_logit_is_its_map_plus_bias_plus_the_size_term(package):
    """From its outputs alone: what map and size term leave of the logit is one constant."""
    with np.load(package.file("parity.npz")) as vectors:
        bias = vectors["logit"] - vectors["cam"].mean((1, 2, 3)) - vectors["size"]
        assert np.ptp(vectors["size"]) > 0.1
    assert np.ptp(bias) < 1e-4


def test_it_tells_a_large_spiculated_looking_ball_from_a_small_calcified_one(package):
    rows, columns = np.mgrid[-48:49, -48:49] * 0.4
    angle, distance = np.arctan2(rows, columns), np.hypot(rows, columns)
    random = np.random.default_rng(0)

    def patch(radius, density):
        ball = 1 / (1 + np.exp((distance - radius) / 0.4))
        return -870 + (density + 870) * ball + random.normal(0, 20, rows.shape)

    patches = np.stack([patch(8 + 2.5 * np.cos(11 * angle), 30), patch(2.5, 500)])[:, None]
    out = OnnxRuntime(package, threads=1).run(patches.astype(np.float32))
    spiculated, calcified = out.probability
    assert spiculated > 0.7
    assert calcified < 0.3
    described = {name.name: out.attributes[:, i] for i, name in enumerate(package.manifest.attributes)}
    # In the readers' units, 1 to 5 (calcification 0 to 1): both solid, the second one calcified.
    assert (described["texture"] > 4).all()
    assert described["spiculation"][0] > described["spiculation"][1] + 0.5
    assert described["calcification_absent"][0] > 0.7 > 0.5 > described["calcification_absent"][1]
    assert all(1 < described[name].mean() < 5 for name in ("subtlety", "sphericity", "margin", "lobulation"))


@pytest.mark.shared_data
def test_evaluate_repeats_the_figures_of_the_manifest(package, shared_data):
    data = import_lidc_crops(shared_data)
    assert data.sha256 == package.manifest.dataset_sha256
    judged = judge_package(data, package)
    assert judged.left_out == 0
    document = evaluate(data, judged)
    # A package of an earlier version lacks later figures, and the warnings about them.
    assert_holds(document, {**package.manifest.metrics, "warnings": []})
    assert all(warning in document["warnings"] for warning in package.manifest.metrics["warnings"])


def assert_holds(document, figures):
    for name, value in figures.items():
        if isinstance(value, dict):
            assert_holds(document[name], value)
        elif name != "warnings":
            assert document[name] == value
