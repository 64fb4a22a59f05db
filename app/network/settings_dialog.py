"""The network settings: what this station is, who may send to it, which nodes it knows, and a test of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import program, theme
from app.columns import head_left
from app.i18n import mark, tr
from app.labels import fill, heading, paragraph, quiet, spin_box
from app.network.command import Maker, NetworkCommand
from app.palette import Role
from app.room import size_within
from engine.network.config import Network, NetworkError, load, save

_NODE_TEXTS = ("name", "ae_title", "host", "port")
_NODE_TICKS = ("move", "tls")
_PEER_TEXTS = ("ae_title", "address")
OPEN_WARNING = mark(
    "Other computers can reach this port. AE titles and addresses are no password, and DICOM without TLS is"
    " not encrypted: use it in a protected network only."
)
SAFE = mark(
    "Nothing listens unless receiving is on; then only at this address, and only for the stations below."
)


class NetworkSettings(QDialog):
    """Edits the configuration; nothing changes before it is saved.

    Signals
    -------
    saved()
        The file holds other settings now.
    """

    saved = Signal()

    def __init__(self, command: Maker = program.command, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Network"))
        size_within(self, 760, 700)
        self._config = Network()
        self._test = NetworkCommand(command, self)
        self._test.done.connect(self._tested)
        self._test.failed.connect(lambda text: self._say(text or tr("The test was stopped."), Role.ERROR))
        self.receive = QCheckBox(tr("Receive images from other stations"))
        self.ae_title = QLineEdit()
        self.address = QLineEdit()
        self.port = spin_box(1, 65535)
        self.folder = QLineEdit()
        self.choose_button = QPushButton(tr("Choose …"))
        self.hint = quiet()
        self.peers = _table(tr("Stations that may send here"), (tr("Their AE title"), tr("Their address")))
        self.nodes = _table(
            tr("Nodes"),
            (tr("Name"), tr("AE title"), tr("Computer"), tr("Port"), tr("By C-MOVE"), tr("TLS")),
        )
        self.message = paragraph()
        self.test_button = QPushButton(tr("Save and test connection"))
        self.save_button = QPushButton(tr("Save"))
        self.close_button = QPushButton(tr("Close"))
        self._lay_out()
        self.address.textChanged.connect(self._hint)
        self.choose_button.clicked.connect(self._choose)
        self.test_button.clicked.connect(self.test)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self.close)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    def _lay_out(self) -> None:
        own = QGridLayout()
        own.setColumnStretch(1, 1)
        rows = ((tr("AE title"), self.ae_title), (tr("Listens at"), self.address), (tr("Port"), self.port))
        for row, (text, field) in enumerate((*rows, (tr("Received series"), self.folder))):
            own.addWidget(quiet(text), row, 0)
            own.addWidget(field, row, 1)
            field.setAccessibleName(text)
        own.addWidget(self.choose_button, 3, 2)
        buttons = QHBoxLayout()
        buttons.addWidget(self.test_button)
        buttons.addStretch(1)
        buttons.addWidget(self.save_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addWidget(heading(tr("This station")))
        layout.addWidget(self.receive)
        layout.addLayout(own)
        layout.addWidget(self.hint)
        layout.addWidget(heading(tr("Stations that may send here")))
        layout.addWidget(self.peers, 2)
        layout.addLayout(self._row_buttons(self.peers, tr("station")))
        layout.addWidget(heading(tr("Nodes to ask, to fetch from and to send to")))
        layout.addWidget(self.nodes, 3)
        layout.addLayout(self._row_buttons(self.nodes, tr("node")))
        layout.addWidget(self.message)
        layout.addLayout(buttons)

    def _row_buttons(self, table: QTableWidget, what: str) -> QHBoxLayout:
        add, remove = QPushButton(tr("Add {what}", what=what)), QPushButton(tr("Remove {what}", what=what))
        add.clicked.connect(lambda: self._add_row(table))
        remove.clicked.connect(lambda: table.removeRow(table.currentRow()))
        row = QHBoxLayout()
        row.addWidget(add)
        row.addWidget(remove)
        row.addStretch(1)
        return row

    # ------------------------------------------------------------ what is shown

    def refresh(self) -> None:
        """Show the settings as the file has them; one that cannot be used is said, and kept until saved."""
        self._say("", Role.TEXT)
        try:
            config = load()
        except NetworkError as error:
            config = Network()
            self._say(str(error), Role.ERROR)
        self._config = config
        self.receive.setChecked(config.receive)
        self.ae_title.setText(config.ae_title)
        self.address.setText(config.address)
        self.port.setValue(config.port)
        self.folder.setText(config.folder)
        self.folder.setPlaceholderText(str(config.received))
        self.folder.setToolTip(str(config.received))
        self.peers.setRowCount(0)
        for peer in config.peers:
            _put_row(self.peers, [getattr(peer, name) for name in _PEER_TEXTS])
        self.nodes.setRowCount(0)
        for node in config.nodes:
            ticks = [getattr(node, name) for name in _NODE_TICKS]
            _put_row(self.nodes, [str(getattr(node, name)) for name in _NODE_TEXTS], ticks)
        if self.nodes.rowCount():
            self.nodes.setCurrentCell(0, 0)
        self._hint()

    def _hint(self) -> None:
        local = self.address.text().strip() in ("127.0.0.1", "::1")
        fill(self.hint, tr(SAFE) if local else tr(OPEN_WARNING))
        theme.tint(self.hint, None if local else Role.WARNING)

    def _say(self, text: str, role: Role) -> None:
        theme.tint(self.message, role)
        fill(self.message, text)

    def _add_row(self, table: QTableWidget) -> None:
        if table is self.peers:
            _put_row(table, ("", ""))
        else:
            _put_row(table, ("", "", "", "104"), (False, False))
        table.setCurrentCell(table.rowCount() - 1, 0)
        table.setFocus()
        item = table.currentItem()
        if item is not None:
            table.editItem(item)

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder for received series"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    # ------------------------------------------------------------ what is done

    def save(self) -> bool:
        """Write the settings; return whether they are valid and written."""
        # An editor that is still open keeps its text until it loses the focus.
        self.save_button.setFocus()
        try:
            config = self._config.changed(
                receive=self.receive.isChecked(),
                ae_title=self.ae_title.text(),
                address=self.address.text(),
                port=self.port.value(),
                folder=self.folder.text().strip(),
                peers=[dict(zip(_PEER_TEXTS, texts, strict=True)) for texts, _ in _rows(self.peers)],
                nodes=[_node(texts, ticks) for texts, ticks in _rows(self.nodes)],
            )
            save(config)
        except NetworkError as error:
            self._say(str(error), Role.ERROR)
            return False
        self._config = config
        if config.receive and not config.peers:
            self._say(tr("Saved. Nobody may send here yet, so nothing listens: add a station."), Role.WARNING)
        else:
            self._say(tr("Saved."), Role.TEXT)
        self.saved.emit()
        return True

    def test(self) -> None:
        """Save, and ask the selected node whether it is there."""
        item = self.nodes.item(self.nodes.currentRow(), 0)
        if item is None:
            self._say(tr("Select a node to test."), Role.WARNING)
        elif not self._test.running and self.save():
            self._say(tr("Asking {item} …", item=item.text()), Role.TEXT_QUIET)
            self._test.ask("nodes", "echo", item.text())

    def _tested(self, document: dict[str, Any]) -> None:
        self._say(tr("{node} answers in {ms:.0f} ms.", node=document["node"], ms=document["ms"]), Role.ACCENT)

    def shut(self) -> None:
        """End a test that is under way."""
        self._test.close()


def _table(name: str, columns: Sequence[str]) -> QTableWidget:
    table = QTableWidget(0, len(columns))
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(list(columns))
    table.verticalHeader().hide()
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(
        QAbstractItemView.EditTrigger.AnyKeyPressed
        | QAbstractItemView.EditTrigger.DoubleClicked
        | QAbstractItemView.EditTrigger.EditKeyPressed
    )
    table.setTabKeyNavigation(False)
    head_left(table)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for column in range(3, len(columns)):
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
    return table


def _put_row(table: QTableWidget, texts: Sequence[str], ticks: Sequence[bool] = ()) -> None:
    row = table.rowCount()
    table.insertRow(row)
    for column, text in enumerate(texts):
        table.setItem(row, column, QTableWidgetItem(text))
    for column, tick in enumerate(ticks, len(texts)):
        item = QTableWidgetItem()
        item.setFlags(
            Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable
        )
        item.setCheckState(Qt.CheckState.Checked if tick else Qt.CheckState.Unchecked)
        table.setItem(row, column, item)


def _rows(table: QTableWidget) -> list[tuple[list[str], list[bool]]]:
    """Texts and ticks of the rows that are not empty."""
    found = []
    n_texts = min(table.columnCount(), len(_NODE_TEXTS))
    for row in range(table.rowCount()):
        items = [table.item(row, column) for column in range(table.columnCount())]
        texts = [item.text().strip() if item else "" for item in items[:n_texts]]
        if any(texts[:3]):
            found.append(
                (texts, [i is not None and i.checkState() == Qt.CheckState.Checked for i in items[n_texts:]])
            )
    return found


def _node(texts: Sequence[str], ticks: Sequence[bool]) -> dict[str, object]:
    return {**dict(zip(_NODE_TEXTS, texts, strict=True)), **dict(zip(_NODE_TICKS, ticks, strict=True))}
