"""The demo's files: the synthetic chest as DICOM, and the truth about its nodules beside it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from engine.phantom import PhantomSpec, make_phantom, write_dicom

#: Below the folder: the series, and the truth.
SERIES = "dicom"
TRUTH = "nodules.json"


def write_demo(folder: Path, slices: int | None = None) -> int:
    """Write the synthetic chest.

    Parameters
    ----------
    folder
        It gets ``dicom/`` with one file a slice, and ``nodules.json`` with the nodules that were drawn.
    slices
        Into how many slices the chest is cut; by default 120 of 2.5 mm.

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
    phantom = make_phantom(spec)
    files = write_dicom(phantom, folder / SERIES)
    nodules = [
        {
            "kind": nodule.kind.value,
            "centre_mm": list(nodule.centre_mm),
            "diameter_mm": nodule.diameter_mm,
            "hu": nodule.hu,
        }
        for nodule in phantom.nodules
    ]
    (folder / TRUTH).write_text(json.dumps({"schema": 1, "nodules": nodules}, indent=1), encoding="utf-8")
    return len(files)
