"""What a reader adds to a report: impression, measurements, key images, labels, and the signature under it.

Plain frozen data for the window, the engine's messages and the writers of reports; numpy-free, Qt-free.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.findings import Point

#: Kinds of marks that are kept beside measurements and say no figure.
KEY_IMAGE, TEXT = "key_image", "text"


@dataclass(frozen=True)
class ReadMeasurement:
    """Something a reader measured or wrote on a slice.

    Parameters
    ----------
    kind
        The tool's: ``length``, ``bidirectional``, ``ellipse``, ``probe``, ``angle``, ``text``.
    points_mm
        Patient positions, in the tool's own order.
    values
        What was measured; the keys name their units (``length_mm``, ``mean_hu``, ``angle_deg`` ...).
    slice
        Index of its slice in the volume.
    text
        What the reader wrote, of ``text``.
    """

    kind: str
    points_mm: tuple[Point, ...]
    values: Mapping[str, float]
    slice: int
    text: str = ""


@dataclass(frozen=True)
class ReadGrowth:
    """What has become of a nodule since an earlier scan.

    Parameters
    ----------
    prior_date
        Of the earlier scan, ``YYYY-MM-DD``; empty where it is not known or not to be told.
    days
        Between both scans; `None` where that is not known.
    before_mm, now_mm, change_mm
        Mean diameters and their difference; `None` where the nodule was not found in the earlier scan.
    doubling_days
        Volume-doubling time; `None` where there is none.
    change
        See `engine.prior.growth.Change`.
    text
        The same in words, or why the nodule was not found.
    by_reader
        Whether the reader said where the nodule lies in the earlier scan, or that it is not in it.
    """

    prior_date: str
    days: int | None
    before_mm: float | None
    now_mm: float | None
    change_mm: float | None
    doubling_days: float | None
    change: str | None
    text: str
    by_reader: bool = False

    @property
    def line(self) -> str:
        """Say it in a line for people."""
        when = f" of {self.prior_date}" if self.prior_date else ""
        told = " (paired by the reader)" if self.by_reader and self.before_mm is not None else ""
        return f"Compared with the scan{when}{told}: {self.text}"


@dataclass(frozen=True)
class Signature:
    """A reader's statement that a report is theirs.

    Parameters
    ----------
    name
        As the reader writes it; a DICOM person name is made of it.
    organisation
        Who is accountable for it; may be empty.
    signed
        When, with its time zone.
    """

    name: str
    organisation: str
    signed: datetime


@dataclass(frozen=True)
class Reading:
    """A reading that is handed over.

    Parameters
    ----------
    impression
        The reader's own words; may have several lines.
    measurements
        The oldest first.
    key_images
        Indices of slices in the volume, in rising order.
    labels
        Finding's identifier to what the reader labelled it.
    signature
        `None` for a draft.
    token
        Another one for each export, so that each has instances of its own.
    growth
        Finding's identifier to what has become of it since an earlier scan.
    """

    impression: str = ""
    measurements: tuple[ReadMeasurement, ...] = ()
    key_images: tuple[int, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    signature: Signature | None = None
    token: str = ""
    growth: Mapping[str, ReadGrowth] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """Whether nobody has signed it."""
        return self.signature is None


def content_digest(document: Mapping[str, Any]) -> str:
    """Return a hash of what is signed: a later change of it leaves the signature without its content.

    Parameters
    ----------
    document
        All that the report says, as JSON.
    """
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def measured_text(measurement: ReadMeasurement) -> str:
    """Return what was measured, in a line for people."""
    write = _WRITTEN.get(measurement.kind)
    if measurement.kind == TEXT or write is None:
        return measurement.text
    return write(measurement.values)


def _ellipse(values: Mapping[str, float]) -> str:
    hu = f"mean {values['mean_hu']:.0f} HU, SD {values['sd_hu']:.0f}, " if "mean_hu" in values else ""
    return f"{hu}{values['area_mm2']:.1f} mm²"


_WRITTEN: dict[str, Callable[[Mapping[str, float]], str]] = {
    "length": lambda v: f"{v['length_mm']:.1f} mm",
    "bidirectional": lambda v: f"{v['long_axis_mm']:.1f} × {v['short_axis_mm']:.1f} mm",
    "ellipse": _ellipse,
    "probe": lambda v: f"{v['hu']:.0f} HU",
    "angle": lambda v: f"{v['angle_deg']:.1f}°",
}
