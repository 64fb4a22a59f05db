"""The engine's types as messages. It knows both sides and does nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from engine import protocol
from engine.assess import Assessor
from engine.dicom.elements import elements_of, value_at
from engine.dicom.instance import SliceInfo
from engine.dicom.series import Series
from engine.findings import Flag, Segment
from engine.geometry import Grid
from engine.protocol_tags import TagRow, TagsRequest, TagsResult, TagValueRequest, TagValueResult
from engine.volume import Acquisition

#: A series without positions or spacing still needs a grid to be shown; its steps mean nothing.
NO_SPACING_MM = (1.0, 1.0, 1.0)


def summary(series: Series) -> protocol.SeriesSummary:
    """Describe a series as the rail shows it."""
    window = series.voi_window
    return protocol.SeriesSummary(
        series_uid=series.series_uid,
        study_uid=series.study_uid,
        patient_key=series.patient_key,
        description=series.description,
        modality=series.modality,
        date=series.date,
        n_slices=series.size[0],
        size=series.size,
        spacing_mm=series.spacing_mm,
        acquisition=acquisition_model(series.acquisition),
        analysable=series.analysable,
        warnings=_texts(series.warnings),
        paths=series.paths,
        thumbnail_slice=series.size[0] // 2,
        voi_window=protocol.VoiWindow(width=window[0], level=window[1]) if window else None,
        age_years=series.age_years,
        sex=series.sex,
    )


def volume_ref(
    series: Series, voxels: protocol.SharedArray, more: Sequence[Flag] = (), failed: tuple[int, ...] = ()
) -> protocol.VolumeRef:
    """Describe the volume of a series whose voxels lie, or will lie, in a shared block."""
    return protocol.VolumeRef(
        voxels=voxels,
        grid=grid_model(series.grid or Grid.axial(series.size, NO_SPACING_MM)),
        series_uid=series.series_uid,
        acquisition=acquisition_model(series.acquisition),
        slice_origins_mm=series.slice_origins_mm,
        analysable=series.analysable,
        warnings=_texts((*series.warnings, *more)),
        failed_slices=failed,
    )


def grid_model(grid: Grid) -> protocol.GridModel:
    """Describe a grid."""
    return protocol.GridModel(size=grid.size, origin_mm=grid.origin_mm, steps_mm=grid.steps_mm)


def acquisition_model(acquisition: Acquisition) -> protocol.AcquisitionModel:
    """Describe what the scanner recorded."""
    return protocol.AcquisitionModel(
        modality=acquisition.modality,
        manufacturer=acquisition.manufacturer,
        kernel=acquisition.kernel,
        slice_thickness_mm=acquisition.slice_thickness_mm,
        contrast=acquisition.contrast,
        lossy=acquisition.lossy,
    )


def _texts(flags: Sequence[Flag]) -> tuple[protocol.WarningText, ...]:
    return tuple(protocol.WarningText(code=flag.code, text=flag.text) for flag in flags)


def vector(point: Sequence[float]) -> protocol.Vector:
    """Return a patient position as plain floats."""
    x, y, z = (float(v) for v in point)
    return (x, y, z)


def ends(segment: Segment) -> tuple[protocol.Vector, protocol.Vector]:
    """Return the two ends of a measured line."""
    return (vector(segment.start_mm), vector(segment.end_mm))


def model_info(assessor: Assessor) -> protocol.ModelInfo:
    """Describe a model as the status bar and the card show it."""
    manifest, runtime = assessor.package.manifest, assessor.runtime
    return protocol.ModelInfo(
        id=manifest.id,
        version=manifest.version,
        sha256=assessor.package.sha256,
        runtime=f"{runtime.name} {runtime.version}",
        precision=runtime.precision,
        device=runtime.device,
        threshold=manifest.threshold,
        cam_shape=manifest.cam.size,
        cam_limit=manifest.cam.limit,
    )


def answer_tags(request: TagsRequest | TagValueRequest, slice_: SliceInfo) -> TagsResult | TagValueResult:
    """List the elements of a slice's file, or give one value."""
    if isinstance(request, TagValueRequest):
        text, cut = value_at(slice_, request.place)
        return TagValueResult(text=text, cut=cut)
    found = elements_of(slice_)
    rows = (TagRow(**{name: getattr(row, name) for name in TagRow.model_fields}) for row in found.rows)
    return TagsResult(file=slice_.name, rows=tuple(rows), left_out=found.left_out)
