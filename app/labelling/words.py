"""What is said of labels, in words: pure functions. No widgets."""

from __future__ import annotations

from datetime import date, datetime

from app.labelling.state import LabelState
from engine.labels.kinds import Label, LabelSource, Review

LABELS = {Label.BENIGN: "Benign", Label.MALIGNANT: "Malignant", Label.UNSURE: "Unsure"}
#: One letter, for the list of nodules.
LETTERS = {Label.BENIGN: "B", Label.MALIGNANT: "M", Label.UNSURE: "?"}
SOURCES = {
    LabelSource.READER: "Opinion",
    LabelSource.PATHOLOGY: "Pathology",
    LabelSource.FOLLOW_UP: "Follow-up",
}
REVIEWS = {Review.DRAFT: "draft", Review.APPROVED: "approved", Review.FLAGGED: "flagged"}

NOTHING_SELECTED = "Select a nodule first: click it, or press N for the next one."
BEING_MEASURED = "This nodule is still being measured; label it when it is in the list."
NO_LABEL = "This nodule has no label yet."
NO_DATE = "is not a date; write it as year-month-day, such as 2026-03-31."
LATER = "The evidence cannot be of a later day than today."
OWN_LABEL = "A second reader approves a label. Choose another reader's name first."
TAKEN_BACK = "The label was taken back; Ctrl+Z brings it again."
FLAGGED_STAYS_OUT = "Flagged labels stay out of training."


def when(moment: datetime | None) -> str:
    """Return a moment by this computer's clock."""
    return "being saved …" if moment is None else moment.astimezone().strftime("%Y-%m-%d %H:%M")


def state_text(state: LabelState) -> str:
    """Who labelled it, when, and what the second reader says."""
    text = f"{state.reader}, {when(state.made)}"
    if state.review is Review.DRAFT and not state.reviewer:
        return f"{text} · draft, not yet seen by a second reader"
    second = f"{REVIEWS[state.review]} by {state.reviewer}"
    if state.review is Review.DRAFT:
        second = f"draft, seen by {state.reviewer}"
    if state.review_comment:
        second += f": “{state.review_comment}”"
    return f"{text} · {second}"


def short_text(state: LabelState) -> str:
    """The label in a few words, for tooltips and screen readers."""
    return f"{LABELS[state.label]} ({SOURCES[state.source].lower()}), {REVIEWS[state.review]}"


def already(state: LabelState) -> str:
    """Why a second reader's same label is not written over the first one's."""
    return f"{state.reader} has labelled it {state.label} already. If you agree, approve it."


def changed(what: str, before: LabelState | None, after: LabelState | None) -> str:
    """What an undo or a redo did."""
    texts = ["no label" if s is None else f"{s.label}, {REVIEWS[s.review]}" for s in (before, after)]
    if texts[0] == texts[1]:
        return f"{what}."
    return f"{what}: {texts[0]} → {texts[1]}."


def parsed_date(text: str, today: date) -> date | None:
    """Return the day of the evidence that was typed; `None` for an empty text.

    Raises
    ------
    ValueError
        If it is no date, or a later one than today; the sentence says so.
    """
    text = text.strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” {NO_DATE}") from None
    if day > today:
        raise ValueError(LATER)
    return day
