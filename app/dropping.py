"""What is dropped on the window: files and folders to open or analyse, or a model package to install."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMenu, QWidget

from app.i18n import tr
from app.models.dialog import package_of
from app.series.importing import paths_of


class Drops(QObject):
    """Takes what is dropped on a window.

    Parameters
    ----------
    window
        Where things are dropped.
    open_paths, install, analyze
        What is done with files and folders, with a model package, and with folders if the reader wants so.
    """

    def __init__(
        self,
        window: QWidget,
        *,
        open_paths: Callable[[Sequence[str]], object],
        install: Callable[[str], object],
        analyze: Callable[[Sequence[str]], object],
    ) -> None:
        super().__init__(window)
        self._window, self._open, self._install, self._analyze = window, open_paths, install, analyze
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take local files and folders, and nothing else."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._drop(event)
            return True
        if isinstance(event, QDragEnterEvent) and event.type() == QEvent.Type.DragEnter:
            if paths_of(event.mimeData()):
                event.acceptProposedAction()
            else:
                event.ignore()
            return True
        return False

    def _drop(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = paths_of(event.mimeData())
        if package := package_of(paths):
            self._install(package)
        elif any(Path(path).is_dir() for path in paths):
            self._ask(paths, self._window.mapToGlobal(event.position().toPoint()))
        else:
            self._open(paths)

    def _ask(self, paths: Sequence[str], on_screen: QPoint) -> None:
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        opened = menu.addAction(tr("Open"), lambda: self._open(paths))
        menu.addAction(tr("Analyze …"), lambda: self._analyze(paths))
        menu.addSeparator()
        menu.addAction(tr("Cancel"))
        menu.setActiveAction(opened)
        menu.popup(on_screen)
