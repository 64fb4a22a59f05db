"""The report as the main window holds it: the draft, the store, the engine, and the dialog over them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.engine_client import EngineClient, Job
from app.findings.entry import NoduleEntry
from app.i18n import mark, sentence, tr
from app.labelling.nodule import facts_of
from app.measuring.feature import Measuring
from app.message_strip import Level
from app.reporting.dialog import ReportDialog
from app.reporting.draft import Draft, gather
from app.reporting.records import ReportRecords
from app.series.choose import size_text
from app.session import Session
from app.settings import Settings
from engine.protocol import ProgressEvent
from engine.protocol_report import ReportedGrowth, ReportResult
from engine.reading import Signature
from engine.report import SeriesFacts

#: How long after the last key what was typed goes to the disk.
KEEP_MS = 400
NO_SERIES = mark("Open a series first: a report is about one.")
NOT_READ = mark("The series is still being read. Try again when all of its slices are there.")
NO_NAME = mark("Type your name before you sign: it stands in the report.")
NO_FOLDER = mark("Choose a folder for the report.")
NO_FORMAT = mark("Choose at least one format.")
PENDING = mark("A nodule is still being assessed. Try again when it is done.")


class Reporting(QObject):
    """Joins the parts; the dialog is made when it is first wanted.

    Parameters
    ----------
    measuring
        Has the measurements of the open series.
    growth
        Says what has become of a nodule since an earlier scan.
    reader
        Says who reads now.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    """

    said = Signal(str, object)

    def __init__(
        self,
        client: EngineClient,
        session: Session,
        settings: Settings,
        measuring: Measuring,
        *,
        growth: Callable[[NoduleEntry], ReportedGrowth | None],
        reader: Callable[[], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._client, self._session, self._settings = client, session, settings
        self._measuring, self._growth, self._who, self._window = measuring, growth, reader, window
        self._dialog: ReportDialog | None = None
        self._facts: SeriesFacts | None = None
        self._touched = self._dirty = False
        self._signature: Signature | None = None
        self._digest = ""
        self._job: Job | None = None
        self.records = ReportRecords(self)
        self.records.read.connect(self._read)
        self.records.signed.connect(self._signed)
        self.records.failed.connect(lambda text: self._say(text, fault=True))
        self._timer = QTimer(self, singleShot=True, interval=KEEP_MS)
        self._timer.timeout.connect(self._keep)
        session.volumeChanged.connect(self._volume_changed)
        for changed in (
            session.nodulesChanged,
            session.labelsChanged,
            session.stated.changed,
            measuring.changed,
        ):
            changed.connect(self.refresh)

    @property
    def dialog(self) -> ReportDialog:
        """Its window."""
        if self._dialog is None:
            dialog = self._dialog = ReportDialog(self._window)
            dialog.folder.setText(self._settings.report_folder)
            dialog.organisation.setText(self._settings.organisation)
            dialog.edited.connect(self._edited)
            dialog.signRequested.connect(self.sign)
            dialog.exportRequested.connect(self.export)
            dialog.cancelRequested.connect(self.cancel)
            dialog.closed.connect(self._keep)
        return self._dialog

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {"report.show": self.show}

    @property
    def busy(self) -> bool:
        """Whether files are being written."""
        return self._job is not None

    def show(self) -> None:
        """Show the report of the open series."""
        volume = self._session.open
        if volume is None or not volume.complete:
            self.said.emit(tr(NOT_READ) if volume else tr(NO_SERIES), Level.WARNING)
            return
        self._keep()
        self._facts = facts_of(volume.summary)
        self._touched, self._signature, self._digest = False, None, ""
        if not self.dialog.reader.text().strip():
            self.dialog.reader.setText(self._who())
        self._say("")
        self.dialog.impression.setEnabled(False)  # until it is known what was typed before
        self.records.ask(self._facts.series_uid)
        self.refresh()
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def close(self) -> None:
        """Keep what was typed, finish what is on its way to the disk."""
        self._keep()
        if self._dialog is not None:
            self._dialog.close()
        self.records.close()

    # ------------------------------------------------------------ the draft

    def draft(self) -> Draft | None:
        """Return what the report of the dialog's series would say; `None` once another one is open."""
        volume = self._session.open
        if volume is None or self._facts is None or volume.summary.series_uid != self._facts.series_uid:
            return None
        return gather(self._session, self._measuring.drawn(), self._client.model, self._growth)

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft = self.draft()
        if draft is None or self._dialog is None:
            return
        summary = draft.volume.summary
        text = f"{summary.description or tr('(no description)')}   {size_text(summary)}"
        if draft.undecided:
            text += tr("   {undecided} undecided", undecided=draft.undecided)
        self.dialog.show_draft(draft, text)
        if not self._touched:
            self.dialog.set_impression(draft.impression())
        self.dialog.show_state(self._signature, holds=self._holds(draft))

    def _holds(self, draft: Draft) -> bool:
        return bool(self._digest) and self._digest == draft.digest(self.dialog.impression.toPlainText())

    def _read(self, series_uid: str, stored: object) -> None:
        from engine.store.report_drafts import StoredDraft

        if self._facts is None or self._facts.series_uid != series_uid:
            return
        if isinstance(stored, StoredDraft):
            self._signature, self._digest = stored.signature, stored.digest
            if stored.impression is not None:
                self._touched = True
                self.dialog.set_impression(stored.impression)
        self.dialog.impression.setEnabled(True)
        self.dialog.impression.setFocus()
        self.refresh()

    def _edited(self) -> None:
        self._touched = self._dirty = True
        self._timer.start()
        draft = self.draft()
        if draft is not None:
            self.dialog.show_state(self._signature, holds=self._holds(draft))

    def _keep(self) -> None:
        self._timer.stop()
        if self._dirty and self._facts is not None:
            self._dirty = False
            self.records.keep(
                self._facts, self.dialog.impression.toPlainText(), self.dialog.reader.text().strip()
            )

    def _volume_changed(self) -> None:
        volume = self._session.open
        same = volume and self._facts and volume.summary.series_uid == self._facts.series_uid
        if self._dialog is not None and self._facts is not None and not same:
            self._dialog.close()  # keeps what was typed
            self._facts = None

    # ------------------------------------------------------------ signing and handing over

    def sign(self) -> None:
        """Sign what is shown: the words are kept with it, whoever wrote them."""
        draft, dialog = self.draft(), self.dialog
        name = " ".join(dialog.reader.text().split())
        if fault := self._fault(draft) or ("" if name else tr(NO_NAME)):
            self._say(fault, fault=True)
            return
        if draft is None or self._facts is None:
            return
        words = dialog.impression.toPlainText()
        self._dirty = self._touched = True  # a first draft that is signed is the reader's own
        self._keep()
        organisation = " ".join(dialog.organisation.text().split())
        self._settings.set_report_place(dialog.folder.text().strip(), organisation)
        self.records.sign(self._facts, name, organisation, draft.digest(words))

    def _signed(self, series_uid: str, signature: Signature, digest: str) -> None:
        if self._facts is not None and self._facts.series_uid == series_uid:
            self._signature, self._digest = signature, digest
            self.refresh()
            self._say(tr("Signed. Export hands it over."))

    def _fault(self, draft: Draft | None) -> str:
        if draft is None:
            return tr(NO_SERIES)
        return tr(PENDING) if self._session.nodules.pending else ""

    def export(self) -> None:
        """Have the files written: signed if the signature holds for what is shown, else as a draft."""
        if self._job is not None:
            return
        draft, dialog = self.draft(), self.dialog
        folder = dialog.folder.text().strip()
        fault = (
            self._fault(draft)
            or ("" if dialog.chosen else tr(NO_FORMAT))
            or ("" if folder else tr(NO_FOLDER))
        )
        if fault or draft is None:
            self._say(fault, fault=True)
            return
        self._keep()
        self._settings.set_report_place(folder, " ".join(dialog.organisation.text().split()))
        signature = self._signature if self._holds(draft) else None
        job = self._job = self._client.send(
            draft.request(
                impression=dialog.impression.toPlainText(),
                reader=" ".join(dialog.reader.text().split()),
                signature=signature,
                formats=dialog.chosen,
                folder=folder,
                deidentify=dialog.deidentify.isChecked(),
            )
        )
        self._say("")
        dialog.set_busy((0, 1))
        job.progress.connect(self._progress)
        job.result.connect(self._written)
        job.failed.connect(self._not_written)

    def cancel(self) -> None:
        """Give the files up."""
        if self._job is not None:
            self._job.cancel()

    def _progress(self, event: ProgressEvent) -> None:
        self.dialog.set_busy((event.done, max(event.total, 1)))
        self._say(tr("Writing: {event} …", event=sentence(event.text)))

    def _written(self, result: object) -> None:
        self._job = None
        self.dialog.set_busy(None)
        if isinstance(result, ReportResult):
            told = tr("{n} files are in {folder}.", n=len(result.files), folder=result.folder)
            self._say(f"{told} {sentence(result.remark)}".rstrip(), fault=bool(result.remark))

    def _not_written(self, code: str, text: str) -> None:
        self._job = None
        self.dialog.set_busy(None)
        self._say(tr("Cancelled; no file was written.") if code == "cancelled" else text, fault=True)

    def _say(self, text: str, *, fault: bool = False) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.say(text, fault=fault)
        elif fault:
            self.said.emit(text, Level.ERROR)
        elif self._dialog is not None:
            self._dialog.say(text)
