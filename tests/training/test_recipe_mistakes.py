"""The mistakes of the published recipe that data, mixing, losses and optimising could let back in."""

from __future__ import annotations

import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.utils.data import DataLoader

from engine.patch import PatchSpec
from training.ablate.changes import read_changes
from training.augment import source_spec, transforms
from training.errors import TrainingError
from training.export import ExportError, export
from training.fit import fit, held_out_cases, train_row
from training.inner import divide
from training.losses import label_loss, multi_task_loss
from training.mixing import Mixing, boxes, cut_mix
from training.module import ClassifierTask
from training.nets import Outputs, build
from training.nets.clahe import equalised
from training.recipe import Recipe, read_recipe
from training.runs import FINAL, RunError, RunFolder
from training.samples import LargePatches, TrainingSamples
from training.scores import scores_of_run
from training.splits import make_split
from training.three_way import three_way_split


def changed(recipe: Recipe, **parts: dict) -> Recipe:
    document = recipe.model_dump(mode="json")
    for name, patch in parts.items():
        document[name] = document[name] | patch if isinstance(patch, dict) else patch
    return Recipe.model_validate(document)


def discs(diameters: list[int], size: int = 41) -> torch.Tensor:
    offset = np.hypot(*np.mgrid[:size, :size] - size // 2)
    return torch.tensor(np.stack([offset <= d / 2 for d in diameters])[:, None].astype(np.float32))


def batch_of(diameters: list[int]) -> dict[str, torch.Tensor]:
    lesion = discs(diameters)
    n = len(diameters)
    return {
        "hu": torch.arange(float(n))[:, None, None, None] + torch.zeros_like(lesion),
        "lesion": lesion,
        "label": torch.arange(n) % 2.0,
        "weight": torch.ones(n),
        "attributes": torch.stack([torch.arange(float(n)), torch.full((n,), float("nan"))], 1),
    }


def test_mistake_04_three_of_four_mixed_batches_are_cutmix_and_one_is_mixup(recipe):
    mixing = Mixing(changed(recipe, augment={"mixup_chance": 1.0}, mixing={"cutmix_share": 0.75}), seed=1)
    batch = batch_of([9] * 8)
    batch["hu"] = torch.arange(8.0)[:, None, None, None].expand(-1, 1, 41, 41).clone()
    blended = 0
    for _ in range(200):
        hu = mixing(batch)["hu"]
        # A box leaves whole numbers, a blend does not.
        blended += not torch.equal(hu, hu.round())
    assert 30 <= blended <= 70


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 9), st.integers(20, 90), st.integers(20, 90), st.integers(0, 10**6))
def test_mistake_05_boxes_are_never_empty_and_have_rows_for_rows_on_oblong_inputs(n, rows, columns, seed):
    donor, paste = boxes(torch.zeros(n, 1, rows, columns), 1.0, seed)
    assert paste.shape == (n, 1, rows, columns)
    for i in range(n):
        if donor[i] == i:
            continue
        r, c = np.nonzero(paste[i, 0].numpy())
        assert len(r) == (np.ptp(r) + 1) * (np.ptp(c) + 1) > 0
    # Both ends of the longer side are reached by some box.
    far = [boxes(torch.zeros(4, 1, rows, columns), 1.0, seed + k)[1].any(1).any(0) for k in range(30)]
    seen = torch.stack(far).any(0)
    assert seen[rows - 1].any()
    assert seen[:, columns - 1].any()


def test_mistake_06_a_mixed_label_is_the_share_of_the_lesion_that_is_seen():
    batch = batch_of([15] * 12)
    seen_partly = 0
    for seed in range(40):
        donor, paste = boxes(batch["lesion"], 1.0, seed)
        out = cut_mix(batch, None, 1.0, seed)
        replaced = (batch["lesion"] * paste).sum((1, 2, 3)) / batch["lesion"].sum((1, 2, 3))
        expected = (1 - replaced) * batch["label"] + replaced * batch["label"][donor]
        assert torch.allclose(out["label"], expected, atol=1e-6)
        # The published label, the box's area, is far away from that.
        area = paste.float().mean((1, 2, 3))
        seen_partly += int(((replaced - area).abs() > 0.1).sum())
        assert torch.allclose(out["attributes"][:, 0], (1 - replaced) * torch.arange(12) + replaced * donor)
        assert out["attributes"][:, 1].isnan().all()
    assert seen_partly > 40


