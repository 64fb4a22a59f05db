"""Named changes of a recipe: small YAML files, each of which adds one technique or takes it away.

Knows recipes only, and no torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from training.cases import first_complaint
from training.recipe import RECIPES, Recipe, RecipeError

CHANGES = RECIPES / "ablations"


class _ChangeFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    technique: str
    """What it is called in the table."""
    change_is: Literal["with", "without"]
    """Whether the changed recipe has the technique, or the base."""
    about: str
    """A sentence."""
    patch: dict[str, Any] = Field(min_length=1)
    """Parts and choices of the recipe, with their new values."""


@dataclass(frozen=True)
class Change:
    """One named change.

    Parameters
    ----------
    name
        The file's name without its ending.
    technique, about
        What it is called, and a sentence on it.
    adds
        Whether the changed recipe has the technique (`True`) or the base.
    patch
        Parts and choices of the recipe, with their new values.
    """

    name: str
    technique: str
    about: str
    adds: bool
    patch: dict[str, Any]

    def of(self, base: Recipe) -> Recipe:
        """Return the changed recipe.

        Raises
        ------
        RecipeError
            If it breaks the schema, or is the base itself.
        """
        document = _merged(base.model_dump(mode="json"), self.patch)
        try:
            changed = Recipe.model_validate(document)
        except ValueError as error:
            raise RecipeError(
                f"The change {self.name} cannot be made in the recipe {base.name}: {first_complaint(error)}"
            ) from error
        if changed == base:
            raise RecipeError(
                f"The change {self.name} changes nothing in the recipe {base.name}: it is like that already. "
                "Leave it out: name the others with --change."
            )
        return changed


def read_changes(names: Sequence[str] = (), folder: Path = CHANGES) -> list[Change]:
    """Read changes.

    Parameters
    ----------
    names
        Which; all without any.
    folder
        Of the YAML files.

    Returns
    -------
    list of Change
        In the order of the names.

    Raises
    ------
    RecipeError
        If there is none of a name, or a file is not a change.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    for name in names:
        if name not in files:
            raise RecipeError(f"There is no change {name!r}. Known changes: {', '.join(files) or 'none'}.")
    return [_read(name, files[name]) for name in dict.fromkeys(names or files)]


def _read(name: str, path: Path) -> Change:
    try:
        file = _ChangeFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, ValueError) as error:
        raise RecipeError(f"{path} cannot be used as a change: {first_complaint(error)}") from error
    return Change(name, file.technique, file.about, file.change_is == "with", file.patch)


def _merged(document: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """Return a document with a patch laid over it, part by part."""
    merged = dict(document)
    for name, value in patch.items():
        both_parts = isinstance(value, dict) and isinstance(merged.get(name), dict)
        merged[name] = _merged(merged[name], value) if both_parts else value
    return merged
