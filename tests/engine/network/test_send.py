"""Sending: as stored, decompressed where it must be, what failed named, what broke tried again; TLS."""

from __future__ import annotations

import shutil
import subprocess
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pydicom
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, RLELossless

from engine.network.classes import COMPRESSED, PLAIN
from engine.network.config import Network, NetworkError, Node, Tls
from engine.network.intake import hashed
from engine.network.link import echo
from engine.network.send import send
from tests.engine.dicom.dicom_maker import Maker
from tests.engine.network.rig import HERE, Archive, free_port, listening, seen, station, until

OWN = Network()


@pytest.fixture
def maker() -> Maker:
    return Maker(rows=32, columns=32)


@pytest.fixture
def files(maker: Maker, tmp_path: Path) -> list[Path]:
    return sorted(maker.series(tmp_path / "source", 4).iterdir())


def compress(path: Path, syntax: str) -> None:
    dataset = pydicom.dcmread(path)
    dataset.compress(syntax, generate_instance_uid=False)
    dataset.save_as(path)


def test_a_folder_is_sent_and_other_files_stay(files: list[Path], tmp_path: Path) -> None:
    (tmp_path / "source" / "report.json").write_text("{}")
    archive, told = Archive([]), []
    with archive.running() as node:
        done = send(OWN, node, [tmp_path / "source"], progress=lambda *n: told.append(n))
    assert (len(done.sent), done.failed, told[-1]) == (4, [], (4, 4))
    assert [(p.name, why) for p, why in done.skipped] == [("report.json", "It is no DICOM file.")]
    assert {d.InstanceNumber for d in archive.kept} == {1, 2, 3, 4}


def test_files_go_as_they_are_stored_where_the_node_takes_that(maker: Maker, files: list[Path]) -> None:
    compress(files[0], RLELossless)
    compress(files[1], JPEG2000Lossless)
    archive = Archive([], takes=(*PLAIN, *COMPRESSED))
    with archive.running() as node:
        assert len(send(OWN, node, files).sent) == 4
    syntaxes = {d.InstanceNumber: d.file_meta.TransferSyntaxUID for d in archive.kept}
    assert syntaxes == {
        1: RLELossless,
        2: JPEG2000Lossless,
        3: ExplicitVRLittleEndian,
        4: ExplicitVRLittleEndian,
    }


def test_files_are_decompressed_without_loss_where_it_does_not(maker: Maker, files: list[Path]) -> None:
    uid = pydicom.dcmread(files[0]).SOPInstanceUID
    compress(files[0], JPEG2000Lossless)
    archive = Archive([])
    with archive.running() as node:
        assert len(send(OWN, node, files[:1]).sent) == 1
    kept = archive.kept[0]
    assert kept.file_meta.TransferSyntaxUID in PLAIN
    assert (kept.pixel_array == maker.stored(0)).all()
    assert kept.SOPInstanceUID == uid


def test_a_link_that_breaks_is_opened_anew_and_nothing_is_left_out(files: list[Path]) -> None:
    archive = Archive([])
    archive.store_status = [0, -1, 0]
    with archive.running() as node:
        done = send(OWN, node, files)
    assert (len(done.sent), done.failed) == (4, [])


def test_what_the_node_does_not_keep_is_named_and_can_be_sent_again(files: list[Path]) -> None:
    archive = Archive([])
    archive.store_status = [0, 0xA700, 0xC001, 0]
    with archive.running() as node:
        done = send(OWN, node, files)
        assert len(done.sent) == 2
        assert [why for _, why in done.failed] == [
            "archive has no room for it (status 0xA700). Send it again later.",
            "archive did not keep it (status 0xC001).",
        ]
        assert len(send(OWN, node, [path for path, _ in done.failed]).sent) == 2


