"""Thumbnails of series: asks the engine for one small slice after another. No widgets."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from app.engine_client import EngineClient
from app.viewer.window_level import DEFAULT, PRESETS, grey_table
from engine.protocol import SeriesSummary, ThumbnailRequest
from engine.shared_memory import SharedBlock, SharedMemoryError

#: Longer side of a thumbnail in pixels: twice what is drawn, for screens of high density.
SIDE = 120
#: A slice with more than this share of pixels between these HU shows lung: air outside is darker.
LUNG_HU = (-950, -500)
LUNG_SHARE = 0.03


def thumbnail_shape(summary: SeriesSummary) -> tuple[int, int]:
    """Rows and columns of a thumbnail in the true proportions of the slice, the longer side `SIDE`."""
    _, rows, columns = summary.size
    _, row_mm, column_mm = summary.spacing_mm or (1.0, 1.0, 1.0)
    height, width = rows * row_mm, columns * column_mm
    scale = SIDE / max(height, width)
    return max(1, round(height * scale)), max(1, round(width * scale))


def grey_image(hu: npt.NDArray[np.int16]) -> QImage:
    """Return a slice as a grey image: in the lung window where it shows lung, else in the mediastinum's."""
    low, high = LUNG_HU
    has_lung = float(((hu > low) & (hu < high)).mean()) > LUNG_SHARE
    grey = grey_table(DEFAULT if has_lung else PRESETS["mediastinum"])[hu.view(np.uint16)]
    rows, columns = grey.shape
    return QImage(grey.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8).copy()


class Thumbnails(QObject):
    """Fetches the thumbnails of the series in the rail, one at a time, so that loading goes first.

    Signals
    -------
    arrived(str)
        UID of the series whose thumbnail is now in `images`.
    """

    arrived = Signal(str)

    def __init__(self, client: EngineClient, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._client = client
        self._waiting: deque[SeriesSummary] = deque()
        self._busy = False
        self._retried: set[str] = set()
        self.images: dict[str, QImage] = {}

    def fetch(self, series: Sequence[SeriesSummary]) -> None:
        """Fetch those that are missing, in this order; what was waiting before is forgotten."""
        known = {s.series_uid for s in series}
        self.images = {uid: image for uid, image in self.images.items() if uid in known}
        self._waiting = deque(s for s in series if s.series_uid not in self.images)
        self._next()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        summary = self._waiting.popleft()
        try:
            block = SharedBlock.create("int16", thumbnail_shape(summary))
        except SharedMemoryError:
            # No memory even for this: the rail goes on without pictures.
            self._waiting.clear()
            return
        self._busy = True
        job = self._client.send(
            lambda i: ThumbnailRequest(
                id=i,
                series_uid=summary.series_uid,
                paths=summary.paths,
                slice=summary.thumbnail_slice,
                pixels=block.ref,
            )
        )

        def done(_result: object) -> None:
            self.images[summary.series_uid] = grey_image(np.array(block.array))
            self.arrived.emit(summary.series_uid)
            ended()

        def failed(code: str, _text: str) -> None:
            # A series without a picture stays in the list; opening it says what is wrong.
            if code == "engine_died" and summary.series_uid not in self._retried:
                self._retried.add(summary.series_uid)
                self._waiting.appendleft(summary)
            ended()

        def ended() -> None:
            block.close()
            self._busy = False
            self._next()

        job.result.connect(done)
        job.failed.connect(failed)
