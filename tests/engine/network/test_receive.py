"""Receiving: who gets in, what is kept, and that half a transfer never leaves half a series."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import struct
import subprocess
import sys
from pathlib import Path

import pydicom
import pytest
from pynetdicom import AE
from pynetdicom.presentation import build_context

from engine.network.config import NetworkError, Peer
from engine.network.intake import INCOMPLETE, hashed
from engine.network.link import echo
from engine.network.listener import Listener
from tests.engine.dicom.dicom_maker import Maker
from tests.engine.network.rig import CT, HERE, listening, seen, sender, station, until


def send_some(config, files: list[Path], n: int) -> list[int]:
    """Send the first `n` files in an association that ends well; return the statuses."""
    with sender(config, files) as association:
        assert association.is_established
        return [int(association.send_c_store(f).Status) for f in files[:n]]


@pytest.fixture
def maker() -> Maker:
    return Maker()


@pytest.fixture
def files(maker: Maker, tmp_path: Path) -> list[Path]:
    return sorted(maker.series(tmp_path / "source", 4).iterdir())


def test_a_series_that_was_sent_is_there_with_its_pixels_and_nothing_names_the_patient(
    tmp_path: Path, maker: Maker, files: list[Path]
) -> None:
    root = tmp_path / "in"
    with listening(root) as (config, events):
        assert send_some(config, files, 4) == [0, 0, 0, 0]
        until(lambda: events.of("received"))
    received = events.of("received")[0]
    assert (received["n_new"], received["n_images"], received["modality"]) == (4, 4, "CT")
    assert seen(root) == {hashed(maker.series_uid): 4}
    kept = {d.InstanceNumber: d for d in map(pydicom.dcmread, Path(received["folder"]).iterdir())}
    assert all((kept[k + 1].pixel_array == maker.stored(k)).all() for k in range(4))
    told = repr(list(events)) + " ".join(str(p) for p in root.rglob("*"))
    assert not any(text in told for text in ("Planted", "4711", maker.series_uid, maker.study_uid))
    assert not (root / ".incoming").exists()


def test_echo_answers(tmp_path: Path) -> None:
    with listening(tmp_path) as (config, _):
        assert echo(config, config.node("ME")) > 0


@pytest.mark.parametrize(
    ("calling", "called", "peers", "diagnostic"),
    [
        ("STRANGER", "NODUSCOPE", None, 3),
        ("CT1", "NODUSCOPE", (Peer(ae_title="CT1", address="10.1.2.3"),), 3),
        ("CT1", "OTHER", None, 7),
    ],
)
def test_who_is_not_allowed_is_rejected(tmp_path: Path, calling, called, peers, diagnostic) -> None:
    config = station(**({"peers": peers} if peers else {}))
    with listening(tmp_path, config) as (config, events):
        association = AE(calling).associate(HERE, config.port, [build_context(CT)], ae_title=called)
        assert association.is_rejected
        assert association.acceptor.primitive.diagnostic == diagnostic
        assert association.acceptor.primitive.result == 1
        until(lambda: events.of("rejected"))
    assert seen(tmp_path) == {}


def test_kinds_that_are_not_taken_are_not_negotiated(tmp_path: Path) -> None:
    with listening(tmp_path) as (config, _):
        mr = build_context("1.2.840.10008.5.1.4.1.1.4")
        association = AE("CT1").associate(HERE, config.port, [mr], ae_title="NODUSCOPE")
        assert association.accepted_contexts == []
        association.abort()


# ---------------------------------------------------------------- half a transfer


def test_an_aborted_transfer_leaves_no_half_series_and_the_rest_makes_it_whole(
    tmp_path: Path, maker: Maker, files: list[Path]
) -> None:
    root = tmp_path / "in"
    with listening(root) as (config, events):
        with sender(config, files) as association:
            for file in files[:2]:
                assert association.send_c_store(file).Status == 0
            association.abort()
        until(lambda: events.of("incomplete"))
        assert "2 images" in events.of("incomplete")[0]["text"]
        assert seen(root) == {}
        # What was acknowledged is not lost: many senders send only what they have no answer for.
        assert len(list((root / INCOMPLETE).rglob("*.dcm"))) == 2
        assert send_some(config, files[2:], 2) == [0, 0]
        until(lambda: events.of("received"))
        assert seen(root) == {hashed(maker.series_uid): 4}
        assert list((root / INCOMPLETE).iterdir()) == []


def test_a_killed_sender_leaves_no_half_series(tmp_path: Path, files: list[Path]) -> None:
    root = tmp_path / "in"
    code = (
        "import sys, time\nfrom pynetdicom import AE\nfrom pynetdicom.presentation import build_context\n"
        f"a = AE('CT1').associate('{HERE}', int(sys.argv[1]), [build_context('{CT}')], "
        "ae_title='NODUSCOPE')\n"
        "for f in sys.argv[2:]: print(a.send_c_store(f).Status, flush=True)\ntime.sleep(60)"
    )
    with listening(root) as (config, events):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(config.port), *map(str, files[:3])],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(3)] == ["0\n"] * 3
        process.kill()
        process.wait()
        until(lambda: events.of("incomplete"))
    assert seen(root) == {}


def test_a_cut_inside_an_object_leaves_nothing(tmp_path: Path, files: list[Path]) -> None:
    root = tmp_path / "in"
    with listening(root) as (config, events), sender(config, files) as association:
        assert association.send_c_store(files[0]).Status == 0
        # A P-DATA PDU that announces 4000 bytes and brings 10, then nobody is there.
        association.dul.socket.send(struct.pack(">BBL", 4, 0, 4000) + b"0123456789")
        association.dul.socket.socket.shutdown(socket.SHUT_RDWR)
        until(lambda: events.of("incomplete"))
        association.abort()
    assert seen(root) == {}
    assert not (root / ".incoming").exists()


def test_of_two_transfers_at_a_time_the_series_appears_with_the_last(
    tmp_path: Path, maker: Maker, files: list[Path]
) -> None:
    root = tmp_path / "in"
    with listening(root) as (config, events):
        with sender(config, files) as first, sender(config, files) as second:
            first.send_c_store(files[0])
            second.send_c_store(files[1])
            first.release()
            until(lambda: events.of("ended"))
            assert seen(root) == {}
            second.send_c_store(files[2])
        until(lambda: events.of("received"))
        assert [e["n_images"] for e in events.of("received")] == [3]


def run_receive(home: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "NODUSCOPE_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-m", "engine", "receive"], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    assert '"listening"' in process.stdout.readline()
    return process


def test_a_killed_listener_starts_again_puts_the_half_aside_and_takes_the_rest(
    tmp_path: Path, maker: Maker, files: list[Path]
) -> None:
    from engine.network.config import save

    config = station()
    root = tmp_path / "data" / "received"
    save(config, tmp_path / "config" / "network.json")
    process = run_receive(tmp_path)
    with sender(config, files) as association:
        assert association.send_c_store(files[0]).Status == 0
        process.kill()
        process.wait()
        association.abort()
    assert seen(root) == {}
    process = run_receive(tmp_path)
    try:
        until((root / INCOMPLETE).is_dir)
        assert seen(root) == {}
        assert send_some(config, files[1:], 3) == [0, 0, 0]
        until(lambda: seen(root) == {hashed(maker.series_uid): 4})
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
    assert process.stdout is not None
    assert '"stopped"' in process.stdout.read()


def test_what_had_ended_well_before_a_kill_is_put_in_place(tmp_path: Path, files: list[Path]) -> None:
    root = tmp_path / "in"
    corner = root / ".incoming" / "push-999999999-1-a"
    for name in ("aa-bb", "aa-cc"):
        (corner / name).mkdir(parents=True)
        shutil.copy(files[0], corner / name / "x.dcm")
    (corner / "aa-bb.whole").touch()
    with listening(root) as (_, events):
        until(lambda: len(events) >= 2)
    assert seen(root) == {"bb": 1}
    assert (root / INCOMPLETE / "aa-cc" / "x.dcm").exists()


# ---------------------------------------------------------------- faults and hostility


def test_a_port_in_use_is_a_sentence(tmp_path: Path) -> None:
    with listening(tmp_path / "a") as (config, _):
        with pytest.raises(NetworkError, match=f"Port {config.port} at 127.0.0.1 is in use"):
            Listener(config, root=tmp_path / "b").__enter__()
        assert not (tmp_path / "b" / ".incoming").exists()


def test_an_address_of_another_computer_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match=r"This computer has no address 192\.0\.2\.1"):
        Listener(station(address="192.0.2.1"), root=tmp_path).__enter__()


def test_a_full_disk_is_told_to_the_sender_and_the_next_try_works(tmp_path: Path, files: list[Path]) -> None:
    room = [10]
    with listening(tmp_path / "in", room=lambda _folder: room[0]) as (config, events):
        assert send_some(config, files, 1) == [0xA700]
        assert "disk is full" in events.of("refused")[0]["text"]
        assert seen(tmp_path / "in") == {}
        room[0] = 2**40
        assert send_some(config, files, 4) == [0] * 4
        until(lambda: events.of("received"))


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"StudyInstanceUID": "../../../etc"}, 0xC000),
        ({"SeriesInstanceUID": "1.2/3"}, 0xC000),
        ({"SeriesInstanceUID": ""}, 0xC000),
        ({"StudyInstanceUID": "1." + "2" * 70}, 0xC000),
        ({"Rows": 65535, "Columns": 65535, "NumberOfFrames": "2000000000"}, 0xA900),
        ({"Rows": 2000}, 0xA900),
        ({"NumberOfFrames": "-5"}, 0xC000),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_hostile_objects_are_refused_and_leave_nothing(
    tmp_path: Path, maker: Maker, files: list[Path], changes: dict[str, object], status: int
) -> None:
    from pydicom import config as pydicom_config

    dataset = pydicom.dcmread(files[0])
    before = pydicom_config.settings.writing_validation_mode
    pydicom_config.settings.writing_validation_mode = pydicom_config.IGNORE
    try:
        for name, value in changes.items():
            dataset.add(
                pydicom.DataElement(name, pydicom.datadict.dictionary_VR(name), value, validation_mode=0)
            )
        root = tmp_path / "in"
        with listening(root) as (config, _):
            with sender(config, files) as association:
                assert association.send_c_store(dataset).Status == status
            until(lambda: not (root / ".incoming").exists() or not any((root / ".incoming").rglob("*.dcm")))
        assert [p for p in root.rglob("*") if p.is_file()] == []
    finally:
        pydicom_config.settings.writing_validation_mode = before


def test_an_object_that_is_not_the_announced_one_is_refused(tmp_path: Path, files: list[Path]) -> None:
    other = pydicom.dcmread(files[0])
    other.SOPClassUID = "1.2.840.10008.5.1.4.1.1.4"
    other.save_as(files[0])
    with listening(tmp_path / "in") as (config, _), sender(config, files[1:]) as association:
        association._accepted_cx[1].abstract_syntax = pydicom.uid.UID("1.2.840.10008.5.1.4.1.1.4")
        assert association.send_c_store(pydicom.dcmread(files[0])).Status != 0
    assert seen(tmp_path / "in") == {}


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        struct.pack(">BBL", 1, 0, 2**32 - 1) + b"x" * 100,
        struct.pack(">BBL", 4, 0, 8) + b"x" * 8,
        b"",
    ],
)
def test_noise_on_the_port_stops_nothing(tmp_path: Path, files: list[Path], data: bytes) -> None:
    with listening(tmp_path / "in") as (config, events):
        with socket.create_connection((HERE, config.port)) as noise:
            noise.sendall(data)
            assert send_some(config, files, 4) == [0] * 4
        until(lambda: events.of("received"))


def test_the_same_series_sent_twice_is_there_once(tmp_path: Path, maker: Maker, files: list[Path]) -> None:
    with listening(tmp_path / "in") as (config, events):
        send_some(config, files, 4)
        send_some(config, files, 4)
        until(lambda: len(events.of("received")) == 2)
        assert seen(tmp_path / "in") == {hashed(maker.series_uid): 4}


# ---------------------------------------------------------------- dcmtk

storescu = pytest.mark.skipif(shutil.which("storescu") is None, reason="dcmtk's storescu is not installed")


@storescu
def test_storescu_sends_and_a_stranger_is_refused(tmp_path: Path, maker: Maker, files: list[Path]) -> None:
    with listening(tmp_path / "in") as (config, events):

        def call(title: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                ["storescu", "-aet", title, "-aec", "NODUSCOPE", HERE, str(config.port), *map(str, files)],
                capture_output=True, text=True, check=False,
            )  # fmt: skip

        refused = call("STRANGER")
        assert refused.returncode != 0
        assert "Calling AE Title Not Recognized" in refused.stderr
        assert seen(tmp_path / "in") == {}
        assert call("CT1").returncode == 0
        until(lambda: events.of("received"))
    assert seen(tmp_path / "in") == {hashed(maker.series_uid): 4}
