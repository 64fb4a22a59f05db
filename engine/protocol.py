"""The messages between the window and the engine process: one JSON document a line, checked where it enters.

The window writes `Request` lines to the engine's standard input and reads `Event` lines from its standard
output. Large arrays do not travel in messages: the window creates blocks of shared memory, owns them, and
names them in its requests; the engine attaches, fills them and lets go. Every request names all it needs,
so that a restarted engine can answer the next one. This module needs pydantic only
until a grid or a volume is asked for.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, model_validator

from engine.protocol_base import Message
from engine.protocol_models import DriftRequest, DriftResult, ModelRequest, ModelsResult
from engine.protocol_outline import OutlineRequest
from engine.protocol_parts import (
    AcquisitionModel,
    AlignmentModel,
    GridModel,
    ModelInfo,
    SeriesSummary,
    SharedArray,
    SkippedFile,
    Vector,
    VoiWindow,
    VolumeRef,
    WarningText,
)
from engine.protocol_report import ReportRequest, ReportResult
from engine.protocol_tags import TagsRequest, TagsResult, TagValueRequest, TagValueResult

PROTOCOL_VERSION = 4

#: Parts of messages, for those who know this module only.
__all__ = [
    "AcquisitionModel",
    "AlignmentModel",
    "GridModel",
    "ModelInfo",
    "SeriesSummary",
    "SharedArray",
    "SkippedFile",
    "Vector",
    "VoiWindow",
    "VolumeRef",
    "WarningText",
]


# ---------------------------------------------------------------- requests


class ScanRequest(Message):
    """Find the series under some paths. Result: `ScanResult`."""

    kind: Literal["scan"] = "scan"
    id: int
    paths: tuple[str, ...]


class LoadRequest(Message):
    """Decode a series into `voxels`, `first_slice` first. Progress events list the slices that are ready.

    Result: `LoadResult`.
    """

    kind: Literal["load"] = "load"
    id: int
    series_uid: str
    paths: tuple[str, ...]
    voxels: SharedArray
    first_slice: int


class ThumbnailRequest(Message):
    """Decode one slice of a series, reduced to the shape of `pixels` (int16 HU, two axes).

    Result: `DoneResult`.
    """

    kind: Literal["thumbnail"] = "thumbnail"
    id: int
    series_uid: str
    paths: tuple[str, ...]
    slice: int
    pixels: SharedArray


class AssessRequest(Message):
    """Segment, measure and assess the nodule at a patient position. The map is written to `map_values`.

    Result: `AssessResult`.
    """

    kind: Literal["assess"] = "assess"
    id: int
    volume: VolumeRef
    point_mm: Vector
    map_values: SharedArray


class PriorRequest(Message):
    """Look for the nodules of a volume in an earlier one of the patient. Result: `PriorResult`."""

    kind: Literal["prior"] = "prior"
    id: int
    current: VolumeRef
    prior: VolumeRef
    centres_mm: tuple[Vector, ...]
    """Centres of the nodules in `current`."""
    known_mm: tuple[Vector, ...] = ()
    """Positions of nodules in `prior`, as far as they are known."""
    held_mm: tuple[Vector | None, ...] = ()
    """Where a reader says that each nodule lies in `prior`, in the order of `centres_mm`; empty for none."""
    days: int | None = None
    """From the earlier scan to the current one."""
    alignment: AlignmentModel | None = None
    """How the scans lie, where an answer before or the reader has said so; else they are aligned."""

    @model_validator(mode="after")
    def _one_place_each(self) -> PriorRequest:
        if self.held_mm and len(self.held_mm) != len(self.centres_mm):
            raise ValueError("held_mm needs as many places as centres_mm")
        return self


class CancelRequest(Message):
    """Give up the request `target`; it ends in an error with code ``cancelled``."""

    kind: Literal["cancel"] = "cancel"
    id: int
    target: int


class StatusRequest(Message):
    """Ask how the engine is. Result: `StatusResult`."""

    kind: Literal["status"] = "status"
    id: int


class ShutdownRequest(Message):
    """End the engine once the running requests are cancelled. Result: `DoneResult`."""

    kind: Literal["shutdown"] = "shutdown"
    id: int


Request = Annotated[
    ScanRequest
    | LoadRequest
    | ThumbnailRequest
    | AssessRequest
    | OutlineRequest
    | PriorRequest
    | ModelRequest
    | DriftRequest
    | ReportRequest
    | TagsRequest
    | TagValueRequest
    | CancelRequest
    | StatusRequest
    | ShutdownRequest,
    Field(discriminator="kind"),
]
REQUEST: TypeAdapter[Request] = TypeAdapter(Request)


# ---------------------------------------------------------------- results


class ScanResult(Message):
    """Series found and files skipped."""

    kind: Literal["scan"] = "scan"
    series: tuple[SeriesSummary, ...]
    skipped: tuple[SkippedFile, ...]


class LoadResult(Message):
    """The volume is complete. Slices that could not be decoded hold air and are named in the warnings."""

    kind: Literal["load"] = "load"
    volume: VolumeRef
    failed_slices: tuple[int, ...] = ()


class AssessResult(Message):
    """One finding: the JSON of the design's finding, and what the window draws."""

    kind: Literal["assess"] = "assess"
    finding: dict[str, Any]
    largest_slice: int
    long_axis_mm: tuple[Vector, Vector]
    short_axis_mm: tuple[Vector, Vector]
    contours_mm: dict[int, tuple[tuple[Vector, ...], ...]]
    """Outline of the mask on each slice: slice index to closed polygons of patient positions."""
    size_probability: float | None = None
    """What the long axis alone would say, for comparison."""
    map_grid: GridModel | None
    """Where the cells written to `map_values` lie; `None` where the model gave no map."""
    map_patch_grid: GridModel | None
    """What the model looked at: the patch."""
    model: ModelInfo | None


