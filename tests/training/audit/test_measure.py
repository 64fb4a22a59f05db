"""Energy, pointing, stability and long axes against values computed by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engine.geometry import Grid
from engine.patch import PatchSpec
from engine.runtimes.base import Outputs
from training.audit.measure import (
    PLAIN_LUNG_HU,
    centre_gaussian,
    correlation,
    energy,
    jitter_correlation,
    local_lung_hu,
    measure,
    pointing,
    view,
)
from training.cases import Dataset

#: 33 pixels of 1 mm; a map of 3 x 3 has its cells on pixels 0, 16 and 32.
SPEC = PatchSpec((1, 33, 33), (1.0, 1.0, 1.0))
GRID = SPEC.grid_at((0.0, 0.0, 0.0))


def one_pixel(row: int, column: int, value: float = 1.0) -> np.ndarray:
    values = np.zeros((33, 33), dtype=np.float32)
    values[row, column] = value
    return values


def spot(row: int, column: int) -> np.ndarray:
    cam = np.full((1, 3, 3), -1.0, dtype=np.float32)
    cam[0, row, column] = 1.0
    return cam


def test_energy_counts_what_lies_within_3_mm_of_the_outline():
    lesion = one_pixel(16, 16) > 0
    # (16, 19) is 3 mm away, (18, 18) is 2.83, (16, 20) is 4, (19, 18) is 3.6; the negative part is apart.
    fine = one_pixel(16, 19) + one_pixel(18, 18) + 2 * one_pixel(16, 20) + 4 * one_pixel(19, 18)
    fine += one_pixel(16, 16, -3) + one_pixel(0, 0, -1)
    found = energy(fine, lesion, SPEC)
    assert found["energy/map"] == pytest.approx(2 / 8)
    assert found["energy/negative"] == pytest.approx(3 / 4)
    # 29 pixel centres lie within 3 pixels of one.
    assert found["energy/flat"] == pytest.approx(29 / 33**2)
    assert found["energy/map_minus_flat"] == pytest.approx(2 / 8 - 29 / 33**2)
    # Within 3 mm of the centre of a Gaussian of 6 mm lies about 1 - exp(-3.04 ** 2 / 72) of it.
    assert found["energy/gaussian"] == pytest.approx(1 - np.exp(-(29 / np.pi) / 72), rel=0.06)


def test_a_map_without_a_positive_part_has_no_energy_anywhere():
    found = energy(one_pixel(0, 0, -1), one_pixel(16, 16) > 0, SPEC)
    assert found["energy/map"] == 0
    assert all(np.isnan(v) for v in energy(one_pixel(0, 0), np.zeros((33, 33), bool), SPEC).values())


def test_the_centre_gaussian_falls_with_millimetres():
    values = centre_gaussian(PatchSpec((1, 33, 33), (1.0, 2.0, 1.0)))
    assert values[16, 16] == 1
    assert values[19, 16] == pytest.approx(np.exp(-0.5))
    assert values[16, 22] == pytest.approx(np.exp(-0.5))


def test_pointing_is_strict_and_says_what_the_centre_would_get():
    lesion = np.zeros((33, 33), dtype=bool)
    lesion[28:31, 30:32] = True
    # The cell on (32, 32) lies beside the lesion, within 3 mm of it.
    found = pointing(spot(2, 2), GRID, lesion)
    assert (found["in/map"], found["near/map"]) == (0, 1)
    assert (found["in/centre"], found["near/centre"]) == (0, 0)
    assert found["near/map_minus_centre"] == 1
    assert found["in/chance"] == pytest.approx(6 / 33**2)
    # No cell lies in it, so no map of this grid could point there strictly.
    assert (found["in/cells"], found["near/cells"]) == (0, 1)
    lesion[32, 32] = True
    assert pointing(spot(2, 2), GRID, lesion)["in/map"] == 1
    assert pointing(spot(1, 1), GRID, lesion)["near/map"] == 0
    assert all(np.isnan(v) for v in pointing(spot(1, 1), GRID, np.zeros((33, 33), bool)).values())


def test_correlation_by_hand():
    a = np.array([[1.0, 2.0], [3.0, 6.0]], dtype=np.float32)
    assert correlation(a, 5 - 2 * a) == pytest.approx(-1)
    # Deviations (-2, -1, 0, 3) and (1, -1, -1, 1): 2 / sqrt(14 * 4).
    assert correlation(a, np.array([[2.0, 0.0], [0.0, 2.0]], np.float32)) == pytest.approx(2 / 56**0.5)
    assert correlation(a, np.ones((2, 2), np.float32)) == 0


def test_a_map_that_moves_with_the_patient_is_stable_and_one_that_stays_in_the_patch_is_not():
    moved = SPEC.grid_at((16.0, 0.0, 0.0))
    # A ramp along x in the patient, seen by two patches one cell apart; the common part is 17 columns wide.
    ramp = np.broadcast_to(np.array([0.0, 1.0, 5.0], np.float32), (1, 3, 3))
    on = np.broadcast_to(np.array([1.0, 5.0, 0.0], np.float32), (1, 3, 3))
    assert jitter_correlation((ramp, GRID), (on, moved)) == pytest.approx(1)
    assert jitter_correlation((ramp, GRID), (ramp[..., ::-1], moved)) == pytest.approx(-1)


def test_local_lung_is_the_median_of_lung_pixels():
    hu = np.full((1, 10, 10), 40.0, dtype=np.float32)
    assert local_lung_hu(hu) == PLAIN_LUNG_HU
    hu[0, 0, :3] = (-900, -880, -700)
    hu[0, 1, 0] = -1024
    assert local_lung_hu(hu) == -880


def test_views_are_the_same_every_time_and_lie_where_they_say(dataset: Dataset):
    spec = PatchSpec((1, 33, 33), (1.0, 0.8, 0.8))
    case = dataset.cases[3]
    first, again = (view(dataset, 3, spec, "shifted") for _ in range(2))
    assert (first.patch.hu == again.patch.hu).all()
    middle = first.patch.grid.to_patient((0, 16, 16))
    assert np.linalg.norm(middle - case.centre_mm) == pytest.approx(8)
    other = view(dataset, 4, spec, "shifted").patch.grid.to_patient((0, 16, 16)) - dataset.cases[4].centre_mm
    assert not np.allclose(other, middle - case.centre_mm)
    assert np.linalg.norm(
        view(dataset, 3, spec, "jittered").patch.grid.to_patient((0, 16, 16)) - case.centre_mm
    ) == pytest.approx(2)
    noise = view(dataset, 3, spec, "noisy").patch.hu - view(dataset, 3, spec, "centred").patch.hu
    assert 8 < noise.std() < 20


def test_a_view_beyond_the_crop_needs_padding(dataset: Dataset):
    # The crop is 71 pixels of 0.63 mm, 44.7 mm: 33 pixels of 1.3 mm fit in the middle, not 8 mm beside it.
    spec = PatchSpec((1, 33, 33), (1.0, 1.3, 1.3))
    assert view(dataset, 3, spec, "centred").whole
    assert not view(dataset, 3, spec, "shifted").whole
    # Slices above and below that were not recorded are no padding.
    assert view(dataset, 3, PatchSpec((3, 33, 33), (1.0, 1.3, 1.3)), "centred").whole


class Answers:
    """A network whose map points at the middle and whose mask is the outline with its first row missing."""

    def __init__(self, outline: np.ndarray) -> None:
        self.outline = outline
        self.seen: list[np.ndarray] = []

    def __call__(self, patches: np.ndarray) -> Outputs:
        self.seen.append(patches)
        n = len(patches)
        lesion = np.broadcast_to(self.outline, (n, 1, *self.outline.shape)).astype(np.float32)
        mean = patches.mean((1, 2, 3), dtype=np.float32)
        return Outputs(mean, mean, np.repeat(spot(1, 1)[None], n, 0), np.zeros((n, 2), np.float32), lesion)


def test_a_case_is_measured(dataset: Dataset):
    index, spec = 5, PatchSpec((1, 33, 33), (1.0, 0.8, 0.8))
    case = dataset.cases[index]
    outline = dataset.lesion(index, spec)[0] >= 0.5
    shorter = outline.copy()
    shorter[np.flatnonzero(outline.any(1))[0]] = False
    network = Answers(shorter)
    found = {name: values[0] for name, values in measure(dataset, np.array([index]), spec, network).items()}
    a, b = int(outline.sum()), int(shorter.sum())
    assert found["lesion/dice"] == pytest.approx(2 * b / (a + b))
    # The ball is as wide as the readers' diameter, within a native pixel; the reference is one less.
    pixel = case.grid.spacing_mm[2]
    assert found["lesion/outline_to_readers"] == pytest.approx(pixel, abs=pixel)
    assert found["lesion/to_readers"] == pytest.approx(
        found["lesion/to_outline"] + found["lesion/outline_to_readers"]
    )
    assert found["centred/in/map"] == 1
    assert found["centred/whole"] == 1
    assert found["stability/noise"] == 1
    # Nothing denser than lung is left where the nodule was filled.
    filled = network.seen[-1][0, 0]
    assert filled.max() < -600
    assert found["filled"] == pytest.approx(filled.mean(), rel=1e-5)


def test_a_mask_that_is_missing_is_wrong_by_the_whole_diameter(dataset: Dataset):
    spec = PatchSpec((1, 33, 33), (1.0, 0.8, 0.8))
    found = measure(dataset, np.array([5]), spec, Answers(np.zeros((33, 33))))
    case = dataset.cases[5]
    assert found["lesion/to_readers"][0] == pytest.approx(case.grid.spacing_mm[2] - case.diameter_mm)
    assert found["lesion/dice"][0] == 0


def test_without_an_outline_only_the_map_itself_is_measured(dataset: Dataset):
    blank = dataclasses.replace(dataset, outlines=tuple(np.zeros_like(o) for o in dataset.outlines))
    spec = PatchSpec((1, 33, 33), (1.0, 0.8, 0.8))
    found = measure(blank, np.array([5]), spec, Answers(np.zeros((33, 33))))
    known = {name for name, values in found.items() if np.isfinite(values[0])}
    assert known == {
        "logit", "centred/whole", "shifted/whole", "stability/jitter", "stability/noise", "lesion/to_readers"
    }  # fmt: skip


def test_grids_of_a_map_in_the_patient():
    assert Grid.axial((1, 33, 33), (1.0, 1.0, 1.0), (-16.0, -16.0, 0.0)) == GRID
