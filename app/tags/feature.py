"""The tag browser as the main window holds it: asks the engine for the elements of the slice on screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app.engine_client import Job
from app.i18n import tr
from app.message_strip import Level
from engine.orientation import slice_number
from engine.protocol import SeriesSummary
from engine.protocol_tags import TagRow, TagsRequest, TagsResult, TagValueRequest, TagValueResult

if TYPE_CHECKING:
    from app.tags.dialog import TagDialog
    from app.window import MainWindow

#: Scrolling past slices does not ask for each of them.
SETTLE_MS = 150


@dataclass(frozen=True)
class _Slice:
    """A slice of a series, and its number as the reader counts."""

    summary: SeriesSummary
    index: int
    number: int


class TagBrowser(QObject):
    """Joins the dialog, the image and the engine; the dialog is made when it is first wanted.

    Signals
    -------
    said(str, object)
        A sentence for the main window, and its `Level`.
    """

    said = Signal(str, object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._dialog: TagDialog | None = None
        self._shown: _Slice | None = None
        self._jobs: dict[str, Job] = {}
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._follow)
        window.grid.linked.crosshair.moved.connect(self._moved)
        window.session.volumeChanged.connect(self._moved)

    def commands(self) -> dict[str, Callable[[], object]]:
        """What the keys do, by command."""
        return {"tags.show": self.show}

    @property
    def dialog(self) -> TagDialog:
        """Its window."""
        if self._dialog is None:
            from app.tags.dialog import TagDialog

            self._dialog = TagDialog(self._window)
            self._dialog.followed.connect(self._moved)
            self._dialog.valueWanted.connect(self._ask_value)
        return self._dialog

    def show(self) -> None:
        """Show the elements of the slice on screen."""
        if self._window.session.open is None:
            self.said.emit(
                tr("Open a series first: the tags are those of the slice on screen."), Level.WARNING
            )
            return
        self._ask()
        dialog = self.dialog
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()
        dialog.search.setFocus()

    def close(self) -> None:
        """Close its window and give up what was asked."""
        self._timer.stop()
        for job in self._jobs.values():
            job.cancel()
        if self._dialog is not None:
            self._dialog.close()

    def _now(self) -> _Slice | None:
        volume = self._window.session.open
        if volume is None:
            return None
        k = volume.volume.nearest_slice(self._window.grid.linked.crosshair.point_mm)
        return _Slice(volume.summary, k, slice_number(volume.volume.grid, k))

    def _moved(self, *_what: object) -> None:
        dialog = self._dialog
        if dialog is not None and dialog.isVisible() and dialog.follow.isChecked():
            self._timer.start()

    def _follow(self) -> None:
        if self._now() != self._shown:
            self._ask()

    def _ask(self) -> None:
        at = self._now()
        self._shown = at
        if at is None:
            self.dialog.show_problem(tr("No series is open."))
            return

        def answered(result: object) -> None:
            if isinstance(result, TagsResult):
                where = tr("Slice {number} of {n}", number=at.number, n=at.summary.size[0])
                self.dialog.show_elements(result, where)

        uid, paths, k = at.summary.series_uid, at.summary.paths, at.index
        self._send("tags", lambda i: TagsRequest(id=i, series_uid=uid, paths=paths, slice=k), answered)

    def _ask_value(self, row: TagRow) -> None:
        at = self._shown
        if at is None:
            return

        def answered(result: object) -> None:
            if isinstance(result, TagValueResult):
                self.dialog.show_value(row, result.text, cut=result.cut)

        uid, paths, k = at.summary.series_uid, at.summary.paths, at.index
        self._send(
            "value",
            lambda i: TagValueRequest(id=i, series_uid=uid, paths=paths, slice=k, place=row.place),
            answered,
        )

    def _send(
        self,
        what: str,
        request: Callable[[int], TagsRequest | TagValueRequest],
        answered: Callable[[object], None],
    ) -> None:
        before = self._jobs.pop(what, None)
        if before is not None:
            before.cancel()
        job = self._jobs[what] = self._window.client.send(request)

        def done(result: object) -> None:
            if self._jobs.get(what) is job:
                del self._jobs[what]
                answered(result)

        def failed(code: str, text: str) -> None:
            if self._jobs.get(what) is job:
                del self._jobs[what]
                if code != "cancelled":
                    self._problem(what, text)

        job.result.connect(done)
        job.failed.connect(failed)

    def _problem(self, what: str, text: str) -> None:
        if what == "tags":
            self.dialog.show_problem(text)
        else:
            self.dialog.notes.setText(text)
            self.dialog.notes.show()
