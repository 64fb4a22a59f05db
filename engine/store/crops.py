"""Voxels round labelled nodules as the store keeps them: compressed, with their grid. It knows no labels."""

from __future__ import annotations

import zlib
from dataclasses import asdict
from typing import Any

import numpy as np

from engine.geometry import Grid
from engine.labels.crop import NoduleCrop
from engine.store.tables import LabelCropRow
from engine.volume import Acquisition

#: zlib's: half the time of the default, 3 % more bytes.
_LEVEL = 3


def row_of(series_id: int, crop: NoduleCrop) -> LabelCropRow:
    """Return a crop as a row."""
    return LabelCropRow(
        series_id=series_id,
        grid={
            "size": list(crop.grid.size),
            "origin_mm": list(crop.grid.origin_mm),
            "steps_mm": [list(step) for step in crop.grid.steps_mm],
        },
        acquisition=asdict(crop.acquisition),
        hu=zlib.compress(crop.hu.astype("<i2").tobytes(), _LEVEL),
        mask=zlib.compress(np.packbits(crop.mask).tobytes(), _LEVEL),
    )


def crop_in(row: LabelCropRow) -> NoduleCrop:
    """Return the crop in a row."""
    grid = _grid(row.grid)
    count = int(np.prod(grid.size))
    hu = np.frombuffer(zlib.decompress(row.hu), dtype="<i2").astype(np.int16).reshape(grid.size)
    bits = np.frombuffer(zlib.decompress(row.mask), dtype=np.uint8)
    mask = np.unpackbits(bits, count=count).reshape(grid.size)
    return NoduleCrop(hu, mask, grid, Acquisition(**row.acquisition))


def _grid(document: dict[str, Any]) -> Grid:
    z, y, x = document["size"]
    s, r, c = (tuple(step) for step in document["steps_mm"])
    return Grid((z, y, x), tuple(document["origin_mm"]), (s, r, c))
