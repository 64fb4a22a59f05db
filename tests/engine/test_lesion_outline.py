"""A mask that a reader drew is measured as it is."""

from __future__ import annotations

import numpy as np
import pytest

from engine.brush import ball
from engine.geometry import Grid
from engine.lesion import EDITED, LesionError, measure, measure_outline
from engine.mask_box import MaskBox
from engine.phantom import Kind, NoduleSpec, PhantomSpec, make_phantom
from engine.volume import Volume

CENTRE = (-70.0, 48.0, -40.0)


@pytest.fixture(scope="module")
def volume() -> Volume:
    spec = PhantomSpec(
        nodules=(NoduleSpec(Kind.SOLID, CENTRE, 10.0),),
        size=(40, 96, 96), spacing_mm=(1.25, 0.7, 0.7), focus_mm=CENTRE,
    )  # fmt: skip
    return make_phantom(spec).volume


def box_of(volume: Volume, nodule) -> MaskBox:
    k, r, c = (int(v) for v in np.rint(volume.grid.to_voxel(nodule.mask_grid.origin_mm)))
    return MaskBox(nodule.mask, (k, r, c))


def test_the_proposal_untouched_measures_as_it_did(volume: Volume) -> None:
    proposed = measure(volume, CENTRE)
    again = measure_outline(volume, box_of(volume, proposed))
    assert again.long_axis_mm == pytest.approx(proposed.long_axis_mm, abs=0.15)
    assert again.short_axis_mm == pytest.approx(proposed.short_axis_mm, abs=0.15)
    assert (again.volume_mm3, again.mean_hu) == (proposed.volume_mm3, proposed.mean_hu)
    assert (again.centre_mm, again.largest_slice) == (proposed.centre_mm, proposed.largest_slice)
    assert again.flags == (EDITED,)


def test_what_is_added_counts(volume: Volume) -> None:
    box = box_of(volume, measure(volume, CENTRE))
    beside = (CENTRE[0] + 10.0, CENTRE[1], CENTRE[2])
    more = box.joined(ball(volume.grid, CENTRE, beside, 2.0))
    nodule = measure_outline(volume, more)
    # From the sphere's left edge at -5 mm to the brush's right one at +12 mm.
    assert nodule.long_axis_mm == pytest.approx(17.0, abs=0.7)
    assert nodule.volume_mm3 == pytest.approx(more.n_voxels * 1.25 * 0.7 * 0.7)
    mean = volume.hu[tuple(slice(a, b) for a, b in zip(more.start, more.stop, strict=True))][more.mask].mean()
    assert nodule.mean_hu == pytest.approx(mean)
    assert nodule.centre_mm[0] == pytest.approx(CENTRE[0] + 3.5, abs=0.7)


def test_parts_are_told(volume: Volume) -> None:
    apart = (CENTRE[0] + 14.0, CENTRE[1], CENTRE[2])
    box = box_of(volume, measure(volume, CENTRE)).joined(ball(volume.grid, apart, apart, 2.0))
    nodule = measure_outline(volume, box)
    assert [flag.code for flag in nodule.flags] == ["outline_edited", "several_parts"]
    assert "2 separate parts" in nodule.flags[1].text


def test_without_lung_edges_lie_between_voxels() -> None:
    volume = Volume(np.full((5, 20, 20), 40, np.int16), Grid.axial((5, 20, 20), (2.0, 1.0, 0.5)))
    mask = np.zeros((1, 3, 8), dtype=bool)
    mask[:] = True
    nodule = measure_outline(volume, MaskBox(mask, (2, 8, 6)))
    # From half a row above the first column's centre to half a row below the last one's: 7 x 0.5 by 3 x 1 mm.
    assert nodule.long_axis_mm == pytest.approx(np.hypot(3.5, 3.0), abs=0.01)
    assert nodule.volume_mm3 == 24.0


@pytest.mark.parametrize(
    ("box", "said"),
    [
        (MaskBox.nothing(), "is empty"),
        (MaskBox(np.ones((1, 2, 2), dtype=bool), (39, 95, 3)), "another series"),
    ],
)
def test_what_cannot_be_measured_is_refused(volume: Volume, box: MaskBox, said: str) -> None:
    with pytest.raises(LesionError, match=said):
        measure_outline(volume, box)
