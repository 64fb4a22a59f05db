"""The tables of the store, as the newest migration leaves them.

Times are text in ISO 8601, in UTC; positions are patient millimetres (LPS). The migrations in ``migrations``
make the tables; a test holds both against each other.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Dialect, Float, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A moment with its time zone, kept as text that sorts."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> str | None:
        """Write a moment."""
        return value.astimezone(UTC).isoformat(timespec="microseconds") if value else None

    def process_result_value(self, value: str | None, _dialect: Dialect) -> datetime | None:
        """Read one."""
        return datetime.fromisoformat(value) if value else None


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it
        datetime: UtcTime,
        float: Float,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class SeriesRow(Base):
    """A series that was analysed or reviewed. `patient_key` stands for the patient."""

    __tablename__ = "series"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_uid: Mapped[str] = mapped_column(unique=True)
    study_uid: Mapped[str]
    patient_key: Mapped[str] = mapped_column(index=True)
    description: Mapped[str]
    modality: Mapped[str]
    n_slices: Mapped[int]
    first_seen: Mapped[datetime]


class AnalysisRow(Base):
    """One analysis of a series: the provenance of its findings.

    `key` stands for all that decides its result (files, model, software, settings, decisions), so that an
    analysis made again replaces the one of the same key.
    """

    __tablename__ = "analysis"
    __table_args__ = (UniqueConstraint("series_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"))
    key: Mapped[str]
    created: Mapped[datetime]
    software: Mapped[str]
    model_id: Mapped[str | None]
    model_version: Mapped[str | None]
    model_sha256: Mapped[str | None]
    runtime: Mapped[str | None]
    settings: Mapped[dict[str, Any]]
    geometry: Mapped[dict[str, Any]]


class FindingRow(Base):
    """One finding of an analysis. `document` is all that the report says of it; columns are for searching."""

    __tablename__ = "finding"
    __table_args__ = (UniqueConstraint("analysis_id", "finding_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    analysis_id: Mapped[int] = mapped_column(ForeignKey("analysis.id", ondelete="CASCADE"))
    finding_id: Mapped[str] = mapped_column(index=True)
    rank: Mapped[int]
    source: Mapped[str]
    x_mm: Mapped[float]
    y_mm: Mapped[float]
    z_mm: Mapped[float]
    long_axis_mm: Mapped[float]
    short_axis_mm: Mapped[float]
    volume_mm3: Mapped[float]
    mean_hu: Mapped[float]
    detection_score: Mapped[float | None]
    probability: Mapped[float | None]
    call: Mapped[str]
    document: Mapped[dict[str, Any]]


class DecisionRow(Base):
    """What a reader decided at a place; never changed, a later row for the same place takes over.

    `decision` is ``accepted``, ``rejected`` or, where it was taken back, ``none``.
    """

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    finding_id: Mapped[str]
    x_mm: Mapped[float]
    y_mm: Mapped[float]
    z_mm: Mapped[float]
    decision: Mapped[str]
    comment: Mapped[str]
    reader: Mapped[str]
    decided: Mapped[datetime]


class MeasurementRow(Base):
    """Something a reader measured. `points_mm` and `values` are the tool's own; `removed` hides it."""

    __tablename__ = "measurement"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    finding_id: Mapped[str | None]
    kind: Mapped[str]
    points_mm: Mapped[list[Any]]
    values: Mapped[dict[str, Any]]
    reader: Mapped[str]
    made: Mapped[datetime]
    removed: Mapped[datetime | None]
    text: Mapped[str] = mapped_column(server_default="")
    """What the reader wrote there, of text annotations."""


class ReportDraftRow(Base):
    """What a reader has typed of a series' report; rewritten as they type."""

    __tablename__ = "report_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), unique=True)
    impression: Mapped[str]
    reader: Mapped[str]
    edited: Mapped[datetime]


class ReportSignatureRow(Base):
    """A reader's signature under a report whose content has the hash `digest`; never changed."""

    __tablename__ = "report_signature"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    reader: Mapped[str]
    organisation: Mapped[str]
    digest: Mapped[str]
    signed: Mapped[datetime]


class LabelRow(Base):
    """The truth about a nodule as far as a site knows it; never changed, a later row takes over.

    `label` is ``benign``, ``malignant``, ``unsure`` or, where it was taken back, ``none``; `source` says how
    it is known (``reader``, ``pathology``, ``follow_up``); `evidence_date` is that of the evidence;
    `probability` is what `model` (``ID-VERSION``) said then. Only `crop_id` may come later.
    """

    __tablename__ = "label"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    finding_id: Mapped[str]
    x_mm: Mapped[float]
    y_mm: Mapped[float]
    z_mm: Mapped[float]
    long_axis_mm: Mapped[float | None]
    label: Mapped[str]
    source: Mapped[str]
    evidence_date: Mapped[str | None]
    comment: Mapped[str]
    reader: Mapped[str]
    made: Mapped[datetime]
    probability: Mapped[float | None]
    model: Mapped[str | None]
    crop_id: Mapped[int | None]
    """Row of `LabelCropRow`. (SQLite cannot add a foreign key to a table that is there.)"""


