"""Key images: a finding on its largest slice, in words and pictures, rendered without a window.

Three views of the slice (whole, close with outline and diameters, close with the map) and a legend. It knows
grids, findings and the model's map scale; it must not know DICOM or PDF. No patient is named in it.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from engine.findings import Call, Finding, Nodule, Segment, probability_text
from engine.geometry import Grid
from engine.heat_map import colour, colour_table, map_on_slice
from engine.lesion import contours
from engine.orientation import edge_letters, slice_number, slice_position
from engine.reports import Export

Picture = npt.NDArray[np.uint8]

WIDTH_HU, LEVEL_HU = 1500.0, -600.0
WHOLE, CLOSE, LEGEND = 704, 352, 148
SIZE = (WHOLE + LEGEND, WHOLE + CLOSE)
"""Rows and columns of a key image."""
OUTLINE, AXIS = (255, 214, 10), (90, 220, 255)
TEXT, QUIET, WARN = (235, 235, 235), (160, 160, 160), (255, 170, 60)
#: Side of the close views: the lesion fills about a third, and there is always some lung round it.
CLOSE_MM, CLOSE_TIMES = 50.0, 2.5
OPACITY, THRESHOLD_SHARE = 0.5, 0.1
CALL_WORDS = {
    Call.BENIGN: "benign",
    Call.MALIGNANT: "malignant",
    Call.INDETERMINATE: "indeterminate",
    Call.OUT_OF_RANGE: "no verdict (out of range)",
}


def size_text(nodule: Nodule) -> str:
    """Return what was measured, in a line."""
    return (
        f"{nodule.long_axis_mm:.1f} × {nodule.short_axis_mm:.1f} mm, {nodule.volume_mm3:.0f} mm³,"
        f" mean {nodule.mean_hu:.0f} HU"
    )


@dataclass(frozen=True)
class View:
    """A square, isotropic picture of a part of a slice.

    Parameters
    ----------
    rgb
        uint8, shape ``(n, n, 3)``.
    grid
        Where its pixels lie; its slice step is the volume's.
    """

    rgb: Picture
    grid: Grid

    def pixels(self, points_mm: npt.ArrayLike) -> npt.NDArray[np.float64]:
        """Columns and rows of patient positions."""
        return np.asarray(self.grid.to_voxel(points_mm)[..., [2, 1]])


def key_image(export: Export, finding: Finding, number: int) -> Picture:
    """Render a finding.

    Parameters
    ----------
    export
        The report and its volume.
    finding
        One of the report's.
    number
        What the reader knows it by.

    Returns
    -------
    numpy.ndarray
        uint8, shape ``(*SIZE, 3)``: red, green, blue.
    """
    nodule = finding.nodule
    k = nodule.largest_slice
    plane = export.volume.plane(k)
    canvas = np.zeros((*SIZE, 3), np.uint8)

    middle = plane.to_patient((0, (plane.size[1] - 1) / 2, (plane.size[2] - 1) / 2))
    _, row_mm, column_mm = plane.spacing_mm
    whole = view(export, k, middle, max(plane.size[1] * row_mm, plane.size[2] * column_mm), WHOLE)
    side_mm = max(CLOSE_MM, CLOSE_TIMES * nodule.long_axis_mm)
    close = view(export, k, nodule.centre_mm, side_mm, CLOSE)

    drawn = close.rgb.copy()
    draw_outline(drawn, close, finding)
    for axis in (nodule.long_axis, nodule.short_axis):
        _draw_axis(drawn, close, axis)
    heat = _heat(export, finding, close)

    canvas[:WHOLE, :WHOLE] = _located(whole, close, number)
    canvas[:CLOSE, WHOLE:] = drawn
    canvas[CLOSE:WHOLE, WHOLE:] = heat if heat is not None else close.rgb
    canvas[:WHOLE, WHOLE : WHOLE + 1] = canvas[CLOSE : CLOSE + 1, WHOLE:] = 70
    picture = Image.fromarray(canvas)
    draw = ImageDraw.Draw(picture)
    draw_letters(draw, whole, (0, 0))
    draw_letters(draw, close, (WHOLE, 0))
    draw_letters(draw, close, (WHOLE, CLOSE))
    _ruler(draw, side_mm, (WHOLE, 0))
    _ruler(draw, side_mm, (WHOLE, CLOSE))
    axis_name, position = slice_position(plane)
    at_slice, count = slice_number(export.volume.grid, k), export.volume.grid.size[0]
    place = f"Slice {at_slice} of {count}, {axis_name} {position:.1f} mm"
    draw_text(draw, (10, WHOLE - 40), f"{place}\nW {WIDTH_HU:g} L {LEVEL_HU:g}", 13)
    if heat is not None:
        _scale(picture, export)
    else:
        draw_text(draw, (WHOLE + 10, CLOSE + 8), "No map: the model gave no verdict.", 12, QUIET)
    _legend(draw, export, finding, number)
    return np.asarray(picture)


def view(export: Export, k: int, centre_mm: npt.ArrayLike, side_mm: float, pixels: int) -> View:
    """Cut a square out of slice `k` in the lung window; outside the slice it is black."""
    plane = export.volume.plane(k)
    step_mm = side_mm / pixels
    slice_step, row, column = (np.asarray(step) for step in plane.steps_mm)
    row = row / np.linalg.norm(row) * step_mm
    column = column / np.linalg.norm(column) * step_mm
    # The centre may lie off the slice where the stack is tilted: take its foot on the slice.
    foot = plane.to_patient([0.0, *plane.to_voxel(centre_mm)[1:]])
    origin = foot - (pixels - 1) / 2 * (row + column)
    grid = Grid((1, pixels, pixels), _triple(origin), (_triple(slice_step), _triple(row), _triple(column)))
    # Both lie in one plane, so three corners give the way from one to the other; OpenCV does the rest faster
    # than a trilinear interpolation would.
    corners = plane.to_voxel(grid.to_patient([(0, 0, 0), (0, 0, 1), (0, 1, 0)]))[:, [2, 1]]
    way = np.column_stack([corners[1] - corners[0], corners[2] - corners[0], corners[0]])
    values = cv2.warpAffine(
        export.volume.hu[k].astype(np.float32),
        way,
        (pixels, pixels),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderValue=(-32768.0,),
    )
    low = LEVEL_HU - WIDTH_HU / 2
    grey = np.clip(np.rint((values - low) / WIDTH_HU * 255), 0, 255).astype(np.uint8)
    return View(np.repeat(grey[..., None], 3, axis=2), grid)


def _triple(vector: npt.NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = (float(v) for v in vector)
    return (x, y, z)


def draw_outline(rgb: Picture, on: View, finding: Finding, colour_: tuple[int, int, int] = OUTLINE) -> None:
    """Draw a finding's outline on its largest slice into a picture."""
    for polygon in contours(finding.nodule).get(finding.nodule.largest_slice, []):
        draw_line(rgb, on.pixels(polygon), colour_, closed=True)


