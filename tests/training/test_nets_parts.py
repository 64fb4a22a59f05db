"""The networks' own layers: gradients, gate, crop, fusion, and facts as terms of the logit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from torch.autograd import gradcheck

from training.ablate.cells import run_cells
from training.ablate.changes import Change
from training.ablate.ledger import Ledger
from training.ablate.plan import plan
from training.cases import Dataset
from training.errors import TrainingError
from training.facts import fact_values, lacking, training_facts
from training.fit import fit
from training.nets import build
from training.nets.facts import Facts
from training.nets.fusion import Fusion
from training.nets.heads import Up
from training.nets.hybrid import Block, Hybrid
from training.nets.lesion_views import Gate, LesionCrop
from training.nets.neighbours import Neighbours
from training.recipe import Recipe


def doubles(*shape: int, seed: int = 0) -> torch.Tensor:
    random = torch.Generator().manual_seed(seed)
    return torch.randn(*shape, generator=random, dtype=torch.float64, requires_grad=True)


def layer(made: torch.nn.Module) -> torch.nn.Module:
    """In float64, without dropout, and with no weight at nothing, where a kink of ReLU would lie."""
    torch.manual_seed(3)
    for parameter in made.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return made.double().eval()


@pytest.mark.parametrize(
    ("made", "inputs"),
    [
        (lambda: Block(8, 2, 12), [doubles(2, 3, 8)]),
        (lambda: Hybrid(3, (2, 2), 1), [doubles(1, 3, 2, 2)]),
        (lambda: Fusion((2, 3, 4), 3), [doubles(1, 2, 5, 5), doubles(1, 3, 3, 3), doubles(1, 4, 2, 2)]),
        (lambda: Up(2, 3, 2), [doubles(1, 2, 2, 2), doubles(1, 3, 3, 3)]),
        (
            lambda: Neighbours((5, 5), (1.0, 1.0), 9.0, 2),
            [doubles(1, 3, 5, 5), doubles(1, 3, 5, 5, seed=1), doubles(1, 3, 5, 5, seed=2)],
        ),
        (lambda: Facts(["a", "b"]), [doubles(3, 2)]),
    ],
    ids=["block", "hybrid", "fusion", "up", "neighbours", "facts"],
)
def test_mistake_27_gradients_are_right_in_float64_at_smooth_points(made, inputs):
    module = layer(made())

    def answer(*given):
        out = module(*given)
        return tuple(out.values()) if isinstance(out, dict) else out

    # The step is small beside the distance of these points to the nearest kink.
    assert gradcheck(answer, inputs, eps=1e-7, atol=1e-5)


def test_mistake_27_gradients_through_gate_and_crop():
    mask = doubles(1, 1, 9, 9).detach()
    gate = Gate().double()
    assert gradcheck(lambda x: gate(x, mask), [doubles(1, 2, 3, 3)])
    crop = LesionCrop(1.0, (2.0, 2.0))
    # Not on the cells' own places, where a bilinear sample has a kink.
    box = torch.tensor([[0.11, -0.07, 0.53, 0.61]], dtype=torch.float64)
    assert gradcheck(lambda x: crop.cut(x, box), [doubles(1, 2, 4, 4)])
    assert gradcheck(lambda x: crop.placed(x, box), [doubles(1, 1, 3, 3)])


def test_a_block_looks_over_the_cells_of_one_patch():
    block = layer(Block(8, 2, 12))
    cells = doubles(2, 4, 8).detach()
    changed = cells.clone()
    changed[0, 3, 0] += 1.0
    plain, other = block(cells), block(changed)
    assert torch.equal(plain[1], other[1])  # the batch mate
    assert ((plain[0] - other[0]).abs() > 1e-6).any(1).all()  # all cells of the patch itself


def test_cells_know_their_place():
    hybrid = layer(Hybrid(3, (3, 3), 1))
    flat = torch.ones(1, 3, 3, 3, dtype=torch.float64)
    out = hybrid(flat)
    assert out.flatten(2).std(-1).min() > 1e-3


@torch.no_grad()
def test_a_hybrid_starts_as_the_plain_network():
    deep = doubles(1, 3, 2, 2).detach()
    assert torch.equal(Hybrid(3, (2, 2), 2).double().eval()(deep), deep)


@torch.no_grad()
def test_the_gate_weighs_by_the_largest_share_near_a_cell_and_never_closes():
    gate = Gate()
    mask = torch.full((1, 1, 17, 17), -20.0)
    mask[0, 0, 8, 11] = 20.0  # three mask cells beside the middle feature cell; the next one is at 16
    weights = gate(torch.ones(1, 1, 3, 3), mask)[0, 0]
    assert weights[1, 1] == pytest.approx(1.0)
    assert weights[0, 0] == pytest.approx(0.5)
    gate.share.fill_(-2.0)
    assert gate(torch.ones(1, 1, 3, 3), mask)[0, 0, 0, 0] == pytest.approx(
        1 - torch.sigmoid(torch.tensor(-2.0))
    )


def mask_of(rows: slice, columns: slice, size: int = 33) -> torch.Tensor:
    mask = torch.full((1, 1, size, size), -5.0)
    mask[..., rows, columns] = 5.0
    return mask


def test_a_crop_is_the_masks_box_and_its_margin_in_mm():
    crop = LesionCrop(4.0, (0.5, 0.5))  # 65 pixels: 32 mm; mask cells are 1 mm apart
    box = crop.box(mask_of(slice(10, 23), slice(16, 21)))[0]
    # Rows 10 to 22: 12 mm and 4 on each side, which is 20 mm; a square about row 16 and column 18.
    assert box.tolist() == pytest.approx([0.0, 2 / 16, 10 / 16, 10 / 16])
    small = crop.box(mask_of(slice(16, 17), slice(16, 17)))[0]
    assert small.tolist() == pytest.approx([0, 0, 0.5, 0.5])  # 16 mm at least
    corner = crop.box(mask_of(slice(0, 3), slice(0, 3)))[0]
    assert corner.tolist() == pytest.approx([-0.5, -0.5, 0.5, 0.5])  # moved inside


def test_mistake_22_without_a_mask_the_classifier_sees_the_whole_patch():
    crop = LesionCrop(4.0, (0.5, 0.5))
    box = crop.box(torch.full((2, 1, 33, 33), -1.0))
    assert box.tolist() == [[0, 0, 1, 1]] * 2
    picture = torch.randn(2, 1, 65, 65)
    assert torch.allclose(crop.cut(picture, box), picture, atol=1e-4)


def test_a_cut_shows_the_box_on_all_pixels():
    crop = LesionCrop(0.0, (1.0, 1.0))
    ramp = torch.linspace(-1, 1, 17).expand(1, 1, 17, 17)
    cut = crop.cut(ramp, torch.tensor([[0.0, 0.25, 0.5, 0.5]]))
    assert torch.allclose(cut[0, 0, 3], torch.linspace(-0.25, 0.75, 17), atol=1e-6)


def test_a_placed_map_is_nothing_outside_its_box_and_keeps_its_mean():
    crop = LesionCrop(0.0, (1.0, 1.0))
    box = torch.tensor([[0.5, -0.5, 0.5, 0.5]])
    cam = torch.rand(1, 1, 5, 5) + 1
    whole = crop.placed(cam, box)[0, 0]
    assert whole.shape == (17, 17)
    assert float(whole.mean()) == pytest.approx(float(cam.mean()), abs=1e-5)
    assert not whole[:8].any()
    assert not whole[:, 9:].any()
    assert (whole[8:, :9] > 0).all()


def test_facts_are_standard_values_or_an_indicator():
    facts = Facts(["age", "pack_years"])
    with torch.no_grad():
        facts.mean.copy_(torch.tensor([60.0, 20.0]))
        facts.deviation.copy_(torch.tensor([10.0, 5.0]))
        facts.known.copy_(torch.tensor([0.5, 2.0]))
        facts.missing.copy_(torch.tensor([-1.0, 0.3]))
    terms = facts(torch.tensor([[80.0, 15.0], [float("nan"), 20.0]]))
    assert terms["fact:age"].tolist() == pytest.approx([1.0, -1.0])
    assert terms["fact:pack_years"].tolist() == pytest.approx([-2.0, 0.0])


def with_facts(recipe: Recipe, names: list[str], **optimiser) -> Recipe:
    document = recipe.model_dump(mode="json")
    document["net"]["facts"] = names
    document["optimiser"] |= optimiser
    return Recipe.model_validate(document)


def test_facts_are_scaled_by_the_training_cases_that_know_them(dataset):
    cases = [
        c.model_copy(update={"facts": {"age": 50.0 + i} if i % 2 else {}})
        for i, c in enumerate(dataset.cases)
    ]
    known = dataclasses.replace(dataset, cases=tuple(cases))
    facts = training_facts(known, ["age", "contrast"], np.arange(4))
    assert facts.mean.tolist() == [52.0, 0.0]  # 51 and 53
    assert facts.deviation.tolist() == [1.0, 1.0]
    assert np.isnan(facts.values[::2, 0]).all()
    assert lacking(dataset, ["age", "contrast"]) == ["age"]
    assert fact_values(dataset.cases[:1], ["slice_thickness_mm"]).tolist() == [[1.25]]
    with pytest.raises(TrainingError, match="No training case knows age"):
        training_facts(dataset, ["age"], np.arange(4))


def test_facts_of_a_case_change_its_datasets_hash_only_where_there_are_any(dataset):
    same = dataclasses.replace(
        dataset, cases=tuple(c.model_copy(update={"facts": {}}) for c in dataset.cases)
    )
    assert same.sha256 == dataset.sha256
    other = dataclasses.replace(
        dataset, cases=(dataset.cases[0].model_copy(update={"facts": {"a": 1.0}}), *dataset.cases[1:])
    )
    assert other.sha256 != dataset.sha256


def planted(dataset: Dataset) -> Dataset:
    """The label is all in a fact, where that is known; the pictures are all one."""
    cases = []
    for number, case in enumerate(dataset.cases):
        value = 10.0 * (case.label or 0) + number % 3
        cases.append(case.model_copy(update={"facts": {} if number % 5 == 0 else {"marker": value}}))
    flat = tuple(np.full_like(hu, -500) for hu in dataset.hu)
    return dataclasses.replace(dataset, cases=tuple(cases), hu=flat)


def test_a_planted_effect_is_found_and_the_ablation_hands_the_facts_on(dataset, split, recipe, tmp_path):
    data = planted(dataset)
    base = with_facts(recipe, [], epochs=8, lr_heads=0.1)
    change = Change("marker", "T", "A.", True, {"net": {"facts": ["marker"]}})
    absent = Change("age", "T", "A.", True, {"net": {"facts": ["age"]}})
    cells = plan(data, split, base, [change, absent], folds=2, seeds=1)
    assert {cell.change for cell in cells} == {"base", "marker"}  # nobody knows an age: not measured
    cells = [cell for cell in cells if cell.change == "marker" and cell.fold == 0]
    ledger = Ledger(tmp_path / "l.jsonl")
    run_cells(data, split, cells, ledger=ledger, folder=tmp_path / "work")
    (cell,) = ledger.cells.values()
    held = [data.cases[i] for i in np.flatnonzero(split.folds == 0)]
    known = np.array(["marker" in case.facts for case in held])
    label = np.array([case.label for case in held])
    logit = np.array(cell.logits)
    assert logit[known & (label == 1)].min() > logit[known & (label == 0)].max()
    assert np.ptp(logit[~known]) < 1e-3  # who lacks it is told by nothing else here


def test_a_network_that_takes_facts_says_so(dataset, split, recipe, tmp_path):
    changed = with_facts(recipe, ["contrast"])
    net = build(changed.net, changed.input).eval()
    with pytest.raises(TrainingError, match="takes facts beside the patch"):
        net(torch.zeros(1, 1, 33, 33))
    with pytest.raises(TrainingError, match="train ablate"):
        fit(dataset, split, changed, tmp_path / "run", dataset_folder=tmp_path)
