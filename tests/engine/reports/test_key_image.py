"""Key images: what is drawn lies where it was measured, in the right colour."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engine.findings import ActivationMap, Call
from engine.geometry import Grid
from engine.reports import Export
from engine.reports.key_image import CLOSE, SIZE, WHOLE, draw_outline, key_image, view
from engine.volume import Volume


def export_like(export: Export, volume: Volume) -> Export:
    return dataclasses.replace(export, volume=volume)


@pytest.mark.parametrize("turned", [False, True])
def test_pixels_of_a_view_are_square_millimetres(export: Export, turned: bool) -> None:
    hu = np.full((3, 60, 80), -1000, np.int16)
    hu[1, 30, 50] = 100
    steps = ((0.0, 0.0, 2.0), (0.0, 0.9, 0.0), (0.7, 0.0, 0.0))
    if turned:  # by 30 degrees about the patient's z axis
        cos, sin = np.cos(np.pi / 6), 0.5
        steps = ((0.0, 0.0, 2.0), (-0.9 * sin, 0.9 * cos, 0.0), (0.7 * cos, 0.7 * sin, 0.0))
    volume = Volume(hu, Grid(hu.shape, (5.0, -7.0, 11.0), steps))
    shown = view(export_like(export, volume), 1, volume.grid.to_patient((1, 20, 40)), 40.0, 201)
    row, column = np.unravel_index(int(shown.rgb[..., 0].argmax()), (201, 201))
    # Ten pixels of 0.9 mm down and ten of 0.7 mm to the right of the middle, at 40 mm on 201 pixels.
    assert row == pytest.approx(100 + 9.0 / 40 * 201, abs=1)
    assert column == pytest.approx(100 + 7.0 / 40 * 201, abs=1)
    np.testing.assert_allclose(shown.pixels(volume.grid.to_patient((1, 30, 50))), (column, row), atol=1)


def test_outside_the_slice_it_is_black(export: Export) -> None:
    volume = Volume(np.zeros((1, 10, 10), np.int16), Grid.axial((1, 10, 10), (1.0, 1.0, 1.0)))
    shown = view(export_like(export, volume), 0, (4.5, 4.5, 0.0), 40.0, 80)
    assert shown.rgb[0].max() == 0
    assert shown.rgb[40, 40, 0] == round((0 + 1350) / 1500 * 255)


def test_the_outline_spans_the_nodule(export: Export) -> None:
    found = export.report.findings[0]
    nodule = found.nodule
    shown = view(export, nodule.largest_slice, nodule.centre_mm, 50.0, CLOSE)
    drawn = np.zeros_like(shown.rgb)
    draw_outline(drawn, shown, found)
    at = nodule.largest_slice - round(export.volume.grid.to_voxel(nodule.mask_grid.origin_mm)[0])
    rows, columns = np.nonzero(nodule.mask[at])
    line_rows, line_columns = np.nonzero((drawn > 60).any(-1))
    per_mm = CLOSE / 50.0
    assert np.ptp(line_rows) == pytest.approx((np.ptp(rows) + 1) * 0.9 * per_mm, abs=2)
    assert np.ptp(line_columns) == pytest.approx((np.ptp(columns) + 1) * 0.7 * per_mm, abs=2)
    assert (line_rows.min() + line_rows.max()) / 2 == pytest.approx((CLOSE - 1) / 2, abs=1.5)


def coloured(picture: np.ndarray) -> np.ndarray:
    """How much more red than blue the pixels of the map's view are."""
    part = picture[CLOSE:WHOLE, WHOLE:].astype(int)
    return part[..., 0] - part[..., 2]


def with_map(export: Export, values: np.ndarray) -> np.ndarray:
    found = export.report.findings[0]
    activation = found.assessment.map
    assert activation is not None
    changed = ActivationMap(values.astype(np.float32), activation.grid)
    shown = dataclasses.replace(found, assessment=dataclasses.replace(found.assessment, map=changed))
    return key_image(export, shown, 1)


def test_the_map_has_the_windows_colours_and_place(export: Export) -> None:
    values = np.zeros((1, 7, 7))
    values[..., :3], values[..., 4:] = (
        16.0,
        -16.0,
    )  # malignant towards the patient's right, benign to the left
    difference = coloured(with_map(export, values))
    # The scan is turned by 30 degrees about z, so the patient's right is still the image's left.
    left, right = difference[120:230, 60:150], difference[120:230, 205:290]
    assert np.median(left) > 40
    assert np.median(right) < -40


def test_the_map_is_not_stretched(export: Export) -> None:
    values = np.zeros((1, 7, 7))
    values[..., 3, 3] = 1.0  # below a tenth of the model's fixed limit of 16
    weak = with_map(export, values)
    none = with_map(export, np.zeros((1, 7, 7)))
    np.testing.assert_array_equal(weak, none)


def test_without_a_verdict_there_is_no_map(export: Export) -> None:
    found = export.report.findings[0]
    silent = dataclasses.replace(
        found,
        assessment=dataclasses.replace(found.assessment, call=Call.OUT_OF_RANGE, probability=None, map=None),
    )
    picture = key_image(export, silent, 1)
    assert picture.shape == (*SIZE, 3)
    part = picture[CLOSE + 60 : WHOLE - 40, WHOLE + 20 : WHOLE + CLOSE - 20].astype(int)
    assert np.abs(part - part[..., :1]).max() == 0  # grey all over
    above = picture[:CLOSE, WHOLE:].astype(int)
    assert (above[..., 0] - above[..., 2] > 100).any()  # the outline is there


def test_the_same_finding_gives_the_same_picture(export: Export) -> None:
    found = export.report.findings[1]
    np.testing.assert_array_equal(key_image(export, found, 2), key_image(export, found, 2))
