"""The menu bar, made of the commands that also have keys. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from app.i18n import LANGUAGES, language, mark, tr
from app.series.welcome import title_of
from app.settings import Recent
from engine.findings import Point

if TYPE_CHECKING:
    from app.window import MainWindow

_VIEW = (
    "window.lung window.mediastinum window.bone window.emphysema window.dicom window.auto - "
    "layout.one layout.planes viewport.next plane.straight - "
    "overlay.toggle overlay.contour overlay.fainter overlay.stronger - "
    "slab.toggle slab.kind slab.thicker slab.thinner - "
    "cine.toggle cine.faster cine.slower - "
    "view.invert view.flip_horizontal view.flip_vertical view.actual view.magnify view.reset - "
    "hanging.show tags.show"
)
_PRIOR = (
    "compare.toggle compare.choose - compare.link compare.align - compare.pair compare.unpair - "
    "nodule.next nodule.previous layout.planes viewport.next"
)
_MODELS = "models.manage models.import - models.drift"
_NETWORK = "network.query network.send network.received - network.settings"
_NODULES = (
    "nodule.assess nodule.next nodule.previous nodule.unread nodule.mark nodule.order - nodule.accept "
    "nodule.reject nodule.edit nodule.comment nodule.risk - nodule.remove"
)
_MEASURE = (
    "measure.length measure.bidirectional measure.ellipse measure.probe measure.angle measure.text - "
    "measure.key_image - brush.edit brush.erase brush.ball brush.larger brush.smaller brush.restore - "
    "cursor.toggle - label.undo label.redo - nodule.remove"
)
_LABELS = (
    "label.benign label.malignant label.unsure label.comment - label.approve label.flag - "
    "label.undo label.redo - label.queue label.next"
)


def _add_choices(window: MainWindow, menu: QMenu) -> None:
    settings = window.settings
    choices = (
        (tr("Go on by itself at the start"), settings.go_on, settings.set_go_on),
        (tr("List what was opened without names"), settings.private, window.set_private),
    )
    for text, now, choose in choices:
        action = menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(now)
        action.toggled.connect(choose)


class RecentMenu(QMenu):
    """What was opened before."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(tr("Open &recent"), window)
        self._window = window

    def set_recents(self, recents: Sequence[Recent]) -> None:
        """Show other entries."""
        self.clear()
        for recent in recents:
            action = self.addAction(title_of(recent).replace("&", "&&"))
            action.setEnabled(recent.exists)
            action.triggered.connect(lambda _checked=False, r=recent: self._window.open_recent(r))
        if recents:
            self.addSeparator()
            self.addAction(tr("Forget these"), self._window.forget_recents)
        self.setEnabled(bool(recents))


def _languages(window: MainWindow) -> QMenu:
    """Every language by its own name; the title is found by who reads only one of them."""
    menu = QMenu("&Language / 语言", window)
    group = QActionGroup(menu)
    for code, name in LANGUAGES.items():
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(code == language())
        action.setObjectName(f"language.{code}")
        action.triggered.connect(lambda _checked=False, c=code: window.languageWanted.emit(c))
        group.addAction(action)
    return menu


def build_menus(window: MainWindow, actions: Mapping[str, QAction]) -> RecentMenu:
    """Fill the window's menu bar.

    Returns
    -------
    RecentMenu
        It is empty; the window fills it.
    """
    bar = window.menuBar()
    recent = RecentMenu(window)
    file = bar.addMenu(tr("&File"))
    file.addAction(actions["file.open"])
    file.addAction(tr("Open &files, ZIP or DICOMDIR …"), window.ask_files)
    file.addMenu(recent)
    file.addAction(actions["place.go_on"])
    _add_choices(window, file)
    file.addSeparator()
    file.addAction(actions["worklist.show"])
    file.addAction(actions["worklist.next"])
    file.addSeparator()
    file.addAction(actions["report.show"])
    file.addAction(actions["view.snapshot"])
    file.addSeparator()
    file.addAction(actions["file.analyze"])
    file.addAction(tr("Open the &synthetic chest"), window.open_demo)
    file.addSeparator()
    file.addAction(tr("&Quit"), window.close)
    groups = (
        (mark("&View"), _VIEW),
        (mark("Mea&sure"), _MEASURE),
        (mark("&Nodules"), _NODULES),
        (mark("&Labels"), _LABELS),
        (mark("&Prior"), _PRIOR),
        (mark("Net&work"), _NETWORK),
        (mark("&Models"), _MODELS),
    )
    for title, ids in groups:
        menu = bar.addMenu(tr(title))
        for command_id in ids.split():
            if command_id == "-":
                menu.addSeparator()
            else:
                menu.addAction(actions[command_id])
        if ids is _VIEW:
            menu.addSeparator()
            menu.addMenu(window.appearance.menu)
    # In the last of them; greyed where training is not installed, and the tooltip says so.
    menu.setToolTipsVisible(True)
    menu.addAction(window.finetune.action)
    help_menu = bar.addMenu(tr("&Help"))
    help_menu.addAction(actions["help.keys"])
    help_menu.addAction(actions["audit.show"])
    help_menu.addMenu(_languages(window))
    return recent


def show_context_menu(window: MainWindow, point_mm: Point | None, on_screen: QPoint) -> None:
    """Show what can be done at a place of the image; `None` for a place with no voxel."""
    menu = QMenu(window)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if point_mm is not None:
        menu.addAction(tr("Assess the nodule here"), lambda: window.review.assess_at(point_mm))
        menu.addSeparator()
    menu.addAction(window.actions_by_id["brush.edit"])
    menu.addSeparator()
    for name in ("window.lung", "window.mediastinum", "window.bone", "view.reset", "overlay.toggle"):
        menu.addAction(window.actions_by_id[name])
    menu.popup(on_screen)