def test_mistake_06_an_unknown_outline_is_not_mixed_by_boxes():
    batch = batch_of([9, 9])
    batch["lesion"] = batch["lesion"] * 0
    for seed in range(5):
        out = cut_mix(batch, None, 1.0, seed)
        assert torch.equal(out["hu"], batch["hu"])
        assert torch.equal(out["label"], batch["label"])


def test_mistake_07_a_soft_label_has_the_mixture_of_two_focal_losses(recipe):
    loss = changed(recipe, loss={"focal_gamma": 2.0}).loss
    logit = torch.tensor([0.4, 0.4, 0.4])
    hard_malignant, hard_benign, soft = label_loss(logit, torch.tensor([1.0, 0.0, 0.3]), loss).tolist()
    p = 1 / (1 + math.exp(-0.4))
    assert hard_malignant == pytest.approx(-((1 - p) ** 2) * math.log(p), abs=1e-6)
    assert hard_benign == pytest.approx(-(p**2) * math.log(1 - p), abs=1e-6)
    assert soft == pytest.approx(0.3 * hard_malignant + 0.7 * hard_benign, abs=1e-6)
    # exp(-cross-entropy) of a soft label is nobody's probability.
    ce = -(0.3 * math.log(p) + 0.7 * math.log(1 - p))
    assert soft != pytest.approx((1 - math.exp(-ce)) ** 2 * ce, abs=1e-3)


def test_mistake_08_alpha_weighs_the_classes_and_not_the_learning_rate(recipe):
    weighted = changed(recipe, loss={"class_alpha": [0.5, 2.0]}).loss
    logit, label = torch.tensor([0.7, 0.7]), torch.tensor([0.0, 1.0])
    plain = label_loss(logit, label, recipe.loss)
    assert torch.allclose(label_loss(logit, label, weighted) / plain, torch.tensor([0.5, 2.0]))


def task_on(recipe: Recipe, n_batches: int, accumulate: int, device_batch: int = 2):
    """A task with one weight, plain gradient steps and known losses; return the weight after an epoch."""
    import pytorch_lightning as pl

    class One(ClassifierTask):
        def losses(self, batch):
            return {"loss": (self.w * batch["x"]).mean()}

        def configure_optimizers(self):
            return torch.optim.SGD([self.w], lr=1.0)

    net = build(recipe.net, recipe.input)
    task = One(net, recipe, 10, 0, lambda *_, **__: None)
    task.mixing = type("Still", (), {"__call__": lambda s, b: b, "reseed": lambda s, x: None})()
    task.hide_neighbours = task.mixing
    task.w = torch.nn.Parameter(torch.zeros(()))
    data = [{"x": torch.tensor(float(i + 1))} for i in range(n_batches * device_batch)]
    trainer = pl.Trainer(
        max_epochs=1, accumulate_grad_batches=accumulate, logger=False, enable_progress_bar=False,
        enable_checkpointing=False, enable_model_summary=False, accelerator="cpu",
    )  # fmt: skip
    trainer.fit(task, DataLoader(data, batch_size=device_batch))
    return float(task.w), trainer.global_step


def test_mistake_09_the_last_group_of_an_accumulation_is_kept_with_its_own_divisor(recipe):
    # Batches of means 1.5, 3.5, 5.5, 7.5, 9.5; groups of three: (1.5+3.5+5.5)/3 and (7.5+9.5)/2.
    weight, steps = task_on(recipe, n_batches=5, accumulate=3)
    assert steps == 2
    assert weight == pytest.approx(-(3.5 + 8.5))


