"""Pictures of planes and slabs by VTK, the library that 3D Slicer and MITK draw with, beside `engine.planes`.

Both make the same grey picture of the same voxels: cut, interpolated, projected, windowed. That they are the
same is checked before anything is timed. VTK comes with the extra `bench` and is in no installation for
readers. This must not know how timings are kept or shown.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.bench_same import largest_difference
from engine.geometry import FloatArray, Grid
from engine.grey import grey_table
from engine.planes import Frame, Planes, View, planes_of
from engine.reslice import OUTSIDE_HU
from engine.runtimes.base import usable_cores
from engine.slab import Slab, SlabKind
from engine.volume import Volume

MISSING = "VTK is not installed here (the extra `bench`), so that no picture is compared with its."
IRREGULAR = "VTK has no uneven or sheared stacks, so that no picture of this series is compared with its."
#: The lung window.
WIDTH_HU, LEVEL_HU = 1500, -600
#: Steps of grey, of 255. VTK cuts off where DICOM's formula rounds; one HU beside is a fifth of a step.
TOLERANCE = 1
#: Planes to either side of the middle that are looked at: a swing, as a reader's wheel makes it.
SWING = 12
#: Timed pictures of each; fewer than the swing has before it turns back, where ours finds its planes again.
ROUNDS = 15
_THICK = 30
_TURNED = Frame().turned(View.AXIAL, 20.0).turned(View.SAGITTAL, 15.0)

Grey = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Picture:
    """What is drawn: a view, straight or turned, with or without a slab."""

    view: View
    slab: Slab | None = None
    frame: Frame | None = None


#: By the names of their rows.
PICTURES = {
    "axial": Picture(View.AXIAL),
    "axial_mip_30_mm": Picture(View.AXIAL, Slab(SlabKind.MIP, _THICK)),
    "axial_mean_30_mm": Picture(View.AXIAL, Slab(SlabKind.MEAN, _THICK)),
    "coronal": Picture(View.CORONAL),
    "coronal_mip_30_mm": Picture(View.CORONAL, Slab(SlabKind.MIP, _THICK)),
    "coronal_turned": Picture(View.CORONAL, None, _TURNED),
    "coronal_turned_mip_30_mm": Picture(View.CORONAL, Slab(SlabKind.MIP, _THICK), _TURNED),
}


def reason_to_leave_out(volume: Volume) -> str | None:
    """Return why pictures of this volume cannot be compared with VTK's here, in a sentence, or `None`."""
    if importlib.util.find_spec("vtkmodules") is None:
        return MISSING
    return None if volume.is_regular and volume.grid.is_orthogonal else IRREGULAR


def checked_pairs(volume: Volume) -> tuple[dict[str, Callable[[], object]], dict[str, float]]:
    """Return what draws each picture, ours and VTK's, and by how much they differ.

    Parameters
    ----------
    volume
        A regular one whose axes are at right angles.

    Returns
    -------
    dict
        By row, VTK's with ``vtk_`` before it. Each call draws the next plane of a swing about the middle.
    dict
        Largest difference found in each picture, in steps of grey of 255.

    Raises
    ------
    engine.bench_same.DisagreementError
        If a picture differs by more than `TOLERANCE`.
    """
    table = grey_table(WIDTH_HU, LEVEL_HU)
    image = _vtk_image(volume)
    actions: dict[str, Callable[[], object]] = {}
    differences: dict[str, float] = {}
    for name, picture in PICTURES.items():
        planes = planes_of(volume, picture.view, picture.frame)
        ours, theirs = _Ours(planes, picture.slab, table), _Theirs(image, planes, picture.slab)
        differences[name] = max(
            largest_difference(
                ours(k), theirs(k), TOLERANCE, f"VTK's picture {name!r}", "of 255 steps of grey"
            )
            for k in _swing(planes)[::SWING]
        )
        # Ours keeps planes that it interpolated; what the check drew must not be had for nothing.
        fresh = _Ours(planes_of(volume, picture.view, picture.frame), picture.slab, table)
        actions |= {name: _next_of(fresh, planes), f"vtk_{name}": _next_of(theirs, planes)}
    return actions, differences


def _swing(planes: Planes) -> list[int]:
    """Planes up and down about the middle, each one step from the one before."""
    middle = planes.count // 2
    reach = min(SWING, middle, planes.count - 1 - middle)
    up = list(range(middle - reach, middle + reach + 1))
    return up + up[-2:0:-1]


