"""The documents that the commands of fine-tuning print, checked where they enter the window. Plain data.

What they mean is in docs/fine-tuning.md; fields that this window does not show are left out.
"""

from __future__ import annotations

from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from app.i18n import tr

_Kind = TypeVar("_Kind", bound=BaseModel)


class _Document(BaseModel):
    model_config = ConfigDict(frozen=True)


class DocumentError(ValueError):
    """A document that is not what it should be, in a sentence."""


def read_as(kind: type[_Kind], document: dict[str, Any]) -> _Kind:
    """Return a document in its type.

    Raises
    ------
    DocumentError
        If it is none of that kind.
    """
    try:
        return kind.model_validate(document)
    except ValidationError:
        raise DocumentError(
            tr(
                "The answer of this step is not the one that this window knows: the installation may be "
                "mixed up."
            )
        ) from None


# ---------------------------------------------------------------- data check


class Problem(_Document):
    """Something about the labels; `stops` where nothing can be learnt before it is mended."""

    code: str
    text: str
    stops: bool = False


class Pair(_Document):
    """Two cases that show one picture."""

    cases: tuple[str, ...]
    correlation: float | None = None


class OutOfEnvelope(_Document):
    """A case that the base model was not made for."""

    case: str
    why: str


class SiteCheck(_Document):
    """``train site-check``: what there is, and what can be done with it."""

    cases: int
    patients: int
    benign: int
    malignant: int
    unsure: int = 0
    left_out: dict[str, int] = {}
    """Of the labels that hold, by the reason; flagged ones are among them."""
    sources: dict[str, int] = {}
    duplicates: tuple[Pair, ...] = ()
    same_patient: tuple[Pair, ...] = ()
    out_of_envelope: tuple[OutOfEnvelope, ...] = ()
    mode: Literal["finetune", "recalibrate", "none"]
    problems: tuple[Problem, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def stop(self) -> str:
        """Why nothing can be learnt; empty if something can."""
        return next((p.text for p in self.problems if p.stops), "")


# ---------------------------------------------------------------- split, recipe


class Part(_Document):
    """One part of the split."""

    cases: int
    patients: int
    malignant: int


class Split(_Document):
    """70 : 15 : 15 by patient."""

    train: Part
    val: Part
    test: Part
    shared_patients: int


class Plan(_Document):
    """``train finetune --plan``: what would be done, and how long it would take here."""

    mode: Literal["finetune", "recalibrate"]
    split: Split
    choices: dict[str, Any] = {}
    trainings: int = 1
    estimated_seconds: float | None = None
    threads: int | None = None
    memory_limit_mb: float | None = None
    device: str = "cpu"


# ---------------------------------------------------------------- export, models


class Exported(_Document):
    """``train finetune-export``: the package that was made."""

    id: str
    version: str
    sha256: str
    int8: bool
    signed_by: str | None

    @property
    def name(self) -> str:
        """Under which it is installed."""
        return f"{self.id}-{self.version}"


class _Parent(_Document):
    id: str
    version: str


class _Lineage(_Document):
    parent: _Parent


class Shown(_Document):
    """``models show``, as far as it says where a fine-tuned model comes from."""

    lineage: _Lineage | None = None

    @property
    def parent(self) -> str:
        """Name of the model that it was made from; empty where it is nobody's child."""
        return "" if self.lineage is None else f"{self.lineage.parent.id}-{self.lineage.parent.version}"


class ModelLine(_Document):
    """A line of ``models list``."""

    name: str
    active: bool
    bundled: bool = False
    problem: str | None = None


class Models(_Document):
    """``models list``."""

    models: tuple[ModelLine, ...]

    @property
    def active(self) -> str:
        """Name of the active one; empty where there is none."""
        return next((line.name for line in self.models if line.active), "")