def test_mistake_10_seventy_fifteen_fifteen_keeps_patients_together_and_classes_even(dataset):
    split = three_way_split(dataset)
    test, validation = split.folds == 0, split.validation
    training = ~test & ~validation
    sets = [
        {c.patient_id for c, i in zip(dataset.cases, s, strict=True) if i}
        for s in (training, validation, test)
    ]
    assert [len(s) for s in sets] == [14, 3, 3]
    assert not sets[0] & sets[1] | sets[0] & sets[2] | sets[1] & sets[2]
    labels = np.array([case.label for case in dataset.cases])
    assert all(labels[s].mean() == 0.5 for s in (training, validation, test))
    few = dataset.only(np.arange(30))
    with pytest.raises(TrainingError, match="at least 20 patients; there are 15"):
        three_way_split(few)


def test_mistake_15_equalising_makes_grey_depend_on_the_surroundings_and_is_never_exported(
    recipe, dataset, run, tmp_path
):
    ramp = torch.linspace(-1, 1, 33).expand(1, 1, 33, 33)
    at = (0, 0, 16, 16)
    brighter, darker = ramp.abs(), -ramp.abs()
    assert brighter[at] == darker[at] == 0
    assert float(equalised(darker)[at] - equalised(brighter)[at]) > 0.1
    # A window maps an HU to one value wherever it stands.
    net = build(changed(recipe, net={"clahe": True}).net, recipe.input)
    plain = build(recipe.net, recipe.input)
    hu = torch.randn(2, 1, 33, 33) * 300 - 500
    assert torch.equal(net.windowed(hu)[:, :2], plain.windowed(hu)[:, :2])
    assert not torch.equal(net.windowed(hu)[:, 2:], plain.windowed(hu)[:, 2:])
    other = RunFolder(tmp_path / "r")
    record = run.record()
    other.write_record(record.model_copy(update={"recipe": changed(recipe, net={"clahe": True})}))
    with pytest.raises(ExportError, match="equalises its patches"):
        export(dataset, other, tmp_path / "m")


def test_mistake_17_scales_are_shares_of_a_field_in_mm(recipe):
    for fields, sentence in [([0.5, 1.0], "the first must be 1"), ([1.0, 1.2], "from 0.5 to 1")]:
        with pytest.raises(ValueError, match=sentence):
            changed(recipe, fields=fields)


def test_mistake_18_dice_is_of_the_mask_head_and_an_unknown_outline_has_none(recipe):
    lesion_logit = torch.zeros(2, 1, 3, 3, requires_grad=True)
    outputs = Outputs(
        torch.zeros(2), torch.zeros(2, 1, 1, 1), torch.zeros(2, 4), lesion_logit, torch.zeros(2, 0), {}
    )
    batch = {
        "label": torch.ones(2),
        "weight": torch.ones(2),
        "lesion": torch.stack([torch.ones(1, 5, 5), torch.zeros(1, 5, 5)]),
        "attributes": torch.zeros(2, 0),
    }
    multi_task_loss(outputs, batch, recipe.loss)["loss"].backward()
    assert lesion_logit.grad[0].abs().min() > 0
    assert not lesion_logit.grad[1].any()


def test_mistake_19_the_outline_protects_without_any_map_and_a_teacher_only_later(recipe):
    for protect in ("mask", "teacher"):
        mixing = Mixing(changed(recipe, augment={"mixup_chance": 0.0}, mixing={"protect": protect}), seed=0)
        batch = batch_of([9] * 3)
        batch["plain"], batch["hu"] = batch["hu"], batch["hu"] + 1000.0
        out = mixing(batch)
        spared = (out["hu"] < 500).float()
        assert "plain" not in out
        if protect == "teacher":  # it has not pointed yet
            assert not spared.any()
            batch["pointed_at"] = torch.zeros(3, 1, 41, 41, dtype=torch.bool)
            batch["pointed_at"][..., 4:9, 5:11] = True
            out = mixing(batch)
            assert torch.equal(out["hu"] < 500, batch["pointed_at"])
        else:  # 2 mm are three pixels of 0.8 mm
            assert spared[0, 0, 20].sum() == 9 + 2 * 3
            assert (spared >= batch["lesion"]).all()


