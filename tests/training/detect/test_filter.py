"""The filter's examples, training and export: what is kept out, what an interruption costs."""

from __future__ import annotations

import inspect
import json
from pathlib import Path

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from engine.candidates import MAX_PLACES, open_filter
from engine.candidates.views import ViewSpec
from engine.models.package import PackageError, load_package, write_package
from engine.paths import resources_dir
from tests.engine.tiny_model import write_tiny
from tests.training.detect.synthetic import write_source
from training import cli_detection
from training.cases import DatasetError
from training.cli import app
from training.detect.augment import augment, blur
from training.detect.calibrate import fit_calibration
from training.detect.crops import SIDE, import_nodules, read_luna, shows, to_hu, to_pixels
from training.detect.export import add_filter, parity_views
from training.detect.fit import LAST, WEIGHTS, FilterRecipe, fit_filter, torch_filter, trained_net
from training.detect.froc import Outcome
from training.detect.net import FilterGraph, PlaneNet
from training.detect.volumes import held_out, read_nodule_volumes
from training.runs import RunError

TINY = FilterRecipe(pixels=33, width=4, epochs=2, steps_per_epoch=6, batch=16, test_folds=(0,))


def call(*arguments):
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return write_source(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="module")
def run(source, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    fit_filter(source, folder, TINY)
    return folder


class TestExamples:
    def test_pixels_and_hu_are_inverse(self):
        assert to_hu(np.array([0, 255])).tolist() == [-1000.0, 400.0]
        pixels = np.arange(256, dtype=np.uint8)
        assert (to_pixels(to_hu(pixels)) == pixels).all()

    def test_volumes_are_of_the_folds_asked_for_and_of_no_whole_scan(self, source):
        nodules = read_nodule_volumes(source, (0, 2))
        assert {n.fold for n in nodules} == {0, 2}
        assert "LIDC-IDRI-0003" not in {n.patient_id for n in nodules}
        # A disc's pixels add up to its area.
        one = nodules[0]
        area = one.mask.any(0).sum() * one.spacing_mm[1] * one.spacing_mm[2]
        assert area == pytest.approx(np.pi * one.diameter_mm**2 / 4, rel=0.15)
        assert {n.texture for n in read_nodule_volumes(source, (0, 1, 2, 3))} == {
            "solid",
            "part-solid",
            "ground glass",
        }

    def test_a_copy_of_a_held_out_nodule_is_found_and_others_are_not(self, source):
        """Crop 0 shows volume 2, of fold 1; the 39 other balls only look like one."""
        luna = np.load(source / "luna16_candidates2d.npz")
        pixels = luna["pixels"][luna["label"] == 1]
        assert np.flatnonzero(shows(pixels, held_out(source, (1,)))).tolist() == [0]
        assert not shows(pixels, held_out(source, (0,))).any()
        training, validation, removed = read_luna(source, held_out(source, (1,)))
        assert removed == 1
        assert len(training) + len(validation) == 79

    def test_nodules_of_test_folds_and_whole_scans_are_no_examples(self, source):
        every = import_nodules(source, (0, 1, 2, 3), np.random.default_rng(0))
        some = import_nodules(source, (1, 2, 3), np.random.default_rng(0))
        counts = [int((e.source == "nodule").sum()) for e in (every, some)]
        # Ten patients of two nodules are in fold 0 and four others each; the first patient is a whole scan.
        assert counts[0] == 38
        assert counts[1] == 38 - 2 * 4
        assert every.pixels.shape[1:] == (SIDE, SIDE)
        assert (every.label[every.source == "beside"] == 0).all()

    def test_a_hollowed_nodule_is_dark_in_the_middle_and_counts_as_nodule(self, source):
        examples = import_nodules(source, (0, 1, 2, 3), np.random.default_rng(0))
        hollow = examples.source == "hollowed nodule"
        assert hollow.any()
        assert (examples.label[hollow] == 1).all()
        middle = to_hu(examples.pixels[hollow][:, 24:26, 24:26]).mean((1, 2))
        whole = to_hu(examples.pixels[examples.source == "nodule"][:, 24:26, 24:26]).mean((1, 2))
        assert middle.max() < -600 < -300 < whole.min()

    @pytest.mark.parametrize("name", ["luna16_candidates2d.npz", "lidc_maxslice.npz", "lidc_voi3d.csv"])
    def test_a_missing_file_is_named(self, source, tmp_path, name):
        for file in source.iterdir():
            if file.name != name:
                (tmp_path / file.name).symlink_to(file)
        with pytest.raises(DatasetError, match=name):
            fit_filter(tmp_path, tmp_path / "run", TINY)


class TestAugment:
    def test_blur_is_the_gaussian_asked_for(self):
        point = torch.zeros(1, 1, 25, 25)
        point[0, 0, 12, 12] = 1.0
        done = blur(point, torch.tensor([1.5]), torch.tensor([0.5]))[0, 0]
        assert float(done.sum()) == pytest.approx(1, abs=1e-4)
        taps = torch.arange(25) - 12.0
        for profile, sigma in ((done.sum(1), 1.5), (done.sum(0), 0.5)):
            assert float((profile * taps**2).sum() ** 0.5) == pytest.approx(sigma, abs=0.05)

    def test_each_crop_changes_in_its_own_way_and_what_is_in_the_middle_stays_there(self):
        r, c = np.mgrid[-25:25, -25:25] + 0.5
        ball = np.where(np.hypot(r, c) < 6, 30.0, -850.0).astype(np.float32)
        crops = torch.from_numpy(np.stack([ball] * 40))[:, None]
        out = augment(crops, 33, torch.Generator().manual_seed(0))
        assert out.shape == (40, 1, 33, 33)
        assert torch.isfinite(out).all()
        assert (out[:, 0, 14:19, 14:19].mean((1, 2)) > out[:, 0, :2].mean((1, 2)) + 150).all()
        assert out.std(0).min() > 1
        again = augment(crops, 33, torch.Generator().manual_seed(0))
        assert torch.equal(out, again)


class TestFit:
    def test_a_finished_run_tells_what_it_was_trained_on(self, run):
        record = json.loads((run / "filter.json").read_text())
        assert record["recipe"] == TINY.model_dump(mode="json")
        assert record["examples"]["nodule, nodule"] > 0
        assert 0 <= record["validation_auc"] <= 1
        assert not (run / LAST).exists()

    def test_a_second_run_repeats_nothing(self, run, source):
        before = (run / WEIGHTS).stat().st_mtime_ns
        fit_filter(source, run, TINY)
        assert (run / WEIGHTS).stat().st_mtime_ns == before

    def test_another_recipe_in_its_folder_is_refused(self, run, source):
        with pytest.raises(RunError, match="another recipe"):
            fit_filter(source, run, TINY.model_copy(update={"seed": 5}))

    def test_a_folder_with_other_things_is_left_alone(self, source, tmp_path):
        (tmp_path / "thesis.txt").write_text("years of work")
        with pytest.raises(RunError, match="something other"):
            fit_filter(source, tmp_path, TINY)
        assert [f.name for f in tmp_path.iterdir()] == ["thesis.txt"]

    def test_an_interrupted_training_ends_with_the_same_weights(self, run, source, tmp_path):
        class Stop(Exception):
            pass

        def stop_after_one(event, **fields):
            if event == "epoch" and fields["epoch"] == 2:
                raise Stop

        with pytest.raises(Stop):
            fit_filter(source, tmp_path, TINY, stop_after_one)
        assert (tmp_path / LAST).is_file()
        assert not (tmp_path / WEIGHTS).exists()
        fit_filter(source, tmp_path, TINY)
        whole, resumed = (trained_net(folder).state_dict() for folder in (run, tmp_path))
        assert all(torch.allclose(whole[name], resumed[name], atol=1e-6) for name in whole)

    def test_an_unfinished_run_cannot_be_exported(self, tmp_path):
        with pytest.raises(RunError, match="no finished training"):
            trained_net(tmp_path)


class TestGraph:
    def test_logit_is_the_mix_of_the_planes_and_the_shape(self):
        net = PlaneNet(33, 4, 0.0).eval()
        graph = FilterGraph(net, slope=0.5, offset=-1.0)
        views = torch.randn(5, 3, 33, 33) * 300 - 600
        strength = torch.tensor([0.1, 0.2, 0.3, 0.4, 0.5])
        logit, probability = graph(views, strength)
        planes = torch.stack([net(views[:, i : i + 1]) for i in range(3)], 1)
        expected = 0.6 * planes.mean(1) + 0.4 * planes.min(1).values + 1.5 * torch.log(strength + 1e-3)
        assert torch.allclose(logit, expected, atol=1e-5)
        assert torch.allclose(probability, torch.sigmoid(0.5 * expected - 1.0), atol=1e-6)

    def test_hu_beyond_the_range_tell_nothing(self):
        net = PlaneNet(33, 4, 0.0).eval()
        views = torch.full((1, 1, 33, 33), 400.0)
        assert torch.equal(net(views), net(views + 2000))


class TestPackage:
    def test_the_shipped_filter_is_what_the_command_trains_by_default(self):
        """And the engine asks it about as many places as it was calibrated for."""
        section = load_package(resources_dir() / "models" / "default").manifest.candidates
        assert section.training["recipe"] == FilterRecipe().model_dump(mode="json")
        assert section.places == MAX_PLACES
        options = inspect.signature(cli_detection.fit_filter).parameters
        assert (options["epochs"].default, options["seed"].default) == (
            FilterRecipe().epochs,
            FilterRecipe().seed,
        )

    def test_a_filter_is_added_and_nothing_else_changes(self, run, tmp_path):
        folder = write_tiny(tmp_path / "tiny")
        before = load_package(folder)
        package = add_filter(folder, run, slope=0.8, offset=-2.0, threshold=0.3)
        for name, digest in before.manifest.files.items():
            assert package.manifest.files[name] == digest
        kept = before.manifest.model_dump(exclude={"files", "candidates"})
        assert package.manifest.model_dump(exclude={"files", "candidates"}) == kept
        section = package.manifest.candidates
        assert (section.kind, section.pixels, section.threshold) == ("filter", 33, 0.3)
        assert section.training["recipe"]["test_folds"] == [0]
        filter_ = open_filter(package, threads=1)
        assert filter_.threshold == 0.3
        views = parity_views(ViewSpec(33, TINY.step_mm, TINY.largest_mm))[:3]
        strength = np.array([0.2, 0.5, 0.05], np.float32)
        expected = torch_filter(FilterGraph(trained_net(run), 0.8, -2.0).eval(), views, strength)
        assert filter_.probabilities(views, strength) == pytest.approx(expected, abs=1e-4)

    def test_it_is_taken_over_from_another_package_by_one_command(self, run, tmp_path):
        source, target = write_tiny(tmp_path / "a"), write_tiny(tmp_path / "b")
        add_filter(source, run, threshold=0.25)
        code, out, _ = call("add-filter", target, "--from", source, "--json")
        assert code == 0
        assert json.loads(out)["threshold"] == 0.25
        assert open_filter(load_package(target), threads=1).threshold == 0.25
        bare = write_tiny(tmp_path / "c")
        code, _, err = call("add-filter", source, "--from", bare)
        assert code == 1
        assert "brings nothing to find candidates" in err

    def test_a_filter_that_answers_otherwise_is_refused(self, run, tmp_path):
        folder = write_tiny(tmp_path / "tiny")
        package = add_filter(folder, run)
        with np.load(folder / "candidates_parity.npz") as arrays:
            wrong = {**arrays, "probability": arrays["probability"] + 0.01}
        np.savez(tmp_path / "wrong.npz", **wrong)
        manifest = json.loads(package.manifest.model_dump_json())
        names = manifest.pop("files")
        files = {n: (folder / n).read_bytes() for n in names} | {
            "candidates_parity.npz": (tmp_path / "wrong.npz").read_bytes()
        }
        write_package(tmp_path / "changed", manifest, files)
        with pytest.raises(PackageError, match="answers recorded"):
            open_filter(load_package(tmp_path / "changed"), threads=1)

    def test_a_package_without_one_has_none(self, tmp_path):
        assert open_filter(load_package(write_tiny(tmp_path / "tiny"))) is None


def test_calibration_gives_the_frequencies_of_a_scan():
    """True and false marks from known Gaussians: the fit is Bayes' rule with the prevalence of scans."""
    rng = np.random.default_rng(0)
    scans, per_scan, false = 20, 30, 50
    true_logit, false_logit = rng.normal(2, 1, scans * per_scan), rng.normal(0, 1, scans * false)
    sigmoid = lambda x: 1 / (1 + np.exp(-x))  # noqa: E731
    slope, offset = fit_calibration(Outcome(sigmoid(true_logit), sigmoid(false_logit), scans))
    # Log odds of two unit Gaussians 2 apart: 2 x - 2; the prevalence: 1186 / 888 nodules to 50 false marks.
    assert slope == pytest.approx(2.0, rel=0.2)
    assert offset == pytest.approx(-2 + np.log(1186 / 888 / false), abs=0.5)


class TestCommands:
    def test_froc_on_synthetic_chests_by_shape_alone(self):
        code, out, _ = call("froc", "--phantoms", 1, "--json")
        assert code == 0
        document = json.loads(out)
        host = document["hosts"]["phantom 0"]
        assert document["filter"] == "shape alone"
        assert host["n"] == 12
        # All but a ground-glass nodule of 5 mm on the wall.
        assert host["strata"][">= 6 mm"]["proposal_recall"]["value"] == 1.0

    @pytest.mark.parametrize(
        ("arguments", "sentence"),
        [
            ((), "Give --host with --source, or --phantoms"),
            (("--host", "."), "go together"),
            (("--phantoms", 1, "--folds", "a"), "whole numbers"),
        ],
    )
    def test_bad_use_of_froc_is_a_sentence(self, arguments, sentence):
        code, _, err = call("froc", *arguments)
        assert code == 2
        assert sentence in err

    def test_nodules_that_the_filter_was_trained_on_are_refused(self, run, source, tmp_path):
        folder = write_tiny(tmp_path / "tiny")
        add_filter(folder, run)
        code, _, err = call(
            "froc", "--model", folder, "--source", source, "--host", tmp_path, "--folds", "0,2"
        )
        assert code == 2
        assert "trained on nodules of fold 2" in err

    def test_a_package_without_a_filter_is_said(self, tmp_path):
        folder = write_tiny(tmp_path / "tiny")
        code, _, err = call("froc", "--model", folder, "--phantoms", 1)
        assert code == 2
        assert "brings nothing" in err

    def test_fit_filter_without_its_folder(self, tmp_path):
        code, _, err = call("fit-filter", "--source", tmp_path / "none", "--out", tmp_path / "run")
        assert code == 2
        assert "There is no folder" in err
        assert not (Path(tmp_path) / "run").exists()
