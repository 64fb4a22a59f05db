"""The label queue at work: read from the store, kept up to date by labels, shown, and gone through."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.engine_client import EngineClient
from app.findings.entry import NoduleEntry
from app.i18n import mark, tr
from app.labelling.going import Going
from app.labelling.nodule import facts_of
from app.labelling.queue import QueueItem, next_to_label, with_more, with_states
from app.labelling.queue_dialog import QueueDialog
from app.labelling.records import LabelRecords
from app.message_strip import Level
from app.session import Session

NOTHING_LEFT = mark("There is no other nodule to label.")
#: Ten thousand nodules take a second or two to read: not for every decision.
SETTLE_MS = 400


class LabelQueue(QObject):
    """What there is to label, of the store and of the window.

    Parameters
    ----------
    records
        Reads it.
    session
        Knows the nodules that the reader pointed at, and the labels.
    client
        Knows the active model.
    going
        Goes to a nodule.
    window
        The main window.

    Signals
    -------
    said(str, object)
        A sentence and its `Level`.
    """

    said = Signal(str, object)

    def __init__(
        self, records: LabelRecords, session: Session, client: EngineClient, going: Going, window: QWidget
    ) -> None:
        super().__init__(window)
        self._records, self._session, self._client = records, session, client
        self._going, self._window = going, window
        self._dialog: QueueDialog | None = None
        self._items: list[QueueItem] = []
        self._own: dict[str, list[QueueItem]] = {}
        self._is_read = False
        self._to_next = False
        self._later = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._later.timeout.connect(records.ask_queue)
        records.queued.connect(self._queued)
        session.labelsChanged.connect(self._labels_changed)
        session.nodulesChanged.connect(self._note_own_nodules)

    @property
    def dialog(self) -> QueueDialog:
        """The queue's window."""
        if self._dialog is None:
            self._dialog = QueueDialog(self._window)
            self._dialog.chosen.connect(self.go_to)
        return self._dialog

    def show(self) -> None:
        """Show the queue, and read it anew."""
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()
        self._records.ask_queue()

    def go_to(self, item: QueueItem) -> None:
        """Show a nodule of the queue."""
        self._going.go(item)
        self._window.activateWindow()
        self._window.raise_()

    def go_to_next(self) -> None:
        """Go to the next nodule that nobody has labelled, in the queue's order."""
        if self._is_read:
            self._go_to_next()
        else:
            self._to_next = True
            self._records.ask_queue()

    def forget(self) -> None:
        """Read it anew when it is next wanted: the store has other suggestions or decisions."""
        self._is_read = False
        if self._dialog is not None and self._dialog.isVisible():
            self._later.start()

    def _queued(self, items: tuple[QueueItem, ...]) -> None:
        self._items, self._is_read = list(items), True
        self._show_items()
        if self._to_next:
            self._to_next = False
            self._go_to_next()

    def _go_to_next(self) -> None:
        found = next_to_label(self._all_items(), self._active, self._looked_at())
        if found is None:
            self.said.emit(tr(NOTHING_LEFT), Level.NOTE)
        else:
            self._going.go(found)
            if self._dialog is not None:
                self._dialog.select(found)

    @property
    def _active(self) -> str:
        model = self._client.model
        return f"{model.id}-{model.version}" if model else ""

    def _show_items(self) -> None:
        if self._dialog is not None and self._dialog.isVisible():
            self._dialog.set_items(self._all_items(), self._active)

    def _all_items(self) -> list[QueueItem]:
        return with_more(self._items, (item for own in self._own.values() for item in own))

    def _note_own_nodules(self) -> None:
        """Note the nodules of the open series that only the window knows: the reader pointed at them."""
        if self._session.open is None:
            return
        facts, labels = facts_of(self._session.open.summary), self._session.labels_of_nodules()
        own = [
            QueueItem(
                facts.series_uid, facts.patient_key, facts.description, entry.identity, entry.centre_mm,
                entry.long_axis.length_mm, entry.probability,
                f"{entry.model.id}-{entry.model.version}" if entry.model else "", labels.get(entry.id),
            )
            for entry in self._session.nodules.entries.values()
            if not entry.suggested_by
        ]  # fmt: skip
        # Removed from the list, a labelled one still has its label.
        before = [item for item in self._own.get(facts.series_uid, []) if item.state is not None]
        self._own[facts.series_uid] = with_more(own, before)

    def _looked_at(self) -> QueueItem | None:
        volume, entry = self._session.open, self._session.selected
        if volume is None or not isinstance(entry, NoduleEntry):
            return None
        facts = facts_of(volume.summary)
        return QueueItem(
            facts.series_uid, facts.patient_key, facts.description, entry.identity, entry.place_mm, None,
            None, "",
        )  # fmt: skip

    def _labels_changed(self, series_uid: str) -> None:
        states = self._session.labels(series_uid)
        self._items = with_states(self._items, series_uid, states)
        self._own[series_uid] = with_states(self._own.get(series_uid, []), series_uid, states)
        self._show_items()

    def close(self) -> None:
        """Close its window."""
        self._later.stop()
        if self._dialog is not None:
            self._dialog.close()
