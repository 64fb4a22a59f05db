"""Masks that readers drew, in the store: exact, the last one holds, damaged ones are left out."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import numpy as np
import pytest

from engine.mask_box import MaskBox
from engine.report import SeriesFacts
from engine.store import open_store

SERIES = SeriesFacts("1.2", "1.2.3", "k", "Chest", "CT", 20)
VOLUME = (20, 64, 64)
PLACE = (10.0, 20.0, -30.0)


def box(seed: int = 0) -> MaskBox:
    mask = np.random.default_rng(seed).random((4, 9, 7)) > 0.5
    mask[0, 0, 0] = mask[-1, -1, -1] = True
    return MaskBox(mask, (3, 20, 30))


def add(store, mask: MaskBox | None, place=PLACE, reader: str = "Dr A"):
    return store.outlines.add(SERIES, "f1", place, volume=VOLUME, box=mask, reader=reader)


def test_the_exact_mask_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    with open_store(file) as store:
        made = add(store, box())
    with open_store(file) as store:
        (found,), damaged = store.outlines.current("1.2.3", VOLUME)
        assert store.outlines.current("another", VOLUME) == ((), 0)
    assert found.box.same(box())
    assert (found.finding_id, found.place_mm, found.reader, found.made) == ("f1", PLACE, "Dr A", made)
    assert damaged == 0


def test_the_last_one_of_a_place_holds_until_it_is_taken_back(tmp_path: Path) -> None:
    near, far = (12.0, 20.0, -30.0), (40.0, 20.0, -30.0)
    with open_store(tmp_path / "store.db") as store:
        for mask, place in ((box(1), PLACE), (box(2), near), (box(3), far)):
            add(store, mask, place)
        found, _ = store.outlines.current("1.2.3", VOLUME)
        assert [outline.place_mm for outline in found] == [near, far]
        assert found[0].box.same(box(2))
        add(store, None)
        found, damaged = store.outlines.current("1.2.3", VOLUME)
        assert [outline.place_mm for outline in found] == [far]
        assert damaged == 0


def test_a_volume_of_another_shape_gets_none(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.db") as store:
        add(store, box())
        assert store.outlines.current("1.2.3", (21, 64, 64)) == ((), 1)


@pytest.mark.parametrize(
    "change",
    ["runs = x'00'", "size = '[4, 9, 8]'", "start = '[18, 20, 30]'", "start = '[1, 2]'", "size = '\"a\"'"],
)
def test_a_damaged_row_is_left_out(tmp_path: Path, change: str) -> None:
    file = tmp_path / "store.db"
    with open_store(file) as store:
        add(store, box())
        add(store, box(2), (40.0, 20.0, -30.0))
    with sqlite3.connect(file) as connection:
        connection.execute(f"UPDATE outline SET {change} WHERE id = 1")
    connection.close()
    with open_store(file) as store:
        found, damaged = store.outlines.current("1.2.3", VOLUME)
    assert ([outline.box.same(box(2)) for outline in found], damaged) == ([True], 1)


def test_an_empty_mask_or_one_beside_the_volume_is_not_kept(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.db") as store:
        for wrong in (MaskBox.nothing(), MaskBox(box().mask, (18, 0, 0))):
            with pytest.raises(ValueError, match="voxels"):
                add(store, wrong)
