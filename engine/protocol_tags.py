"""Messages about the DICOM elements of a slice. They are part of `engine.protocol`.

What they hold is for the reader's screen: values may name a patient and are never logged.
"""

from __future__ import annotations

from typing import Literal

from engine.protocol_base import Message


class TagsRequest(Message):
    """List the elements of the file that a slice of a series comes from. Result: `TagsResult`."""

    kind: Literal["tags"] = "tags"
    id: int
    series_uid: str
    paths: tuple[str, ...]
    slice: int


class TagValueRequest(Message):
    """Give the whole value of one of them. Result: `TagValueResult`."""

    kind: Literal["tag_value"] = "tag_value"
    id: int
    series_uid: str
    paths: tuple[str, ...]
    slice: int
    place: tuple[int, ...]
    """As in `TagRow`."""


class TagRow(Message):
    """One element, or one item of a sequence, in the order of the file; nested ones follow theirs."""

    depth: int
    tag: str
    """``(gggg,eeee)``; of an item: ``Item 3 of 5``."""
    vr: str
    name: str
    value: str
    """One line; of binary values the length only."""
    cut: bool = False
    """Whether there is more of the value: see `TagValueRequest`."""
    identifying: bool = False
    """Whether PS3.15 Annex E does not let the value stay as it is in a de-identified copy."""
    place: tuple[int, ...] = ()
    """Where it is: tag, index of the item, tag, and so on."""


class TagsResult(Message):
    """The elements of a file."""

    kind: Literal["tags"] = "tags"
    file: str
    """Its name, with the frame's number in a multi-frame file."""
    rows: tuple[TagRow, ...]
    left_out: str = ""
    """What is not listed, in a sentence; empty where all is."""


class TagValueResult(Message):
    """A value."""

    kind: Literal["tag_value"] = "tag_value"
    text: str
    cut: bool = False
    """Whether even this is not all of it."""
