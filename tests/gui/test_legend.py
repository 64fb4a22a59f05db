"""The legend and the viewport say the same, whichever of them was changed."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QSlider

from app.viewer.legend import ColourBar, HeatMapLegend
from app.viewer.overlay import OverlaySettings


@pytest.fixture
def legend(qtbot, viewport) -> HeatMapLegend:
    widget = HeatMapLegend()
    qtbot.addWidget(widget)
    widget.resize(260, 120)
    widget.show()
    widget.link(viewport)
    return widget


def slider(legend: HeatMapLegend, name: str) -> QSlider:
    return next(s for s in legend.findChildren(QSlider) if s.accessibleName() == name)


def test_it_shows_the_viewports_settings(legend, viewport):
    viewport.set_overlay(OverlaySettings(on=False, opacity=0.3, threshold=2.0, limit=8.0))
    assert legend.settings == viewport.overlay
    assert legend.findChild(QCheckBox).isChecked() is False
    assert slider(legend, "Opacity of the heat map").value() == 30
    assert slider(legend, "Smallest value shown").value() == 25


def test_the_scale_is_the_models_limit_and_no_images(legend, viewport, mark):
    viewport.set_overlay(OverlaySettings(limit=6.5, threshold=0.0))
    bar = legend.findChild(ColourBar)
    assert bar.ticks() == ("-6.5", "0", "+6.5")
    viewport.set_marks([mark], "n1")
    assert bar.ticks() == ("-6.5", "0", "+6.5")


def test_keys_on_the_sliders_change_the_viewport(legend, viewport):
    opacity = slider(legend, "Opacity of the heat map")
    QTest.keyClick(opacity, Qt.Key.Key_Right)
    assert viewport.overlay.opacity == pytest.approx(0.51)
    threshold = slider(legend, "Smallest value shown")
    QTest.keyClick(threshold, Qt.Key.Key_End)
    assert viewport.overlay.threshold == viewport.overlay.limit
    QTest.keyClick(threshold, Qt.Key.Key_Home)
    assert viewport.overlay.threshold == 0


def test_the_box_turns_the_map_off_and_on(legend, viewport):
    box = legend.findChild(QCheckBox)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert viewport.overlay.on is False
    viewport.toggle_overlay()
    assert box.isChecked() is True


def test_settings_between_two_steps_of_a_slider_are_kept(legend, viewport):
    exact = OverlaySettings(opacity=0.333, threshold=0.123, limit=4.0)
    viewport.set_overlay(exact)
    assert viewport.overlay == legend.settings == exact


def test_the_bar_is_blue_on_the_left_and_orange_on_the_right(legend):
    image = legend.findChild(ColourBar).grab().toImage()
    left, right = image.pixelColor(3, 6), image.pixelColor(image.width() - 4, 6)
    middle = image.pixelColor(image.width() // 2, 6)
    assert left.blue() > left.red() + 40
    assert right.red() > right.blue() + 40
    assert np.ptp([middle.red(), middle.green(), middle.blue()]) < 8