def draw_line(
    rgb: Picture, points: npt.NDArray[np.float64], colour_: tuple[int, int, int], *, closed: bool
) -> None:
    """Draw a line through positions in pixels, ``(column, row)``."""
    # Four fractional bits, so that lines lie where they were measured and not on whole pixels.
    fixed = [np.rint(points * 16).astype(np.int32)]
    cv2.polylines(rgb, fixed, closed, colour_, 1, cv2.LINE_AA, 4)


def _draw_axis(rgb: Picture, on: View, axis: Segment) -> None:
    ends = on.pixels([axis.start_mm, axis.end_mm])
    way = ends[1] - ends[0]
    length = float(np.linalg.norm(way))
    if length == 0:
        return
    across = np.array([-way[1], way[0]]) / length * 4
    for line in (ends, *(np.stack([end - across, end + across]) for end in ends)):
        draw_line(rgb, line, AXIS, closed=False)


def _located(whole: View, close: View, number: int) -> Picture:
    """Mark on the whole slice what the close views show."""
    last = close.grid.size[1] - 0.5
    corners = close.grid.to_patient(
        [(0, r, c) for r, c in ((-0.5, -0.5), (-0.5, last), (last, last), (last, -0.5))]
    )
    points = whole.pixels(corners)
    rgb = whole.rgb.copy()
    draw_line(rgb, points, OUTLINE, closed=True)
    picture = Image.fromarray(rgb)
    x, y = float(points[:, 0].max()) + 4, float(points[:, 1].min()) - 2
    draw_text(ImageDraw.Draw(picture), (x if x < WHOLE - 30 else x - 90, y), str(number), 16, OUTLINE)
    return np.asarray(picture)


def _heat(export: Export, finding: Finding, close: View) -> Picture | None:
    """The map over the close view, with a thin outline; `None` where there is none to show."""
    found, manifest = finding.assessment.map, export.manifest
    if found is None or manifest is None:
        return None
    patch_grid = manifest.input.patch_spec.grid_at(finding.nodule.centre_mm)
    on_slice = map_on_slice(found, patch_grid, close.grid)
    if on_slice is None:
        return None
    limit = manifest.cam.limit
    rgba = colour(on_slice.values, limit=limit, threshold=THRESHOLD_SHARE * limit, opacity=OPACITY)
    result = close.rgb.astype(np.float64)
    rows, columns = on_slice.values.shape
    part = result[on_slice.row : on_slice.row + rows, on_slice.column : on_slice.column + columns]
    alpha = rgba[..., 3:] / 255
    part[...] = part * (1 - alpha) + rgba[..., :3] * alpha
    rgb = np.rint(result).astype(np.uint8)
    draw_outline(rgb, close, finding)
    return rgb


