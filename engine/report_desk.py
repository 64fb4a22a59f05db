"""What the engine process does to hand over a reading: what stands on the screen becomes a report in files.

The nodules come as they were shown and are not judged again. It knows series, reports and messages; it must
not know which model is in use, nor the window.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine import __version__
from engine.dicom.errors import DicomError
from engine.dicom.scan import scan
from engine.dicom.series import Series
from engine.files import sync_folder
from engine.finding_json import described, novelty_of, optional, point_of, readers_of
from engine.findings import (
    ActivationMap,
    Assessment,
    Call,
    Decision,
    Finding,
    Flag,
    Nodule,
    OutlineEdit,
    Segment,
    Source,
)
from engine.findings import Reading as FindingReading
from engine.lesion import LesionError, measure
from engine.outline_mask import mask_of
from engine.protocol_parts import ModelInfo
from engine.protocol_report import ReportedNodule, ReportRequest, ReportResult
from engine.reading import ReadGrowth, Reading, ReadMeasurement, Signature
from engine.report import ModelUsed, Report
from engine.reports import FORMATS, Export, Options, ReportError, missing, writer
from engine.stated_report import with_statements
from engine.statements import Statement
from engine.volume import Volume

if TYPE_CHECKING:
    from engine.models.manifest import Manifest

#: Axes that differ by more than this from the outline made anew are remarked on.
_SAME_AXIS_MM = 0.5


class HandoverError(Exception):
    """A reading that could not be handed over, in a sentence; no file is left behind."""


def hand_over(
    request: ReportRequest,
    voxels: np.ndarray,
    *,
    manifest: Manifest | None,
    progress: Callable[[int, int, str], None],
    check: Callable[[], None],
) -> ReportResult:
    """Write the files.

    Parameters
    ----------
    request
        What stands on the screen.
    voxels
        Of the loaded series, int16 HU.
    manifest
        Of the model that the request names, where it is still installed.
    progress
        Told steps done, steps in all, and the step's name.
    check
        Called between the steps; raises to give up. Then nothing is left behind.

    Raises
    ------
    HandoverError
        If it cannot be done.
    """
    if unknown := missing(request.formats):
        raise HandoverError(f"This installation cannot write {', '.join(unknown)}.")
    formats = [name for name in FORMATS if name in request.formats]
    if not formats:
        raise HandoverError("No format is chosen. Choose at least one.")
    steps = len(formats) + 2
    progress(0, steps, "files of the series")
    series = _series(request, check)
    progress(1, steps, "outlines")
    export = _export(request, series, request.volume.volume(voxels), manifest, check)
    if request.deidentify:
        from engine.reports.deidentified import deidentified

        export = deidentified(export)
    with _new_folder(Path(request.folder), datetime.now().astimezone()) as (part, finish):
        files: list[Path] = []
        for number, name in enumerate(formats, 2):
            check()
            progress(number, steps, name)
            files += writer(name)(export, part)
        check()
        if not files:
            raise HandoverError(
                "The chosen formats have nothing to say without a finding. Choose PDF, SR or JSON too."
            )
        sync_folder(part)
        target = finish()
    return ReportResult(folder=str(target), files=tuple(path.name for path in files))


def _series(request: ReportRequest, check: Callable[[], None]) -> Series:
    """Look the files up anew: they may have gone since they were read."""

    def cancelled() -> bool:
        check()
        return False

    found = scan(request.paths, cancelled=cancelled).series
    series = next((s for s in found if s.series_uid == request.series_uid), None)
    if series is None or series.size != request.volume.grid.size:
        raise HandoverError(
            "The files of this series have been moved, changed or removed since it was opened. Open it again;"
            " the draft is kept."
        )
    return series


def _export(
    request: ReportRequest,
    series: Series,
    volume: Volume,
    manifest: Manifest | None,
    check: Callable[[], None],
) -> Export:
    model = request.model
    findings, labels, growth = [], {}, {}
    for number, told in enumerate(request.nodules, 1):
        check()
        finding = _finding(volume, told, number, model)
        findings.append(finding)
        if told.label:
            labels[finding.id] = told.label
        if told.growth:
            growth[finding.id] = ReadGrowth(**told.growth.model_dump())
    findings.sort(key=lambda f: f.decision is Decision.REJECTED)  # stable: those keep their order
    report = Report(
        series=series.facts,
        size=series.size,
        spacing_mm=volume.grid.spacing_mm,
        warnings=tuple(Flag(w.code, w.text) for w in request.volume.warnings),
        model=_model(model),
        findings=tuple(findings),
        timing_ms={},
        created=datetime.now(UTC),
        software=__version__,
        shown=len(findings),
        acquisition=series.acquisition,
    )
    stated = [Statement(s.name, s.value, s.reader, s.finding_id, s.centre_mm) for s in request.statements]
    report = with_statements(report, stated, age_years=series.age_years, sex=series.sex)
    signed = request.signature
    reading = Reading(
        impression=request.impression.strip(),
        measurements=tuple(
            ReadMeasurement(m.kind, m.points_mm, m.values, m.slice, m.text) for m in request.measurements
        ),
        key_images=tuple(sorted({k for k in request.key_images if 0 <= k < series.size[0]})),
        labels=labels,
        signature=Signature(signed.name, signed.organisation, signed.signed) if signed else None,
        token=secrets.token_hex(16),
        growth=growth,
    )
    options = Options(deidentify=request.deidentify, observer=request.reader.strip())
    return Export(
        report=report,
        series=series,
        volume=volume,
        failed_slices=request.volume.failed_slices,
        options=options,
        manifest=manifest,
        reading=reading,
    )


def _model(model: ModelInfo | None) -> ModelUsed | None:
    if model is None:
        return None
    return ModelUsed(model.id, model.version, model.sha256, model.runtime, model.precision, model.device)


def _finding(volume: Volume, told: ReportedNodule, number: int, model: ModelInfo | None) -> Finding:
    found = told.finding
    try:
        flags = [Flag(str(f["code"]), str(f["text"])) for f in found["flags"]]
        name = f"{model.id}-{model.version}" if model else ""
        if told.judged_by and told.judged_by != name:
            flags.append(Flag("other_model", f"Judged by the model {told.judged_by}."))
        nodule, more = _nodule(volume, told, number)
        activation = None
        if told.map is not None:
            grid = told.map.grid.grid()
            activation = ActivationMap(np.asarray(told.map.values, dtype=np.float32).reshape(grid.size), grid)
        assessment = Assessment(
            call=Call(found["call"]),
            probability=optional(found["probability"]),
            logit=None,
            map=activation,
            flags=(*flags, *more),
            percentile_benign=optional(found.get("percentile_benign")),
            percentile_malignant=optional(found.get("percentile_malignant")),
            size_probability=told.size_probability,
            description=described(found.get("description")),
            readers=readers_of(found.get("readers")),
            novelty=novelty_of(found.get("novelty")),
        )
        k, r, c = (float(v) for v in volume.grid.to_voxel(nodule.centre_mm))
        return Finding(
            id=str(found["id"]),
            source=Source(found.get("source", Source.READER)),
            nodule=nodule,
            assessment=assessment,
            centre_voxel=(k, r, c),
            detection_score=optional(found.get("detection_score")),
            decision=Decision(told.decision) if told.decision else None,
            reading=FindingReading(
                outline=OutlineEdit(told.outline_by, told.outline_made) if told.outline_edited else None
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise HandoverError(f"Nodule {number} of the report lacks or garbles {error}.") from error


def _nodule(volume: Volume, told: ReportedNodule, number: int) -> tuple[Nodule, tuple[Flag, ...]]:
    """The nodule with the figures that were shown, and its mask; remarks where both do not quite agree."""
    found = told.finding
    centre_mm = point_of(found["centre_mm"])
    long_axis, short_axis = Segment(*told.long_axis_mm), Segment(*told.short_axis_mm)
    volume_mm3, mean_hu = float(found["volume_mm3"]), float(found["mean_hu"])
    if any(told.contours_mm.values()):
        mask, start = mask_of(told.contours_mm, volume.grid)
        if mask.any():
            largest = start[0] + int(np.argmax(mask.sum((1, 2))))
            grid = volume.grid.crop(start, mask.shape)
            return Nodule(centre_mm, mask, grid, largest, long_axis, short_axis, volume_mm3, mean_hu), ()
    try:
        anew = measure(volume, centre_mm)
    except LesionError as error:
        raise HandoverError(f"Nodule {number} of the report has no outline: {error}") from error
    flags: tuple[Flag, ...] = ()
    if abs(anew.long_axis_mm - long_axis.length_mm) > _SAME_AXIS_MM:
        flags = (
            Flag("outlined_anew", f"The outline was made anew; its long axis is {anew.long_axis_mm:.1f} mm."),
        )
    nodule = replace(
        anew,
        centre_mm=centre_mm,
        long_axis=long_axis,
        short_axis=short_axis,
        volume_mm3=volume_mm3,
        mean_hu=mean_hu,
        flags=(),
    )
    return nodule, flags


@contextlib.contextmanager
def _new_folder(parent: Path, now: datetime) -> Iterator[tuple[Path, Callable[[], Path]]]:
    """Yield an empty folder to write to, and what gives it its name once all is in it.

    Whatever happens before that, nothing stays. Its name has the time in it, and no patient.
    """
    name = f"nodule-report-{now:%Y%m%d-%H%M%S}"
    part = parent / f".{name}-{secrets.token_hex(4)}.part"
    try:
        try:
            part.mkdir(parents=True)
            yield part, lambda: _named(part, parent, name)
        except OSError as error:
            raise _unwritable(error, parent) from error
        except ReportError as error:
            raise HandoverError(str(error)) from error
        except DicomError as error:
            raise HandoverError(f"The report was not written. {error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _named(part: Path, parent: Path, name: str) -> Path:
    for number in range(1, 1000):
        target = parent / (name if number == 1 else f"{name}-{number}")
        if not target.exists():
            return part.rename(target)
    raise HandoverError(f"There is no free name for a report in {parent}. Choose another folder.")


def _unwritable(error: OSError, folder: Path) -> HandoverError:
    import errno

    cause: BaseException | None = error
    while cause is not None and not (isinstance(cause, OSError) and cause.errno is not None):
        cause = cause.__cause__ or cause.__context__
    number = cause.errno if isinstance(cause, OSError) else None
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", -1)):
        return HandoverError(
            f"There is no room left for the report in {folder}. Free some space, or choose another folder."
        )
    reason = (cause.strerror if isinstance(cause, OSError) else None) or "unknown error"
    return HandoverError(
        f"The folder {folder} cannot be written ({reason}). Choose another one for the report; the draft is"
        " kept."
    )
