"""Translation between manufacturers: it changes texture, spares lesions, and sees no held-out patient."""

from __future__ import annotations

import dataclasses
import json

import numpy as np
import pytest
import torch
from typer.testing import CliRunner

from training.ablate.changes import read_changes
from training.cases import write_dataset
from training.cli import app
from training.errors import TrainingError
from training.fit import configuration_of, fit, held_out_cases
from training.harmonise import patches as patches_module
from training.harmonise.cyclegan import MAX_CHANGE_HU, Generator, Translators, learn, translated
from training.harmonise.gate import preserved, survives
from training.harmonise.measure import measure, text
from training.harmonise.patches import sides_of, translated_patches, translators
from training.harmonise.texture import noise_hu, signature
from training.recipe import Recipe, TranslateRecipe, read_recipe
from training.samples import EpochSampler, LargePatches, TrainingSamples
from training.splits import make_split

QUICK = TranslateRecipe(chance=0.5, manufacturers=("GE", "Siemens"), steps=3, batch=4, channels=4)
PIXEL_MM = (0.8, 0.8)


@pytest.fixture(autouse=True)
def _few_draws(monkeypatch):
    monkeypatch.setattr("training.metrics.DRAWS", 20)


@pytest.fixture(scope="module")
def with_translation(recipe):
    return translating(recipe, QUICK)


def translating(recipe: Recipe, choice: TranslateRecipe) -> Recipe:
    return recipe.model_copy(update={"augment": recipe.augment.model_copy(update={"translate": choice})})


def textures(n: int, noise: float, seed: int) -> np.ndarray:
    """Balls of 10 pixels in lung with white noise."""
    random = np.random.default_rng(seed)
    ball = np.hypot(*np.mgrid[-20:21, -20:21]) <= 5
    return (np.where(ball, 20, -850) + random.normal(0, noise, (n, 41, 41))).astype(np.float32)


