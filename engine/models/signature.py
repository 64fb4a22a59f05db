"""Who vouches for a model package: an Ed25519 signature over its manifest, and this site's own key.

The manifest names the SHA-256 of every other file, so signing its bytes signs the package. A signature says
that a package is as its signer made it, and which key that was; whose key it is, people have to tell each
other by its fingerprint. Knows bytes and keys, not packages.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from engine import json_text, paths

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE = "signature.json"
#: The site's private key, in the user's data folder.
KEY_FILE = "signing-key.pem"
#: Hexadecimal digits of a fingerprint: enough to tell keys apart by telephone.
FINGERPRINT_DIGITS = 16
_SCHEMA = 1
_MAX_BYTES = 4096

Signer = Literal["this_site", "other", "none"]


class SignatureError(Exception):
    """A signature that does not hold, or a key that cannot be used; in a sentence."""


@dataclass(frozen=True)
class Signature:
    """A signature that holds.

    Parameters
    ----------
    public_key
        The signer's, 32 bytes.
    """

    public_key: bytes

    @property
    def fingerprint(self) -> str:
        """Of the signer's key: the first digits of its SHA-256, in groups of four."""
        digits = hashlib.sha256(self.public_key).hexdigest()[:FINGERPRINT_DIGITS]
        return "-".join(digits[i : i + 4] for i in range(0, FINGERPRINT_DIGITS, 4))


@dataclass(frozen=True)
class Origin:
    """Who signed a package, seen from this site.

    Parameters
    ----------
    signer
        ``"none"`` where it is not signed.
    fingerprint
        Of the signer's key; empty where it is not signed.
    """

    signer: Signer
    fingerprint: str = ""

    @property
    def text(self) -> str:
        """The same in words."""
        return {
            "this_site": f"signed by this site (key {self.fingerprint})",
            "other": f"signed by another key ({self.fingerprint})",
            "none": "not signed",
        }[self.signer]

    def document(self) -> dict[str, str | None]:
        """Return its JSON form."""
        return {"signer": self.signer, "fingerprint": self.fingerprint or None, "text": self.text}


def site_key(path: Path | None = None) -> Ed25519PrivateKey:
    """Return this site's private key, made on first use and readable by this user only.

    Parameters
    ----------
    path
        Its file; by default `KEY_FILE` in the user's data folder.

    Raises
    ------
    SignatureError
        If the file holds no such key.
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = path or paths.data_dir() / KEY_FILE
    if not path.exists():
        key = Ed25519PrivateKey.generate()
        content = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        _write_once(path, content)
    # Read back in any case: another process may have been faster.
    try:
        stored = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (ValueError, TypeError):
        stored = None
    if not isinstance(stored, Ed25519PrivateKey):
        raise SignatureError(
            f"{path.name} in the user's data folder holds no Ed25519 key, so nothing can be signed. Move it "
            "away to have a new one made; packages signed before will then count as signed by another key."
        )
    return stored


def sign(manifest: bytes, key: Ed25519PrivateKey) -> bytes:
    """Return the content of `SIGNATURE` for the bytes of a manifest."""
    public = key.public_key().public_bytes_raw()
    document = {
        "schema": _SCHEMA,
        "algorithm": "Ed25519",
        "public_key": base64.b64encode(public).decode(),
        "signature": base64.b64encode(key.sign(manifest)).decode(),
    }
    return json.dumps(document, indent=2).encode() + b"\n"


def check_signature(content: bytes, manifest: bytes) -> Signature:
    """Check the content of `SIGNATURE` against the bytes of a manifest.

    Raises
    ------
    SignatureError
        If it cannot be read, or is not of these bytes.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        document: Any = json_text.parse(content) if len(content) <= _MAX_BYTES else None
        if document["schema"] != _SCHEMA or document["algorithm"] != "Ed25519":
            raise SignatureError("its signature is of a kind that this version does not know")
        public = base64.b64decode(document["public_key"], validate=True)
        signature = base64.b64decode(document["signature"], validate=True)
        key = Ed25519PublicKey.from_public_bytes(public)
    except (ValueError, KeyError, TypeError) as error:
        raise SignatureError("its signature cannot be read") from error
    try:
        key.verify(signature, manifest)
    except InvalidSignature as error:
        raise SignatureError("its signature is not of this manifest") from error
    return Signature(public)


def origin_of(signature: Signature | None, key_file: Path | None = None) -> Origin:
    """Say who signed a package, seen from this site; no key is made for that.

    Parameters
    ----------
    signature
        The package's; `None` where it is not signed.
    key_file
        This site's key; by default `KEY_FILE` in the user's data folder.
    """
    if signature is None:
        return Origin("none")
    path = key_file or paths.data_dir() / KEY_FILE
    try:
        own = site_key(path).public_key().public_bytes_raw() if path.is_file() else None
    except SignatureError:
        own = None
    return Origin("this_site" if signature.public_key == own else "other", signature.fingerprint)


def _write_once(path: Path, content: bytes) -> None:
    """Write a secret that is not there yet, whole, readable by this user only; a faster process wins."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        if not path.exists():
            part.rename(path)
    finally:
        part.unlink(missing_ok=True)
