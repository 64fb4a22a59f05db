"""Labels in a table (CSV), one nodule a row; the columns are listed in docs/labels.md.

It knows the file only: whether there is such a series or nodule is not its matter.
"""

from __future__ import annotations

import csv
import io
import math
from datetime import date
from pathlib import Path

from engine.labels.incoming import (
    Incoming,
    IncomingLabel,
    InPatient,
    InSeries,
    LabelFileError,
    OnSlice,
    Place,
    Said,
)
from engine.labels.kinds import Label, LabelSource

IN_PATIENT, IN_SERIES = ("x_mm", "y_mm", "z_mm"), ("slice", "row", "column")
ON_SLICE = ("sop_instance_uid", "row", "column")
#: A hundred thousand labels, with long identifiers and comments.
MAX_BYTES, MAX_ROWS = 64 << 20, 100_000
#: What else a source may be called; ``opinion`` is the window's word.
_SOURCES = {"opinion": LabelSource.READER, "followup": LabelSource.FOLLOW_UP}
_POSITIONS = f"{', '.join(IN_PATIENT)}, or {', '.join(IN_SERIES)}, or {', '.join(ON_SLICE)}"


def read_csv(path: Path, said: Said) -> Incoming:
    """Read the labels in a table.

    Commas, semicolons (then also decimal commas) and tabs part columns; capitals and order are free, columns
    of other names are left alone. A row that cannot be used is told and the others are read.

    Parameters
    ----------
    path
        The file, in UTF-8.
    said
        What a row that leaves it empty says.

    Raises
    ------
    LabelFileError
        If it is no such table.
    """
    text = _text(path)
    delimiter = _delimiter(text)
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        columns = [(name or "").strip().lower() for name in lines.fieldnames or ()]
        _check(path.name, columns, said)
        lines.fieldnames = columns
        incoming = Incoming()
        for row in lines:
            if len(incoming.labels) + len(incoming.problems) >= MAX_ROWS:
                raise LabelFileError(
                    f"{path.name} has more than {MAX_ROWS} rows. Part it into several files."
                )
            values = {k: v.strip() for k, v in row.items() if k and isinstance(v, str) and v.strip()}
            if not values:
                continue
            origin = f"Row {lines.line_num} of {path.name}"
            try:
                incoming.labels.append(_label(origin, values, said, decimal_comma=delimiter == ";"))
            except ValueError as error:
                incoming.problems.append(f"{origin}: {error}")
    except csv.Error as error:
        raise LabelFileError(f"{path.name} is not a table that can be read: {error}.") from error
    if not incoming.labels and not incoming.problems:
        raise LabelFileError(f"{path.name} holds no labels: there is no row below its header.")
    return incoming


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LabelFileError(
                f"{path.name} is larger than {MAX_BYTES >> 20} MB, which no table of labels is."
            )
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise LabelFileError(f"{path.name} is not text in UTF-8. Save the table as CSV in UTF-8.") from None
    except OSError as error:
        raise LabelFileError(f"{path.name} cannot be read: {error.strerror}.") from error


def _delimiter(text: str) -> str:
    header = text.partition("\n")[0]
    return max(",;\t", key=header.count)


def _check(name: str, columns: list[str], said: Said) -> None:
    missing = [] if "series_uid" in columns or "sop_instance_uid" in columns else ["series_uid"]
    if "label" not in columns and said.label is None:
        missing.append("label")
    if missing:
        raise LabelFileError(f"{name} has no column {' and no column '.join(missing)}.")
    if not any(set(place) <= set(columns) for place in (IN_PATIENT, IN_SERIES, ON_SLICE)):
        raise LabelFileError(f"{name} does not say where the nodules are: it needs the columns {_POSITIONS}.")
    twice = {column for column in columns if column and columns.count(column) > 1}
    if twice:
        raise LabelFileError(f"{name} has the column {min(twice)} twice.")


def _label(origin: str, values: dict[str, str], said: Said, *, decimal_comma: bool) -> IncomingLabel:
    reader = values.get("reader", said.reader)
    if not reader:
        raise ValueError("it does not say who the reader is; fill in the column reader or give --reader.")
    place = _place(values, decimal_comma=decimal_comma)
    if not isinstance(place, OnSlice) and "series_uid" not in values:
        raise ValueError("series_uid is empty.")
    return IncomingLabel(
        origin=origin,
        series_uid=values.get("series_uid", ""),
        place=place,
        label=_which(values.get("label", ""), said.label),
        source=_source(values.get("source", ""), said.source),
        reader=reader,
        evidence_date=_date(values.get("evidence_date", ""), said.evidence_date),
        comment=values.get("comment", ""),
    )


def _place(values: dict[str, str], *, decimal_comma: bool) -> Place:
    def number(column: str) -> float:
        text = values[column].replace(",", ".") if decimal_comma else values[column]
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise ValueError(f"{column} is {values[column]!r}, which is no number.")
        return value

    if set(IN_PATIENT) <= values.keys():
        x, y, z = (number(column) for column in IN_PATIENT)
        return InPatient((x, y, z))
    if set(ON_SLICE) <= values.keys():
        return OnSlice(values["sop_instance_uid"], number("row"), number("column"))
    if set(IN_SERIES) <= values.keys():
        k, r, c = (number(column) for column in IN_SERIES)
        return InSeries((k, r, c))
    raise ValueError(f"it does not say where the nodule is; fill in {_POSITIONS}.")


def _which(text: str, default: Label | None) -> Label:
    if not text and default is not None:
        return default
    try:
        return Label(text.lower())
    except ValueError:
        what = f"the label is {text!r}" if text else "the label is empty"
        raise ValueError(f"{what}; it can be {', '.join(Label)}.") from None


def _source(text: str, default: LabelSource | None) -> LabelSource:
    if not text:
        return default or LabelSource.READER
    word = text.lower().replace("-", "_").replace(" ", "_")
    if word in _SOURCES:
        return _SOURCES[word]
    try:
        return LabelSource(word)
    except ValueError:
        raise ValueError(f"the source is {text!r}; it can be {', '.join(LabelSource)}.") from None


def _date(text: str, default: date | None) -> date | None:
    if not text:
        return default
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"evidence_date is {text!r}; it has to be YYYY-MM-DD.") from None
