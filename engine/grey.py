"""From HU to grey: DICOM's linear window as a table.

numpy only; it must know neither presets nor where grey is shown.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def grey_table(width_hu: float, level_hu: float) -> npt.NDArray[np.uint8]:
    """Grey value of every int16 HU by DICOM's linear window function.

    PS3.3 C.11.2.1.2.1, with centre c, width w and output 0 to 255::

        x <= c - 0.5 - (w - 1) / 2   ->  0
        x >  c - 0.5 + (w - 1) / 2   ->  255
        else  ((x - (c - 0.5)) / (w - 1) + 0.5) * 255, rounded half up

    Parameters
    ----------
    width_hu
        HU from black to white; at least 1.
    level_hu
        HU in the middle.

    Returns
    -------
    numpy.ndarray
        uint8, shape ``(65536,)``, indexed by the HU's bit pattern: ``table[hu.view(numpy.uint16)]``. One
        entry for each HU, so the grey is exact at any width, where a table of 256 steps over the window
        would be off by up to a step.
    """
    hu = np.arange(65536, dtype=np.uint16).view(np.int16).astype(np.float64)
    centre, span = level_hu - 0.5, width_hu - 1
    # A width of 1 is a threshold; the formula's middle branch is then empty.
    ramp = ((hu - centre) / span + 0.5) * 255 if span > 0 else np.zeros_like(hu)
    grey = np.floor(ramp + 0.5)
    grey[hu <= centre - span / 2] = 0
    grey[hu > centre + span / 2] = 255
    return grey.astype(np.uint8)
