"""Report drafts and signatures out of the store and into it; off the window's thread. It knows no widgets."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.i18n import tr
from app.store_thread import StoreThread
from engine.report import SeriesFacts


class ReportRecords(StoreThread):
    """Reads and writes, one thing after the other.

    Signals
    -------
    read(str, object)
        A series UID and its `StoredDraft`, or `None` where the store has none.
    kept(str)
        A series UID: its words are on the disk.
    signed(str, object, str)
        A series UID, the `Signature` that is on the disk, and the digest of what was signed.
    """

    read = Signal(str, object)
    kept = Signal(str)
    signed = Signal(str, object, str)

    def ask(self, series_uid: str) -> None:
        """Read a draft; `read` or `failed` follows."""
        self._do(self._ask, series_uid)

    def keep(self, series: SeriesFacts, impression: str, reader: str) -> None:
        """Keep a draft's words; `kept` or `failed` follows."""
        self._do(self._keep, series, impression, reader)

    def sign(self, series: SeriesFacts, name: str, organisation: str, digest: str) -> None:
        """Keep a signature; `signed` or `failed` follows."""
        self._do(self._sign, series, name, organisation, digest)

    # ------------------------------------------------------------ on the thread

    def _ask(self, series_uid: str) -> None:
        with self._telling():
            self.read.emit(series_uid, None if self._is_absent() else self._open().reports.of(series_uid))

    def _keep(self, series: SeriesFacts, impression: str, reader: str) -> None:
        def tell(error: str) -> None:
            self.failed.emit(tr("The impression was not kept. {error}", error=error))

        with self._telling(tell):
            self._open().reports.keep(series, impression, reader=reader)
            self.kept.emit(series.series_uid)

    def _sign(self, series: SeriesFacts, name: str, organisation: str, digest: str) -> None:
        def tell(error: str) -> None:
            self.failed.emit(tr("The report was not signed. {error}", error=error))

        with self._telling(tell):
            signature = self._open().reports.sign(series, name=name, organisation=organisation, digest=digest)
            self.signed.emit(series.series_uid, signature, digest)
