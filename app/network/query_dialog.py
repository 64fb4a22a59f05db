"""Ask a node what it has, and fetch series of it: fields, studies, series of the selected study, progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import program
from app.columns import set_widths
from app.i18n import mark, tr, trn
from app.labels import heading, quiet
from app.network.command import Maker
from app.network.node_dialog import NodeDialog
from app.palette import Role

#: The arrow keys go through studies faster than a node answers.
_SETTLE_MS = 250
_ROW = int(Qt.ItemDataRole.UserRole)
_FIELDS = {
    "patient-id": (mark("Patient ID"), ""),
    "name": (mark("Patient's name"), mark("beginning, or with * and ?")),
    "accession": (mark("Accession number"), ""),
    "since": (mark("From"), "YYYY-MM-DD"),
    "until": (mark("To"), "YYYY-MM-DD"),
    "modality": (mark("Modality"), mark("such as CT")),
}
_STUDY = {
    "study_date": mark("Date"), "patient_name": mark("Patient"), "patient_id": mark("ID"),
    "description": mark("Study"), "modalities": mark("Modalities"), "n_series": mark("Series"),
    "n_images": mark("Images"), "accession_number": mark("Accession"),
}  # fmt: skip
_SERIES = {
    "number": mark("No."), "modality": mark("Modality"), "description": mark("Series"),
    "n_images": mark("Images"),
}  # fmt: skip


class QueryDialog(NodeDialog):
    """Asks and fetches.

    Signals
    -------
    arrived(object)
        Folders of series that were fetched.
    """

    arrived = Signal(object)

    def __init__(self, command: Maker = program.command, parent: QWidget | None = None) -> None:
        super().__init__(tr("Query and retrieve"), 980, 680, command, parent)
        self._search, self._fetch = self._command(), self._command()
        self._series_search = self._command(background=True)
        self.fields = {
            key: QLineEdit(placeholderText=tr(hint) if hint else "") for key, (_, hint) in _FIELDS.items()
        }
        self.search_button = QPushButton(tr("Search"))
        self.studies = _tree(tr("Studies"), _STUDY)
        self.series = _tree(tr("Series of the study"), _SERIES)
        self.series.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.fetch_button = QPushButton(tr("Retrieve and open"))
        self._asked_study = ""
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._lay_out()
        self._join()
        self._refresh()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.addWidget(quiet(tr("Node")), 0, 0)
        grid.addWidget(self.node, 0, 1)
        grid.addWidget(self.search_button, 0, 5)
        for n, (key, (text, _)) in enumerate(_FIELDS.items()):
            row, column = 1 + n // 3, 2 * (n % 3)
            grid.addWidget(quiet(tr(text)), row, column)
            grid.addWidget(self.fields[key], row, column + 1)
            self.fields[key].setAccessibleName(tr(text))
        for column in (1, 3, 5):
            grid.setColumnStretch(column, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addLayout(grid)
        layout.addWidget(heading(tr("Studies")))
        layout.addWidget(self.studies, 3)
        layout.addWidget(heading(tr("Series of the study; without a choice all of them are fetched")))
        layout.addWidget(self.series, 2)
        layout.addWidget(self.message)
        layout.addLayout(self._buttons(self.fetch_button))
        self._leave_return_to_fields()

    def _join(self) -> None:
        for field in self.fields.values():
            field.returnPressed.connect(self.search)
        self.search_button.clicked.connect(self.search)
        self.studies.currentItemChanged.connect(lambda *_: self._study_changed())
        self.studies.itemActivated.connect(lambda *_: self.fetch())
        self.series.itemActivated.connect(lambda *_: self.fetch())
        self.series.itemSelectionChanged.connect(self._refresh)
        self._settle.timeout.connect(self._ask_series)
        self.fetch_button.clicked.connect(self.fetch)
        self._search.done.connect(self._found)
        self._search.failed.connect(self._failed)
        self._series_search.done.connect(self._found_series)
        self._series_search.failed.connect(self._series_failed)
        self._fetch.told.connect(self._progressed)
        self._fetch.done.connect(self._fetched)
        self._fetch.failed.connect(self._failed)

    # ------------------------------------------------------------ what is done

    def search(self) -> None:
        """Ask for studies as the fields say."""
        if self.busy or not self.node.count():
            return
        given = [f"--{key}={f.text().strip()}" for key, f in self.fields.items() if f.text().strip()]
        self.studies.clear()
        self.series.clear()
        self._say(tr("Asking {currentText} …", currentText=self.node.currentText()), Role.TEXT_QUIET)
        self._search.ask("query", self.node.currentText(), *given, "--stop-on-eof")
        self._refresh()

    def fetch(self) -> None:
        """Fetch the chosen series, or the whole study."""
        study = _data(self.studies.currentItem())
        if self.busy or not study:
            return
        rows = [_data(item) for item in self.series.selectedItems()]
        n_images = sum(int(r["n_images"] or 0) for r in rows) if rows else int(study["n_images"] or 0)
        chosen = [f"--series={row['series_uid']}" for row in rows]
        self._say(tr("Fetching from {currentText} …", currentText=self.node.currentText()), Role.TEXT_QUIET)
        self.bar.setRange(0, n_images)
        self.bar.setValue(0)
        self._fetch.run(
            "retrieve", self.node.currentText(), f"--study={study['study_uid']}", *chosen,
            f"--images={n_images}", "--json-events", "--stop-on-eof",
        )  # fmt: skip
        self._refresh()

    # ------------------------------------------------------------ what comes back

    def _found(self, document: dict[str, Any]) -> None:
        rows = document.get("studies", [])
        _fill(self.studies, _STUDY, rows)
        more = ""
        if document.get("more"):
            more = tr(" There are more than these {n}; ask more narrowly.", n=len(rows))
        many = tr("Nothing like that was found.") if not rows else trn("1 study.", "{n} studies.", len(rows))
        self._say(many + more, Role.WARNING if more else Role.TEXT_QUIET)
        first = self.studies.topLevelItem(0)
        if first is not None:
            self.studies.setCurrentItem(first)
            self.studies.setFocus()
        self._refresh()

    def _study_changed(self) -> None:
        self.series.clear()
        self._settle.start()
        self._refresh()

    def _ask_series(self) -> None:
        study = _data(self.studies.currentItem())
        if self._series_search.running:
            self._series_search.stop()
        elif study:
            self._asked_study = study["study_uid"]
            self._series_search.ask(
                "query", self.node.currentText(), f"--study={self._asked_study}", "--stop-on-eof"
            )

    def _found_series(self, document: dict[str, Any]) -> None:
        study = _data(self.studies.currentItem())
        if study and study["study_uid"] == self._asked_study:
            _fill(self.series, _SERIES, document.get("series", []))
        elif study:
            self._settle.start()

    def _series_failed(self, text: str) -> None:
        if text:
            self._say(text, Role.ERROR)
        elif self.studies.currentItem() is not None:
            self._settle.start()

    def _progressed(self, event: dict[str, Any]) -> None:
        if event["event"] == "progress":
            self.bar.setMaximum(max(int(event["of"]), self.bar.maximum()))
            self.bar.setValue(int(event["done"]))
            self._say(tr("{done} images have come.", done=event["done"]), Role.TEXT_QUIET)

    def _fetched(self, document: dict[str, Any]) -> None:
        folders = list(document.get("folders", []))
        self._say(trn("1 series has come.", "{n} series have come.", len(folders)), Role.ACCENT)
        self._refresh()
        self.close()
        self.arrived.emit(folders)

    def _failed(self, text: str) -> None:
        self._say(text or tr("Stopped; nothing of it is kept."), Role.ERROR if text else Role.TEXT_QUIET)
        self._refresh()

    def _refresh(self) -> None:
        super()._refresh()
        busy = self.busy
        for widget in (self.node, self.search_button, *self.fields.values()):
            widget.setEnabled(not busy and self.node.count() > 0)
        self.fetch_button.setEnabled(not busy and self.studies.currentItem() is not None)
        chosen = len(self.series.selectedItems())
        self.fetch_button.setText(
            tr("Retrieve the study") if not chosen else tr("Retrieve {chosen} series", chosen=chosen)
        )
        self.bar.setVisible(self._fetch.running)


def _tree(name: str, columns: dict[str, str]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(name)
    tree.setRootIsDecorated(False)
    tree.setUniformRowHeights(True)
    tree.setHeaderLabels([tr(name) for name in columns.values()])
    set_widths(tree, (200 if key in ("patient_name", "description") else 90 for key in columns))
    return tree


def _fill(tree: QTreeWidget, columns: dict[str, str], rows: Sequence[dict[str, Any]]) -> None:
    tree.clear()
    for row in rows:
        item = QTreeWidgetItem(["" if row.get(key) is None else str(row[key]) for key in columns])
        item.setData(0, _ROW, row)
        tree.addTopLevelItem(item)


def _data(item: QTreeWidgetItem | None) -> dict[str, Any]:
    return dict(item.data(0, _ROW)) if item is not None else {}
