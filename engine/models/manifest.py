"""`manifest.json` of a model package: what the network is, what it expects, for which nodules it may speak.

Schema only; reading and checking a package's files is `engine.models.package`'s work.
"""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveFloat, field_validator, model_validator

from engine.patch import PatchSpec

SCHEMA = 1


class Strict(BaseModel):
    """Base: frozen, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InputGrid(Strict):
    """The graph's input: float32 [N, D, H, W] in HU."""

    size: tuple[int, int, int]
    spacing_mm: tuple[float, float, float]

    @property
    def patch_spec(self) -> PatchSpec:
        """The same, for `engine.patch.make_patch`."""
        return PatchSpec(self.size, self.spacing_mm)


class CamGrid(Strict):
    """The map's cells in patch pixels: cell ``(i, j, k)`` lies at ``offset + index * stride``."""

    size: tuple[int, int, int]
    stride: tuple[PositiveFloat, PositiveFloat, PositiveFloat]
    offset: tuple[float, float, float]
    limit: float = Field(gt=0)
    """Fixed end of the colour scale in logit units (a high percentile of the map's magnitude out of fold)."""


class Interval(Strict):
    """A figure with its 95 % interval (bootstrap by patient)."""

    value: float
    low: float
    high: float


class Range(Strict):
    """Inclusive range seen in training."""

    low: float
    high: float


class Envelope(Strict):
    """Training data's range: outside it, the finding says so."""

    diameter_mm: Range
    max_diameter_mm: float = 30.0
    """Beyond this a lesion is a mass, and no score is given (a nodule is at most 30 mm: Fleischner Society's
    glossary)."""
    slice_thickness_mm: Range
    pixel_spacing_mm: Range
    manufacturers: tuple[str, ...]
    kernels: tuple[str, ...] = ()


class AttributeOutput(Strict):
    """One column of the graph's `attributes`: a property of a nodule as the readers of the training data
    rated it, in the ratings' own units.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    low: float
    high: float
    """Ends of the scale."""

    @model_validator(mode="after")
    def _ends_in_order(self) -> Self:
        if not self.low < self.high:
            raise ValueError(f"the scale of {self.name} must end above {self.low:g}")
        return self


class SizeOnly(Strict):
    """What size alone says: a logistic regression on the logarithm of the long axis."""

    intercept: float
    slope: float

    def probability(self, long_axis_mm: float) -> float:
        """Probability of malignancy of a nodule of which only the long axis (edge to edge) is known."""
        return 1 / (1 + math.exp(-(self.intercept + self.slope * math.log(long_axis_mm))))


class CandidateFilterNet(Strict):
    """The network that scores places found by shape (`candidates.onnx`): three planes in, probability out."""

    kind: Literal["filter"] = "filter"
    name: str
    pixels: int = Field(ge=9, le=257)
    """Side of a plane."""
    step_mm: PositiveFloat
    largest_mm: PositiveFloat
    """Wider candidates are shown at a step that grows in proportion."""
    hu_range: tuple[float, float]
    """HU that the graph tells apart; it clips by itself."""
    places: int = Field(gt=0, le=10_000)
    """How many places a scan it is asked about at most."""
    calibration: dict[Literal["slope", "offset"], float]
    """Of the logit, inside the graph."""
    threshold: float = Field(ge=0, le=1)
    """Probability from which a suggestion is worth showing unasked."""
    metrics: dict[str, Any] = {}
    """What `noduscope train froc` printed of it."""
    training: dict[str, Any] = {}
    """Recipe, examples and software of its training."""


class CandidateDetector(Strict):
    """A site's own detector (`candidates.onnx`): blocks of HU in, positions, widths and scores out."""

    kind: Literal["detector"] = "detector"
    name: str
    step_mm: PositiveFloat
    block: tuple[int, int, int]
    overlap: int = Field(ge=0)
    """Voxels that neighbouring blocks share; at least as wide as the largest nodule wanted."""
    threshold: float = Field(ge=0, le=1)

    @model_validator(mode="after")
    def _blocks_advance(self) -> CandidateDetector:
        if min(self.block) <= self.overlap:
            raise ValueError("a block must be larger than the overlap")
        return self


