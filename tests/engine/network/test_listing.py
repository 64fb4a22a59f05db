"""What comes over the network is on the worklist, by whichever command it came."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import listing, paths
from engine.listing import Lister, list_folders
from engine.store import open_store
from engine.studies import StudyStatus
from tests.engine.dicom.dicom_maker import Maker
from tests.engine.network.rig import listening, sender, until


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))


def test_a_received_study_is_listed_once_with_all_its_series(tmp_path: Path) -> None:
    one, two = Maker(), Maker()
    two.study_uid = one.study_uid
    files = sorted(one.series(tmp_path / "a", 2).iterdir()) + sorted(two.series(tmp_path / "b", 3).iterdir())
    told: list[dict] = []
    root = tmp_path / "received"
    with Lister(told.append) as lister, listening(root) as (config, events):
        with sender(config, files) as association:
            assert [association.send_c_store(f).Status for f in files] == [0] * 5
        until(lambda: len(events.of("received")) == 2)
        for event in list(events):
            lister.take(event)
        until(lambda: told)
    assert told == [{"event": "listed", "studies": 1}]
    with open_store() as store:
        (study,) = store.studies.all()
        assert study.found.key.study_uid == one.study_uid
        assert set(study.found.series_uids) == {one.series_uid, two.series_uid}
        assert study.status is StudyStatus.NEW
        assert all(Path(p).is_relative_to(root) for p in study.found.paths)


def test_what_waits_is_still_noted_at_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAUSE_S", 30)
    folder = Maker().series(tmp_path / "study" / "series", 2)
    with Lister(lambda _event: None) as lister:
        lister.take({"event": "received", "folder": str(folder)})
        lister.take({"event": "ended"})
    with open_store() as store:
        assert len(store.studies.all()) == 1


def test_a_store_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    folder = Maker().series(tmp_path / "study" / "series", 2)
    paths.data_dir().mkdir(parents=True)
    paths.store_file().write_bytes(b"this is no database" * 100)
    told: list[dict] = []
    with Lister(told.append) as lister:
        lister.take({"event": "received", "folder": str(folder)})
    assert [event["event"] for event in told] == ["not_listed"]
    assert "opening it lists it" in told[0]["text"]


def test_a_folder_without_series_lists_nothing_and_makes_no_store(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert list_folders({tmp_path / "empty"}) == 0
    assert not paths.store_file().exists()
