"""Names that stand for identifiers in files of labels: the same in every file, and nobody turns one back."""

from __future__ import annotations

import hashlib
import hmac

#: How they begin; one that stands for such a name is the name itself.
_PREFIX = "merged-"
_DIGITS = 32


def name_of(kind: str, value: str, key: bytes) -> str:
    """Return what stands for an identifier: the same in every file of the same secret."""
    if not value or value.startswith(_PREFIX):
        return value
    digest = hmac.new(b"noduscope labels" + key, f"{kind}/{value}".encode(), hashlib.sha256)
    return _PREFIX + digest.hexdigest()[:_DIGITS]


def proof_of(key: bytes) -> str:
    """Return what tells whether names were made with a secret; empty without one."""
    return name_of("check", "key", key) if key else ""
