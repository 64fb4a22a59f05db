"""What the window knows of a nodule's label: the store's row, or the one that is being written.

Plain data; no widgets, no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from engine.findings import Point
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import StoredLabel, same_reader
from engine.matching import match


@dataclass(frozen=True)
class LabelState:
    """A label as it holds now.

    Parameters
    ----------
    finding_id, centre_mm
        The nodule; the place tells it, the id names it to the store.
    label, source, evidence_date, comment, reader
        Who says what, and from what. `evidence_date` is the day of the biopsy or of the last follow-up.
    made
        When; `None` while it is being written.
    review, reviewer, review_comment, reviewed
        The second reader's.
    has_crop
        Whether the voxels round the nodule are kept with it.
    """

    finding_id: str
    centre_mm: Point
    label: Label
    source: LabelSource = LabelSource.READER
    evidence_date: date | None = None
    comment: str = ""
    reader: str = ""
    made: datetime | None = None
    review: Review = Review.DRAFT
    reviewer: str = ""
    review_comment: str = ""
    reviewed: datetime | None = None
    has_crop: bool = False

    @classmethod
    def of(cls, stored: StoredLabel) -> LabelState | None:
        """Return the store's row; `None` for one that was taken back."""
        if stored.label is None:
            return None
        # A review that was taken back and left no comment is none.
        seen = stored.review is not Review.DRAFT or bool(stored.review_comment)
        return cls(
            finding_id=stored.finding_id,
            centre_mm=stored.centre_mm,
            label=stored.label,
            source=stored.source,
            evidence_date=stored.evidence_date,
            comment=stored.comment,
            reader=stored.reader,
            made=stored.made,
            review=stored.review,
            reviewer=stored.reviewer if seen else "",
            review_comment=stored.review_comment,
            reviewed=stored.reviewed if seen else None,
            has_crop=stored.has_crop,
        )

    def says_the_same(self, other: LabelState) -> bool:
        """Whether both are one reader's one statement, whatever became of it in review."""
        mine = (self.label, self.source, self.evidence_date, self.comment)
        theirs = (other.label, other.source, other.evidence_date, other.comment)
        return mine == theirs and same_reader(self.reader, other.reader)


def nearest(centres_mm: Sequence[Point], states: Sequence[LabelState]) -> dict[int, LabelState]:
    """Return which of some nodules have which label: the same place is the same nodule."""
    pairs = match(centres_mm, [state.centre_mm for state in states])
    return {i: states[j] for i, j in pairs.items()}
