"""``findings.csv``: one line a finding, for a spreadsheet; ``measurements.csv``: what a reader measured.

A cell can never become a formula there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from engine.findings import Point
from engine.reading import measured_text
from engine.report import report_json
from engine.reports import Export

NAME = "findings.csv"
HEADER = (
    "series_uid", "rank", "id", "source", "decision", "x_mm", "y_mm", "z_mm", "slice", "row", "column",
    "long_axis_mm", "short_axis_mm", "volume_mm3", "mean_hu", "detection_score", "probability", "call",
    "flags",
)  # fmt: skip
MEASUREMENTS = "measurements.csv"
#: One line a figure; a measurement of several figures has several lines with one number.
MEASUREMENT_HEADER = ("series_uid", "number", "kind", "slice", "text", "quantity", "value", "points_mm")
#: A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(export: Export, folder: Path) -> list[Path]:
    """Write the findings; slices, rows and columns count from 0 as in ``report.json``."""
    path = folder / NAME
    document = report_json(export.report)
    uid = document["series"]["series_uid"]
    rows = [
        [
            uid, rank, f["id"], f["source"], f["decision"], *f["centre_mm"], *f["centre_voxel"],
            f["long_axis_mm"], f["short_axis_mm"], f["volume_mm3"], f["mean_hu"], f["detection_score"],
            f["probability"], f["call"], " ".join(flag["text"] for flag in f["flags"]),
        ]
        for rank, f in enumerate(document["findings"], start=1)
    ]  # fmt: skip
    path.write_text(csv_text(HEADER, rows), encoding="utf-8", newline="")
    reading = export.reading
    if reading is None or not reading.measurements:
        return [path]
    measured = folder / MEASUREMENTS
    lines = [
        [uid, number, m.kind, m.slice, measured_text(m), name, value, " ; ".join(map(_position, m.points_mm))]
        for number, m in enumerate(reading.measurements, start=1)
        for name, value in (m.values.items() or [("", None)])
    ]
    measured.write_text(csv_text(MEASUREMENT_HEADER, lines), encoding="utf-8", newline="")
    return [path, measured]


def _position(point: Point) -> str:
    return " ".join(f"{v:.2f}" for v in point)


def csv_text(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return a table as CSV (RFC 4180), safe to open in a spreadsheet.

    Text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return buffer.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return " x ".join(f"{v:g}" for v in value)
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return f"'{value}"
    return "" if value is None else value
