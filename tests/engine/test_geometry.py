"""Grids and sampling: hand-computed values, and properties over random oblique grids."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.geometry import GeometryError, Grid, resample, sample

ANGLES = st.floats(-np.pi, np.pi)
SPACINGS = st.floats(0.2, 6.0)
POSITIONS = st.floats(-600.0, 600.0)


def rotation(a: float, b: float, c: float) -> np.ndarray:
    about_z = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    about_y = np.array([[np.cos(b), 0, np.sin(b)], [0, 1, 0], [-np.sin(b), 0, np.cos(b)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(c), -np.sin(c)], [0, np.sin(c), np.cos(c)]])
    return about_z @ about_y @ about_x


@st.composite
def oblique_grids(draw: st.DrawFn, *, flips: bool = True) -> Grid:
    turn = rotation(draw(ANGLES), draw(ANGLES), draw(ANGLES))
    if flips and draw(st.booleans()):
        turn[0] *= -1  # slices that run towards the feet
    steps = turn * np.array([[draw(SPACINGS)] for _ in range(3)])
    size = tuple(draw(st.integers(1, 40)) for _ in range(3))
    return Grid(
        size, tuple(draw(POSITIONS) for _ in range(3)), tuple(tuple(float(v) for v in s) for s in steps)
    )


@given(oblique_grids(), st.lists(st.tuples(POSITIONS, POSITIONS, POSITIONS), min_size=1, max_size=5))
def test_patient_to_voxel_and_back_is_exact(grid: Grid, points: list[tuple[float, float, float]]) -> None:
    there_and_back = grid.to_patient(grid.to_voxel(points))
    assert np.abs(there_and_back - points).max() < 1e-6


@given(oblique_grids())
def test_spacing_normal_and_volume_of_an_orthogonal_grid(grid: Grid) -> None:
    lengths = np.linalg.norm(grid.steps_mm, axis=1)
    assert np.allclose(grid.spacing_mm, lengths, rtol=1e-9)
    assert grid.voxel_volume_mm3 == pytest.approx(lengths.prod())
    assert grid.is_orthogonal
    assert grid.tilt_deg == pytest.approx(0, abs=1e-5)
    assert np.linalg.norm(grid.normal) == pytest.approx(1)
    assert float(grid.normal @ grid.steps_mm[0]) > 0


def test_hand_computed_positions() -> None:
    # A sagittal stack: slices step to the left, rows go down (-z), columns go back (+y).
    grid = Grid((4, 5, 6), (10.0, -20.0, 30.0), ((2.5, 0, 0), (0, 0, -0.8), (0, 0.5, 0)))
    assert grid.to_patient((1, 2, 3)).tolist() == pytest.approx([12.5, -18.5, 28.4])
    assert grid.to_voxel((15.0, -19.0, 30.0)).tolist() == pytest.approx([2, 0, 2])
    assert grid.spacing_mm == pytest.approx((2.5, 0.8, 0.5))
    assert grid.normal.tolist() == pytest.approx([1, 0, 0])
    assert grid.voxel_volume_mm3 == pytest.approx(1.0)


def test_points_are_the_positions_of_all_voxels() -> None:
    grid = Grid((2, 3, 4), (1, 2, 3), ((0, 0.1, 2), (0, 1, 0), (0.5, 0, 0)))
    points = grid.points_mm()
    assert points.shape == (2, 3, 4, 3)
    for index in np.ndindex(grid.size):
        assert points[index].tolist() == pytest.approx(grid.to_patient(index).tolist())


def test_tilted_gantry() -> None:
    tilt = np.radians(18.5)
    grid = Grid((3, 4, 4), (0, 0, 0), ((0, 2 * np.sin(tilt), 2 * np.cos(tilt)), (0, 1, 0), (1, 0, 0)))
    assert grid.tilt_deg == pytest.approx(18.5)
    assert not grid.is_orthogonal
    assert grid.spacing_mm[0] == pytest.approx(2 * np.cos(tilt))
    assert grid.voxel_volume_mm3 == pytest.approx(2 * np.cos(tilt))


@given(oblique_grids(), st.data())
def test_crop_and_plane_keep_positions(grid: Grid, data: st.DataObject) -> None:
    start = tuple(data.draw(st.integers(0, n - 1)) for n in grid.size)
    part = grid.crop(start, tuple(n - a for n, a in zip(grid.size, start, strict=True)))
    last = np.asarray(part.size) - 1
    assert np.allclose(part.to_patient(last), grid.to_patient(last + start), atol=1e-9)
    plane = grid.plane(start[0])
    assert plane.size == (1, *grid.size[1:])
    assert np.allclose(plane.to_patient((0, 0, 0)), grid.to_patient((start[0], 0, 0)), atol=1e-9)


def test_contains_includes_half_a_voxel() -> None:
    grid = Grid.axial((2, 3, 4), (2.0, 1.0, 1.0))
    assert grid.contains([[-0.49, 0, 0], [3.49, 2.49, 2.99], [-0.51, 0, 0], [0, 0, 3.01]]).tolist() == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("size", "origin", "steps"),
    [
        ((0, 4, 4), (0, 0, 0), ((0, 0, 1), (0, 1, 0), (1, 0, 0))),
        ((4, 4, 4), (0, 0, 0), ((0, 0, 1), (0, 1, 0), (0, 1, 0))),
        ((4, 4, 4), (0, 0, 0), ((0, 0, 0), (0, 1, 0), (1, 0, 0))),
        ((4, 4, 4), (float("nan"), 0, 0), ((0, 0, 1), (0, 1, 0), (1, 0, 0))),
        ((4, 4, 4), (0, 0, 0), ((0, 0, float("inf")), (0, 1, 0), (1, 0, 0))),
    ],
)
def test_impossible_grids_are_refused(size: tuple, origin: tuple, steps: tuple) -> None:
    with pytest.raises(GeometryError):
        Grid(size, origin, steps)


@settings(max_examples=60)
@given(oblique_grids(), st.data())
def test_sampling_a_linear_ramp_is_exact(grid: Grid, data: st.DataObject) -> None:
    slope = np.array([data.draw(st.floats(-2, 2)) for _ in range(3)])
    values = grid.points_mm() @ slope + 7.0
    inside = np.array(
        [[data.draw(st.floats(0, 1)) * (n - 1) for n in grid.size] for _ in range(4)],
    )
    points = grid.to_patient(inside)
    expected = points @ slope + 7.0
    assert np.allclose(sample(values, grid, points), expected, rtol=1e-5, atol=2e-3)


@given(oblique_grids())
def test_sampling_at_voxel_centres_returns_the_voxels(grid: Grid) -> None:
    values = np.arange(np.prod(grid.size), dtype=np.int16).reshape(grid.size)
    assert (sample(values, grid, grid.points_mm()) == values).all()


def test_outside_repeats_the_border_or_takes_a_constant() -> None:
    grid = Grid.axial((2, 2, 2), (1, 1, 1))
    values = np.arange(8, dtype=np.float32).reshape(2, 2, 2)
    points = [[5.0, 0.0, 0.0], [-0.4, 0.0, 0.0], [1.0, 1.0, 9.0]]
    assert sample(values, grid, points).tolist() == [1, 0, 7]
    assert sample(values, grid, points, outside=-1024.0).tolist() == [-1024, 0, -1024]


def test_a_view_of_a_larger_array_samples_alike() -> None:
    rng = np.random.default_rng(0)
    whole = rng.integers(-1000, 400, (12, 20, 22)).astype(np.int16)
    grid = Grid.axial((6, 10, 11), (2, 1, 1))
    view = whole[::2, ::2, ::2]
    points = rng.uniform(-1, 12, (50, 3))
    assert (sample(view, grid, points) == sample(view.copy(), grid, points)).all()


def test_no_points_no_values() -> None:
    grid = Grid.axial((2, 2, 2), (1, 1, 1))
    assert sample(np.zeros((2, 2, 2)), grid, np.zeros((0, 3))).shape == (0,)


def test_resample_between_grids() -> None:
    source = Grid.axial((3, 4, 5), (2, 1, 1))
    values = source.points_mm() @ np.array([1.0, 10.0, 100.0])
    target = Grid.axial((2, 2, 2), (1, 0.5, 0.5), (1.0, 1.0, 1.0))
    expected = target.points_mm() @ np.array([1.0, 10.0, 100.0])
    assert np.allclose(resample(values, source, target), expected)


def test_a_wrong_shape_is_refused() -> None:
    with pytest.raises(GeometryError, match="shape"):
        sample(np.zeros((2, 2)), Grid.axial((2, 2, 2), (1, 1, 1)), (0, 0, 0))
