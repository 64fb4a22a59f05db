"""What is said of labels, in words: pure functions. No widgets."""

from __future__ import annotations

from datetime import date, datetime

from app.i18n import day_and_time, mark, tr
from app.labelling.state import LabelState
from engine.labels.kinds import Label, LabelSource, Review

LABELS = {
    Label.BENIGN: mark("Benign"), Label.MALIGNANT: mark("Malignant"), Label.UNSURE: mark("Unsure"),
}  # fmt: skip
#: One letter, for the list of nodules.
LETTERS = {Label.BENIGN: "B", Label.MALIGNANT: "M", Label.UNSURE: "?"}
SOURCES = {
    LabelSource.READER: mark("Opinion"),
    LabelSource.PATHOLOGY: mark("Pathology"),
    LabelSource.FOLLOW_UP: mark("Follow-up"),
}
REVIEWS = {
    Review.DRAFT: mark("draft"), Review.APPROVED: mark("approved"), Review.FLAGGED: mark("flagged"),
}  # fmt: skip

NOTHING_SELECTED = mark("Select a nodule first: click it, or press N for the next one.")
BEING_MEASURED = mark("This nodule is still being measured; label it when it is in the list.")
NO_LABEL = mark("This nodule has no label yet.")
NO_DATE = mark("“{text}” is not a date; write it as year-month-day, such as 2026-03-31.")
LATER = mark("The evidence cannot be of a later day than today.")
OWN_LABEL = mark("A second reader approves a label. Choose another reader's name first.")
TAKEN_BACK = mark("The label was taken back; Ctrl+Z brings it again.")
FLAGGED_STAYS_OUT = mark("Flagged labels stay out of training.")


def when(moment: datetime | None) -> str:
    """Return a moment by this computer's clock."""
    return tr("being saved …") if moment is None else day_and_time(moment)


def state_text(state: LabelState) -> str:
    """Who labelled it, when, and what the second reader says."""
    text = f"{state.reader}, {when(state.made)}"
    if state.review is Review.DRAFT and not state.reviewer:
        return tr("{text} · draft, not yet seen by a second reader", text=text)
    second = tr("{review} by {reviewer}", review=tr(REVIEWS[state.review]), reviewer=state.reviewer)
    if state.review is Review.DRAFT:
        second = tr("draft, seen by {reviewer}", reviewer=state.reviewer)
    if state.review_comment:
        second += f": “{state.review_comment}”"
    return f"{text} · {second}"


def short_text(state: LabelState) -> str:
    """The label in a few words, for tooltips and screen readers."""
    label, source = tr(LABELS[state.label]), tr(SOURCES[state.source]).lower()
    return tr("{label} ({source}), {review}", label=label, source=source, review=tr(REVIEWS[state.review]))


def already(state: LabelState) -> str:
    """Why a second reader's same label is not written over the first one's."""
    return tr(
        "{reader} has labelled it {label} already. If you agree, approve it.",
        reader=state.reader,
        label=tr(LABELS[state.label]).lower(),
    )


def changed(what: str, before: LabelState | None, after: LabelState | None) -> str:
    """What an undo or a redo did."""
    texts = [
        tr("no label") if s is None else f"{tr(LABELS[s.label]).lower()}, {tr(REVIEWS[s.review])}"
        for s in (before, after)
    ]
    if texts[0] == texts[1]:
        return tr("{what}.", what=what)
    return tr("{what}: {of}.", what=what, of=f"{texts[0]} → {texts[1]}")


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
        raise ValueError(tr(NO_DATE, text=text)) from None
    if day > today:
        raise ValueError(tr(LATER))
    return day
