"""Order slices into stacks: grouping, order by position along the normal, spacing from positions, the gate.

File names, instance numbers and SliceThickness decide nothing where positions are known. Tolerances are
relative to the step between slices, so that rounding in the files raises no warning and a real fault does.
Knows `SliceInfo`, not files; whether two pictures are equal it asks the caller.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.dicom import flags
from engine.dicom.instance import SliceInfo, Vector
from engine.findings import Flag
from engine.geometry import GeometryError, Grid

FloatArray = npt.NDArray[np.float64]

#: How far a slice may lie off a regular stack, as a share of the step: 0.1 mm digits at 1.25 mm steps pass.
STEP_TOLERANCE = 0.05
#: How far a slice may be shifted within its plane, as a share of a pixel.
SIDEWAYS_TOLERANCE = 0.2
#: Slices nearer than this share a position (mm); no CT reconstructs at steps below 0.1 mm.
SAME_POSITION_MM = 0.01
#: Directions that differ less, as a component of the unit vector, are one orientation (0.1 degrees).
DIRECTION_TOLERANCE = 2e-3
#: Pixel spacings that differ less, relatively, are one spacing: under half a pixel over 512.
SPACING_TOLERANCE = 1e-3
#: Step given to a single slice that does not say how thick it is (mm).
NOMINAL_STEP_MM = 1.0
MAX_VOXELS = 1 << 32
#: Beyond so many planes in one series, only equal ones are put together: a hostile file must not cost hours.
MAX_PLANES = 500

SamePicture = Callable[[SliceInfo, SliceInfo], bool]


@dataclass(frozen=True)
class Stack:
    """Slices in order, where they lie, and what is wrong with them.

    Parameters
    ----------
    slices
        Ordered along `normal`, which points to growing patient coordinates.
    grid
        The exact grid, or for an uneven stack the regular grid that fits best; `None` without millimetres.
    origins_mm
        True positions of the slices of an uneven stack.
    dropped
        Copies that were left out.
    """

    slices: tuple[SliceInfo, ...]
    grid: Grid | None
    origins_mm: tuple[Vector, ...] | None
    warnings: tuple[Flag, ...]
    dropped: tuple[SliceInfo, ...] = ()


def group(slices: Iterable[SliceInfo]) -> list[list[SliceInfo]]:
    """Part slices that cannot lie in one stack: other series, patient, kind, size, plane, spacing."""
    exact: defaultdict[tuple[object, ...], list[SliceInfo]] = defaultdict(list)
    for s in slices:
        file = s.file
        series = file.series_uid or (file.study_uid, file.source.folder, file.description)
        exact[
            series, file.patient_key, file.kind, file.modality, file.frame_of_reference,
            file.pixels.rows, file.pixels.columns, s.row_direction is None or s.position_mm is None,
        ].append(s)  # fmt: skip
    return [part for members in exact.values() for part in _by_plane(members)]


def _by_plane(slices: Sequence[SliceInfo]) -> list[list[SliceInfo]]:
    clusters: list[tuple[FloatArray | None, FloatArray | None, list[SliceInfo]]] = []
    known: dict[object, list[SliceInfo]] = {}
    for s in slices:
        key = (s.row_direction, s.column_direction, s.pixel_spacing_mm)
        members = known.get(key)
        if members is None:
            placed = s.row_direction and s.column_direction and s.position_mm
            directions = np.asarray([s.row_direction, s.column_direction]) if placed else None
            spacing = np.asarray(s.pixel_spacing_mm) if s.pixel_spacing_mm else None
            for other_directions, other_spacing, others in clusters[:MAX_PLANES]:
                if _near(directions, other_directions, DIRECTION_TOLERANCE) and _near(
                    spacing, other_spacing, SPACING_TOLERANCE, relative=True
                ):
                    members = others
                    break
            else:
                members = []
                clusters.append((directions, spacing, members))
            known[key] = members
        members.append(s)
    return [members for _, _, members in clusters]


def _near(a: FloatArray | None, b: FloatArray | None, tolerance: float, *, relative: bool = False) -> bool:
    if a is None or b is None:
        return a is b
    scale = np.abs(b).max() if relative else 1.0
    return bool(np.abs(a - b).max() <= tolerance * scale)


def arrange(slices: Sequence[SliceInfo], same_picture: SamePicture) -> list[Stack]:
    """Order the slices of one group into stacks with at most one picture at each position.

    Copies are left out. Different pictures at one position become stacks of their own: sorted by what the
    files say of them (time, kernel, image type) where that is clear, else one by one and marked ambiguous.

    Parameters
    ----------
    slices
        One result of `group`; not empty.
    same_picture
        Whether two slices hold the same picture. Asked only of slices at one position.

    Returns
    -------
    list of Stack
    """
    normal = stack_normal(slices[0])
    if normal is None:
        return [_unplaced(slices)]
    runs = _runs(slices, normal)
    parts = _by_phase(runs)
    dropped: list[SliceInfo] = []
    extra: list[Flag] = []
    if parts is None:
        runs, dropped = _without_copies(runs, same_picture)
        parts = _by_phase(runs)
    if parts is None:
        parts = [[run[i] for run in runs if i < len(run)] for i in range(max(map(len, runs)))]
        crowded = next(run for run in runs if len(run) > 1)
        extra.append(flags.ambiguous([s.name for s in crowded], float(_position(crowded[0]) @ normal)))
    elif len(parts) > 1:
        extra.append(flags.phases(len(parts)))
    if dropped:
        extra.append(flags.identical([s.name for s in dropped]))
    return [_placed(part, normal, extra, dropped if i == 0 else ()) for i, part in enumerate(parts)]


def stack_normal(s: SliceInfo) -> FloatArray | None:
    """Return the unit normal, towards growing patient coordinates; `None` where the slice lies nowhere."""
    if s.row_direction is None or s.column_direction is None or s.position_mm is None:
        return None
    normal: FloatArray = np.cross(s.row_direction, s.column_direction)
    return normal if normal[np.argmax(np.abs(normal))] > 0 else -normal


def _position(s: SliceInfo) -> FloatArray:
    return np.asarray(s.position_mm, dtype=float)


def _order(s: SliceInfo) -> tuple[int, str, str, int]:
    return (s.instance_number, s.file.sop_uid, s.file.source.label, s.frame)


def _runs(slices: Sequence[SliceInfo], normal: FloatArray) -> list[list[SliceInfo]]:
    """Sort by position; slices at one position share a run."""
    at = np.asarray([s.position_mm for s in slices], dtype=float) @ normal
    runs: list[list[SliceInfo]] = []
    start = -np.inf
    for i in np.argsort(at, kind="stable"):
        if at[i] - start < SAME_POSITION_MM:
            runs[-1].append(slices[i])
        else:
            runs.append([slices[i]])
            start = at[i]
    return [sorted(run, key=_order) for run in runs]


def _by_phase(runs: Sequence[Sequence[SliceInfo]]) -> list[list[SliceInfo]] | None:
    """Split by the first attribute that gives every stack one picture a position; `None` if none does."""
    most = max(map(len, runs))
    everyone = [s for run in runs for s in run]
    if most == 1:
        return [everyone]
    for i in range(len(everyone[0].phase)):
        if all(len({s.phase[i] for s in run}) == len(run) for run in runs):
            parts: defaultdict[str, list[SliceInfo]] = defaultdict(list)
            for s in everyone:
                parts[s.phase[i]].append(s)
            if len(parts) == most:
                return [parts[value] for value in sorted(parts)]
    return None


def _without_copies(
    runs: Sequence[Sequence[SliceInfo]], same_picture: SamePicture
) -> tuple[list[list[SliceInfo]], list[SliceInfo]]:
    kept: list[list[SliceInfo]] = []
    dropped: list[SliceInfo] = []
    for run in runs:
        unique: list[SliceInfo] = []
        for s in run:
            copy = any(
                np.abs(_position(s) - _position(u)).max() < SAME_POSITION_MM and same_picture(s, u)
                for u in unique
            )
            (dropped if copy else unique).append(s)
        kept.append(unique)
    return kept, dropped


def _unplaced(slices: Sequence[SliceInfo]) -> Stack:
    ordered = sorted(slices, key=_order)
    return Stack(tuple(ordered), None, None, (flags.no_position(ordered[0].name),))


def _placed(
    slices: Sequence[SliceInfo], normal: FloatArray, extra: Sequence[Flag], dropped: Sequence[SliceInfo]
) -> Stack:
    """Give a stack its grid and pass it through the gate."""
    first = slices[0]
    warnings = list(extra)
    if first.pixel_spacing_mm is None:
        return Stack(tuple(slices), None, None, (*warnings, flags.no_spacing(first.name)), tuple(dropped))
    plane = plane_name(normal)
    if plane != "axial":
        warnings.append(flags.not_axial(plane))
    positions = np.asarray([s.position_mm for s in slices], dtype=float)
    if len(slices) == 1:
        step = normal * (first.file.acquisition.slice_thickness_mm or NOMINAL_STEP_MM)
        warnings.append(flags.single_slice(first.name))
        if abs(first.file.tilt_tag_deg) > 0.5:
            warnings.append(flags.gantry_tilt(abs(first.file.tilt_tag_deg)))
        origin, origins = positions[0], None
    else:
        origin, step, regular, found = _check(slices, positions, normal)
        warnings += found
        origins = None if regular else tuple(_vector(p) for p in positions)
    grid = _grid(slices, origin, step)
    if grid is None:
        warnings.append(flags.no_position(first.name))
    return Stack(tuple(slices), grid, origins if grid else None, tuple(warnings), tuple(dropped))


def plane_name(normal: FloatArray) -> str:
    """Name a plane after the patient axis nearest to its normal."""
    return ("sagittal", "coronal", "axial")[int(np.argmax(np.abs(normal)))]


def _grid(slices: Sequence[SliceInfo], origin: FloatArray, step: FloatArray) -> Grid | None:
    first = slices[0]
    if first.pixel_spacing_mm is None or first.row_direction is None or first.column_direction is None:
        return None
    rows, columns = first.pixel_spacing_mm
    steps = (step, np.asarray(first.column_direction) * rows, np.asarray(first.row_direction) * columns)
    try:
        return Grid(
            (len(slices), first.file.pixels.rows, first.file.pixels.columns),
            _vector(origin),
            (_vector(steps[0]), _vector(steps[1]), _vector(steps[2])),
        )
    except GeometryError:
        return None


def _vector(v: FloatArray) -> Vector:
    return (float(v[0]), float(v[1]), float(v[2]))


def _check(
    slices: Sequence[SliceInfo], positions: FloatArray, normal: FloatArray
) -> tuple[FloatArray, FloatArray, bool, list[Flag]]:
    """The gate. Return origin and step of the grid, whether it is exact, and what is wrong.

    The line through the positions gives the tilt; the distances along the normal the spacing.
    """
    names = [s.name for s in slices]
    pixel_mm = min(slices[0].pixel_spacing_mm or (1.0,))
    along = positions @ normal
    found: list[Flag] = []

    centred = along - along.mean()
    direction = (centred @ (positions - positions.mean(0))) / (centred @ centred)
    slope = direction - normal
    if float(np.linalg.norm(slope)) * (along[-1] - along[0]) > SIDEWAYS_TOLERANCE * pixel_mm:
        found.append(flags.gantry_tilt(float(np.degrees(np.arctan(np.linalg.norm(slope))))))
    else:
        direction = normal
    off_line = positions - positions.mean(0) - centred[:, None] * direction
    sideways = np.linalg.norm(off_line - (off_line @ normal)[:, None] * normal, axis=1)

    spacing = float(along[-1] - along[0]) / (len(slices) - 1)
    off_step = np.abs(along - along[0] - spacing * np.arange(len(slices)))
    even = bool(off_step.max() <= STEP_TOLERANCE * spacing)
    straight = bool(sideways.max() <= SIDEWAYS_TOLERANCE * pixel_mm)
    if not even:
        found.append(_uneven(names, along))
    if not straight:
        worst = int(np.argmax(sideways))
        found.append(flags.sideways(names[worst], float(sideways[worst])))
    typical = spacing if even else float(np.median(np.diff(along)))
    thick = flags.thick(typical, slices[0].file.acquisition.slice_thickness_mm)
    if thick:
        found.append(thick)
    if even and straight:
        return positions[0], direction * spacing, True, found
    fit = np.polynomial.polynomial.polyfit(np.arange(len(slices)), along, 1)
    origin = positions.mean(0) + (fit[0] - along.mean()) * direction
    return origin, direction * fit[1], False, found


def _uneven(names: Sequence[str], along: FloatArray) -> Flag:
    """Tell missing slices, whose gaps are whole multiples of the step, from uneven spacing."""
    steps = np.diff(along)
    usual = float(np.sort(steps)[(len(steps) - 1) // 2])
    multiples = np.rint(steps / usual)
    whole = np.abs(steps - multiples * usual) <= 2 * STEP_TOLERANCE * usual  # both ends may be off
    if bool(whole.all()) and multiples.min() >= 1 and multiples.max() > 1:
        gaps = [
            (names[i], names[i + 1], float(steps[i]), int(multiples[i]) - 1)
            for i in range(len(steps))
            if multiples[i] > 1
        ]
        return flags.missing_slices(gaps, usual)
    low, high = int(np.argmin(steps)), int(np.argmax(steps))
    spacing = (along[-1] - along[0]) / (len(along) - 1)
    off = float(np.abs(along - along[0] - spacing * np.arange(len(along))).max())
    return flags.uneven_spacing(
        (names[low], names[low + 1], float(steps[low])),
        (names[high], names[high + 1], float(steps[high])),
        off,
    )
