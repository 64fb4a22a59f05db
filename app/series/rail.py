"""The list of series at the left: thumbnail, description, size, kernel, date, a mark where something is off.

It shows what it is given and says what the reader chose; it asks the engine for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPalette
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
from app.i18n import mark, sentence, tr, trn
from app.labels import fill, heading, quiet
from app.palette import Role
from app.series.choose import ALIKE_MM, Preselection, kernel_kind, size_text, thickness_mm
from engine.protocol import SeriesSummary, SkippedFile
from engine.studies import iso_date

#: Side of the square that a thumbnail fits into, pixels on screen.
THUMBNAIL = 60
NOT_ANALYSABLE = mark("not analysable")
_SUMMARY = int(Qt.ItemDataRole.UserRole)
_IMAGE = _SUMMARY + 1


def lines_of(summary: SeriesSummary) -> list[str]:
    """What the rail says of a series, the most telling first: count, thickness, kernel, date."""
    head = summary.description or tr("(no description)")
    if summary.modality and summary.modality != "CT":
        head = f"{summary.modality} · {head}"
    thick, kernel = thickness_mm(summary), summary.acquisition.kernel.strip()
    parts = [kernel] if kernel else []
    if thick is not None and (summary.spacing_mm is None or thick - summary.spacing_mm[0] > ALIKE_MM):
        parts.append(tr("{mm:.3g} mm thick", mm=thick))
    elif kernel:
        parts = [tr("kernel {kernel}", kernel=kernel)]
    last = iso_date(summary.date) if summary.analysable else tr(NOT_ANALYSABLE)
    return [head, size_text(summary), *(t for t in (tr(", ").join(parts), last) if t)]


def _tip(summary: SeriesSummary, chosen: Preselection | None) -> str:
    """All lines, what the kernel is for, why it is or is not preselected, and the warnings."""
    lines = lines_of(summary)
    if not summary.analysable:
        lines.append(iso_date(summary.date))
    kind = kernel_kind(summary.acquisition.kernel)
    if kind is not None:
        kernel = summary.acquisition.kernel.strip()
        lines.append(tr("The kernel {kernel} is for {kind}.", kernel=kernel, kind=tr(kind.value)))
    if chosen is not None and chosen.series.series_uid == summary.series_uid:
        lines.append(tr("Preselected: {why}.", why=chosen.why))
    elif chosen is not None and summary.series_uid in chosen.why_not:
        lines.append(tr("Not preselected: {why}.", why=chosen.why_not[summary.series_uid]))
    return "\n".join([*(t for t in lines if t), *(sentence(w.text) for w in summary.warnings)])


class _SeriesDelegate(QStyledItemDelegate):
    """Draws one row: thumbnail at the left, three lines of text, the warning mark at the right."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(140, THUMBNAIL + 12)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        summary: SeriesSummary = index.data(_SUMMARY)
        image: QImage | None = index.data(_IMAGE)
        painter.save()
        palette: QPalette = option.palette
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font: QFont = option.font
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, palette.color(QPalette.ColorRole.Highlight))
        square = QRect(rect.left() + 6, rect.top() + 6, THUMBNAIL, THUMBNAIL)
        painter.fillRect(square, Qt.GlobalColor.black)
        if image is not None:
            size = image.size().scaled(square.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(square.topLeft(), size)
            target.moveCenter(square.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(target, image)
        left = square.right() + 8
        width = rect.right() - left - 6
        bold = QFont(font)
        bold.setBold(True)
        line_height = QFontMetrics(font).height()
        strong = palette.color(QPalette.ColorRole.Text)
        weak = strong if selected else palette.color(QPalette.ColorRole.PlaceholderText)
        warning = theme.colour(Role.WARNING)
        lines = lines_of(summary)
        top = rect.top() + (rect.height() - len(lines) * line_height) // 2
        for i, text in enumerate(lines):
            painter.setFont(bold if i == 0 else font)
            painter.setPen(warning if text == tr(NOT_ANALYSABLE) else strong if i < 2 else weak)
            room = width - (14 if i == 0 and summary.warnings else 0)
            elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, top + i * line_height, room, line_height), 0, elided)
        if summary.warnings:
            painter.setPen(warning)
            painter.drawText(
                QRect(rect.right() - 18, top, 14, line_height), Qt.AlignmentFlag.AlignCenter, "⚠"
            )
        painter.restore()


