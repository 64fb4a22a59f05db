"""Window width and level: presets, the drag, and the table from HU to grey. numpy only; knows no widgets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.i18n import mark, tr
from engine import grey

#: HU per screen pixel of a drag: the 4096 steps of a 12-bit CT over 1024 pixels.
DRAG_GAIN_HU = 4.0
#: The same with Ctrl held.
FINE_DRAG_GAIN_HU = 0.5
#: Limits of what a drag may reach, HU.
WIDTH_RANGE_HU = (1.0, 8000.0)
LEVEL_RANGE_HU = (-2000.0, 4000.0)
#: Share of the visible slice's pixels that the automatic window leaves black and white, per cent.
AUTO_PERCENTILES = (1.0, 99.5)
#: Below this no tissue and no air is meant: scanners pad the square round the field of view with it.
PADDING_BELOW_HU = -1024


@dataclass(frozen=True)
class WindowLevel:
    """A grey-scale window.

    Parameters
    ----------
    width
        HU from black to white; at least 1.
    level
        HU in the middle.

    Raises
    ------
    ValueError
        If the width is below 1, which DICOM (PS3.3 C.11.2.1.2.1) does not allow, or one is not finite.
    """

    width: float
    level: float

    def __post_init__(self) -> None:
        if not (np.isfinite(self.width) and np.isfinite(self.level) and self.width >= 1):
            raise ValueError(
                f"A window needs a width of at least 1 HU and a level; got {self.width} / {self.level}."
            )

    def dragged(self, right_px: float, down_px: float, *, fine: bool = False) -> WindowLevel:
        """Return the window after a drag: right is wider, up lowers the level and so brightens the image."""
        gain = FINE_DRAG_GAIN_HU if fine else DRAG_GAIN_HU
        return WindowLevel(
            float(np.clip(self.width + gain * right_px, *WIDTH_RANGE_HU)),
            float(np.clip(self.level + gain * down_px, *LEVEL_RANGE_HU)),
        )

    @property
    def text(self) -> str:
        """As shown in the corner of the image."""
        return tr("W {width:.0f}  L {level:.0f}", width=self.width, level=self.level)


#: Fixed presets by name. Lung as lung nodules are read and measured (Lung-RADS: on the lung window).
PRESETS: dict[str, WindowLevel] = {
    mark("lung"): WindowLevel(1500, -600),
    mark("mediastinum"): WindowLevel(350, 40),
    mark("bone"): WindowLevel(2000, 350),
    mark("emphysema"): WindowLevel(500, -850),
}
DICOM = "dicom"
AUTO = "auto"
#: All preset names in the order of their keys.
PRESET_NAMES = (*PRESETS, DICOM, AUTO)
DEFAULT = PRESETS["lung"]


def preset_name(window: WindowLevel) -> str | None:
    """Return the name of the fixed preset that this window is, or `None`."""
    return next((name for name, preset in PRESETS.items() if preset == window), None)


def auto_window(hu: npt.NDArray[np.int16]) -> WindowLevel:
    """Fit a window to the pixels of one slice.

    Parameters
    ----------
    hu
        HU of the slice, any shape. Padding outside the field of view is left out.

    Returns
    -------
    WindowLevel
        From the 1st to the 99.5th percentile, so that a few bright or padded pixels do not decide.
    """
    tissue = hu[hu >= PADDING_BELOW_HU]
    if tissue.size == 0:
        return DEFAULT
    low, high = (float(v) for v in np.percentile(tissue, AUTO_PERCENTILES))
    return WindowLevel(max(round(high - low), 1), round((high + low) / 2))


def grey_table(window: WindowLevel) -> npt.NDArray[np.uint8]:
    """Grey value of every int16 HU in a window: `engine.grey.grey_table`."""
    return grey.grey_table(window.width, window.level)
