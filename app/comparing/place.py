"""Where the prior is kept while it is shown: the series found for it, and its open volume. No widgets."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.session import OpenVolume
from engine.protocol import SeriesSummary, SkippedFile


class PriorPlace(QObject):
    """What the session is for the series on screen, as far as the importer and the loader need it.

    Signals
    -------
    volumeChanged()
        Another prior is open, or none.
    """

    volumeChanged = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.series: tuple[SeriesSummary, ...] = ()
        self.skipped: tuple[SkippedFile, ...] = ()
        self.open: OpenVolume | None = None

    def set_series(self, series: tuple[SeriesSummary, ...], skipped: tuple[SkippedFile, ...]) -> None:
        """Keep the series that were found in another folder."""
        self.series, self.skipped = series, skipped

    def set_open(self, volume: OpenVolume | None) -> None:
        """Put another prior on screen; the caller frees the one before."""
        self.open = volume
        self.volumeChanged.emit()
