"""From HU to grey, and the windows to choose from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.viewer.window_level import (
    DEFAULT,
    PRESET_NAMES,
    PRESETS,
    WindowLevel,
    auto_window,
    grey_table,
    preset_name,
)


def dicom_grey(hu: int, window: WindowLevel) -> int:
    """PS3.3 C.11.2.1.2.1 written out for one pixel."""
    c, w = window.level, window.width
    if hu <= c - 0.5 - (w - 1) / 2:
        return 0
    if hu > c - 0.5 + (w - 1) / 2:
        return 255
    return int(np.floor(((hu - (c - 0.5)) / (w - 1) + 0.5) * 255 + 0.5))


def test_the_presets_are_the_agreed_ones():
    agreed = {"lung": (1500, -600), "mediastinum": (350, 40), "bone": (2000, 350), "emphysema": (500, -850)}
    assert {name: (p.width, p.level) for name, p in PRESETS.items()} == agreed
    assert PRESET_NAMES == ("lung", "mediastinum", "bone", "emphysema", "dicom", "auto")
    assert WindowLevel(1500, -600) == DEFAULT
    assert preset_name(WindowLevel(350, 40)) == "mediastinum"
    assert preset_name(WindowLevel(351, 40)) is None


def test_the_lung_window_at_values_worked_out_by_hand():
    table = grey_table(DEFAULT)

    def grey(hu):
        return int(table[np.array(hu, dtype=np.int16).view(np.uint16)])

    # Black up to -600.5 - 749.5 = -1350, white above -600.5 + 749.5 = 149.
    assert [grey(hu) for hu in (-32768, -1350, 150, 32767)] == [0, 0, 255, 255]
    # (-600 + 600.5) / 1499 + 0.5 = 0.500334 of 255 = 127.585.
    assert grey(-600) == 128
    # (-1000 + 600.5) / 1499 + 0.5 = 0.233489 of 255 = 59.54.
    assert grey(-1000) == 60


@given(st.floats(1, 8000), st.floats(-2000, 4000), st.lists(st.integers(-32768, 32767), min_size=1))
@settings(max_examples=50, deadline=None)
def test_the_table_is_the_formula_for_every_window(width, level, hus):
    window = WindowLevel(width, level)
    table = grey_table(window)
    found = table[np.array(hus, dtype=np.int16).view(np.uint16)]
    assert found.tolist() == [dicom_grey(hu, window) for hu in hus]


def test_a_width_of_one_is_a_threshold():
    table = grey_table(WindowLevel(1, 40))
    values = table[np.array([39, 40], dtype=np.int16).view(np.uint16)]
    assert values.tolist() == [0, 255]


@pytest.mark.parametrize(("width", "level"), [(0.5, 0), (-10, 0), (float("nan"), 0), (400, float("inf"))])
def test_impossible_windows_are_refused(width, level):
    with pytest.raises(ValueError, match="width of at least 1 HU"):
        WindowLevel(width, level)


def test_a_drag_to_the_right_widens_and_one_up_brightens():
    assert DEFAULT.dragged(10, 0) == WindowLevel(1540, -600)
    up = DEFAULT.dragged(0, -10)
    assert up == WindowLevel(1500, -640)
    assert grey_table(up)[np.uint16(0)] >= grey_table(DEFAULT)[np.uint16(0)]
    assert DEFAULT.dragged(10, 10, fine=True) == WindowLevel(1505, -595)
    assert DEFAULT.dragged(-10_000, 0).width == 1


def test_the_automatic_window_spans_the_slice_and_leaves_padding_out():
    hu = np.linspace(-1000, 1000, 2001).astype(np.int16)
    # 1st percentile -980, 99.5th +990.
    assert auto_window(hu) == WindowLevel(1970, 5)
    padded = np.concatenate([hu, np.full(5000, -2000, dtype=np.int16)])
    assert auto_window(padded) == WindowLevel(1970, 5)
    assert auto_window(np.full(9, -2000, dtype=np.int16)) == DEFAULT
    assert auto_window(np.full(9, 40, dtype=np.int16)) == WindowLevel(1, 40)
