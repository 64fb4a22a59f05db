"""Labels that go from one workstation to another: once, with their history, and without the person."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from engine.labels.bundle import export_labels
from engine.labels.incoming import LabelFileError
from engine.labels.kinds import Label, LabelSource, Review
from engine.labels.label import StoredLabel
from engine.labels.merge import merge_file
from engine.store import Store
from tests.engine.labels.bundle_maker import FACTS, OPINION, OTHER, UID, a_crop, a_nodule, workstation

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Store]:
    """The workstation whose labels are made from 8 o'clock on."""
    with workstation(tmp_path / "here.sqlite", 8) as store:
        yield store


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Store]:
    """Another one, whose are made from 10 o'clock on."""
    with workstation(tmp_path / "there.sqlite", 10) as store:
        yield store


def knows(store: Store, facts=FACTS) -> None:
    """Let a workstation know a series, as it does when it has analysed it."""
    with store.labels._database.write() as session:
        store.labels._database.series_id(session, facts)


def said(entry: StoredLabel) -> tuple[object, ...]:
    return (
        entry.finding_id, entry.centre_mm, entry.long_axis_mm, entry.probability, entry.model, entry.label,
        entry.source, entry.evidence_date, entry.reader, entry.made, entry.review, entry.reviewer,
        entry.reviewed, entry.is_review, entry.has_crop,
    )  # fmt: skip


def history(store: Store, uid: str = UID) -> list[tuple[object, ...]]:
    return [said(entry) for entry in store.labels.history(uid)]


def rows(store: Store, table: str) -> int:
    with store.labels._database.read() as session:
        return session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()


def test_a_history_arrives_as_it_was(here: Store, there: Store, tmp_path: Path) -> None:
    here.labels.add(
        FACTS, a_nodule(seed=1), Label.MALIGNANT, source=LabelSource.PATHOLOGY, reader="Dr First",
        evidence_date=date(2025, 3, 4),
    )  # fmt: skip
    here.labels.review(UID, "a", Review.FLAGGED, "Dr Second")
    here.labels.review(UID, "a", Review.APPROVED, "Dr Second")
    here.labels.add(FACTS, a_nodule("b", 40.0), Label.UNSURE, source=OPINION, reader="Dr First")
    here.labels.take_back(UID, "b", "Dr First")
    knows(there)
    assert export_labels(here, tmp_path / "labels.zip") == 3
    merged = merge_file(there, tmp_path / "labels.zip")
    assert (merged.labels, merged.reviews, merged.conflicts, merged.problems) == (3, 2, (), ())
    assert history(there) == history(here)
    (current,) = there.labels.current(UID)
    assert current.review is Review.APPROVED
    kept = there.labels.crop(current)
    assert kept is not None
    np.testing.assert_array_equal(kept.hu, a_crop(1).hu)
    np.testing.assert_array_equal(kept.mask, a_crop(1).mask)
    assert (kept.grid, kept.acquisition) == (a_crop(1).grid, a_crop(1).acquisition)


def test_merging_twice_or_ones_own_labels_changes_nothing(here: Store, there: Store, tmp_path: Path) -> None:
    here.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first")
    here.labels.review(UID, "a", Review.FLAGGED, "second")
    export_labels(here, tmp_path / "labels.zip")
    merge_file(there, tmp_path / "labels.zip")
    for store in (there, here):
        before = [rows(store, table) for table in ("series", "label", "label_review", "label_crop")]
        merged = merge_file(store, tmp_path / "labels.zip")
        assert (merged.labels, merged.reviews, merged.conflicts) == (0, 0, ())
        assert (
            [rows(store, t) for t in ("series", "label", "label_review", "label_crop")] == before == [1] * 4
        )


def test_two_workstations_that_exchange_know_the_same(here: Store, there: Store, tmp_path: Path) -> None:
    here.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first")
    there.labels.add(FACTS, a_nodule("b", 40.0, seed=2), Label.MALIGNANT, source=OPINION, reader="second")
    export_labels(here, tmp_path / "here.zip")
    merge_file(there, tmp_path / "here.zip")
    export_labels(there, tmp_path / "there.zip")
    merge_file(here, tmp_path / "there.zip")
    assert history(here) == history(there)
    assert len(history(here)) == 2


@pytest.mark.parametrize("into_the_later", [True, False])
def test_of_two_that_contradict_each_other_the_later_made_holds_and_it_is_told(
    here: Store, there: Store, tmp_path: Path, into_the_later: bool
) -> None:
    here.labels.add(FACTS, a_nodule("a", 1.0), Label.BENIGN, source=OPINION, reader="early")
    there.labels.add(FACTS, a_nodule("b", 3.0), Label.MALIGNANT, source=OPINION, reader="late")
    source, target = (here, there) if into_the_later else (there, here)
    export_labels(source, tmp_path / "labels.zip")
    merged = merge_file(target, tmp_path / "labels.zip")
    (conflict,) = merged.conflicts
    told = (conflict.here.reader, conflict.there.reader, conflict.holds.label)
    assert told == (("late", "early") if into_the_later else ("early", "late")) + (Label.MALIGNANT,)
    assert [entry.label for entry in target.labels.current(UID)] == [Label.MALIGNANT]
    assert [entry.label for entry in target.labels.history(UID)] == [Label.BENIGN, Label.MALIGNANT]
    assert merge_file(target, tmp_path / "labels.zip").conflicts == ()


