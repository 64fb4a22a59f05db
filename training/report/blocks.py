"""What a report is made of, before it is HTML or PDF: sections of sentences, tables and pictures.

Knows nothing of models, plots or file formats.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Format = Literal["svg", "png"]


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    text: str


@dataclass(frozen=True)
class Items:
    """A list of sentences."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of text under a header; the first column names the row.

    Parameters
    ----------
    caption
        What the table shows, in a sentence.
    header, rows
        Texts; every row is as long as the header.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        if any(len(row) != len(self.header) for row in self.rows):
            raise ValueError("Every row of a table must be as long as its header.")


@dataclass(frozen=True)
class Picture:
    """A drawing.

    Parameters
    ----------
    title
        What it shows, in words; also for those who cannot see it.
    caption
        How to read it.
    width_mm
        Its natural width.
    draw
        Returns it as ``"svg"`` (vectors) or ``"png"`` (pixels).
    """

    title: str
    caption: str
    width_mm: float
    draw: Callable[[Format], bytes] = field(repr=False)


@dataclass(frozen=True)
class Row:
    """Two pictures side by side."""

    left: Picture
    right: Picture


@dataclass(frozen=True)
class CaseCard:
    """One nodule: its picture, if there is one, and what is known of it.

    Parameters
    ----------
    title
        The case's public name or hash.
    mark
        What must not be overlooked, if anything.
    lines
        Texts.
    picture
        PNG.
    """

    title: str
    mark: str
    lines: tuple[str, ...]
    picture: bytes | None = field(repr=False)


@dataclass(frozen=True)
class Gallery:
    """Cases beside each other."""

    cards: tuple[CaseCard, ...]


Block = Paragraph | Items | Table | Picture | Row | Gallery


@dataclass(frozen=True)
class Section:
    """A part of the report under a heading."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A whole report.

    Parameters
    ----------
    title, subtitle
        What was judged, and on what.
    sections
        In reading order.
    footer
        Said at the end.
    """

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    footer: str
