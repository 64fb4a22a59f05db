"""The dialog in which the prior is chosen: the likeliest first, with what speaks against the others.

It shows candidates and says what the reader wants; it looks for nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.columns import set_widths
from app.comparing.candidates import Candidate
from app.i18n import mark, tr
from app.labels import fill, paragraph, quiet
from app.room import size_within
from app.series.choose import size_text
from engine.studies import iso_date

_TITLES = (
    mark("Series"), mark("Date"), mark("Interval"), mark("Slices"), mark("Kernel"), mark("Patient"),
)  # fmt: skip
_WIDTHS = (200, 90, 150, 110, 90)
_PATIENTS = {True: mark("same"), False: mark("another"), None: mark("not known")}
NO_CANDIDATE = mark("There is no other CT in the list. Look in another folder.")
_HINT = mark("The earlier scan is shown beside the current one, aligned to it by the lungs.")
_CONFIRM = mark("&Compare all the same; growth goes into no report")
_CANDIDATE = int(Qt.ItemDataRole.UserRole)


class PriorChooser(QDialog):
    """Lets the reader choose; closing it only hides it.

    Signals
    -------
    chosen(object)
        The `Candidate`; one that something is said against has been confirmed.
    folderRequested(), filesRequested()
        The reader wants to look in another folder, or in files, a ZIP or a DICOMDIR.
    """

    chosen = Signal(object)
    folderRequested = Signal()
    filesRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Compare with a prior"))
        size_within(self, 820, 380)
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAccessibleName(tr("Series to compare with"))
        self.list.setHeaderLabels([tr(title) for title in _TITLES])
        set_widths(self.list, _WIDTHS)
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_selected())
        self.list.itemDoubleClicked.connect(lambda _item, _column: self._accept())
        self.reason = paragraph()
        self.confirm = QCheckBox(tr(_CONFIRM))
        self.confirm.toggled.connect(lambda _on: self._enable())
        self.compare = QPushButton(tr("Compare"))
        self.compare.setDefault(True)
        self.compare.clicked.connect(self._accept)
        self.folder = QPushButton(tr("Other &folder …"))
        self.folder.setAutoDefault(False)
        self.folder.clicked.connect(self.folderRequested)
        self.files = QPushButton(tr("Files or &ZIP …"))
        self.files.setAutoDefault(False)
        self.files.clicked.connect(self.filesRequested)
        leave = QPushButton(tr("Cancel"))
        leave.setAutoDefault(False)
        leave.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addWidget(self.folder)
        buttons.addWidget(self.files)
        buttons.addStretch(1)
        buttons.addWidget(leave)
        buttons.addWidget(self.compare)
        layout = QVBoxLayout(self)
        layout.addWidget(quiet(tr(_HINT)))
        layout.addWidget(self.list, 1)
        layout.addWidget(self.reason)
        layout.addWidget(self.confirm)
        layout.addLayout(buttons)
        self._candidates: tuple[Candidate, ...] = ()
        self._said = ""

    @property
    def selected(self) -> Candidate | None:
        """The candidate that is marked."""
        item = self.list.currentItem()
        candidate: Candidate | None = item.data(0, _CANDIDATE) if item is not None else None
        return candidate

    def show_candidates(self, candidates: Sequence[Candidate], said: str = "", select: str = "") -> None:
        """Show these, the likeliest first, and a sentence; mark the series `select`, else the first."""
        self._candidates, self._said = tuple(candidates), said
        self.list.clear()
        for candidate in candidates:
            s = candidate.summary
            name = s.description or tr("(no description)")
            patient = tr(_PATIENTS[candidate.same_patient])
            item = QTreeWidgetItem(
                [name, iso_date(s.date), candidate.interval, size_text(s), s.acquisition.kernel, patient]
            )
            item.setData(0, _CANDIDATE, candidate)
            self.list.addTopLevelItem(item)
        uids = [candidate.summary.series_uid for candidate in candidates]
        if candidates:
            self.list.setCurrentIndex(self.list.model().index(uids.index(select) if select in uids else 0, 0))
        self._show_selected()
        self.list.setFocus()

    def say(self, text: str) -> None:
        """Say what happens, or what went wrong."""
        self._said = text
        self._show_selected()

    def _show_selected(self) -> None:
        chosen = self.selected
        against = chosen.objection if chosen is not None else tr(NO_CANDIDATE)
        fill(self.reason, " ".join(filter(None, (self._said, against))))
        self.confirm.setVisible(chosen is not None and bool(chosen.objection))
        self.confirm.setChecked(False)
        self._enable()

    def _enable(self) -> None:
        chosen = self.selected
        free = chosen is not None and (not chosen.objection or self.confirm.isChecked())
        self.compare.setEnabled(free)

    def _accept(self) -> None:
        chosen = self.selected
        if chosen is not None and self.compare.isEnabled():
            self.accept()
            self.chosen.emit(chosen)
