"""Planes against numpy by hand: which voxels they show, where they lie, how they turn, what slabs hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.geometry import Grid, sample
from engine.orientation import edge_letters
from engine.planes import ANATOMICAL, Frame, View, VoxelPlanes, planes_of
from engine.reslice import OUTSIDE_HU, ReslicedPlanes, VoxelPositions
from engine.slab import Slab, SlabKind
from engine.volume import Volume

SIZE, SPACING_MM, ORIGIN_MM = (9, 12, 14), (2.5, 0.7, 0.7), (-5.0, -4.0, -100.0)


def noise(size=SIZE) -> np.ndarray:
    return np.random.default_rng(3).integers(-1000, 400, size).astype(np.int16)


@pytest.fixture
def volume() -> Volume:
    return Volume(noise(), Grid.axial(SIZE, SPACING_MM, ORIGIN_MM))


def rotated_grid(angle_deg: float, size=SIZE, spacing=SPACING_MM) -> Grid:
    """An acquisition tipped about the patient's x axis and turned about z."""
    a = np.radians(angle_deg)
    tip = np.array([[1, 0, 0], [0, np.cos(a), -np.sin(a)], [0, np.sin(a), np.cos(a)]])
    turn = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    axes = (turn @ tip @ np.array([(0, 0, 1), (0, 1, 0), (1, 0, 0)]).T).T
    steps = [tuple(float(v) for v in axis * mm) for axis, mm in zip(axes, spacing, strict=True)]
    return Grid(size, ORIGIN_MM, tuple(steps))


# ------------------------------------------------------------------ the volume's own axes


def test_along_the_volumes_axes_pixels_are_the_stored_voxels(volume):
    hu = volume.hu
    axial, coronal, sagittal = (planes_of(volume, view) for view in ANATOMICAL)
    assert (axial.count, coronal.count, sagittal.count) == SIZE
    np.testing.assert_array_equal(axial.image(4, None), hu[4])
    # Heads are on top: z grows with the index, so that the last slice is the first row.
    np.testing.assert_array_equal(coronal.image(5, None), hu[::-1, 5, :])
    np.testing.assert_array_equal(sagittal.image(6, None), hu[::-1, :, 6])
    assert all(planes.exact for planes in (axial, coronal, sagittal))


def test_pixels_have_their_size_in_millimetres_and_their_place(volume):
    coronal = planes_of(volume, View.CORONAL)
    plane = coronal.plane(5)
    assert plane.spacing_mm == pytest.approx((0.7, 2.5, 0.7))
    assert plane.size == (1, 9, 14)
    # Row 0 is slice 8, column 3 is column 3.
    assert plane.to_patient((0, 0, 3)) == pytest.approx(volume.grid.to_patient((8, 5, 3)))


def test_letters_are_as_films_are_hung(volume):
    letters = [edge_letters(planes_of(volume, view).plane(0)) for view in ANATOMICAL]
    assert letters == [("R", "L", "A", "P"), ("R", "L", "H", "F"), ("A", "P", "H", "F")]


def test_other_ways_of_storing_the_same_patient_give_the_same_pictures(volume):
    # Slices from the head down, rows from back to front: the same voxels in another order.
    x, y, z = ORIGIN_MM
    grid = Grid(SIZE, (x, y + 11 * 0.7, z + 8 * 2.5), ((0, 0, -2.5), (0, -0.7, 0), (0.7, 0, 0)))
    other = Volume(volume.hu[::-1, ::-1], grid)
    for view in ANATOMICAL:
        a, b = planes_of(volume, view), planes_of(other, view)
        assert b.exact
        for point in ((0.0, 0.0, -90.0), (2.0, 3.0, -85.0)):
            np.testing.assert_array_equal(a.image(a.nearest(point), None), b.image(b.nearest(point), None))


def test_as_stored_and_axial_are_one_where_the_scanner_made_axial_slices(volume):
    slab = Slab(SlabKind.MIP, 5)
    for view in (View.STORED, View.AXIAL):
        planes = planes_of(volume, view)
        assert planes.sources(4, None) == range(4, 5)
        assert planes.sources(4, slab) == range(3, 6)
    assert planes_of(volume, View.CORONAL).sources(4, None) == range(9)


