"""The graph: networks and mirrored views answer as one, and the map stays exact."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from training.graph import Graph, finer, graph_of
from training.nets import build
from training.ratings import RatingThresholds


@pytest.fixture(scope="module")
def nets(recipe):
    made = []
    for seed in (0, 1):
        torch.manual_seed(seed)
        net = build(recipe.net, recipe.input).eval()
        with torch.no_grad():
            net.size_weight.fill_(0.3 + seed)
            net.attribute_mean.copy_(torch.tensor([2.0, 3.0]))
            net.attribute_deviation.copy_(torch.tensor([0.5, 2.0]))
        made.append(net)
    return made


def patches(n: int) -> torch.Tensor:
    return torch.randn(n, 1, 33, 33, generator=torch.Generator().manual_seed(1)) * 400 - 500


def answer(graph: Graph, hu: torch.Tensor) -> dict[str, torch.Tensor]:
    with torch.no_grad():
        return dict(zip(graph.outputs, graph(hu), strict=True))


def test_one_network_and_one_view_is_the_network(nets):
    hu = patches(3)
    got, net = answer(Graph(nets[:1], temperature=2.0), hu), nets[0](hu)
    assert torch.equal(got["logit"], net.logit)
    assert torch.equal(got["cam"], finer(net.cam))
    assert torch.allclose(got["probability"], torch.sigmoid(net.logit / 2))
    # Of log_diameter and spiculation only the second is a rating.
    assert torch.allclose(got["attributes"], net.attributes[:, 1:] * 2 + 3)


def test_members_and_views_are_averaged_and_maps_turned_back(nets):
    hu = patches(2)
    got = answer(Graph(nets, views=4), hu)
    logits, maps, masks = [], [], []
    for net in nets:
        for axes in ((), (-1,), (-2,), (-2, -1)):
            out = net(hu.flip(axes))
            logits.append(out.logit)
            maps.append(out.cam.flip(axes))
            masks.append(out.lesion_logit.flip(axes))
    assert torch.allclose(got["logit"], torch.stack(logits).mean(0), atol=1e-5)
    assert torch.allclose(got["cam"], finer(torch.stack(maps).mean(0)), atol=1e-5)
    middle = torch.sigmoid(torch.stack(masks).mean(0))
    assert torch.allclose(got["lesion"][..., ::2, ::2], middle, atol=1e-5)
    assert got["embedding"].shape == (2, 2 * 16)


def test_a_finer_map_keeps_its_mean_and_the_differences_between_its_own_cells():
    cam = torch.zeros(1, 1, 5, 5)
    cam[0, 0, 2, 2] = 25.0
    fine = finer(cam)
    assert fine.shape == (1, 1, 17, 17)
    assert float(fine.mean()) == pytest.approx(1.0, abs=1e-5)
    assert torch.allclose(fine[..., ::4, ::4] - fine[..., :1, :1], cam, atol=1e-5)
    # A cubic kernel (a = -0.75) half way to the next cell: 0.59375 of the peak, and 0.59375^2 across.
    low = float(fine[0, 0, 0, 0])
    assert float(fine[0, 0, 8, 10]) - low == pytest.approx(25 * 0.59375, abs=1e-4)
    assert float(fine[0, 0, 10, 10]) - low == pytest.approx(25 * 0.59375**2, abs=1e-4)


def test_a_peak_between_two_cells_is_found_there():
    cam = torch.zeros(1, 1, 7, 7)
    cam[0, 0, 3, 2:4] = 1.0
    row, column = divmod(int(finer(cam).argmax()), 25)
    assert (row, column) == (12, 10)


def test_the_logit_is_still_the_mean_of_the_map_plus_bias_plus_terms(nets):
    hu = patches(2)
    got = answer(Graph(nets, views=4), hu)
    rest = [
        net.classifier.bias + net(hu.flip(axes)).terms["size"]
        for net in nets
        for axes in ((), (-1,), (-2,), (-2, -1))
    ]
    assert torch.allclose(got["cam"].mean((1, 2, 3)) + torch.stack(rest).mean(0), got["logit"], atol=1e-4)


def test_ratings_follow_the_mean_logit_by_their_thresholds(nets):
    thresholds = RatingThresholds(0.5, (-2.0, -1.0, 0.5, 2.0))
    got = answer(Graph(nets, thresholds=thresholds), patches(3))
    assert np.allclose(got["ratings"], thresholds.shares(got["logit"].numpy()), atol=1e-6)
    assert "ratings" not in Graph(nets).outputs


def test_a_mirrored_patch_gets_the_same_answer_and_the_mirrored_map(nets):
    hu = patches(2)
    graph = Graph(nets, views=4)
    there, back = answer(graph, hu), answer(graph, hu.flip(-1))
    assert torch.allclose(there["logit"], back["logit"], atol=1e-4)
    assert torch.allclose(there["cam"], back["cam"].flip(-1), atol=1e-4)


def test_weights_of_the_first_fit_version_can_still_be_judged(nets, recipe):
    older = {name: value for name, value in nets[0].state_dict().items() if not name.startswith("attribute_")}
    got = answer(graph_of([older], recipe), patches(2))
    assert np.allclose(got["logit"], nets[0](patches(2)).logit.detach(), atol=1e-5)
