"""Messages about the models of this machine, and about drift. They are part of `engine.protocol`.

A request names a model as the registry does: ``ID-VERSION``, or ``default``.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from engine.protocol_base import Message


class Figure(Message):
    """A figure with its 95 % interval, where it has one."""

    value: float
    low: float | None = None
    high: float | None = None


class LineageFacts(Message):
    """Where a fine-tuned model comes from. `override` says who installed it against the verdict, and why."""

    parent: str
    parent_sha256: str
    dataset_sha256: str
    verdict: str
    sentence: str
    """The verdict in words."""
    override: str = ""


class ModelFacts(Message):
    """A model on this machine, as its card shows it. A broken one has its name and `problem` only."""

    name: str
    bundled: bool
    active: bool
    """Chosen; the engine's model event tells which one is in use."""
    problem: str = ""
    sha256: str = ""
    created: str = ""
    megabytes: float = 0.0
    threshold: float | None = None
    n: int | None = None
    n_patients: int | None = None
    figures: dict[str, Figure] = Field(default_factory=dict)
    """By name: ``auc``, ``sensitivity`` ... of the model; ``size_auc`` of size alone."""
    warnings: tuple[str, ...] = ()
    envelope: dict[str, Any] = Field(default_factory=dict)
    n_training_patients: int = 0
    dataset_sha256: str = ""
    recipe_sha256: str = ""
    licence: str = ""
    attribution: str = ""
    software: dict[str, str] = Field(default_factory=dict)
    card: str = ""
    """`card.md`."""
    lineage: LineageFacts | None = None
    signer: Literal["this_site", "other", "none"] = "none"
    signature: str = ""
    """Who signed it, in words."""


class ModelRequest(Message):
    """Look at the models, or change them. Result: `ModelsResult`.

    `name` is needed by ``activate``, ``remove``, ``verify`` and ``export``; `path` by ``install`` (a package)
    and ``export`` (the file to write). After ``activate``, ``rollback`` and ``reload`` (another program has
    changed the choice) the model is opened again: a model event comes before the result.
    """

    kind: Literal["models"] = "models"
    id: int
    action: Literal["list", "install", "activate", "rollback", "remove", "verify", "export", "reload"]
    name: str = ""
    path: str = ""

    @property
    def reopens(self) -> bool:
        """Whether another model may be the one in use afterwards."""
        return self.action in ("activate", "rollback", "reload")


class DriftRequest(Message):
    """Look at what was read with the active model, month by month. Result: `DriftResult`."""

    kind: Literal["drift"] = "drift"
    id: int


class ModelsResult(Message):
    """The models as they are now, and what was done."""

    kind: Literal["models"] = "models"
    models: tuple[ModelFacts, ...]
    earlier: str
    """Where a roll-back would go; empty where there is no earlier model that can be used."""
    name: str = ""
    """The model that the request was about."""
    text: str = ""
    """What was done, in a sentence; empty where nothing was asked for."""
    ok: bool = True
    """Whether a verification held."""


class DriftResult(Message):
    """The document of ``noduscope drift --json``."""

    kind: Literal["drift"] = "drift"
    document: dict[str, Any]
