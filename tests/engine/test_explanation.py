"""Where a map lies against the measured lesion, on shares worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.assess import Assessor
from engine.envelope import Subject
from engine.explanation import off_lesion, share_on_lesion
from engine.findings import ActivationMap, Call, Nodule, Segment
from engine.geometry import Grid
from engine.models.package import load_package
from engine.patch import make_patch
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from engine.volume import Acquisition, Volume
from tests.engine import tiny_model

#: 3 slices of 2.5 mm, 33 x 33 pixels of 1 mm; the middle pixel lies on the origin.
PATCH = Grid.axial((3, 33, 33), (2.5, 1.0, 1.0), (-16.0, -16.0, -2.5))


def lesion(x: float = 0.0, y: float = 0.0, *, slices: int = 3) -> Nodule:
    """5 x 5 mm in the slice, round a position."""
    size = (slices, 5, 5)
    grid = Grid.axial(size, (2.5, 1.0, 1.0), (x - 2, y - 2, -2.5 * (slices // 2)))
    return Nodule(
        centre_mm=(x, y, 0.0),
        mask=np.ones(size, bool),
        mask_grid=grid,
        largest_slice=1,
        long_axis=Segment((x - 2.5, y, 0), (x + 2.5, y, 0)),
        short_axis=Segment((x, y - 2.5, 0), (x, y + 2.5, 0)),
        volume_mm3=100.0,
        mean_hu=0.0,
    )


def pixels(**values: float) -> ActivationMap:
    """A map on the patch's own pixels, 0 but at ``x3_y4_z0`` (pixels from the middle)."""
    cam = np.full(PATCH.size, -0.5, dtype=np.float32)
    for name, value in values.items():
        x, y, z = (int(part[1:].replace("m", "-")) for part in name.split("_"))
        cam[1 + z, 16 + y, 16 + x] = value
    return ActivationMap(cam, PATCH)


@pytest.mark.parametrize(
    ("spot", "counts"),
    [
        ("x0_y0_z0", 1),
        ("x5_y0_z0", 1),  # the lesion ends at pixel 2, and 3 mm more count
        ("x6_y0_z0", 0),
        ("x4_y4_z0", 1),  # 2.8 mm beside the corner (2, 2)
        ("x5_y5_z0", 0),  # 4.2 mm
        ("xm5_y0_z1", 1),
    ],
)
def test_three_millimetres_round_the_lesion_count(spot: str, counts: int) -> None:
    assert share_on_lesion(pixels(**{spot: 1.0}), lesion(), PATCH) == counts


def test_across_slices_the_three_millimetres_are_a_ball() -> None:
    flat = lesion(slices=1)
    # One slice (2.5 mm) away sqrt(9 - 6.25) = 1.66 mm are left in the slice.
    assert share_on_lesion(pixels(x3_y0_z1=1.0), flat, PATCH) == 1
    assert share_on_lesion(pixels(x4_y0_z1=1.0), flat, PATCH) == 0
    assert share_on_lesion(pixels(x0_y0_zm1=1.0), flat, PATCH) == 1


def test_the_share_is_of_the_positive_part_alone() -> None:
    found = pixels(x0_y0_z0=1.0, x12_y0_z0=3.0, xm10_y0_z0=-9.0)
    assert share_on_lesion(found, lesion(), PATCH) == pytest.approx(0.25)
    assert share_on_lesion(found, lesion(12, 0), PATCH) == pytest.approx(0.75)


def test_a_map_without_anything_positive_explains_nothing_and_is_not_flagged() -> None:
    assert share_on_lesion(pixels(), lesion(), PATCH) is None
    assert off_lesion(pixels(), lesion(), PATCH) == ()


def test_a_lesion_outside_the_patch_has_no_share() -> None:
    assert share_on_lesion(pixels(x0_y0_z0=1.0), lesion(100, 0), PATCH) == 0


@pytest.mark.parametrize(("elsewhere", "flagged"), [(0.99, False), (1.01, True)])
def test_the_flag_is_a_sentence_with_the_share(elsewhere: float, flagged: bool) -> None:
    # 1 / 1.99 = 0.503; 1 / 2.01 = 0.498
    flags = off_lesion(pixels(x0_y0_z0=1.0, x12_y0_z0=elsewhere), lesion(), PATCH)
    assert [flag.code for flag in flags] == (["explanation_off_lesion"] if flagged else [])
    if flagged:
        assert flags[0].text.startswith("Only 50% of what speaks for malignant lies on the nodule")


def test_an_assessment_carries_it_for_malignant_calls_only(tmp_path: Path) -> None:
    """A bright spot beside the nodule is all that speaks for malignant."""
    grid = Grid.axial((25, 120, 120), (2.5, 0.8, 0.8), (-47.6, -47.6, -30.0))
    distance = np.linalg.norm((grid.points_mm() - (10.0, 0.0, 0.0))[..., :2], axis=-1)
    hu = np.where(distance < 4, 3000, -60).astype(np.int16)
    volume = Volume(hu, grid, "1.2", Acquisition("CT", "SIEMENS", slice_thickness_mm=2.5))
    package = load_package(tiny_model.write_tiny(tmp_path / "tiny"))
    assessor = Assessor(package, OnnxRuntime(package))
    spec = package.manifest.input.patch_spec

    def codes(nodule: Nodule, where: Volume) -> tuple[Call, list[str]]:
        centre = (0.0, 0.0, 0.0)
        (result,) = assessor.assess([Subject(where, nodule, make_patch(where, centre, spec))])
        return result.call, [flag.code for flag in result.flags]

    wide = lesion(10.0)
    beside = lesion(0.0)
    assert codes(beside, volume) == (Call.MALIGNANT, ["explanation_off_lesion"])
    assert codes(wide, volume) == (Call.MALIGNANT, [])
    dim = Volume(np.where(distance < 4, 500, -700).astype(np.int16), grid, "1.2", volume.acquisition)
    assert codes(beside, dim) == (Call.BENIGN, [])
