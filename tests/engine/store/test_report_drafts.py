"""Drafts and signatures in the store: words are rewritten, signatures stay; a note keeps its text."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.reading import Signature
from engine.report import SeriesFacts
from engine.store import Store, open_store

FACTS = SeriesFacts("study", "series", "key", "Chest", "CT", 100)


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "store.sqlite") as opened:
        yield opened


def test_a_series_without_a_draft_has_none(store: Store):
    draft = store.reports.of("series")
    assert (draft.impression, draft.reader, draft.signature, draft.digest) == (None, "", None, "")


def test_words_take_the_place_of_earlier_ones(store: Store):
    store.reports.keep(FACTS, "one", reader="A")
    store.reports.keep(FACTS, "", reader="B")
    draft = store.reports.of("series")
    assert (draft.impression, draft.reader) == ("", "B")


def test_the_newest_signature_counts_and_names_its_content(store: Store):
    before = datetime.now(UTC)
    store.reports.sign(FACTS, name="A", organisation="", digest="one")
    signed = store.reports.sign(FACTS, name="B", organisation="Ward", digest="two")
    draft = store.reports.of("series")
    assert draft.signature == signed == Signature("B", "Ward", signed.signed)
    assert draft.digest == "two"
    assert before <= signed.signed <= datetime.now(UTC)


def test_a_note_keeps_its_text(store: Store):
    store.measurements.add(FACTS, "text", [(1.0, 2.0, 3.0)], {}, reader="A", text="scar")
    assert [m.text for m in store.measurements.of("series")] == ["scar"]
