"""The line for a comment on the selected finding; what was typed is kept, wherever the reader goes."""

from __future__ import annotations

from PySide6.QtCore import Signal

from app.findings.entry import NoduleEntry
from app.i18n import tr
from app.labelling.fields import TypedLine
from app.labelling.nodule import facts_of
from app.session import Session
from engine.report import SeriesFacts
from engine.statements import COMMENT


class CommentLine(TypedLine):
    """The line.

    Signals
    -------
    stated(str, object, object, object)
        `COMMENT`, the text (`None` for none), the `NoduleEntry` and the `SeriesFacts` of its series.
    left()
        The reader has finished typing.
    """

    stated = Signal(str, object, object, object)
    left = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(placeholderText=tr("for the report"))
        self._session = session
        self._typing: tuple[NoduleEntry, SeriesFacts] | None = None
        self._shown = ("", "")
        self.setAccessibleName(tr("Comment on the finding"))
        self.textEdited.connect(self._begin)
        self.editingFinished.connect(self.flush)
        self.returnPressed.connect(self.left)
        self.givenUp.connect(self._give_up)
        session.selectionChanged.connect(self.refresh)
        session.nodulesChanged.connect(self.refresh)
        session.stated.changed.connect(self.refresh)

    def _begin(self) -> None:
        entry, volume = self._session.selected, self._session.open
        if self._typing is None and volume is not None and isinstance(entry, NoduleEntry):
            self._typing = (entry, facts_of(volume.summary))

    def flush(self) -> None:
        """Hand on what was typed."""
        if self._typing is not None:
            (entry, series), self._typing = self._typing, None
            self.stated.emit(COMMENT, self.text().strip() or None, entry, series)

    def _give_up(self) -> None:
        self._typing = None
        self.refresh()
        self.left.emit()

    def refresh(self) -> None:
        """Show the comment of the selected finding."""
        volume, entry = self._session.open, self._session.selected
        known = volume is not None and isinstance(entry, NoduleEntry)
        shown = (volume.summary.series_uid, entry.id) if known and volume and entry else ("", "")
        if shown != self._shown:
            self.flush()
        self._shown = shown
        if self._typing is None:
            said = self._session.statements_of_nodules().get(shown[1], {}).get(COMMENT)
            self.setText(str(said.value) if said else "")
            self.setToolTip(f"{said.value}\n{said.reader}" if said else "")
            self.setCursorPosition(0)
