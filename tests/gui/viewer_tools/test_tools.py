"""Measuring with real mouse events: millimetres, HU, handles, slices; expectations computed by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.viewer.tools import TOOLS
from app.viewer.tools.drawn import Drawn, write
from app.viewer.tools.layer import ToolLayer
from app.viewer.tools.tool import MeasuredSlice
from app.viewer.viewport import Viewport
from engine.geometry import Grid
from engine.volume import Volume

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NONE = Qt.MouseButton.NoButton
#: Columns 0.7 mm wide, rows 0.8 mm high, slices 2.5 mm apart.
SIZE, SPACING_MM = (6, 60, 80), (2.5, 0.8, 0.7)


@pytest.fixture
def view(qtbot) -> Viewport:
    """Slice 3 of a volume whose voxel (k, r, c) is ``100 k + 10 r + c`` HU, enlarged off the middle."""
    k, r, c = np.ogrid[: SIZE[0], : SIZE[1], : SIZE[2]]
    volume = Volume((100 * k + 10 * r + c).astype(np.int16), Grid.axial(SIZE, SPACING_MM, (-20.0, 5.0, 40.0)))
    widget = Viewport()
    qtbot.addWidget(widget)
    widget.resize(700, 600)
    with qtbot.waitExposed(widget):
        widget.show()
    widget.show_volume(volume, start_slice=3, ready=None, voi_window=None, keep_window=False)
    # Whole screen pixels for every image pixel, so that the mouse can meet pixel corners: 14 x 16.
    canvas = widget.canvas
    canvas.zoom_by(20 / canvas.view.scale)
    return widget


class Kept:
    """A layer, and the measurements made with it."""

    def __init__(self, viewport: Viewport) -> None:
        self.layer = ToolLayer(viewport)
        self.drawn: list[Drawn] = []
        self.viewport = viewport
        self.layer.made.connect(lambda d: self.put([*self.drawn, d]))
        self.layer.changed.connect(lambda a, b: self.put([b if d is a else d for d in self.drawn]))

    def put(self, drawn: list[Drawn]) -> None:
        self.drawn = drawn
        self.layer.set_measurements(drawn)


@pytest.fixture
def kept(view) -> Kept:
    return Kept(view)


def at(view: Viewport, column: float, row: float) -> QPoint:
    x, y = view.canvas.view.to_screen(column, row)
    return QPoint(round(x), round(y))


def move(view: Viewport, to: QPoint, button=NONE) -> None:
    canvas = view.canvas
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(to), QPointF(canvas.mapToGlobal(to)), NONE, button,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(canvas, event)


def drag(view: Viewport, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view.canvas, LEFT, pos=start)
    move(view, (start + end) / 2, LEFT)
    move(view, end, LEFT)
    QTest.mouseRelease(view.canvas, LEFT, pos=end)


def click(view: Viewport, where: QPoint) -> None:
    move(view, where)
    QTest.mouseClick(view.canvas, LEFT, pos=where)


def near(value: float) -> object:
    """Within half a screen pixel at either end: 0.05 mm at 20 pixels a mm."""
    return pytest.approx(value, abs=0.06)


@pytest.mark.parametrize(
    ("end", "mm"),
    [((40, 20), 7.0), ((30, 30), 8.0), ((40, 30), 10.6301)],  # 10 x 0.7, 10 x 0.8, hypot(7, 8)
)
def test_a_length_is_millimetres_of_the_patient(view, kept, end, mm):
    kept.layer.take("length")
    drag(view, at(view, 30, 20), at(view, *end))
    assert kept.drawn[0].values["length_mm"] == near(mm)


def test_a_length_holds_under_zoom_and_pan(view, kept):
    view.canvas.zoom_by(0.5)
    QTest.mousePress(view.canvas, MIDDLE, pos=QPoint(100, 100))
    move(view, QPoint(130, 90), MIDDLE)
    QTest.mouseRelease(view.canvas, MIDDLE, pos=QPoint(130, 90))
    kept.layer.take("length")
    drag(view, at(view, 30, 20), at(view, 50, 40))
    assert kept.drawn[0].values["length_mm"] == pytest.approx(math.hypot(14, 16), abs=0.12)
    # Drawn again after another zoom, it lies on the same pixels: its end can be taken hold of there.
    view.canvas.zoom_by(1.5)
    drag(view, at(view, 50, 40), at(view, 50, 20))
    assert kept.drawn[0].values["length_mm"] == pytest.approx(14.0, abs=0.15)


def test_two_clicks_draw_it_too_and_the_slice_stays_its_own(view, kept):
    kept.layer.take("length")
    click(view, at(view, 30, 20))
    assert not kept.drawn
    click(view, at(view, 40, 20))
    assert kept.drawn[0].values["length_mm"] == near(7.0)
    assert [p[2] for p in kept.drawn[0].points_mm] == pytest.approx([47.5, 47.5])
    assert kept.layer.selection is kept.drawn[0]
    with_it = view.frame()
    view.set_slice(2)
    assert kept.layer.selection is None
    kept.put([])
    view.set_slice(3)
    assert view.frame() != with_it


def test_an_ellipse_tells_the_hu_of_the_pixels_inside(view, kept):
    kept.layer.take("ellipse")
    drag(view, at(view, 30, 20), at(view, 33, 23))
    values = kept.drawn[0].values
    # Nine pixels; the corners' centres lie sqrt(2)/1.5 = 0.94 half axes out: all inside. Middle: 300+210+31.
    hu = [300 + 10 * r + c for r in (20, 21, 22) for c in (30, 31, 32)]
    assert values["n_pixels"] == 9
    assert (
        (values["mean_hu"], values["min_hu"], values["max_hu"]) == (541, min(hu), max(hu)) == (541, 530, 552)
    )
    assert values["sd_hu"] == pytest.approx(math.sqrt(2 / 3 * 101))  # rows by 10, columns by 1
    assert values["area_mm2"] == pytest.approx(math.pi / 4 * 2.1 * 2.4, abs=0.15)


def test_an_ellipse_between_pixel_centres_says_so(view):
    hu = np.zeros((10, 10), np.int16)
    on = MeasuredSlice(0, Grid.axial((1, 10, 10), SPACING_MM, (0.0, 0.0, 0.0)), hu)
    ellipse = TOOLS["ellipse"]
    values = ellipse.values([on.to_patient(3.1, 3.1), on.to_patient(3.4, 3.4)], on)
    assert "mean_hu" not in values
    assert "no pixel inside" in ellipse.lines(values)


def test_a_probe_reads_the_pixel_it_lies_on(view, kept):
    kept.layer.take("probe")
    click(view, at(view, 30.2, 20.8))
    assert kept.drawn[0].values == {"hu": 300 + 200 + 30}
    drag(view, at(view, 30.2, 20.8), at(view, 31.2, 22.8))
    assert kept.drawn[0].values == {"hu": 300 + 220 + 31}
    assert len(kept.drawn) == 1


def test_an_angle_is_the_patients(view, kept):
    kept.layer.take("angle")
    drag(view, at(view, 40, 20), at(view, 30, 20))
    assert not kept.drawn
    click(view, at(view, 40, 30))
    # From the corner 7 mm to the left and 7 mm by 8 mm down: atan(8 / 7), not 45 degrees.
    assert kept.drawn[0].values["angle_deg"] == pytest.approx(math.degrees(math.atan2(8, 7)), abs=0.5)


def test_the_line_moves_it_and_never_out_of_the_image(view, kept):
    kept.layer.take("length")
    drag(view, at(view, 30, 20), at(view, 40, 20))
    kept.layer.take("")
    before = kept.drawn[0]
    drag(view, at(view, 35, 20), at(view, 37, 25))
    after = kept.drawn[0]
    assert after.values["length_mm"] == pytest.approx(before.values["length_mm"])
    shift = np.subtract(after.points_mm, before.points_mm)
    assert shift == pytest.approx(np.array([[1.4, 4.0, 0.0]] * 2), abs=0.06)
    view.canvas.fit()
    drag(view, at(view, 37, 25), at(view, 37, 25) + QPoint(5000, 0))
    assert kept.drawn[0].values["length_mm"] == pytest.approx(before.values["length_mm"])
    assert max(p[0] for p in kept.drawn[0].points_mm) == pytest.approx(-20 + 79.5 * 0.7)


def test_without_a_tool_the_mouse_does_what_it_did(view, kept, qtbot):
    before = view.window_level
    drag(view, at(view, 30, 20), at(view, 40, 20))
    assert view.window_level != before
    with qtbot.waitSignal(view.pointClicked, timeout=500):
        click(view, at(view, 35, 25))
    assert not kept.drawn


def test_leaving_gives_up_the_drawing_then_the_tool_then_the_selection(view, kept):
    kept.layer.take("length")
    drag(view, at(view, 30, 20), at(view, 40, 20))
    click(view, at(view, 30, 30))  # begun
    assert kept.layer.leave()
    assert kept.layer.tool == "length"
    assert kept.layer.leave()
    assert kept.layer.tool == ""
    click(view, at(view, 35, 20))  # on the line
    assert kept.layer.selection is kept.drawn[0]
    assert kept.layer.leave()
    assert kept.layer.selection is None
    assert not kept.layer.leave()
    assert len(kept.drawn) == 1


def test_turning_to_another_slice_gives_up_what_was_begun(view, kept):
    kept.layer.take("length")
    click(view, at(view, 30, 20))
    view.step(1)
    view.step(-1)
    click(view, at(view, 40, 20))
    assert not kept.drawn


def test_figures_are_written_where_there_is_room(view, kept):
    view.canvas.fit()
    plain = view.frame()
    kept.layer.take("length")
    start, end = at(view, 60, 30), at(view, 79, 30)  # up to the right edge of the screen
    drag(view, start, end)
    frame = view.frame()
    changed = [
        x for x in range(frame.width()) for y in range(start.y() - 20, start.y() + 20)
        if frame.pixel(x, y) != plain.pixel(x, y)
    ]  # fmt: skip
    assert end.x() + 20 > view.canvas.width() - 20
    assert start.x() - 80 < min(changed) < start.x() - 30  # left of the line, not cut off at its right


def test_figures_of_neighbours_do_not_cover_each_other(view):
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    taken: list[QRect] = []
    for _ in range(4):
        write(painter, "12.3 mm", [QPointF(100, 100)], QRect(0, 0, 400, 300), taken, selected=False)
    painter.end()
    assert len(taken) == 4
    assert not any(a.intersects(b) for i, a in enumerate(taken) for b in taken[:i])


def test_a_slice_that_is_loading_is_not_measured_and_no_nodule_is_asked_for(view, kept, volume):
    view.show_volume(volume, start_slice=6, ready=[0], voi_window=None, keep_window=False)
    clicked = []
    view.pointClicked.connect(clicked.append)
    kept.layer.take("probe")
    click(view, at(view, 20, 20))
    assert (kept.drawn, clicked) == ([], [])
