"""The words of a file of labels: what its JSON document says, checked where it enters. It must not know zip
files nor the store.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from engine.geometry import Grid
from engine.labels.kinds import Label, LabelSource, Review
from engine.volume import Acquisition

SCHEMA = 1
#: More voxels than any scanner gives round a nodule: 68 x 68 x 16 mm in voxels of 0.12 mm.
MAX_VOXELS = 1 << 26


def _believed(made: datetime) -> datetime:
    if not 1990 <= made.year <= 2200:
        raise ValueError("there were no labels in that year")
    return made


_Time = Annotated[AwareDatetime, AfterValidator(_believed)]
#: A hundred metres from the origin there is no patient.
_Coordinate = Annotated[float, Field(ge=-1e5, le=1e5, allow_inf_nan=False)]
_Vector = tuple[_Coordinate, _Coordinate, _Coordinate]
_Length = Annotated[float, Field(ge=0, le=1e5, allow_inf_nan=False)]
_Count = Annotated[int, Field(ge=1, le=MAX_VOXELS)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class CropWords(_Model):
    """Where a crop lies in the archive and in the patient, and what the scanner recorded."""

    file: str = Field(pattern=r"^crops/\d{1,9}\.npz$")
    size: tuple[_Count, _Count, _Count]
    origin_mm: _Vector
    steps_mm: tuple[_Vector, _Vector, _Vector]
    modality: str
    manufacturer: str
    kernel: str
    slice_thickness_mm: _Length | None
    contrast: bool | None
    lossy: bool

    @property
    def grid(self) -> Grid:
        """Where its voxels lie in the patient."""
        return Grid(self.size, self.origin_mm, self.steps_mm)

    @property
    def acquisition(self) -> Acquisition:
        """What the scanner recorded."""
        return Acquisition(
            self.modality, self.manufacturer, self.kernel, self.slice_thickness_mm, self.contrast, self.lossy
        )

    @model_validator(mode="after")
    def _exists(self) -> Self:
        if math.prod(self.size) > MAX_VOXELS:
            raise ValueError(f"{self.size} voxels are too many for a crop")
        _ = self.grid  # a grid that cannot exist raises a GeometryError, which is a ValueError
        return self


class ReviewWords(_Model):
    """What a second reader said."""

    review: Review
    comment: str
    reader: str
    made: _Time


class LabelWords(_Model):
    """A label of a history, as `engine.labels.label.StoredLabel`."""

    finding_id: str
    centre_mm: _Vector
    long_axis_mm: _Length | None
    probability: Annotated[float, Field(ge=0, le=1)] | None
    model: str | None
    label: Label | None
    source: LabelSource
    evidence_date: date | None
    comment: str
    reader: str
    made: _Time
    reviews: tuple[ReviewWords, ...]
    crop: CropWords | None


class SeriesWords(_Model):
    """A series under another name, and all labels that were ever made in it."""

    series: str = Field(min_length=1)
    study: str
    patient: str
    modality: str
    n_slices: Annotated[int, Field(ge=0, le=1_000_000)]
    labels: tuple[LabelWords, ...]


class Head(_Model):
    """What every version's document says."""

    kind: Literal["noduscope labels"] = "noduscope labels"
    schema_: int = Field(alias="schema")


class Document(Head):
    """The whole document; `key` proves that a secret is the one that the names were made with."""

    software: str
    created: AwareDatetime
    key: str
    series: tuple[SeriesWords, ...]

    @property
    def crops(self) -> dict[str, CropWords]:
        """The crops by their file."""
        return {
            label.crop.file: label.crop
            for one in self.series
            for label in one.labels
            if label.crop is not None
        }

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        names = [one.series for one in self.series]
        if len(set(names)) != len(names):
            raise ValueError("a series is in it twice")
        crops = self.crops
        of: dict[str, str] = {}
        for one in self.series:
            for crop in (label.crop for label in one.labels if label.crop is not None):
                if crop != crops[crop.file] or of.setdefault(crop.file, one.series) != one.series:
                    raise ValueError(f"{crop.file} is said to be two different crops")
        return self
