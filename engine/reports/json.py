"""``report.json``: the report as every other program reads it."""

from __future__ import annotations

import json
from pathlib import Path

from engine.report import report_json
from engine.reports import Export
from engine.reports.reading_json import reading_json

NAME = "report.json"


def write(export: Export, folder: Path) -> list[Path]:
    """Write the report as one JSON document in UTF-8."""
    path = folder / NAME
    document = report_json(export.report)
    if export.reading is not None:
        document["reading"] = reading_json(export)
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
    return [path]
