"""The views round a reading: menus, messages, the lists that a reader looks things up in."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from app.gallery.example_studies import SKIPPED
from app.gallery.registry import view
from app.gallery.stage import Stage
from app.i18n import tr
from app.labelling.history import HistoryDialog
from app.message_strip import Level
from app.read_area import ReadArea
from app.series.skipped import SkippedDialog

#: The menus of the bar, from the left, by what their pictures are called.
MENUS = ("file", "view", "measure", "nodules", "labels", "prior", "network", "models", "help")


def _add_menu(place: int, name: str) -> None:
    @view(f"menu-{name}")
    def menu(stage: Stage) -> Iterator[QWidget]:
        stage.open_chest()
        shown = stage.window.menuBar().actions()[place].menu()
        if not isinstance(shown, QMenu):
            raise TypeError(f"There is no menu at place {place} of the bar.")
        shown.popup(stage.window.mapToGlobal(QPoint(300, 60)))
        stage.settle()
        yield shown
        shown.close()


for _place, _name in enumerate(MENUS):
    _add_menu(_place, _name)


@view("message")
def message(stage: Stage) -> Iterator[QWidget]:
    """A message at the foot of the image, with what can be done about it."""
    stage.open_chest()
    stage.window.strip.say(
        "The engine keeps stopping and is not started again by itself.",
        Level.ERROR,
        action=(tr("Start the engine"), lambda: None),
    )
    stage.settle()
    yield stage.window


@view("contours")
def contours(stage: Stage) -> Iterator[QWidget]:
    """The heat map as contours, the lower half of the card."""
    stage.open_chest()
    viewport = stage.window.viewport
    viewport.canvas.zoom_by(3.0, stage.on_screen(stage.nodule().centre_mm))
    stage.press("overlay.contour")
    bar = stage.window.card.findChildren(ReadArea)[0].verticalScrollBar()
    bar.setValue(bar.maximum())
    stage.settle(900)
    yield stage.window
    bar.setValue(0)
    stage.press("overlay.contour")
    viewport.reset_view()


@view("skipped")
def skipped(stage: Stage) -> Iterator[QWidget]:
    """Files that are part of no series, and why."""
    dialog = SkippedDialog(SKIPPED, stage.window)
    dialog.show()
    stage.settle()
    yield dialog


@view("label-history")
def label_history(stage: Stage) -> Iterator[QWidget]:
    """What was said of one nodule's label."""
    stage.open_chest()
    stage.press("label.malignant", "label.unsure", "label.unsure")
    stage.window.labels.show_history()
    stage.wait(lambda: any(isinstance(w, HistoryDialog) for w in stage.dialogs()), "The labels")
    yield stage.dialog()


@view("audit")
def audit(stage: Stage) -> Iterator[QWidget]:
    """The audit log, verified."""
    stage.open_chest()
    stage.press("label.malignant", "label.malignant", "audit.show")
    dialog = stage.window.audit.dialog
    stage.wait(dialog.view.topLevelItemCount, "The rows of the log")
    dialog.verify_button.click()
    stage.wait(dialog.verdict.text, "The verdict on the log")
    yield dialog


@view("model-card")
def model_card(stage: Stage) -> Iterator[QWidget]:
    """The card that comes with a model."""
    stage.press("models.manage")
    manager = stage.window.models.manager
    stage.wait(lambda: manager.selected is not None, "The list of models")
    manager.card.tabs.setCurrentIndex(1)
    stage.settle()
    yield manager
    manager.card.tabs.setCurrentIndex(0)
