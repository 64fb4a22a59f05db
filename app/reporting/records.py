"""Report drafts and signatures out of the store and into it; off the window's thread. It knows no widgets."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.i18n import tr
from app.store_thread import StoreThread
from engine.paths import store_file
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
    failed(str)
        A sentence: something could not be read or kept.
    """

    read = Signal(str, object)
    kept = Signal(str)
    signed = Signal(str, object, str)
    failed = Signal(str)

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
        from engine.store import StoreError

        if self._store is None and not store_file().exists():
            self.read.emit(series_uid, None)
            return
        try:
            self.read.emit(series_uid, self._open().reports.of(series_uid))
        except StoreError as error:
            self.failed.emit(str(error))

    def _keep(self, series: SeriesFacts, impression: str, reader: str) -> None:
        from engine.store import StoreError

        try:
            self._open().reports.keep(series, impression, reader=reader)
        except StoreError as error:
            self.failed.emit(tr("The impression was not kept. {error}", error=error))
        else:
            self.kept.emit(series.series_uid)

    def _sign(self, series: SeriesFacts, name: str, organisation: str, digest: str) -> None:
        from engine.store import StoreError

        try:
            signature = self._open().reports.sign(series, name=name, organisation=organisation, digest=digest)
        except StoreError as error:
            self.failed.emit(tr("The report was not signed. {error}", error=error))
        else:
            self.signed.emit(series.series_uid, signature, digest)
