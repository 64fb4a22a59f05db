"""What a training learns from: replay without the site's own patients, targets on the base's scale."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from tests.training.finetune.synthetic_site import changed, site
from training.finetune.choices import REPLAY_POOL, choices_of, recipe_of
from training.finetune.material import Material, ReplaySampler, TuneSamples, divide_reference
from training.weights import read_weights


def test_the_reference_leaves_out_what_the_site_holds(dataset):
    own = site(32)
    shared = changed(own, {0: {"patient_id": "P07"}})
    shared = dataclasses.replace(shared, hu=(shared.hu[0], dataset.hu[20], *shared.hu[2:]))
    by_number, by_picture = "P07", dataset.cases[20].patient_id
    replayed, judged = divide_reference(shared, dataset, replay=True, seed=0)
    used = {dataset.cases[i].patient_id for i in (*replayed, *judged)}
    assert by_number not in used
    assert by_picture not in used
    assert len(used) == 20 - 2
    replay_patients = {dataset.cases[i].patient_id for i in replayed}
    assert not replay_patients & {dataset.cases[i].patient_id for i in judged}
    assert "LIDC-IDRI-0003" not in replay_patients


def test_without_replay_all_of_the_reference_is_judged(dataset):
    replayed, judged = divide_reference(site(32), dataset, replay=False, seed=0)
    assert len(replayed) == 0
    assert len(judged) == len(dataset)


def test_the_pool_of_replay_is_bounded(dataset, monkeypatch):
    monkeypatch.setattr("training.finetune.material.REPLAY_POOL", 7)
    assert len(divide_reference(site(32), dataset, replay=True, seed=0)[0]) == 7
    assert REPLAY_POOL > 100


@pytest.fixture
def samples(package, dataset):
    recipe, [start] = read_weights(package)
    material = Material(site(4), dataset, np.arange(10), recipe)
    chosen = np.concatenate([np.arange(6), material.replay])
    return TuneSamples(material, recipe, chosen, start, 0.25), start


def test_targets_are_on_the_bases_scale(samples, dataset):
    samples, start = samples
    local, replayed = samples[0], samples[6]
    assert float(local["divisor"]) == 0.25
    assert float(local["label"]) in (0.0, 1.0)
    assert float(replayed["divisor"]) == 1.0
    case = dataset.cases[0]
    mean, deviation = (float(start[f"attribute_{what}"][0]) for what in ("mean", "deviation"))
    assert float(replayed["attributes"][0]) == pytest.approx(
        (np.log(case.diameter_mm) - mean) / deviation, abs=1e-5
    )
    assert np.isnan(float(local["attributes"][1]))  # a site rates no spiculation


def test_an_epoch_has_every_local_case_and_other_reference_ones(samples):
    samples, _ = samples
    sampler = ReplaySampler(samples, 6, 4, seed=3)
    epochs = []
    for number in range(5):
        sampler.set_epoch(number)
        places = list(sampler)
        assert len(places) == len(set(places)) == len(sampler) == 10
        assert {place for place in places if place < 6} == set(range(6))
        epochs.append(tuple(places))
    assert len(set(epochs)) == 5
    sampler.set_epoch(2)
    assert tuple(sampler) == epochs[2]
    assert len(ReplaySampler(samples, 6, 400, seed=3)) == 16  # there are not more


def test_the_recipe_is_the_bases_with_the_choices_in_it(recipe):
    choices = choices_of("gentle", reference=False, seed=5)
    tuned = recipe_of(recipe, choices)
    assert (tuned.input, tuned.loss, tuned.views) == (recipe.input, recipe.loss, recipe.views)
    assert tuned.net.frozen_blocks == choices.frozen_blocks
    assert tuned.net.windows_hu == recipe.net.windows_hu
    assert tuned.optimiser.lr_heads == choices.lr_heads
    assert tuned.augment.mixup_chance == 0
    assert tuned.seed == 5


def test_presets_differ_in_how_much_may_change():
    gentle, standard, thorough = (
        choices_of(name, reference=True) for name in ("gentle", "standard", "thorough")
    )
    assert gentle.lr_backbone < standard.lr_backbone < thorough.lr_backbone
    assert gentle.frozen_blocks > standard.frozen_blocks > thorough.frozen_blocks
    alone = choices_of("standard", reference=False)
    assert alone.replay == 0
    assert alone.l2sp > standard.l2sp