def test_faults_of_sending_are_sentences(files: list[Path], tmp_path: Path) -> None:
    nowhere = Node(name="gone", ae_title="X", host=HERE, port=free_port())
    with pytest.raises(NetworkError, match="Nothing listens"):
        send(OWN, nowhere, files)
    (tmp_path / "empty").mkdir()
    with pytest.raises(NetworkError, match="no DICOM files to send"):
        send(OWN, nowhere, [tmp_path / "empty"])
    odd = pydicom.dcmread(files[0])
    odd.SOPClassUID = odd.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.4"
    odd.save_as(tmp_path / "mr.dcm")
    with Archive([]).running() as node:
        with pytest.raises(NetworkError, match="does not offer storage of these objects"):
            send(OWN, node, [tmp_path / "mr.dcm"])
        done = send(OWN, node, [files[1], tmp_path / "mr.dcm"])
    assert [why for _, why in done.failed] == ["archive does not take objects of this kind."]
    assert len(done.sent) == 1


def test_cancelling_ends_between_two_files(files: list[Path]) -> None:
    stop = threading.Event()
    with Archive([]).running() as node:
        done = send(OWN, node, files, progress=lambda *_: stop.set(), stop=stop)
    assert done.cancelled
    assert len(done.sent) == 1


@pytest.mark.skipif(shutil.which("storescp") is None, reason="dcmtk's storescp is not installed")
def test_dcmtks_storescp_takes_what_is_sent(files: list[Path], tmp_path: Path) -> None:
    port, out = free_port(), tmp_path / "out"
    out.mkdir()
    process = subprocess.Popen(["storescp", "-aet", "STORESCP", "-od", str(out), str(port)])
    try:
        node = Node(name="dcmtk", ae_title="STORESCP", host=HERE, port=port)

        def answers() -> bool:
            try:
                return echo(OWN, node) > 0
            except NetworkError:
                time.sleep(0.1)
                return False

        until(answers)
        assert len(send(OWN, node, files).sent) == 4
    finally:
        process.kill()
        process.wait()
    assert {pydicom.dcmread(p).InstanceNumber for p in out.iterdir()} == {1, 2, 3, 4}


# ---------------------------------------------------------------- TLS


def certificates(folder: Path, name: str) -> Tls:
    """A certificate for this computer, signed by an authority of its own."""
    now = datetime.now(UTC)

    def build(subject: str, key, issuer: str, signer, *, authority: bool) -> x509.Certificate:
        names = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, n)]) for n in (subject, issuer)]
        builder = (
            x509.CertificateBuilder()
            .subject_name(names[0])
            .issuer_name(names[1])
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if not authority:
            import ipaddress

            address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(HERE))])
            builder = builder.add_extension(address, critical=False)
        return builder.sign(signer, hashes.SHA256())

    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    pem = serialization.Encoding.PEM
    ca = build(name, ca_key, name, ca_key, authority=True).public_bytes(pem)
    own = build("station", key, name, ca_key, authority=False).public_bytes(pem)
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    paths = [folder / f"{name}-{part}.pem" for part in ("own", "key", "ca")]
    for path, content in zip(paths, (own, private, ca), strict=True):
        path.write_bytes(content)
    return Tls(certificate=str(paths[0]), key=str(paths[1]), authority=str(paths[2]))


def test_over_tls_with_certificates_of_one_authority_only(
    maker: Maker, files: list[Path], tmp_path: Path
) -> None:
    good, other = certificates(tmp_path, "good"), certificates(tmp_path, "other")
    config = station(tls=good)
    safe = config.node("me").model_copy(update={"tls": True})
    config = config.changed(nodes=(safe,))
    with listening(tmp_path / "in", config) as (config, events):
        assert len(send(config, safe, files).sent) == 4
        until(lambda: events.of("received"))
        with pytest.raises(NetworkError, match="certificate was not accepted"):
            echo(config.changed(tls=other), safe)
        with pytest.raises(NetworkError, match="whether it wants TLS"):
            echo(config, safe.model_copy(update={"tls": False}))
    assert seen(tmp_path / "in") == {hashed(maker.series_uid): 4}


def test_certificate_files_that_do_not_fit_are_a_sentence(tmp_path: Path) -> None:
    good, other = certificates(tmp_path, "good"), certificates(tmp_path, "other")
    mixed = Tls(certificate=good.certificate, key=other.key, authority=good.authority)
    config = station(tls=mixed)
    with pytest.raises(NetworkError, match="certificate files"), listening(tmp_path / "in", config):
        pass
