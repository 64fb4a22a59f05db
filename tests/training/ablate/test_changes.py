"""Changes of a recipe: one thing each, and a sentence where one cannot be made."""

from __future__ import annotations

import pytest

from training.ablate.changes import read_changes
from training.recipe import RecipeError, read_recipe


def test_every_change_of_the_repository_can_be_made_in_the_default_recipe_and_differs_from_the_others():
    base = read_recipe("default")
    changed = [change.of(base) for change in read_changes()]
    assert len(changed) >= 10
    assert len({recipe.sha256 for recipe in changed} | {base.sha256}) == len(changed) + 1


def test_a_change_touches_only_what_its_patch_names():
    base = read_recipe("default")
    (change,) = read_changes(["no-mixup"])
    changed = change.of(base)
    assert (base.augment.mixup_chance, changed.augment.mixup_chance) == (0.3, 0.0)
    assert changed.augment.model_copy(update={"mixup_chance": 0.3}) == base.augment
    assert changed.model_copy(update={"augment": base.augment}) == base


def test_a_change_that_changes_nothing_is_told():
    base = read_recipe("default").model_copy(update={"views": 1})
    with pytest.raises(RecipeError, match="one-view changes nothing"):
        read_changes(["one-view"])[0].of(base)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("technique: T\nchange_is: with\nabout: A.\npatch: {}\n", "cannot be used as a change"),
        ("technique: T\nchange_is: on\nabout: A.\npatch: {views: 1}\n", "cannot be used as a change"),
        ("[", "cannot be used as a change"),
        ("technique: T\nchange_is: with\nabout: A.\npatch: {net: {depth: 3}}\n", "cannot be made.*depth"),
    ],
)
def test_a_bad_file_is_named(text, sentence, tmp_path):
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(RecipeError, match=sentence) as told:
        read_changes(["mine"], tmp_path)[0].of(read_recipe("default"))
    assert "mine" in str(told.value)


def test_an_unknown_name_is_told_with_the_known_ones():
    with pytest.raises(RecipeError, match=r"no change 'mixup'.*no-mixup"):
        read_changes(["mixup"])