def test_mistake_19_pasted_boxes_go_round_what_is_protected(recipe):
    mixing = Mixing(
        changed(recipe, augment={"mixup_chance": 1.0}, mixing={"cutmix_share": 1.0, "protect": "mask"}),
        seed=0,
    )
    batch = batch_of([9, 15, 9, 15])
    batch["plain"] = batch["hu"]
    pasted = 0
    for _ in range(20):
        out = mixing(batch)
        pasted += int((out["hu"] != batch["hu"]).sum())
        assert torch.equal(out["label"], batch["label"])
        assert torch.equal(out["lesion"], batch["lesion"])
        assert not ((out["hu"] != batch["hu"]) & (batch["lesion"] > 0)).any()
    assert pasted > 1000


def test_mistake_21_elastic_deformation_keeps_its_limit_and_takes_the_mask_along(recipe):
    spec = PatchSpec((1, 33, 33), (1.0, 0.8, 0.8))
    still = dict.fromkeys(("noise_chance", "blur_chance", "sharpen_chance", "intensity_chance"), 0.0)
    still |= {"rotate": False, "flip": False, "shift_mm": 0.0, "scale": 0.0}
    augment = changed(recipe, augment=still | {"elastic_chance": 1.0, "elastic_mm": 1.0}).augment
    size = source_spec(spec, augment).size[1]
    columns = torch.arange(float(size)).expand(1, size, size).clone() * 0.8
    change = transforms(spec, augment)
    change.set_random_state(seed=1)
    largest = 0.0
    for axis in (columns, columns.transpose(1, 2).contiguous()):
        for _ in range(10):
            out = change({"hu": axis.clone(), "lesion": axis.clone()})
            assert torch.equal(out["hu"], out["lesion"])
            margin = (size - 33) // 2
            middle = axis[:, margin:-margin, margin:-margin]
            largest = max(largest, float((out["hu"] - middle).abs().max()))
    assert 0.2 < largest <= 1 / math.sqrt(2) + 1e-3


def relabelled(dataset, index):
    """The dataset with other labels and pixels of some cases."""
    gone = set(index.tolist())
    cases = tuple(
        c.model_copy(update={"label": 1 - c.label, "scores": (5,) * 4 if not c.label else (1,) * 4})
        if i in gone else c for i, c in enumerate(dataset.cases)
    )  # fmt: skip
    hu = tuple(h[::-1].copy() * 0 + 100 if i in gone else h for i, h in enumerate(dataset.hu))
    return dataclasses.replace(dataset, cases=cases, hu=hu)


ADAPTING = {"inner": {"share": 0.3, "plateau_patience": 1, "stop_patience": 1}, "optimiser": {"epochs": 3}}


def trained(dataset, split, recipe, folder, seed=5):
    run = RunFolder(folder)
    run.prepare()
    row = train_row(
        run, "0", configuration={"seed": seed, "fold": "0", "recipe": {}}, dataset=dataset, split=split,
        recipe=recipe, patches=LargePatches(dataset, recipe), emit=lambda *_, **__: None,
    )  # fmt: skip
    return row.weights()


def test_mistake_26_what_is_held_out_cannot_influence_an_adapting_training(dataset, split, recipe, tmp_path):
    adapting = changed(recipe, **ADAPTING)
    first = trained(dataset, split, adapting, tmp_path / "a")
    other = relabelled(dataset, held_out_cases(split, "0"))
    again = trained(other, split, adapting, tmp_path / "b")
    assert all(torch.equal(first[name], again[name]) for name in first)
    # The test can fail: what is not held out does influence it.
    training = np.flatnonzero(split.folds != 0)
    third = trained(relabelled(dataset, training[:6]), split, adapting, tmp_path / "c")
    assert not all(torch.equal(first[name], third[name]) for name in first)


