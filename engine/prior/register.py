"""Where a scan lies in an earlier one: a rigid transform by SimpleITK, then a shift round each position.

Two scans of a patient share no coordinates: the table, the breath and the field of view differ. The lungs are
brought together as a whole first; breathing moves each place by millimetres more, so that a position is
then followed by the vessels round it. It must not know nodules, files or the window.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from engine.findings import Point
from engine.geometry import FloatArray, Grid, resample, sample
from engine.isotropic import isotropic
from engine.lungs import Lungs, segment_lungs
from engine.prior.alignment import Alignment, AlignmentError
from engine.volume import Volume

#: Step of the volumes that are registered.
STEP_MM = 4.0
#: HU that count: air to soft tissue; bone and contrast medium must not pull.
WINDOW_HU = (-1000.0, 200.0)
#: Half the side of the cube that a position is followed by, how far it may have moved, and the step of both.
CUBE_MM, REACH_MM, FOLLOW_STEP_MM = 30.0, 15.0, 3.0
#: Correlation of two cubes below which a position is not followed.
FOLLOW_CORRELATION = 0.5

FloatImage = npt.NDArray[np.float32]


def align(current: Volume, prior: Volume, between_steps: Callable[[], None] = lambda: None) -> Alignment:
    """Bring a scan and an earlier one together.

    Parameters
    ----------
    current, prior
        CTs of one patient's chest. Parts of a chest are enough as long as they overlap.
    between_steps
        Called now and then; may raise to give up.

    Returns
    -------
    Alignment
        Look at `Alignment.trusted`.

    Raises
    ------
    AlignmentError
        If one of them shows no lungs.
    """
    lungs = []
    for volume in (current, prior):
        between_steps()
        lungs.append(segment_lungs(volume))
    for found, which in zip(lungs, ("current", "earlier"), strict=True):
        if not found.found:
            raise AlignmentError(
                f"The scans cannot be compared by position: no lungs were found in the {which} one."
            )
    images = [_upright(volume) for volume in (current, prior)]
    inside = _mask_on(lungs[0], images[0][1])
    start_mm = _middle(lungs[1]) - _middle(lungs[0])
    rotation, shift = _registered(images, inside, start_mm, between_steps)
    points = images[0][1].points_mm()[inside]
    here = images[0][0][inside]
    there = sample(*images[1], points @ rotation.T + shift, outside=float("nan"))
    known = np.isfinite(there)
    return Alignment(rotation, shift, _correlation(here[known], there[known]))


def follow(current: Volume, prior: Volume, alignment: Alignment, point_mm: Point) -> Point:
    """Return where a position of the current scan lies in the earlier one, by what surrounds it.

    Parameters
    ----------
    current, prior, alignment
        The scans, and how they lie as a whole.
    point_mm
        In the current scan.

    Returns
    -------
    Point
        In the earlier scan; where nothing there looks alike, what the alignment says.
    """
    offsets = _cube(CUBE_MM)
    around = np.asarray(point_mm, dtype=float)
    here = _grey(sample(current.hu, current.grid, around + offsets))
    start = alignment.to_prior(point_mm)
    wide = _grey(sample(prior.hu, prior.grid, start + _cube(CUBE_MM + REACH_MM) @ alignment.rotation.T))
    moves = np.lib.stride_tricks.sliding_window_view(wide, here.shape)
    moved = _best(here, moves)
    return _point(start if moved is None else start + alignment.rotation @ moved)


def _upright(volume: Volume) -> tuple[FloatImage, Grid]:
    """Return a volume's grey values on a coarse grid along the patient axes."""
    hu, grid = isotropic(volume.hu, volume.grid, STEP_MM)
    corners = grid.to_patient(
        [
            [k, r, c]
            for k in (0, grid.size[0] - 1)
            for r in (0, grid.size[1] - 1)
            for c in (0, grid.size[2] - 1)
        ]
    )
    low, high = corners.min(0), corners.max(0)
    x, y, z = (int(n) for n in np.floor((high - low) / STEP_MM) + 1)
    target = Grid.axial((z, y, x), (STEP_MM,) * 3, _point(low))
    return _grey(resample(hu, grid, target, outside=WINDOW_HU[0])), target


def _grey(hu: FloatImage) -> FloatImage:
    return np.asarray(np.clip(hu, *WINDOW_HU), dtype=np.float32)


def _mask_on(lungs: Lungs, grid: Grid) -> npt.NDArray[np.bool_]:
    # The wide mask takes in the walls, which say more of the position than the air between them.
    inside: npt.NDArray[np.bool_] = lungs.contains_widely(grid.points_mm())
    return inside


def _middle(lungs: Lungs) -> FloatArray:
    """Middle of the lungs' box: unlike their centre of mass it does not depend on what a nodule fills."""
    at = lungs.grid.to_patient(np.argwhere(lungs.mask))
    return np.asarray((at.min(0) + at.max(0)) / 2, dtype=np.float64)


