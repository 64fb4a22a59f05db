"""What one job of a batch is, and under which key its result holds. Plain data, nothing else."""

from __future__ import annotations

import hashlib
import json
import pickle
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from engine import __version__
from engine.analyse import Decided
from engine.dicom.errors import DicomError
from engine.dicom.series import Series
from engine.report import SCHEMA, SeriesFacts
from engine.reports import FORMATS, Options
from engine.statements import READ, Statement

#: Names that are safe as folders everywhere; a UID of a damaged file may be anything.
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.#+_-]{0,99}")


@dataclass(frozen=True)
class Settings:
    """What the user asks of a batch, as far as it decides the results.

    Parameters
    ----------
    formats
        Names of `engine.reports.FORMATS`; ``json`` is always written.
    options
        Of all formats.
    """

    formats: tuple[str, ...] = ("json", "csv")
    options: Options = field(default_factory=Options)

    def document(self) -> dict[str, Any]:
        """Return them as JSON, as the store keeps them."""
        return {
            "formats": [name for name in FORMATS if name in self.formats or name == "json"],
            "deidentify": self.options.deidentify,
            "observer": self.options.observer,
        }


@dataclass(frozen=True)
class Job:
    """One series to analyse.

    Parameters
    ----------
    series_uid, n_slices, spacing_mm
        Of the series.
    packed
        The series as a scan found it, packed: thousands of them wait in memory.
    facts
        Of the series, as they may be told outside: replaced ones if the results are de-identified.
    folder
        Name of its folder of results.
    key
        Stands for all that decides the result; recorded in it.
    decided, statements
        What readers decided and stated before.
    reason
        Why this series of its study is analysed.
    """

    series_uid: str
    n_slices: int
    spacing_mm: tuple[float, float, float] | None
    packed: bytes
    facts: SeriesFacts
    folder: str
    key: str
    decided: tuple[Decided, ...]
    reason: str = ""
    statements: tuple[Statement, ...] = ()

    def series(self) -> Series:
        """Return the series as the scan found it."""
        unpacked: Series = pickle.loads(zlib.decompress(self.packed))  # noqa: S301 - packed by `make_job`
        return unpacked


def make_job(
    series: Series,
    model_sha256: str,
    settings: Settings,
    decided: Sequence[Decided] = (),
    reason: str = "",
    *,
    statements: Sequence[Statement] = (),
) -> Job:
    """Describe the analysis of a series."""
    told = told_facts(series, settings)
    reported = tuple(said for said in statements if said.name != READ)
    return Job(
        series_uid=series.series_uid,
        n_slices=series.size[0],
        spacing_mm=series.spacing_mm,
        packed=zlib.compress(pickle.dumps(series), 1),
        facts=told,
        folder=folder_name(told.series_uid),
        key=_digest(
            [
                SCHEMA,
                __version__,
                model_sha256,
                settings.document(),
                _content(series),
                sorted([*d.centre_mm, d.decision.value] for d in decided),
                # Nothing stated leaves the key as it was, so that earlier results hold.
                *([_said(reported)] if reported else []),
            ]
        )[:32],
        decided=tuple(decided),
        reason=reason,
        statements=reported,
    )


def _said(statements: Sequence[Statement]) -> list[list[Any]]:
    return [[said.name, said.value, said.reader, said.centre_mm] for said in statements]


def told_facts(series: Series, settings: Settings) -> SeriesFacts:
    """Return what may be told of a series outside."""
    if not settings.options.deidentify:
        return series.facts
    from engine.reports.deidentified import deidentified_facts

    try:
        return deidentified_facts(series)
    except DicomError:  # its first file has gone meanwhile
        return SeriesFacts(
            "", f"unreadable-{_digest(series.series_uid)[:16]}", "", "", series.modality, series.size[0]
        )


def folder_name(series_uid: str) -> str:
    """Return the name of a series' folder: its UID, or a digest of one that is no fit name."""
    if _SAFE.fullmatch(series_uid) and not series_uid.endswith("."):
        return series_uid
    return f"series-{_digest(series_uid)[:16]}"


def _content(series: Series) -> str:
    """Stand for the series' slices: a series that has grown, or was replaced, is another one."""
    return _digest(
        [
            series.series_uid,
            series.size,
            [
                [s.file.sop_uid, s.frame, s.position_mm, s.slope, s.intercept, s.file.pixels.length]
                for s in series.slices
            ],
        ]
    )


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
