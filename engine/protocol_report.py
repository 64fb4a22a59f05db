"""Messages that hand over a reading: what stands on the screen goes to the engine, which writes the files.

The nodules travel as they are shown, outlines and map included, so that what is signed is what was seen; no
model is asked again. They are part of `engine.protocol`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from engine.protocol_base import Message
from engine.protocol_parts import GridModel, ModelInfo, Vector, VolumeRef


class ReportedMap(Message):
    """A class activation map as it is shown: its cells in C order, and where they lie."""

    values: tuple[float, ...]
    grid: GridModel


class ReportedGrowth(Message):
    """`engine.reading.ReadGrowth` in JSON."""

    prior_date: str
    days: int | None
    before_mm: float | None
    now_mm: float | None
    change_mm: float | None
    doubling_days: float | None
    change: str | None
    text: str
    by_reader: bool


class ReportedNodule(Message):
    """A nodule as it is shown.

    `finding` is its JSON, as in a report. Without `contours_mm` it is outlined anew at its centre.
    """

    finding: dict[str, Any]
    largest_slice: int
    long_axis_mm: tuple[Vector, Vector]
    short_axis_mm: tuple[Vector, Vector]
    contours_mm: dict[int, tuple[tuple[Vector, ...], ...]]
    size_probability: float | None = None
    map: ReportedMap | None = None
    judged_by: str = ""
    """The model whose score it has, as ``ID-VERSION``; empty where none judged it."""
    decision: Literal["accepted", "rejected"] | None = None
    """A `Decision`; this module is loaded before numpy, which findings need."""
    label: str = ""
    """What the reader labelled it; empty for nothing."""
    growth: ReportedGrowth | None = None
    outline_edited: bool = False
    """Whether the outline, and what was measured of it, is a reader's."""
    outline_by: str = ""
    outline_made: datetime | None = None


class ReportedMeasurement(Message):
    """`engine.reading.ReadMeasurement` in JSON."""

    kind: str
    points_mm: tuple[Vector, ...]
    values: dict[str, float]
    slice: int
    text: str = ""


class ReportedStatement(Message):
    """`engine.statements.Statement` in JSON; when it was made is the store's affair."""

    name: str
    value: bool | float | str
    reader: str
    finding_id: str = ""
    centre_mm: Vector | None = None


class SignatureModel(Message):
    """`engine.reading.Signature` in JSON."""

    name: str
    organisation: str
    signed: datetime


class ReportRequest(Message):
    """Write a reading of a loaded series in some formats. Result: `ReportResult`.

    The files go into a new folder below `folder`; nothing that is there is touched.
    """

    kind: Literal["report"] = "report"
    id: int
    series_uid: str
    paths: tuple[str, ...]
    volume: VolumeRef
    model: ModelInfo | None
    nodules: tuple[ReportedNodule, ...]
    """In the order of their numbers in the report."""
    measurements: tuple[ReportedMeasurement, ...] = ()
    key_images: tuple[int, ...] = ()
    statements: tuple[ReportedStatement, ...] = ()
    """What readers stated and holds, of patient, study and nodules."""
    impression: str = ""
    reader: str = ""
    signature: SignatureModel | None = None
    formats: tuple[str, ...]
    deidentify: bool = False
    folder: str


class ReportResult(Message):
    """The folder that was made, and the names of the files in it."""

    kind: Literal["report"] = "report"
    folder: str
    files: tuple[str, ...]
    remark: str = ""
    """A sentence where all was written and yet something is to be said."""
