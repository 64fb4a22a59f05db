"""The lines of a file's elements: which a search finds, and as text to copy. Data to data; no widgets."""

from __future__ import annotations

from collections.abc import Sequence

from app.i18n import mark, tr
from engine.protocol_tags import TagRow

#: What stands for a value that says who the patient is, in a copy that leaves those out.
LEFT_OUT = mark("(left out)")


def found(rows: Sequence[TagRow], search: str) -> tuple[list[bool], int]:
    """Say which lines a search shows: those that have every word of it, and the lines they lie in.

    Parameters
    ----------
    rows
        Nested ones follow theirs.
    search
        Words; a tag may be written ``0028,0030`` or ``00280030``, capitals do not matter.

    Returns
    -------
    list of bool, int
        For each line whether it is shown, and how many have the words themselves.
    """
    words = search.casefold().split()
    shown = [False] * len(rows)
    open_rows: list[int] = []
    count = 0
    for i, row in enumerate(rows):
        while open_rows and rows[open_rows[-1]].depth >= row.depth:
            open_rows.pop()
        if all(word in _searched(row) for word in words):
            count += 1
            shown[i] = True
            for above in open_rows:
                shown[above] = True
        open_rows.append(i)
    return shown, count


def _searched(row: TagRow) -> str:
    plain = row.tag.strip("()")
    return f"{row.tag} {plain} {plain.replace(',', '')} {row.vr} {row.name} {row.value}".casefold()


def line_of(row: TagRow, *, identifiers: bool = True) -> str:
    """One line as text, with its depth."""
    value = row.value + (" …" if row.cut else "")
    if row.identifying and not identifiers:
        value = tr(LEFT_OUT)
    parts = (row.tag, row.vr, row.name, f"= {value}" if value else "")
    return "  " * row.depth + " ".join(part for part in parts if part)


def text_of(rows: Sequence[TagRow], *, identifiers: bool) -> str:
    """Return lines as text; values that say who the patient is only with `identifiers`."""
    return "\n".join(line_of(row, identifiers=identifiers) for row in rows) + "\n"