class LabelReviewRow(Base):
    """What a second reader said: ``draft`` (taken back), ``approved`` or ``flagged``; never changed."""

    __tablename__ = "label_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    label_id: Mapped[int] = mapped_column(ForeignKey("label.id", ondelete="CASCADE"), index=True)
    review: Mapped[str]
    comment: Mapped[str]
    reader: Mapped[str]
    made: Mapped[datetime]


class LabelCropRow(Base):
    """The voxels round a labelled nodule: see `engine.store.crops`. `hu` and `mask` are compressed (zlib)."""

    __tablename__ = "label_crop"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    grid: Mapped[dict[str, Any]]
    acquisition: Mapped[dict[str, Any]]
    hu: Mapped[bytes]
    mask: Mapped[bytes]


class StatementRow(Base):
    """What a reader states about a patient, a study or a nodule; never changed, a later row takes over.

    `scope` says whom it is about: the patient or the study of the series, or the nodule at the position.
    `value` is ``{"is": ...}``; ``null`` in it takes the earlier one back.
    """

    __tablename__ = "statement"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    scope: Mapped[str]
    finding_id: Mapped[str | None]
    x_mm: Mapped[float | None]
    y_mm: Mapped[float | None]
    z_mm: Mapped[float | None]
    topic: Mapped[str]
    value: Mapped[dict[str, Any]]
    reader: Mapped[str]
    made: Mapped[datetime]


class OutlineRow(Base):
    """The mask that a reader gave a nodule; never changed, a later row of the same place takes over.

    The place is that of the program's proposal. `runs` is a packed `engine.mask_box.MaskBox` of the shape
    `size` that begins at the voxel `start` of a volume of the shape `volume`; without it, the nodule has the
    program's own outline again.
    """

    __tablename__ = "outline"

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("series.id", ondelete="CASCADE"), index=True)
    finding_id: Mapped[str]
    x_mm: Mapped[float]
    y_mm: Mapped[float]
    z_mm: Mapped[float]
    volume: Mapped[list[Any]]
    size: Mapped[list[Any]]
    start: Mapped[list[Any]]
    runs: Mapped[bytes | None]
    reader: Mapped[str]
    made: Mapped[datetime]


class JobRow(Base):
    """One series of a batch. `state` is ``running``, ``done`` or ``failed``; `key` as in `AnalysisRow`."""

    __tablename__ = "job"
    __table_args__ = (UniqueConstraint("series_uid", "key"), Index("ix_job_state", "state"))

    id: Mapped[int] = mapped_column(primary_key=True)
    series_uid: Mapped[str]
    key: Mapped[str]
    state: Mapped[str]
    started: Mapped[datetime]
    finished: Mapped[datetime | None]
    error: Mapped[str | None]


class AuditRow(Base):
    """What was done: never changed, never removed (triggers refuse it); see `engine.store.audit`.

    `before` is the `digest` of the row before, `digest` the SHA-256 of all else in this row.
    """

    __tablename__ = "audit"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - SQLAlchemy reads it

    id: Mapped[int] = mapped_column(primary_key=True)
    made: Mapped[datetime]
    reader: Mapped[str]
    action: Mapped[str]
    series_uid: Mapped[str]
    subject: Mapped[str]
    detail: Mapped[str]
    software: Mapped[str]
    before: Mapped[str]
    digest: Mapped[str]


class StudyRow(Base):
    """A study of the worklist. `paths` is where it lies: the one place of the store that names files.

    `chosen` is the series that the reader preferred to the preselected one; `opened` is when the study was
    last on screen.
    """

    __tablename__ = "study"
    __table_args__ = (UniqueConstraint("study_uid", "patient_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    study_uid: Mapped[str]
    patient_key: Mapped[str]
    date: Mapped[str]
    description: Mapped[str]
    modality: Mapped[str]
    paths: Mapped[list[Any]]
    chosen: Mapped[str | None]
    added: Mapped[datetime]
    opened: Mapped[datetime | None]


class StudySeriesRow(Base):
    """A series of a study of the worklist, analysed or not."""

    __tablename__ = "study_series"
    __table_args__ = (UniqueConstraint("study_id", "series_uid"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"))
    series_uid: Mapped[str] = mapped_column(index=True)
