"""Which texts of a widget and its children are cut off or lie over each other, found out without looking.

Every text is measured in its own font and compared with the room that its widget has on screen. A cell of a
table may be cut off only where its tooltip has the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QRect, Qt, QTextBoundaryFinder
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

#: Rounding of fonts at scales such as 150 %, pixels.
SLACK_PX = 1
#: What marks a key of a label that belongs to a field; it is not drawn.
_MNEMONIC = re.compile(r"&(.)")
#: Widgets that carry a text, and must not lie over each other.
_TEXTS = (QLabel, QAbstractButton, QLineEdit, QComboBox)


def clipped(root: QWidget) -> list[str]:
    """Return a sentence for every text that is cut off, and for every two that overlap.

    Parameters
    ----------
    root
        A window, dialog or part of one, shown.
    """
    shown = [w for w in root.findChildren(QWidget) if w.isVisibleTo(root) and not _gone(w, root)]
    found = [fault for widget in shown for fault in _faults(widget)]
    return found + _overlaps([w for w in shown if isinstance(w, _TEXTS)])


def _gone(widget: QWidget, root: QWidget) -> bool:
    """Whether it has no place of its own, such as the inner line of a spin box or an extension button."""
    return (widget.objectName().startswith("qt_") and not isinstance(widget, QHeaderView)) or widget is root


def _faults(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel):
        yield from _label(widget)
    elif isinstance(widget, QAbstractButton):
        if widget.text():
            yield from _compared(widget, widget.text(), widget.sizeHint().width(), widget.width())
            yield from _compared(widget, widget.text(), widget.sizeHint().height(), widget.height(), "high")
    elif isinstance(widget, QComboBox):
        yield from _combo(widget)
    elif isinstance(widget, QLineEdit):
        yield from _line(widget)
    elif isinstance(widget, QHeaderView):
        yield from _header(widget)
    elif isinstance(widget, QTreeView | QTableView):
        yield from _cells(widget)
    elif isinstance(widget, QTabBar):
        for i in range(widget.count()):
            wanted = widget.tabSizeHint(i).width()
            yield from _compared(widget, widget.tabText(i), wanted, widget.tabRect(i).width())


def _line(line: QLineEdit) -> Iterator[str]:
    text = line.placeholderText() if not line.text() else ""
    if text not in line.toolTip():  # a path, which may be of any length
        frame = line.sizeHint().width() - 17 * line.fontMetrics().horizontalAdvance("x")
        yield from _compared(line, text, _width(line, text), line.width() - max(frame, 0))


def _combo(box: QComboBox) -> Iterator[str]:
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    part = QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, box)
    # What is drawn of it: the style leaves no room for the empty half of a wide bracket at the end.
    wanted = box.fontMetrics().boundingRect(box.currentText()).width()
    yield from _compared(box, box.currentText(), wanted, room.width())


def _label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text or label.textFormat() is Qt.TextFormat.RichText:
        return
    room = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    metrics = label.fontMetrics()
    if not label.wordWrap():
        seen = _MNEMONIC.sub(r"\1", text) if label.buddy() is not None else text
        yield from _compared(label, text, max(_width(label, line) for line in seen.split("\n")), room.width())
        wanted = metrics.height() * (text.count("\n") + 1)
    else:
        longest = max(_unbreakable(text), key=metrics.horizontalAdvance, default="")
        yield from _compared(label, longest, metrics.horizontalAdvance(longest), room.width())
        flags = int(Qt.TextFlag.TextWordWrap)
        wanted = metrics.boundingRect(QRect(0, 0, room.width(), 100_000), flags, text).height()
    # The space under the last line holds no letter.
    yield from _compared(label, text, wanted - metrics.leading(), room.height(), "high")


def _unbreakable(text: str) -> list[str]:
    """Return the pieces of a text in which no line may end: words, and single signs of Chinese."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    places = [0]
    while (at := finder.toNextBoundary()) >= 0:
        places.append(at)
    return [text[a:b].strip() for a, b in pairwise(places)]


def _header(header: QHeaderView) -> Iterator[str]:
    model = header.model()
    if header.orientation() is not Qt.Orientation.Horizontal or model is None:
        return
    for i in range(header.count()):
        text = str(model.headerData(i, Qt.Orientation.Horizontal) or "")
        if text and not header.isSectionHidden(i):
            yield from _compared(header, text, header.sectionSizeHint(i), header.sectionSize(i))


def _cells(view: QTreeView | QTableView) -> Iterator[str]:
    """Look at the rows of the top level that are in view."""
    model, seen = view.model(), view.viewport().rect()
    header = view.header() if isinstance(view, QTreeView) else view.horizontalHeader()
    for row in range(model.rowCount()):
        for column in range(model.columnCount()):
            index = model.index(row, column)
            text = str(index.data() or "")
            if not text or header.isSectionHidden(column) or not seen.intersects(view.visualRect(index)):
                continue
            if text not in str(index.data(Qt.ItemDataRole.ToolTipRole) or ""):
                wanted = view.sizeHintForIndex(index).width()
                yield from _compared(view, text, wanted, view.visualRect(index).width())


def _compared(widget: QWidget, text: str, wanted: int, room: int, way: str = "wide") -> Iterator[str]:
    if text and wanted > room + SLACK_PX:
        yield f"{_place(widget)}: “{_short(text)}” is {wanted} px {way} and has {room} px."


def _overlaps(widgets: list[QWidget]) -> list[str]:
    found = []
    for i, one in enumerate(widgets):
        for other in widgets[i + 1 :]:
            if one.parent() is other.parent():
                common = one.geometry().intersected(other.geometry())
                if common.width() > SLACK_PX and common.height() > SLACK_PX:
                    found.append(f"{_place(one)}: {_named(one)} and {_named(other)} lie over each other.")
        parent = one.parentWidget()
        if parent is not None and not isinstance(parent.parentWidget(), QScrollArea):
            outside = not parent.rect().adjusted(-1, -1, 1, 1).contains(one.geometry())
            if outside and not parent.rect().isEmpty():
                found.append(f"{_place(one)}: {_named(one)} reaches out of what it stands in.")
    return found


def _width(widget: QWidget, text: str) -> int:
    return widget.fontMetrics().horizontalAdvance(text.replace("&&", "&"))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"


def _named(widget: QWidget) -> str:
    text = getattr(widget, "text", None) or getattr(widget, "currentText", None)
    return f"“{_short(text())}”" if text is not None and text() else type(widget).__name__


def _place(widget: QWidget) -> str:
    """Return the classes of this program that it lies in, the window first."""
    names = []
    at: QWidget | None = widget
    while at is not None:
        if type(at).__module__.startswith("app.") or at is widget:
            names.append(type(at).__name__)
        at = at.parentWidget()
    return " > ".join(reversed(names))
