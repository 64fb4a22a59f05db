"""Three planes under real events: crosshair, layouts, turning, slab, overlay and tools in every plane."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.shortcuts import Bindings, bind
from app.viewer.grid import Layout, ViewportGrid
from app.viewer.tools.layer import INTERPOLATED
from app.viewer.tools.layers import ToolLayers
from app.viewer.viewport import Viewport
from app.viewer.window_level import WindowLevel, grey_table
from engine.geometry import Grid
from engine.orientation import edge_letters
from engine.planes import Frame, View
from engine.volume import Volume
from tests.engine.test_planes import rotated_grid
from tests.gui.test_viewport import pixels

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT, CTRL, SHIFT = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
SIZE, SPACING_MM, ORIGIN_MM = (24, 60, 70), (2.5, 0.7, 0.7), (-24.0, -21.0, -100.0)


def noise() -> np.ndarray:
    return np.random.default_rng(5).integers(-1000, 200, SIZE).astype(np.int16)


@pytest.fixture
def grid(qtbot) -> ViewportGrid:
    """Three planes of noise on screen, with keys."""
    widget = ViewportGrid()
    qtbot.addWidget(widget)
    widget.resize(900, 800)
    bind(widget, Bindings(), widget.guarded(widget.commands()), widget.holds())
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    show(widget, Volume(noise(), Grid.axial(SIZE, SPACING_MM, ORIGIN_MM)))
    widget.show_planes()
    QApplication.processEvents()
    return widget


def show(grid: ViewportGrid, volume: Volume, ready=None, keep=False) -> None:
    grid.show_volume(volume, start_slice=12, ready=ready, voi_window=None, keep_window=keep)


def press(grid: ViewportGrid, key, modifier=NONE) -> None:
    QTest.keyClick(grid.active.canvas, key, modifier)


def place_of(viewport: Viewport, point_mm) -> QPoint:
    _, row, column = viewport.plane.to_voxel(point_mm)
    x, y = viewport.canvas.view.to_screen(column + 0.5, row + 0.5)
    return QPoint(round(x), round(y))


def mouse(viewport: Viewport, kind, at: QPointF, button, held, modifier=NONE) -> None:
    canvas = viewport.canvas
    QApplication.sendEvent(canvas, QMouseEvent(kind, at, canvas.mapToGlobal(at), button, held, modifier))


def drag(viewport: Viewport, start: QPointF, end: QPointF, modifier=NONE) -> None:
    mouse(viewport, QEvent.Type.MouseButtonPress, start, LEFT, LEFT, modifier)
    for share in (0.3, 0.6, 1.0):
        at = start + (end - start) * share
        mouse(viewport, QEvent.Type.MouseMove, at, Qt.MouseButton.NoButton, LEFT, modifier)
    mouse(viewport, QEvent.Type.MouseButtonRelease, end, LEFT, Qt.MouseButton.NoButton, modifier)


def off_mm(viewport: Viewport, point_mm) -> float:
    """How far a position lies off the plane shown, in its own steps."""
    return abs(float(viewport.plane.to_voxel(point_mm)[0]))


# ------------------------------------------------------------------ crosshair


@pytest.mark.parametrize("voxel", [(3, 10, 60), (12, 33, 20), (23, 59, 69), (0, 0, 0)])
@pytest.mark.parametrize("tip", [0, 20])
@pytest.mark.parametrize("where", ["main", "coronal", "sagittal"])
def test_row_12_a_click_shows_its_place_in_the_other_planes_within_half_a_voxel(grid, voxel, tip, where):
    """Acceptance row 12, at 0.7 x 0.7 x 2.5 mm and for an oblique acquisition."""
    geometry = rotated_grid(tip, SIZE, SPACING_MM)
    show(grid, Volume(noise(), geometry))
    point = tuple(float(v) for v in geometry.to_patient(voxel))
    viewport = getattr(grid.linked, where)
    viewport.show_point(point)
    clicked = []
    grid.pointSelected.connect(clicked.append)
    place = place_of(viewport, point)
    # Screen pixels are whole: what was clicked is where the middle of that pixel lies.
    if not viewport.canvas.rect().contains(place) or viewport.canvas._on_image(QPointF(place)) is None:
        place = QPoint(viewport.canvas.rect().center())
    QTest.mouseClick(viewport.canvas, LEFT, NONE, place)
    (there,) = clicked
    for other in grid.linked.all:
        assert off_mm(other, there) <= 0.5 + 1e-6
        assert off_mm(other, grid.linked.crosshair.point_mm) <= 0.5 + 1e-6
        # And it is drawn where that place is.
        centre = grid.linked.layers[other].centre()
        assert (centre.toPoint() - place_of(other, there)).manhattanLength() <= 1


def test_scrolling_takes_the_crosshair_along_and_leaves_its_place_in_the_plane(grid):
    coronal, before = grid.linked.coronal, grid.linked.crosshair.point_mm
    start = coronal.slice
    grid.cells.activate(coronal)
    press(grid, Qt.Key.Key_Down, SHIFT)
    x, y, z = grid.linked.crosshair.point_mm
    assert (x, z) == pytest.approx((before[0], before[2]))
    assert y == pytest.approx(coronal.plane.origin_mm[1])
    assert coronal.slice == start + 10  # from front to back
    assert off_mm(grid.linked.main, before) == pytest.approx(0)


def test_alt_and_arrows_move_it_by_a_pixel(grid):
    x, y, z = grid.linked.crosshair.point_mm
    press(grid, Qt.Key.Key_Right, ALT)
    press(grid, Qt.Key.Key_Up, ALT)
    assert grid.linked.crosshair.point_mm == pytest.approx((x + 0.7, y - 0.7, z))
    grid.cells.activate(grid.linked.sagittal)
    press(grid, Qt.Key.Key_Down, ALT)
    assert grid.linked.crosshair.point_mm == pytest.approx((x + 0.7, y - 0.7, z - 2.5))
    for _ in range(100):
        press(grid, Qt.Key.Key_Down, ALT)
    assert grid.linked.crosshair.point_mm[2] == pytest.approx(-100)


def test_shift_and_drag_take_it_along(grid):
    main = grid.linked.main
    start, end = place_of(main, (0.0, 0.0, -70.0)), place_of(main, (14.0, 7.0, -70.0))
    drag(main, QPointF(start), QPointF(end), SHIFT)
    assert grid.linked.crosshair.point_mm[:2] == pytest.approx((14.0, 7.0), abs=0.4)
    assert off_mm(grid.linked.sagittal, (14.0, 7.0, -70.0)) <= 1
    assert main.window_level == WindowLevel(1500, -600)


def test_a_nodule_is_centred_in_every_plane(grid):
    """Acceptance row 10: N goes through `centre_on`."""
    point = (12.0, -8.0, -60.0)
    for viewport in grid.linked.all:
        viewport.canvas.zoom_by(6)
    grid.centre_on(point)
    for viewport in grid.linked.all:
        assert off_mm(viewport, point) <= 0.5
        assert viewport.canvas.rect().contains(place_of(viewport, point))


def test_letters_are_right_in_each(grid):
    letters = [edge_letters(viewport.plane) for viewport in grid.linked.all]
    assert letters == [
        ("R", "L", "A", "P"), ("R", "L", "H", "F"), ("A", "P", "H", "F"), ("R", "L", "A", "P"),
    ]  # fmt: skip


def test_millimetres_are_as_long_down_as_across(grid):
    for viewport in (grid.linked.coronal, grid.linked.sagittal):
        across, down = viewport.canvas.view.pixel_screen
        assert down / across == pytest.approx(2.5 / 0.7)


# ------------------------------------------------------------------ turning


def test_keys_turn_the_other_planes_and_r_sets_them_straight(grid):
    main, coronal = grid.linked.main, grid.linked.coronal
    picture = pixels(main.frame()).tobytes()
    point = grid.linked.crosshair.point_mm
    press(grid, Qt.Key.Key_Right, ALT | SHIFT)
    press(grid, Qt.Key.Key_Right, CTRL | SHIFT)
    assert grid.linked.crosshair.frame == Frame().turned(View.AXIAL, 1).turned(View.AXIAL, 15)
    assert coronal.canvas._hud.top_left[1] == "Coronal, turned"
    assert pixels(main.frame()).tobytes() == picture
    assert all(off_mm(viewport, point) <= 0.5 for viewport in grid.linked.all)
    press(grid, Qt.Key.Key_R)
    assert grid.linked.crosshair.frame == Frame()
    assert coronal.canvas._hud.top_left[1] == "Coronal"


def test_a_lines_end_is_dragged_and_the_lines_follow_the_mouse(grid):
    main = grid.linked.main
    layer = grid.linked.layers[main]
    centre, handle = layer.centre(), layer.handles()[0]
    arm = handle - centre
    # A quarter turn clockwise on the screen, less 60 degrees.
    angle = np.radians(30)
    end = centre + QPointF(
        arm.x() * np.cos(angle) - arm.y() * np.sin(angle), arm.x() * np.sin(angle) + arm.y() * np.cos(angle)
    )
    drag(main, handle, end)
    turned = grid.linked.crosshair.frame
    expected = Frame().turned(View.AXIAL, 30)
    for view in (View.CORONAL, View.SAGITTAL):
        np.testing.assert_allclose(turned.of(view).normal, expected.of(view).normal, atol=0.02)
    assert main.window_level == WindowLevel(1500, -600)
    # The handle is where the mouse let it go.
    assert min((h - end).manhattanLength() for h in layer.handles()) < 3


def test_turned_planes_show_the_voxels_of_their_place(grid):
    z = np.arange(SIZE[0])[:, None, None] * np.ones(SIZE, dtype=np.int16)
    show(grid, Volume((z * 40 - 1000).astype(np.int16), Grid.axial(SIZE, SPACING_MM, ORIGIN_MM)))
    grid.linked.crosshair.turn(View.SAGITTAL, 30)
    main = grid.linked.main
    row, column = main.plane.size[1] // 2, main.plane.size[2] // 2
    zs = main.plane.to_patient((0, row, column))[2]
    assert main._shown[row, column] == pytest.approx((zs + 100) / 2.5 * 40 - 1000, abs=1)


# ------------------------------------------------------------------ layouts


def test_layouts_by_key_and_double_click_keep_window_and_slab(grid):
    grid.linked.main.set_window(WindowLevel(640, -321))
    press(grid, Qt.Key.Key_M)
    assert grid.linked.coronal.canvas._caption.startswith("MIP 10 mm")
    press(grid, Qt.Key.Key_F2)
    assert (grid.layout_now, grid.cells.shown) == (Layout.ONE, (grid.linked.main,))
    assert grid.linked.main.canvas._caption.startswith("MIP 10 mm")
    press(grid, Qt.Key.Key_F3)
    assert len(grid.cells.shown) == 4
    QTest.mouseDClick(grid.linked.sagittal.canvas, LEFT)
    assert grid.cells.shown == (grid.linked.sagittal,)
    QTest.mouseDClick(grid.linked.sagittal.canvas, LEFT)
    assert len(grid.cells.shown) == 4
    for viewport in grid.linked.all:
        assert viewport.window_level == WindowLevel(640, -321)
        assert viewport.canvas._caption.startswith("MIP 10 mm")
        QApplication.processEvents()
        # Every cell is as large as the others.
        assert abs(viewport.width() - grid.linked.main.width()) <= 2


def test_v_goes_through_the_viewports_and_keys_go_to_the_active_one(grid):
    order = []
    for _ in range(5):
        order.append(grid.active)
        press(grid, Qt.Key.Key_V)
    linked = grid.linked
    assert order == [linked.main, linked.coronal, linked.overview, linked.sagittal, linked.main]
    assert grid.active is linked.coronal
    assert linked.coronal.canvas.hasFocus()
    press(grid, Qt.Key.Key_V, SHIFT)
    assert grid.active is linked.main


def test_a_window_set_in_one_plane_is_that_of_all(grid):
    press(grid, Qt.Key.Key_2)
    assert {viewport.window_level for viewport in grid.linked.all} == {WindowLevel(350, 40)}


def test_alone_a_click_asks_in_three_planes_it_only_points(grid):
    asked, pointed = [], []
    grid.pointClicked.connect(asked.append)
    grid.pointSelected.connect(pointed.append)
    QTest.mouseClick(grid.linked.coronal.canvas, LEFT)
    assert (len(asked), len(pointed)) == (0, 1)
    grid.cells.activate(grid.linked.main)
    grid.show_one()
    QTest.mouseClick(grid.linked.main.canvas, LEFT)
    assert (len(asked), len(pointed)) == (1, 1)
    press(grid, Qt.Key.Key_Right, ALT)
    assert "F3" in grid.linked.main.canvas._hud.notice


def test_alone_slices_are_as_the_scanner_made_them(grid):
    show(grid, Volume(noise(), rotated_grid(20, SIZE, SPACING_MM)))
    assert grid.linked.main.canvas._hud.top_left[1] == "Axial"
    grid.show_one()
    assert grid.linked.main.view is View.STORED
    grid.show_planes()
    assert grid.linked.main.view is View.AXIAL


def test_planes_wait_for_all_slices(grid):
    show(grid, Volume(noise(), Grid.axial(SIZE, SPACING_MM, ORIGIN_MM)), ready=range(12))
    assert grid.linked.coronal.canvas._hud.middle == "Loading the plane: 12 of 24 slices"
    assert not pixels(grid.linked.coronal.frame()).any()
    grid.slices_ready(range(12, 24))
    assert grid.linked.coronal.canvas._hud.middle == ""
    assert pixels(grid.linked.coronal.frame()).any()


def test_a_resting_viewport_is_up_to_date_when_it_wakes(grid):
    grid.show_one()
    grid.linked.main.set_slice(3)
    grid.show_planes()
    z = grid.linked.main.plane.origin_mm[2]
    assert grid.linked.crosshair.point_mm[2] == pytest.approx(z)
    assert grid.linked.overview.slice == 3


def test_viewports_of_another_volume_can_stand_beside_them(grid, qtbot):
    other = Viewport()
    other.show_volume(
        Volume(noise(), Grid.axial(SIZE, (1, 1, 1))),
        start_slice=4,
        ready=None,
        voi_window=None,
        keep_window=False,
    )
    grid.cells.lay_out([[grid.linked.main, other]])
    QApplication.processEvents()
    assert other.isVisible()
    QTest.mouseClick(other.canvas, LEFT)
    assert grid.cells.active is other


# ------------------------------------------------------------------ slab, heat map, outlines


def test_a_coronal_slab_on_the_screen_is_the_maximum_over_its_millimetres(grid):
    """Acceptance row 13."""
    coronal = grid.linked.coronal
    hu = grid.linked.main.volume.hu
    coronal.slab.toggle()
    k = coronal.slice
    # 10 mm at 0.7 mm: 7 rows to either side.
    expected = hu[::-1, k - 7 : k + 8, :].max(1)
    np.testing.assert_array_equal(coronal._shown, expected)
    assert coronal.canvas._caption == "MIP 10 mm, 15 planes"
    place = place_of(coronal, coronal.plane.to_patient((0, 10, 33)))
    grey = grey_table(coronal.window_level)[expected[10, 33].view(np.uint16)]
    # The middle of a wide pixel, but for what bilinear scaling adds within half a screen pixel.
    assert abs(int(pixels(coronal.frame())[place.y(), place.x(), 0]) - int(grey)) < 60


@pytest.fixture
def marked(grid, mark):
    """The small nodule of 8 mm, drawn on three slices of 2.5 mm, in the middle of the volume."""
    x, y, z = 0.0, 0.0, -70.0  # slice 12
    shift = np.subtract((x, y, z), mark.centre_mm)

    def moved(points):
        return tuple(tuple(float(v) for v in np.add(p, shift)) for p in points)

    contours = {k + 6: tuple(moved(polygon) for polygon in mark.contours_mm[k]) for k in (5, 6, 7)}
    heat = replace(
        mark.heat_map, grid=replace(mark.heat_map.grid, origin_mm=moved([mark.heat_map.grid.origin_mm])[0])
    )
    nodule = replace(
        mark,
        contours_mm=contours,
        long_axis_mm=moved(mark.long_axis_mm),
        short_axis_mm=moved(mark.short_axis_mm),
        centre_mm=(x, y, z),
        largest_slice=12,
        heat_map=heat,
        patch_grid=replace(mark.patch_grid, origin_mm=moved([mark.patch_grid.origin_mm])[0]),
    )
    grid.centre_on((x, y, z))
    grid.set_marks([nodule], "n1")
    return grid


def test_a_nodule_has_its_outline_in_every_plane_within_half_a_voxel(marked):
    for viewport, (wide, high) in (
        (marked.linked.coronal, (8.0, 7.5)),
        (marked.linked.sagittal, (8.0, 7.5)),
    ):
        (outline,) = viewport.canvas._outlines
        box, (_, row_mm, column_mm) = outline.path.boundingRect(), viewport.plane.spacing_mm
        # Three slices of 2.5 mm; across, the square of 8 mm in voxels of 0.7.
        assert box.width() * column_mm == pytest.approx(wide, abs=0.8)
        assert box.height() * row_mm == pytest.approx(high, abs=0.1)
        middle = viewport.plane.to_patient((0, box.center().y() - 0.5, box.center().x() - 0.5))
        assert middle == pytest.approx((0.0, 0.0, -70.0), abs=0.6)
    marked.linked.coronal.step(8)  # 5.6 mm further back there is none
    assert marked.linked.coronal.canvas._outlines == []


def test_the_heat_map_lies_across_the_planes_where_the_model_looked(marked):
    for viewport in (marked.linked.coronal, marked.linked.sagittal):
        _, where = viewport.canvas._heat
        _, row_mm, _ = viewport.plane.spacing_mm
        # One slice of 2.5 mm: that high, and no higher.
        assert where.height() * row_mm == pytest.approx(2.5, abs=0.1)
        centre = viewport.plane.to_patient((0, where.center().y() - 0.5, 0))
        assert centre[2] == pytest.approx(-70.0, abs=0.01)


def test_contours_are_lines_in_place_of_colours(marked):
    press(marked, Qt.Key.Key_O, SHIFT)
    for viewport in marked.linked.all:
        assert viewport.canvas._heat is None
        assert viewport.canvas._contours
        coloured = pixels(viewport.frame())
        marked.linked.display.toggle_contour()
        assert viewport.canvas._heat is not None
        assert (pixels(viewport.frame()) != coloured).any()
        marked.linked.display.toggle_contour()


def test_off_is_the_plain_frame_byte_for_byte_in_every_plane(marked):
    """Acceptance row 7; the crosshair is no part of the frame either."""
    shown = [pixels(viewport.frame()).tobytes() for viewport in marked.linked.all]
    press(marked, Qt.Key.Key_O)
    hidden = [pixels(viewport.frame()).tobytes() for viewport in marked.linked.all]
    marked.set_marks([], None)
    for layer in marked.linked.layers.values():
        layer.set_on(False)
    plain = [pixels(viewport.frame()).tobytes() for viewport in marked.linked.all]
    assert hidden == plain
    assert all(a != b for a, b in zip(shown, plain, strict=True))


# ------------------------------------------------------------------ measuring


@pytest.fixture
def ball(grid):
    """A ball of 10.0 mm at 400 HU over -900, its voxels filled by their share."""
    geometry = Grid.axial(SIZE, SPACING_MM, ORIGIN_MM)
    centre = geometry.to_patient((12, 30, 35))
    offsets = (np.arange(5) - 2) / 5
    inside = np.zeros(SIZE)
    for k in offsets:
        for r in offsets:
            for c in offsets:
                points = geometry.points_mm() + np.array((c * 0.7, r * 0.7, k * 2.5))
                inside += np.linalg.norm(points - centre, axis=-1) <= 5.0
    show(grid, Volume(np.rint(-900 + 1300 * inside / 125).astype(np.int16), geometry))
    grid.centre_on(tuple(float(v) for v in centre))
    return grid


def test_a_ball_of_ten_millimetres_measures_ten_in_every_plane(ball):
    """Acceptance row 11: +- 0.5 mm axially, within half a slice elsewhere; drawn from edge to edge."""
    linked = ball.linked
    layers = ToolLayers(linked.all)
    made = []
    layers.made.connect(made.append)
    layers.take("length")
    for viewport, along, slack in (
        (linked.main, 2, 0.5),
        (linked.coronal, 1, 1.25),
        (linked.sagittal, 1, 1.25),
    ):
        plane, shown = viewport.plane, viewport._shown
        _, row, column = (round(float(v)) for v in plane.to_voxel(linked.crosshair.point_mm))
        line = shown[:, column] if along == 1 else shown[row]
        (inside,) = np.nonzero(line > -250)
        # Between two pixels' centres, where their mean HU would be half way.
        before, after = line[inside[0] - 1], line[inside[-1] + 1]
        first = inside[0] - (line[inside[0]] + 250) / (int(line[inside[0]]) - before)
        last = inside[-1] + (line[inside[-1]] + 250) / (int(line[inside[-1]]) - after)
        ends = [(0, first, column), (0, last, column)] if along == 1 else [(0, row, first), (0, row, last)]
        viewport.canvas.zoom_by(4)
        viewport.centre_on(linked.crosshair.point_mm)
        start, end = (QPointF(place_of(viewport, plane.to_patient(at))) for at in ends)
        drag(viewport, start, end)
        assert made[-1].values["length_mm"] == pytest.approx(10.0, abs=slack)
    assert len(made) == 3


def test_a_measurement_belongs_to_its_plane(grid):
    layers = ToolLayers(grid.linked.all)
    made = []
    layers.made.connect(made.append)
    coronal = grid.linked.coronal
    layers.take("length")
    middle = QPointF(coronal.canvas.rect().center())
    drag(coronal, middle, middle + QPointF(40, 30))
    layers.set_measurements(made)
    layers.take("")
    (drawn,) = made
    holding = [v for v in grid.linked.all if v.measured_slice().holds(drawn.points_mm)]
    assert holding == [coronal]
    assert layers.selection is drawn
    coronal.step(1)
    assert not coronal.measured_slice().holds(drawn.points_mm)
    assert layers.selection is None


def test_hu_tools_work_on_straight_planes_and_say_so_on_turned_ones(grid):
    layers = ToolLayers(grid.linked.all)
    made = []
    layers.made.connect(made.append)
    coronal, hu = grid.linked.coronal, grid.linked.main.volume.hu
    layers.take("probe")
    at = coronal.plane.to_patient((0, 4, 50))
    QTest.mouseClick(coronal.canvas, LEFT, NONE, place_of(coronal, at))
    assert made[0].values["hu"] == hu[SIZE[0] - 1 - 4, coronal.slice, 50]
    grid.linked.crosshair.turn(View.AXIAL, 20)
    QTest.mouseClick(coronal.canvas, LEFT, NONE, coronal.canvas.rect().center())
    assert len(made) == 1
    assert coronal.canvas._hud.notice == INTERPOLATED


def test_a_plane_beside_the_volume_has_no_hu(grid):
    grid.linked.crosshair.turn(View.AXIAL, 45)
    coronal = grid.linked.coronal
    corner = QPoint(*(round(v) + 2 for v in coronal.canvas.view.to_screen(0, 5)))
    QTest.mouseMove(coronal.canvas, corner)
    mouse(coronal, QEvent.Type.MouseMove, QPointF(corner), Qt.MouseButton.NoButton, Qt.MouseButton.NoButton)
    assert coronal._hu_under_pointer() is None


def test_a_banner_takes_a_strip_and_keeps_the_whole_text_as_tool_tip(grid, qtbot):
    text = "Two slices are missing between z -140.0 and -147.5 mm. " * 5
    grid.banner(text)
    strip = grid._banner
    qtbot.waitUntil(lambda: strip.isVisible() and strip.height() > 0)
    assert strip.height() < 40
    assert strip.toolTip() == text
    assert strip.text().endswith("…")
    assert grid.width() == 900
    grid.banner(None)
    assert not strip.isVisible()


@pytest.mark.parametrize(
    "steps",
    [
        ((2.5, 0, 0), (0, 0, -0.7), (0, 0.7, 0)),  # sagittal slices
        ((0, 2.5, 0), (0, 0, -0.7), (0.7, 0, 0)),  # coronal ones
        ((0, 0.6, 2.5), (0, 0.7, 0), (0.7, 0, 0)),  # a tilted gantry
    ],
)
def test_however_the_scanner_lay_every_plane_is_drawn_with_its_letters(grid, steps):
    show(grid, Volume(noise(), Grid(SIZE, ORIGIN_MM, steps)))
    letters = [edge_letters(viewport.plane) for viewport in grid.linked.all]
    assert letters == [
        ("R", "L", "A", "P"), ("R", "L", "H", "F"), ("A", "P", "H", "F"), ("R", "L", "A", "P"),
    ]  # fmt: skip
    for viewport in grid.linked.all:
        assert pixels(viewport.frame()).any()


@pytest.mark.parametrize("axis", [0, 1])
def test_mirrored_arrows_go_where_they_point_and_lines_follow_the_mouse(grid, axis):
    main = grid.linked.main
    main.canvas.flip(axis)
    layer = grid.linked.layers[main]
    before = layer.centre()
    press(grid, Qt.Key.Key_Right, ALT)
    press(grid, Qt.Key.Key_Down, ALT)
    moved = layer.centre() - before
    assert moved.x() > 0
    assert moved.y() > 0
    centre, handle = layer.centre(), layer.handles()[0]
    arm = handle - centre
    angle = np.radians(30)
    end = centre + QPointF(
        arm.x() * np.cos(angle) - arm.y() * np.sin(angle), arm.x() * np.sin(angle) + arm.y() * np.cos(angle)
    )
    drag(main, handle, end)
    assert min((h - end).manhattanLength() for h in layer.handles()) < 3


def test_turned_planes_stay_mirrored_and_inverted(grid):
    coronal = grid.linked.coronal
    coronal.canvas.flip(0)
    coronal.canvas.invert()
    press(grid, Qt.Key.Key_Right, CTRL | SHIFT)
    assert coronal.canvas.view.flipped == (True, False)
    assert "inverted" in coronal.canvas.hud.top_right
