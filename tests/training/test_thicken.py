"""Thicker slices are means of known neighbours, by hand; where there are none nothing changes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from tests.training.synthetic_crops import write_crops, write_volumes
from training.augment import source_spec, transforms
from training.datasets.lidc_crops import import_lidc_crops
from training.fit import fit
from training.pretrain.recipe import PretrainRecipe, read_pretrain_recipe
from training.recipe import Recipe
from training.samples import LargePatches, TrainingSamples
from training.splits import make_split
from training.thicken import RandThickend, mean_over
from training.tracking.callback import Track


def thickening(recipe: Recipe, chance: float = 1.0, **others: object) -> Recipe:
    augment = {"thicken_chance": chance, **others}
    return recipe.model_copy(update={"augment": recipe.augment.model_copy(update=augment)})


def slices(*values: float) -> torch.Tensor:
    return torch.tensor(values, dtype=torch.float32)[:, None, None].expand(3, 4, 5).clone()


@pytest.mark.parametrize(
    ("thickness_mm", "expected"),
    [
        (0.0, 100.0),  # the slice itself
        (1.5, 75.0),  # the line falls to 50 half way to either neighbour: (100 + 50) / 2
        (3.0, 50.0),  # up to the neighbours: (100 + 0) / 2
    ],
)
def test_a_peak_between_two_slices_of_nothing_fades(thickness_mm, expected):
    assert mean_over(slices(0, 100, 0), thickness_mm, 1.5).flatten().tolist() == pytest.approx(
        [expected] * 20
    )


@given(st.floats(-1000, 1000), st.floats(-200, 200), st.floats(0, 3))
def test_what_changes_evenly_along_z_stays(value, step, thickness_mm):
    found = mean_over(slices(value - step, value, value + step), thickness_mm, 1.5)
    assert found.shape == (1, 4, 5)
    assert torch.allclose(found, torch.tensor(value), atol=1e-2)


def test_a_transform_draws_its_thickness_and_repeats_itself_for_a_seed():
    change = RandThickend("hu", 3.0, 0.5).set_random_state(seed=0)
    image = slices(0, 100, 0)
    found = [float(change({"hu": image})["hu"][0, 0, 0]) for _ in range(200)]
    assert 0.3 < np.mean(np.array(found) == 100) < 0.7
    assert min(found) < 55
    assert min(found) >= 50
    again = RandThickend("hu", 3.0, 0.5).set_random_state(seed=0)
    assert [float(again({"hu": image})["hu"][0, 0, 0]) for _ in range(200)] == found


def test_neighbours_are_cut_half_the_thickness_away_and_one_slice_comes_out(recipe):
    thick = thickening(recipe, thicken_mm=4.0)
    spec = source_spec(thick.input.spec, thick.augment)
    plain = source_spec(recipe.input.spec, recipe.augment)
    assert (spec.size, spec.spacing_mm) == ((3, *plain.size[1:]), (2.0, *plain.spacing_mm[1:]))
    image = torch.zeros(3, *spec.size[1:])
    out = transforms(thick.input.spec, thick.augment)({"hu": image, "lesion": image[:1]})
    assert out["hu"].shape == (1, *thick.input.size[1:])


@pytest.fixture(scope="module")
def with_neighbours(tmp_path_factory):
    """Every second nodule has slices 1 mm apart, 10 HU higher with each step away from the middle."""
    folder: Path = write_crops(tmp_path_factory.mktemp("volumes"))
    write_volumes(folder)
    return import_lidc_crops(folder, neighbours=True)


def test_only_cases_with_neighbours_change(with_neighbours, recipe):
    thick = thickening(recipe)
    patches = LargePatches(with_neighbours, thick)
    middle = patches.hu.shape[-1] // 2
    known, alone = (patches.hu[i, :, middle, middle] for i in (0, 1))
    assert known - known[1] == pytest.approx([15, 0, 15], abs=0.5)  # 1.5 mm away, 10 HU a millimetre
    assert alone - alone[1] == pytest.approx([0, 0, 0])


def test_a_recipe_that_thickens_trains_and_can_be_watched(with_neighbours, recipe, tmp_path):
    thick = thickening(recipe, 0.5)
    split = dataclasses.replace(make_split(with_neighbours, n_folds=2, seed=0), leave_out="test-set")
    run = fit(with_neighbours, split, thick, tmp_path / "run", dataset_folder=Path("d"))
    assert all(torch.isfinite(value).all() for value in run.finished("0").weights().values())
    samples = TrainingSamples(with_neighbours, LargePatches(with_neighbours, thick), thick, np.arange(4))
    assert Track([], samples, thick).hu.shape == (4, *thick.input.size)


def test_several_slices_and_a_pretraining_are_refused(recipe):
    document = thickening(recipe).model_dump(mode="json")
    document["input"]["size"][0] = 3
    with pytest.raises(ValueError, match=r"augment\.thicken_chance is for single slices"):
        Recipe.model_validate(document)
    document = read_pretrain_recipe("simclr").model_dump(mode="json")
    document["augment"]["thicken_chance"] = 0.5
    with pytest.raises(ValueError, match=r"augment\.thicken_chance is for kind classify"):
        PretrainRecipe.model_validate(document)


def test_a_recipe_that_does_not_thicken_keeps_its_key(recipe):
    assert not {"thicken_mm", "thicken_chance"} & recipe.choices()["augment"].keys()
    assert thickening(recipe, 0.5).choices()["augment"]["thicken_chance"] == 0.5
