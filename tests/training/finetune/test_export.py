"""A fine-tuned model becomes a package that installs, or is refused in a sentence."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from engine.models.manifest import Envelope, Override, Range
from engine.models.package import PackageError, load_package
from engine.models.registry import Registry
from engine.models.signature import origin_of
from engine.novelty import FILE as NOVELTY
from engine.runtimes.choose import choose
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from tests.training.finetune.synthetic_site import site as make_site
from training.calibrate import sigmoid
from training.cases import hashed_identifier, write_dataset
from training.cli import app
from training.export import ExportError
from training.finetune import contents
from training.finetune.export import export_finetuned, next_version
from training.finetune.int8 import Int8Result, objections
from training.finetune.paired import SCORES, read_paired, write_paired
from training.finetune.plan import make_plan
from training.finetune.result import read_finetuned
from training.finetune.run import Origin
from training.finetune.verdict import Outcome, verdict
from training.graph import graph_of
from training.graph import run as run_graph
from training.judge import judge_package
from training.samples import plain_patches
from training.scores import OOF, read_scores
from training.weights import read_weights


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    """A user's folders of its own, and quick intervals."""
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setattr("training.metrics.DRAWS", 50)
    _without_int8(monkeypatch)


def _without_int8(monkeypatch):
    """As on a machine where whole numbers are no faster; the gate itself is tested in `test_int8`."""
    same = {"median": 5.0, "p95": 6.0}
    metrics = {
        "n": 60,
        "auc": {"fp32": 0.9, "int8": 0.9},
        "calls_changed": 0,
        "cam_correlation": 0.99,
        "ms": {"fp32": same, "int8": same},
    }
    result = Int8Result({}, metrics, tuple(objections(metrics, 0.01)), {})
    monkeypatch.setattr(contents, "try_int8", lambda *_, **__: result)


@dataclass(frozen=True)
class Exported:
    home: Path
    file: Path
    document: dict


def with_verdict(finished: Path, target: Path, gain: float) -> Path:
    """A copy of the finished run whose new scores are better (or worse) by so many logits for each class."""
    shutil.copytree(finished, target)
    scores = read_paired(finished)
    side = 2 * scores.label - 1
    # Old scores that are not perfect, so that there is something to gain.
    old = 0.3 * side + np.random.default_rng(0).normal(0, 1, len(side))
    new = old + gain * side
    write_paired(
        replace(
            scores,
            old_logit=old,
            new_logit=new,
            old_probability=sigmoid(old),
            new_probability=sigmoid(new),
            confirm_probability=np.where(scores.untouched, sigmoid(new), np.nan),
            reference=None,
        ),
        target,
    )
    return target


@pytest.fixture(scope="module")
def better(finished, tmp_path_factory) -> Path:
    return with_verdict(finished, tmp_path_factory.mktemp("better") / "run", 2.0)


@pytest.fixture
def worse(finished, tmp_path) -> Path:
    return with_verdict(finished, tmp_path / "worse", -0.3)


@pytest.fixture(scope="module")
def exported(better, tmp_path_factory) -> Exported:
    """The better run as a package, in a site's own user folder."""
    root = tmp_path_factory.mktemp("exported")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NODUSCOPE_HOME", str(root / "home"))
        patch.setattr("training.metrics.DRAWS", 50)
        _without_int8(patch)
        document = export_finetuned(better, root / "out" / "tuned.noduscope")
    return Exported(root / "home", root / "out" / "tuned.noduscope", document)


def test_a_better_model_is_exported_signed_and_installed(better, exported, tmp_path, bench, monkeypatch):
    out, document = exported.file, exported.document
    assert (document["id"], document["version"]) == ("tiny-site", "1.0.0")
    assert document["lineage"]["verdict"] == "better"
    assert document["lineage"]["override"] is None
    assert [path.name for path in out.parent.iterdir()] == ["tuned.noduscope"]

    package = load_package(out)
    manifest, tuned = package.manifest, read_finetuned(better)
    assert origin_of(package.signature).signer == "other", "seen from elsewhere"
    monkeypatch.setenv("NODUSCOPE_HOME", str(exported.home))
    assert origin_of(package.signature).signer == "this_site"
    assert manifest.lineage.parent.id == "tiny"
    assert manifest.lineage.parent.sha256 == bench.package.sha256
    assert manifest.lineage.dataset_sha256 == manifest.dataset_sha256 == bench.site.sha256
    assert set(bench.package.manifest.training_patients_sha256) < set(manifest.training_patients_sha256)
    assert manifest.int8 is None
    assert "model_int8.xml" not in manifest.files

    # What answers is the tuned network.
    patches = plain_patches(bench.site, manifest.input.patch_spec, np.arange(5))
    expected = run_graph(graph_of(tuned.weights, tuned.recipe, tuned.temperature), patches)
    np.testing.assert_allclose(
        choose(package).runtime.run(patches).probability, expected.probability, atol=1e-4
    )
    # And it can be tuned again.
    recipe, weights = read_weights(package)
    assert recipe == tuned.recipe
    for name, value in tuned.weights[0].items():
        np.testing.assert_array_equal(weights[0][name], value)

    registry = Registry(tmp_path / "models", tmp_path / "bundled")
    registry.install(out)
    assert registry.activate("tiny-site").sha256 == document["sha256"]
    assert judge_package(bench.site, package).left_out == 0, "the site's own scores are out of fold"


