"""What one main window leaves to the next in the same process, when the reader changes the language.

Voxels, nodules and decisions are handed over as they are; what is in the store is read from it again. The
engine goes on running.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.window import MainWindow


def hand_on(old: MainWindow, new: MainWindow) -> None:
    """Give what is open to another window, which shows it at the same place; nothing is left in the old one.

    To be called once the old window's features have written what was typed.
    """
    new.batch.review.take_from(old.batch.review)
    new.network.receiving.folders = old.network.receiving.folders
    new.opening.importer.paths = old.opening.importer.paths
    new.thumbnails.images = old.thumbnails.images
    volume = old.session.move_to(new.session)
    new.session.seriesChanged.emit()
    if volume is None:
        return
    new.place.go_on_from(old.place, volume.summary.series_uid)
    new.session.set_open(volume)
    new.opening.shown.emit()
    if volume.complete:
        new.opening.loaded.emit()
    else:
        new.opening.gaveUp.emit()
