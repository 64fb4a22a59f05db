"""Every network of the registry: exact maps, no look at batch mates, cells on their pixels."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from training.ablate.changes import read_changes
from training.errors import TrainingError
from training.explain import as_reference, reference_cam
from training.fit import fit
from training.graph import Graph, finer, net_of
from training.losses import multi_task_loss
from training.nets import build
from training.nets.timm_trunk import KINDS, between, bordered
from training.recipe import Recipe, read_recipe
from training.runs import FINAL

#: Changes of a recipe's network, by name.
VARIANTS: dict[str, dict] = {
    "lite11": {},
    **{kind: {"net": {"kind": kind}} for kind in KINDS},
    "volume": {"net": {"kind": "volume"}, "input": {"slices": 7}},
    "slices-3": {"input": {"slices": 3}},
    "hybrid": {"net": {"transformer_blocks": 1}},
    "fusion": {"net": {"fusion": True}},
    "gate": {"net": {"lesion_gate": True}},
    "crop": {"net": {"lesion_crop_margin_mm": 2.0}},
    "all-four": {
        "net": {"transformer_blocks": 1, "fusion": True, "lesion_gate": True, "lesion_crop_margin_mm": 2.0}
    },
}


def varied(recipe: Recipe, name: str) -> Recipe:
    document = recipe.model_dump(mode="json")
    for part, choices in VARIANTS[name].items():
        document[part] |= choices
    return Recipe.model_validate(document)


def network(recipe: Recipe, seed: int = 0):
    """A network whose branches that start at nothing have learnt something, in evaluation mode."""
    torch.manual_seed(seed)
    net = build(recipe.net, recipe.input).eval()
    with torch.no_grad():
        net.size_weight.fill_(0.7)
        for branch in (net.hybrid and net.hybrid.back, net.neighbours and net.neighbours.out):
            if branch:
                branch.weight.normal_(std=0.5)
    return net


def patches(recipe: Recipe, n: int) -> torch.Tensor:
    random = torch.Generator().manual_seed(1)
    return torch.randn(n, *recipe.input.size, generator=random) * 400 - 500


@pytest.mark.parametrize("name", VARIANTS)
@torch.no_grad()
def test_the_logit_is_the_mean_of_the_map_plus_bias_plus_named_terms(recipe, name):
    changed = varied(recipe, name)
    net = network(changed)
    out = net(patches(changed, 3))
    rebuilt = out.cam.mean((1, 2, 3)) + net.classifier.bias + sum(out.terms.values())
    assert torch.allclose(rebuilt, out.logit, atol=2e-5)
    assert out.cam.std() > 0
    assert out.lesion_logit.shape == (3, 1, 17, 17)
    assert out.attributes.shape == (3, 2)


@pytest.mark.parametrize("name", VARIANTS)
@torch.no_grad()
def test_mistake_02_a_patch_is_judged_alike_alone_and_in_any_batch(recipe, name):
    changed = varied(recipe, name)
    net, hu = network(changed), patches(changed, 3)
    together = net(hu)
    others = hu.clone()
    others[1:] = -others[1:]
    assert torch.allclose(net(others).logit[0], together.logit[0], atol=1e-5)
    for i in range(3):
        alone = net(hu[i : i + 1])
        assert torch.allclose(alone.logit, together.logit[i : i + 1], atol=2e-5)
        assert torch.allclose(alone.cam, together.cam[i : i + 1], atol=2e-4)


@pytest.mark.parametrize("name", VARIANTS)
def test_mistake_03_the_smallest_input_works_and_its_map_has_its_cells(recipe, name):
    document = varied(recipe, name).model_dump(mode="json")
    document["input"]["size"][1:] = [17, 17]
    smallest = Recipe.model_validate(document)
    out = network(smallest)(patches(smallest, 2))
    finest = 3 if name in ("fusion", "all-four") else 2  # cells at stride 8, or 16
    assert out.cam.shape[-1] == (4 * (finest - 1) + 1 if name in ("crop", "all-four") else finest)
    assert torch.isfinite(out.logit).all()


@pytest.mark.parametrize("name", [*KINDS, "volume", "slices-3", "hybrid", "fusion", "gate"])
def test_the_map_equals_grad_cam(recipe, name):
    changed = varied(recipe, name)
    net, hu = network(changed, seed=4), patches(changed, 2)
    if not (net(hu).cam > 0).any():  # Grad-CAM shows the positive part alone
        with torch.no_grad():
            net.classifier.weight.neg_()
    theirs = reference_cam(net, hu.numpy())
    ours = as_reference(net(hu).cam.detach().numpy(), (33, 33))
    assert theirs.std() > 0.05
    assert np.abs(ours - theirs).max() <= 1e-3


@pytest.mark.parametrize("name", [*KINDS, "volume", "all-four"])
def test_mistake_18_the_mask_learns_from_known_outlines_and_from_nothing_else(recipe, name):
    changed = varied(recipe, name)
    net = network(changed)
    lesion = torch.zeros(2, 1, 33, 33)
    batch = {
        "label": torch.tensor([0.0, 1.0]),
        "weight": torch.ones(2),
        "attributes": torch.full((2, 2), torch.nan),
        "lesion": lesion,
    }
    out = net(patches(changed, 2))
    multi_task_loss(out, batch, changed.loss)["loss"].backward()
    assert net.lesion.weight.grad is None or not net.lesion.weight.grad.any()
    net.zero_grad()
    lesion[1, :, 10:20, 10:20] = 1
    multi_task_loss(net(patches(changed, 2)), batch, changed.loss)["loss"].backward()
    assert net.lesion.weight.grad.any()


@pytest.mark.parametrize(
    "kind", ["resnet50", "resnest50d", "efficientnet_b3", "mobilenetv3_large", "convnext_tiny"]
)
@torch.no_grad()
def test_cells_lie_on_every_sixteenth_pixel(recipe, kind):
    """With kernels that mirror themselves, a mirrored patch has a mirrored map, if no cell leans."""
    changed = varied(recipe, kind)
    net = network(changed)
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            module.weight.copy_((module.weight + module.weight.flip(-1)) / 2)
    hu = patches(changed, 1)
    out, mirrored = net(hu), net(hu.flip(-1))
    assert torch.allclose(mirrored.cam.flip(-1), out.cam, atol=1e-4 * float(out.cam.abs().max()) + 1e-6)
    assert torch.allclose(mirrored.lesion_logit.flip(-1), out.lesion_logit, atol=1e-3)


def test_patches_of_sixteen_pixels_are_centred_on_every_sixteenth():
    place = torch.arange(65.0).expand(1, 1, 65, 65)
    wide = bordered(place)
    assert wide.shape[-1] == 80
    for stride, crop in ((16, 0), (8, 0), (4, 1)):
        cells = nn.functional.avg_pool2d(wide, stride)
        if stride < 16:
            cells = between(cells)
        cells = cells[0, 0, 0, crop : cells.shape[-1] - crop]
        assert len(cells) == 64 // stride + 1
        # The border repeats, so only inner cells show their place.
        assert torch.allclose(cells[2:-2], stride * torch.arange(2.0, len(cells) - 2), atol=1e-4)


def test_mistake_17_the_field_is_fixed_in_millimetres_and_a_view_is_one_pass():
    fields = set()
    for name in ("default", "brief"):
        grid = read_recipe(name).input
        fields.add(
            tuple(round((n - 1) * mm, 6) for n, mm in zip(grid.size[1:], grid.spacing_mm[1:], strict=True))
        )
    assert fields == {(38.4, 38.4)}
    recipe = read_recipe("brief")
    net = build(recipe.net, recipe.input, pretrained=False).eval()
    passes = []
    net.backbone.register_forward_hook(lambda *_: passes.append(1))
    net(patches(recipe, 2))
    assert len(passes) == 1


@torch.no_grad()
def test_mistake_16_calcium_is_told_by_its_hu_and_z_is_space(recipe):
    calcium = next(c for c in read_changes(["calcium-window"])).of(read_recipe("brief"))
    net = build(calcium.net, calcium.input, pretrained=False)
    hu = torch.tensor([40.0, 250.0, 600.0]).reshape(1, 1, 1, 3)
    assert net.windowed(hu)[0, 2, 0].tolist() == pytest.approx([-1.0, -0.5, 2 / 3], abs=1e-6)
    assert "calcification_absent" in calcium.net.attributes
    # What lies above counts by how far above it lies: exchanging slices that differ changes the answer.
    changed = varied(recipe, "volume")
    volume = network(changed)
    hu = patches(changed, 1)
    moved = hu.clone()
    moved[:, [0, 2]] = hu[:, [2, 0]]
    assert changed.input.spacing_mm[0] == 1.0
    assert not torch.allclose(volume(moved).logit, volume(hu).logit)


@pytest.mark.parametrize("name", ["mobilenetv3_large", "swin_tiny", "volume", "all-four"])
def test_it_trains_and_comes_back_from_its_weights(dataset, split, recipe, name, tmp_path):
    document = varied(recipe, name).model_dump(mode="json")
    document["optimiser"]["epochs"] = 1
    changed = Recipe.model_validate(document)
    run = fit(dataset, split, changed, tmp_path / "run", dataset_folder=Path("d"))
    weights = run.finished(FINAL).weights()
    fresh = build(changed.net, changed.input).state_dict()
    assert weights.keys() == fresh.keys()
    assert all(torch.isfinite(value).all() for value in weights.values())
    net = net_of(weights, changed)
    out = Graph([net], views=4).eval()(patches(changed, 2))
    assert torch.isfinite(out[0]).all()


@torch.no_grad()
def test_a_graph_of_a_finer_map_keeps_the_mean(recipe):
    changed = varied(recipe, "all-four")
    out = network(changed)(patches(changed, 2))
    assert torch.allclose(finer(out.cam).mean((1, 2, 3)), out.cam.mean((1, 2, 3)), atol=1e-5)


def weights_of(kind: str, folder: Path) -> tuple[Path, str]:
    import timm

    torch.manual_seed(7)
    state = timm.create_model(kind, pretrained=False).state_dict()
    path = folder / "some.safetensors"
    save_file({name: value.contiguous() for name, value in state.items()}, path)
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def pretrained(recipe: Recipe, kind: str, name: str, sha256: str) -> Recipe:
    document = recipe.model_dump(mode="json")
    document["net"] |= {"kind": kind, "pretrained": True, "weights_file": name, "weights_sha256": sha256}
    return Recipe.model_validate(document)


def test_weights_come_from_a_local_file_and_nothing_else(recipe, tmp_path, monkeypatch):
    path, sha256 = weights_of("mobilenetv3_large_100", tmp_path)
    monkeypatch.setenv("NODUSCOPE_WEIGHTS", str(tmp_path))
    chosen = pretrained(recipe, "mobilenetv3_large", path.name, sha256)
    nets = []
    for seed in (0, 1):
        torch.manual_seed(seed)
        nets.append(build(chosen.net, chosen.input))
    first, second = (net.backbone.state_dict() for net in nets)
    assert all(torch.equal(first[name], second[name]) for name in first)
    # What was measured on millions of pictures is not measured anew on a batch.
    before = nets[0].backbone.state_dict()
    nets[0].train()(patches(chosen, 2))
    after = nets[0].backbone.state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)
    # A finished training needs no file.
    monkeypatch.setenv("NODUSCOPE_WEIGHTS", str(tmp_path / "none"))
    net_of(dict(nets[0].state_dict()), chosen)
    with pytest.raises(TrainingError, match="are not there"):
        build(chosen.net, chosen.input)


def test_weights_of_another_network_or_another_file_are_refused(recipe, tmp_path, monkeypatch):
    path, sha256 = weights_of("mobilenetv3_large_100", tmp_path)
    monkeypatch.setenv("NODUSCOPE_WEIGHTS", str(tmp_path))
    other = pretrained(recipe, "resnet50", path.name, sha256)
    with pytest.raises(TrainingError, match="are not of resnet50"):
        build(other.net, other.input)
    changed = pretrained(recipe, "mobilenetv3_large", path.name, "0" * 64)
    with pytest.raises(TrainingError, match="their SHA-256 is"):
        build(changed.net, changed.input)


@pytest.mark.parametrize(
    ("part", "complaint"),
    [
        ({"kind": "resnet50", "pretrained": True}, "nothing is downloaded"),
        ({"kind": "resnet50", "frozen_blocks": 3}, "frozen_blocks is for lite11"),
        ({"kind": "volume", "pretrained": True}, "no pretrained weights"),
        ({"kind": "volume"}, "reads 3, 5, 7 slices"),
        ({"weights_file": "x"}, "leave weights_file out"),
    ],
)
def test_choices_that_do_not_fit_are_said(recipe, part, complaint):
    document = recipe.model_dump(mode="json")
    document["net"] |= part
    with pytest.raises(ValueError, match=complaint):
        Recipe.model_validate(document)


def test_without_timm_it_says_what_to_install(recipe, monkeypatch):
    monkeypatch.setitem(sys.modules, "timm", None)
    changed = varied(recipe, "resnet50")
    with pytest.raises(TrainingError, match="extra `nets`"):
        build(changed.net, changed.input)
    build(recipe.net, recipe.input)  # needs none


def test_the_default_network_imports_no_library_of_backbones(recipe):
    import subprocess

    code = (
        "import sys; from training.recipe import read_recipe; from training.nets import build; "
        "r = read_recipe('default'); build(r.net, r.input, pretrained=False); "
        "sys.exit('timm' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("base", ["default", "brief"])
def test_every_change_of_the_network_fits_both_recipes(base):
    recipe = read_recipe(base)
    for change in read_changes():
        assert change.of(recipe) != recipe
    deep = next(iter(read_changes(["volume"]))).of(recipe)
    assert deep.input.size == (7, *recipe.input.size[1:])
