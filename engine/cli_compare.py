"""The sub-command `compare`: nodules of a scan in an earlier one, and whether they have grown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.arguments import point
from engine.output import answer, write_json

if TYPE_CHECKING:
    from engine.dicom.series import Series
    from engine.findings import Nodule
    from engine.prior.compare import Pair

Readable = Annotated[Path, typer.Argument(exists=True, help="A folder, file, ZIP archive or DICOMDIR.")]


def compare(
    current: Readable,
    prior: Readable,
    *,
    at: Annotated[list[str], typer.Option(help="X,Y,Z of a nodule in the current scan, patient mm.")],
    series: Annotated[str | None, typer.Option(help="UID of the current series.")] = None,
    prior_series: Annotated[str | None, typer.Option(help="UID of the earlier series.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Find nodules in an earlier scan by position, measure them there, and tell growth and doubling time.

    Of each path the first CT that may be analysed is taken unless a UID is given.
    """
    points = [point(text) for text in at]
    with answer() as out:
        from engine.dicom.errors import DicomError
        from engine.dicom.load import load
        from engine.lesion import LesionError, measure
        from engine.prior import compare as comparing
        from engine.prior.alignment import AlignmentError
        from engine.prior.growth import days_between

        try:
            scans = [_series(current, series), _series(prior, prior_series)]
            volumes = [load(each).volume for each in scans]
            nodules = [measure(volumes[0], point) for point in points]
            days = days_between(scans[1].date, scans[0].date)
            found = comparing.compare(volumes[0], volumes[1], nodules, days=days)
        except (DicomError, LesionError, AlignmentError) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
        document = {
            "series_uid": scans[0].series_uid,
            "prior_series_uid": scans[1].series_uid,
            "days": days,
            "correlation": round(found.alignment.correlation, 4),
            "nodules": [_nodule(pair) for pair in found.pairs],
        }
        if as_json:
            write_json(out, document)
            return
        if days is None:
            out.write("The days between both scans are not known: no doubling time.\n")
        for pair in found.pairs:
            place = ", ".join(f"{v:.1f}" for v in pair.now.centre_mm)
            out.write(f"({place}) mm: {pair.growth.text if pair.growth else pair.reason}\n")


def _series(path: Path, uid: str | None) -> Series:
    from engine.dicom.errors import DicomError
    from engine.dicom.scan import scan

    for series in scan([path]).series:
        if series.series_uid == uid or (uid is None and series.modality == "CT" and series.analysable):
            return series
    raise DicomError(
        f"There is no series {uid} under {path}." if uid else f"No CT that may be analysed is under {path}."
    )


def _nodule(pair: Pair) -> dict[str, Any]:
    growth = pair.growth
    return {
        "now": _size(pair.now),
        "expected_mm": [round(v, 2) for v in pair.expected_mm],
        "before": _size(pair.before) if pair.before else None,
        "change": growth.change if growth else None,
        "change_mm": growth.change_mm if growth else None,
        "volume_share": round(growth.volume_share, 4) if growth else None,
        "doubling_days": round(growth.doubling_days, 1) if growth and growth.doubling_days else None,
        "text": growth.text if growth else pair.reason,
    }


def _size(nodule: Nodule) -> dict[str, Any]:
    return {
        "centre_mm": [round(v, 2) for v in nodule.centre_mm],
        "long_axis_mm": round(nodule.long_axis_mm, 2),
        "short_axis_mm": round(nodule.short_axis_mm, 2),
        "volume_mm3": round(nodule.volume_mm3, 1),
    }
