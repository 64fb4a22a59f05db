"""The menu bar, made of the commands that also have keys. It decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.settings import Recent

if TYPE_CHECKING:
    from app.window import MainWindow

_VIEW = (
    "window.lung window.mediastinum window.bone window.emphysema window.dicom window.auto - "
    "layout.one layout.planes viewport.next plane.straight - "
    "overlay.toggle overlay.contour overlay.fainter overlay.stronger - "
    "slab.toggle slab.kind slab.thicker slab.thinner - "
    "cine.toggle cine.faster cine.slower - view.invert view.flip_horizontal view.flip_vertical view.actual - "
    "view.reset"
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


class RecentMenu(QMenu):
    """What was opened before."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__("Open &recent", window)
        self._window = window

    def set_recents(self, recents: Sequence[Recent]) -> None:
        """Show other entries."""
        self.clear()
        for recent in recents:
            text = f"{recent.description or '(no description)'}   {recent.size}".replace("&", "&&")
            action = self.addAction(text)
            action.setEnabled(recent.exists)
            action.triggered.connect(lambda _checked=False, r=recent: self._window.open_recent(r))
        if recents:
            self.addSeparator()
            self.addAction("Forget these", self._window.forget_recents)
        self.setEnabled(bool(recents))


def build_menus(window: MainWindow, actions: Mapping[str, QAction]) -> RecentMenu:
    """Fill the window's menu bar.

    Returns
    -------
    RecentMenu
        It is empty; the window fills it.
    """
    bar = window.menuBar()
    recent = RecentMenu(window)
    file = bar.addMenu("&File")
    file.addAction(actions["file.open"])
    file.addAction("Open &files, ZIP or DICOMDIR …", window.ask_files)
    file.addMenu(recent)
    file.addSeparator()
    file.addAction(actions["report.show"])
    file.addAction(actions["view.snapshot"])
    file.addSeparator()
    file.addAction(actions["file.analyze"])
    file.addAction("Open the &synthetic chest", window.open_demo)
    file.addSeparator()
    file.addAction("&Quit", window.close)
    groups = (
        ("&View", _VIEW),
        ("Mea&sure", _MEASURE),
        ("&Nodules", _NODULES),
        ("&Labels", _LABELS),
        ("Net&work", _NETWORK),
        ("&Models", _MODELS),
    )
    for title, ids in groups:
        menu = bar.addMenu(title)
        for command_id in ids.split():
            if command_id == "-":
                menu.addSeparator()
            else:
                menu.addAction(actions[command_id])
    # In the last of them; greyed where training is not installed, and the tooltip says so.
    menu.setToolTipsVisible(True)
    menu.addAction(window.finetune.action)
    bar.addMenu("&Help").addAction(actions["help.keys"])
    return recent
