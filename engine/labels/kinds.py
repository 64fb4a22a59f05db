"""The words of labels: what is said, how it is known, what a second reader says. Standard library only."""

from __future__ import annotations

from enum import StrEnum


class Label(StrEnum):
    """The truth about a nodule."""

    BENIGN = "benign"
    MALIGNANT = "malignant"
    UNSURE = "unsure"


class LabelSource(StrEnum):
    """How the truth is known: a reader's opinion, a biopsy or resection, or what became of the nodule."""

    READER = "reader"
    PATHOLOGY = "pathology"
    FOLLOW_UP = "follow_up"


class Review(StrEnum):
    """What a second reader says of a label. A flagged one stays out of training."""

    DRAFT = "draft"
    APPROVED = "approved"
    FLAGGED = "flagged"