class PriorNodule(Message):
    """A nodule as it was measured in an earlier scan, in that scan's patient coordinates."""

    centre_mm: Vector
    largest_slice: int
    long_axis_mm: tuple[Vector, Vector]
    short_axis_mm: tuple[Vector, Vector]
    volume_mm3: float
    contours_mm: dict[int, tuple[tuple[Vector, ...], ...]]


class PriorPair(Message):
    """What an earlier scan shows of one nodule; sizes are mean diameters as Lung-RADS rounds them."""

    expected_mm: Vector | None
    """Where it would lie there; `None` where the nodule could not be measured in the current scan."""
    before: PriorNodule | None
    now_mm: float | None = None
    before_mm: float | None = None
    change_mm: float | None = None
    volume_share: float | None = None
    doubling_days: float | None = None
    change: str | None = None
    """See `engine.prior.growth.Change`."""
    text: str
    """The growth in words, or why there is none."""


class PriorResult(Message):
    """How a scan lies in an earlier one, and its nodules there, in the request's order."""

    kind: Literal["prior"] = "prior"
    alignment: AlignmentModel
    pairs: tuple[PriorPair, ...]


class StatusResult(Message):
    """Memory and model of the engine process."""

    kind: Literal["status"] = "status"
    memory_mb: float
    model: ModelInfo | None


class DoneResult(Message):
    """Nothing more to say."""

    kind: Literal["done"] = "done"


Result = Annotated[
    ScanResult
    | LoadResult
    | AssessResult
    | PriorResult
    | ModelsResult
    | DriftResult
    | ReportResult
    | TagsResult
    | TagValueResult
    | StatusResult
    | DoneResult,
    Field(discriminator="kind"),
]


# ---------------------------------------------------------------- events


class ReadyEvent(Message):
    """The first line of an engine process."""

    event: Literal["ready"] = "ready"
    protocol: int = PROTOCOL_VERSION
    software: str
    pid: int


class ModelEvent(Message):
    """The model is compiled and warm, or it could not be; then `error` says why.

    With a model, `error` says why it is not the chosen one, or not in the preferred runtime.
    """

    event: Literal["model"] = "model"
    model: ModelInfo | None
    error: str = ""


class ProgressEvent(Message):
    """How far a request is. `slices` names those that became readable since the last event."""

    event: Literal["progress"] = "progress"
    id: int
    done: int
    total: int
    text: str = ""
    slices: tuple[int, ...] = ()
    volume: VolumeRef | None = None
    """Of a `load`: sent once, before the first slice, so that the window can draw in millimetres."""


class ResultEvent(Message):
    """The end of a request that worked."""

    event: Literal["result"] = "result"
    id: int
    result: Result


class ErrorEvent(Message):
    """The end of a request that did not, in a sentence. `id` is `None` for a line that was no request."""

    event: Literal["error"] = "error"
    id: int | None
    code: str
    text: str


Event = Annotated[
    ReadyEvent | ModelEvent | ProgressEvent | ResultEvent | ErrorEvent, Field(discriminator="event")
]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)


def encode(message: Message) -> bytes:
    """One line of UTF-8 JSON, newline included."""
    return message.model_dump_json().encode() + b"\n"
