"""Files of labels that are damaged, or made to do harm: refused in a sentence, nothing is kept of them."""

from __future__ import annotations

import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.labels.bundle import export_labels
from engine.labels.bundle_file import BundleFile
from engine.labels.incoming import LabelFileError
from engine.labels.kinds import Label, Review
from engine.labels.merge import merge_file
from engine.store import Store
from tests.engine.labels.bundle_maker import FACTS, OPINION, a_crop, a_nodule, workstation

CROP = "crops/1.npz"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("good")
    with workstation(root / "store.sqlite", 8) as store:
        store.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first")
        store.labels.review(FACTS.series_uid, "a", Review.APPROVED, "second")
        export_labels(store, root / "good.zip")
    return root / "good.zip"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with workstation(tmp_path / "there.sqlite", 10) as opened:
        yield opened


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def made(path: Path, content: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def npz(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def refused(store: Store, path: Path, match: str) -> None:
    with pytest.raises(LabelFileError, match=match):
        merge_file(store, path)
    assert store.labels.everything() == []


def test_the_file_that_the_others_are_made_of_is_good(store: Store, good: Path, tmp_path: Path) -> None:
    merged = merge_file(store, made(tmp_path / "copy.zip", members(good)))
    assert (merged.labels, merged.reviews) == (1, 1)


def test_what_is_no_zip_or_only_a_part_of_one(store: Store, good: Path, tmp_path: Path) -> None:
    content = good.read_bytes()
    (tmp_path / "text.zip").write_text("label,x,y")
    refused(store, tmp_path / "text.zip", r"text\.zip is no file of labels")
    (tmp_path / "part.zip").write_bytes(content[: len(content) // 2])
    refused(store, tmp_path / "part.zip", r"part\.zip is no file of labels, or it is damaged")
    refused(store, made(tmp_path / "other.zip", {"a.txt": b""}), "no file of labels")


@pytest.mark.parametrize("name", ["labels.json", CROP])
def test_a_flipped_bit(store: Store, good: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(good) as archive:
        info = archive.getinfo(name)
    content = bytearray(good.read_bytes())
    content[info.header_offset + 30 + len(name) + info.compress_size // 2] ^= 4
    (tmp_path / "flipped.zip").write_bytes(content)
    refused(store, tmp_path / "flipped.zip", f"flipped.zip is damaged at {name}")


@pytest.mark.parametrize("name", ["../evil.npz", "/etc/passwd", "crops/2.npz", "C:evil", "labels.json/.."])
def test_entries_that_the_document_does_not_name(store: Store, good: Path, tmp_path: Path, name: str) -> None:
    refused(store, made(tmp_path / "odd.zip", {**members(good), name: b"x"}), "does not name")
    assert {path.name for path in tmp_path.iterdir()} <= {
        "odd.zip", "there.sqlite", "there.sqlite-shm", "there.sqlite-wal"
    }  # fmt: skip


def test_a_crop_that_is_missing_or_there_twice(store: Store, good: Path, tmp_path: Path) -> None:
    content = members(good)
    refused(store, made(tmp_path / "x.zip", {"labels.json": content["labels.json"]}), f"lacks '{CROP}'")
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as archive:
        archive.writestr("labels.json", content["labels.json"])
        archive.writestr(CROP, content[CROP])
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(CROP, content[CROP])
    refused(store, tmp_path / "twice.zip", "one name twice")


class Evil:
    """What a pickle does when it is read."""

    def __reduce__(self):
        return (pytest.fail, ("a pickle was run",))


@pytest.mark.parametrize(
    "arrays",
    [
        {"hu": a_crop().hu},
        {"hu": a_crop().hu, "mask": a_crop().mask, "more": a_crop().mask},
        {"hu": a_crop().hu[1:], "mask": a_crop().mask},
        {"hu": a_crop().hu.astype(np.float16), "mask": a_crop().mask},
        {"hu": a_crop().hu, "mask": a_crop().mask + np.uint8(1)},
        {"hu": np.asfortranarray(a_crop().hu), "mask": a_crop().mask},
        {"hu": np.array([Evil()], dtype=object), "mask": a_crop().mask},
    ],
    ids=["one", "three", "shape", "float", "no mask", "order", "pickle"],
)
def test_arrays_that_are_not_what_the_document_says(
    store: Store, good: Path, tmp_path: Path, arrays: dict[str, Any]
) -> None:
    path = made(tmp_path / "x.zip", {**members(good), CROP: npz(**arrays)})
    refused(store, path, "the voxels in crops/1.npz cannot be read. Nothing was changed")


def bomb_in_the_file(content: dict[str, bytes]) -> dict[str, bytes]:
    return {**content, CROP: bytes(200 << 20)}


def bomb_in_the_crop(content: dict[str, bytes]) -> dict[str, bytes]:
    return {**content, CROP: npz(hu=np.zeros((100, 1000, 1000), np.int16), mask=a_crop().mask)}


def a_promise_of_much(content: dict[str, bytes]) -> dict[str, bytes]:
    stream = io.BytesIO()
    header = {"descr": "<i2", "fortran_order": False, "shape": (1 << 20, 1 << 10, 1 << 10)}
    np.lib.format.write_array_header_1_0(stream, header)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("hu.npy", stream.getvalue() + bytes(100))
        archive.writestr("mask.npy", stream.getvalue() + bytes(100))
    return {**content, CROP: inner.getvalue()}


@pytest.mark.parametrize("bomb", [bomb_in_the_file, bomb_in_the_crop, a_promise_of_much])
def test_a_bomb_is_not_unpacked(
    store: Store, good: Path, tmp_path: Path, bomb: Callable[[dict[str, bytes]], dict[str, bytes]]
) -> None:
    path = made(tmp_path / "bomb.zip", bomb(members(good)))
    tracemalloc.start()
    refused(store, path, "Nothing was changed")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def test_a_size_that_the_zip_lies_about_is_not_believed(store: Store, good: Path, tmp_path: Path) -> None:
    path = made(tmp_path / "bomb.zip", bomb_in_the_file(members(good)))
    content = path.read_bytes()
    size = (200 << 20).to_bytes(4, "little")
    assert content.count(size) == 2  # before the entry, and in the list of entries
    path.write_bytes(content.replace(size, (500).to_bytes(4, "little")))
    tracemalloc.start()
    refused(store, path, "Nothing was changed")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def test_an_entry_that_is_encrypted(store: Store, good: Path, tmp_path: Path) -> None:
    content = bytearray(good.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    (tmp_path / "secret.zip").write_bytes(content)
    refused(store, tmp_path / "secret.zip", "damaged at labels.json")


def changed(good: Path, tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    content = members(good)
    document = json.loads(content["labels.json"])
    change(document)
    return made(tmp_path / "changed.zip", {**content, "labels.json": json.dumps(document).encode()})


def label(document: dict[str, Any]) -> dict[str, Any]:
    return document["series"][0]["labels"][0]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda d: d.update(kind="other"), "kind"),
        (lambda d: d.pop("series"), "series"),
        (lambda d: label(d).update(label="cancer"), "label"),
        (lambda d: label(d).update(made="2026-03-04T08:00:00"), "made"),
        (lambda d: label(d).update(made="9999-12-31T23:59:59+00:00"), "made"),
        (lambda d: label(d).update(made="0001-01-01T00:00:00+14:00"), "made"),
        (lambda d: label(d).update(centre_mm=[1, 2, float("nan")]), "centre_mm"),
        (lambda d: label(d).update(centre_mm=[1, 2, 1e308]), "centre_mm"),
        (lambda d: d["series"][0].update(n_slices=10**30), "n_slices"),
        (lambda d: label(d).update(probability=1.5), "probability"),
        (lambda d: label(d)["crop"].update(file="../../x.npz"), "file"),
        (lambda d: label(d)["crop"].update(size=[4, 20, -30]), "size"),
        (lambda d: label(d)["crop"].update(size=[1000, 1000, 1000]), "too many for a crop"),
        (lambda d: label(d)["crop"].update(steps_mm=[[0, 0, 1]] * 3), "do not span space"),
        (lambda d: d["series"].append(d["series"][0]), "twice"),
        (lambda d: d["series"].append({**d["series"][0], "series": "merged-2"}), "two different crops"),
    ],
)
def test_a_document_that_does_not_hold(
    store: Store, good: Path, tmp_path: Path, change: Callable[[dict[str, Any]], object], where: str
) -> None:
    refused(store, changed(good, tmp_path, change), f"damaged or no file of labels: .*{where}")


def test_a_document_that_is_no_json(store: Store, good: Path, tmp_path: Path) -> None:
    refused(store, made(tmp_path / "x.zip", {**members(good), "labels.json": b"{"}), "no file of labels")


def test_a_later_schema_is_told_as_such(store: Store, good: Path, tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        document["schema"] = 2
        del document["series"]

    refused(store, changed(good, tmp_path, change), "another version of Noduscope .*schema is 2")


def test_an_approval_of_ones_own_label_is_not_taken(store: Store, good: Path, tmp_path: Path) -> None:
    path = changed(good, tmp_path, lambda d: label(d)["reviews"][0].update(reader=" FIRST"))
    merged = merge_file(store, path)
    assert (merged.labels, merged.reviews) == (1, 0)
    assert "approved a label of their own" in merged.problems[0]
    assert [entry.review for entry in store.labels.everything()] == [Review.DRAFT]


def test_what_was_made_in_the_time_to_come_is_not_taken(store: Store, good: Path, tmp_path: Path) -> None:
    def change(document: dict[str, Any]) -> None:
        entries = document["series"][0]["labels"]
        entries.append({**entries[0], "label": "malignant", "reader": "late", "made": "2199-01-01T00:00:00Z"})
        entries[0]["reviews"][0]["made"] = "2199-01-01T00:00:00Z"

    merged = merge_file(store, changed(good, tmp_path, change))
    assert (merged.labels, merged.reviews) == (1, 0)
    (entry,) = store.labels.everything()
    assert (entry.label, entry.review) == (Label.BENIGN, Review.DRAFT)
    told = [problem.partition(" in series")[0] for problem in merged.problems]
    assert told == ["A review of second", "A label of late"]
    assert "the clock of that workstation is wrong" in merged.problems[0]


def test_the_file_can_be_moved_away_after_it_was_refused(good: Path, tmp_path: Path) -> None:
    path = made(tmp_path / "x.zip", {**members(good), "odd": b""})
    with pytest.raises(LabelFileError):
        BundleFile(path)
    path.unlink()  # an open file cannot be deleted on Windows
