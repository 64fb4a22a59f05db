"""Every condition does to an image what its name says, and what it costs is paired with the clean images."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engine.geometry import Grid
from engine.patch import PatchSpec
from engine.volume import Volume
from training import stress as module
from training.cases import Dataset
from training.errors import TrainingError
from training.stress import (
    CONDITIONS,
    Condition,
    noise,
    offset,
    sharpening,
    smoothing,
    stress,
    stressed_patches,
    wrong_click,
    wrong_spacing,
)

CENTRE = (10.0, -20.0, 5.0)
#: Rows of 0.5 mm, columns of 0.4 mm, and a centre that is no voxel.
GRID = Grid.axial((1, 81, 101), (2.0, 0.5, 0.4), (-10.1, -40.2, 5.0))


def scan(hu: np.ndarray) -> Volume:
    return Volume(np.broadcast_to(hu, GRID.size).astype(np.int16), GRID)


def changed(change, hu) -> np.ndarray:
    volume, centre = change(scan(hu), CENTRE, np.random.default_rng(0))
    assert centre == CENTRE
    return volume.hu[0].astype(float)


def step() -> np.ndarray:
    """-800 on the left of the middle column, 0 to the right."""
    return np.where(np.arange(101) < 50, -800, 0)


def test_noise_has_its_deviation_and_its_grain():
    white, grained = changed(noise(30), 0), changed(noise(30, 0.8), 0)
    for field in (white, grained):
        assert field.std() == pytest.approx(30, rel=0.03)
        assert abs(field.mean()) < 5

    def neighbours(field):
        return np.corrcoef(field[:, 1:].ravel(), field[:, :-1].ravel())[0, 1]

    assert abs(neighbours(white)) < 0.05
    # A Gaussian of sd 2 pixels leaves neighbours exp(-1 / (4 * 2 ** 2)) = 0.94 correlated.
    assert neighbours(grained) == pytest.approx(0.94, abs=0.02)


def test_smoothing_turns_a_step_into_the_normal_integral():
    smooth = changed(smoothing(0.8), step())[40]
    # Columns are 0.4 mm, the edge is at 49.5: column 51 lies 0.75 sd to the right of it.
    assert smooth[51] == pytest.approx(-800 * 0.2266, abs=4)
    assert smooth[0] == -800
    assert smooth[100] == 0


def test_sharpening_overshoots_at_a_step_and_leaves_flat_parts():
    sharp = changed(sharpening(1), step())[40]
    assert sharp[50] > 200
    assert sharp[49] < -1000
    assert (sharp[0], sharp[100]) == (-800, 0)
    twice = changed(sharpening(2), step())[40]
    assert twice[50] == pytest.approx(2 * sharp[50], abs=2)


def test_an_offset_is_added():
    assert (changed(offset(-50), step()) == step() - 50).all()


def test_hu_beyond_what_a_volume_holds_are_cut_off():
    assert changed(offset(50), np.array(32760)).max() == 32767


def test_wrong_spacing_keeps_the_centre_and_scales_all_else_in_the_slice():
    volume, centre = wrong_spacing(0.9)(scan(step()), CENTRE, np.random.default_rng(0))
    assert centre == CENTRE
    np.testing.assert_allclose(volume.grid.to_voxel(CENTRE), GRID.to_voxel(CENTRE))
    assert volume.grid.spacing_mm == pytest.approx((2.0, 0.45, 0.36))
    before, after = (grid.to_patient((0, 7, 90)) - CENTRE for grid in (GRID, volume.grid))
    np.testing.assert_allclose(after, before * [0.9, 0.9, 1])


def test_a_wrong_click_lies_at_its_distance_in_the_slice():
    clicks = np.array([wrong_click(3)(scan(step()), CENTRE, np.random.default_rng(i))[1] for i in range(50)])
    moved = clicks - CENTRE
    np.testing.assert_allclose(np.linalg.norm(moved, axis=1), 3)
    assert (moved[:, 2] == 0).all()
    # In all directions.
    assert (np.sign(moved[:, :2]).min(0) == -1).all()
    assert (np.sign(moved[:, :2]).max(0) == 1).all()


def test_patches_are_the_same_every_time_and_differ_by_case(dataset: Dataset):
    spec, condition = PatchSpec((1, 33, 33), (1.0, 0.8, 0.8)), Condition("noise", "", noise(100))
    first = stressed_patches(dataset, np.array([3, 5]), spec, condition)
    again = stressed_patches(dataset, np.array([5]), spec, condition)
    assert (first[1] == again[0]).all()
    clean = [dataset.patch(i, spec).hu for i in (3, 5)]
    assert not np.allclose(first[0] - clean[0], first[1] - clean[1])
    assert len({condition.name for condition in CONDITIONS}) == len(CONDITIONS)


def test_the_cost_by_hand(dataset: Dataset, run, monkeypatch):
    """A network that is right by 3 logits on clean images; an offset makes it call everything malignant."""
    monkeypatch.setattr("training.metrics.DRAWS", 100)
    monkeypatch.setattr(module, "CONDITIONS", (Condition("up", "50 HU up", offset(50)),))
    label = np.array([case.label for case in dataset.cases])
    plain = {case: dataset.patch(case, run.record().recipe.input.spec).hu for case in range(len(dataset))}

    class Fake:
        def __init__(self, held_out):
            self.held_out = held_out

        def __call__(self, patches):
            logit = []
            for case, patch in zip(self.held_out, patches, strict=True):
                moved = (patch - plain[case]).mean()
                assert moved in (pytest.approx(0), pytest.approx(50))
                logit.append(5.0 if moved > 1 else 6.0 * label[case] - 3.0)
            return dataclasses.make_dataclass("Out", ["logit"])(np.array(logit))

    folds = np.array(run.record().folds)
    monkeypatch.setattr(
        module,
        "held_out_networks",
        lambda *_: [(np.flatnonzero(folds == f), Fake(np.flatnonzero(folds == f))) for f in (0, 1)],
    )
    document = stress(dataset, run)
    clean, up = document["conditions"]
    assert (document["n"], clean["name"], up["name"]) == (40, "clean", "up")
    assert clean["accuracy"]["value"] == 1.0
    assert clean["flips"] == 0
    assert up["auc"]["value"] == 0.5
    assert up["auc_drop"]["value"] == 0.5
    assert up["accuracy_drop"]["value"] == 0.5
    assert (up["flips"], up["flips_to_malignant"]) == (20, 20)


def test_a_real_run_goes_through(dataset: Dataset, run, monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 20)
    document = stress(dataset, run)
    names = [row["name"] for row in document["conditions"]]
    assert names == ["clean", *(condition.name for condition in CONDITIONS)]
    assert document["conditions"][0]["auc_drop"] == {"value": 0.0, "low": 0.0, "high": 0.0}


def test_another_dataset_or_too_few_cases_are_refused(dataset: Dataset, run):
    with pytest.raises(TrainingError, match="not the one this run was trained on"):
        stress(dataclasses.replace(dataset, name="other"), run)
    few = dataclasses.replace(
        dataset, cases=tuple(case.model_copy(update={"label": None}) for case in dataset.cases)
    )
    with pytest.raises(TrainingError, match="there are 0"):
        stress(few, run)
