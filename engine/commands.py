"""What the command line's commands do, without options, printing or exit codes.

It must not know the window.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import paths
from engine.assess import Assessor, open_assessor
from engine.checks import CheckResult
from engine.classify import blocking, classify
from engine.dicom.anonymise import Anonymised, anonymise
from engine.dicom.deidentify import KEY_FILE, Deidentifier, load_key
from engine.dicom.errors import DicomError
from engine.dicom.load import Loaded, load
from engine.dicom.scan import Scan, scan
from engine.dicom.series import Series
from engine.findings import Finding, Point
from engine.lesion import LesionError
from engine.models.checks import check_runtimes
from engine.models.package import ModelPackage, PackageError, load_package
from engine.models.registry import Registry, name_of
from engine.models.signature import Origin, origin_of
from engine.paths import data_dir
from engine.report import reading_order


class CommandError(Exception):
    """A command that cannot be carried out, in a sentence."""


@dataclass(frozen=True)
class Classified:
    """What `classify_points` found.

    Parameters
    ----------
    findings
        In reading order.
    problems
        A sentence for each position at which nothing could be measured.
    notes
        What else the user must know.
    model
        Which model answered, on what; empty if none did.
    """

    findings: list[Finding]
    problems: list[str]
    notes: list[str]
    model: str


def scan_document(path: Path) -> dict[str, Any]:
    """Return the series under a path, and the files skipped, as JSON."""
    found = scan([path])
    return {
        "series": [
            {
                "series_uid": series.series_uid,
                "description": series.description,
                "modality": series.modality,
                "n_slices": series.size[0],
                "spacing_mm": [round(v, 4) for v in series.spacing_mm] if series.spacing_mm else None,
                "analysable": series.analysable,
                "warnings": [{"code": flag.code, "text": flag.text} for flag in series.warnings],
            }
            for series in found.series
        ],
        "skipped": [{"path": file.path, "reason": file.reason} for file in found.skipped],
    }


def classify_points(
    path: Path,
    points: list[Point],
    *,
    series_uid: str | None = None,
    model: str | None = None,
    runtime: str | None = None,
) -> Classified:
    """Measure and classify the nodules at some positions.

    Parameters
    ----------
    path
        Where the series lies.
    points
        Patient positions.
    series_uid
        The series to use; by default, for each point, the analysable CT that contains it.
    model, runtime
        By name; the active and the preferred one by default.

    Raises
    ------
    CommandError
        If there is no such series, or the named model or runtime cannot be used.
    """
    found = scan([path])
    if series_uid is not None and series_uid not in {s.series_uid for s in found.series}:
        raise CommandError(
            f"There is no series {series_uid} under {path}; `noduscope scan` lists those there are."
        )
    notes: list[str] = []
    assessor, no_model = _open(model, runtime, notes)
    findings: list[Finding] = []
    problems: list[str] = []
    loaded: dict[str, Loaded] = {}
    for point in points:
        try:
            series = _series_at(found, point, series_uid, notes)
            if series.series_uid not in loaded:
                loaded[series.series_uid] = load(series)
                notes += [flag.text for flag in loaded[series.series_uid].warnings]
            volume = loaded[series.series_uid]
            finding = classify(
                volume.volume,
                point,
                assessor,
                gate=() if series.analysable else blocking(series.warnings),
                failed_slices=volume.failed,
                no_model=no_model,
            )
        except (CommandError, DicomError, LesionError) as error:
            problems.append(f"At {','.join(f'{v:g}' for v in point)}: {error}")
            continue
        findings.append(finding)
    return Classified(reading_order(findings), problems, notes, _described(assessor))


def anonymise_files(
    path: Path, out: Path, *, key: Path | None = None, keep_burned_in: bool = True
) -> Anonymised:
    """Write de-identified copies of the DICOM files under a path.

    Parameters
    ----------
    path, out
        Where from and where to.
    key
        File of the site's secret; by default the one in the user's data folder, made on first use.
    keep_burned_in
        Whether pictures that may show writing are copied, with a warning.

    Raises
    ------
    CommandError
        If the folders lie in one another, the key cannot be used, or nothing can be written.
    """
    try:
        rules = Deidentifier(load_key(key or data_dir() / KEY_FILE))
        return anonymise([path], out, rules, keep_burned_in=keep_burned_in)
    except DicomError as error:
        raise CommandError(str(error)) from error
    except OSError as error:
        reason = error.strerror or "unknown error"
        raise CommandError(f"The copies cannot be written to {out}: {reason}.") from error


def verify_model(name: str, runtime: str | None = None) -> list[CheckResult]:
    """Check a package's recorded answers on one runtime or all of them.

    Parameters
    ----------
    name
        A model's name, or the path of a package.
    runtime
        By name; all by default.

    Raises
    ------
    CommandError
        If the package must not be used at all.
    """
    return check_runtimes(_package(name), runtime)


def drift_of(model: str | None = None, store_file: Path | None = None) -> dict[str, Any]:
    """Return the monthly view of what was read with a model (`engine.drift`).

    Parameters
    ----------
    model
        By name; the active one by default.
    store_file
        By default the user's. A store is not made where there is none.

    Raises
    ------
    CommandError
        If there is no such model, or the store cannot be read.
    """
    from engine.drift import drift_document
    from engine.store import StoreError, open_store

    path = store_file or paths.store_file()
    try:
        package = Registry().get(model) if model else Registry().active()[0]
        if not path.exists():
            return drift_document(package, ())
        with open_store(path) as store:
            readings = store.readings.of_model(package.sha256, name_of(package))
            return drift_document(package, readings, store.readings.n_of_other_models(package.sha256))
    except (PackageError, StoreError) as error:
        raise CommandError(str(error)) from error


def signed_by(name: str) -> Origin:
    """Return who signed a model, by its name or the path of a package.

    Raises
    ------
    CommandError
        If the package must not be used at all.
    """
    return origin_of(_package(name).signature)


def _package(name: str) -> ModelPackage:
    try:
        return load_package(Path(name)) if Path(name).exists() else Registry().get(name)
    except PackageError as error:
        raise CommandError(str(error)) from error


def _open(model: str | None, runtime: str | None, notes: list[str]) -> tuple[Assessor | None, str]:
    try:
        assessor, note = open_assessor(Registry(), model, runtime)
    except PackageError as error:
        if model is not None or runtime is not None:
            raise CommandError(str(error)) from error
        notes.append(f"There is no score, only measurements: {error}")
        return None, str(error)
    if note:
        notes.append(note)
    return assessor, ""


def _described(assessor: Assessor | None) -> str:
    if assessor is None:
        return ""
    manifest, runtime = assessor.package.manifest, assessor.runtime
    return f"{manifest.id} {manifest.version}, {runtime.name} {runtime.version}, {runtime.device}"


def _series_at(found: Scan, point: Point, uid: str | None, notes: list[str]) -> Series:
    """Pick the series to use for a position; one that must not be analysed only if there is no other."""
    if not found.series:
        raise CommandError("There is no CT series here.")
    holding = [
        series
        for series in found.series
        if series.grid is not None
        and bool(series.grid.contains(point))
        and (series.series_uid == uid if uid else series.modality == "CT")
    ]
    if not holding:
        raise CommandError(
            f"The position lies outside series {uid}." if uid else "No CT series here holds the position."
        )
    first = holding[0]  # the scan puts analysable ones first, larger ones before smaller ones
    rivals = [series for series in holding[1:] if series.analysable == first.analysable]
    note = (
        f"{len(rivals) + 1} series contain the position; {first.series_uid} is used."
        " Choose another by --series."
    )
    if rivals and note not in notes:
        notes.append(note)
    return first