def _next_of(draw: Callable[[int], Grey], planes: Planes) -> Callable[[], object]:
    swing, number = _swing(planes), count()
    return lambda: draw(swing[next(number) % len(swing)])


class _Ours:
    def __init__(self, planes: Planes, slab: Slab | None, table: Grey) -> None:
        self._planes, self._slab, self._table = planes, slab, table

    def __call__(self, k: int) -> Grey:
        return self._table[self._planes.image(k, self._slab).view(np.uint16)]


class _Theirs:
    """`vtkImageReslice`, then `vtkImageMapToWindowLevelColors`; made once, moved from plane to plane."""

    def __init__(self, image: Any, planes: Planes, slab: Slab | None) -> None:
        from vtkmodules.vtkCommonMath import vtkMatrix4x4
        from vtkmodules.vtkImagingColor import vtkImageMapToWindowLevelColors
        from vtkmodules.vtkImagingCore import vtkImageReslice

        self._planes, self._slab, self._axes = planes, slab, vtkMatrix4x4()
        _, rows, columns = planes.plane(0).size
        across, down, right = _lengths(planes.plane(0))
        reslice = vtkImageReslice()
        reslice.SetInputData(image)
        reslice.SetOutputDimensionality(2)
        reslice.SetInterpolationModeToLinear()
        reslice.SetBackgroundLevel(OUTSIDE_HU)
        reslice.SetOutputOrigin(0, 0, 0)
        reslice.SetOutputSpacing(right, down, across)
        reslice.SetOutputExtent(0, columns - 1, 0, rows - 1, 0, 0)
        reslice.SetResliceAxes(self._axes)
        if slab is not None:
            reslice.SetSlabSliceSpacingFraction(1.0)
            reslice.SetSlabModeToMax() if slab.kind is SlabKind.MIP else reslice.SetSlabModeToMean()
        self._reslice = reslice
        self._grey = vtkImageMapToWindowLevelColors()
        self._grey.SetInputConnection(reslice.GetOutputPort())
        self._grey.SetOutputFormatToLuminance()
        # Its window is DICOM's with the half HU and the one HU of PS3.3 C.11.2.1.2.1 written out.
        self._grey.SetWindow(WIDTH_HU - 1)
        self._grey.SetLevel(LEVEL_HU - 0.5)

    def __call__(self, k: int) -> Grey:
        from vtkmodules.util.numpy_support import vtk_to_numpy

        plane, middle = self._planes.plane(k), float(k)
        if self._slab is not None:
            slices = self._planes.extent(k, self._slab.thickness_mm).slices
            self._reslice.SetSlabNumberOfSlices(len(slices))
            middle = (slices[0] + slices[-1]) / 2
        origin = plane.to_patient((middle - k, 0.0, 0.0))
        for row in range(3):
            for column, step in enumerate(_directions(plane)[::-1]):
                self._axes.SetElement(row, column, float(step[row]))
            self._axes.SetElement(row, 3, float(origin[row]))
        self._axes.Modified()
        self._grey.Update()
        output = self._grey.GetOutput()
        columns, rows, _ = output.GetDimensions()
        grey: Grey = vtk_to_numpy(output.GetPointData().GetScalars()).reshape(rows, columns)
        return grey


def _vtk_image(volume: Volume) -> Any:
    """The volume as VTK's image in patient mm, sharing its voxels; VTK gets as many threads as the engine."""
    from vtkmodules.util.numpy_support import numpy_to_vtk
    from vtkmodules.vtkCommonCore import vtkMultiThreader, vtkSMPTools
    from vtkmodules.vtkCommonDataModel import vtkImageData

    vtkMultiThreader.SetGlobalMaximumNumberOfThreads(usable_cores())
    vtkSMPTools.Initialize(usable_cores())
    image = vtkImageData()
    image.SetDimensions(*volume.grid.size[::-1])
    image.SetOrigin(*volume.grid.origin_mm)
    image.SetSpacing(*_lengths(volume.grid)[::-1])
    image.SetDirectionMatrix(*_directions(volume.grid)[::-1].T.ravel())
    image.GetPointData().SetScalars(numpy_to_vtk(volume.hu.reshape(-1), deep=False))
    return image


def _lengths(grid: Grid) -> FloatArray:
    return np.asarray(np.linalg.norm(np.asarray(grid.steps_mm, dtype=float), axis=1))


def _directions(grid: Grid) -> FloatArray:
    """Unit patient vectors of the slice, row and column steps, shape ``(3, 3)``."""
    return np.asarray(np.asarray(grid.steps_mm, dtype=float) / _lengths(grid)[:, None])
