"""The elements of a file as lines of text: nested sequences as a tree, private elements, functional groups.

For a reader who looks something up, so whatever the file holds comes to an end: so many lines, so deep, so
long a value. A value that cannot be read is said to be so and stops nothing. It must not know messages or the
window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.multival import MultiValue
from pydicom.tag import BaseTag, Tag

from engine.dicom.datasets import read_header
from engine.dicom.errors import DicomError
from engine.dicom.frames import PER_FRAME
from engine.dicom.instance import SliceInfo
from engine.dicom.profile import Action, action_for
from engine.dicom.tags import Tags

#: A series of one file with a thousand frames has fewer in those of one frame.
MAX_ROWS = 20_000
MAX_DEPTH = 16
MAX_ITEMS = 500
#: Of a value in the list, and of the whole value on demand, characters.
SHORT = 160
LONG = 1_000_000
#: An element above this many bytes is passed over in reading; only its length is told.
MAX_ELEMENT_BYTES = 64 << 20

SOP_INSTANCE_UID, PIXEL_DATA = 0x00080018, 0x7FE00010
_BINARY = frozenset({"OB", "OD", "OF", "OL", "OV", "OW", "UN"})
_KEPT = frozenset({Action.KEEP, Action.ITEMS})
#: Values looked at of one element: a lookup table has 65,536.
_MAX_VALUES = 200_000

UNREADABLE = "(cannot be read)"


@dataclass(frozen=True)
class Element:
    """One line.

    Parameters
    ----------
    place
        Tag, index of the item, tag, and so on: where it is.
    depth
        0 for the dataset's own elements; items and what is in them are deeper.
    tag, vr, name, value
        As text, on one line; of binary values the length only.
    cut
        Whether there is more of the value: `value_at`.
    identifying
        Whether PS3.15 Annex E does not let it stay as it is.
    """

    place: tuple[int, ...]
    depth: int
    tag: str
    vr: str
    name: str
    value: str
    cut: bool = False
    identifying: bool = False


@dataclass(frozen=True)
class Elements:
    """The lines of a file, and in a sentence what of it is not among them."""

    rows: tuple[Element, ...]
    left_out: str = ""


def elements_of(slice_: SliceInfo) -> Elements:
    """List the elements of the file of a slice; of a multi-frame file's frames only that of the slice.

    Raises
    ------
    DicomError
        If the file is gone or damaged.
    """
    header = read_header(slice_, pass_over_above=MAX_ELEMENT_BYTES)
    if _uid_of(header) != slice_.file.sop_uid:
        name = slice_.file.source.name
        raise DicomError(f"{name} is damaged, or another file since it was opened. Open its folder again.")
    listing = _Listing(slice_)
    rows = list(islice(listing.of_file(header), MAX_ROWS + 1))
    if len(rows) > MAX_ROWS:
        rows = rows[:MAX_ROWS]
        listing.note(f"only the first {MAX_ROWS} elements are listed")
    return Elements(tuple(rows), listing.left_out)


def value_at(slice_: SliceInfo, place: Sequence[int]) -> tuple[str, bool]:
    """Return the whole value of an element, and whether it is still cut off (at `LONG` characters).

    Raises
    ------
    DicomError
        If the file is gone or damaged, or has no such element.
    """
    dataset: Any = read_header(slice_, pass_over_above=MAX_ELEMENT_BYTES)
    try:
        if Tag(place[0]).group == 2:
            dataset = dataset.file_meta
        for tag, item in zip(place[0:-1:2], place[1::2], strict=True):
            dataset = dataset[Tag(tag)].value[item]
        passed_over = _is_passed_over(dataset.get_item(Tag(place[-1]), keep_deferred=True))
        text = "" if passed_over else _text(dataset[Tag(place[-1])])
    except Exception as error:
        raise DicomError("The file has changed: this element is no longer in it, or broken.") from error
    if passed_over:
        raise DicomError("This value is too long to be shown.")
    return text[:LONG], len(text) > LONG


class _Listing:
    """Goes through a dataset."""

    def __init__(self, slice_: SliceInfo) -> None:
        self._slice = slice_
        self._notes: dict[str, None] = {}

    @property
    def left_out(self) -> str:
        """What is not listed, in a sentence."""
        text = "; ".join(self._notes)
        return f"{text[0].upper()}{text[1:]}." if text else ""

    def note(self, text: str) -> None:
        """Say that something is not listed."""
        self._notes[text] = None

    def of_file(self, header: Dataset) -> Iterator[Element]:
        """Yield all lines."""
        meta = getattr(header, "file_meta", None)
        if meta is not None:
            yield from self._of(meta, (), 0)
        yield from self._of(header, (), 0)
        pixels = self._slice.file.pixels
        frames = f", {pixels.frames} frames" if pixels.frames > 1 else ""
        if PIXEL_DATA not in header:
            yield Element(
                (PIXEL_DATA,), 0, "(7FE0,0010)", "OW", "Pixel Data",
                f"{pixels.columns} × {pixels.rows} pixels of {pixels.bits_allocated} bits{frames}",
            )  # fmt: skip

    def _of(self, dataset: Dataset, place: tuple[int, ...], depth: int) -> Iterator[Element]:
        for tag in sorted(dataset.keys()):
            here = (*place, int(tag))
            raw = dataset.get_item(tag, keep_deferred=True)
            if isinstance(raw, RawDataElement) and _is_passed_over(raw):
                yield Element(
                    here, depth, _tag_text(tag), raw.VR or "", _name(tag), _bytes_text(raw.length),
                    identifying=True,
                )  # fmt: skip
                continue
            try:
                element = dataset[tag]
                row = _row(element, here, depth)
            except Exception:  # noqa: BLE001 - pydicom raises many kinds over broken elements
                yield Element(
                    here, depth, _tag_text(tag), getattr(raw, "VR", None) or "", _name(tag), UNREADABLE,
                    identifying=True,
                )  # fmt: skip
                continue
            yield row
            if element.VR == "SQ":
                yield from self._items(element, here, depth + 1)

    def _items(self, element: DataElement, place: tuple[int, ...], depth: int) -> Iterator[Element]:
        if depth + 2 > 2 * MAX_DEPTH:
            self.note(f"what lies deeper than {MAX_DEPTH} sequences is not listed")
            return
        items = element.value
        frames = self._slice.file.pixels.frames
        shown: Sequence[int] = range(len(items))
        if int(element.tag) == PER_FRAME and len(place) == 1 and frames > 1:
            # The other frames' are found on their own slices.
            shown = [self._slice.frame] if self._slice.frame < len(items) else []
            self.note(f"of the functional groups of {len(items)} frames, those of this slice are listed")
        elif len(items) > MAX_ITEMS:
            shown = range(MAX_ITEMS)
            self.note(f"of longer sequences, the first {MAX_ITEMS} items are listed")
        for i in shown:
            yield Element((*place, i), depth, f"Item {i + 1} of {len(items)}", "", "", "")
            yield from self._of(items[i], (*place, i), depth + 1)


def _uid_of(header: Dataset) -> str:
    return Tags(header).code(SOP_INSTANCE_UID)


def _row(element: DataElement, place: tuple[int, ...], depth: int) -> Element:
    full = _text(element)
    line = " ".join(full.split()) if element.VR not in _BINARY else full
    return Element(
        place,
        depth,
        _tag_text(element.tag),
        element.VR,
        _name(element.tag, element),
        line[:SHORT],
        cut=len(line) > SHORT,
        identifying=action_for(element) not in _KEPT,
    )


def _is_passed_over(raw: object) -> bool:
    return isinstance(raw, RawDataElement) and raw.value is None and raw.length not in (0, 0xFFFFFFFF)


def _tag_text(tag: BaseTag) -> str:
    return f"({tag.group:04X},{tag.element:04X})"


def _name(tag: BaseTag, element: DataElement | None = None) -> str:
    """What an element is called; a private one that no dictionary knows, by who made it up."""
    if element is None:
        element = DataElement(tag, "UN", b"")
    name = str(element.name)
    if tag.is_private and name == "Private tag data":
        creator = _printable(str(getattr(element, "private_creator", None) or ""))
        return f"Private, of {creator}" if creator else "Private"
    return name


def _bytes_text(n: int) -> str:
    return f"{n} bytes"


def _text(element: DataElement) -> str:
    """Return a value as text; lines stay, other control characters become spaces."""
    value: Any = element.value
    if element.VR == "SQ":
        return f"{len(value)} item{'' if len(value) == 1 else 's'}"
    if isinstance(value, bytes):
        return _words_in(value) or _bytes_text(len(value))
    if element.VR in _BINARY:
        return _bytes_text(len(value) if value is not None else 0)
    if value is None:
        return ""
    several = isinstance(value, MultiValue | list | tuple)
    values: list[Any] = list(islice(value, _MAX_VALUES)) if several else [value]
    parts = (_tag_text(v) if isinstance(v, BaseTag) else str(v) for v in values)
    return _printable("\\".join(parts))


def _words_in(value: bytes) -> str:
    """Return the text that an element of unknown type is; empty where it is binary.

    In files without explicit types every private element is of unknown type.
    """
    words = value.rstrip(b"\0 ")
    if words and len(words) <= SHORT and words.isascii() and words.decode("ascii").isprintable():
        return words.decode("ascii")
    return ""


def _printable(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text.replace("\r\n", "\n")).strip()
