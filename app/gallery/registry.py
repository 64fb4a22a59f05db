"""The views of which pictures are made, by name, and what every one of them is taken without.

A view is a generator: it brings the window into the state that is to be seen, yields the widget of which the
picture is taken, and puts back what the next view would stumble over. One more is one more function in
`views` (reading) or `around` (menus, messages and lists beside it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from app.gallery.stage import Stage

View = Callable[[Stage], Iterator[QWidget]]
#: Name, which is the picture's file name too, to view; in the order in which they are taken.
VIEWS: dict[str, View] = {}
#: What stands in the pictures in place of this computer's own folders.
IMAGES, RESULTS, HOME = "/studies", "/results", "~/noduscope"


def view(name: str) -> Callable[[View], View]:
    """Add a view to the gallery."""

    def add(function: View) -> View:
        if name in VIEWS:
            raise ValueError(f"There are two views called {name!r}.")
        VIEWS[name] = function
        return function

    return add


def every_view() -> dict[str, View]:
    """Return all views, by name."""
    for module in ("views", "around"):
        import_module(f"app.gallery.{module}")
    return VIEWS


def take(stage: Stage, name: str) -> Iterator[QWidget]:
    """Bring a view up and yield it without what differs every time: memory, and where the home lies."""
    for widget in every_view()[name](stage):
        stage.window.status.memory.hide()
        for label in widget.findChildren(QLabel):
            if str(stage.folder) in label.text():
                label.setText(label.text().replace(str(stage.folder), HOME))
        for line in widget.findChildren(QLineEdit):
            line.setPlaceholderText(line.placeholderText().replace(str(stage.folder), HOME))
        # The mark of the focus is drawn in an active window only.
        widget.window().activateWindow()
        stage.wait(widget.window().isActiveWindow, f"The window of {name!r}")
        stage.settle(100)
        yield widget
    stage.leave()
