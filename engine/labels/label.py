"""A label and its history as plain data. It must not know the store, DICOM or the window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from engine.findings import Point
from engine.labels.crop import NoduleCrop
from engine.labels.kinds import Label, LabelSource, Review
from engine.report import SeriesFacts


@dataclass(frozen=True)
class LabelledNodule:
    """The nodule that a label is about.

    Parameters
    ----------
    finding_id
        Its name in its report.
    centre_mm
        Where patches are cut: see `engine.findings.Nodule.centre_mm`.
    long_axis_mm
        As measured; `None` if it was not.
    probability, model
        What the model in use (``ID-VERSION``) said of it when it was labelled; both `None` where none did.
    crop
        The voxels round it, from which a data set is made; `None` where they are not known yet.
    """

    finding_id: str
    centre_mm: Point
    long_axis_mm: float | None = None
    probability: float | None = None
    model: str | None = None
    crop: NoduleCrop | None = None


@dataclass(frozen=True)
class StoredLabel:
    """An entry of a label's history, or the one that holds.

    Parameters
    ----------
    finding_id, centre_mm, long_axis_mm, probability, model
        See `LabelledNodule`.
    label
        `None` where it was taken back.
    source, evidence_date, comment, reader, made
        Who says so, from what, and when; `evidence_date` is the day of the biopsy or the last follow-up.
    review, reviewer, review_comment, reviewed
        What a second reader said of it last; `reviewed` is `None` if nobody did.
    is_review
        In a history: whether the entry is a review of the label rather than the label.
    has_crop
        Whether the voxels round the nodule are kept.
    row
        Its row in the store, for `engine.store.labels.Labels.crop`.
    """

    finding_id: str
    centre_mm: Point
    long_axis_mm: float | None
    probability: float | None
    model: str | None
    label: Label | None
    source: LabelSource
    evidence_date: date | None
    comment: str
    reader: str
    made: datetime
    review: Review
    reviewer: str
    review_comment: str
    reviewed: datetime | None
    is_review: bool
    has_crop: bool
    row: int

    @property
    def moment(self) -> datetime:
        """When the entry was made: of a review the review."""
        return self.reviewed if self.is_review and self.reviewed else self.made


@dataclass(frozen=True)
class SiteLabel(StoredLabel):
    """A label that holds, and the series it is in."""

    series: SeriesFacts


def same_reader(one: str, other: str) -> bool:
    """Whether two names are one reader's: blanks and capitals make no other person."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()