def test_mistake_26_inner_patients_are_neither_trained_on_nor_held_out(dataset, split):
    chosen = np.flatnonzero(split.folds != 0)
    training, inner = divide(dataset, chosen, 0.3, seed=1)
    who = [{dataset.cases[i].patient_id for i in part} for part in (training, inner)]
    assert not who[0] & who[1]
    assert sorted([*training, *inner]) == sorted(chosen)
    assert divide(dataset, chosen, 0.0, seed=1)[1].size == 0
    benign = np.array([i for i in chosen if dataset.cases[i].label == 0])
    with pytest.raises(TrainingError, match="not of both classes"):
        divide(dataset, benign, 0.3, seed=1)


@pytest.mark.parametrize("gamma", [0.0, 2.0])
def test_mistake_27_gradients_of_the_label_loss_hold_in_float64(recipe, gamma):
    loss = changed(recipe, loss={"focal_gamma": gamma, "class_alpha": [0.8, 1.2]}).loss
    logit = torch.tensor([-1.3, 0.4, 2.0], dtype=torch.float64, requires_grad=True)
    label = torch.tensor([0.0, 0.35, 1.0], dtype=torch.float64)
    assert torch.autograd.gradcheck(lambda x: label_loss(x, label, loss), (logit,))


def test_mistake_28_the_seed_is_recorded_and_decides_everything(dataset, split, recipe, run, tmp_path):
    seed = run.finished("0").configuration["seed"]
    assert run.record().seed == recipe.seed
    torch.manual_seed(99)
    np.random.seed(99)  # noqa: NPY002
    again = trained(dataset, split, recipe, tmp_path / "a", seed=seed)
    first = run.finished("0").weights()
    assert all(torch.equal(first[name], again[name]) for name in first)


ALL = {
    "augment": {"rotate_degrees": 15.0, "scale": 0.17, "elastic_chance": 0.5, "mixup_chance": 0.8},
    "mixing": {"cutmix_share": 0.75, "protect": "teacher", "teacher_from": 0.5},
    "loss": {"focal_gamma": 2.0, "class_alpha": [0.8, 1.2]},
    "optimiser": {"epochs": 4, "batch": 4, "accumulate": 2, "precision": "auto"},
    "inner": {"share": 0.3, "plateau_patience": 1, "stop_patience": 4},
}


def test_everything_together_resumes_where_it_was_killed(dataset, split, recipe, tmp_path):
    everything = changed(recipe, **ALL)
    one_fold = dataclasses.replace(split, leave_out="test-set")  # no final model: less to wait for

    def stop(event, **fields):
        if event == "inner" and fields["fold"] == "0" and fields["epoch"] == 3:
            raise KeyboardInterrupt

    seen = []
    whole = fit(
        dataset, one_fold, everything, tmp_path / "a", dataset_folder=Path("d"),
        emit=lambda event, **fields: seen.append((event, json.dumps(fields))),
    )  # fmt: skip
    with pytest.raises((KeyboardInterrupt, SystemExit)):
        fit(dataset, one_fold, everything, tmp_path / "b", dataset_folder=Path("d"), emit=stop)
    resumed = fit(dataset, one_fold, everything, tmp_path / "b", dataset_folder=Path("d"))
    a, b = whole.finished("0").weights(), resumed.finished("0").weights()
    assert all(torch.equal(a[name], b[name]) for name in a)
    assert any(event == "computing" and "precision" in fields for event, fields in seen)


@pytest.mark.parametrize(
    "patch",
    [
        {"augment": {"rotate_degrees": 15.0}},
        {"augment": {"elastic_chance": 1.0}},
        {"augment": {"scale": 0.17}},
        {"mixing": {"cutmix_share": 0.75}, "augment": {"mixup_chance": 1.0}},
        {"mixing": {"protect": "mask", "cutmix_share": 0.75}, "augment": {"mixup_chance": 1.0}},
        {"mixing": {"protect": "teacher", "teacher_from": 0.0}},
        {"loss": {"focal_gamma": 2.0}},
        {"loss": {"class_alpha": [0.8, 1.2]}},
        {"optimiser": {"accumulate": 2, "batch": 4}},
        {"optimiser": {"precision": "auto"}},
        {"inner": {"share": 0.3, "plateau_patience": 1, "stop_patience": 1}},
        {"net": {"clahe": True}},
    ],
    ids=str,
)
def test_each_technique_trains(dataset, split, recipe, tmp_path, patch):
    weights = trained(dataset, split, changed(recipe, **patch), tmp_path / "r")
    assert all(torch.isfinite(value).all() for value in weights.values())


