"""Arrays to Qt images, in the formats that Qt's raster engine draws fastest."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage


def screen_table(grey: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint32]:
    """Return the words ``0xffRRGGBB`` of grey values."""
    return np.uint32(0xFF000000) | (grey.astype(np.uint32) * np.uint32(0x010101))


def slice_image(hu: npt.NDArray[np.int16], table: npt.NDArray[np.uint32]) -> QImage:
    """Look up a slice's HU.

    Parameters
    ----------
    hu
        int16, shape ``(rows, columns)``.
    table
        Shape ``(65536,)``, indexed by the HU's bit pattern; see `screen_table`.
    """
    # A plane may run through the volume the other way round.
    words = np.ascontiguousarray(table[hu.view(np.uint16)])
    rows, columns = hu.shape
    image = QImage(words.data, columns, rows, columns * 4, QImage.Format.Format_RGB32)
    # The image only borrows the array, which ends with this function.
    return image.copy()


def rgba_image(rgba: npt.NDArray[np.uint8]) -> QImage:
    """Return an image with alpha, shape ``(rows, columns, 4)``, premultiplied so that edges stay clean."""
    rows, columns = rgba.shape[:2]
    pixels = np.ascontiguousarray(rgba)
    image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
