"""Fields of facts: a choice or a number, with what is proposed in the place of what a reader has not stated.

Every change is stated at once. They know one fact each and no nodule.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QSizePolicy

from app.deciding.words import value_text
from app.i18n import sentence, tr
from app.labelling.fields import Choice, TypedLine
from engine.risk.facts import UNKNOWN, Fact, Known, Value

#: What a reader types for "not known, whatever is proposed".
_UNKNOWN_TYPED = ("?", UNKNOWN)


def _proposal(fact: Fact, proposed: Known | None) -> str:
    if proposed is None:
        return sentence(UNKNOWN)
    return f"{value_text(fact.shown(proposed.value))} ({sentence(proposed.source)})"


class FactChoice(Choice):
    """One of a fact's values. A letter takes the next item that begins with it; Enter goes to the next field.

    Signals
    -------
    stated(str, object)
        The fact's name and its value; `None` takes back.
    left()
        Escape: the keys belong to the image again.
    """

    stated = Signal(str, object)
    left = Signal()

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        self._fact = fact
        self.setAccessibleName(sentence(fact.text))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.activated.connect(lambda at: self.stated.emit(fact.name, self.itemData(at)))

    def show_fact(self, said: Value | None, proposed: Known | None) -> None:
        """Show what a reader stated, else what is proposed."""
        self.clear()
        self.addItem(_proposal(self._fact, proposed), None)
        for value in self._fact.choices:
            self.addItem(value_text(self._fact.shown(value)), value)
        if proposed is not None:
            self.addItem(sentence(UNKNOWN), UNKNOWN)
        self.setCurrentIndex(next((i for i in range(self.count()) if self.itemData(i) == said), 0))
        self.setToolTip(self.currentText())

    def event(self, event: QEvent) -> bool:
        """Keep letters and Escape from the window's commands."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and (event.key() == Qt.Key.Key_Escape or self._beginning(event) is not None)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take letters, Enter and Escape."""
        at = self._beginning(event)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.focusNextChild()
        elif at is not None:
            self.setCurrentIndex(at)
            self.activated.emit(at)
        else:
            super().keyPressEvent(event)

    def _beginning(self, event: QKeyEvent) -> int | None:
        """Return the next item that begins with what was typed."""
        if event.modifiers() != Qt.KeyboardModifier.NoModifier or not event.text().strip():
            return None
        after = [(self.currentIndex() + step) % self.count() for step in range(1, self.count() + 1)]
        letter = event.text().lower()
        return next((at for at in after if self._begins(at, letter)), None)

    def _begins(self, at: int, letter: str) -> bool:
        """Whether an item begins with a letter, in its own language or in English."""
        value = self.itemData(at)
        english = self._fact.shown(value) if value is not None else ""
        return self.itemText(at).startswith(letter) or english.startswith(letter)


class FactLine(TypedLine):
    """A number. Empty, it stands for what is proposed; ``?`` for not known.

    Signals
    -------
    stated(str, object)
        The fact's name and its value; `None` takes back.
    refused(str)
        What was typed is not taken, and why.
    left()
        Escape: what was typed is given up, and the keys belong to the image again.
    """

    stated = Signal(str, object)
    refused = Signal(str)
    left = Signal()

    def __init__(self, fact: Fact) -> None:
        super().__init__()
        self._fact, self._said = fact, ""
        self.setAccessibleName(sentence(fact.text))
        self.setToolTip(tr("Empty: what is proposed. ?: not known."))
        self.editingFinished.connect(self.flush)
        self.returnPressed.connect(self.focusNextChild)
        self.givenUp.connect(self._give_up)

    def show_fact(self, said: Value | None, proposed: Known | None) -> None:
        """Show what a reader stated, else what is proposed; what is being typed stays."""
        self._said = "" if said is None else "?" if said == UNKNOWN else self._fact.shown(said).split(" ")[0]
        self.setPlaceholderText(_proposal(self._fact, proposed))
        if not self.isModified():
            self.setText(self._said)

    def flush(self) -> None:
        """State what was typed."""
        if not self.isModified():
            return
        text = self.text().strip()
        self.setModified(False)
        if text == self._said:
            return
        try:
            value = None if not text else UNKNOWN if text in _UNKNOWN_TYPED else self._fact.parsed(text)
        except ValueError as error:
            self.setText(self._said)
            self.refused.emit(str(error))
            return
        self.stated.emit(self._fact.name, value)

    def _give_up(self) -> None:
        self.setModified(False)
        self.setText(self._said)
        self.left.emit()


def field_of(fact: Fact) -> FactChoice | FactLine:
    """Return the field of a fact."""
    return FactChoice(fact) if fact.choices else FactLine(fact)