def test_a_sample_keeps_its_plain_picture_only_where_it_is_needed(dataset, recipe):
    chosen = np.arange(4)
    for protect, has in (("nothing", False), ("mask", True)):
        kept = changed(recipe, mixing={"protect": protect})
        sample = TrainingSamples(dataset, LargePatches(dataset, kept), kept, chosen)[0]
        assert ("plain" in sample) is has


def test_the_recipe_of_everything_fits_end_to_end(two_makers, tmp_path, run):
    """With small pictures and random weights; `fit` on all folds and the final model, and the answers."""
    document = read_recipe("everything").model_dump(mode="json")
    tiny = run.record().recipe.model_dump(mode="json")
    document |= {"folds": 2, "input": tiny["input"], "net": tiny["net"]}
    document["optimiser"] |= {"epochs": 2, "batch": 4}
    document["inner"] |= {"share": 0.3}
    document["augment"]["translate"] |= {"steps": 2, "batch": 2, "channels": 4}
    everything = Recipe.model_validate(document)
    split = make_split(two_makers, n_folds=2, seed=0)
    done = fit(two_makers, split, everything, tmp_path / "run", dataset_folder=Path("d"))
    scores, _, _ = scores_of_run(two_makers, done)
    assert np.isfinite(scores.logit).all()


@pytest.mark.slow
def test_the_recipe_of_everything_as_it_is_learns_on_synthetic_cases(two_makers, tmp_path):
    document = read_recipe("everything").model_dump(mode="json") | {"folds": 2}
    document["augment"]["translate"] |= {"batch": 4}  # a fold has eight of each maker, or fewer
    everything = Recipe.model_validate(document)
    split = make_split(two_makers, n_folds=2, seed=0)
    losses: dict[str, list[float]] = {}

    def note(event, **fields):
        if event == "epoch":
            losses.setdefault(fields["fold"], []).append(fields["loss"])

    done = fit(two_makers, split, everything, tmp_path / "run", dataset_folder=Path("d"), emit=note)
    assert set(done.record().rows) == {"0", "1", FINAL}
    assert all(seen[-1] < seen[0] for seen in losses.values())


def test_every_change_can_be_made_in_the_brief_recipe_too():
    base = read_recipe("brief")
    assert len({change.of(base).sha256 for change in read_changes()}) == len(read_changes())


@pytest.mark.parametrize(
    ("patch", "sentence"),
    [
        (
            {"mixing": {"protect": "teacher"}, "optimiser": {"ema_decay": 0.0}},
            "a teacher is the averaged network",
        ),
        ({"inner": {"stop_patience": 2}}, "set inner.share above 0"),
        ({"loss": {"class_alpha": [0.0, 1.0]}}, "both classes need a weight"),
        ({"augment": {"elastic_mm": 3.0}}, "less than or equal to 1"),
    ],
)
def test_choices_that_do_not_go_together_are_refused(recipe, patch, sentence):
    with pytest.raises(ValueError, match=sentence):
        changed(recipe, **patch)


def test_a_test_set_is_fitted_once_and_its_validation_is_not_trained_on(
    dataset, recipe, tmp_path, monkeypatch
):
    import training.fit as module

    seen = {}

    def spy(data, patches, recipe, chosen, *, validation, **_):
        seen["training"], seen["validation"] = chosen, validation
        return {"w": torch.zeros(1)}

    monkeypatch.setattr(module, "train", spy)
    split = three_way_split(dataset)
    done = fit(dataset, split, recipe, tmp_path / "r", dataset_folder=Path("d"))
    assert set(done.record().rows) == {"0"}
    assert set(seen["validation"]) <= set(np.flatnonzero(split.validation))
    assert not set(seen["training"]) & set(np.flatnonzero(split.validation | (split.folds == 0)))
    with pytest.raises(RunError, match="no final model"):
        done.finished(FINAL)
