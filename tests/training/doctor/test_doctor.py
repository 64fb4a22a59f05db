"""The doctor finds planted faults, says each in a sentence, and calls a sound training sound."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from typer.testing import CliRunner

from training.cases import write_dataset
from training.cli import app
from training.doctor.examine import examine
from training.doctor.labels import check_labels, check_pixels
from training.errors import TrainingError

STEPS = 16


@pytest.fixture(scope="module")
def recipe(recipe):
    """Pretrained: a network of random weights takes longer to learn a batch by heart than a test may."""
    return changed(recipe, "net", pretrained=True)


def changed(recipe, part: str, **choices):
    return recipe.model_copy(update={part: getattr(recipe, part).model_copy(update=choices)})


def wrong(document) -> dict[str, str]:
    return {finding["code"]: finding["text"] for finding in document["findings"] if not finding["ok"]}


@pytest.fixture(scope="module")
def sound(dataset, recipe, tmp_path_factory):
    folder = tmp_path_factory.mktemp("doctor") / "report"
    return examine(dataset, recipe, folder, steps=STEPS), folder


def test_a_sound_training_is_called_sound(sound):
    document, _ = sound
    assert wrong(document) == {}
    assert document["ok"] is True
    texts = {finding["code"]: finding["text"] for finding in document["findings"]}
    assert "20 nodules are benign and 20 malignant" in texts["class balance"]
    assert "Gradients reach all" in texts["gradients"]
    assert "A step takes" in texts["cost"]


def test_the_report_shows_the_sheets_and_names_nobody(sound, dataset):
    from PIL import Image

    _, folder = sound
    page = (folder / "doctor.html").read_text() + (folder / "doctor.json").read_text()
    for sheet in ("labels.png", "augmentation.png"):
        assert f"src='{sheet}'" in page
        with Image.open(folder / sheet) as image:
            assert image.width > 600
            assert len(set(image.convert("L").get_flattened_data())) > 20
    assert not [case.id for case in dataset.cases if case.id in page]
    assert "LIDC-IDRI-0003" not in page


def test_shuffled_labels_are_learnt_by_heart_and_given_away_by_size(dataset, recipe, tmp_path):
    labels = [case.label for case in dataset.cases]
    shifted = [labels[(i // 2) % 2] for i in range(len(labels))]  # half of every patient's are wrong
    cases = tuple(
        case.model_copy(update={"label": label, "scores": (5,) * 4 if label else (1,) * 4})
        for case, label in zip(dataset.cases, shifted, strict=True)
    )
    document = examine(replace(dataset, cases=cases), recipe, tmp_path / "r", steps=25)
    found = wrong(document)
    assert "shifted or shuffled rows" in found["size"]
    assert "one batch" not in found
    one = next(f["text"] for f in document["findings"] if f["code"] == "one batch")
    assert "shuffled ones are learnt by heart as well" in one


def test_a_wrong_window_is_named(dataset, recipe, tmp_path):
    blind = changed(recipe, "net", windows_hu=((3000.0, 3100.0), (-160.0, 240.0), (-1024.0, 1000.0)))
    found = wrong(examine(dataset, blind, tmp_path / "r", steps=STEPS))
    assert "Window 1 (3000 to 3100 HU) shows 0%" in found["window 1"]
    assert "window 2" not in found


def test_a_learning_rate_of_next_to_nothing_is_said(dataset, recipe, tmp_path):
    still = changed(recipe, "optimiser", lr_backbone=1e-30, lr_heads=1e-30)
    assert "no weight changed" in wrong(examine(dataset, still, tmp_path / "r", steps=8))["one batch"]


def test_an_exploding_learning_rate_is_said(dataset, recipe, tmp_path):
    hot = changed(recipe, "optimiser", lr_backbone=1e3, lr_heads=1e3)
    text = wrong(examine(dataset, hot, tmp_path / "r", steps=12))["one batch"]
    assert "learning rates are too high" in text


def test_everything_frozen_is_said(dataset, recipe, tmp_path, monkeypatch):
    import training.doctor.learning as module

    def frozen(*arguments):
        from training.nets import build

        return build(*arguments).requires_grad_(False)

    monkeypatch.setattr(module, "build", frozen)
    assert "every layer is frozen" in wrong(examine(dataset, recipe, tmp_path / "r", steps=5))["one batch"]


def test_frozen_blocks_are_expected_and_a_dead_layer_is_named(dataset, recipe, tmp_path, monkeypatch):
    import training.doctor.learning as module

    def dead(*arguments):
        import torch

        from training.nets import build

        net = build(*arguments)
        with torch.no_grad():
            net.features[0].weight.zero_()
            net.features[0].bias.fill_(-1e9)  # its ReLU passes nothing
        return net

    half = changed(recipe, "net", frozen_blocks=6)
    assert "gradients" not in wrong(examine(dataset, half, tmp_path / "half", steps=STEPS))
    monkeypatch.setattr(module, "build", dead)
    assert (
        "No gradient reaches features"
        in wrong(examine(dataset, recipe, tmp_path / "r", steps=5))["gradients"]
    )


def test_duplicates_balance_and_foreign_units_are_found(dataset, recipe):
    twice = replace(
        dataset,
        cases=(*dataset.cases, dataset.cases[0].model_copy(update={"id": "copy", "label": 1})),
        hu=(*dataset.hu, dataset.hu[0]),
        outlines=(*dataset.outlines, dataset.outlines[0]),
    )
    found = {f.code: f.text for f in check_labels(twice) if not f.ok}
    assert found["duplicates"].startswith(
        "1 pairs of cases show the same picture, 1 of them with opposite labels"
    )
    cases = tuple(case.model_copy(update={"label": 0}) for case in dataset.cases)
    assert "too rare" in next(f.text for f in check_labels(replace(dataset, cases=cases)) if not f.ok)
    scaled = np.random.default_rng(0).random((4, 1, 33, 33), dtype=np.float32)
    assert "not HU" in next(f.text for f in check_pixels(scaled, recipe) if f.code == "HU")
    scaled[0, 0, 0, 0] = np.nan
    assert not next(f for f in check_pixels(scaled, recipe) if f.code == "numbers").ok


def test_another_folder_is_not_written_into(dataset, recipe, tmp_path):
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(TrainingError, match="not a doctor's report"):
        examine(dataset, recipe, tmp_path)


def test_the_command_ends_with_1_where_something_is_wrong(dataset, recipe, tmp_path):
    import yaml

    data = write_dataset(dataset, tmp_path / "data")
    blind = changed(recipe, "net", windows_hu=((3000.0, 3100.0), (-160.0, 240.0), (-1024.0, 1000.0)))
    for name, chosen, code in (("good", recipe, 0), ("blind", blind, 1)):
        path = tmp_path / f"{name}.yaml"
        path.write_text(yaml.safe_dump(chosen.model_dump(mode="json")))
        done = CliRunner().invoke(
            app,
            ["doctor", "--dataset", str(data), "--recipe", str(path), "--out", str(tmp_path / name),
             "--steps", str(STEPS), "--json"],
        )  # fmt: skip
        assert done.exit_code == code, done.output
        assert json.loads(done.stdout)["ok"] is (code == 0)
