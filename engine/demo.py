"""The demo's files: the synthetic chest as DICOM, and the truth about its nodules beside it."""

from __future__ import annotations

import json
from pathlib import Path

from engine.phantom import make_phantom, write_dicom

#: Below the folder: the series, and the truth.
SERIES = "dicom"
TRUTH = "nodules.json"


def write_demo(folder: Path) -> int:
    """Write the synthetic chest.

    Parameters
    ----------
    folder
        It gets ``dicom/`` with one file a slice, and ``nodules.json`` with the nodules that were drawn.

    Returns
    -------
    int
        Number of slices.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    phantom = make_phantom()
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
