"""The order of the label queue, its filters and counts, by hand; and the mask inside an outline."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.labelling.queue import (
    FILTERS,
    QueueItem,
    counts_text,
    entropy_bits,
    items_of,
    next_to_label,
    ordered,
    with_more,
    with_states,
)
from app.labelling.state import LabelState
from app.labelling.words import parsed_date
from engine.findings import Decision
from engine.geometry import Grid
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import SiteLabel
from engine.lesion.axes import outlines
from engine.outline_mask import mask_of
from engine.report import SeriesFacts
from engine.store.decisions import StoredDecision
from engine.store.findings import StoredAnalysis

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def item(name: str, probability: float | None, model: str = "m-1", **changes: object) -> QueueItem:
    """A nodule at a place of its own: no two names are near each other."""
    place = (20.0 * ord(name[0]), 0.0, 0.0)
    return replace(QueueItem("s", "p", "Chest", name, place, 8.0, probability, model), **changes)


def labelled(label: Label = Label.BENIGN, review: Review = Review.DRAFT, **changes: object) -> LabelState:
    state = LabelState("x", (0.0, 0.0, 0.0), label, reader="Dr A", made=NOW, review=review)
    return replace(state, **changes)


# ---------------------------------------------------------------- uncertainty


@pytest.mark.parametrize(
    ("probability", "bits"),
    # H(1/4) = 1/4 * 2 + 3/4 * log2(4/3) = 0.5 + 0.75 * 0.4150 = 0.8113
    [(0.5, 1.0), (0.25, 0.8113), (0.75, 0.8113), (0.0, 0.0), (1.0, 0.0)],
)
def test_entropy_is_one_bit_at_even_chances_and_none_where_it_is_certain(probability: float, bits: float):
    assert entropy_bits(probability) == pytest.approx(bits, abs=5e-5)


@given(st.floats(0, 1), st.floats(0, 1))
def test_nearer_to_even_chances_is_never_less_uncertain(one: float, other: float):
    near, far = sorted((one, other), key=lambda p: abs(p - 0.5))
    assert 0 <= entropy_bits(far) <= entropy_bits(near) + 1e-12 <= 1 + 2e-12


def test_row_41_the_queue_begins_with_what_a_label_teaches_most():
    items = [
        item("a", 0.5, state=labelled(review=Review.APPROVED)),
        item("b", None, ""),
        item("c", 0.5, "old-1"),
        item("d", 0.9),
        item("e", 0.5, state=labelled()),
        item("f", 0.45),
        item("g", 0.52),
    ]
    # Of the active model g is nearer to 0.5 than f, f nearer than d; then another model's score, then none;
    # then labels that wait for a second reader, then those that were seen.
    assert [i.finding_id for i in ordered(items, "m-1")] == list("gfdcbea")


def test_the_next_one_follows_the_one_that_is_looked_at_round_the_end():
    a, b, c, d = item("a", 0.5), item("b", 0.6), item("c", 0.7), item("d", 0.8)
    done = replace(b, state=labelled())
    items = [d, done, c, a]
    assert next_to_label(items, "m-1", None) is a
    assert next_to_label(items, "m-1", a) is c  # b is labelled
    assert next_to_label(items, "m-1", done) is c  # and it goes on from there: a was passed over
    assert next_to_label(items, "m-1", d) is a
    assert next_to_label(items, "m-1", item("x", None)) is a
    assert next_to_label([done, a], "m-1", a) is None
    assert next_to_label([done], "m-1", None) is None


def test_filters_take_what_they_say():
    states = {
        "none": None,
        "draft": labelled(Label.MALIGNANT),
        "approved": labelled(review=Review.APPROVED),
        "flagged": labelled(Label.UNSURE, Review.FLAGGED),
    }
    taken = {name: [key for key, state in states.items() if takes(state)] for name, takes in FILTERS.items()}
    assert taken == {
        "To label": ["none"],
        "All": ["none", "draft", "approved", "flagged"],
        "Labelled": ["draft", "approved", "flagged"],
        "Waits for a second reader": ["draft"],
        "Flagged": ["flagged"],
        "Approved": ["approved"],
        "Benign": ["approved"],
        "Malignant": ["draft"],
        "Unsure": ["flagged"],
    }


def test_the_counts_are_of_nodules_classes_and_patients():
    items = [
        item("a", 0.5),
        item("b", 0.5, state=labelled(Label.MALIGNANT)),
        item("c", 0.5, state=labelled(Label.MALIGNANT, Review.APPROVED)),
        item("d", 0.5, patient_key="q", state=labelled(Label.UNSURE, Review.FLAGGED)),
    ]
    assert counts_text(items) == (
        "3 of 4 nodules labelled · 0 benign · 2 malignant · 1 unsure · 2 patients · 1 approved · 1 flagged"
    )


def test_labels_of_one_series_change_its_lines_only():
    items = [item("a", 0.5), item("a", 0.5, series_uid="t", state=labelled())]
    new = labelled(Label.MALIGNANT, centre_mm=(items[0].centre_mm[0] + 3.0, 0.0, 0.0))
    changed = with_states(items, "s", [new])
    assert [i.state for i in changed] == [new, items[1].state]
    assert [i.state for i in with_states(changed, "s", [])] == [None, items[1].state]


def test_a_nodule_of_the_window_is_listed_once():
    near = item("a", 0.5, centre_mm=(20.0 * ord("a") + 4.0, 0.0, 0.0))
    assert with_more([item("a", 0.5)], [near, item("b", 0.5)]) == [item("a", 0.5), item("b", 0.5)]


# ---------------------------------------------------------------- out of the store


def test_suggestions_and_labels_of_the_store_meet_by_place():
    facts = SeriesFacts("st", "s", "p", "Chest", "CT", 100)

    def found(name: str, x: float, shown: bool = True) -> dict[str, object]:
        return {"id": name, "centre_mm": [x, 0, 0], "long_axis_mm": 7.0, "probability": 0.5, "shown": shown}

    first = (found("kept", 0), found("rejected", 20))
    findings = (*first, found("behind", 40, False), found("accepted", 60, False))
    analysis = StoredAnalysis(facts, "k", NOW, "0", "m", "1", "f", "r", {}, {}, findings)
    decided = [
        StoredDecision("x", (20.0, 0.0, 1.0), Decision.REJECTED, "", "Dr A", NOW),
        StoredDecision("y", (60.0, 0.0, 0.0), Decision.ACCEPTED, "", "Dr A", NOW),
    ]

    def site(name: str, x: float, label: Label) -> SiteLabel:
        return SiteLabel(
            finding_id=name, centre_mm=(x, 0.0, 0.0), long_axis_mm=9.0, probability=0.75, model="old-1",
            label=label, source=LabelSource.READER, evidence_date=None, comment="", reader="Dr A", made=NOW,
            review=Review.DRAFT, reviewer="", review_comment="", reviewed=None, is_review=False,
            has_crop=True, row=1, series=facts,
        )  # fmt: skip

    labels = [site("kept-before", 3.0, Label.BENIGN), site("own", 80.0, Label.MALIGNANT)]
    items = items_of([analysis], {"s": decided}, labels)
    assert [(i.finding_id, i.model, i.state.label if i.state else None) for i in items] == [
        ("kept", "m-1", Label.BENIGN),
        ("accepted", "m-1", None),
        ("own", "old-1", Label.MALIGNANT),
    ]


# ---------------------------------------------------------------- mask and date


@given(
    arrays(np.bool_, st.tuples(st.just(2), st.integers(1, 6), st.integers(1, 6))),
    st.tuples(st.integers(0, 2), st.integers(0, 3), st.integers(0, 3)),
    st.floats(-0.3, 0.3),
)
def test_the_mask_comes_back_out_of_its_outline(mask: np.ndarray, start: tuple[int, int, int], tilt: float):
    grid = Grid((8, 12, 12), (-5.0, 7.0, 3.0), ((0.0, tilt, 2.5), (0.0, 0.75, -0.1 * tilt), (0.75, 0.0, 0.0)))

    def in_patient(k: int, polygon: np.ndarray) -> tuple[tuple[float, ...], ...]:
        corners = np.column_stack([np.full(len(polygon), k), polygon]) + start
        return tuple(map(tuple, grid.to_patient(corners)))

    contours = {
        start[0] + k: tuple(in_patient(k, polygon) for polygon in outlines(plane))
        for k, plane in enumerate(mask)
        if plane.any()
    }
    whole = np.zeros(grid.size, dtype=bool)
    whole[tuple(slice(a, a + n) for a, n in zip(start, mask.shape, strict=True))] = mask
    if not contours:
        with pytest.raises(ValueError, match="no mask"):
            mask_of(contours, grid)
        return
    box, first = mask_of(contours, grid)
    back = np.zeros_like(whole)
    back[tuple(slice(a, a + n) for a, n in zip(first, box.shape, strict=True))] = box
    np.testing.assert_array_equal(back, whole)


def test_a_day_is_read_as_it_is_written():
    today = date(2026, 3, 31)
    assert parsed_date(" 2026-03-31 ", today) == today
    assert parsed_date("  ", today) is None
    with pytest.raises(ValueError, match="later day"):
        parsed_date("2026-04-01", today)
    with pytest.raises(ValueError, match="not a date"):
        parsed_date("2026-02-30", today)
