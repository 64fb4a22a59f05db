"""The viewport under real Qt events: mouse, wheel, what it draws and what it tells."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import psutil
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.viewer.overlay import OverlaySettings
from app.viewer.timing import measure_slice_changes
from app.viewer.viewport import Viewport
from app.viewer.window_level import PRESETS, WindowLevel, grey_table
from engine.geometry import Grid
from engine.volume import Volume

LEFT, MIDDLE, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton


def pixels(image: QImage) -> np.ndarray:
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    words = np.frombuffer(rgb.constBits(), dtype=np.uint8).reshape(rgb.height(), rgb.bytesPerLine() // 4, 4)
    return words[:, : rgb.width(), :3].copy()


def on_screen(viewport: Viewport, row: float, column: float) -> QPoint:
    """Widget position of the middle of a voxel."""
    x, y = viewport.canvas.view.to_screen(column + 0.5, row + 0.5)
    return QPoint(round(x), round(y))


def drag(viewport: Viewport, button, start: QPoint, *, by: tuple[int, int], ctrl: bool = False) -> None:
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport.canvas, button, modifier, start)
    for i in range(1, 6):
        move(viewport, start + QPoint(by[0] * i // 5, by[1] * i // 5), button, modifier)
    QTest.mouseRelease(viewport.canvas, button, modifier, start + QPoint(*by))


def move(
    viewport: Viewport, to: QPoint, button=Qt.MouseButton.NoButton, modifier=Qt.KeyboardModifier.NoModifier
):
    """QTest.mouseMove tells no buttons: send what the window system sends."""
    canvas = viewport.canvas
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(canvas.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        button,
        modifier,
    )
    QApplication.sendEvent(canvas, event)


def wheel(viewport: Viewport, delta: int, *, at: QPoint | None = None, ctrl: bool = False) -> None:
    canvas = viewport.canvas
    place = at or canvas.rect().center()
    modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        QPointF(place),
        QPointF(canvas.mapToGlobal(place)),
        QPoint(),
        QPoint(0, delta),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas, event)


# ------------------------------------------------------------------ what is drawn


def test_it_opens_in_the_lung_window_whatever_the_files_ask_for(viewport):
    assert viewport.window_level == PRESETS["lung"]


@pytest.mark.parametrize("name", [*PRESETS, "dicom"])
def test_every_voxel_on_the_screen_has_the_grey_of_the_formula(viewport, volume, name):
    assert viewport.apply_preset(name)
    viewport.set_overlay(replace(viewport.overlay, on=False))
    frame = pixels(viewport.frame())
    window = viewport.window_level
    for row, column in ((0, 0), (3, 70), (20, 40), (39, 79), (38, 1)):
        place = on_screen(viewport, row, column)
        hu = volume.hu[6, row, column]
        expected = grey_table(window)[np.array(hu, dtype=np.int16).view(np.uint16)]
        # At the middle of a pixel bilinear scaling adds at most the slope within half a screen pixel.
        assert np.abs(frame[place.y(), place.x()].astype(int) - int(expected)).max() <= 2


def test_the_frame_equals_the_table_pixel_by_pixel_at_one_to_one(qtbot):
    rng = np.random.default_rng(7)
    hu = rng.integers(-1200, 400, (1, 200, 240), dtype=np.int16)
    viewport = Viewport()
    qtbot.addWidget(viewport)
    viewport.resize(viewport.sizeHint())
    viewport.show()
    viewport.show_volume(
        Volume(hu, Grid.axial(hu.shape, (1, 1, 1))),
        start_slice=0,
        ready=None,
        voi_window=None,
        keep_window=False,
    )
    bar = viewport.width() - viewport.canvas.width()
    viewport.resize(240 + bar, 200)
    assert viewport.canvas.view.pixel_screen == (1.0, 1.0)
    np.testing.assert_array_equal(
        pixels(viewport.frame())[..., 0], grey_table(PRESETS["lung"])[hu[0].view(np.uint16)]
    )


def test_non_square_pixels_keep_their_shape(viewport):
    # 80 columns of 1 mm and 40 rows of 2 mm are a square.
    across, down = viewport.canvas.view.pixel_screen
    assert down == pytest.approx(2 * across)


def test_corner_texts_are_on_the_screen_but_not_in_the_frame(viewport):
    shown, frame = pixels(viewport.canvas.grab().toImage()), pixels(viewport.frame())
    assert (shown != frame).any()
    height, width = frame.shape[:2]
    quarter = np.s_[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3]
    np.testing.assert_array_equal(shown[quarter], frame[quarter])


def test_a_slice_that_is_not_loaded_says_so_instead_of_showing_black(viewport, volume, mark):
    viewport.show_volume(volume, start_slice=6, ready=[6], voi_window=None, keep_window=True)
    viewport.set_marks([mark], "n1")
    assert "Loading" not in viewport.canvas._hud.middle
    viewport.set_slice(5)
    assert viewport.canvas._hud.middle == "Loading slice 7 of 12"
    assert not pixels(viewport.frame()).any()
    viewport.slices_ready([4, 5])
    assert viewport.canvas._hud.middle == ""
    assert pixels(viewport.frame()).any()


def test_voxels_that_arrive_later_are_drawn(viewport, volume):
    filling = Volume(np.full_like(volume.hu, -3000), volume.grid)
    viewport.show_volume(filling, start_slice=6, ready=(), voi_window=None, keep_window=True)
    assert not pixels(viewport.frame()).any()
    filling.hu[6] = 3000
    viewport.slices_ready([6])
    assert pixels(viewport.frame()).max() == 255


def test_nothing_is_left_of_a_volume_that_was_cleared(viewport, mark):
    viewport.set_marks([mark], "n1")
    viewport.set_placeholder("Drop a folder here")
    viewport.clear()
    assert not pixels(viewport.frame()).any()
    assert viewport.canvas._hud.middle == "Drop a folder here"
    for call in viewport.commands().values():
        call()
    drag(viewport, LEFT, QPoint(100, 100), by=(50, 0))
    wheel(viewport, -120)
    assert viewport.position_under_pointer() is None


# ------------------------------------------------------------------ slices


def test_the_wheel_goes_one_slice_a_notch_towards_the_feet(viewport, qtbot):
    with qtbot.waitSignal(viewport.sliceChanged) as changed:
        wheel(viewport, -120)
    assert changed.args == [5]  # z grows with the index: the feet are at slice 0
    wheel(viewport, 240)
    assert viewport.slice == 7


def test_fine_wheels_add_up_and_a_turn_back_starts_anew(viewport):
    for _ in range(7):
        wheel(viewport, -15)
    assert viewport.slice == 6
    wheel(viewport, -15)
    assert viewport.slice == 5
    for delta in (-90, 40, 40, 30):
        wheel(viewport, delta)
    assert viewport.slice == 5
    wheel(viewport, 10)
    assert viewport.slice == 6


def test_slices_end_at_both_ends(viewport):
    viewport.go_last()
    assert viewport.slice == 0
    viewport.step(1)
    assert viewport.slice == 0
    viewport.go_first()
    assert viewport.slice == 11
    viewport.set_slice(99)
    assert viewport.slice == 11


def test_the_window_survives_scrolling_and_other_volumes_if_wanted(viewport, volume):
    viewport.set_window(WindowLevel(777, -321))
    for _ in range(50):
        wheel(viewport, -120)
    assert viewport.window_level == WindowLevel(777, -321)
    viewport.show_volume(volume, start_slice=0, ready=None, voi_window=None, keep_window=True)
    assert viewport.window_level == WindowLevel(777, -321)
    viewport.show_volume(volume, start_slice=0, ready=None, voi_window=None, keep_window=False)
    assert viewport.window_level == PRESETS["lung"]


def test_the_bar_beside_the_image_moves_through_the_slices(viewport):
    bar = viewport._bar
    QTest.mouseClick(bar, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(8, 8))
    assert viewport.slice == 11
    QTest.mouseClick(bar, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(8, bar.height() - 8))
    assert viewport.slice == 0


def test_the_nearest_slice_in_an_uneven_stack_goes_by_the_true_positions():
    grid = Grid.axial((4, 8, 8), (5.0, 1.0, 1.0))
    uneven = Volume(
        np.zeros(grid.size, dtype=np.int16),
        grid,
        slice_origins_mm=((0, 0, 0), (0, 0, 1), (0, 0, 2), (0, 0, 15)),
    )
    assert uneven.nearest_slice((3, 3, 3.0)) == 2
    assert Volume(uneven.hu, grid).nearest_slice((3, 3, 3.0)) == 1
    assert Volume(uneven.hu, grid).nearest_slice((3, 3, 300.0)) == 3


# ------------------------------------------------------------------ mouse


def test_row_05_ten_pixels_to_the_right_widen_by_forty(viewport, qtbot):
    with qtbot.waitSignal(viewport.windowChanged):
        drag(viewport, LEFT, QPoint(200, 200), by=(10, 0))
    assert viewport.window_level == WindowLevel(1540, -600)
    drag(viewport, LEFT, QPoint(200, 200), by=(0, -20))
    assert viewport.window_level == WindowLevel(1540, -680)
    drag(viewport, LEFT, QPoint(200, 200), by=(10, 0), ctrl=True)
    assert viewport.window_level == WindowLevel(1545, -680)


def test_a_middle_drag_moves_the_image_with_the_hand(viewport):
    viewport.canvas.zoom_by(3)
    place = on_screen(viewport, 20, 40)
    drag(viewport, MIDDLE, QPoint(200, 200), by=(30, -20))
    assert on_screen(viewport, 20, 40) - place == QPoint(30, -20)
    assert viewport.window_level == PRESETS["lung"]


def test_a_right_drag_zooms_about_its_start_and_opens_no_menu(viewport, qtbot):
    start = on_screen(viewport, 15, 30)
    before = viewport.canvas.view.scale
    with qtbot.assertNotEmitted(viewport.contextMenuRequested):
        drag(viewport, RIGHT, start, by=(0, -60))
    assert viewport.canvas.view.scale > 1.5 * before
    assert (on_screen(viewport, 15, 30) - start).manhattanLength() <= 2


def test_a_right_click_asks_for_a_menu_there(viewport, qtbot):
    place = on_screen(viewport, 20, 40)
    with qtbot.waitSignal(viewport.contextMenuRequested) as asked:
        QTest.mouseClick(viewport.canvas, RIGHT, Qt.KeyboardModifier.NoModifier, place)
    assert asked.args[0] == pytest.approx((10, 20, -85), abs=1.0)
    assert asked.args[1] == viewport.canvas.mapToGlobal(place)


def test_ctrl_and_wheel_zoom_at_the_pointer(viewport):
    place = on_screen(viewport, 10, 60)
    before = viewport.canvas.view.scale
    wheel(viewport, 240, at=place, ctrl=True)
    assert viewport.slice == 6
    assert viewport.canvas.view.scale == pytest.approx(before * 1.15**2)
    assert (on_screen(viewport, 10, 60) - place).manhattanLength() <= 2


def test_a_click_tells_the_patient_position(viewport, qtbot):
    viewport.canvas.zoom_by(4)
    place = on_screen(viewport, 20, 40)
    with qtbot.waitSignal(viewport.pointClicked) as clicked:
        QTest.mouseClick(viewport.canvas, LEFT, Qt.KeyboardModifier.NoModifier, place)
    # Voxel (6, 20, 40): origin (-30, -20, -100), steps 1, 2 and 2.5 mm; half a screen pixel of rounding.
    half = 0.5 / viewport.canvas.view.scale + 1e-6
    assert clicked.args[0] == pytest.approx((10, 20, -85), abs=half)
    assert len(clicked.args[0]) == 3


def test_three_pixels_are_a_click_and_four_a_drag(viewport, qtbot):
    with qtbot.waitSignal(viewport.pointClicked):
        drag(viewport, LEFT, QPoint(200, 200), by=(3, 0))
    assert viewport.window_level == PRESETS["lung"]
    with qtbot.assertNotEmitted(viewport.pointClicked):
        drag(viewport, LEFT, QPoint(200, 200), by=(4, 0))
    assert viewport.window_level == WindowLevel(1516, -600)


def test_a_double_click_asks_once(viewport, qtbot):
    asked = []
    viewport.pointClicked.connect(asked.append)
    QTest.mouseClick(viewport.canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(200, 200))
    QTest.mouseDClick(viewport.canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(200, 200))
    QTest.mouseRelease(viewport.canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(200, 200))
    assert len(asked) == 1


def test_a_click_beside_the_image_is_no_position(viewport, qtbot):
    viewport.resize(700, 420)
    with qtbot.assertNotEmitted(viewport.pointClicked):
        QTest.mouseClick(viewport.canvas, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(3, 200))


def test_the_probe_tells_the_voxel_under_the_pointer(viewport, volume, qtbot):
    with qtbot.waitSignal(viewport.pointProbed) as probed:
        move(viewport, on_screen(viewport, 12, 33))
    assert probed.args[0] == pytest.approx((3, 4, -85), abs=1.0)
    assert probed.args[1] == volume.hu[6, 12, 33]
    with qtbot.waitSignal(viewport.pointProbed) as probed:
        wheel(viewport, 120)
    assert probed.args[1] == volume.hu[7, 12, 33]
    assert viewport.position_under_pointer() == pytest.approx((3, 4, -82.5), abs=1.0)


# ------------------------------------------------------------------ zoom, reset, presets


def test_reset_shows_the_whole_slice_in_the_lung_window(viewport):
    fitted = viewport.canvas.view
    viewport.canvas.zoom_by(5)
    viewport.set_window(WindowLevel(100, 0))
    viewport.reset_view()
    assert viewport.canvas.view == fitted
    assert viewport.window_level == PRESETS["lung"]


def test_a_window_that_the_files_do_not_name_is_said_and_changes_nothing(viewport, volume):
    viewport.show_volume(volume, start_slice=6, ready=None, voi_window=None, keep_window=False)
    assert viewport.apply_preset("dicom") is False
    assert viewport.window_level == PRESETS["lung"]
    assert viewport.canvas._hud.notice == "The files name no window."
    viewport.show_volume(volume, start_slice=6, ready=None, voi_window=(0.0, 40.0), keep_window=False)
    assert viewport.apply_preset("dicom") is False


def test_the_automatic_window_is_the_visible_slices(viewport):
    viewport.apply_preset("auto")
    at_6 = viewport.window_level
    viewport.set_slice(7)
    assert viewport.window_level == at_6
    viewport.apply_preset("auto")
    assert viewport.window_level.level == at_6.level + 100


def test_a_resized_view_stays_fitted_or_keeps_its_middle(viewport):
    viewport.resize(300, 420)
    across = viewport.canvas.view.pixel_screen[0]
    assert across == pytest.approx(viewport.canvas.width() / 80)
    viewport.canvas.zoom_by(4)
    before = viewport.canvas.view
    viewport.resize(500, 500)
    assert (viewport.canvas.view.scale, viewport.canvas.view.centre) == (before.scale, before.centre)


def test_centre_on_shows_the_slice_and_pans_only_where_it_must(viewport):
    fitted = viewport.canvas.view
    viewport.centre_on((10.0, 20.0, -79.0))
    assert viewport.slice == 8  # z -80 is nearest
    assert viewport.canvas.view == fitted
    viewport.canvas.zoom_by(6)
    viewport.centre_on((-20.0, 40.0, -85.0))
    assert viewport.slice == 6
    assert viewport.canvas.view.centre == pytest.approx((10.5, 30.5))


# ------------------------------------------------------------------ nodules and heat map


def test_row_07_overlay_off_is_the_plain_frame_byte_for_byte(viewport, mark):
    plain = pixels(viewport.frame()).tobytes()
    viewport.set_marks([mark], "n1")
    assert pixels(viewport.frame()).tobytes() != plain
    viewport.toggle_overlay()
    assert pixels(viewport.frame()).tobytes() == plain


def test_heat_map_on_its_slice_and_outline_on_every_slice_of_the_mask(viewport, mark):
    viewport.set_marks([mark], "n1")
    seen = {}
    for k in range(12):
        viewport.set_slice(k)
        seen[k] = (len(viewport.canvas._outlines), viewport.canvas._heat is not None)
    assert [k for k, (outlines, _) in seen.items() if outlines] == [5, 6, 7]
    assert [k for k, (_, heat) in seen.items() if heat] == [6]


def test_the_hot_spot_is_orange_and_the_cold_one_blue_where_they_lie(viewport, mark):
    viewport.set_window(WindowLevel(1, 4000))  # a black image
    viewport.set_overlay(OverlaySettings(opacity=1.0, threshold=0.5, limit=3.0))
    viewport.set_marks([replace(mark, contours_mm={})], "n1")
    blue, green, red = np.moveaxis(pixels(viewport.frame()).astype(int), -1, 0)
    hot = np.unravel_index(np.argmax(red - blue), red.shape)
    cold = np.unravel_index(np.argmax(blue - red), red.shape)
    view = viewport.canvas.view
    # Map cells are 5 mm; the hot one lies on (10, 20) mm, the cold one on (0, 10) mm.
    for (y, x), (mm_x, mm_y) in ((hot, (10, 20)), (cold, (0, 10))):
        column, row = view.to_image(x + 0.5, y + 0.5)
        assert -30 + column - 0.5 == pytest.approx(mm_x, abs=2.5)
        assert -20 + (row - 0.5) * 2 == pytest.approx(mm_y, abs=2.5)
    assert red[hot] > 200
    assert blue[cold] > 200
    # Between them the map is 0: black shows through.
    place = on_screen(viewport, 20, 30)
    assert (red + green + blue)[place.y(), place.x()] == 0


def test_a_benign_call_shows_its_outline_only(viewport, mark):
    viewport.set_marks([replace(mark, show_heat_map=False)], "n1")
    assert viewport.canvas._heat is None
    assert len(viewport.canvas._outlines) == 1


def test_only_the_selected_nodule_shows_its_map_and_diameters(viewport, mark):
    viewport.set_marks([mark, replace(mark, id="n2")], "n2")
    assert [outline.selected for outline in viewport.canvas._outlines] == [False, True]
    assert [len(outline.axes) for outline in viewport.canvas._outlines] == [0, 2]
    viewport.set_marks([mark], None)
    assert viewport.canvas._heat is None


def test_outline_and_diameters_lie_on_the_pixels_of_the_nodule(viewport, mark):
    viewport.set_marks([mark], "n1")
    box = viewport.canvas._outlines[0].path.boundingRect()
    # Voxel 40 is centred on 40.5; 4 mm are 4 columns and 2 rows.
    assert (box.left(), box.right(), box.top(), box.bottom()) == pytest.approx((36.5, 44.5, 18.5, 22.5))
    long_axis, short_axis = viewport.canvas._outlines[0].axes
    assert long_axis.length() == pytest.approx(8)
    assert short_axis.length() == pytest.approx(4)


def test_peek_shows_the_other_state_and_leaves_the_settings(viewport, mark):
    viewport.set_marks([mark], "n1")
    with_map = pixels(viewport.frame()).tobytes()
    settings = viewport.overlay
    viewport.peek(True)
    hidden = pixels(viewport.frame()).tobytes()
    assert hidden != with_map
    assert viewport.overlay == settings
    viewport.peek(False)
    assert pixels(viewport.frame()).tobytes() == with_map
    viewport.toggle_overlay()
    assert pixels(viewport.frame()).tobytes() == hidden
    viewport.peek(True)
    assert pixels(viewport.frame()).tobytes() == with_map


def test_changes_of_the_overlay_are_told_once(viewport, qtbot):
    told = []
    viewport.overlayChanged.connect(told.append)
    viewport.set_overlay(viewport.overlay)
    viewport.change_opacity(0.1)
    viewport.change_opacity(5.0)
    assert [settings.opacity for settings in told] == [0.6, 1.0]


def test_a_slice_change_with_a_heat_map_is_quicker_than_the_screen(qtbot, mark):
    shape = (6, 512, 512)
    hu = np.random.default_rng(1).integers(-1000, 300, shape, dtype=np.int16)
    grid = Grid.axial(shape, (2.5, 0.7, 0.7), (-169.0, -159.0, -92.5))
    viewport = Viewport()
    qtbot.addWidget(viewport)
    viewport.resize(900, 900)
    with qtbot.waitExposed(viewport):
        viewport.show()
    viewport.show_volume(Volume(hu, grid), start_slice=3, ready=None, voi_window=None, keep_window=False)
    viewport.set_marks([replace(mark, largest_slice=3)], "n1")
    assert viewport.canvas._heat is not None
    times = measure_slice_changes(viewport, 60)
    assert len(times) == 60
    assert viewport.slice == 3
    # The goal is 16 ms at the 95th percentile; the median is asked for, so that a busy machine fails no test.
    assert np.median(times) < 16


def test_row_04_a_thousand_slices_scroll_as_fast_and_are_not_copied(qtbot):
    shape = (1000, 512, 512)
    hu = np.zeros(shape, dtype=np.int16)  # the system gives memory for those that are looked at only
    before = psutil.Process().memory_info().rss
    viewport = Viewport()
    qtbot.addWidget(viewport)
    viewport.resize(900, 900)
    with qtbot.waitExposed(viewport):
        viewport.show()
    grid = Grid.axial(shape, (0.5, 0.7, 0.7), (-169.0, -159.0, -92.5))
    viewport.show_volume(Volume(hu, grid), start_slice=500, ready=None, voi_window=None, keep_window=False)
    times = measure_slice_changes(viewport, 60)
    # The median: a busy machine fails no test. `make bench` has the 95th percentile and a whole series.
    assert np.median(times) < 33
    assert psutil.Process().memory_info().rss - before < hu.nbytes / 2
