"""Asking a node and fetching from it: answers, limits, all of a series or nothing, no hang at the end."""

from __future__ import annotations

import threading
import time
from datetime import date
from pathlib import Path

import pydicom
import pytest

from engine.network import link
from engine.network.config import Network, NetworkError, Node, Peer
from engine.network.intake import hashed
from engine.network.query import Criteria, find_series, find_studies
from engine.network.retrieve import Wanted, retrieve
from tests.engine.dicom.dicom_maker import Maker
from tests.engine.network.rig import HERE, Archive, free_port, listening, seen, station


@pytest.fixture
def makers(tmp_path: Path) -> list[Maker]:
    """Two studies; the first has two series."""
    first, other = Maker(), Maker()
    second = Maker(study_uid=first.study_uid, extra={"SeriesDescription": "Bone\x1b[31m"})
    for n, (maker, count) in enumerate(((first, 4), (second, 2), (other, 3))):
        maker.series(tmp_path / "held" / str(n), count)
    return [first, second, other]


@pytest.fixture
def held(makers: list[Maker], tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "held").rglob("*.dcm"))


OWN = Network()


def test_studies_and_series_come_with_their_counts(makers: list[Maker], held: list[Path]) -> None:
    with Archive(held).running() as node:
        found = find_studies(OWN, node, Criteria(patient_name="Plan", modality="ct"))
        assert {s.study_uid: s.n_images for s in found.rows} == {
            makers[0].study_uid: 6,
            makers[2].study_uid: 3,
        }
        assert not found.more
        study = found.rows[0]
        assert (study.patient_name, study.study_date, study.modalities) == (
            "Planted Name",
            "2024-01-31",
            "CT, SR",
        )
        series = find_series(OWN, node, makers[0].study_uid)
        assert {s.series_uid: s.n_images for s in series.rows} == {
            makers[0].series_uid: 4,
            makers[1].series_uid: 2,
        }
        # What a node answers ends in a terminal: nothing in it may steer one.
        assert {s.description for s in series.rows} == {"Lung 1.0", "Bone[31m"}


def test_the_question_is_asked_as_the_standard_wants_it(held: list[Path]) -> None:
    archive = Archive(held)
    with archive.running() as node:
        criteria = Criteria(
            patient_id="ID\\4711",
            patient_name="Müller^",
            since=date(2026, 1, 2),
            modality="CT",
            accession_number="A1",
        )
        find_studies(OWN, node, criteria)
        find_studies(OWN, node, Criteria(until=date(2026, 1, 2)))
        find_studies(OWN, node, Criteria(since=date(2026, 1, 2), until=date(2026, 1, 2)))
    first = archive.asked[0]
    assert first.QueryRetrieveLevel == "STUDY"
    assert (first.PatientID, str(first.PatientName), first.AccessionNumber) == ("ID?4711", "Müller^*", "A1")
    assert [q.StudyDate for q in archive.asked] == ["20260102-", "-20260102", "20260102"]


def test_no_more_answers_are_taken_than_wanted(held: list[Path]) -> None:
    with Archive(held).running() as node:
        found = find_studies(OWN, node, Criteria(modality="CT"), limit=1)
    assert len(found.rows) == 1
    assert found.more


def test_faults_of_asking_are_sentences(held: list[Path]) -> None:
    nowhere = Node(name="gone", ae_title="X", host=HERE, port=free_port())
    with pytest.raises(NetworkError, match="Say what to look for"):
        find_studies(OWN, nowhere, Criteria())
    with pytest.raises(NetworkError, match="Nothing listens at"):
        find_studies(OWN, nowhere, Criteria(modality="CT"))
    with pytest.raises(NetworkError, match="There is no computer called"):
        link.echo(OWN, Node(name="gone", ae_title="X", host="no-such-host.invalid", port=104))
    config = station()
    with listening(Path(held[0].parent.parent) / "in", config):
        with pytest.raises(NetworkError, match="does not know the AE title 'STRANGER'"):
            link.echo(Network(ae_title="STRANGER"), config.node("me"))
        with pytest.raises(NetworkError, match="is not called 'OTHER'"):
            link.echo(config, config.node("me").model_copy(update={"ae_title": "OTHER"}))
        with pytest.raises(NetworkError, match="does not offer C-FIND to this station"):
            find_studies(config, config.node("me"), Criteria(modality="CT"))


