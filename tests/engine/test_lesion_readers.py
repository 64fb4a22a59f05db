"""How well a click measures, against the readers of LIDC-IDRI: the table of docs/nodule-measurement.md.

A long run over all 3-D nodules of the labelled data:
``pytest -m slow -s tests/engine/test_lesion_readers.py``.
The measurement's constants were tuned on some of these nodules, so this is a regression check, not an
independent figure.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from engine.geometry import Grid
from engine.lesion import LesionError, measure
from engine.lesion.axes import longest_axes
from engine.volume import Volume

#: Reading the crops needs no more of them at once.
SHARDS = 3
CLICK_MM = 2.0
SIZES = ((0, 6), (6, 10), (10, 20), (20, 100), (0, 100))


def blocks(folder: Path) -> Iterator[tuple[Volume, np.ndarray]]:
    """Blocks of HU with the readers' consensus mask."""
    with (folder / "lidc_voi3d.csv").open(encoding="utf-8") as file:
        known = {(int(row["shard"]), int(row["index"])) for row in csv.DictReader(file)}
    for shard in range(SHARDS):
        with np.load(folder / f"lidc_voi3d_{shard}.npz") as arrays:
            hu, mask = arrays["hu_flat"], arrays["mask_flat"]
            offset, shape, spacing = arrays["offset"], arrays["shape_zyx"], arrays["spacing_zyx"]
        for i in range(len(shape)):
            assert (shard, i) in known
            part = slice(int(offset[i]), int(offset[i + 1]))
            size = tuple(int(n) for n in shape[i])
            grid = Grid.axial(size, tuple(float(s) for s in spacing[i]))
            yield Volume(hu[part].reshape(size).astype(np.int16), grid), mask[part].reshape(size) > 0


def largest_slice_axis_mm(mask: np.ndarray, grid: Grid) -> float:
    """Longest diameter of the readers' mask in its largest slice, edge to edge.

    The mask holds the outline's own pixels (from centre to centre it is as long as the readers' outlines),
    which lie just outside the nodule: from centre to centre is one pixel too long.
    """
    plane = mask[int(mask.sum((1, 2)).argmax())]
    ends, _ = longest_axes(np.argwhere(plane) * np.asarray(grid.spacing_mm[1:]))
    return float(np.linalg.norm(ends[1] - ends[0])) - float(np.mean(grid.spacing_mm[1:]))


@pytest.mark.slow
@pytest.mark.shared_data
@pytest.mark.timeout(1200)
def test_measures_what_the_readers_outlined(shared_data: Path) -> None:
    rng = np.random.default_rng(11)
    rows, missed = [], 0
    for volume, mask in blocks(shared_data):
        middle = volume.grid.to_patient(np.argwhere(mask).mean(0))
        click = middle + rng.uniform(-1, 1, 3) * CLICK_MM / np.sqrt(3)
        try:
            found = measure(volume, tuple(float(v) for v in click))
        except LesionError:
            missed += 1
            continue
        ours = np.zeros_like(mask)
        start = np.rint(volume.grid.to_voxel(found.mask_grid.origin_mm)).astype(int)
        ours[tuple(slice(a, a + n) for a, n in zip(start, found.mask.shape, strict=True))] = found.mask
        dice = 2 * (ours & mask).sum() / (ours.sum() + mask.sum())
        rows.append((largest_slice_axis_mm(mask, volume.grid), found.long_axis_mm, dice))
    readers, measured, dice = np.asarray(rows).T
    ratio = measured / readers
    print(f"\n{len(rows)} nodules measured, {missed} not found")
    print(f"{'readers mm':>12}{'nodules':>9}{'Dice':>7}{'ratio':>7}{'within 25 %':>13}{'error mm':>10}")
    for low, high in SIZES:
        chosen = (readers >= low) & (readers < high)
        print(
            f"{f'{low}-{high}':>12}{chosen.sum():>9}{np.median(dice[chosen]):>7.2f}{np.median(ratio[chosen]):>7.2f}"
            f"{np.mean(np.abs(ratio[chosen] - 1) <= 0.25):>13.0%}"
            f"{np.median(np.abs(measured - readers)[chosen]):>10.2f}"
        )
    assert missed <= 0.02 * (missed + len(rows))
    assert np.median(dice) >= 0.75
    assert np.mean(np.abs(ratio - 1) <= 0.25) >= 0.75
