"""Noise of the lungs: measured, and taken down where it is more than blobs and filter know."""

from __future__ import annotations

import numpy as np
import pytest

from engine.candidates.noise import QUIET_HU, lung_noise, quieter
from engine.geometry import Grid
from engine.volume import Volume


def lung(noise_hu, spacing=(2.5, 0.7, 0.7), bright=None):
    rng = np.random.default_rng(0)
    hu = rng.normal(-860, noise_hu, (8, 90, 90))
    if bright is not None:
        hu[:, 40:50, 40:50] = bright
    return Volume(np.rint(hu).astype(np.int16), Grid.axial(hu.shape, spacing))


def test_white_noise_is_measured_by_what_a_pixels_blur_takes_away():
    """A Gaussian of one pixel has weight 1 / (2 pi) in its middle, and keeps 1 / (4 pi) of the variance."""
    taken = np.sqrt(1 - 2 / (2 * np.pi) + 1 / (4 * np.pi))
    assert lung_noise(lung(30.0).hu) == pytest.approx(30 * taken, rel=0.03)


def test_what_is_no_lung_has_no_noise():
    assert lung_noise(np.full((3, 50, 50), 40, np.int16)) is None
    volume = Volume(np.full((3, 50, 50), 40, np.int16), Grid.axial((3, 50, 50), (1, 1, 1)))
    assert quieter(volume) is volume


def test_a_quiet_scan_stays_as_it_is():
    volume = lung(10.0)
    assert quieter(volume) is volume


@pytest.mark.parametrize("noise", [25.0, 60.0])
def test_a_noisy_scan_becomes_quiet_and_keeps_its_densities_and_grid(noise):
    volume = lung(noise, bright=-300)
    done = quieter(volume)
    assert lung_noise(done.hu) <= QUIET_HU
    assert done.grid == volume.grid
    assert done.hu[:, 44:46, 44:46].mean() == pytest.approx(-300, abs=10)
    assert done.hu[:, :20].mean() == pytest.approx(volume.hu[:, :20].mean(), abs=2)


def test_no_more_blur_than_it_takes():
    """A little noise costs little sharpness: the edge of a square stays within a millimetre or two."""
    done = quieter(lung(20.0, bright=-300)).hu.astype(float).mean(0)
    edge = done[42:48].mean(0)[30:45]
    assert ((edge > -800) & (edge < -360)).sum() <= 3
