"""Random weights where they are asked for, and nowhere else."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from training.audit.randomise import cascade, randomised
from training.cases import Dataset
from training.errors import TrainingError
from training.held_out import held_out_graphs
from training.runs import RunFolder


def changed(before: nn.Module, after: nn.Module) -> set[str]:
    pairs = zip(before.named_parameters(), after.parameters(), strict=True)
    return {name for (name, a), b in pairs if not torch.equal(a, b)}


def test_the_cascade_of_a_trained_network(dataset: Dataset, run: RunFolder):
    _, module = next(held_out_graphs(dataset, run))
    untouched = {name: value.clone() for name, value in module.state_dict().items()}
    names = [name for name, _ in module.named_parameters()]
    steps = dict(cascade(module, seed=1))
    assert list(steps) == ["classifier", "features", "backbone"]

    def of(*parts: str) -> set[str]:
        return {name for name in names if set(parts) & set(name.split("."))}

    assert changed(module, steps["classifier"]) == of("classifier")
    assert changed(module, steps["features"]) == of("classifier", "features")
    assert changed(module, steps["backbone"]) == of("classifier", "features", "backbone")
    assert all(torch.equal(value, untouched[name]) for name, value in module.state_dict().items())
    assert not steps["backbone"].training


def test_several_networks_as_one_and_the_seed():
    both = nn.ModuleDict({name: nn.ModuleDict({"classifier": nn.Linear(2, 1)}) for name in ("a", "b")})
    first = randomised(both, ["classifier"], seed=1)
    assert changed(both, first) == {name for name, _ in both.named_parameters()}
    assert not changed(first, randomised(both, ["classifier"], seed=1))
    assert changed(first, randomised(both, ["classifier"], seed=2))


def test_a_part_that_is_not_there_is_a_sentence():
    with pytest.raises(TrainingError, match="no part 'features'"):
        randomised(nn.ModuleDict({"classifier": nn.Linear(2, 1)}), ["classifier", "features"], seed=1)
