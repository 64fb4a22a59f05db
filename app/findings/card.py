"""The card of the selected nodule: what the model says, against what, and what was measured."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.findings import description, words
from app.findings.colours import bar_colour, text_colour
from app.findings.entry import NoduleEntry, PendingNodule
from app.findings.ratings import RatingColumns
from app.i18n import mark, sentence, tr
from app.labels import fill, paragraph, quiet, rule
from app.palette import Role
from app.read_area import ReadArea
from app.session import Session
from engine.findings import Call, probability_text
from engine.orientation import reading_direction, slice_position
from engine.protocol import ModelInfo

#: Measurements, in the order in which they are shown.
_VALUES = {
    "size": mark("Long × short axis"),
    "outline": mark("Outline"),
    "volume": mark("Volume"),
    "density": mark("Mean"),
    "place": mark("Slice"),
    "type": mark("Type"),
    "lobe": mark("Lobe"),
}


class ProbabilityBar(QWidget):
    """The probability on a line from 0 to 1, with a tick at the threshold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._probability: float | None = None
        self._threshold: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the line and the threshold's number."""
        return QSize(200, 26)

    def set_values(self, probability: float | None, threshold: float | None) -> None:
        """Show a probability and the threshold that it is compared with."""
        self._probability, self._threshold = probability, threshold
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRect(0, 4, self.width(), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(Role.GROOVE))
        painter.drawRoundedRect(track, 4, 4)
        if self._probability is not None:
            filled = QRect(track.topLeft(), QSize(max(8, round(track.width() * self._probability)), 8))
            painter.setBrush(bar_colour(self._probability))
            painter.drawRoundedRect(filled, 4, 4)
        if self._threshold is not None:
            x = round(track.width() * self._threshold)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Text), 2))
            painter.drawLine(x, 1, x, 15)
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * 0.8)
            painter.setFont(font)
            text = f"{self._threshold:.2f}"
            width = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(x - width // 2, 0), self.width() - width)
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(left, self.height() - 1, text)


class NoduleCard(QWidget):
    """The card.

    Signals
    -------
    mapShown(str, bool)
        The reader wants the heat map of this nodule shown or hidden.
    assessAgain(str)
        The reader wants the active model to judge this nodule.
    """

    mapShown = Signal(str, bool)
    assessAgain = Signal(str)

    def __init__(
        self, session: Session, legend: QWidget, label_row: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._label_row = label_row
        self._given = False
        self._id = ""
        self._active: ModelInfo | None = None
        self._suspicion: float | None = None
        theme.changes.changed.connect(self._colour)
        self.verdict = paragraph()
        self.number = QLabel(alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar = ProbabilityBar()
        self.reason = paragraph()
        self.reference = paragraph()
        self.size_alone = paragraph()
        self.readers = paragraph()
        self.ratings = RatingColumns()
        self.description = paragraph()
        self.flags = paragraph()
        theme.tint(self.flags, Role.WARNING)
        self.show_map = QCheckBox(tr("Show the heat map all the same"))
        self.show_map.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.show_map.clicked.connect(lambda on: self.mapShown.emit(self._id, on))
        self.map_note = quiet()
        self.legend = legend
        self.model = quiet()
        self.outdated = paragraph()
        theme.tint(self.outdated, Role.WARNING)
        self.again = QPushButton(tr("Assess again"))
        self.again.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.again.clicked.connect(lambda: self.assessAgain.emit(self._id))
        self.disclaimer = quiet(tr(words.READERS_NOT_PATHOLOGY))

        self._values = {name: QLabel() for name in _VALUES}
        body = QWidget()
        self._lay_out(body)
        self._scroll = ReadArea(body)
        self._outer = outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll, 1)
        outer.addWidget(label_row)
        session.selectionChanged.connect(self.refresh)
        session.nodulesChanged.connect(self.refresh)
        session.stated.changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self, body: QWidget) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (key, text) in enumerate(_VALUES.items()):
            grid.addWidget(quiet(tr(text)), row, 0)
            self._values[key].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._values[key].setWordWrap(key == "outline")
            grid.addWidget(self._values[key], row, 1)
        self._grid = grid
        layout = QVBoxLayout(body)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.verdict, 1)
        head.addWidget(self.number)
        layout.addLayout(head)
        for widget in (self.bar, self.reason, self.size_alone, self.reference):
            layout.addWidget(widget)
        of_readers = QHBoxLayout()
        of_readers.addWidget(self.readers, 1)
        of_readers.addWidget(self.ratings, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(of_readers)
        layout.addWidget(self.flags)
        layout.addWidget(rule())
        layout.addLayout(grid)
        layout.addWidget(self.description)
        layout.addWidget(rule())
        layout.addWidget(self.show_map)
        layout.addWidget(self.map_note)
        layout.addWidget(self.legend)
        layout.addWidget(rule())
        layout.addWidget(self.model)
        layout.addWidget(self.outdated)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.disclaimer)
        layout.addStretch(1)

    def take(self, panel: QWidget, comment: QWidget) -> None:
        """Take a panel that can unfold below the figures, and the line for a comment among them."""
        row = self._grid.rowCount()
        self._grid.addWidget(quiet(tr("Comment")), row, 0)
        self._grid.addWidget(comment, row, 1)
        self._outer.insertWidget(1, panel)

    def give_place(self, given: bool) -> None:
        """Give the place of all but the panel to it, or take it back."""
        self._given = given
        self._outer.setStretch(0, 0 if given else 1)
        self._outer.setStretch(1, 1 if given else 0)
        self.refresh()

    def set_active_model(self, model: ModelInfo | None) -> None:
        """Say which model is active: a nodule that another one judged says so."""
        self._active = model
        self.refresh()

    def refresh(self) -> None:
        """Show the selected nodule as the session has it now."""
        nodule = self._session.selected
        for part in (self._scroll, self._label_row):
            part.setVisible(isinstance(nodule, NoduleEntry) and not self._given)
        if isinstance(nodule, PendingNodule) or nodule is None:
            self._id = ""
            return
        self._id = nodule.id
        self._show(nodule)

    def _place(self, entry: NoduleEntry) -> str:
        """Slice number as the image counts them, and its position."""
        volume = self._session.open
        if volume is None:
            return ""
        grid = volume.volume.grid
        down = reading_direction(grid) > 0
        number = entry.largest_slice + 1 if down else grid.size[0] - entry.largest_slice
        axis, position = slice_position(volume.volume.plane(entry.largest_slice))
        return tr(
            "{number} / {size}   {axis} {position:.1f} mm",
            number=number,
            size=grid.size[0],
            axis=axis,
            position=position,
        )

    def _show_readers(self, entry: NoduleEntry) -> None:
        fill(self.readers, words.readers(entry))
        self.ratings.set_readers(entry.readers)
        numbers = description.ratings_text(entry.readers) if entry.readers else ""
        self.readers.setToolTip(numbers)
        self.ratings.setToolTip(numbers)
        self.ratings.setAccessibleName(numbers)

    def _colour(self) -> None:
        """Write verdict and number in the colour of the suspicion, on the ground of the present theme."""
        colour = text_colour(self._suspicion, Role.WINDOW).name()
        style = f"color: {colour}; font-size: {theme.LARGE_PT * 0.75}pt; font-weight: 600;"
        self.verdict.setStyleSheet(style)
        self.number.setStyleSheet(style)

    def _show(self, entry: NoduleEntry) -> None:
        self._suspicion = entry.probability if entry.call is not Call.BENIGN else None
        if entry.is_mass:
            self._suspicion = 1.0
        self.verdict.setText(words.verdict(entry))
        self._colour()
        fill(self.number, "" if entry.probability is None else probability_text(entry.probability))
        self.bar.setVisible(entry.probability is not None)
        self.bar.set_values(entry.probability, entry.model.threshold if entry.model else None)
        self.reason.setText(words.reason(entry))
        fill(self.size_alone, words.size_alone(entry))
        fill(self.reference, words.reference(entry))
        fill(self.flags, "\n".join(f"⚠ {sentence(flag.text)}" for flag in entry.flags))
        self._show_readers(entry)
        fill(self.description, words.looks(entry))
        self.description.setToolTip(description.numbers_of(entry.description))
        self.reference.setToolTip(description.novelty_text(entry.novelty) if entry.novelty else "")
        own = self._session.statements_of_nodules().get(entry.id, {})
        self._values["size"].setText(words.size_with_correction(entry, own))
        self._values["outline"].setText(words.outline_text(entry))
        for name, fact in (("type", "nodule_type"), ("lobe", "lobe")):
            self._values[name].setText(words.stated_text(own.get(fact)))
        self._values["volume"].setText(words.volume_text(entry))
        self._values["density"].setText(tr("{mean_hu:.0f} HU", mean_hu=entry.mean_hu))
        self._values["place"].setText(self._place(entry))
        self.show_map.setVisible(entry.map is not None and entry.call is Call.BENIGN)
        self.show_map.setChecked(entry.show_map)
        fill(self.map_note, words.map_note(entry))
        self.legend.setVisible(entry.map is not None and entry.show_map)
        self.model.setText(words.model_line(entry))
        outdated = words.outdated(entry, self._active)
        fill(self.outdated, outdated)
        self.again.setVisible(bool(outdated))
