"""What the engine process' messages talk about: series, volumes, grids, models. Part of `engine.protocol`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from engine.protocol_base import Message

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from engine.geometry import Grid
    from engine.volume import Volume

Vector = tuple[float, float, float]


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


class AlignmentModel(Message):
    """`engine.prior.alignment.Alignment` in JSON: ``earlier = rotation @ current + shift_mm``."""

    rotation: tuple[Vector, Vector, Vector]
    shift_mm: Vector
    correlation: float


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
