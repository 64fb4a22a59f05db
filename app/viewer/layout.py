"""How viewports are laid out: which one has which cell. It must not know what they show."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app import theme
from app.viewer.banner import Banner
from app.viewer.viewport import Viewport

#: Rows of viewports.
Rows = Sequence[Sequence[Viewport]]


class Cells(QWidget):
    """Viewports in rows; one of them is active, and marked where there are several.

    Any viewports will do, whichever volume they show: they become part of this widget when first laid out.
    Those that are not laid out rest (`Viewport.set_awake`).
    """

    activeChanged = Signal(object)
    """The `Viewport`."""
    doubleClicked = Signal(object)
    """The `Viewport`."""

    def __init__(self, first: Viewport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames: dict[Viewport, QFrame] = {}
        self._titles: dict[Viewport, Banner] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self.shown: tuple[Viewport, ...] = ()
        self.active = first
        self.lay_out([[first]])

    def lay_out(self, rows: Rows) -> None:
        """Show these; the active one stays it if it is among them, else the first is."""
        self.shown = tuple(viewport for row in rows for viewport in row)
        for viewport in self.shown:
            if viewport not in self._frames:
                self._adopt(viewport)
        for viewport, frame in self._frames.items():
            self._grid.removeWidget(frame)
            frame.setVisible(viewport in self.shown)
        for i in range(max(self._grid.rowCount(), self._grid.columnCount(), len(rows), len(rows[0]))):
            self._grid.setRowStretch(i, 1 if i < len(rows) else 0)
            self._grid.setColumnStretch(i, 1 if i < len(rows[0]) else 0)
        for i, row in enumerate(rows):
            for j, viewport in enumerate(row):
                self._grid.addWidget(self._frames[viewport], i, j)
        for viewport in self._frames:
            viewport.set_awake(viewport in self.shown)
        self.activate(self.active if self.active in self.shown else self.shown[0])

    def _adopt(self, viewport: Viewport) -> None:
        frame = QFrame(self)  # without a parent it would be a window of its own
        frame.setObjectName("cell")
        # Whatever its viewport would like: cells have equal shares.
        frame.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        box = QVBoxLayout(frame)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(viewport)
        viewport.show()
        self._frames[viewport] = frame
        viewport.canvas.pressed.connect(lambda: self.activate(viewport))
        viewport.canvas.doubleClicked.connect(lambda: self.doubleClicked.emit(viewport))

    def set_title(self, viewport: Viewport, text: str, *, other: bool = False) -> None:
        """Write over one that has been laid out what it shows; an `other` scan stands out. Empty: nothing."""
        title = self._titles.get(viewport)
        if title is None:
            if not text:
                return
            title = self._titles[viewport] = Banner()
            box = self._frames[viewport].layout()
            if isinstance(box, QVBoxLayout):
                box.insertWidget(0, title)
        # The other scan has the look of a warning, the loudest there is.
        theme.restyle(title, "scan", "other" if other else "own")
        title.show_text(text or None)

    def activate(self, viewport: Viewport) -> None:
        """Let keys go to one of those shown."""
        changed = viewport is not self.active
        self.active = viewport
        self.setFocusProxy(viewport)
        several = len(self.shown) > 1
        for one, frame in self._frames.items():
            margin = 1 if several else 0
            layout = frame.layout()
            if layout is not None:
                layout.setContentsMargins(margin, margin, margin, margin)
            state = "yes" if one is viewport else "no"
            theme.restyle(frame, "active", state if several else None)
        if changed:
            self.activeChanged.emit(viewport)

    def step(self, n: int) -> None:
        """Activate the one `n` places on, round the end."""
        at = self.shown.index(self.active)
        following = self.shown[(at + n) % len(self.shown)]
        self.activate(following)
        following.setFocus()
