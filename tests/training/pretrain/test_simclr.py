"""Pretraining: no held-out patient in it, finished folds kept, and a classifier that starts from it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from training.augment import transforms
from training.cases import hashed_identifier
from training.errors import TrainingError
from training.fit import configuration_of, train_row
from training.pretrain.recipe import PretrainRecipe, read_pretrain_recipe
from training.pretrain.record import read_record
from training.pretrain.run import pretrain
from training.pretrain.weights import backbone_for
from training.recipe import read_recipe
from training.runs import FINAL, RunFolder, row_key
from training.samples import LargePatches
from training.splits import LeakageError, make_split

pytest.importorskip("lightly")


def from_folder(recipe, folder: Path):
    return recipe.model_copy(update={"net": recipe.net.model_copy(update={"pretrained_from": str(folder)})})


@pytest.fixture(scope="module")
def simclr() -> PretrainRecipe:
    document = read_pretrain_recipe("simclr").model_dump(mode="json")
    document["folds"] = 2
    document["net"]["pretrained"] = False
    document["contrast"] |= {"epochs": 2, "batch": 16, "lr": 3e-3}
    return PretrainRecipe.model_validate(document)


@pytest.fixture(scope="module")
def luna(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("luna")
    random = np.random.default_rng(1)
    np.savez(
        folder / "luna16_candidates2d.npz",
        pixels=random.integers(0, 255, (6, 50, 50), dtype=np.uint8),
        label=np.array([1, 0, 0, 0, 1, 0]),
        split=np.array(["train"] * 4 + ["val"] * 2),
    )
    return folder


@pytest.fixture(scope="module")
def events() -> list[dict]:
    return []


@pytest.fixture(scope="module")
def pretrained(dataset, split, simclr, luna, tmp_path_factory, events) -> Path:
    folder = tmp_path_factory.mktemp("pre") / "simclr"

    def emit(event, **fields):
        events.append({"event": event, **fields})

    pretrain(dataset, split, simclr, folder, crops=luna, emit=emit)
    return folder


def test_no_fold_is_pretrained_on_its_own_patients_nor_on_unknown_ones(dataset, split, pretrained):
    record = read_record(pretrained)
    assert set(record.folds) == {"0", "1", FINAL}
    never = hashed_identifier("LIDC-IDRI-0003")
    for fold in (0, 1):
        judged = {hashed_identifier(dataset.cases[i].patient_id) for i in np.flatnonzero(split.folds == fold)}
        seen = record.folds[str(fold)]
        assert seen.patients
        assert not judged & set(seen.patients)
        assert seen.unknown == 0
    assert record.folds[FINAL].unknown == 6
    assert all(never not in seen.patients for seen in record.folds.values())


def test_other_folds_are_refused_since_their_patients_were_seen(dataset, recipe, pretrained):
    other = make_split(dataset, n_folds=2, seed=5)
    with pytest.raises(LeakageError, match="has seen"):
        backbone_for(dataset, other, from_folder(recipe, pretrained), "0")


def test_unknown_patients_in_a_fold_are_refused(dataset, split, recipe, pretrained, tmp_path):
    document = json.loads((pretrained / "pretraining.json").read_text())
    document["folds"]["0"]["unknown"] = 3
    (tmp_path / "pretraining.json").write_text(json.dumps(document))
    with pytest.raises(LeakageError, match="3 crops of unknown patients"):
        backbone_for(dataset, split, from_folder(recipe, tmp_path), "0")


def test_a_damaged_backbone_is_refused(dataset, split, recipe, pretrained, tmp_path):
    (tmp_path / "pretraining.json").write_text((pretrained / "pretraining.json").read_text())
    (tmp_path / "backbone-0.safetensors").write_bytes(b"no")
    with pytest.raises(TrainingError, match="not what the pretraining wrote"):
        backbone_for(dataset, split, from_folder(recipe, tmp_path), "0")


def test_a_second_run_repeats_nothing_and_another_recipe_is_refused(dataset, split, simclr, luna, pretrained):
    again: list[str] = []
    pretrain(dataset, split, simclr, pretrained, crops=luna, emit=lambda event, **_: again.append(event))
    assert again == ["start", "done"]
    with pytest.raises(TrainingError, match="another recipe, dataset, folds or crops"):
        pretrain(dataset, split, simclr.model_copy(update={"seed": 3}), pretrained, crops=luna)


def test_a_classifier_starts_from_its_folds_backbone(
    dataset, split, recipe, pretrained, tmp_path, monkeypatch
):
    import training.fit as module

    chosen = from_folder(recipe, pretrained)
    started: list[dict] = []

    def spy(*_, backbone, **__):
        started.append(backbone)
        return {"w": torch.zeros(1)}

    monkeypatch.setattr(module, "train", spy)
    run = RunFolder(tmp_path / "run")
    run.prepare()
    train_row(
        run,
        "0",
        configuration=configuration_of(dataset, split, chosen, "0"),
        dataset=dataset,
        split=split,
        recipe=chosen,
        patches=LargePatches(dataset.only(np.array([0])), recipe),
        emit=lambda *_, **__: None,
    )
    expected = backbone_for(dataset, split, chosen, "0")
    assert expected is not None
    assert all(torch.equal(started[0][name], value) for name, value in expected.items())
    from training.nets import build

    net = build(recipe.net, recipe.input)
    net.backbone.load_state_dict(started[0])


def test_the_key_is_of_the_weights_and_not_of_their_place(dataset, split, recipe, pretrained, tmp_path):
    import shutil

    moved = shutil.copytree(pretrained, tmp_path / "moved")
    keys = {
        row_key(configuration_of(dataset, split, from_folder(recipe, folder), fold))
        for folder in (pretrained, moved)
        for fold in ("0", "1")
    }
    assert len(keys) == 2
    plain = configuration_of(dataset, split, recipe, "0")
    assert "pretrained_from" not in plain["recipe"]["net"]
    assert str(tmp_path) not in json.dumps(configuration_of(dataset, split, from_folder(recipe, moved), "0"))


def test_the_loss_falls_below_chance(dataset, simclr, tmp_path):
    from training.augment import source_spec
    from training.events import silent
    from training.pretrain.crops import dataset_patches
    from training.pretrain.simclr import pretrain_backbone

    longer = simclr.model_copy(
        update={"contrast": simclr.contrast.model_copy(update={"epochs": 6, "batch": 32})}
    )
    patches = dataset_patches(dataset, source_spec(longer.input.spec, longer.augment))
    _, loss = pretrain_backbone(patches, longer, seed=1, checkpoints=tmp_path, emit=silent)
    # A head that cannot tell 2 x 32 views apart has a loss of log(63).
    assert loss < np.log(63) - 0.2


def test_mistake_25_the_two_views_differ_in_hu_as_scans_do():
    """Colour jitter would make calcium of soft tissue: a view keeps every plateau within 60 HU."""
    simclr = read_pretrain_recipe("simclr")
    assert simclr.augment.gain * 300 + simclr.augment.offset_hu <= 60
    quiet = simclr.augment.model_copy(update={"noise_chance": 0.0, "sharpen_chance": 0.0})
    make = transforms(simclr.input.spec, quiet)
    make.set_random_state(seed=0)
    from training.augment import source_spec

    size = source_spec(simclr.input.spec, quiet).size
    for _ in range(30):
        view = make({"hu": torch.full(size, 300.0), "lesion": torch.zeros(1, *size[1:])})["hu"]
        assert abs(float(view.mean()) - 300) <= 60


def test_the_default_recipe_starts_from_no_pretraining():
    assert read_recipe("default").net.pretrained_from == ""