class Parent(Strict):
    """The model that another one was fine-tuned from."""

    id: str
    version: str
    sha256: str
    """Of its manifest."""


class Override(Strict):
    """Who lets a model be used although its verdict does not say better, and why."""

    reason: str = Field(min_length=1, max_length=1000)
    reader: str = Field(min_length=1, max_length=200)
    when: datetime


class Lineage(Strict):
    """Where a fine-tuned model comes from, and what was said of it."""

    parent: Parent
    dataset_sha256: str
    """Of the site's dataset."""
    verdict: Literal["better", "recalibrated", "forgets", "not_proven", "not_better"]
    sentence: str
    """The verdict in words."""
    override: Override | None = None

    @property
    def usable(self) -> bool:
        """Whether it may be installed: by its verdict, or because somebody took it upon them."""
        return self.verdict in ("better", "recalibrated") or self.override is not None


class Int8(Strict):
    """The graph a second time in whole numbers (`model_int8.xml`), for where that is faster."""

    logit: PositiveFloat
    probability: float = Field(gt=0, le=0.1)
    cam: PositiveFloat
    """How far its answers on the parity patches may lie from the recorded ones in floating point: twice what
    was seen at export, for whole-number arithmetic differs between processors."""
    metrics: dict[str, Any]
    """What the gate at export measured: accuracy against the graph in floating point, and time."""


class Manifest(Strict):
    """Everything a reader of the package must know before trusting a number from it."""

    schema_version: Literal[1] = 1
    id: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    created: datetime
    files: dict[str, str]
    """SHA-256 of every other file of the package."""
    input: InputGrid
    cam: CamGrid
    outputs: tuple[str, ...]
    attributes: tuple[AttributeOutput, ...] = ()
    """What the columns of the output `attributes` are; without names that output is not shown to anybody."""
    classes: tuple[str, str] = ("benign", "malignant")
    threshold: float = Field(gt=0, lt=1)
    temperature: float = Field(gt=0)
    conformal: dict[Literal["benign", "malignant"], float] = {}
    """Quantiles of ``1 - probability of the class`` among calibration nodules of the class; both or none.
    A class whose own value is at most its quantile is in the prediction set."""
    envelope: Envelope
    size_only: SizeOnly | None = None
    candidates: CandidateFilterNet | CandidateDetector | None = Field(default=None, discriminator="kind")
    """What finds candidates, if the package brings it."""
    lineage: Lineage | None = None
    """Of a model that was fine-tuned from another."""
    int8: Int8 | None = None
    """Of a graph in whole numbers that passed the gate at export."""
    dataset_sha256: str
    recipe: dict[str, Any]
    recipe_sha256: str
    seed: int
    metrics: dict[str, Any]
    """What `evaluate` printed of the out-of-fold predictions."""
    training_patients_sha256: tuple[str, ...]
    """Salted hashes of the patients trained on, so that a site can tell whether a case was seen."""
    never_trained_on: tuple[str, ...] = ()
    """Patients deliberately kept out (public identifiers only)."""
    licence: str
    attribution: str
    software: dict[str, str]

    @field_validator("attributes")
    @classmethod
    def _named_once(cls, value: tuple[AttributeOutput, ...]) -> tuple[AttributeOutput, ...]:
        if len({attribute.name for attribute in value}) != len(value):
            raise ValueError("two attributes have the same name")
        return value

    @field_validator("conformal")
    @classmethod
    def _both_or_none(cls, value: dict[str, float]) -> dict[str, float]:
        if len(value) == 1:
            raise ValueError("conformal quantiles are needed for both classes or for none")
        return value