def _registered(
    images: list[tuple[FloatImage, Grid]],
    inside: npt.NDArray[np.bool_],
    start_mm: FloatArray,
    between_steps: Callable[[], None],
) -> tuple[FloatArray, FloatArray]:
    """Return rotation and shift by which the second image looks most like the first within its lungs."""
    import SimpleITK as sitk

    fixed, moving = (_itk(values, grid) for values, grid in images)
    mask = _itk(inside.astype(np.uint8), images[0][1])
    transform = sitk.Euler3DTransform()
    transform.SetCenter([float(v) for v in images[0][1].points_mm()[inside].mean(0)])
    transform.SetTranslation([float(v) for v in start_mm])
    method = sitk.ImageRegistrationMethod()
    method.SetMetricAsCorrelation()
    method.SetMetricFixedMask(mask)
    # Every voxel of a coarse image: nothing random, so that a comparison can be repeated.
    method.SetMetricSamplingStrategy(method.NONE)
    method.SetInterpolator(sitk.sitkLinear)
    method.SetOptimizerAsRegularStepGradientDescent(
        learningRate=4.0, minStep=0.02, numberOfIterations=120, relaxationFactor=0.6
    )
    method.SetOptimizerScalesFromPhysicalShift()
    method.SetShrinkFactorsPerLevel([2, 1])
    method.SetSmoothingSigmasPerLevel([4.0, 2.0])
    method.SmoothingSigmasAreSpecifiedInPhysicalUnitsOn()
    method.SetInitialTransform(transform, inPlace=True)
    given_up: list[Exception] = []

    def look_up() -> None:
        # What is raised inside a callback would end in SimpleITK's own error: it is raised again outside.
        try:
            if not given_up:
                between_steps()
        except Exception as error:  # noqa: BLE001 - whatever it is, it is the caller's
            given_up.append(error)
        if given_up:
            method.StopRegistration()  # ends one level of the pyramid; the next one begins all the same

    method.AddCommand(sitk.sitkIterationEvent, look_up)
    method.Execute(fixed, moving)
    method.RemoveAllCommands()
    if given_up:
        raise given_up[0]
    rotation = np.asarray(transform.GetMatrix(), dtype=float).reshape(3, 3)
    centre = np.asarray(transform.GetCenter(), dtype=float)
    shift = np.asarray(transform.GetTranslation(), dtype=float) + centre - rotation @ centre
    return rotation, np.asarray(shift, dtype=np.float64)


def _itk(values: npt.NDArray[np.generic], grid: Grid) -> object:
    import SimpleITK as sitk

    image = sitk.GetImageFromArray(values)
    z, y, x = grid.spacing_mm
    image.SetSpacing((x, y, z))
    image.SetOrigin(grid.origin_mm)
    return image


def _cube(half_mm: float) -> FloatArray:
    """Offsets of a cube's points from its middle, shape ``(n, n, n, 3)``."""
    n = round(half_mm / FOLLOW_STEP_MM)
    along = np.arange(-n, n + 1) * FOLLOW_STEP_MM
    return np.stack(np.meshgrid(along, along, along, indexing="ij"), -1)


def _best(here: FloatImage, moves: FloatImage) -> FloatArray | None:
    """Return the move (mm) to the window that correlates best with a cube, a little finer than the steps."""
    template = (here - here.mean()).ravel()
    norm = float(np.linalg.norm(template))
    if norm == 0:
        return None
    n = moves.shape[:3]
    scores = np.empty(n)
    for k in range(n[0]):  # one layer at a time: all windows at once would take half a gigabyte
        windows = moves[k].reshape(-1, template.size).astype(np.float32)
        windows = windows - windows.mean(1, keepdims=True)
        size = np.linalg.norm(windows, axis=1)
        scores[k] = ((windows @ template) / np.maximum(size * norm, 1e-6)).reshape(n[1:])
    at = np.asarray(np.unravel_index(int(scores.argmax()), n))
    if scores.max() < FOLLOW_CORRELATION:
        return None
    return np.asarray([(i + _vertex(scores, at, axis) - (n[axis] - 1) / 2) for axis, i in enumerate(at)]) * (
        FOLLOW_STEP_MM
    )


def _vertex(scores: FloatArray, at: npt.NDArray[np.intp], axis: int) -> float:
    """Where, from a maximum on along an axis, the parabola through it and its neighbours is highest."""
    i = int(at[axis])
    if not 0 < i < scores.shape[axis] - 1:
        return 0.0
    line = np.moveaxis(scores, axis, 0)
    rest = tuple(np.delete(at, axis))
    before, peak, after = (float(line[(j, *rest)]) for j in (i - 1, i, i + 1))
    bend = before - 2 * peak + after
    return 0.0 if bend >= 0 else (before - after) / (2 * bend)


def _correlation(a: FloatImage, b: FloatImage) -> float:
    if a.size < 2 or float(a.std()) == 0 or float(b.std()) == 0:
        return 0.0
    return float(np.corrcoef(a, b)[0, 1])


def _point(values: npt.ArrayLike) -> Point:
    x, y, z = (float(v) for v in np.asarray(values))
    return (x, y, z)
