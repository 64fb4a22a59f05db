"""One training: it starts at the base, a strong pull keeps it there, frozen blocks stay."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tests.training.finetune.synthetic_site import site
from training.finetune.choices import choices_of, recipe_of
from training.finetune.material import Material
from training.finetune.tune import tune
from training.weights import read_weights


@pytest.fixture
def train(package, tmp_path):
    base, [start] = read_weights(package)

    def run(**own):
        choices = choices_of(
            "standard", reference=False, **{"epochs": 3, "patience": 5, "frozen_blocks": 0, **own}
        )
        recipe = recipe_of(base, choices)
        material = Material(site(16), None, np.array([], dtype=np.intp), recipe)
        epochs = []
        tuned = tune(
            material, recipe, start, np.arange(24), np.arange(24, 32), choices=choices, temperature=0.5,
            seed=1, checkpoints=tmp_path / "c", watch=lambda: None, on_epoch=epochs.append,
        )  # fmt: skip
        return tuned, epochs, start

    return run


def away(tuned, start, prefix=""):
    return max(
        float((value - start[name]).abs().max())
        for name, value in tuned.weights.items()
        if name.startswith(prefix)
    )


def test_the_best_epoch_is_kept_and_the_base_takes_part(train):
    tuned, epochs, start = train(lr_heads=5e-3, lr_backbone=1e-3)
    assert [epoch.number for epoch in epochs] == [1, 2, 3]
    assert tuned.best_epoch in {0, 1, 2, 3}
    if tuned.best_epoch:
        assert epochs[tuned.best_epoch - 1].val_loss == min(epoch.val_loss for epoch in epochs)
        assert away(tuned, start) > 0
    else:
        assert away(tuned, start) == 0


def test_a_training_that_only_gets_worse_leaves_the_base_and_stops_early(train):
    tuned, epochs, start = train(lr_heads=30.0, lr_backbone=30.0, epochs=12, patience=2)
    assert len(epochs) == tuned.best_epoch + 2
    assert len(epochs) < 12
    if tuned.best_epoch == 0:
        assert away(tuned, start) == 0


def test_a_strong_pull_keeps_the_weights_near_the_base(train, tmp_path):
    import shutil

    free, _, start = train(lr_heads=1e-2, lr_backbone=1e-2, l2sp=0.0, patience=9)
    shutil.rmtree(tmp_path / "c", ignore_errors=True)
    held, _, _ = train(lr_heads=1e-2, lr_backbone=1e-2, l2sp=1000.0, patience=9)
    if free.best_epoch and held.best_epoch:
        assert away(held, start, "classifier") < away(free, start, "classifier")


def test_frozen_blocks_stay(train):
    tuned, _, start = train(frozen_blocks=11, lr_heads=5e-2)
    assert away(tuned, start, "backbone.") == 0


def test_what_watches_between_batches_can_end_it(package, tmp_path):
    base, [start] = read_weights(package)
    choices = choices_of("standard", reference=False, epochs=2)
    recipe = recipe_of(base, choices)
    material = Material(site(16), None, np.array([], dtype=np.intp), recipe)

    class Enough(Exception):
        pass

    calls = iter(range(100))

    def watch():
        if next(calls) == 4:
            raise Enough

    with pytest.raises(Enough):
        tune(
            material, recipe, start, np.arange(24), np.arange(24, 32), choices=choices, temperature=0.5,
            seed=1, checkpoints=tmp_path / "c", watch=watch, on_epoch=lambda _: None,
        )  # fmt: skip
    assert torch.is_grad_enabled()
