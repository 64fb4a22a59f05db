"""Damages bytes and JSON documents, the same for the same random generator. It must not know any format."""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Sequence
from typing import Any

#: Whole numbers at which lengths, counts and signs break.
NUMBERS = (0, 1, 2, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFE, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000,
           0xFFFFFFFE, 0xFFFFFFFF)  # fmt: skip
#: Pieces of the formats that are read.
TOKENS = (
    b"\0", b"\xff" * 4, b"\xfe\xff\x00\xe0", b"\xfe\xff\x0d\xe0\0\0\0\0", b"\xfe\xff\xdd\xe0\0\0\0\0",
    b"\xe0\x7f\x10\0", b"SQ\0\0\xff\xff\xff\xff", b"UN\0\0", b"DICM", b"PK\x03\x04", b"PK\x05\x06", b"\\",
    b"..", b"../", b"1e400", b"nan", b"-1", b"9" * 40, b"<a>", b"&x;", b"<!DOCTYPE a [<!ENTITY x 'y'>]>",
    b'"', b"[", b"{", b"\n", b";", b"\xff\xd8", b"\xff\xda", b"\xff\x4f\xff\x51", b"\x93NUMPY",
)  # fmt: skip


def mutated(data: bytes, rng: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """Return `data` with one to eight changes; `others` lend pieces."""
    out = bytearray(data)
    for _ in range(min(rng.randint(1, 8), rng.randint(1, 8))):
        _change(out, rng, others)
    return bytes(out)


def _change(out: bytearray, rng: random.Random, others: Sequence[bytes]) -> None:
    # Headers are at the front: half of the changes fall there.
    size = len(out) if rng.random() < 0.5 else min(len(out), 1500)
    at = rng.randrange(size) if size else 0
    kind = rng.randrange(9)
    if kind == 0 and out:
        out[at] ^= 1 << rng.randrange(8)
    elif kind == 1 and out:
        out[at] = rng.randrange(256)
    elif kind == 2:
        width = rng.choice("BHI")
        number = rng.choice(NUMBERS) & ((1 << 8 * struct.calcsize(width)) - 1)
        piece = struct.pack(rng.choice("<>") + width, number)
        out[at : at + len(piece)] = piece
    elif kind == 3:
        del out[at : at + rng.choice((1, 2, 4, 8, 16, 64, 256))]
    elif kind == 4:
        out[at:at] = rng.choice(TOKENS)
    elif kind == 5:
        piece = rng.choice(TOKENS)
        out[at : at + len(piece)] = piece
    elif kind == 6:
        out[at:at] = out[at : at + rng.randint(1, 200)] * rng.choice((1, 1, 2, 50))
    elif kind == 7 and rng.random() < 0.3:
        del out[at:]
    elif others:
        other = rng.choice(others)
        start = rng.randrange(len(other)) if other else 0
        out[at : at + rng.randint(1, 64)] = other[start : start + rng.randint(1, 200)]


def hostile_value(rng: random.Random) -> Any:
    """Return something that a JSON document should not hold there."""
    deep: Any = rng.choice(("x", {}))
    for _ in range(rng.choice((3, 50, 200))):
        deep = [deep] if rng.random() < 0.5 else {"a": deep}
    return rng.choice(
        (
            None, True, -1, 0, 1, 10**400, -(10**18), 1 << 63, 0.1, 1e308, float("nan"), float("inf"), "",
            "x" * 5000, "\0", "../../x", "1e999", "2026-99-99", "\u202e\U0001f480", [], {}, [[]],
            [None] * 2000, deep, {str(i): i for i in range(500)},
        )
    )  # fmt: skip


def mutated_json(document: Any, rng: random.Random) -> bytes:
    """Return a JSON document with one to four of its values replaced, removed or doubled."""
    document = json.loads(json.dumps(document))
    for _ in range(rng.randint(1, 4)):
        places = list(_places(document))
        if not places:
            break
        holder, key = rng.choice(places)
        kind = rng.randrange(5)
        if kind == 0:
            del holder[key]
        elif kind == 1 and isinstance(holder, list):
            holder.insert(key, holder[key])
        elif kind == 1:
            holder[f"{key}x"] = holder[key]
        elif kind == 2:
            other, name = rng.choice(places)
            if name in other if isinstance(other, dict) else name < len(other):
                holder[key] = json.loads(json.dumps(other[name]))
        else:
            holder[key] = hostile_value(rng)
    return json.dumps(document).encode()


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return where values stand, in at most 3000 places."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(found) < 3000:
        one = waiting.pop()
        keys = list(one) if isinstance(one, dict) else range(len(one)) if isinstance(one, list) else ()
        for key in keys:
            found.append((one, key))
            waiting.append(one[key])
    return found
