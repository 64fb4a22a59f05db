"""A nodule of 10.0 mm measures that in every plane: by the length tool over its edges, and by its outline."""

from __future__ import annotations

import numpy as np
import pytest

from app.viewer.marks import NoduleMark
from app.viewer.nodule_layer import NoduleLayer
from app.viewer.tools import TOOLS
from app.viewer.tools.tool import MeasuredSlice
from engine.findings import Nodule
from engine.lesion import contours, measure
from engine.phantom import Kind, NoduleSpec, PhantomSpec, make_phantom
from engine.planes import View, planes_of
from engine.volume import Volume

CENTRE = (-70.0, 48.0, -40.0)
THICK, THIN, OBLIQUE = "2.5 mm slices", "1.25 mm slices", "oblique, 2.5 mm slices"
SPECS = {
    THICK: {"spacing_mm": (2.5, 0.7, 0.7), "size": (24, 96, 96)},
    THIN: {"spacing_mm": (1.25, 0.9, 0.6), "size": (40, 80, 110)},
    OBLIQUE: {"spacing_mm": (2.5, 0.7, 0.7), "size": (28, 110, 110), "rotation_deg": (14.0, -9.0, 33.0)},
}
VIEWS = (View.STORED, View.AXIAL, View.CORONAL, View.SAGITTAL)


@pytest.fixture(scope="module", params=SPECS)
def scan(request) -> tuple[Volume, Nodule]:
    nodule = NoduleSpec(Kind.SOLID, CENTRE, 10.0)
    spec = PhantomSpec(nodules=(nodule,), focus_mm=CENTRE, noise_hu=5.0, **SPECS[request.param])
    volume = make_phantom(spec).volume
    return volume, measure(volume, CENTRE)


def allowed_mm(volume: Volume, way: np.ndarray, *, exact: bool) -> float:
    """0.5 mm along the slices; half a slice across them, and where a plane is interpolated."""
    along_slices = abs(float(way @ volume.grid.normal)) < 1e-6
    return 0.5 if exact and along_slices else volume.grid.spacing_mm[0] / 2


@pytest.mark.parametrize("view", VIEWS)
def test_row_11_the_length_tool_measures_ten_millimetres(scan, view: View) -> None:
    volume, _ = scan
    planes = planes_of(volume, view)
    k = planes.nearest(CENTRE)
    on = MeasuredSlice(k, planes.plane(k), planes.image(k, None), exact=planes.exact)
    ((column, row),) = on.to_image([CENTRE])
    middle, lung = float(on.hu[int(row), int(column)]), -850.0
    for axis, step in ((0, on.plane.steps_mm[1]), (1, on.plane.steps_mm[2])):
        line = on.hu[:, int(column)] if axis == 0 else on.hu[int(row), :]
        low, high = _edges(line.astype(float), int(row) if axis == 0 else int(column), (middle + lung) / 2)
        ends = [(column, edge) if axis == 0 else (edge, row) for edge in (low, high)]
        length = TOOLS["length"].values([on.to_patient(c, r) for c, r in ends], on)["length_mm"]
        way = np.asarray(step) / np.linalg.norm(step)
        assert length == pytest.approx(10.0, abs=allowed_mm(volume, way, exact=planes.exact)), (view, axis)


def _edges(line: np.ndarray, at: int, threshold: float) -> tuple[float, float]:
    """Image coordinates on either side of a pixel where a line of HU crosses a threshold."""
    found = []
    for step in (-1, 1):
        i = at
        while line[i] > threshold:
            i += step
        share = (line[i - step] - threshold) / (line[i - step] - line[i])
        found.append(i - step + step * share + 0.5)
    return found[0], found[1]


@pytest.mark.parametrize("view", VIEWS)
def test_its_outline_is_ten_millimetres_wide(scan, view: View) -> None:
    volume, nodule = scan
    planes, layer = planes_of(volume, view), NoduleLayer()
    layer.set_planes(volume, planes)
    layer.set_marks([mark_of(nodule)], "n")
    k = planes.nearest(nodule.centre_mm)
    (outline,) = layer.outlines(k, range(k, k + 1))
    box = outline.path.boundingRect()
    _, row_mm, column_mm = planes.plane(k).spacing_mm
    for pixels, mm, step in (
        (box.height(), row_mm, planes.plane(k).steps_mm[1]),
        (box.width(), column_mm, planes.plane(k).steps_mm[2]),
    ):
        way = np.asarray(step) / np.linalg.norm(step)
        # A mask knows whole voxels: half of one at either end.
        voxel = sum(abs(float(np.asarray(s) @ way)) for s in volume.grid.steps_mm)
        assert pixels * mm == pytest.approx(
            10.0, abs=max(allowed_mm(volume, way, exact=planes.exact), voxel)
        ), view


def mark_of(nodule: Nodule) -> NoduleMark:
    return NoduleMark(
        id="n",
        label="1",
        contours_mm={
            k: tuple(tuple((float(x), float(y), float(z)) for x, y, z in p) for p in polygons)
            for k, polygons in contours(nodule).items()
        },
        long_axis_mm=(nodule.long_axis.start_mm, nodule.long_axis.end_mm),
        short_axis_mm=(nodule.short_axis.start_mm, nodule.short_axis.end_mm),
        centre_mm=nodule.centre_mm,
        largest_slice=nodule.largest_slice,
    )
