"""ICU's data, which Qt links to, cut down to the languages of the window.

The format is ICU's common data file (`unicode/udata.h`, `ucmndata.h`): a header, a table of contents sorted
by name, then the items, each at a multiple of 16.
"""

from __future__ import annotations

import re
import struct
from pathlib import PurePosixPath

LANGUAGES = ("en", "zh")
#: Whole parts that Qt never asks for: it has names and formats of its own, and texts here are UTF-8.
UNUSED = ("curr", "lang", "rbnf", "region", "translit", "unit")
_LOCALE = re.compile(r"([a-z]{2,3})(_[A-Z0-9]\w*)?")
_HEADER = struct.Struct("<HBB")
_ALIGN = 16


def keeps(name: str) -> bool:
    """Whether an item, named as in the table of contents, is kept."""
    path = PurePosixPath(name)
    if path.suffix in {".cnv", ".dict"} or path.parts[1] in UNUSED:
        return False
    locale = _LOCALE.fullmatch(path.stem)
    return path.suffix != ".res" or locale is None or locale[1] in LANGUAGES


def items(data: bytes) -> dict[str, bytes]:
    """Return what a data file holds, by name.

    Raises
    ------
    ValueError
        If it is no common data file of a little-endian machine.
    """
    base, magic_1, magic_2 = _HEADER.unpack_from(data)
    if (magic_1, magic_2) != (0xDA, 0x27) or data[12:16] != b"CmnD":
        raise ValueError("This is not ICU's common data.")
    (count,) = struct.unpack_from("<I", data, base)
    entries = [struct.unpack_from("<II", data, base + 4 + 8 * i) for i in range(count)]
    ends = [offset for _, offset in entries[1:]] + [len(data) - base]
    return {
        data[base + name : data.index(b"\0", base + name)].decode("ascii"): data[base + start : base + end]
        for (name, start), end in zip(entries, ends, strict=True)
    }


def reduced(data: bytes) -> bytes:
    """Return the data file without the items that are not kept."""
    header = data[: _HEADER.unpack_from(data)[0]]
    kept = {name: item for name, item in items(data).items() if keeps(name)}
    names = b"".join(name.encode("ascii") + b"\0" for name in kept)
    table_size = 4 + 8 * len(kept)
    # Items are aligned to the block's start, the offsets count from behind the header.
    position = _up(len(header) + table_size + len(names)) - len(header)
    table, bodies, name_at = [struct.pack("<I", len(kept))], [], table_size
    for name, item in kept.items():
        table.append(struct.pack("<II", name_at, position))
        bodies.append(item.ljust(_up(len(item)), b"\0"))
        name_at += len(name) + 1
        position += len(bodies[-1])
    front = header + b"".join(table) + names
    return front.ljust(_up(len(front)), b"\0") + b"".join(bodies)


def _up(size: int) -> int:
    return -(-size // _ALIGN) * _ALIGN
