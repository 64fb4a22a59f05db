"""Deciding as the main window holds it: risk, corrections, comments, what was read, the list's order."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.deciding.comment import CommentLine
from app.deciding.panel import RiskPanel
from app.deciding.records import StatementRecords
from app.deciding.stated import is_read
from app.deciding.stating import Stating
from app.findings.entry import NoduleEntry
from app.findings.order import Order
from app.i18n import mark, tr
from app.labelling.nodule import facts_of
from app.message_strip import Level
from engine.statements import READ

if TYPE_CHECKING:
    from app.window import MainWindow

#: A suggestion that is selected for so long was looked at.
LOOKED_AT_MS = 500
NOTHING_SELECTED = mark("Select a nodule first (N goes to the next one).")


class Deciding(QObject):
    """Joins the parts.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    """

    said = Signal(str, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session, self._review, self._settings = window.session, window.review, window.settings
        self.records = StatementRecords(self)
        self.stating = Stating(
            window.session, self.records, window.labels.actions.stack, lambda: window.label_row.name, self
        )
        self.panel = RiskPanel(window.session)
        self.comment = CommentLine(window.session)
        window.card.take(self.panel, self.comment)
        self._looking = QTimer(self, interval=LOOKED_AT_MS, singleShot=True)
        self._looking.timeout.connect(self._looked)
        if self._settings.order in list(Order):
            self._session.sort(Order(self._settings.order))
        self._join(window)

    def _join(self, window: MainWindow) -> None:
        for part in (self.panel, self.comment):
            part.stated.connect(self.stating.state)
            part.left.connect(window.viewport.setFocus)
        self.panel.refused.connect(lambda text: self.said.emit(text, Level.WARNING))
        self.panel.unfolded.connect(window.card.give_place)
        self.stating.said.connect(self.said)
        self.records.failed.connect(lambda text: self.said.emit(text, Level.ERROR))
        self._session.selectionChanged.connect(self._looking.start)
        # Not before the series is read: the store's libraries would compete with its first slices.
        window.opening.loaded.connect(self._ask)
        window.opening.gaveUp.connect(self._ask)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {
            "nodule.unread": self.go_to_unread,
            "nodule.mark": self.mark,
            "nodule.order": self.sort,
            "nodule.comment": self.write_comment,
            "nodule.edit": lambda: self._focus("nodule_type"),
            "nodule.risk": self.fold,
        }

    def close(self) -> None:
        """Keep what was typed, finish what is on its way to the disk."""
        self._looking.stop()
        self.comment.flush()
        self.panel.flush()
        self.records.close()

    def _ask(self) -> None:
        if self._session.open is not None:
            self.records.ask(facts_of(self._session.open.summary))

    # ------------------------------------------------------------ the selected nodule

    def write_comment(self) -> None:
        """Let the reader type a comment on the selected finding."""
        if not isinstance(self._session.selected, NoduleEntry):
            self.said.emit(tr(NOTHING_SELECTED), Level.WARNING)
            return
        if self.panel.is_open:
            self.panel.unfold(False)
        self.comment.setFocus()

    def fold(self) -> None:
        """Unfold the risk panel at the first input that is missing, or fold it."""
        if self.panel.is_open:
            self.panel.unfold(False)
        else:
            self._focus("")

    def _focus(self, name: str) -> None:
        if not self.panel.focus(name):
            self.said.emit(tr(NOTHING_SELECTED), Level.WARNING)

    # ------------------------------------------------------------ what was read

    def _looked(self) -> None:
        entry = self._session.selected
        if isinstance(entry, NoduleEntry) and not self._is_read(entry):
            self.stating.state(READ, True, entry)

    def _is_read(self, entry: NoduleEntry) -> bool:
        return is_read(self._session.statements_of_nodules().get(entry.id, {}), entry)

    def mark(self) -> None:
        """Mark the selected suggestion as unread, or as read."""
        entry = self._session.selected
        if not isinstance(entry, NoduleEntry) or not entry.suggested_by or entry.decision is not None:
            self.said.emit(tr("Only a suggestion that is not decided can be unread."), Level.WARNING)
            return
        self._looking.stop()
        self.stating.state(READ, not self._is_read(entry), entry)

    def go_to_unread(self) -> None:
        """Go to the next suggestion that nobody has looked at."""
        unread = {entry.id for entry in self._session.unread()}
        order = [entry.id for entry in self._session.nodules.ordered()]
        selected = self._session.nodules.selected
        at = order.index(selected) + 1 if selected in order else 0
        following = next((i for i in (*order[at:], *order[:at]) if i in unread and i != selected), None)
        if following is not None:
            self._review.go_to(following)
        else:
            text = tr("No other suggestion is unread.") if order else tr("There is no nodule in the list.")
            self.said.emit(text, Level.NOTE)

    def sort(self) -> None:
        """Put the list into the next order."""
        order = self._session.order.next
        self._session.sort(order)
        self._settings.set_order(order.value)
        self.said.emit(tr("Nodules {order}.", order=tr(order.value)), Level.NOTE)
