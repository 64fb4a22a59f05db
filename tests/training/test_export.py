"""A package: the same answers in every runtime, honest contents, no patient judged by a model of his own."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from engine.models.package import verify
from engine.novelty import read_novelty
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from engine.runtimes.openvino_runtime import OpenVinoRuntime
from training.calibrate import prediction_sets, sigmoid
from training.cases import hashed_identifier
from training.errors import TrainingError
from training.evaluate import evaluate
from training.export import ExportError, compare, export, parity_patches, with_attribute_scale
from training.graph import OUTPUTS
from training.judge import judge_package, judge_run
from training.runs import FINAL, RunError
from training.scores import read_scores, scores_of_run
from training.selective import certainty_threshold, cross_fitted_thresholds


@pytest.fixture(scope="module", autouse=True)
def _few_draws():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("training.metrics.DRAWS", 50)
        yield


def test_every_runtime_gives_the_answers_recorded_at_export(package):
    verify(package, OnnxRuntime(package, threads=1))
    verify(package, OpenVinoRuntime(package, None, threads=1))


def test_the_package_knows_its_training_nodules(package, dataset):
    reference = read_novelty(package)
    assert reference.mean.shape == (16,)
    assert len(reference.held_out) == len(dataset)
    with np.load(package.file("parity.npz")) as vectors:
        assert np.isfinite(reference.distances(vectors["embedding"])).all()


def test_the_manifest_says_what_the_model_is(package, dataset, run, recipe):
    manifest = package.manifest
    assert (manifest.id, manifest.version) == ("tiny", "0.1.0")
    assert manifest.input.size == (1, 33, 33)
    assert manifest.cam.size == (1, 9, 9)
    assert manifest.cam.stride == (1.0, 4.0, 4.0)
    assert manifest.outputs == OUTPUTS
    assert manifest.dataset_sha256 == dataset.sha256
    assert manifest.recipe_sha256 == recipe.sha256
    assert manifest.seed == recipe.seed
    assert manifest.never_trained_on == dataset.never_train
    assert hashed_identifier("P01") in manifest.training_patients_sha256
    assert hashed_identifier("LIDC-IDRI-0003") not in manifest.training_patients_sha256
    assert len(manifest.training_patients_sha256) == 19
    assert manifest.envelope.manufacturers == ("SIEMENS",)
    assert manifest.envelope.slice_thickness_mm.low == manifest.envelope.slice_thickness_mm.high == 1.25
    assert set(manifest.conformal) == {"benign", "malignant"}
    assert "EfficientNet" not in manifest.licence  # this one started from random weights
    assert manifest.metrics["n"] == 40


def test_size_alone_is_fitted_on_the_reported_cases(dataset):
    from training.export import _size_only

    fit = _size_only(dataset)
    sized = [c for c in dataset.cases if c.reportable and c.diameter_mm]
    pixel = np.array([np.mean(c.grid.spacing_mm[1:]) for c in sized])
    x = np.log(np.array([c.diameter_mm for c in sized]) - pixel)
    y = np.array([c.label for c in sized])
    p = 1 / (1 + np.exp(-(fit["intercept"] + fit["slope"] * x)))
    # Where the likelihood is greatest, the residuals are orthogonal to what the fit may use.
    assert np.abs((y - p).sum()) < 1e-2
    assert np.abs(((y - p) * x).sum()) < 1e-2


def test_the_probability_is_the_logit_at_the_temperature(package):
    with np.load(package.file("parity.npz")) as vectors:
        expected = sigmoid(vectors["logit"] / package.manifest.temperature)
        assert np.abs(vectors["probability"] - expected).max() < 1e-6
        assert vectors["lesion"].shape == (32, 1, 33, 33)


def test_row_26_the_card_has_the_figures_and_the_attribution(package):
    card = package.file("card.md").read_text()
    assert f"| AUC | {package.manifest.metrics['auc']['value']:.3f} (" in card
    assert "Not for sole diagnosis" in card
    assert "10.7937/K9/TCIA.2015.LO9QL9SX" in card
    assert "LIDC-IDRI-0063" in card


def test_no_identifier_and_no_pixel_of_a_patient_is_in_the_package(package, dataset):
    text = "".join(
        path.read_text(errors="replace")
        for path in package.folder.iterdir()
        if path.suffix in {".csv", ".json"}
    )
    assert not any(case.id in text for case in dataset.cases)
    assert '"P01"' not in text
    with np.load(package.file("parity.npz")) as vectors:
        assert (vectors["patch"] == parity_patches(package.manifest.input.patch_spec)).all()


def test_the_graph_does_not_tell_where_it_was_made(package):
    assert b".py" not in package.file("model.onnx").read_bytes()


def test_parity_patches_are_fixed_and_varied(recipe):
    patches = parity_patches(recipe.input.spec)
    assert (patches == parity_patches(recipe.input.spec)).all()
    assert patches.shape == (32, 1, 33, 33)
    assert patches.min() < -850
    assert patches.max() > 300


@pytest.mark.parametrize(
    ("output", "by", "refused"),
    [("logit", 2e-4, True), ("logit", 5e-5, False), ("cam", 2e-3, True), ("cam", 5e-4, False)],
)
def test_row_24_the_gate(output, by, refused):
    expected = {name: np.zeros((2, 1), dtype=np.float32) for name in OUTPUTS}
    got = {**expected, output: np.full((2, 1), by, dtype=np.float32)}
    if refused:
        with pytest.raises(ExportError, match=f"another {output} than torch"):
            compare(expected, got, "OpenVINO")
    else:
        compare(expected, got, "OpenVINO")


def test_a_number_that_is_none_fails_the_gate():
    expected = {name: np.zeros(1, dtype=np.float32) for name in OUTPUTS}
    with pytest.raises(ExportError):
        compare(expected, {**expected, "embedding": np.array([np.nan])}, "OpenVINO")


def test_nothing_is_written_when_the_gate_refuses(dataset, run, tmp_path, monkeypatch):
    def refuse(*_):
        raise ExportError("no")

    monkeypatch.setattr("training.export.graph_files", refuse)
    with pytest.raises(ExportError):
        export(dataset, run, tmp_path / "m")
    assert not (tmp_path / "m").exists()


def test_out_of_fold_scores_survive_the_csv(package, dataset, run):
    scores, _, _ = scores_of_run(dataset, run)
    again = read_scores(package.file("oof.csv"))
    assert (again.case == scores.case).all()
    assert (again.counted == scores.counted).all()
    for name in ("fold", "label", "logit", "probability", "cam_energy", "dice", "long_axis_mm"):
        assert np.allclose(getattr(again, name), getattr(scores, name), rtol=1e-5, equal_nan=True)
    reference = package.file("reference_scores.csv").read_text().splitlines()
    assert reference[0] == "label,probability"
    assert len(reference) == 41


def test_every_case_is_scored_by_the_fold_that_held_it_out(dataset, run, split):
    from training.graph import graph_of
    from training.graph import run as run_graph
    from training.samples import plain_patches

    scores, _, _ = scores_of_run(dataset, run)
    held_out = np.flatnonzero(split.folds == 1)
    graph = graph_of(run.weights("1"), run.record().recipe)
    expected = run_graph(graph, plain_patches(dataset, run.record().recipe.input.spec, held_out)).logit
    assert np.allclose(scores.logit[held_out], expected)


def test_run_and_package_give_one_verdict(package, dataset, run):
    of_run = evaluate(dataset, judge_run(dataset, run))
    of_package = evaluate(dataset, judge_package(dataset, package))
    assert of_run == of_package
    assert of_package["auc"] == package.manifest.metrics["auc"]


def test_new_patients_are_run_and_known_ones_without_a_score_are_left_out(package, dataset):
    cases = list(dataset.cases)
    for i in range(10):
        change = {"id": f"new{i}", "patient_id": f"new{i // 2}", "series_uid": ""}
        cases[i] = cases[i].model_copy(update=change)
    for i in range(10, 14):  # further nodules of patients the model was trained on
        cases[i] = cases[i].model_copy(update={"id": f"other{i}"})
    other = dataclasses.replace(dataset, cases=tuple(cases))
    judged = judge_package(other, package)
    assert judged.left_out == 4
    assert sorted(judged.index.tolist()) == [i for i in range(40) if not 10 <= i < 14]
    fresh = judged.index < 10
    patches = np.stack([other.patch(i, package.manifest.input.patch_spec).hu for i in judged.index[fresh]])
    expected = OnnxRuntime(package, threads=1).run(patches).probability
    assert np.allclose(judged.probability[fresh], expected, atol=1e-6)
    assert np.isfinite(judged.audit["dice"]).all()
    # For new patients nothing is chosen on their labels: the threshold is of the package's own scores.
    table = read_scores(package.file("oof.csv"))
    own = sigmoid(table.logit / package.manifest.temperature)
    assert (judged.certain_from[fresh] == certainty_threshold(own, table.label)).all()
    known = cross_fitted_thresholds(table.probability, table.label, table.fold, table.counted)
    assert (judged.certain_from[~fresh] == known[judged.index[~fresh]]).all()
    assert (
        judged.sets[fresh] == prediction_sets(judged.probability[fresh], package.manifest.conformal)
    ).all()
    turned = tuple(
        case.model_copy(update={"label": 1 - case.label}) if i < 10 else case for i, case in enumerate(cases)
    )
    again = judge_package(dataclasses.replace(other, cases=turned), package)
    for name in ("probability", "call", "sets", "certain_from"):
        assert (getattr(again, name) == getattr(judged, name)).all()


def test_a_model_without_scores_of_its_own_has_no_threshold_to_offer(package, dataset, tmp_path):
    cases = tuple(
        case.model_copy(update={"id": f"new{i}", "patient_id": f"new{i // 2}", "series_uid": ""})
        for i, case in enumerate(dataset.cases)
    )
    files = {name: hash_ for name, hash_ in package.manifest.files.items() if name != "oof.csv"}
    bare = dataclasses.replace(
        package, manifest=package.manifest.model_copy(update={"files": files, "conformal": None})
    )
    judged = judge_package(dataclasses.replace(dataset, cases=cases), bare)
    assert judged.certain_from is None
    assert judged.sets is None
    assert (judged.call == (judged.probability >= 0.5)).all()


def test_a_model_that_has_seen_every_patient_judges_none(package, dataset):
    cases = tuple(
        case.model_copy(update={"id": f"other{i}", "patient_id": "P01", "series_uid": ""})
        for i, case in enumerate(dataset.cases)
    )
    with pytest.raises(TrainingError, match=r"tiny 0\.1\.0 may judge none of the 40 nodules"):
        judge_package(dataclasses.replace(dataset, cases=cases), package)


def test_a_run_of_another_dataset_is_refused(dataset, run):
    other = dataclasses.replace(dataset, name="other")
    with pytest.raises(RunError, match="not the one this run was trained on"):
        scores_of_run(other, run)


def test_weights_of_the_first_runs_get_the_scale_of_their_attributes_back(dataset, run):
    kept = run.finished(FINAL).weights()
    older = {name: value for name, value in kept.items() if not name.startswith("attribute_")}
    again = with_attribute_scale(older, dataset, run.record().recipe)
    assert again.keys() == kept.keys()
    assert torch.equal(again["attribute_mean"], kept["attribute_mean"])
    assert torch.equal(again["attribute_deviation"], kept["attribute_deviation"])
    # log_diameter of 4 to 14 mm, spiculation of 1 (benign) and 2 (malignant), half each
    assert again["attribute_mean"][1] == pytest.approx(1.5)
    assert again["attribute_deviation"][1] == pytest.approx(0.5)
