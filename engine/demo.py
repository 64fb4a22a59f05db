"""The demo's files: the synthetic chest as DICOM, now or earlier, and the truth about its nodules."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from engine.geometry import Grid
from engine.phantom import DEFAULT_NODULES, Kind, NoduleSpec, Phantom, PhantomSpec, make_phantom, write_dicom

#: Below the folder: the series, and the truth.
SERIES = "dicom"
TRUTH = "nodules.json"
#: The earlier scan is 90 days older than the demo's own, and the patient lay 20 mm further up.
EARLIER_DATE, EARLIER_SHIFT_MM = "20251003", (0.0, 0.0, 20.0)
#: By how much the spiculated nodule has grown since.
GROWN_MM = 2.0


def write_demo(folder: Path, slices: int | None = None, *, earlier: bool = False) -> int:
    """Write the synthetic chest.

    Parameters
    ----------
    folder
        It gets ``dicom/`` with one file a slice, and ``nodules.json`` with the nodules that were drawn.
    slices
        Into how many slices the chest is cut; by default 120 of 2.5 mm.
    earlier
        Write the same patient 90 days earlier: shifted, the spiculated nodule 2 mm smaller, the ground-glass
        one not there yet.

    Returns
    -------
    int
        Number of slices.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    spec = PhantomSpec()
    if slices is not None:
        count, rows, columns = spec.size
        step, down, right = spec.spacing_mm
        spec = replace(spec, size=(slices, rows, columns), spacing_mm=(count * step / slices, down, right))
    if earlier:
        before = tuple(n for n in map(_earlier, DEFAULT_NODULES) if n is not None)
        phantom = _shifted(make_phantom(replace(spec, nodules=before)))
        files = write_dicom(phantom, folder / SERIES, study_date=EARLIER_DATE)
    else:
        phantom = make_phantom(spec)
        files = write_dicom(phantom, folder / SERIES)
    shift = EARLIER_SHIFT_MM if earlier else (0.0, 0.0, 0.0)
    nodules = [
        {
            "kind": nodule.kind.value,
            "centre_mm": [round(at + by, 6) for at, by in zip(nodule.centre_mm, shift, strict=True)],
            "diameter_mm": nodule.diameter_mm,
            "hu": nodule.hu,
        }
        for nodule in phantom.nodules
    ]
    (folder / TRUTH).write_text(json.dumps({"schema": 1, "nodules": nodules}, indent=1), encoding="utf-8")
    return len(files)


def _earlier(nodule: NoduleSpec) -> NoduleSpec | None:
    """Return a nodule as it was; `None` if there was none."""
    if nodule.kind is Kind.GROUND_GLASS:
        return None
    if nodule.kind is Kind.SPICULATED:
        return replace(nodule, diameter_mm=nodule.diameter_mm - GROWN_MM)
    return nodule


def _shifted(phantom: Phantom) -> Phantom:
    grid = phantom.volume.grid
    x, y, z = (float(v) for v in np.add(grid.origin_mm, EARLIER_SHIFT_MM))
    return replace(phantom, volume=replace(phantom.volume, grid=Grid(grid.size, (x, y, z), grid.steps_mm)))