def test_one_who_followed_the_other_does_not_contradict(here: Store, there: Store, tmp_path: Path) -> None:
    here.labels.add(FACTS, a_nodule(), Label.BENIGN, source=OPINION, reader="first")
    export_labels(here, tmp_path / "here.zip")
    merge_file(there, tmp_path / "here.zip")
    (series,) = there.labels.everything()
    there.labels.add(series.series, a_nodule(), Label.MALIGNANT, source=OPINION, reader="second")
    export_labels(there, tmp_path / "there.zip")
    merged = merge_file(here, tmp_path / "there.zip")
    assert (merged.labels, merged.conflicts) == (1, ())
    assert [entry.label for entry in here.labels.current(UID)] == [Label.MALIGNANT]


def test_agreement_is_no_conflict(here: Store, there: Store, tmp_path: Path) -> None:
    for store, reader in ((here, "first"), (there, "second")):
        store.labels.add(FACTS, a_nodule(), Label.BENIGN, source=OPINION, reader=reader)
    export_labels(here, tmp_path / "labels.zip")
    merged = merge_file(there, tmp_path / "labels.zip")
    assert (merged.labels, merged.conflicts) == (1, ())


def test_an_older_review_that_arrives_late_does_not_hold(here: Store, there: Store, tmp_path: Path) -> None:
    here.labels.add(FACTS, a_nodule(), Label.BENIGN, source=OPINION, reader="first")
    export_labels(here, tmp_path / "one.zip")
    knows(there)
    merge_file(there, tmp_path / "one.zip")
    here.labels.review(UID, "a", Review.FLAGGED, "second")  # about 8 o'clock
    there.labels.review(UID, "a", Review.APPROVED, "third")  # about 10
    export_labels(here, tmp_path / "two.zip")
    assert merge_file(there, tmp_path / "two.zip").reviews == 1
    assert there.labels.current(UID)[0].review is Review.APPROVED


def test_voxels_that_come_later_are_taken_over(here: Store, there: Store, tmp_path: Path) -> None:
    here.labels.add(FACTS, a_nodule(), Label.BENIGN, source=OPINION, reader="first")
    export_labels(here, tmp_path / "labels.zip")
    merge_file(there, tmp_path / "labels.zip")
    here.labels.keep_crop(UID, "a", a_crop(3))
    export_labels(here, tmp_path / "labels.zip")  # replaces the older file
    merged = merge_file(there, tmp_path / "labels.zip")
    assert merged.labels == 0
    (label,) = there.labels.everything()
    kept = there.labels.crop(label)
    assert kept is not None
    np.testing.assert_array_equal(kept.hu, a_crop(3).hu)


def test_labels_that_share_voxels_do_so_in_the_file_and_after_it(
    here: Store, there: Store, tmp_path: Path
) -> None:
    here.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first")
    here.labels.add(FACTS, a_nodule(), Label.MALIGNANT, source=OPINION, reader="first")
    assert rows(here, "label_crop") == 1
    export_labels(here, tmp_path / "labels.zip")
    with zipfile.ZipFile(tmp_path / "labels.zip") as archive:
        assert sorted(archive.namelist()) == ["crops/1.npz", "labels.json"]
    merge_file(there, tmp_path / "labels.zip")
    assert (rows(there, "label"), rows(there, "label_crop")) == (2, 1)


def test_a_series_not_known_here_gets_its_own_name_once_it_is(
    here: Store, there: Store, tmp_path: Path
) -> None:
    here.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first")
    here.labels.add(OTHER, a_nodule(seed=2), Label.MALIGNANT, source=OPINION, reader="first")
    export_labels(here, tmp_path / "labels.zip")
    merge_file(there, tmp_path / "labels.zip")
    series = [label.series for label in there.labels.everything()]
    assert len({one.series_uid for one in series}) == 2
    assert len({one.patient_key for one in series}) == len({one.study_uid for one in series}) == 1
    assert all(one.series_uid.startswith("merged-") for one in series)
    knows(there)
    merged = merge_file(there, tmp_path / "labels.zip")
    assert (merged.labels, merged.conflicts) == (0, ())
    assert history(there) == history(here)
    labels = {label.label: label for label in there.labels.everything()}
    assert labels[Label.BENIGN].series == FACTS
    # The other series is still not known, but its patient is.
    assert labels[Label.MALIGNANT].series.patient_key == FACTS.patient_key
    assert labels[Label.MALIGNANT].series.series_uid.startswith("merged-")


