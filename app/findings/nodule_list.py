"""The list of nodules: number, size, probability. It shows the session and says what the reader chose."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.deciding.stated import is_read
from app.findings import words
from app.findings.colours import bar_colour, text_colour
from app.findings.entry import NoduleEntry, PendingNodule
from app.findings.order import Order
from app.i18n import sentence, tr
from app.labelling.state import LabelState
from app.labelling.words import LABELS, LETTERS, short_text
from app.labels import heading, quiet
from app.palette import Role
from app.session import Session
from engine.findings import Call, Decision
from engine.labels.kinds import Review
from engine.statements import COMMENT, Statement

_NODULE = int(Qt.ItemDataRole.UserRole)
_LABEL = _NODULE + 1
_OWN = _NODULE + 2
_UNREAD = _NODULE + 3
_ROW = 30
_BAR = 64
#: More nodules than these scroll; the card needs the room.
_MOST_ROWS = 8
#: Where the letter of a label stands, pixels from the left.
_LABEL_AT = 112
#: Steps of the waiting sign a second.
_SPIN_MS = 120
_DECIDED = {Decision.ACCEPTED: "✓", Decision.REJECTED: "✕"}
_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


def text_of(
    nodule: NoduleEntry | PendingNodule,
    label: LabelState | None = None,
    own: Mapping[str, Statement] | None = None,
) -> str:
    """One row in words, for screen readers and tests."""
    if isinstance(nodule, PendingNodule):
        return tr("{number} being measured", number=nodule.number)
    decided = f" {sentence(nodule.decision.value)}" if nodule.decision else ""
    labelled = tr(" labelled {label}", label=tr(LABELS[label.label]).lower()) if label else ""
    told = own or {}
    extra = "" if is_read(told, nodule) else tr(" unread")
    extra += tr(" corrected") if words.corrected_mm(nodule, told) else ""
    extra += tr(" commented") if COMMENT in told else ""
    return f"{nodule.number} {_size(nodule, told)} {words.chip(nodule)}{decided}{labelled}{extra}"


def _size(nodule: NoduleEntry, own: Mapping[str, Statement]) -> str:
    """The long axis; with an asterisk where a reader corrected it."""
    corrected = words.corrected_mm(nodule, own)
    return (
        tr("{corrected} mm*", corrected=words.number_mm(corrected[0]))
        if corrected
        else words.size_short(nodule)
    )


class _NoduleDelegate(QStyledItemDelegate):
    """Draws one row: number, size, and a bar and number for the probability, or words where there is none."""

    spin = 0

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        nodule: NoduleEntry | PendingNodule = index.data(_NODULE)
        rect: QRect = option.rect
        palette: QPalette = option.palette
        font: QFont = option.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        painter.drawText(rect.adjusted(10, 0, 0, 0), middle, str(nodule.number))
        painter.setFont(font)
        if isinstance(nodule, PendingNodule):
            painter.setPen(theme.colour(Role.TEXT if selected else Role.TEXT_QUIET))
            sign = _SPINNER[self.spin % len(_SPINNER)]
            painter.drawText(rect.adjusted(40, 0, 0, 0), middle, tr("{sign} being measured …", sign=sign))
        else:
            sign = _DECIDED[nodule.decision] if nodule.decision else ""
            own = index.data(_OWN) or {}
            said = " ✎" if COMMENT in own else ""
            painter.drawText(rect.adjusted(40, 0, 0, 0), middle, f"{_size(nodule, own)} {sign}{said}")
            if index.data(_UNREAD):
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.colour(Role.ACCENT))
                painter.drawEllipse(rect.left() + 2, rect.center().y() - 2, 5, 5)
            self._paint_label(painter, rect, index.data(_LABEL))
            self._paint_score(painter, rect, nodule, selected)
        painter.restore()

    def _paint_label(self, painter: QPainter, rect: QRect, label: LabelState | None) -> None:
        if label is None:
            return
        box = QRect(rect.left() + _LABEL_AT, rect.center().y() - 9, 18, 18)
        flagged = label.review is Review.FLAGGED
        style = Qt.PenStyle.DashLine if flagged else Qt.PenStyle.SolidLine
        painter.setPen(QPen(theme.colour(Role.WARNING if flagged else Role.TEXT), 1, style))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), LETTERS[label.label])

    def _paint_score(self, painter: QPainter, rect: QRect, nodule: NoduleEntry, selected: bool) -> None:
        right = rect.right() - 10
        centre = rect.center().y()
        text = words.chip(nodule)
        number_width = 52
        ground = Role.ACCENT_DEEP if selected else Role.PANEL
        if nodule.probability is None or nodule.call is Call.OUT_OF_RANGE:
            width = painter.fontMetrics().horizontalAdvance(text) + 16
            pill = QRect(right - width, centre - 9, width, 18)
            painter.setPen(text_colour(1.0 if nodule.is_mass else None, ground))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill, 4, 4)
            painter.drawText(pill, int(Qt.AlignmentFlag.AlignCenter), text)
            return
        bar = QRect(right - number_width - _BAR, centre - 5, _BAR, 10)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(Role.GROOVE))
        painter.drawRoundedRect(bar, 3, 3)
        painter.setBrush(bar_colour(nodule.probability))
        painter.drawRoundedRect(
            QRect(bar.topLeft(), QSize(max(4, round(_BAR * nodule.probability)), 10)), 3, 3
        )
        painter.setPen(text_colour(nodule.probability, ground))
        painter.drawText(
            QRect(right - number_width + 8, rect.top(), number_width - 8, rect.height()),
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
            text,
        )


class NoduleList(QWidget):
    """The list.

    Signals
    -------
    chosen(str)
        Identifier of the nodule that the reader clicked.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.title = heading()
        self.list = QListWidget()
        self._delegate = _NoduleDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        # Arrow keys belong to the slices; the list is stepped through by N and Shift+N.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("keys", "nodule.next nodule.previous")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(_NODULE).id))
        self.more = QPushButton(flat=True)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(lambda: session.show_all(not session.nodules.show_all))
        self.hint = quiet(tr("Click a nodule in the image, or press Return with the pointer on it."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.list)
        layout.addWidget(self.more)
        layout.addWidget(self.hint)
        self._timer = QTimer(self, interval=_SPIN_MS)
        self._timer.timeout.connect(self._spin)
        session.nodulesChanged.connect(self._rebuild)
        session.selectionChanged.connect(self._select)
        session.labelsChanged.connect(self._rebuild)
        session.stated.changed.connect(self._rebuild)
        self._rebuild()

    def texts(self) -> list[str]:
        """The rows in words."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def _rebuild(self) -> None:
        nodules = self._session.nodules
        rows: list[NoduleEntry | PendingNodule] = [*nodules.ordered(), *nodules.pending.values()]
        self.list.clear()
        labels, told = self._session.labels_of_nodules(), self._session.statements_of_nodules()
        n_unread = 0
        for nodule in rows:
            label = labels.get(nodule.id)
            own = told.get(nodule.id, {})
            unread = isinstance(nodule, NoduleEntry) and not is_read(own, nodule)
            n_unread += unread
            item = QListWidgetItem(text_of(nodule, label, own))
            item.setData(_OWN, own)
            item.setData(_UNREAD, unread)
            item.setData(_NODULE, nodule)
            item.setData(_LABEL, label)
            if isinstance(nodule, NoduleEntry):
                known = [tr("Label: {label}", label=short_text(label))] if label else []
                known += [tr("Comment: {comment}", comment=own[COMMENT].value)] if COMMENT in own else []
                item.setToolTip(
                    "\n".join([words.verdict(nodule), *(sentence(f.text) for f in nodule.flags), *known])
                )
            self.list.addItem(item)
        count = (
            tr("  {n_unread} of {n} unread", n_unread=n_unread, n=len(rows))
            if n_unread
            else f"  {len(rows)}"
            if rows
            else ""
        )
        order = self._session.order
        self.title.setText(
            tr("NODULES{count}", count=count)
            + (f"  ·  {tr(order.value)}" if order is not Order.SUGGESTED else "")
        )
        hidden = nodules.n_hidden
        self.more.setVisible(bool(hidden))
        kept_back = (
            tr("Show all suggestions")
            if hidden == 1
            else tr("Show all suggestions ({hidden} more)", hidden=hidden)
        )
        self.more.setText(tr("Show the first suggestions only") if nodules.show_all else kept_back)
        self.hint.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.list.setFixedHeight(_ROW * min(max(len(rows), 1), _MOST_ROWS) + 2)
        if nodules.pending:
            self._timer.start()
        else:
            self._timer.stop()
        self._select()

    def _select(self) -> None:
        selected = self._session.nodules.selected
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(_NODULE).id == selected:
                self.list.setCurrentItem(item)
                self.list.scrollToItem(item)
                return
        self.list.clearSelection()

    def _spin(self) -> None:
        self._delegate.spin += 1
        self.list.viewport().update()
