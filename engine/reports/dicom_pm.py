"""Class activation maps as DICOM Parametric Maps: the raw map, on its own grid in the patient, one a finding.

Values are signed and in logit units, as the network gave them; showing them as colours is the viewer's work.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from engine.findings import ActivationMap
from engine.geometry import Grid
from engine.reports import Export
from engine.reports.objects import finished, identity, sources, unique

if TYPE_CHECKING:
    from pydicom import Dataset


def write(export: Export, folder: Path) -> list[Path]:
    """Write the maps of the findings that have one.

    Parameters
    ----------
    export
        The report and its source.
    folder
        Where to.

    Returns
    -------
    list of Path
        One file a map.

    Raises
    ------
    ReportError
        If the source's files cannot be referred to.
    """
    paths = []
    for number, finding in enumerate(export.report.kept, 1):
        if finding.assessment.map is not None:
            paths.append(folder / f"map_{number:02}.dcm")
            found = parametric_map(export, finding.assessment.map, number)
            found.save_as(paths[-1], enforce_file_format=True)
    return paths


def parametric_map(export: Export, found: ActivationMap, number: int) -> Dataset:
    """Return one map as an object."""
    from highdicom import (
        PixelMeasuresSequence,
        PlaneOrientationSequence,
        PlanePositionSequence,
        VOILUTTransformation,
    )
    from highdicom.pm import ParametricMap, RealWorldValueMapping
    from pydicom.sr.codedict import codes

    grid = found.grid
    _, row, column = (np.asarray(step) for step in grid.steps_mm)
    slice_mm, row_mm, column_mm = grid.spacing_mm
    limit = export.manifest.cam.limit if export.manifest else 0.0
    reach = max(limit, math.ceil(float(np.abs(found.values).max())), 1)
    result = ParametricMap(
        source_images=_slices_under(export, grid),
        pixel_array=np.ascontiguousarray(found.values, np.float32),
        contains_recognizable_visual_features=False,
        real_world_value_mappings=[
            RealWorldValueMapping(
                lut_label="CAM",
                lut_explanation="Class activation in logit units; positive: malignant",
                unit=codes.UCUM.NoUnits,
                value_range=(-float(reach), float(reach)),
                slope=1.0,
                intercept=0.0,
                quantity_definition=codes.DCM.ClassActivation,
            )
        ],
        voi_lut_transformations=[
            VOILUTTransformation(window_center=0.0, window_width=2.0 * (limit or reach))
        ],
        content_description=f"Class activation map of nodule {number}",
        content_label=f"CAM_{number}",
        pixel_measures=PixelMeasuresSequence((row_mm, column_mm), slice_mm, slice_mm),
        plane_orientation=PlaneOrientationSequence("PATIENT", [*(column / column_mm), *(row / row_mm)]),
        plane_positions=[
            PlanePositionSequence("PATIENT", list(grid.to_patient((k, 0, 0)))) for k in range(grid.size[0])
        ],
        **identity(export, "pm", "Class activation maps", 3, number),
    )
    result.BodyPartExamined = "CHEST"
    return finished(result, export, "pm", number)


def _slices_under(export: Export, grid: Grid) -> list[Dataset]:
    """Headers of the slices that the map was computed from."""
    corners = [
        (k, r, c) for k in (0, grid.size[0] - 1) for r in (0, grid.size[1] - 1) for c in (0, grid.size[2] - 1)
    ]
    slices = export.volume.grid.to_voxel(grid.to_patient(corners))[:, 0]
    last = export.volume.grid.size[0] - 1
    low = min(max(math.floor(slices.min() + 1e-6), 0), last)
    high = min(max(math.ceil(slices.max() - 1e-6), low), last)
    return unique(sources(export, range(low, high + 1)))
