"""Growth between two scans, against values computed by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.prior.growth import Change, Growth, Size, days_between


def sphere(diameter_mm: float) -> Size:
    return Size(diameter_mm, diameter_mm, math.pi / 6 * diameter_mm**3)


def test_a_sphere_that_grows_from_8_to_10_mm_in_90_days():
    growth = Growth(now=sphere(10.0), before=sphere(8.0), days=90)
    assert growth.change_mm == 2.0
    assert growth.change is Change.GROWN
    assert growth.volume_share == pytest.approx(0.953125)  # (10 / 8) ** 3 - 1
    assert growth.doubling_days == pytest.approx(93.19, abs=0.01)  # 90 ln 2 / (3 ln 1.25)
    assert "+2.0 mm" in growth.text
    assert "doubling time 93 days" in growth.text


@pytest.mark.parametrize(
    ("now", "before", "days", "change"),
    [
        (8.0, 6.5, 90, Change.STABLE),  # exactly 1.5 mm is not more than 1.5 mm
        (8.1, 6.5, 90, Change.GROWN),
        (8.1, 6.5, 366, Change.GROWN),
        (8.1, 6.5, 367, Change.GROWN_SLOWLY),
        (8.1, 6.5, None, None),
        (8.0, 8.0, None, Change.STABLE),
        (6.5, 8.1, 90, Change.SMALLER),
        (6.5, 8.1, None, Change.SMALLER),
    ],
)
def test_the_rule_of_one_and_a_half_millimetres_within_twelve_months(now, before, days, change):
    assert Growth(sphere(now), sphere(before), days).change is change


def test_the_mean_of_both_axes_to_one_decimal_decides():
    assert Size(10.0, 7.1, 1.0).mean_mm == 8.6  # 8.55 is rounded up
    assert Size(7.0, 6.0, 1.0).mean_mm == 6.5


def test_a_change_that_the_volume_does_not_confirm_is_said_to_be_one():
    growth = Growth(Size(22.0, 20.0, 1100.0), Size(20.0, 18.0, 1000.0), 90)
    assert growth.change is Change.GROWN
    assert growth.doubling_days is None
    assert "the volume does not confirm it" in growth.text


def test_without_a_date_there_is_no_doubling_time_and_it_says_why():
    growth = Growth(sphere(10.0), sphere(8.0), None)
    assert growth.doubling_days is None
    assert "without both dates" in growth.text


@given(st.floats(4, 30), st.floats(1.09, 3), st.integers(1, 3000))
def test_after_its_doubling_time_the_volume_has_doubled(before, ratio, days):
    growth = Growth(sphere(before * ratio), sphere(before), days)
    doubling = growth.doubling_days
    assert doubling is not None
    rate = math.log(growth.now.volume_mm3 / growth.before.volume_mm3) / days
    assert math.exp(rate * doubling) == pytest.approx(2)


@pytest.mark.parametrize(
    ("before", "now", "days"),
    [
        ("2024-01-01", "2024-03-31", 90),
        ("2024-01-01", "2024-01-01", None),
        ("2024-03-31", "2024-01-01", None),
        ("", "2024-01-01", None),
        ("2024-01-01", "20240331x", None),
    ],
)
def test_days_from_dates(before, now, days):
    assert days_between(before, now) == days
