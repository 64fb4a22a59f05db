"""Labelling as the main window holds it: the row on the card, the store, undo, the queue, and their keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.batch.reviewing import BatchReview
from app.engine_client import EngineClient
from app.findings.entry import NoduleEntry
from app.findings.review import NoduleReview
from app.i18n import tr
from app.labelling import words
from app.labelling.actions import Labelling
from app.labelling.going import Going
from app.labelling.history import HistoryDialog, lines_of
from app.labelling.nodule import Target, crop_at
from app.labelling.panel import LabelPanel
from app.labelling.queueing import LabelQueue
from app.labelling.records import LabelRecords
from app.message_strip import Level
from app.series.opening import Opening
from app.session import Session
from app.settings import Settings
from app.shortcuts import Bindings
from engine.labels.kinds import Label, Review
from engine.labels.label import StoredLabel


class LabelFeature(QObject):
    """Joins the parts.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    """

    said = Signal(str, object)

    def __init__(
        self,
        panel: LabelPanel,
        *,
        session: Session,
        opening: Opening,
        review: NoduleReview,
        batch: BatchReview,
        client: EngineClient,
        settings: Settings,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.panel, self._session, self._window = panel, session, window
        self._asked_history: tuple[str, NoduleEntry] | None = None
        self._cropped: set[tuple[str, str]] = set()
        self.records = LabelRecords(self)
        self.actions = Labelling(session, self.records, lambda: panel.name, self)
        going = Going(
            session=session, opening=opening, review=review, batch=batch, settings=settings, parent=self
        )
        self.queue = LabelQueue(self.records, session, client, going, window)
        self._join(opening)
        batch.decided.connect(lambda _uid: self.queue.forget())
        for part in (self.actions, going, self.queue):
            part.said.connect(self.said)

    def _join(self, opening: Opening) -> None:
        panel, actions, records, session = self.panel, self.actions, self.records, self._session
        panel.labelled.connect(actions.label)
        panel.edited.connect(lambda target, changes: actions.edit(target, **changes))
        panel.commented.connect(self._comment)
        panel.reviewed.connect(actions.review_selected)
        panel.historyRequested.connect(self.show_history)
        panel.refused.connect(lambda text: self.said.emit(text, Level.WARNING))
        # What was pressed and did not come about must not look as if it had.
        actions.said.connect(lambda _text, _level: panel.refresh())
        records.failed.connect(lambda text: self.said.emit(text, Level.ERROR))
        records.told.connect(self._told)
        # Not before the series is read: the store's libraries would compete with its first slices.
        opening.loaded.connect(self._ask)
        opening.gaveUp.connect(self._ask_given_up)
        session.labelsChanged.connect(self._complete)
        session.nodulesChanged.connect(self._complete)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        actions = self.actions
        return {
            "label.benign": lambda: self.label(Label.BENIGN),
            "label.malignant": lambda: self.label(Label.MALIGNANT),
            "label.unsure": lambda: self.label(Label.UNSURE),
            "label.comment": self.comment,
            "label.approve": lambda: self.review(Review.APPROVED),
            "label.flag": lambda: self.review(Review.FLAGGED),
            "label.undo": actions.undo,
            "label.redo": actions.redo,
            "label.queue": self.show_queue,
            "label.next": self.go_to_next,
        }

    def set_keys(self, bindings: Bindings) -> None:
        """Name the keys where the mouse does the same."""
        keys = {label: bindings.text(f"label.{label.value}") for label in Label}
        self.panel.set_keys(keys, bindings.text("label.approve"), bindings.text("label.flag"))

    # ------------------------------------------------------------ the selected nodule

    def label(self, label: Label) -> None:
        """Label the selected nodule."""
        self.panel.flush()
        self.actions.label(label)

    def review(self, review: Review) -> None:
        """Approve or flag its label."""
        self.panel.flush()
        self.actions.review_selected(review)

    def comment(self) -> None:
        """Let the reader type a comment to its label."""
        if not self.panel.write_comment():
            self.said.emit(tr(words.NO_LABEL), Level.WARNING)

    def _comment(self, target: Target, comment: str) -> None:
        state = self.actions.state_of(target)
        if state is not None:
            self.actions.review(target, state.review, comment)

    def show_history(self) -> None:
        """Show what was said of it before."""
        volume, entry = self._session.open, self._session.selected
        if volume is not None and isinstance(entry, NoduleEntry):
            self._asked_history = (volume.summary.series_uid, entry)
            self.records.ask_history(volume.summary.series_uid)

    def _told(self, series_uid: str, history: tuple[StoredLabel, ...]) -> None:
        if self._asked_history is None or self._asked_history[0] != series_uid:
            return
        (_, entry), self._asked_history = self._asked_history, None
        title = tr("Labels of nodule {number}", number=entry.number)
        HistoryDialog(title, lines_of(history, entry.place_mm), self._window).show()

    # ------------------------------------------------------------ the open series

    def _ask(self) -> None:
        if self._session.open is not None:
            self.records.ask(self._session.open.summary.series_uid)

    def _ask_given_up(self) -> None:
        if self._session.open is not None and self._session.open.given_up:
            self._ask()

    def _complete(self) -> None:
        """Give labels the voxels that were not known when they were made: the outline comes later."""
        volume = self._session.open
        if volume is None or not volume.complete:
            return
        uid = volume.summary.series_uid
        for nodule_id, state in self._session.labels_of_nodules().items():
            entry, key = self._session.nodules.entries[nodule_id], (uid, state.finding_id)
            if state.has_crop or state.made is None or key in self._cropped:
                continue
            crop = crop_at(volume, entry)
            if crop is not None:
                self._cropped.add(key)
                self.records.keep_crop(uid, state.finding_id, crop)

    # ------------------------------------------------------------ the queue

    def show_queue(self) -> None:
        """Show the queue, and read it anew."""
        self.panel.flush()
        self._ask()
        self.queue.show()

    def go_to_next(self) -> None:
        """Go to the next nodule that nobody has labelled."""
        self.panel.flush()
        self.queue.go_to_next()

    def close(self) -> None:
        """Keep what was typed, finish what is on its way to the disk."""
        self.panel.flush()
        self.queue.close()
        self.records.close()
