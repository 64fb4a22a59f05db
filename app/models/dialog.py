"""The model manager: the list on the left, the card of the selected one, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QPushButton,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app import theme
from app.columns import set_widths
from app.i18n import mark, tr
from app.labels import fill, paragraph, quiet
from app.models import words
from app.models.card import ModelCard
from app.models.desk import ModelDesk
from app.palette import Role
from app.room import size_within
from app.series.importing import paths_of
from engine.protocol import ModelInfo
from engine.protocol_models import ModelFacts, ModelsResult

SUFFIX = ".noduscope"
HINT = mark("A package (.noduscope) can be dropped here. Installing it activates nothing.")
_NAME = int(Qt.ItemDataRole.UserRole)


class ModelManager(QDialog):
    """Shows the models and has them changed; closing it only hides it.

    Parameters
    ----------
    desk
        Does the work.
    """

    def __init__(self, desk: ModelDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Models"))
        self.setModal(False)
        self.setAcceptDrops(True)
        size_within(self, 1120, 740)
        self.desk = desk
        self._in_use: ModelInfo | None = None
        self.list = QTreeWidget()
        self.list.setItemDelegate(theme.TintDelegate(self.list))
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([tr("Model"), tr("State"), tr("AUC"), tr("Made")])
        self.list.setAccessibleName(tr("Models"))
        set_widths(self.list, (130, 65, 50))
        self.list.setUniformRowHeights(True)
        self.list.currentItemChanged.connect(self._show_selected)
        self.card = ModelCard()
        self.state = paragraph()
        self.outside = paragraph()
        theme.tint(self.outside, Role.WARNING)
        self.use_button = QPushButton(tr("Use this model"))
        self.back_button = QPushButton(tr("Roll back"))
        self.verify_button = QPushButton(tr("Verify"))
        self.export_button = QPushButton(tr("Export …"))
        self.remove_button = QPushButton(tr("Remove …"))
        self.import_button = QPushButton(tr("Import …"))
        self.reload_button = QPushButton(tr("Use it now"))
        close = QPushButton(tr("Close"))
        self._lay_out(close)
        self.use_button.clicked.connect(lambda: desk.activate(self.selected_name))
        self.back_button.clicked.connect(desk.rollback)
        self.verify_button.clicked.connect(lambda: desk.verify(self.selected_name))
        self.export_button.clicked.connect(self.ask_export)
        self.remove_button.clicked.connect(self.ask_remove)
        self.import_button.clicked.connect(self.ask_import)
        self.reload_button.clicked.connect(desk.reload)
        close.clicked.connect(self.close)
        desk.listed.connect(self._show_list)
        desk.done.connect(self._say_done)
        desk.failed.connect(self._say_failed)
        desk.busyChanged.connect(lambda _action: self._refresh())
        if desk.result is not None:
            self._show_list(desk.result)
        self._refresh()

    def _lay_out(self, close: QPushButton) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self.list, 1)
        column.addWidget(quiet(tr(HINT)))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.card)
        split.setStretchFactor(1, 1)
        split.setSizes([365, 735])
        warning = QHBoxLayout()
        warning.addWidget(self.outside, 1)
        warning.addWidget(self.reload_button)
        buttons = QHBoxLayout()
        for button in (self.use_button, self.back_button, self.verify_button, self.export_button):
            buttons.addWidget(button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        buttons.addWidget(self.import_button)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 12)
        layout.addLayout(warning)
        layout.addWidget(split, 1)
        layout.addWidget(self.state)
        layout.addLayout(buttons)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)

    # ------------------------------------------------------------ what is shown

    @property
    def selected_name(self) -> str:
        """Name of the selected model; empty without one."""
        item = self.list.currentItem()
        return str(item.data(0, _NAME)) if item is not None else ""

    @property
    def selected(self) -> ModelFacts | None:
        """The selected model."""
        return self._model(self.selected_name)

    def _model(self, name: str) -> ModelFacts | None:
        models = self.desk.result.models if self.desk.result else ()
        return next((m for m in models if m.name == name), None)

    @property
    def _active(self) -> ModelFacts | None:
        models = self.desk.result.models if self.desk.result else ()
        return next((m for m in models if m.active), None)

    def set_in_use(self, model: ModelInfo | None) -> None:
        """Say which model the engine has open; another program may have chosen another one since."""
        self._in_use = model
        self._refresh()

    def _show_list(self, result: ModelsResult) -> None:
        wanted = result.name or self.selected_name or next((m.name for m in result.models if m.active), "")
        self.list.blockSignals(True)
        self.list.clear()
        for model in result.models:
            auc = model.figures.get("auc")
            state = words.state(model)
            item = QTreeWidgetItem([model.name, state, f"{auc.value:.3f}" if auc else "–", model.created])
            item.setData(0, _NAME, model.name)
            item.setToolTip(1, model.problem)
            colour = Role.ERROR if model.problem else Role.ACCENT if model.active else None
            theme.tint_item(item, 1, colour)
            self.list.addTopLevelItem(item)
            if model.name == wanted:
                self.list.setCurrentItem(item)
        first = self.list.topLevelItem(0)
        if self.list.currentItem() is None and first is not None:
            self.list.setCurrentItem(first)
        self.list.blockSignals(False)
        self._show_selected()

    def _show_selected(self) -> None:
        model = self.selected
        self.card.setVisible(model is not None)
        if model is not None:
            self.card.show_model(model, self._active)
        self._refresh()

    def _refresh(self) -> None:
        """Enable what can be done now."""
        model, result, busy = self.selected, self.desk.result, self.desk.busy
        whole = model is not None and not model.problem
        self.use_button.setEnabled(bool(whole and model and not model.active and not busy))
        self.verify_button.setEnabled(bool(whole and not busy))
        self.export_button.setEnabled(bool(whole and not busy))
        self.remove_button.setEnabled(bool(model and not model.bundled and not model.active and not busy))
        self.remove_button.setToolTip(_why_not_removed(model))
        earlier = result.earlier if result else ""
        self.back_button.setEnabled(bool(earlier and not busy))
        self.back_button.setText(
            tr("Roll back to {earlier}", earlier=earlier) if earlier else tr("Roll back")
        )
        self.back_button.setToolTip("" if earlier else tr("No other model was active before."))
        self.import_button.setEnabled(not busy)
        if busy:
            self._say(tr(words.BUSY[busy]), Role.TEXT_QUIET)
        active, used = self._active, self._in_use
        other = bool(not busy and active and used and not active.problem and active.sha256 != used.sha256)
        fill(self.outside, _made_outside(active, used) if other and active and used else "")
        self.reload_button.setVisible(other)

    def _say(self, text: str, role: Role) -> None:
        theme.tint(self.state, role)
        fill(self.state, text)

    def _say_done(self, _action: str, result: ModelsResult) -> None:
        self._say(result.text, Role.TEXT if result.ok else Role.ERROR)

    def _say_failed(self, action: str, text: str) -> None:
        if action != "drift":
            self._say(text, Role.ERROR)
        # What was there may not be there any more; but an engine that cannot even list is not asked again.
        if action not in ("drift", "list") and self.isVisible():
            self.desk.refresh()

    # ------------------------------------------------------------ what can be done

    def install(self, path: str) -> None:
        """Install a package; it is selected then."""
        self.desk.install(path)

    def ask_import(self) -> None:
        """Let the reader choose a package."""
        path, _ = QFileDialog.getOpenFileName(self, tr("Import a model package"), "", _filter())
        if path:
            self.install(path)

    def ask_export(self) -> None:
        """Let the reader choose where the selected model goes."""
        name = self.selected_name
        path, _ = QFileDialog.getSaveFileName(self, tr("Export the model"), f"{name}{SUFFIX}", _filter())
        if path:
            self.desk.export(name, path if path.endswith(SUFFIX) else path + SUFFIX)

    def ask_remove(self) -> None:
        """Delete the selected model, once the reader has said so twice."""
        name = self.selected_name
        box = QMessageBox(
            QMessageBox.Icon.NoIcon, tr("Remove the model"), tr("Remove {name}?", name=name), parent=self
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setInformativeText(
            tr(
                "Its files are deleted; reports and findings that name it stay as they are. Export it "
                "first to"
                " keep it."
            )
        )
        yes = box.addButton(tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        yes.clicked.connect(lambda: self.desk.remove(name))
        box.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one model package."""
        if package_of(paths_of(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Install it."""
        event.acceptProposedAction()
        path = package_of(paths_of(event.mimeData()))
        if path and not self.desk.busy:
            self.install(path)


def _filter() -> str:
    """What the file dialogs show."""
    return tr("Model packages (*{suffix})", suffix=SUFFIX)


def package_of(paths: list[str]) -> str:
    """Return the model package among some paths, if it is the only one of them; else nothing."""
    return paths[0] if len(paths) == 1 and paths[0].endswith(SUFFIX) else ""


def _why_not_removed(model: ModelFacts | None) -> str:
    if model is not None and model.bundled:
        return tr("It came with the program.")
    return tr("It is active: use another one first.") if model is not None and model.active else ""


def _made_outside(active: ModelFacts, used: ModelInfo) -> str:
    return tr(
        "{name} was chosen outside this window, which still judges with {id}-{version}.",
        name=active.name,
        id=used.id,
        version=used.version,
    )