def test_the_card_says_what_was_found(exported):
    package = load_package(exported.file)
    card = package.file("card.md").read_text(encoding="utf-8")
    for part in (
        "# Model card: tiny-site 1.0.0",
        "Fine-tuned from tiny 0.1.0",
        "Better here: AUC gain +",
        "| AUC |",
        "not faster on this machine",
        "## The parent's card",
        "### Model card: tiny 0.1.0",
        "not measured",
    ):
        assert part in card
    assert "Exported against" not in card


def test_one_that_is_not_better_is_refused_and_nothing_is_written(worse, tmp_path):
    out = tmp_path / "tuned.noduscope"
    with pytest.raises(ExportError, match=r"not found better\. Not better: AUC gain -0\."):
        export_finetuned(worse, out)
    assert not out.exists()


def test_nothing_in_the_package_names_a_case_or_a_patient(better, exported, bench):
    with zipfile.ZipFile(exported.file) as opened:
        content = b"".join(opened.read(name) for name in opened.namelist())
    for case in bench.site.cases:
        assert case.patient_id.encode() not in content
        assert case.series_uid.encode() not in content
    assert str(better.parent).encode() not in content


def test_the_envelope_is_the_parents_and_what_was_trained_on(bench):
    small = Range(low=8.0, high=9.0)
    parent = Envelope(
        diameter_mm=small,
        slice_thickness_mm=Range(low=2.0, high=2.0),
        pixel_spacing_mm=Range(low=0.5, high=0.6),
        manufacturers=("GE",),
    )
    wide = contents.widened(parent, bench.site.cases)
    diameters = [case.diameter_mm for case in bench.site.cases]
    assert wide.diameter_mm == Range(low=min(diameters), high=max(diameters))
    assert wide.slice_thickness_mm == Range(low=1.25, high=2.0)
    assert wide.pixel_spacing_mm == Range(low=0.5, high=0.65)
    assert wide.manufacturers == ("GE", "SIEMENS")
    assert contents.widened(parent, []) == parent


def test_the_next_version_is_the_one_after_the_highest_installed(exported):
    assert next_version("tiny-site") == "1.0.0"
    Registry().install(exported.file)
    assert next_version("tiny-site") == "1.1.0"


def test_an_unfinished_run_and_a_wrong_name_are_sentences(finished, tmp_path):
    with pytest.raises(ExportError, match=r"must end in \.noduscope"):
        export_finetuned(finished, tmp_path / "model.zip")
    half = tmp_path / "half"
    shutil.copytree(finished, half)
    (half / SCORES).unlink()
    with pytest.raises(Exception, match="not finished"):
        export_finetuned(half, tmp_path / "m.noduscope")


# ------------------------------------------------------------ the commands


