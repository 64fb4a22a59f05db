"""Messages of the engine as the types that the window works with. No widgets, no processes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from engine.geometry import Grid
from engine.protocol import GridModel, VolumeRef
from engine.volume import Acquisition, Volume


def grid_from_model(model: GridModel) -> Grid:
    """Return the grid that a message describes."""
    return Grid(model.size, model.origin_mm, model.steps_mm)


def volume_from_ref(ref: VolumeRef, voxels: npt.NDArray[np.int16]) -> Volume:
    """Return the volume that a message describes, over its voxels in shared memory (not copied)."""
    return Volume(
        voxels,
        grid_from_model(ref.grid),
        ref.series_uid,
        Acquisition(**ref.acquisition.model_dump()),
        ref.slice_origins_mm,
    )
