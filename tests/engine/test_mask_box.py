"""A mask in its box: voxels added, taken away, packed; and what a brush touches, in millimetres."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from engine.brush import ball, disc
from engine.geometry import Grid
from engine.mask_box import MaskBox

SIZE = (9, 30, 40)
#: Pixels twice as high as wide, slices 2.5 mm apart.
GRID = Grid.axial(SIZE, (2.5, 1.4, 0.7), (-14.0, -20.0, 100.0))


def whole(box: MaskBox, size: tuple[int, int, int] = SIZE) -> np.ndarray:
    mask = np.zeros(size, dtype=bool)
    mask[tuple(slice(a, b) for a, b in zip(box.start, box.stop, strict=True))] = box.mask
    return mask


def boxes() -> st.SearchStrategy[MaskBox]:
    shapes = st.tuples(*(st.integers(1, 4),) * 3)
    starts = st.tuples(*(st.integers(0, 4),) * 3)
    return st.tuples(shapes.flatmap(lambda s: arrays(bool, s)), starts).map(lambda p: MaskBox(*p))


@given(boxes(), boxes())
def test_joined_and_without_are_those_of_sets(one: MaskBox, other: MaskBox) -> None:
    size = (8, 8, 8)
    a, b = whole(one, size), whole(other, size)
    assert np.array_equal(whole(one.joined(other), size), a | b)
    assert np.array_equal(whole(one.without(other), size), a & ~b)
    assert np.array_equal(whole(one.trimmed(), size), a)
    assert one.joined(other).n_voxels == np.count_nonzero(a | b)


@given(boxes())
def test_what_is_packed_comes_back_whole(box: MaskBox) -> None:
    back = MaskBox.unpacked(box.packed(), box.mask.shape, box.start)
    assert back.start == box.start
    assert np.array_equal(back.mask, box.mask)


def test_packed_runs_begin_outside() -> None:
    box = MaskBox(np.array([[[True, True, False, True]]]))
    assert np.frombuffer(zlib.decompress(box.packed()), "<u4").tolist() == [0, 2, 1, 1]


@pytest.mark.parametrize(
    ("packed", "size"),
    [
        (b"nothing of the kind", (1, 1, 4)),
        (zlib.compress(np.array([0, 2, 1, 1], "<u4").tobytes()), (1, 1, 5)),
        (zlib.compress(b"\1\0\0"), (1, 1, 4)),
        (zlib.compress(np.array([0, 2, 1, 1], "<u4").tobytes())[:-3], (1, 1, 4)),
        (zlib.compress(bytes(4_000_000)), (1, 1, 4)),
        (zlib.compress(b""), (0, 1, 4)),
    ],
    ids=["no zlib", "another shape", "half a run", "cut short", "endless", "no shape"],
)
def test_a_damaged_mask_is_refused(packed: bytes, size: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="mask"):
        MaskBox.unpacked(packed, size, (0, 0, 0))


def test_a_ball_is_round_in_millimetres() -> None:
    centre = tuple(GRID.to_patient((4, 15, 20)))
    painted = whole(ball(GRID, centre, centre, 5.0))
    away = np.linalg.norm(GRID.points_mm() - centre, axis=-1)
    assert np.array_equal(painted, away <= 5.0)
    assert painted.any((1, 2)).sum() == 5  # 2.5 mm apart: the middle one and two on either side


def test_a_disc_on_a_slice_stays_on_it() -> None:
    centre = tuple(GRID.to_patient((4, 15, 20)))
    painted = whole(disc(GRID, centre, centre, 5.0, GRID.normal))
    away = np.linalg.norm(GRID.points_mm() - centre, axis=-1)
    expected = away <= 5.0
    expected[[k for k in range(SIZE[0]) if k != 4]] = False
    assert np.array_equal(painted, expected)
    rows, columns = np.nonzero(painted[4])
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == (7, 15)  # 4.2 mm of 1.4 and 4.9 mm of 0.7 either way


def test_a_disc_in_a_coronal_plane_is_one_row_thick() -> None:
    centre = tuple(GRID.to_patient((4, 15, 20)))
    painted = whole(disc(GRID, centre, centre, 5.0, np.array((0.0, 1.0, 0.0))))
    assert np.flatnonzero(painted.any((0, 2))).tolist() == [15]
    assert np.flatnonzero(painted.any((1, 2))).tolist() == [2, 3, 4, 5, 6]


def test_a_stroke_leaves_no_gap() -> None:
    start, end = (tuple(GRID.to_patient((4, 15, c))) for c in (5, 33))
    painted = whole(ball(GRID, start, end, 1.0))
    assert painted[4, 15, 4:35].all()
    assert not painted[4, 15, :3].any()


def test_the_smallest_brush_paints_the_voxel_under_it() -> None:
    place = tuple(GRID.to_patient((4, 15.4, 20.3)))
    for box in (ball(GRID, place, place, 0.05), disc(GRID, place, place, 0.05, GRID.normal)):
        assert np.argwhere(whole(box)).tolist() == [[4, 15, 20]]


def test_beside_the_volume_nothing_is_painted() -> None:
    corner, outside = tuple(GRID.to_patient((0, 0, 0))), tuple(GRID.to_patient((-20, 0, 0)))
    assert ball(GRID, corner, corner, 4.0).fits(SIZE)
    assert not ball(GRID, outside, outside, 4.0)


@given(
    st.tuples(st.floats(0, 29), st.floats(0, 39)),
    st.floats(0.5, 6),
    st.sampled_from([(0.0, 0.0, 1.0), (0.6, 0.8, 0.0)]),
)
def test_every_voxel_of_a_disc_is_cut_by_its_plane(
    at: tuple[float, float], radius_mm: float, normal: tuple[float, float, float]
) -> None:
    place = tuple(GRID.to_patient((4, *at)))
    box = disc(GRID, place, place, radius_mm, np.array(normal))
    points = GRID.points_mm()[whole(box)]
    half = np.abs(np.asarray(GRID.steps_mm) @ normal).sum() / 2
    assert (np.abs((points - place) @ normal) <= half + 1e-9).all()
    assert whole(box)[tuple(np.floor(GRID.to_voxel(place) + 0.5).astype(int))]