def call(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_verdict_prints_its_document_and_draws_what_changes_side(worse):
    for _ in range(2):  # a second time replaces the first's pictures
        done = call("verdict", "--run", worse, "--json")
        assert done.exit_code == 0, done.output
        document = json.loads(done.stdout)
    assert document["verdict"] == "not_better"
    assert document["needs_override"]
    pictures = [change["picture"] for change in document["sides_changed"]]
    assert len(pictures) >= 2
    assert sorted(f"flips/{path.name}" for path in (worse / "flips").iterdir()) == pictures
    assert all((worse / picture).read_bytes().startswith(b"\x89PNG") for picture in pictures)


def test_the_export_by_command_and_what_an_override_leaves_behind(worse, tmp_path):
    out = tmp_path / "m.noduscope"
    refused = call("finetune-export", "--run", worse, "--out", out)
    assert refused.exit_code == 1
    assert "was not found better. Not better: AUC gain -0." in refused.stderr
    for half in (["--override", "why"], ["--reader", "me"], ["--override", " ", "--reader", "me"]):
        done = call("finetune-export", "--run", worse, "--out", out, *half)
        assert (done.exit_code, "needs both a reason" in done.stderr) == (2, True)
    assert not out.exists()

    given = [
        "--override",
        "for the trial ward",
        "--reader",
        "Reader One",
        "--id",
        "ours",
        "--version",
        "3.2.1",
    ]
    done = call("finetune-export", "--run", worse, "--out", out, *given, "--json")
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert (document["id"], document["version"]) == ("ours", "3.2.1")
    assert document["lineage"]["verdict"] == "not_better"
    registry = Registry(tmp_path / "models", tmp_path / "bundled")
    package = registry.install(out)
    override = package.manifest.lineage.override
    assert (override.reason, override.reader) == ("for the trial ward", "Reader One")
    card = package.file("card.md").read_text(encoding="utf-8")
    assert "**Exported against this verdict** by Reader One on 20" in card

    # Who takes the override out again, or makes the verdict better, breaks the signature.
    with zipfile.ZipFile(out) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(members["manifest.json"])
    manifest["lineage"] |= {"verdict": "better", "override": None}
    members["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(out, "w") as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    with pytest.raises(PackageError, match="not of this manifest"):
        registry.install(out)


# ------------------------------------------------------------ recalibration


def test_a_recalibrated_model_is_its_parent_with_another_probability(bench, tmp_path):
    few = make_site(15, malignant=0.3, seed=5)
    write_dataset(few, tmp_path / "few")
    plan = make_plan(few, bench.package, bench.choices, bench.reference)
    assert plan.mode == "recalibrate"
    run = tmp_path / "run"
    run.mkdir()
    origin = Origin(bench.origin.base, tmp_path / "few", bench.origin.reference)
    replace(bench, origin=origin).work(run, plan=plan)
    override = Override(reason="a trial", reader="R", when=datetime(2026, 1, 2, tzinfo=UTC))
    export_finetuned(run, tmp_path / "m.noduscope", override=override)

    package, tuned = load_package(tmp_path / "m.noduscope"), read_finetuned(run)
    patches = plain_patches(few, package.manifest.input.patch_spec, np.arange(6))
    old, new = (OnnxRuntime(each).run(patches) for each in (bench.package, package))
    np.testing.assert_allclose(new.cam, old.cam, atol=1e-4)
    moved = tuned.slope * old.logit / bench.package.manifest.temperature + tuned.offset
    np.testing.assert_allclose(new.probability, sigmoid(moved), atol=1e-4)
    # Nothing was learned: what the parent knows, and whom it has seen, stays.
    assert package.manifest.envelope == bench.package.manifest.envelope
    assert package.manifest.training_patients_sha256 == bench.package.manifest.training_patients_sha256
    assert package.file(NOVELTY).read_bytes() == bench.package.file(NOVELTY).read_bytes()
    # The scores kept in the package fit the probability that it gives.
    kept, scores = read_scores(package.file(OOF)), read_paired(run)
    place = {name: row for row, name in enumerate(kept.case)}
    rows = [place[hashed_identifier(str(case))] for case in scores.case]
    np.testing.assert_allclose(
        sigmoid(kept.logit[rows] / package.manifest.temperature), scores.new_probability, atol=1e-6
    )
    assert "The probability alone was recalibrated" in package.file("card.md").read_text(encoding="utf-8")


# ------------------------------------------------------------ spoiled labels


def test_shuffled_labels_are_not_better_and_cannot_be_exported(bench, tmp_path):
    """A whole fine-tuning on labels that say nothing."""
    spoiled = make_site(shuffled=True)
    write_dataset(spoiled, tmp_path / "spoiled")
    plan = make_plan(spoiled, bench.package, bench.choices, bench.reference)
    run = tmp_path / "run"
    run.mkdir()
    origin = Origin(bench.origin.base, tmp_path / "spoiled", bench.origin.reference)
    replace(bench, origin=origin).work(run, plan=plan)
    found = verdict(read_paired(run))
    assert not found.installable
    assert found.outcome in (Outcome.NOT_BETTER, Outcome.NOT_PROVEN)
    out = tmp_path / "m.noduscope"
    with pytest.raises(ExportError, match="was not found better"):
        export_finetuned(run, out)
    assert not out.exists()
