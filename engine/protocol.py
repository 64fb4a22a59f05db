"""The messages between the window and the engine process: one JSON document a line, checked where it enters.

The window writes `Request` lines to the engine's standard input and reads `Event` lines from its standard
output. Large arrays do not travel in messages: the window creates blocks of shared memory, owns them, and
names them in its requests; the engine attaches, fills them and lets go. Every request names all it needs,
so that a restarted engine can answer the next one. This module needs pydantic only
until a grid or a volume is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from engine.protocol_base import Message
from engine.protocol_models import DriftRequest, DriftResult, ModelRequest, ModelsResult

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from engine.geometry import Grid
    from engine.volume import Volume

PROTOCOL_VERSION = 2

Vector = tuple[float, float, float]


# ---------------------------------------------------------------- what is talked about


class WarningText(Message):
    """A stable code and a sentence for the reader."""

    code: str
    text: str


class SkippedFile(Message):
    """A file that is not part of any series, and why."""

    path: str
    reason: str


class GridModel(Message):
    """`engine.geometry.Grid` in JSON."""

    size: tuple[int, int, int]
    origin_mm: Vector
    steps_mm: tuple[Vector, Vector, Vector]

    def grid(self) -> Grid:
        """Return the grid that this describes."""
        from engine.geometry import Grid  # needs numpy, for which an engine's first line need not wait

        return Grid(self.size, self.origin_mm, self.steps_mm)


class AcquisitionModel(Message):
    """`engine.volume.Acquisition` in JSON."""

    modality: str = ""
    manufacturer: str = ""
    kernel: str = ""
    slice_thickness_mm: float | None = None
    contrast: bool | None = None
    lossy: bool = False


class VoiWindow(Message):
    """A window the files ask for, in HU."""

    width: float
    level: float


class SeriesSummary(Message):
    """One series found on disk, as the rail shows it. `paths` lets any engine process open it again."""

    series_uid: str
    study_uid: str
    patient_key: str
    description: str
    modality: str
    date: str
    n_slices: int
    size: tuple[int, int, int]
    spacing_mm: Vector | None
    acquisition: AcquisitionModel
    analysable: bool
    warnings: tuple[WarningText, ...]
    paths: tuple[str, ...]
    thumbnail_slice: int
    voi_window: VoiWindow | None = None
    age_years: float | None = None
    sex: str = ""
    """Of the patient, as the files say it: proposals for risk models. Never logged."""


class SharedArray(Message):
    """A block of shared memory that the window owns: C order, of the given type and shape."""

    name: str
    dtype: Literal["int16", "float32", "uint8"]
    shape: tuple[int, ...]


class VolumeRef(Message):
    """A loaded volume: its voxels in shared memory and all that `engine.volume.Volume` needs."""

    voxels: SharedArray
    grid: GridModel
    series_uid: str
    acquisition: AcquisitionModel
    slice_origins_mm: tuple[Vector, ...] | None = None
    analysable: bool = True
    warnings: tuple[WarningText, ...] = ()
    failed_slices: tuple[int, ...] = ()
    """Slices that could not be decoded and hold air: no nodule that reaches one is judged."""

    def volume(self, voxels: npt.NDArray[np.int16]) -> Volume:
        """Return the volume that this describes, over its voxels (not copied)."""
        from engine.volume import Acquisition, Volume

        acquisition = Acquisition(**self.acquisition.model_dump())
        return Volume(voxels, self.grid.grid(), self.series_uid, acquisition, self.slice_origins_mm)


class ModelInfo(Message):
    """The active model, as the status bar and the card show it."""

    id: str
    version: str
    sha256: str
    runtime: str
    precision: str
    device: str
    threshold: float
    cam_shape: tuple[int, int, int]
    cam_limit: float
    """Fixed end of the map's colour scale, in logit units: the scale runs from minus this to plus this."""


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
    days: int | None = None
    """From the earlier scan to the current one."""


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
    | PriorRequest
    | ModelRequest
    | DriftRequest
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
    """What an earlier scan shows of one nodule."""

    expected_mm: Vector | None
    """Where it would lie there; `None` where the nodule could not be measured in the current scan."""
    before: PriorNodule | None
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
    rotation: tuple[Vector, Vector, Vector]
    shift_mm: Vector
    """``earlier = rotation @ current + shift_mm``."""
    correlation: float
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