# ---------------------------------------------------------------- writing


@cache
def _font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Bitstream Vera, which comes with reportlab."""
    import reportlab

    name = "VeraBd.ttf" if bold else "Vera.ttf"
    return ImageFont.truetype(str(Path(reportlab.__path__[0]) / "fonts" / name), size)


def draw_text(
    draw: ImageDraw.ImageDraw,
    at: tuple[float, float],
    text: str,
    size: int,
    fill: tuple[int, int, int] = TEXT,
    *,
    bold: bool = False,
) -> None:
    """Write with a dark rim, so that it can be read on any grey."""
    draw.text(at, text, font=_font(size, bold=bold), fill=fill, stroke_width=1, stroke_fill=(0, 0, 0))


def draw_letters(draw: ImageDraw.ImageDraw, on: View, corner: tuple[int, int]) -> None:
    """Write at the edges of a square view which way they face; `corner` is its upper left one."""
    letters, side, (x, y) = edge_letters(on.grid), on.grid.size[1], corner
    places = {
        letters.left: ((x + 6, y + side / 2), "lm"),
        letters.right: ((x + side - 6, y + side / 2), "rm"),
        letters.top: ((x + side / 2, y + 5), "ma"),
        letters.bottom: ((x + side / 2, y + side - 5), "md"),
    }
    for letter, (at, anchor) in places.items():
        draw.text(at, letter, font=_font(16), fill=TEXT, anchor=anchor, stroke_width=1, stroke_fill=(0, 0, 0))


def _ruler(draw: ImageDraw.ImageDraw, side_mm: float, corner: tuple[int, int]) -> None:
    """Draw a bar of 10 mm in a close view."""
    length = 10 / side_mm * CLOSE
    right, bottom = corner[0] + CLOSE - 12, corner[1] + CLOSE - 12
    draw.line([(right - length - 1, bottom), (right + 1, bottom)], fill=(0, 0, 0), width=4)
    draw.line([(right - length, bottom), (right, bottom)], fill=TEXT, width=2)
    at = (right - length / 2, bottom - 4)
    draw.text(at, "10 mm", font=_font(11), fill=TEXT, anchor="md", stroke_width=1, stroke_fill=(0, 0, 0))


def _scale(picture: Image.Image, export: Export) -> None:
    """Draw the map's fixed colour scale beside it."""
    manifest = export.manifest
    assert manifest is not None  # noqa: S101 - there is no map without it
    table = colour_table()[::-1]
    height, left, top = 150, WHOLE + 26, CLOSE + 52
    # On mid grey, as over lung and soft tissue, at the opacity of the map.
    alpha = table[:, 3:] * OPACITY
    strip = np.rint(255 * (table[:, :3] * alpha + 0.35 * (1 - alpha))).astype(np.uint8)
    bar = Image.fromarray(strip[:, None, :]).resize((10, height), Image.Resampling.NEAREST)
    picture.paste(bar, (left, top))
    draw = ImageDraw.Draw(picture)
    limit = manifest.cam.limit
    for share, text in ((0, f"+{limit:g} malignant"), (0.5, "0"), (1, f"-{limit:g} benign")):
        at = (left + 15, top + share * height)
        draw.text(at, text, font=_font(11), fill=TEXT, anchor="lm", stroke_width=1, stroke_fill=(0, 0, 0))
    draw_text(draw, (WHOLE + 10, CLOSE + 8), "Class activation\n(logit units)", 12)


def _legend(draw: ImageDraw.ImageDraw, export: Export, finding: Finding, number: int) -> None:
    nodule, assessment, model = finding.nodule, finding.assessment, export.report.model
    top = WHOLE + 8
    draw_text(draw, (10, top), f"Nodule {number}: {size_text(nodule)}", 16, bold=True)
    verdict = f"Model: {CALL_WORDS[assessment.call]}"
    if assessment.probability is not None:
        verdict += f", probability of malignancy {probability_text(assessment.probability)}"
    draw_text(draw, (10, top + 24), verdict, 16)
    flags = [f"- {flag.text}" for flag in finding.flags]
    lines = [line for flag in flags for line in textwrap.wrap(flag, 104, subsequent_indent="  ")]
    if len(lines) > 3:
        lines = [*lines[:2], "- More remarks are in the report."]
    draw_text(draw, (10, top + 50), "\n".join(lines), 12, QUIET)
    names = f"Noduscope {export.report.software}" + (f", model {model.id} {model.version}" if model else "")
    draw_text(draw, (10, top + 116), names, 12, QUIET)
    draw_text(draw, (WHOLE + 10, top + 114), "Not for sole diagnosis", 14, WARN, bold=True)