@pytest.mark.parametrize("kind", list(SlabKind))
def test_a_coronal_slab_is_numpys_own_over_the_stated_millimetres(volume, kind):
    # 5 mm about row 6 at 0.7 mm: rows within 2.5 mm are 3 to 9.
    coronal = planes_of(volume, View.CORONAL)
    block = volume.hu[::-1, 3:10, :]
    expected = {
        SlabKind.MIP: block.max(1),
        SlabKind.MINIP: block.min(1),
        SlabKind.MEAN: np.floor(block.mean(1) + 0.5),
    }[kind]
    assert coronal.extent(6, 5).slices == range(3, 10)
    np.testing.assert_array_equal(coronal.image(6, Slab(kind, 5)), expected)
    row, column = 2, 5
    k = coronal.depth(6, Slab(SlabKind.MIP, 5), row, column)
    assert volume.hu[8 - row, k, column] == block[row, :, column].max()


@pytest.mark.parametrize("kind", list(SlabKind))
@pytest.mark.parametrize("k", [0, 31, 33, 64, 99])
def test_a_sagittal_slab_is_numpys_own_too(kind, k):
    hu = noise((5, 6, 100))
    sagittal = planes_of(Volume(hu, Grid.axial(hu.shape, SPACING_MM)), View.SAGITTAL)
    held = sagittal.extent(k, 30).slices  # 21 columns to either side
    assert held == range(max(k - 21, 0), min(k + 22, 100))
    block = hu[::-1, :, held.start : held.stop]
    expected = {
        SlabKind.MIP: block.max(2),
        SlabKind.MINIP: block.min(2),
        SlabKind.MEAN: np.floor(block.mean(2) + 0.5),
    }[kind]
    for _ in range(2):
        np.testing.assert_array_equal(sagittal.image(k, Slab(kind, 30)), expected)


# ------------------------------------------------------------------ interpolated


def test_a_turned_plane_is_trilinear_interpolation_at_its_positions(volume):
    frame = Frame().turned(View.SAGITTAL, 25).turned(View.AXIAL, 10)
    for view in (View.AXIAL, View.CORONAL):
        planes = planes_of(volume, view, frame)
        assert isinstance(planes, ReslicedPlanes)
        k = planes.count // 2
        points = planes.plane(k).points_mm()[0]
        expected = sample(volume.hu, volume.grid, points)
        inside = volume.grid.contains(points)
        image = planes.image(k, None)
        assert inside.any()
        assert np.abs(image[inside] - expected[inside]).max() <= 0.51
        # On the very rim rounding may decide either way.
        voxels = volume.grid.to_voxel(points)
        far = ((voxels < -0.51) | (voxels > np.array(SIZE) - 0.49)).any(-1)
        assert (image[far] == OUTSIDE_HU).all()