def test_a_series_and_a_study_are_fetched_as_they_are_stored(
    makers: list[Maker], held: list[Path], tmp_path: Path
) -> None:
    root, told = tmp_path / "in", []
    with Archive(held).running() as node:
        wanted = Wanted(makers[0].study_uid, (makers[0].series_uid,), 4)
        folders = retrieve(OWN, node, wanted, root=root, progress=lambda *n: told.append(n))
        assert told[-1] == (4, 4)
        assert seen(root) == {hashed(makers[0].series_uid): 4}
        kept = {d.InstanceNumber: d for d in map(pydicom.dcmread, folders[0].iterdir())}
        assert all((kept[k + 1].pixel_array == makers[0].stored(k)).all() for k in range(4))
        assert len(retrieve(OWN, node, Wanted(makers[0].study_uid), root=root)) == 2
        assert seen(root) == {hashed(makers[0].series_uid): 4, hashed(makers[1].series_uid): 2}


def test_a_fetch_that_breaks_off_leaves_no_half_series_and_the_second_try_works(
    makers: list[Maker], held: list[Path], tmp_path: Path
) -> None:
    root, archive = tmp_path / "in", Archive(held, breaks_after=2)
    with archive.running() as node:
        with pytest.raises(NetworkError, match="broke off"):
            retrieve(OWN, node, Wanted(makers[0].study_uid), root=root)
        assert list(root.rglob("*.dcm")) == []
        archive.breaks_after = None
        retrieve(OWN, node, Wanted(makers[0].study_uid), root=root)
        assert sum(seen(root).values()) == 6


def test_a_node_that_falls_silent_at_the_last_image_does_not_hang_us(
    makers: list[Maker], held: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C25: hangs at 100 % after retrieve."""
    monkeypatch.setattr(link, "ANSWER_S", 1)
    wanted = Wanted(makers[0].study_uid, (makers[0].series_uid,))
    with Archive(held, silent_after=3).running() as node:
        began = time.monotonic()
        with pytest.raises(NetworkError, match="stopped answering"):
            retrieve(OWN, node, wanted, root=tmp_path / "in")
        assert time.monotonic() - began < 5
    assert list((tmp_path / "in").rglob("*.dcm")) == []


def test_cancelling_ends_even_a_silent_node_and_keeps_nothing(
    makers: list[Maker], held: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(link, "GRACE_S", 0.5)
    stop = threading.Event()
    with Archive(held, silent_after=2).running() as node, pytest.raises(NetworkError, match="Cancelled"):
        retrieve(
            OWN, node, Wanted(makers[0].study_uid), root=tmp_path / "in",
            progress=lambda came, _of: stop.set() if came == 2 else None, stop=stop,
        )  # fmt: skip
    assert list((tmp_path / "in").rglob("*.dcm")) == []


def test_what_is_not_there_is_a_sentence(held: list[Path], tmp_path: Path) -> None:
    with Archive(held).running() as node, pytest.raises(NetworkError, match="sent nothing"):
        retrieve(OWN, node, Wanted("1.2.3"), root=tmp_path / "in")
    with pytest.raises(NetworkError, match="makes no sense"):
        retrieve(OWN, Node(name="n", ae_title="A", host=HERE, port=1), Wanted("../x"), root=tmp_path / "in")


def test_c_move_comes_to_the_own_listener_of_this_job_or_to_the_one_that_runs(
    makers: list[Maker], held: list[Path], tmp_path: Path
) -> None:
    config = station(folder=str(tmp_path / "in"), peers=(Peer(ae_title="ARCHIVE", address=HERE),))
    wanted = Wanted(makers[0].study_uid, (makers[0].series_uid,), 4)
    with Archive(held, move_to=config.port).running() as archive:
        node = archive.model_copy(update={"move": True})
        with pytest.raises(NetworkError, match="needs receiving to be switched on"):
            retrieve(Network(), node, wanted, root=tmp_path / "out")
        retrieve(config, node, wanted, root=tmp_path / "out")
        assert seen(tmp_path / "out") == {hashed(makers[0].series_uid): 4}
        with listening(tmp_path / "in", config):
            folders = retrieve(config, node, wanted)
            assert folders == [tmp_path / "in" / hashed(makers[0].study_uid) / hashed(makers[0].series_uid)]
            with pytest.raises(NetworkError, match="only send to the receive folder"):
                retrieve(config, node, wanted, root=tmp_path / "elsewhere")