def test_names_travel_through_a_third_workstation(here: Store, there: Store, tmp_path: Path) -> None:
    here.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first")
    export_labels(here, tmp_path / "one.zip")
    merge_file(there, tmp_path / "one.zip")
    export_labels(there, tmp_path / "two.zip")
    merged = merge_file(here, tmp_path / "two.zip")
    assert (merged.labels, rows(here, "series")) == (0, 1)


def test_nothing_in_the_file_names_a_person(here: Store, tmp_path: Path) -> None:
    here.labels.add(
        FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first", comment="Mustermann, room 4"
    )
    here.labels.review(UID, "a", Review.FLAGGED, "second", "ask Mustermann")
    export_labels(here, tmp_path / "labels.zip")
    with zipfile.ZipFile(tmp_path / "labels.zip") as archive:
        text = archive.read("labels.json").decode().casefold()
    for identifier in ("mustermann", FACTS.series_uid, FACTS.study_uid, FACTS.patient_key):
        assert identifier not in text
    export_labels(here, tmp_path / "labels.zip", comments=True)
    with zipfile.ZipFile(tmp_path / "labels.zip") as archive:
        text = archive.read("labels.json").decode()
    assert "Mustermann, room 4" in text
    assert "ask Mustermann" in text


@pytest.mark.parametrize(("written", "read"), [(b"k" * 32, b""), (b"", b"k" * 32), (b"k" * 32, b"q" * 32)])
def test_another_secret_is_refused(
    here: Store, there: Store, tmp_path: Path, written: bytes, read: bytes
) -> None:
    here.labels.add(FACTS, a_nodule(), Label.BENIGN, source=OPINION, reader="first")
    export_labels(here, tmp_path / "labels.zip", key=written)
    with pytest.raises(LabelFileError, match="another secret"):
        merge_file(there, tmp_path / "labels.zip", key=read)
    knows(there)
    assert merge_file(there, tmp_path / "labels.zip", key=written).labels == 1
    assert history(there) == history(here)


def test_without_labels_there_is_no_file(here: Store, tmp_path: Path) -> None:
    with pytest.raises(LabelFileError, match="no labels"):
        export_labels(here, tmp_path / "labels.zip")
    assert [path.name for path in tmp_path.glob("*labels*")] == []


def test_another_file_is_not_replaced(here: Store, tmp_path: Path) -> None:
    here.labels.add(FACTS, a_nodule(), Label.BENIGN, source=OPINION, reader="first")
    other = tmp_path / "thesis.zip"
    other.write_bytes(b"years of work")
    with pytest.raises(LabelFileError, match="was not replaced"):
        export_labels(here, other)
    assert other.read_bytes() == b"years of work"
    with pytest.raises(LabelFileError, match="cannot be written: No such file"):
        export_labels(here, tmp_path / "missing" / "labels.zip")


def test_an_export_that_is_killed_leaves_the_older_file(here: Store, tmp_path: Path) -> None:
    here.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first")
    target = tmp_path / "labels.zip"
    export_labels(here, target)
    older = target.read_bytes()
    here.labels.add(FACTS, a_nodule("b", 40.0, seed=2), Label.BENIGN, source=OPINION, reader="first")
    code = """
import os, signal, sys
from pathlib import Path
import engine.labels.bundle as bundle
from engine.store import open_store
put = bundle.put_crop
def killed(archive, crop, number):
    if number == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return put(archive, crop, number)
bundle.put_crop = killed
with open_store(Path(sys.argv[1])) as store:
    bundle.export_labels(store, Path(sys.argv[2]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "here.sqlite"), str(target)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert done.stderr == b""
    assert target.read_bytes() == older


def test_a_merge_that_is_broken_off_goes_on_when_it_is_done_again(
    here: Store, there: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.labels.add(FACTS, a_nodule(seed=1), Label.BENIGN, source=OPINION, reader="first")
    here.labels.add(OTHER, a_nodule(seed=2), Label.MALIGNANT, source=OPINION, reader="first")
    export_labels(here, tmp_path / "labels.zip")

    from engine.labels.bundle_file import BundleFile

    read, times = BundleFile.crop, []

    def interrupted(self: BundleFile, name: str):
        times.append(name)
        if len(times) == 4:  # two to check the file, two to keep
            raise KeyboardInterrupt
        return read(self, name)

    monkeypatch.setattr(BundleFile, "crop", interrupted)
    with pytest.raises(KeyboardInterrupt):
        merge_file(there, tmp_path / "labels.zip")
    assert [rows(there, t) for t in ("series", "label", "label_crop")] == [1, 1, 1]
    assert merge_file(there, tmp_path / "labels.zip").labels == 1
    assert [rows(there, t) for t in ("series", "label", "label_crop")] == [2, 2, 2]
