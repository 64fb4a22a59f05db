"""A series as the rest of Noduscope sees it: ordered slices, their grid, and what the gate says of them.

One DICOM series may hold several stacks (scout and slices, two phases, two sizes); each becomes a `Series`.
Knows stacks, not files.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from engine.dicom import flags
from engine.dicom.instance import Kind, Rescale, SliceInfo, Vector
from engine.dicom.sources import Skipped
from engine.dicom.stack import MAX_VOXELS, SamePicture, Stack, arrange, group
from engine.findings import Flag
from engine.geometry import Grid
from engine.report import SeriesFacts
from engine.volume import Acquisition

COPY_REASON = "It is a copy of a slice that is there already; the copy is left out."


@dataclass(frozen=True)
class Series:
    """One stack of slices found on disk.

    Parameters
    ----------
    series_uid
        SeriesInstanceUID. Where one DICOM series holds several stacks, all but the main one add ``#`` and a
        short hash, so that the value is unique in a scan, and the same when `paths` are scanned again. Files
        without a UID get one that begins with ``unnamed-``.
    patient_key
        12 hex digits that stand for the patient; empty where the files name none. Never the name.
    modality
        What it is read as: ``CT``, also where the files do not say.
    date
        Of the study, ``YYYY-MM-DD``; empty where unknown.
    slices
        In order along the normal, towards growing patient coordinates (axial: from the feet up).
    size
        Slices, rows, columns.
    grid
        Where the voxels lie; for an uneven stack the regular grid that fits best; `None` where nothing can be
        said in millimetres. The depth of a single slice is its nominal thickness, for want of another.
    slice_origins_mm
        True positions of the slices of an uneven stack; `None` where the grid is exact.
    spacing_mm
        The grid's; `None` with it.
    analysable
        Whether measuring in 3-D and judging nodules is allowed. Otherwise the slices can only be viewed.
    warnings
        What the gate found; codes and meanings are listed in docs/reading-ct.md.
    paths
        Scanned again, by any process, they give this series with this `series_uid`.
    voi_window
        Width and level in HU that the files ask for.
    age_years, sex
        Of the patient at the study: years, and ``female``, ``male`` or empty; as the first file says it.
    """

    series_uid: str
    study_uid: str
    patient_key: str
    description: str
    modality: str
    date: str
    acquisition: Acquisition
    slices: tuple[SliceInfo, ...]
    size: tuple[int, int, int]
    grid: Grid | None
    slice_origins_mm: tuple[Vector, ...] | None
    spacing_mm: tuple[float, float, float] | None
    analysable: bool
    warnings: tuple[Flag, ...]
    paths: tuple[str, ...]
    voi_window: tuple[float, float] | None
    age_years: float | None = None
    sex: str = ""

    @property
    def facts(self) -> SeriesFacts:
        """What a report says of it."""
        return SeriesFacts(
            study_uid=self.study_uid,
            series_uid=self.series_uid,
            patient_key=self.patient_key,
            description=self.description,
            modality=self.modality,
            n_slices=self.size[0],
        )

    @property
    def dicom_series_uid(self) -> str:
        """SeriesInstanceUID as the files have it; empty where they have none."""
        return self.slices[0].file.series_uid


def build_series(
    slices: Sequence[SliceInfo], same_picture: SamePicture
) -> tuple[tuple[Series, ...], tuple[Skipped, ...]]:
    """Group and order slices into series; also return the copies that were left out.

    Analysable series come first, larger ones before smaller ones.
    """
    by_uid: defaultdict[str, list[Stack]] = defaultdict(list)
    for members in group(slices):
        for stack in arrange(members, same_picture):
            by_uid[_uid(stack)].append(stack)
    series = [one for uid, stacks in by_uid.items() for one in _siblings(uid, stacks)]
    series.sort(key=lambda s: (not s.analysable, -len(s.slices), s.description, s.series_uid))
    copies = [
        Skipped(s.label, COPY_REASON) for stacks in by_uid.values() for stack in stacks for s in stack.dropped
    ]
    return tuple(series), tuple(copies)


def _uid(stack: Stack) -> str:
    file = stack.slices[0].file
    if file.series_uid:
        return file.series_uid
    return "unnamed-" + _digest(file.study_uid, file.source.folder, file.description, file.patient_key)[:16]


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _siblings(uid: str, stacks: Sequence[Stack]) -> list[Series]:
    """Make series of the stacks of one DICOM series."""
    sizes = Counter(
        f"{s.file.pixels.columns} x {s.file.pixels.rows}"
        for stack in stacks
        for s in stack.slices
        if s.file.kind is Kind.SLICE
    )
    mixed = flags.mixed_sizes([f"{size}: {n}" for size, n in sizes.most_common()]) if len(sizes) > 1 else None
    # All paths of the DICOM series: scanned again they must fall into the same stacks.
    paths = tuple(
        dict.fromkeys(s.file.source.path for stack in stacks for s in (*stack.slices, *stack.dropped))
    )
    series = [_series(uid, stack, paths, mixed) for stack in stacks]
    series.sort(key=lambda s: (not s.analysable, -len(s.slices), _stack_digest(s)))
    result, used = [series[0]], {uid}
    for one in series[1:]:
        name = f"{uid}#{_stack_digest(one)[:8]}"
        while name in used:
            name += "+"
        used.add(name)
        result.append(replace(one, series_uid=name))
    return result


def _stack_digest(series: Series) -> str:
    first = series.slices[0]
    return _digest(
        first.file.kind, series.patient_key, series.size, first.file.frame_of_reference, first.row_direction,
        first.column_direction, first.pixel_spacing_mm, first.position_mm, first.phase, first.file.sop_uid,
        first.frame,
    )  # fmt: skip


def _series(uid: str, stack: Stack, paths: tuple[str, ...], mixed: Flag | None) -> Series:
    first = stack.slices[0]
    file = first.file
    size = (len(stack.slices), file.pixels.rows, file.pixels.columns)
    warnings = _kind_warnings(file.kind)
    if not warnings:
        warnings = (*_content_warnings(stack.slices), *stack.warnings, *((mixed,) if mixed else ()))
    if size[0] * size[1] * size[2] > MAX_VOXELS:
        warnings += (flags.too_large(size[0] * size[1] * size[2]),)
    lossy = any(s.file.acquisition.lossy for s in stack.slices)
    return Series(
        series_uid=uid,
        study_uid=file.study_uid,
        patient_key=file.patient_key,
        description=file.description,
        modality=file.modality or "CT",
        date=file.date,
        acquisition=replace(file.acquisition, lossy=lossy),
        slices=stack.slices,
        size=size,
        grid=stack.grid,
        slice_origins_mm=stack.origins_mm,
        spacing_mm=stack.grid.spacing_mm if stack.grid else None,
        analysable=not any(flag.code in flags.BLOCKING for flag in warnings),
        warnings=warnings,
        paths=paths,
        voi_window=file.voi_window,
        age_years=file.age_years,
        sex=file.sex,
    )


def _kind_warnings(kind: Kind) -> tuple[Flag, ...]:
    """Of a picture that is no slice, only this is worth saying."""
    if kind is Kind.LOCALIZER:
        return (flags.localizer(),)
    return (flags.capture(),) if kind is Kind.CAPTURE else ()


def _content_warnings(slices: Sequence[SliceInfo]) -> tuple[Flag, ...]:
    """Judge what the values mean."""
    found = []
    checks: tuple[tuple[Callable[[str], Flag], Callable[[SliceInfo], bool]], ...] = (
        (flags.no_modality, lambda s: not s.file.modality),
        (flags.no_rescale, lambda s: s.rescale is Rescale.MISSING),
        (flags.unspecified_unit, lambda s: s.rescale is Rescale.UNSPECIFIED),
        (flags.not_hu, lambda s: s.rescale is Rescale.OTHER),
        (flags.lossy, lambda s: s.file.acquisition.lossy),
    )
    for flag, applies in checks:
        name = next((s.name for s in slices if applies(s)), None)
        if name is not None:
            found.append(flag(name))
    return tuple(found)
