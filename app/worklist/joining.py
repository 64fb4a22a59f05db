"""What the worklist and hanging have to do with the window's other parts: their signals, joined once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.window import MainWindow


def join(window: MainWindow) -> None:
    """Let a study that is opened bring its suggestions, and the list hear of what moves a status."""
    worklist, batch, reports = window.worklist, window.batch, window.reporting.records
    worklist.opened.connect(lambda uid: batch.review.recall(uid, window.label_row.name))
    batch.review.recalled.connect(lambda _uid: window.hanging.jump())
    window.opening.preselected.connect(window.rail.set_preselection)
    window.welcome.worklistRequested.connect(worklist.show)
    listed = window.network.receiving.listed
    for happened in (reports.kept, reports.signed, batch.review.decided, batch.process.ended, listed):
        happened.connect(worklist.refresh)
