"""The package's novelty: fitted without the nodules it measures, and it tells strangers from nodules."""

from __future__ import annotations

import dataclasses
import io
from types import SimpleNamespace

import numpy as np
import pytest

from engine.geometry import Grid
from engine.novelty import NoveltyReference
from engine.patch import PatchSpec
from engine.volume import Volume
from training import intruders
from training import novelty as module
from training.cases import Dataset
from training.errors import TrainingError
from training.novelty import fitted, held_out, novelty_file
from training.novelty_audit import audit_novelty
from training.runs import RunFolder

RANDOM = np.random.default_rng(0)


def embeddings(n: int, scale: float = 1.0) -> np.ndarray:
    """Squares of normal numbers round 3: the roots have deviation 1 in one direction, 0.1 in the other."""
    return (3 + scale * RANDOM.normal(size=(n, 2)) * [1, 0.1]) ** 2


def patients(n: int) -> np.ndarray:
    return (np.arange(n) // 2).astype(str)


def test_the_unit_is_a_typical_nodule_and_directions_count_by_their_spread():
    reference, training = fitted(embeddings(2000), patients(2000))
    assert np.median(training) == pytest.approx(1)
    np.testing.assert_allclose(reference.mean, [3, 3], atol=0.1)
    # Two independent normal numbers are within sqrt(2 ln 2) = 1.177 of 0 half of the time.
    far = reference.distances(np.array([[(3 + 2.354) ** 2, 9.0], [9.0, (3 + 0.2354) ** 2]]))
    assert far == pytest.approx([2, 2], rel=0.1)
    fresh = reference.distances(embeddings(2000))
    assert np.median(fresh) == pytest.approx(1, rel=0.05)
    assert np.percentile(fresh, 99) == pytest.approx(np.percentile(training, 99), rel=0.1)


def test_the_unit_holds_for_new_nodules_where_numbers_are_many_and_nodules_few():
    """In sample, 60 nodules in 200 dimensions would all seem near; left out, they are where new ones are."""
    values = (3 + RANDOM.normal(size=(120, 200))) ** 2
    reference, _ = fitted(values[:60], patients(60))
    assert np.median(reference.distances(values[60:])) == pytest.approx(1, rel=0.1)


def test_a_dead_feature_does_no_harm():
    values = np.concatenate([embeddings(200), np.zeros((200, 1))], axis=1)
    reference, training = fitted(values, patients(200))
    assert np.isfinite(training).all()
    assert np.median(reference.distances(values)) == pytest.approx(1, rel=0.2)


def test_held_out_nodules_are_measured_by_the_network_that_has_not_seen_them(
    dataset: Dataset, run: RunFolder, monkeypatch: pytest.MonkeyPatch
):
    """A network of which only the held-out nodules look odd: all of them must come out far away."""
    folds, trainable = np.array(run.record().folds), dataset.trainable

    def networks(*_):
        for fold in np.unique(folds):
            odd = np.where(folds == fold, 20.0, 0.0)
            odd[~trainable] = 1000.0  # never trained on: it must not be in the reference
            values = (3 + RANDOM.normal(size=(len(folds), 2)) + odd[:, None]) ** 2
            yield np.flatnonzero(folds == fold), lambda patches, v=values: SimpleNamespace(embedding=v)

    monkeypatch.setattr(module, "held_out_networks", networks)
    for fold in held_out(dataset, run):
        assert (folds[fold.cases] == folds[fold.cases[0]]).all()
        assert fold.distances.min() > 5
        assert fold.training.max() < 5


def test_the_file_of_a_real_run(dataset: Dataset, run: RunFolder):
    content = novelty_file(dataset, run, seen_network(16))
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        reference = NoveltyReference(*(arrays[name] for name in ("mean", "whitening", "held_out")))
    assert reference.mean.shape == (16,)
    assert len(reference.held_out) == len(dataset), "both folds held out"
    expected = np.sort(np.concatenate([fold.distances for fold in held_out(dataset, run)]))
    np.testing.assert_allclose(reference.held_out, expected, rtol=1e-4)


def test_it_takes_so_many_folds_and_no_more(dataset: Dataset, run: RunFolder, monkeypatch):
    seen = []

    def one_by_one(*_):
        for fold in held_out(dataset, run):
            seen.append(fold)
            yield fold

    monkeypatch.setattr(module, "FOLDS", 1)
    monkeypatch.setattr(module, "held_out", one_by_one)
    content = novelty_file(dataset, run, seen_network(16))
    assert len(seen) == 1
    assert content[:2] == b"PK"


def seen_network(width: int):
    return lambda patches: SimpleNamespace(embedding=RANDOM.random((len(patches), width)))


def test_nodules_of_one_patient_are_refused():
    with pytest.raises(TrainingError, match="nodules of one patient"):
        fitted(embeddings(20), np.array(["P1"] * 20))


def test_a_patient_is_never_measured_by_himself():
    """Two nodules of each patient lie far from all others: they must not make each other look near."""
    values = (3 + RANDOM.normal(size=(100, 2))) ** 2
    values[:2] = [[400.0, 9.0], [401.0, 9.0]]
    _, training = fitted(values, patients(100))
    assert training[-2:].min() > 10


def test_another_dataset_is_refused(dataset: Dataset, run: RunFolder):
    with pytest.raises(TrainingError, match="not the one this run was trained on"):
        novelty_file(dataclasses.replace(dataset, name="other"), run, seen_network(16))


# ------------------------------------------------------------ what is no nodule


def test_other_tissue_is_found_by_its_hu():
    """Bone in the first slices, soft tissue in the middle ones, air in the last."""
    hu = np.repeat([700, 40, -1000], 4)[:, None, None] * np.ones((1, 60, 60))
    scan = Volume(hu.astype(np.int16), Grid.axial((12, 60, 60), (2.5, 1.0, 1.0)))
    spec = PatchSpec((1, 9, 9), (1.0, 1.0, 1.0))
    found = intruders.tissues({"CT 1": scan}, spec, np.random.default_rng(0))
    assert list(found) == ["CT 1, bone", "CT 1, soft tissue", "CT 1, air outside"]
    assert [np.unique(patches).tolist() for patches in found.values()] == [[700], [40], [-1000]]
    assert all(patches.shape == (intruders.COUNT, *spec.size) for patches in found.values())


def test_a_nodule_is_not_taken_for_soft_tissue():
    hu = np.full((4, 80, 80), -850, np.int16)
    hu[:, 33:47, 33:47] = 40  # 14 mm
    scan = Volume(hu, Grid.axial((4, 80, 80), (2.5, 1.0, 1.0)))
    found = intruders.tissues({"CT": scan}, PatchSpec((1, 9, 9), (1.0,) * 3), np.random.default_rng(0))
    assert list(found) == ["CT, lung without a nodule"]


def test_shuffled_pixels_are_the_same_pixels():
    patches = np.arange(2 * 9, dtype=np.float32).reshape(2, 1, 3, 3)
    shuffled = intruders.scrambled(patches, np.random.default_rng(0))["shuffled pixels"]
    assert shuffled.shape == patches.shape
    assert sorted(map(sorted, shuffled.reshape(2, -1).tolist())) == patches.reshape(2, -1).tolist()
    assert not np.array_equal(np.sort(shuffled.reshape(2, -1)), shuffled.reshape(2, -1))


def test_the_audit_counts_strangers_beyond_the_other_folds_limit(
    dataset: Dataset, run: RunFolder, monkeypatch
):
    """A network whose embedding is the patch's mean HU: noise is like a nodule to it, bone is not."""
    folds = np.array(run.record().folds)

    def network(patches):
        mean = patches.reshape(len(patches), -1).mean(1, keepdims=True) / 100
        return SimpleNamespace(embedding=np.concatenate([mean, mean], axis=1))

    monkeypatch.setattr(
        module,
        "held_out_networks",
        lambda *_: [(np.flatnonzero(folds == fold), network) for fold in np.unique(folds)],
    )
    bone = Volume(np.full((3, 60, 60), 700, np.int16), Grid.axial((3, 60, 60), (2.5, 1.0, 1.0)))
    document = audit_novelty(dataset, run, {"CT 1": bone})
    assert [fold["n"] for fold in document["folds"]] == np.bincount(folds).tolist()
    assert document["nodules"]["auc"] == 0.5
    assert document["strangers"]["CT 1, bone"] | {"median": 0} == {
        "n": 2 * intruders.COUNT, "flagged": 1.0, "auc": 1.0, "median": 0,
    }  # fmt: skip
    # The same pixels in another order have the same mean.
    assert document["strangers"]["shuffled pixels"]["flagged"] <= 0.1
    assert document["worse_images"]["50 HU too high"]["n"] == 40


def test_a_reference_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        NoveltyReference(np.zeros(0, np.float32), np.zeros((0, 0), np.float32), np.zeros(1, np.float32))
