"""Tolerant access to the elements of a header: a wrong value is a missing one, never an exception.

pydicom splits a file into elements; here their bytes are read by what the standard says of each tag, whatever
type of value the file claims. That is how a file whose elements have type UN, or a spacing that is no number,
can be opened or refused in words. Knows nothing of what the tags are used for.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable
from functools import lru_cache

from pydicom.charset import convert_encodings, decode_bytes
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

SPECIFIC_CHARACTER_SET = 0x00080005


@lru_cache(maxsize=1024)
def _decode(raw: bytes, charset: bytes) -> str:
    names = [name.strip() for name in charset.decode("ascii", "replace").split("\\")]
    try:
        text = decode_bytes(raw, convert_encodings(names), set(b"\\^="))
    except (LookupError, UnicodeError, ValueError):
        text = raw.decode("latin-1")
    # Control characters and halves of surrogate pairs would break a terminal or a JSON line further on.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() else " " for c in text).strip()


class Tags:
    """The elements of a dataset, or of one item of a sequence."""

    def __init__(self, dataset: Dataset, *, little_endian: bool = True, charset: bytes = b"") -> None:
        self._dataset = dataset
        self._order = "<" if little_endian else ">"
        self._charset = self.raw(SPECIFIC_CHARACTER_SET) or charset

    def __contains__(self, tag: int) -> bool:
        return tag in self._dataset

    def raw(self, tag: int) -> bytes:
        """Return the value's bytes without padding; empty where there is none."""
        element = self._dataset.get_item(tag) if tag in self._dataset else None
        if element is None or element.value is None:
            return b""
        value = element.value
        if not isinstance(value, bytes):  # pydicom has converted it already
            parts = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
            value = "\\".join(str(part) for part in parts).encode("utf-8", "replace")
        return value

    def text(self, tag: int) -> str:
        """Return the value as text in the file's character set, several values with a backslash between."""
        return _decode(self.raw(tag).rstrip(b"\0 "), self._charset)

    def code(self, tag: int) -> str:
        """Return a UID or code string, which are ASCII."""
        return self.raw(tag).strip(b"\0 \t\r\n").decode("ascii", "replace")

    def codes(self, tag: int) -> tuple[str, ...]:
        """Return a code string of several values."""
        code = self.code(tag)
        return tuple(part.strip() for part in code.split("\\")) if code else ()

    def numbers(self, tag: int) -> tuple[float, ...]:
        """Return the numbers of a decimal or integer string; empty where one of them is not finite."""
        raw = self.raw(tag).strip(b"\0 ")
        try:
            values = tuple(float(part) for part in raw.split(b"\\")) if raw else ()
        except ValueError:
            return ()
        return values if all(map(math.isfinite, values)) else ()

    def number(self, tag: int) -> float | None:
        """Return the first number of a decimal or integer string."""
        values = self.numbers(tag)
        return values[0] if values else None

    def ushort(self, tag: int) -> int | None:
        """Return an unsigned integer of two (or, in some files, four) bytes."""
        raw = self.raw(tag)
        if isinstance(self._dataset.get_item(tag), RawDataElement) and len(raw) in {2, 4}:
            return int(struct.unpack(self._order + ("H" if len(raw) == 2 else "I"), raw)[0])
        return int(raw) if raw.isdigit() and len(raw) > 4 else None

    def items(self, tag: int) -> list[Tags]:
        """Return the items of a sequence; none where it is missing or broken."""
        if tag not in self._dataset:
            return []
        try:
            value = self._dataset[tag].value
            items = [item for item in value if isinstance(item, Dataset)] if value else []
        except Exception:  # noqa: BLE001 - pydicom raises many kinds over broken sequences
            return []
        little = self._order == "<"
        return [Tags(item, little_endian=little, charset=self._charset) for item in items]

    def item(self, tag: int) -> Tags | None:
        """Return the first item of a sequence."""
        items = self.items(tag)
        return items[0] if items else None
