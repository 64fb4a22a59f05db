"""Labels in the store: their history, a second reader's view, and the voxels that go with them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from engine.geometry import Grid
from engine.labels.crop import crop_of
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import LabelledNodule
from engine.report import SeriesFacts
from engine.store import Store, StoreError, open_store
from engine.volume import Acquisition, Volume

FACTS = SeriesFacts("1.2", "1.2.3", "0123456789ab", "Lung 1.0", "CT", 120)
OTHER = SeriesFacts("1.2", "1.2.4", "0123456789ab", "Lung 2.0", "CT", 60)
UID = FACTS.series_uid
NODULE = LabelledNodule("a", (1.0, 2.0, 3.0), 9.5, 0.8, "lidc-1.1.0")
OPINION = LabelSource.READER


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite") as opened:
        yield opened


def a_crop(seed: int = 0):
    hu = np.random.default_rng(seed).integers(-1000, 400, (6, 40, 50)).astype(np.int16)
    grid = Grid.axial(hu.shape, (2.5, 0.8, 0.7))
    acquisition = Acquisition("CT", "SCANCO", "B50", 2.5, contrast=True)
    mask = np.ones((2, 3, 4), dtype=bool)
    return crop_of(Volume(hu, grid, UID, acquisition), mask, (2, 10, 12), tuple(grid.to_patient((3, 11, 13))))


def test_the_last_label_of_a_place_holds_and_the_history_is_kept(store: Store) -> None:
    store.labels.add(FACTS, NODULE, Label.UNSURE, source=OPINION, reader="first")
    nearby = LabelledNodule("b", (1.5, 2.0, 3.0), 9.0)
    store.labels.add(
        FACTS, nearby, Label.MALIGNANT, source=LabelSource.PATHOLOGY, reader="second",
        evidence_date=date(2025, 3, 4), comment="wedge resection",
    )  # fmt: skip
    (current,) = store.labels.current(UID)
    assert (current.finding_id, current.label, current.source, current.review) == (
        "b", Label.MALIGNANT, LabelSource.PATHOLOGY, Review.DRAFT,
    )  # fmt: skip
    assert (current.evidence_date, current.long_axis_mm, current.reader, current.comment) == (
        date(2025, 3, 4), 9.0, "second", "wedge resection",
    )  # fmt: skip
    first, _ = store.labels.history(UID)
    assert (first.label, first.probability, first.model) == (Label.UNSURE, 0.8, "lidc-1.1.0")


def test_a_label_that_is_taken_back_stays_in_the_history(store: Store) -> None:
    store.labels.add(FACTS, NODULE, Label.BENIGN, source=OPINION, reader="first")
    store.labels.take_back(UID, "a", "first")
    assert store.labels.current(UID) == []
    assert store.labels.everything() == []
    assert [entry.label for entry in store.labels.history(UID)] == [Label.BENIGN, None]
    with pytest.raises(StoreError, match="no label"):
        store.labels.take_back(UID, "a", "first")
    store.labels.add(FACTS, NODULE, Label.MALIGNANT, source=OPINION, reader="first")
    assert [entry.label for entry in store.labels.current(UID)] == [Label.MALIGNANT]


def test_a_second_reader_reviews_and_a_new_label_starts_again(store: Store) -> None:
    store.labels.add(FACTS, NODULE, Label.BENIGN, source=OPINION, reader="Dr First")
    with pytest.raises(StoreError, match="Dr First made this label: another reader approves it"):
        store.labels.review(UID, "a", Review.APPROVED, " dr  first")
    store.labels.review(UID, "a", Review.FLAGGED, "Dr Second", "looks calcified")
    (flagged,) = store.labels.current(UID)
    assert (flagged.review, flagged.reviewer, flagged.review_comment, flagged.reader) == (
        Review.FLAGGED, "Dr Second", "looks calcified", "Dr First",
    )  # fmt: skip
    store.labels.review(UID, "a", Review.APPROVED, "Dr Second")
    assert store.labels.current(UID)[0].review is Review.APPROVED
    history = store.labels.history(UID)
    assert [(entry.is_review, entry.review) for entry in history] == [
        (False, Review.DRAFT), (True, Review.FLAGGED), (True, Review.APPROVED),
    ]  # fmt: skip
    store.labels.add(FACTS, NODULE, Label.MALIGNANT, source=OPINION, reader="Dr First")
    assert store.labels.current(UID)[0].review is Review.DRAFT


def test_reviews_reach_the_label_that_holds_at_the_place_of_an_older_name(store: Store) -> None:
    store.labels.add(FACTS, NODULE, Label.BENIGN, source=OPINION, reader="first")
    renamed = LabelledNodule("b", (1.0, 2.5, 3.0))
    store.labels.add(FACTS, renamed, Label.MALIGNANT, source=OPINION, reader="first")
    store.labels.review(UID, "a", Review.FLAGGED, "second")
    (current,) = store.labels.current(UID)
    assert (current.finding_id, current.review) == ("b", Review.FLAGGED)


def test_the_voxels_come_back_as_they_were(store: Store) -> None:
    crop = a_crop()
    nodule = LabelledNodule("a", (1.0, 2.0, 3.0), crop=crop)
    store.labels.add(FACTS, nodule, Label.BENIGN, source=OPINION, reader="first")
    (label,) = store.labels.current(UID)
    assert label.has_crop
    kept = store.labels.crop(label)
    assert kept is not None
    np.testing.assert_array_equal(kept.hu, crop.hu)
    np.testing.assert_array_equal(kept.mask, crop.mask)
    assert (kept.grid, kept.acquisition) == (crop.grid, crop.acquisition)


def test_voxels_may_come_after_the_label_and_outlive_a_change_of_mind(store: Store) -> None:
    store.labels.add(FACTS, NODULE, Label.BENIGN, source=OPINION, reader="first")
    assert store.labels.crop(store.labels.current(UID)[0]) is None
    store.labels.keep_crop(UID, "a", a_crop(1))
    store.labels.keep_crop(UID, "a", a_crop(2))  # the first ones stay: a data set may be made of them
    assert len(store.labels.history(UID)) == 1
    store.labels.add(FACTS, NODULE, Label.MALIGNANT, source=OPINION, reader="first")
    kept = store.labels.crop(store.labels.current(UID)[0])
    assert kept is not None
    np.testing.assert_array_equal(kept.hu, a_crop(1).hu)


def test_everything_names_the_series_of_each_label(store: Store) -> None:
    store.labels.add(OTHER, NODULE, Label.BENIGN, source=OPINION, reader="first")
    store.labels.add(FACTS, NODULE, Label.MALIGNANT, source=OPINION, reader="first")
    store.labels.review("1.2.4", "a", Review.APPROVED, "second")
    found = store.labels.everything()
    assert [(s.series, s.label, s.review) for s in found] == [
        (OTHER, Label.BENIGN, Review.APPROVED), (FACTS, Label.MALIGNANT, Review.DRAFT),
    ]  # fmt: skip


def test_a_label_made_now_holds_though_another_clock_was_ahead(tmp_path: Path) -> None:
    """Times decide between workstations, so that a clock that lags must not bury a reader's new word."""
    with open_store(tmp_path / "store.sqlite") as opened:
        database = opened.labels._database
        for hour, label in ((12, Label.BENIGN), (11, Label.MALIGNANT)):
            database.now = partial(datetime, 2026, 5, 1, hour, tzinfo=UTC)
            opened.labels.add(FACTS, NODULE, label, source=OPINION, reader="first")
        assert [entry.label for entry in opened.labels.current(UID)] == [Label.MALIGNANT]
        first, second = opened.labels.history(UID)
        assert second.made > first.made
        opened.labels.take_back(UID, NODULE.finding_id, "first")
        assert opened.labels.current(UID) == []
