"""The summary of a batch: one row a series, as CSV and JSON. It names no patient and no path of an image."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from engine.files import write_whole
from engine.report import SCHEMA, SeriesFacts
from engine.reports.csv import csv_text

CSV = "summary.csv"
JSON = "summary.json"


class State(StrEnum):
    """What became of a series."""

    ANALYSED = "analysed"
    LEFT_OUT = "left_out"
    FAILED = "failed"
    STOPPED = "stopped"
    """It was not analysed because the run was stopped; the next one goes on with it."""


@dataclass(frozen=True)
class Row:
    """One series of the summary.

    Parameters
    ----------
    facts
        Of the series; replaced ones if the results are de-identified.
    spacing_mm
        Along ``(slice, row, column)``, where known.
    state, reason
        What became of it, and why, in sentences.
    folder
        Of its results; empty if there are none.
    report
        The content of its ``report.json``.
    """

    facts: SeriesFacts
    spacing_mm: tuple[float, float, float] | None
    state: State
    reason: str
    folder: str = ""
    report: Mapping[str, Any] | None = None

    def document(self) -> dict[str, Any]:
        """Return it as JSON; counts and extremes are of what a reader would be shown."""
        findings = suggestions(self.report) if self.report else []
        calls = Counter(finding["call"] for finding in findings)
        known = [f["probability"] for f in findings if f["probability"] is not None]
        analysed = self.report is not None
        return {
            "series_uid": self.facts.series_uid,
            "study_uid": self.facts.study_uid,
            "patient_key": self.facts.patient_key,
            "description": self.facts.description,
            "modality": self.facts.modality,
            "n_slices": self.facts.n_slices,
            "spacing_mm": [round(v, 4) for v in self.spacing_mm] if self.spacing_mm else None,
            "state": self.state.value,
            "reason": self.reason,
            "folder": self.folder or None,
            "suggestions": len(findings) if analysed else None,
            **{call: calls[call] if analysed else None for call in CALLS},
            "highest_probability": max(known, default=None),
            "largest_mm": max((f["long_axis_mm"] for f in findings), default=None),
        }


CALLS = ("malignant", "indeterminate", "benign", "out_of_range")


def suggestions(report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the findings of a ``report.json`` that a reader is shown first; see `engine.report.Report`."""
    return [finding for finding in report["findings"] if finding["shown"]]


def write_summary(out: Path, rows: Sequence[Row], about: Mapping[str, Any], skipped: Iterable[str]) -> None:
    """Write both files.

    Parameters
    ----------
    out
        The output folder.
    rows
        One for each series.
    about
        Software, model and settings of the run.
    skipped
        The reason of each file that is part of no series; they are counted, their paths are not told.

    Raises
    ------
    OSError
        If they cannot be written; the old ones stay.
    """
    documents = [row.document() for row in rows]
    reasons = Counter(skipped)
    document = {
        "schema": SCHEMA,
        **about,
        "series": documents,
        "skipped_files": [{"reason": reason, "files": reasons[reason]} for reason in sorted(reasons)],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    write_whole(out / JSON, text + "\n")
    header = list(documents[0]) if documents else list(_EMPTY.document())
    write_whole(out / CSV, csv_text(header, [list(d.values()) for d in documents]))


_EMPTY = Row(SeriesFacts("", "", "", "", "", 0), None, State.LEFT_OUT, "")
