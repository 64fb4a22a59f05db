"""Several fields of view answer as one, and the map stays exact."""

from __future__ import annotations

import pytest
import torch

from training.export import graph_files, parity_patches
from training.fields import narrowed, widened
from training.graph import Graph, finer
from training.nets import build

FIELDS = (1.0, 0.856, 0.749)


@pytest.fixture(scope="module")
def net(recipe):
    torch.manual_seed(0)
    net = build(recipe.net, recipe.input).eval()
    with torch.no_grad():
        net.size_weight.fill_(0.4)
    return net


def test_a_narrower_field_is_the_middle_enlarged():
    rows = torch.arange(9.0)[:, None].expand(9, 9)[None, None]
    assert torch.equal(narrowed(rows, 1.0), rows)
    half = narrowed(rows, 0.5)[0, 0]
    assert torch.allclose(half[:, 4], torch.linspace(2, 6, 9))


@pytest.mark.parametrize("share", [0.5, 0.749, 0.856])
def test_a_map_laid_back_keeps_its_mean_and_its_place(share):
    cam = finer(torch.randn(2, 1, 7, 7, generator=torch.Generator().manual_seed(0)))
    laid = widened(cam, share)
    assert laid.shape == cam.shape
    assert torch.allclose(laid.mean((2, 3)), cam.mean((2, 3)), atol=1e-5)
    # Where the narrower field does not reach, nothing is put: 12 of 25 cells are its half side.
    reach = int(12 * share) + 1
    assert not laid[..., : 12 - reach, :].any()
    # A peak 8 cells beside the middle comes to lie 8 shares of a cell beside it.
    point = torch.zeros(1, 1, 7, 7)
    point[0, 0, 3, 5] = 1.0
    row, column = divmod(int(widened(finer(point), share).argmax()), 25)
    assert (row, column) == (12, round(12 + 8 * share))


def test_an_even_map_stays_even_where_it_is_laid():
    laid = widened(torch.ones(1, 1, 25, 25), 0.5)[0, 0]
    assert torch.allclose(laid[8:17, 8:17], laid[12, 12].expand(9, 9), atol=1e-5)


@torch.no_grad()
def test_the_logit_is_the_mean_of_the_map_plus_bias_plus_the_size_of_the_whole(net):
    hu = torch.randn(3, 1, 33, 33, generator=torch.Generator().manual_seed(1)) * 300 - 500
    graph = Graph([net], views=2, fields=FIELDS)
    got = dict(zip(graph.outputs, graph(hu), strict=True))
    rebuilt = got["cam"].mean((1, 2, 3)) + net.classifier.bias + got["size"]
    assert torch.allclose(rebuilt, got["logit"], atol=1e-4)
    whole = dict(zip(graph.outputs, Graph([net], views=2)(hu), strict=True))
    assert torch.equal(got["size"], whole["size"])
    assert torch.equal(got["lesion"], whole["lesion"])
    assert not torch.allclose(got["cam"], whole["cam"], atol=1e-4)
    apart = [net(narrowed(hu, share).flip(axes)) for share in FIELDS for axes in ((), (-1,))]
    features = torch.stack([out.logit - out.terms["size"] for out in apart]).mean(0)
    assert torch.allclose(got["logit"], features + got["size"], atol=1e-4)


def test_the_exported_graph_is_one_and_every_runtime_answers_as_torch_does(net, recipe):
    graph = Graph([net], views=2, fields=FIELDS).eval()
    # It refuses where ONNX Runtime, OpenVINO and torch differ, or a batch and single patches.
    files, _ = graph_files(graph, parity_patches(recipe.input.spec))
    assert "model.onnx" in files
