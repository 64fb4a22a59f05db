"""What is known of one slice before its pixels are read: plain frozen data.

A `FileInfo` is shared by the frames of one file; a `SliceInfo` is one frame. Nothing here names a patient.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from engine.dicom.sources import Source
from engine.volume import Acquisition

Vector = tuple[float, float, float]


class Kind(StrEnum):
    """What a picture is of. Only slices make a volume."""

    SLICE = "slice"
    LOCALIZER = "localizer"
    CAPTURE = "capture"


class Rescale(StrEnum):
    """What the rescaled values are."""

    HU = "hu"
    MISSING = "missing"
    """The file gives no usable slope and intercept; 1 and 0 are assumed."""
    UNSPECIFIED = "unspecified"
    """The file leaves the unit open, and rescales as CT does."""
    OTHER = "other"
    """The file says that they are something else than Hounsfield units."""


@dataclass(frozen=True, slots=True)
class PixelLayout:
    """Where the pixels of a file lie and how they are stored.

    Parameters
    ----------
    offset
        Where the value of the pixel element begins in the file; `None` in a deflated file, whose offsets
        hold only after inflating.
    length
        Bytes of the value of an uncompressed pixel element.
    """

    offset: int | None
    length: int
    syntax: str
    little_endian: bool
    rows: int
    columns: int
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    frames: int

    @property
    def frame_bytes(self) -> int:
        """Bytes of one uncompressed frame."""
        return self.rows * self.columns * self.bits_allocated // 8


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What all frames of a file have in common."""

    source: Source
    pixels: PixelLayout
    kind: Kind
    series_uid: str
    study_uid: str
    sop_uid: str
    frame_of_reference: str
    patient_key: str
    description: str
    date: str
    modality: str
    acquisition: Acquisition
    tilt_tag_deg: float
    voi_window: tuple[float, float] | None
    age_years: float | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class SliceInfo:
    """One frame: where it lies in the patient and how its values become HU.

    Parameters
    ----------
    frame
        Index of the frame in its file.
    position_mm
        Patient position of the first pixel's centre; `None` where the file does not say.
    row_direction, column_direction
        Unit vectors along a row (to the right) and along a column (down); `None` as above.
    pixel_spacing_mm
        Distance between rows, and between columns; `None` where missing or impossible.
    phase
        Attributes that tell apart pictures taken at one position: image type, kernel, acquisition, time.
    """

    file: FileInfo
    frame: int
    position_mm: Vector | None
    row_direction: Vector | None
    column_direction: Vector | None
    pixel_spacing_mm: tuple[float, float] | None
    slope: float
    intercept: float
    rescale: Rescale
    instance_number: int
    phase: tuple[str, ...]

    @property
    def name(self) -> str:
        """How sentences call it: the file's name, with the frame's number in a multi-frame file."""
        name = self.file.source.name
        return f"{name}, frame {self.frame + 1}" if self.file.pixels.frames > 1 else name

    @property
    def label(self) -> str:
        """Full path, with the frame's number in a multi-frame file."""
        label = self.file.source.label
        return f"{label}, frame {self.frame + 1}" if self.file.pixels.frames > 1 else label
