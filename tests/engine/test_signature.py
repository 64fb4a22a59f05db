"""Signatures of model packages: who vouched for one, and that a wrong one is refused."""

from __future__ import annotations

import base64
import json
import stat
import sys
import zipfile
from functools import partial
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from engine.models.package import PackageError, load_package, pack, write_package
from engine.models.registry import Registry
from engine.models.signature import (
    KEY_FILE,
    SIGNATURE,
    Signature,
    SignatureError,
    check_signature,
    origin_of,
    sign,
    site_key,
)
from tests.engine import tiny_model


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return tiny_model.package_files()


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "data" / KEY_FILE


@pytest.fixture
def signed(tmp_path: Path, files: dict[str, bytes], key: Path) -> Path:
    return write_package(
        tmp_path / "tiny", tiny_model.manifest(), files, sign=partial(sign, key=site_key(key))
    )


def test_rfc_8032_test_1_verifies() -> None:
    """The first test vector of RFC 8032, section 7.1: an empty message."""
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
        "25bf5f0595bbe24655141438e7a100b"
    )
    document = {
        "schema": 1,
        "algorithm": "Ed25519",
        "public_key": base64.b64encode(public).decode(),
        "signature": base64.b64encode(signature).decode(),
    }
    assert check_signature(json.dumps(document).encode(), b"") == Signature(public)
    with pytest.raises(SignatureError, match="not of this manifest"):
        check_signature(json.dumps(document).encode(), b"x")


def test_the_site_key_is_made_once_and_is_secret(key: Path) -> None:
    first = site_key(key).private_bytes_raw()
    assert site_key(key).private_bytes_raw() == first
    assert [path.name for path in key.parent.iterdir()] == [KEY_FILE]
    if sys.platform != "win32":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_file_that_holds_no_key_is_told_and_kept(key: Path) -> None:
    key.parent.mkdir()
    key.write_text("thesis")
    with pytest.raises(SignatureError, match="holds no Ed25519 key"):
        site_key(key)
    assert key.read_text() == "thesis"


def test_who_signed_is_told(signed: Path, tmp_path: Path, files: dict[str, bytes], key: Path) -> None:
    loaded = load_package(signed)
    origin = origin_of(loaded.signature, key)
    assert origin.signer == "this_site"
    assert origin.text == f"signed by this site (key {loaded.signature.fingerprint})"
    assert len(loaded.signature.fingerprint.replace("-", "")) == 16

    elsewhere = origin_of(loaded.signature, tmp_path / "none.pem")
    assert (elsewhere.signer, elsewhere.fingerprint) == ("other", loaded.signature.fingerprint)
    assert not (tmp_path / "none.pem").exists(), "looking makes no key"

    plain = load_package(write_package(tmp_path / "plain", tiny_model.manifest(), files))
    assert plain.signature is None
    assert origin_of(plain.signature, key).text == "not signed"


def test_the_signature_travels_in_the_zip_and_to_the_installed_ones(signed: Path, tmp_path: Path) -> None:
    archive = pack(signed, tmp_path / "t.noduscope")
    assert load_package(archive).signature == load_package(signed).signature is not None
    registry = Registry(tmp_path / "models", tmp_path / "bundled", check=lambda _: None)
    assert registry.install(archive).signature == load_package(signed).signature


def test_a_signature_comes_to_an_installed_model_that_had_none(
    signed: Path, tmp_path: Path, files: dict[str, bytes]
) -> None:
    registry = Registry(tmp_path / "models", tmp_path / "bundled", check=lambda _: None)
    plain = tmp_path / "plain"
    plain.mkdir()
    for path in signed.iterdir():
        if path.name != SIGNATURE:
            (plain / path.name).write_bytes(path.read_bytes())
    assert registry.install(plain).signature is None
    assert registry.install(signed).signature is not None
    assert registry.install(plain).signature is not None, "and does not go again"


def _changed(document: dict, **changes: object) -> bytes:
    return json.dumps({**document, **changes}).encode()


@pytest.mark.parametrize(
    ("change", "match"),
    [
        (lambda d: _changed(d, schema=2), "of a kind that this version does not know"),
        (lambda d: _changed(d, algorithm="none"), "of a kind that this version does not know"),
        (lambda d: _changed(d, signature="A" * 88), "not of this manifest|cannot be read"),
        (lambda d: _changed(d, public_key="AAAA"), "cannot be read"),
        (lambda d: _changed(d, public_key=7), "cannot be read"),
        (lambda d: b"[]", "cannot be read"),
        (lambda d: b"{", "cannot be read"),
        (lambda d: b" " * 5000 + json.dumps(d).encode(), "cannot be read"),
    ],
)
def test_a_wrong_signature_is_refused_and_the_active_model_stays(
    signed: Path, tmp_path: Path, files: dict[str, bytes], change, match: str
) -> None:
    write_package(tmp_path / "bundled" / "default", tiny_model.manifest(id="lidc"), files)
    registry = Registry(tmp_path / "models", tmp_path / "bundled", check=lambda _: None)
    path = signed / SIGNATURE
    path.write_bytes(change(json.loads(path.read_text())))
    with pytest.raises(PackageError, match=match):
        registry.install(signed)
    assert registry.active()[0].manifest.id == "lidc"
    assert [entry.name for entry in registry.entries()] == ["lidc-1.0.0"]


def test_a_manifest_changed_after_it_was_signed_is_refused(signed: Path, tmp_path: Path) -> None:
    manifest = signed / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"threshold": 0.5', '"threshold": 0.4'))
    with pytest.raises(PackageError, match="not of this manifest"):
        load_package(signed)


def test_a_signature_by_another_key_holds_but_is_not_this_sites(signed: Path, key: Path) -> None:
    (signed / SIGNATURE).write_bytes(
        sign((signed / "manifest.json").read_bytes(), Ed25519PrivateKey.generate())
    )
    assert origin_of(load_package(signed).signature, key).signer == "other"


def test_a_file_may_not_pose_as_the_signature(tmp_path: Path, files: dict[str, bytes], signed: Path) -> None:
    with pytest.raises(PackageError, match=r"may not have a file named 'signature\.json'"):
        write_package(tmp_path / "p", tiny_model.manifest(), {**files, SIGNATURE: b"{}"})
    archive = pack(signed, tmp_path / "twice.noduscope")
    with zipfile.ZipFile(archive, "a") as opened, pytest.warns(UserWarning, match="Duplicate name"):
        opened.writestr(SIGNATURE, b"{}")
    with pytest.raises(PackageError, match="holds one name twice"):
        load_package(archive)
