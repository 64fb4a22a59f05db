"""Distilled, pruned and quantisation-aware trainings, seconds each; the map stays exact."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import torch

from training.cases import Dataset
from training.compress import prune as prune_module
from training.compress.distil import logit_loss, map_loss, resized, same_field
from training.compress.sources import Sources, open_sources
from training.compress.teacher import check_teachers
from training.errors import TrainingError
from training.events import silent
from training.fit import configuration_of, fit, train_row
from training.graph import graph_of, net_of
from training.graph import run as run_graph
from training.nets import build
from training.recipe import CompressRecipe, Recipe, read_recipe
from training.runs import RunFolder, row_key
from training.samples import LargePatches, plain_patches
from training.splits import Split


def compressing(recipe: Recipe, **choices: object) -> Recipe:
    changed = {"compress": CompressRecipe(**choices), "name": str(choices["kind"])}
    return recipe.model_copy(update=changed)


def trained(dataset, split, recipe, run, out: Path) -> RunFolder:
    return fit(dataset, split, recipe, out, dataset_folder=out, sources=Sources((run,)))


def exact(net, patches) -> None:
    with torch.inference_mode():
        out = net.eval()(patches)
    again = out.cam.mean((1, 2, 3)) + net.classifier.bias + out.terms["size"]
    torch.testing.assert_close(out.logit, again, atol=1e-5, rtol=1e-5)


def patches_of(dataset: Dataset, recipe: Recipe, n: int = 4) -> torch.Tensor:
    return torch.from_numpy(plain_patches(dataset, recipe.input.spec, np.arange(n)))


@pytest.mark.parametrize(
    # NNCF compiles its quantisers for torch at their first use.
    "kind",
    ["distil", "prune", pytest.param("quantise", marks=pytest.mark.slow)],
)
def test_trains_in_seconds_and_the_row_is_an_ordinary_network(
    kind, dataset: Dataset, split: Split, recipe: Recipe, run: RunFolder, tmp_path: Path
) -> None:
    if kind == "quantise":
        pytest.importorskip("nncf")
    small = compressing(recipe, kind=kind, pruned_share=0.4)
    made = trained(dataset, split, small, run, tmp_path / "out")
    net = net_of(made.finished("0").weights(), small)
    exact(net, patches_of(dataset, small))
    assert len(made.record().rows) == split.n_folds + 1


def test_mobilenetv3_is_taught_by_another_network(
    dataset: Dataset, split: Split, recipe: Recipe, run: RunFolder, tmp_path: Path
) -> None:
    pytest.importorskip("timm")
    kind = read_recipe("distilled-mobilenetv3").net.kind
    small = compressing(recipe, kind="distil")
    small = small.model_copy(
        update={
            "net": recipe.net.model_copy(update={"kind": kind}),
            "optimiser": recipe.optimiser.model_copy(update={"epochs": 1}),
        }
    )
    out = RunFolder(tmp_path / "out")
    out.prepare()
    row = train_row(
        out,
        "0",
        configuration=configuration_of(dataset, split, small, "0"),
        dataset=dataset,
        split=split,
        recipe=small,
        patches=LargePatches(dataset, small),
        emit=silent,
        sources=Sources((run,)),
    )
    net = net_of(row.weights(), small)
    assert type(net.backbone).__name__ == "TimmTrunk"
    exact(net, patches_of(dataset, small))


def test_mistake_24_pruning_removes_channels_and_not_only_weights(
    dataset: Dataset, split: Split, recipe: Recipe, run: RunFolder
) -> None:
    start = net_of(run.finished("0").weights(), recipe)
    before = sum(value.numel() for value in start.parameters())
    pruned = prune_module.prune(start, 0.5, patches_of(dataset, recipe))
    assert sum(value.numel() for value in pruned.parameters()) < 0.5 * before
    zeros = sum(int((value == 0).sum()) for value in pruned.parameters() if value.ndim == 4)
    assert zeros == 0
    exact(pruned, patches_of(dataset, recipe))


def test_a_pruned_network_is_rebuilt_from_a_recipe_that_prunes_and_its_weights(
    dataset: Dataset, recipe: Recipe, run: RunFolder
) -> None:
    pruned = prune_module.prune(
        net_of(run.finished("0").weights(), recipe), 0.5, patches_of(dataset, recipe)
    ).eval()
    weights = {name: value.detach() for name, value in pruned.state_dict().items()}
    hu = plain_patches(dataset, recipe.input.spec, np.arange(3))
    pruning = recipe.model_copy(update={"compress": recipe.compress.model_copy(update={"kind": "prune"})})
    again = run_graph(graph_of([weights], pruning), hu)
    with torch.inference_mode():
        logit = pruned(torch.from_numpy(hu)).logit.numpy()
    np.testing.assert_allclose(again.logit, logit, atol=1e-5)


def test_mistake_23_a_teacher_that_does_not_beat_the_student_is_refused(
    dataset: Dataset, split: Split, run: RunFolder
) -> None:
    with pytest.raises(TrainingError, match="do not beat the student"):
        check_teachers(dataset, split, [run], run)


@pytest.mark.slow  # NNCF compiles its quantisers for torch at their first use
def test_mistake_01_quantisation_aware_training_rounds_convolutions(
    dataset: Dataset, recipe: Recipe, run: RunFolder
) -> None:
    pytest.importorskip("nncf")
    from training.compress.whole_numbers import with_fake_quantisers

    net = net_of(run.finished("0").weights(), recipe)
    n = sum(isinstance(layer, torch.nn.Conv2d) for layer in net.modules())
    rounded = with_fake_quantisers(net, patches_of(dataset, recipe))
    names = [name for name, m in rounded.named_modules() if "Quantizer" in type(m).__name__]
    # Every convolution but the mask's has a quantiser for its weights; their inputs have more.
    assert sum("/conv2d/" in name and name.endswith("__1.0") for name in names) == n - 1
    # Nothing that follows the features is rounded: NNCF's range of a logit would end at its mean.
    assert not [name for name in names if "linear" in name or "lesion/" in name or "sigmoid" in name]


def test_logits_of_teacher_and_student_by_hand() -> None:
    # sigmoid(0) = 0.5; -log(0.5) = 0.6931, whatever the teacher says; times T squared.
    loss = logit_loss(torch.zeros(2), torch.tensor([3.0, -1.0]), temperature=2.0)
    np.testing.assert_allclose(loss.numpy(), 4 * 0.6931, atol=1e-3)


def test_maps_of_different_cells_compare_at_the_same_millimetres() -> None:
    ramp = torch.linspace(-1, 1, 7).expand(1, 1, 7, 7)
    assert float(map_loss(resized(ramp, (5, 5)), ramp)) == pytest.approx(0, abs=1e-3)
    assert float(map_loss(-resized(ramp, (5, 5)), ramp)) > 1


def test_the_coarse_student_sees_the_teachers_field(recipe: Recipe) -> None:
    assert same_field(read_recipe("distilled").input, read_recipe("default").input)
    assert not same_field(recipe.input, read_recipe("default").input)


def test_wrong_sources_are_told_in_a_sentence(
    dataset: Dataset, split: Split, recipe: Recipe, run: RunFolder, tmp_path: Path
) -> None:
    prune = compressing(recipe, kind="prune")
    with pytest.raises(TrainingError, match="exactly one finished run"):
        open_sources(prune, dataset, split, [], None)
    with pytest.raises(TrainingError, match="name the teachers"):
        open_sources(compressing(recipe, kind="distil"), dataset, split, [run.folder], None)
    with pytest.raises(TrainingError, match="leave out --source"):
        open_sources(recipe, dataset, split, [run.folder], None)
    with pytest.raises(TrainingError, match="not a run"):
        open_sources(prune, dataset, split, [tmp_path], None)
    other = prune.model_copy(update={"net": recipe.net.model_copy(update={"features": 8})})
    with pytest.raises(TrainingError, match="another network"):
        open_sources(other, dataset, split, [run.folder], None)
    elsewhere = dataclasses.replace(split, sha256="0" * 64)
    with pytest.raises(TrainingError, match="other folds"):
        open_sources(prune, dataset, elsewhere, [run.folder], None)


def test_a_recipe_that_compresses_nothing_keeps_its_key(dataset, split, recipe: Recipe) -> None:
    assert "compress" not in configuration_of(dataset, split, recipe, "0")["recipe"]
    pruned = compressing(recipe, kind="prune")
    assert row_key(configuration_of(dataset, split, pruned, "0")) != row_key(
        configuration_of(dataset, split, recipe, "0")
    )


def test_the_sources_rows_are_part_of_the_key(run: RunFolder) -> None:
    assert Sources((run,)).configuration("0") != Sources((run,)).configuration("1")


@pytest.mark.parametrize(
    "name", ["distilled", "distilled-one-view", "distilled-mobilenetv3", "pruned", "quantised"]
)
def test_shipped_recipes_are_valid(name: str) -> None:
    recipe = read_recipe(name)
    if recipe.net.kind != "lite11":
        pytest.importorskip("timm")
    assert recipe.compress.kind != "none"
    assert build(recipe.net, recipe.input, pretrained=False)
