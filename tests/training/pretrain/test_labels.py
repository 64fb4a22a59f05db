"""A backbone taught the labels of pictures: unknown labels count nothing, and a classifier starts from it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
import yaml
from typer.testing import CliRunner

from tests.training.xray_files import write_xrays
from training import cli
from training.cases import write_dataset
from training.datasets.images import import_images
from training.errors import TrainingError
from training.pretrain.labels import Pictures, masked_loss, scaled
from training.pretrain.recipe import ImagesRecipe, read_images_recipe
from training.pretrain.record import ANY, read_record
from training.pretrain.run import pretrain_on_images
from training.pretrain.weights import backbone_for
from training.recipe import Recipe, RecipeError


@pytest.fixture(scope="module")
def images(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("xrays")
    return import_images(write_xrays(folder / "small"), folder / "x", side=52, salt=b"x" * 32).images


@pytest.fixture(scope="module")
def chosen() -> ImagesRecipe:
    document = read_images_recipe("images").model_dump(mode="json")
    document["labels"] |= {"pixels": 49, "epochs": 6, "batch": 8, "lr": 1e-3}
    return ImagesRecipe.model_validate(document)


@pytest.fixture(scope="module")
def pretrained(images, chosen, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pre") / "images"
    pretrain_on_images(images, chosen, folder)
    return folder


def changed(recipe: Recipe, **net: object) -> Recipe:
    document = recipe.model_dump(mode="json")
    document["net"] |= net
    return Recipe.model_validate(document)


def test_unknown_labels_count_nothing() -> None:
    logits = torch.tensor([[0.0, 8.0], [2.0, -5.0]], requires_grad=True)
    loss = masked_loss(logits, torch.tensor([[1.0, -1.0], [0.0, -1.0]]))
    assert float(loss.detach()) == pytest.approx((np.log(2) + np.log(1 + np.exp(2))) / 2, rel=1e-5)
    loss.backward()
    assert logits.grad[:, 1].tolist() == [0.0, 0.0]
    assert float(masked_loss(torch.ones(1, 2), -torch.ones(1, 2))) == 0.0


def test_grays_become_three_equal_channels_within_one() -> None:
    channels = scaled(np.array([[0, 255]], np.uint8), gain=1.5)
    assert channels.shape == (3, 1, 2)
    assert channels[0].tolist() == channels[2].tolist() == [[-1.0, 1.0]]


def test_cut_outs_follow_from_the_seed(images, chosen) -> None:
    samples = Pictures(images, np.arange(4), chosen)
    samples.reseed(3)
    first = [samples[i][0] for i in range(4)]
    samples.reseed(3)
    assert all(torch.equal(a, samples[i][0]) for i, a in enumerate(first))
    assert first[0].shape == (3, 49, 49)


def test_it_learns_and_is_judged_on_other_patients(pretrained) -> None:
    seen = read_record(pretrained).folds[ANY]
    assert seen.crops == 44  # 22 of 24 patients, two pictures each
    assert seen.patients == ()
    assert seen.loss < np.log(2) - 0.1


def test_every_fold_and_the_final_model_start_from_it(pretrained, dataset, split, recipe) -> None:
    chosen = changed(recipe, pretrained_from=str(pretrained))
    parts = [backbone_for(dataset, split, chosen, name) for name in ("0", "1", "final")]
    from training.nets import build

    build(chosen.net, chosen.input).backbone.load_state_dict(parts[0])
    assert all(torch.equal(parts[0][name], parts[2][name]) for name in parts[0])


def test_a_second_run_repeats_nothing_and_another_set_is_refused(images, chosen, pretrained) -> None:
    told: list[str] = []
    pretrain_on_images(images, chosen, pretrained, emit=lambda event, **_: told.append(event))
    assert told == ["start", "done"]
    with pytest.raises(TrainingError, match="another recipe, dataset"):
        pretrain_on_images(images, chosen.model_copy(update={"seed": 1}), pretrained)


def test_an_interrupted_pretraining_ends_as_if_it_had_not_been(images, chosen, pretrained, tmp_path) -> None:
    class Killed(Exception):
        pass

    def emit(event: str, **fields: object) -> None:
        if event == "epoch" and fields["epoch"] == 3:
            raise Killed

    folder = tmp_path / "p"
    with pytest.raises(Killed):
        pretrain_on_images(images, chosen, folder, emit=emit)
    assert (folder / "checkpoints" / ANY / "last.ckpt").is_file()
    epochs: list[object] = []

    def go_on(event: str, **fields: object) -> None:
        if event == "epoch":
            epochs.append(fields["epoch"])

    pretrain_on_images(images, chosen, folder, emit=go_on)
    assert epochs == [3, 4, 5, 6]
    assert read_record(folder).folds == read_record(pretrained).folds
    assert not (folder / "checkpoints" / ANY).exists()


def test_pictures_smaller_than_the_recipe_needs_are_told(images, tmp_path) -> None:
    with pytest.raises(TrainingError, match=r"52 pixels a side.*needs 225.*--side"):
        pretrain_on_images(images, read_images_recipe("images"), tmp_path / "p")


def test_another_network_is_refused_before_it_is_trained(pretrained, dataset, split, recipe) -> None:
    pytest.importorskip("timm")
    other = changed(
        recipe, kind="mobilenetv3_large", pretrained=False, frozen_blocks=0, pretrained_from=str(pretrained)
    )
    with pytest.raises(TrainingError, match="is of lite11, but the recipe tiny trains mobilenetv3_large"):
        backbone_for(dataset, split, other, "0")


def test_no_pretraining_fits_a_volume(recipe) -> None:
    document = recipe.model_dump(mode="json")
    document["input"]["size"] = [3, 33, 33]
    document["net"] |= {"kind": "volume", "pretrained": False, "frozen_blocks": 0, "pretrained_from": "p"}
    with pytest.raises(ValueError, match="no pretraining fits volume"):
        Recipe.model_validate(document)


def test_a_volume_is_not_pretrained(tmp_path) -> None:
    document = read_images_recipe("images").model_dump(mode="json")
    document["net"] |= {"kind": "volume", "pretrained": False}
    (tmp_path / "v.yaml").write_text(yaml.safe_dump(document))
    with pytest.raises(RecipeError, match="single pictures cannot pretrain it"):
        read_images_recipe(str(tmp_path / "v.yaml"))


def test_parameters_of_other_shapes_are_told(pretrained, dataset, split, recipe, tmp_path) -> None:
    import hashlib

    from safetensors.torch import load_file, save

    weights = load_file(pretrained / "backbone-any.safetensors")
    name = next(iter(weights))
    weights[name] = torch.zeros(2)
    content = save(weights)
    (tmp_path / "backbone-any.safetensors").write_bytes(content)
    document = json.loads((pretrained / "pretraining.json").read_text())
    document["folds"][ANY]["sha256"] = hashlib.sha256(content).hexdigest()
    (tmp_path / "pretraining.json").write_text(json.dumps(document))
    with pytest.raises(TrainingError, match="1 of the backbone's parameters differ"):
        backbone_for(dataset, split, changed(recipe, pretrained_from=str(tmp_path)), "0")


def test_a_backbone_of_timm_is_pretrained_and_fits_with_its_norms_frozen(
    images, chosen, dataset, split, recipe, tmp_path
) -> None:
    pytest.importorskip("timm")
    document = chosen.model_dump(mode="json")
    document["net"] |= {"kind": "mobilenetv3_large", "pretrained": False}
    document["labels"] |= {"epochs": 1, "batch": 22}
    pretrain_on_images(images, ImagesRecipe.model_validate(document), tmp_path / "p")
    other = changed(
        recipe, kind="mobilenetv3_large", pretrained=False, frozen_blocks=0,
        pretrained_from=str(tmp_path / "p"),
    )  # fmt: skip
    weights = backbone_for(dataset, split, other, "0")
    from training.nets import build

    net = build(other.net, other.input)
    net.backbone.load_state_dict(weights)
    assert not any(name.endswith("num_batches_tracked") for name in weights)


def test_from_the_table_to_a_classifier_by_commands(tmp_path, dataset, recipe, chosen) -> None:
    table = write_xrays(tmp_path / "small", patients=8)
    document = chosen.model_dump(mode="json")
    document["labels"]["epochs"] = 1
    (tmp_path / "images.yaml").write_text(yaml.safe_dump(document))
    write_dataset(dataset, tmp_path / "d")
    started = changed(recipe, pretrained_from=str(tmp_path / "pre")).model_dump(mode="json")
    started["optimiser"]["epochs"] = 1
    (tmp_path / "tiny.yaml").write_text(yaml.safe_dump(started))
    for arguments, expected in (
        (["import", "images", str(table), "--out", str(tmp_path / "x"), "--side", "52"], "16 pictures of 8"),
        (
            ["fit", "--dataset", str(tmp_path / "x"), "--recipe", str(tmp_path / "images.yaml"),
             "--out", str(tmp_path / "pre")],
            "Pretrained a backbone of lite11 on 14 pictures",
        ),
        (
            ["fit", "--dataset", str(tmp_path / "d"), "--recipe", str(tmp_path / "tiny.yaml"),
             "--out", str(tmp_path / "run")],
            "Trained 2 folds and the final model",
        ),
    ):  # fmt: skip
        result = CliRunner().invoke(cli.app, arguments)
        assert result.exit_code == 0, result.output
        assert expected in result.output