class SeriesRail(QWidget):
    """The rail.

    Signals
    -------
    chosen(object)
        A `SeriesSummary` that the reader wants on screen.
    openRequested()
        The button for opening a folder.
    skippedRequested()
        The link to the files that are part of no series.
    menuRequested(object, object)
        A right click: the `SeriesSummary` and the position on the screen.
    """

    chosen = Signal(object)
    openRequested = Signal()
    skippedRequested = Signal()
    menuRequested = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = heading(tr("SERIES"))
        self.list = QListWidget()
        self.list.setItemDelegate(_SeriesDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Arrow keys belong to the slices wherever the focus is; the rail is stepped through by PgUp and PgDn.
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("keys", "series.next series.previous")
        self.list.itemClicked.connect(lambda item: self.chosen.emit(item.data(_SUMMARY)))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._ask_menu)
        self.skipped = QPushButton(flat=True)
        self.skipped.setProperty("link", True)
        self.skipped.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.skipped.setCursor(Qt.CursorShape.PointingHandCursor)
        self.skipped.clicked.connect(self.skippedRequested)
        self.skipped.hide()
        self.why = quiet()
        self.why.hide()
        self.open_button = QPushButton(tr("Open folder …"))
        self.open_button.clicked.connect(self.openRequested)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(title)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.why)
        layout.addWidget(self.skipped)
        layout.addWidget(self.open_button)

    def _ask_menu(self, at: QPoint) -> None:
        item = self.list.itemAt(at)
        if item is not None:
            self.menuRequested.emit(item.data(_SUMMARY), self.list.viewport().mapToGlobal(at))

    def set_series(self, series: Sequence[SeriesSummary], skipped: Sequence[SkippedFile]) -> None:
        """Show other series."""
        self.list.clear()
        for summary in series:
            item = QListWidgetItem()
            item.setData(_SUMMARY, summary)
            item.setToolTip(_tip(summary, None))
            item.setText(" ".join(lines_of(summary)))  # for screen readers; the delegate draws the row
            self.list.addItem(item)
        n = len(skipped)
        self.skipped.setText(trn("1 file skipped", "{n} files skipped", n))
        self.skipped.setVisible(n > 0)
        fill(self.why, "")

    def set_preselection(self, chosen: Preselection | None) -> None:
        """Say which series is preselected and why, below the list and in the rows' tooltips."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setToolTip(_tip(item.data(_SUMMARY), chosen))
        several = chosen is not None and self.list.count() > 1
        fill(self.why, tr("Preselected: {why}.", why=chosen.why) if chosen is not None and several else "")

    def set_thumbnails(self, images: Mapping[str, QImage]) -> None:
        """Show the thumbnails that there are, by series UID."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            image = images.get(item.data(_SUMMARY).series_uid)
            if image is not None and item.data(_IMAGE) is None:
                item.setData(_IMAGE, image)

    def set_current(self, series_uid: str | None) -> None:
        """Mark the series on screen."""
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(_SUMMARY).series_uid == series_uid:
                self.list.setCurrentItem(item)
                return
        self.list.setCurrentItem(None)  # type: ignore[call-overload]

    def neighbour(self, step: int) -> SeriesSummary | None:
        """Return the series `step` places below the one on screen; `None` beyond the ends."""
        row = self.list.currentRow() + step
        if not 0 <= row < self.list.count():
            return None
        summary: SeriesSummary = self.list.item(row).data(_SUMMARY)
        return summary