def test_patient_axes_through_an_oblique_acquisition_are_real_reslices():
    volume = Volume(noise(), rotated_grid(20))
    for view in ANATOMICAL:
        planes = planes_of(volume, view)
        assert not planes.exact
        plane = planes.plane(planes.count // 2)
        assert edge_letters(plane) == edge_letters(
            planes_of(Volume(noise(), Grid.axial(SIZE, SPACING_MM)), view).plane(0)
        )
        points = plane.points_mm()[0]
        inside = volume.grid.contains(points)
        difference = planes.image(planes.count // 2, None) - sample(volume.hu, volume.grid, points)
        assert np.abs(difference[inside]).max() <= 0.51
    assert planes_of(volume, View.STORED).exact


def test_a_tilted_gantry_is_straightened():
    # Slices shifted by 1 mm a step towards the back: a slanting rod is upright where it was stored slanting.
    size = (10, 40, 8)
    grid = Grid(size, (0, 0, 0), ((0, 1.0, 2.0), (0, 1, 0), (1, 0, 0)))
    hu = np.full(size, -1000, dtype=np.int16)
    for k in range(10):
        hu[k, 20 - k, 4] = 500  # always at y = 20
    coronal = planes_of(Volume(hu, grid), View.CORONAL)
    image = coronal.image(coronal.nearest((4.0, 20.0, 9.0)), None)
    assert (image[:, 4] > -900).sum() == image.shape[0]
    assert image[::2, 4].min() >= 499


def test_an_uneven_stack_is_laid_out_at_its_true_positions():
    # HU are z in mm; the gap between 4 and 10 mm is interpolated over, not squeezed.
    z = [0.0, 2.0, 4.0, 10.0]
    hu = np.repeat(np.array(z, dtype=np.int16), 30).reshape(4, 5, 6)
    volume = Volume(
        hu, Grid.axial((4, 5, 6), (10 / 3, 1, 1)), slice_origins_mm=tuple((0.0, 0.0, v) for v in z)
    )
    coronal = planes_of(volume, View.CORONAL)
    plane = coronal.plane(coronal.nearest((0.0, 2.0, 5.0)))
    image = coronal.image(coronal.nearest((0.0, 2.0, 5.0)), None)
    positions = plane.points_mm()[0][:, 2, 2]
    np.testing.assert_allclose(image[:, 2], np.rint(positions))
    assert planes_of(volume, View.AXIAL).plane(3).origin_mm[2] == 10.0
    np.testing.assert_allclose(VoxelPositions(volume)((3.0, 2.0, 7.0)), (2.5, 2.0, 3.0))


@pytest.mark.parametrize("kind", list(SlabKind))
def test_an_interpolated_slab_is_numpys_own_over_its_planes(volume, kind):
    planes = planes_of(volume, View.CORONAL, Frame().turned(View.SAGITTAL, 30))
    for k in (planes.count // 2, planes.count // 2 + 1, 0):
        held = planes.extent(k, 5).slices
        stack = np.stack([planes.image(i, None) for i in held]).astype(float)
        stack[stack == OUTSIDE_HU] = np.nan
        every = ~np.isnan(stack).all(0)
        part = stack[:, every]
        expected = {
            SlabKind.MIP: np.nanmax(part, 0),
            SlabKind.MINIP: np.nanmin(part, 0),
            SlabKind.MEAN: np.floor(np.nanmean(part, 0) + 0.5),
        }[kind]
        image = planes.image(k, Slab(kind, 5))
        np.testing.assert_array_equal(image[every], expected)
        assert (image[~every] == OUTSIDE_HU).all()


# ------------------------------------------------------------------ turning


def test_turning_in_one_view_leaves_it_and_turns_the_others():
    frame = Frame().turned(View.AXIAL, 90)
    assert frame.of(View.AXIAL) == Frame().of(View.AXIAL)
    # Clockwise by a right angle as the axial plane is seen: what looked to the back looks to the right.
    assert frame.of(View.CORONAL).normal == pytest.approx((-1, 0, 0))
    assert frame.of(View.SAGITTAL).normal == pytest.approx((0, 1, 0))
    assert frame.turned(View.AXIAL, -90) == Frame()


@given(st.lists(st.tuples(st.sampled_from(ANATOMICAL), st.floats(-180, 180)), max_size=6))
@settings(max_examples=60, deadline=None)
def test_the_views_stay_at_right_angles(turns):
    frame = Frame()
    for view, degrees in turns:
        frame = frame.turned(view, degrees)
    normals = np.array([frame.of(view).normal for view in ANATOMICAL])
    np.testing.assert_allclose(normals @ normals.T, np.eye(3), atol=1e-9)
    for view in ANATOMICAL:
        axes = np.array([frame.of(view).normal, frame.of(view).down, frame.of(view).right])
        np.testing.assert_allclose(axes @ axes.T, np.eye(3), atol=1e-9)


@given(
    st.floats(-40, 40),
    st.tuples(*(st.floats(0, n - 1) for n in SIZE)),
    st.floats(-60, 60),
    st.sampled_from(ANATOMICAL),
)
@settings(max_examples=150, deadline=None)
def test_a_position_is_within_half_a_voxel_of_the_plane_that_shows_it(tip, voxel, turn, about):
    volume = Volume(np.zeros(SIZE, dtype=np.int16), rotated_grid(tip))
    point = tuple(float(v) for v in volume.grid.to_patient(voxel))
    frame = Frame().turned(about, turn)
    for view in (View.STORED, *ANATOMICAL):
        planes = planes_of(volume, view, frame)
        plane = planes.plane(planes.nearest(point))
        off, row, column = plane.to_voxel(point)
        assert abs(off) <= 0.5 + 1e-6
        assert -0.5 - 1e-6 <= row <= plane.size[1] - 0.5 + 1e-6
        assert -0.5 - 1e-6 <= column <= plane.size[2] - 0.5 + 1e-6


def test_a_volume_of_one_slice_has_planes_too():
    volume = Volume(noise((1, 6, 7)), Grid.axial((1, 6, 7), (2.5, 1, 1)))
    assert planes_of(volume, View.CORONAL).image(2, None).shape == (1, 7)
    turned = planes_of(volume, View.AXIAL, Frame().turned(View.CORONAL, 20))
    assert (turned.image(turned.count // 2, None) > OUTSIDE_HU).any()


def test_planes_of_stored_voxels_copy_nothing(volume):
    assert isinstance(planes_of(volume, View.SAGITTAL), VoxelPlanes)
    assert np.shares_memory(planes_of(volume, View.SAGITTAL).image(3, None), volume.hu)