def disc(diameter: float, size: int = 61, hu: float = 20.0) -> np.ndarray:
    offset = np.hypot(*np.mgrid[:size, :size] - size // 2) * PIXEL_MM[0]
    return np.where(offset <= diameter / 2, hu, -850.0).astype(np.float32)


def adding_translators(*, add: float) -> Translators:
    """Both directions add so many HU everywhere, which a real one cannot do."""

    class Adding(Generator):
        def forward(self, hu: torch.Tensor) -> torch.Tensor:
            return hu + add

    return Translators(Adding(4), Adding(4))


# The gate


def test_a_lesion_that_is_left_alone_is_the_same():
    image = disc(10)
    found = preserved(image, image, image > -400, PIXEL_MM)
    assert (found.dice, found.diameter_mm, found.hu) == (1.0, 0.0, 0.0)


def test_a_lesion_that_grows_is_measured_in_millimetres():
    found = preserved(disc(10), disc(12), disc(10) > -400, PIXEL_MM)
    assert found.diameter_mm == pytest.approx(2.0, abs=0.15)
    # Two concentric discs: twice the smaller area over the sum of both.
    assert found.dice == pytest.approx(2 * 100 / (100 + 144), abs=0.02)
    assert found.hu == 0.0


def test_denser_is_told_from_larger():
    found = preserved(disc(10), disc(10, hu=80), disc(10) > -400, PIXEL_MM)
    assert found.hu == pytest.approx(60)
    assert found.dice == 1.0


def test_without_an_outline_nothing_is_vouched_for():
    image = disc(10)
    nothing = np.zeros_like(image, dtype=bool)
    assert preserved(image, image, nothing, PIXEL_MM) is None
    assert preserved(image, image, ~nothing, PIXEL_MM) is None
    assert not survives(image, image, nothing, PIXEL_MM, QUICK)


@pytest.mark.parametrize(
    ("after", "kept"),
    [
        (disc(10), True),
        (disc(10, hu=40), True),  # 20 HU denser
        (disc(10, hu=60), False),  # 40 HU denser
        (disc(11.6), False),
        (disc(7), False),
        (np.full((61, 61), -850, dtype=np.float32), False),  # taken away
    ],
)
def test_mistake_20_a_lesion_that_is_changed_is_not_used(after, kept):
    before = disc(10)
    assert survives(before, after, before > -400, PIXEL_MM, QUICK) is kept


# What is learned


@pytest.fixture(scope="module")
def learned():
    choice = QUICK.model_copy(update={"steps": 60, "lr": 1e-2})
    return learn(textures(24, 10, 0), textures(24, 50, 1), choice, seed=0)


def test_noise_of_one_is_given_to_the_other_and_balls_stay(learned):
    quiet, loud = textures(8, 10, 2), textures(8, 50, 3)
    louder, quieter = translated(learned.to_second, quiet), translated(learned.to_first, loud)
    assert noise_hu(louder).mean() > 1.3 * noise_hu(quiet).mean()
    assert noise_hu(quieter).mean() < 0.8 * noise_hu(loud).mean()
    ball = np.hypot(*np.mgrid[-20:21, -20:21]) <= 5
    for before, after in ((quiet, louder), (loud, quieter)):
        for one, other in zip(before, after, strict=True):
            assert abs(preserved(one, other, ball, PIXEL_MM).hu) < 40


def test_mistake_20_no_pixel_changes_by_more_than_the_bound():
    """Whatever the weights: a nodule of 800 HU over lung can neither appear nor vanish."""
    net, random = Generator(4), torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.normal_(0, 5, generator=random)
    hu = torch.from_numpy(np.concatenate([textures(2, 60, 0), -textures(2, 60, 1)]))[:, None]
    change = (net(hu) - hu).detach()
    assert change.abs().max() > 0.5 * MAX_CHANGE_HU
    assert change.abs().max() <= MAX_CHANGE_HU + 1e-3


def test_mistake_20_no_lesion_is_added_or_taken_away_where_one_side_has_none():
    """Every patch of one side has a ball and none of the other's has."""
    choice = QUICK.model_copy(update={"steps": 40, "lr": 1e-2})
    random = np.random.default_rng(1)
    balls = textures(16, 30, 0)
    lungs = random.normal(-850, 30, balls.shape).astype(np.float32)
    nets = learn(balls, lungs, choice, seed=0)
    inside = np.hypot(*np.mgrid[-20:21, -20:21]) <= 5
    without, with_one = translated(nets.to_second, balls), translated(nets.to_first, lungs)
    assert np.abs(without - balls).max() > 20  # it has learned something
    assert abs(float((without - balls)[:, inside].mean())) < 60
    assert abs(float((with_one - lungs)[:, inside].mean())) < 60


def test_mistake_20_a_region_keeps_its_mean_whatever_the_weights():
    """What is added is without its own blur, so that it sums up to nothing over some pixels."""
    net, random = Generator(4), torch.Generator().manual_seed(0)
    with torch.no_grad():
        for parameter in net.parameters():
            parameter.normal_(0, 0.5, generator=random)
    hu = textures(1, 60, 0)
    flat = np.full_like(hu, -850)
    assert np.allclose(translated(net, flat), flat, atol=0.01)  # the same everywhere is not added at all
    change = translated(net, hu) - hu
    assert np.abs(change).max() > 40
    assert abs(float(change.mean())) < 0.1 * float(np.abs(change).mean())


def test_an_untrained_translator_changes_nothing():
    hu = textures(3, 30, 0)
    assert np.array_equal(translated(Generator(4), hu), hu)
    assert translated(Generator(4), hu[:0]).shape == (0, 41, 41)


def test_learning_spends_no_other_random_numbers():
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    first = learn(textures(4, 10, 0), textures(4, 50, 1), QUICK, seed=1)
    assert torch.equal(torch.rand(3), expected)
    again = learn(textures(4, 10, 0), textures(4, 50, 1), QUICK, seed=1)
    assert np.array_equal(
        translated(first.to_second, textures(2, 9, 4)), translated(again.to_second, textures(2, 9, 4))
    )


def test_what_cannot_be_learned_is_told():
    with pytest.raises(TrainingError, match="32 x 32"):
        learn(np.zeros((4, 20, 40), np.float32), np.zeros((4, 40, 40), np.float32), QUICK, seed=0)
    wild = QUICK.model_copy(update={"lr": 1e30})
    with pytest.raises(TrainingError, match="diverged"):
        learn(textures(4, 10, 0), textures(4, 50, 1), wild, seed=0)


# A fold's patches


@pytest.fixture(scope="module")
def large(two_makers, recipe):
    return LargePatches(two_makers, recipe)


def test_only_lesions_that_survive_are_handed_on_and_their_share_is_told(
    two_makers, large, with_translation, tmp_path, monkeypatch
):
    events = []
    chosen = np.arange(2, 40)

    def emit(event, **fields):
        events.append({"event": event, **fields})

    def run(add):
        monkeypatch.setattr(patches_module, "learn", lambda *_: adding_translators(add=add))
        folder = tmp_path / str(add)
        return translated_patches(two_makers, large, with_translation, chosen, folder=folder, emit=emit)

    kept = run(10)
    assert sorted(kept) == list(range(2, 40))
    assert kept[2].shape == large.hu[2].shape
    assert np.allclose(kept[2] - large.hu[2], 10, atol=0.01)
    assert events[-1] == {
        "event": "translated", "tried": 38, "kept": 38, "kept_benign": 1.0, "kept_malignant": 1.0,
        "change_hu": 10.0,
    }  # fmt: skip
    with pytest.raises(TrainingError, match=r"of 38 outlined lesions 0 keep extent, diameter and HU"):
        run(40)
    assert (events[-1]["kept"], events[-1]["change_hu"]) == (0, None)


def test_a_manufacturer_with_too_few_cases_is_told_with_those_there_are(dataset, two_makers):
    with pytest.raises(TrainingError, match=r"at least 4 cases of each; there are 0 and 38.*Siemens 38"):
        sides_of(dataset, np.arange(2, 40), QUICK)
    first, second = sides_of(two_makers, np.arange(2, 40), QUICK)
    assert first.tolist()[:3] == [4, 5, 8]
    assert second.tolist()[:3] == [2, 3, 6]


def test_what_was_learned_is_taken_up_and_depends_on_cases_and_choices_alone(
    two_makers, large, recipe, tmp_path, monkeypatch
):
    calls = []

    def spy(first, second, choice, seed):
        calls.append((len(first), len(second), seed))
        return learn(first, second, choice, seed)

    monkeypatch.setattr(patches_module, "learn", spy)

    def once(choice=QUICK, cases=range(2, 40)):
        sides = sides_of(two_makers, np.array(cases), choice)
        return translators(two_makers, large, recipe.input, choice, sides, folder=tmp_path)

    first = once()
    again = once(QUICK.model_copy(update={"chance": 0.9, "max_hu": 5.0}))
    assert len(calls) == 1
    hu = textures(2, 30, 0)
    assert np.array_equal(translated(first.to_second, hu), translated(again.to_second, hu))
    once(QUICK.model_copy(update={"steps": 4}))
    once(cases=range(2, 36))
    assert len(calls) == 3
    assert len(list(tmp_path.iterdir())) == 3
    for file in tmp_path.iterdir():
        file.write_bytes(file.read_bytes()[:100])
    mended = once()
    assert len(calls) == 4
    assert np.array_equal(translated(first.to_second, hu), translated(mended.to_second, hu))


def test_mistake_20_no_held_out_patient_is_translated_or_learned_from(
    two_makers, with_translation, tmp_path, monkeypatch
):
    """The held-out patients' pixels are replaced, and the fold trains to the same weights."""
    split = make_split(two_makers, n_folds=2, seed=0)
    one = dataclasses.replace(split, folds=np.where(split.folds == 0, 0, 1))
    held_out = held_out_cases(one, "0")
    spoiled = list(two_makers.hu)
    for i in held_out:
        spoiled[i] = np.full_like(spoiled[i], 300)
    other = dataclasses.replace(two_makers, hu=tuple(spoiled))
    # The key names the whole dataset; what is compared here is what is learned.
    monkeypatch.setattr(patches_module, "_key", lambda *_: "0" * 64)
    seen = []
    for number, data in enumerate((two_makers, other)):
        large = LargePatches(data, with_translation)
        chosen = np.flatnonzero(data.trainable & ~one.hidden_from(0))
        kept = translated_patches(
            data, large, with_translation, chosen, folder=tmp_path / str(number), emit=lambda *_, **__: None
        )
        assert not set(kept) & set(held_out.tolist())
        seen.append(kept)
    assert seen[0].keys() == seen[1].keys()
    assert all(np.array_equal(seen[0][i], seen[1][i]) for i in seen[0])


def test_a_translation_is_shown_with_its_chance_and_as_the_seed_says(two_makers, large, with_translation):
    chosen = np.arange(2, 40)
    other = {i: large.hu[i] + 1000 for i in range(2, 40, 2)}
    still = with_translation.augment.model_copy(
        update={"noise_chance": 0.0, "intensity_chance": 0.0, "blur_chance": 0.0, "sharpen_chance": 0.0}
    )
    samples = TrainingSamples(
        two_makers, large, with_translation.model_copy(update={"augment": still}), chosen, other
    )
    sampler = EpochSampler(samples, seed=3)

    def shown() -> dict[int, bool]:
        return {i: bool(samples[i]["hu"].mean() > 0) for i in iter(sampler)}

    counts = np.zeros(len(chosen))
    first = shown()
    assert shown() == first
    for epoch in range(6):
        sampler.set_epoch(epoch)
        for i, seen in shown().items():
            counts[i] += seen
    assert not counts[1::2].any()
    assert 0.3 < counts[::2].mean() / 6 < 0.7  # 114 draws: six standard deviations wide


def test_fit_with_a_translation_resumes_and_learns_once_a_fold(two_makers, with_translation, tmp_path):
    split = make_split(two_makers, n_folds=2, seed=0)
    one_fold = dataclasses.replace(split, leave_out="test-set")  # no final model: less to wait for
    seen = []

    class KilledError(Exception):
        pass

    def killed(event, **fields):
        if event == "epoch":
            raise KilledError

    folder = tmp_path / "run"
    with pytest.raises(KilledError):
        fit(two_makers, one_fold, with_translation, folder, dataset_folder=folder, emit=killed)
    (kept,) = (folder / "translators").iterdir()
    learned_at = kept.stat().st_mtime_ns
    run = fit(
        two_makers, one_fold, with_translation, folder, dataset_folder=folder,
        emit=lambda event, **fields: seen.append((event, fields.get("fold"))),
    )  # fmt: skip
    assert [fold for event, fold in seen if event == "translated"] == ["0", "1"]
    assert kept.stat().st_mtime_ns == learned_at
    assert len(list((folder / "translators").iterdir())) == 2
    assert all(torch.isfinite(value).all() for value in run.finished("0").weights().values())


# Recipe, measurement, command


def test_a_recipe_without_a_translation_keeps_its_keys(dataset, split, recipe):
    assert "translate" not in recipe.choices()["augment"]
    plain = configuration_of(dataset, split, recipe, "0")
    with_it = configuration_of(dataset, split, translating(recipe, QUICK), "0")
    assert with_it["recipe"]["augment"].pop("translate")["steps"] == 3
    assert plain == with_it


@pytest.mark.parametrize(
    ("patch", "sentence"),
    [
        ({"manufacturers": ["GE", "ge"]}, "name two different manufacturers"),
        ({"chance": 0.0}, "greater than 0"),
        ({"min_dice": 1.5}, "less than or equal to 1"),
    ],
)
def test_a_translation_that_makes_no_sense_is_refused(recipe, patch, sentence):
    document = recipe.model_dump(mode="json")
    document["augment"]["translate"] = {"chance": 0.5, "manufacturers": ["GE", "Siemens"], **patch}
    with pytest.raises(ValueError, match=sentence):
        Recipe.model_validate(document)


def test_several_slices_are_refused(recipe):
    document = translating(recipe, QUICK).model_dump(mode="json")
    document["input"]["size"][0] = 3
    with pytest.raises(ValueError, match=r"augment\.translate is for single slices"):
        Recipe.model_validate(document)


def test_the_simulation_of_scanners_is_taken_away_as_a_whole():
    (change,) = read_changes(["no-scanner-simulation"])
    augment = change.of(read_recipe("default")).augment
    assert (augment.blur_chance, augment.sharpen_chance, augment.noise_chance) == (0.0, 0.0, 0.0)
    assert augment.intensity_chance == 0.5


def test_white_noise_is_found_in_hu_and_in_every_ring():
    white = np.random.default_rng(0).normal(-850, 30, (20, 65, 65)).astype(np.float32)
    assert noise_hu(white).mean() == pytest.approx(30, rel=0.03)
    # White noise has its variance as power at every frequency.
    assert signature(white).mean(axis=0) == pytest.approx([np.log(900)] * 8, abs=0.3)


def test_an_edge_is_no_noise():
    assert noise_hu(disc(20)[None])[0] == 0.0


def test_the_measurement_tells_makers_apart_and_says_what_was_kept(
    two_makers, with_translation, tmp_path, monkeypatch
):
    split = make_split(two_makers, n_folds=2, seed=0)
    monkeypatch.setattr(patches_module, "learn", lambda *_: adding_translators(add=10))
    document = measure(two_makers, split, with_translation, folds=2, folder=tmp_path)
    assert document["nodules"] == 40
    assert document["auc"]["as_scanned"]["value"] > 0.95  # one is sharp, the other blurred
    assert document["noise_hu"]["first"]["value"] > 2 * document["noise_hu"]["second"]["value"]
    assert document["change_hu"]["to_first"]["value"] == pytest.approx(10, abs=0.01)
    assert document["kept"]["to_second"]["value"] == 1.0
    assert "| GE as Siemens |" in text(document)


def test_the_command_measures_and_a_recipe_without_a_translation_takes_the_change(
    two_makers, recipe, tmp_path, monkeypatch
):
    import yaml

    write_dataset(two_makers, tmp_path / "d")
    tiny = tmp_path / "tiny.yaml"
    tiny.write_text(yaml.safe_dump(recipe.model_dump(mode="json")))
    monkeypatch.setattr(patches_module, "learn", lambda *_: Translators(Generator(8), Generator(8)))
    call = [
        "harmonise",
        "--dataset",
        str(tmp_path / "d"),
        "--out",
        str(tmp_path / "o"),
        "--recipe",
        str(tiny),
    ]
    shown = CliRunner().invoke(app, [*call, "--json"])
    assert shown.exit_code == 1
    assert "needs at least 16 cases of each" in shown.stderr
    tiny.write_text(yaml.safe_dump(translating(recipe, QUICK).model_dump(mode="json")))
    monkeypatch.setattr(patches_module, "learn", lambda *_: Translators(Generator(4), Generator(4)))
    shown = CliRunner().invoke(app, [*call, "--json"])
    assert shown.exit_code == 0, shown.stderr
    document = json.loads(shown.stdout)
    assert document["manufacturers"] == ["GE", "Siemens"]
    assert document["auc"]["to_first"] == document["auc"]["as_scanned"]
