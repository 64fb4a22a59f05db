"""A reader's whole session on files with planted identifiers, as a process of its own: see `test_session`.

``python session.py FOLDER``: images are in FOLDER/images, exports go to FOLDER/out.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import log
from app.engine_client import EngineClient
from app.i18n_switch import Desktop
from app.settings import Settings
from engine.paths import config_dir, log_dir
from tests.engine.batch.chests import NEIGHBOUR_MM, NODULE_MM


class Session:
    """Steers a window as a reader does, and waits for what comes of it."""

    def __init__(self, folder: Path) -> None:
        self.images, self.out = folder / "images", folder / "out"
        self.logger = log.open_log(log_dir(), "window")
        log.install_qt_handler(self.logger)
        log.install_excepthook(self.logger, lambda _text: None)
        self.client = EngineClient(on_stderr=log.engine_log(log_dir()))
        self.desktop = Desktop(self.client, Settings(config_dir()))
        self.window.resize(1200, 800)
        self.window.show()
        self.window.start()

    @property
    def window(self):
        """The one on screen; another one after a change of language."""
        return self.desktop.window

    def wait(self, until: Callable[[], object], what: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not until():
            if time.monotonic() > end:
                sys.exit(f"{what} did not come; the strip says: {self.window.strip.text}")
            QTest.qWait(20)

    def press(self, *commands: str) -> None:
        for command in commands:
            self.window.actions_by_id[command].trigger()
            QTest.qWait(60)

    def open(self, path: Path) -> None:
        self.window.open_paths([path])
        self.wait(lambda: (now := self.window.session.open) is not None and now.complete, "The series")

    @property
    def prior(self):
        """The series that is not on screen."""
        session = self.window.session
        return next(s for s in session.series if s.series_uid != session.open.summary.series_uid)

    def other(self) -> None:
        before = self.window.session.open
        self.window.opening.choose(self.prior)
        self.wait(lambda: self.window.session.open is not before, "The other")
        self.wait(lambda: self.window.session.open.complete, "All of it")

    def judge(self) -> None:
        window = self.window
        self.wait(lambda: window.client.model_known, "The model")
        for place in (NODULE_MM, NEIGHBOUR_MM):
            window.review.assess_at(place)
            self.wait(lambda: not window.assessor.busy, "A nodule")
        self.wait(lambda: bool(window.session.nodules.entries), "The list")

    def read(self) -> None:
        """Decide, label, comment, measure, mark a key image, look at tags, worklist, planes, slab."""
        self.press("nodule.next", "label.malignant", "nodule.unread", "nodule.mark")
        self.press("nodule.risk", "layout.planes", "layout.one", "slab.toggle", "slab.toggle")
        window = self.window
        self.press("nodule.comment")
        QTest.keyClicks(QApplication.focusWidget(), "follow up")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        window.grid.setFocus()
        self.press("measure.key_image", "worklist.show", "tags.show", "audit.show", "hanging.show")
        self.wait(lambda: bool(self.window.tags.dialog.rows), "The tags")
        self.window.tags.dialog.search.setText("name")
        self.window.looks.save_snapshot(self.out / "picture.png")
        QTest.qWait(300)

    def compare(self) -> None:
        window = self.window
        window.comparing.begin_with(self.prior)
        self.wait(lambda: window.comparing.shown, "The prior")
        QTest.qWait(1500)
        window.comparing.leave()

    def report(self) -> None:
        self.press("report.show")
        dialog = self.window.reporting.dialog
        self.wait(dialog.impression.isEnabled, "What the report says")
        dialog.impression.setPlainText("One nodule.")
        dialog.reader.setText("Dr. Reader")
        dialog.folder.setText(str(self.out))
        self.window.reporting.sign()
        QTest.qWait(500)
        self.window.reporting.export()
        self.wait(lambda: not self.window.reporting.busy, "The report")

    def analyse(self) -> None:
        batch = self.window.batch
        batch.show((str(self.images),))
        batch.dialog.form.out.setText(str(self.out / "batch"))
        batch.dialog.start()
        self.wait((self.out / "batch" / "summary.json").exists, "The analysis", 120)
        self.wait(lambda: not batch.process.running, "The end of the analysis")
        session = self.window.session

        def suggested() -> list[str]:
            return [key for key, entry in session.nodules.entries.items() if entry.suggested_by]

        self.window.batch.review.recall(session.open.summary.series_uid, "Dr. Reader")
        self.wait(suggested, "A suggestion", 10)
        session.select(suggested()[0])
        self.press("nodule.accept")

    def fail(self) -> None:
        """An error whose message names the patient, and an engine that dies."""
        summary = self.window.session.open.summary
        try:
            raise RuntimeError(f"Zzplanted^Given of {self.images}, {summary.description}")  # noqa: TRY301
        except RuntimeError:
            sys.excepthook(*sys.exc_info())
        before = self.client.pid
        psutil.Process(before).kill()
        self.wait(lambda: self.client.pid not in (before, 0, None), "Another engine")
        self.window.review.assess_at(NODULE_MM)
        self.wait(lambda: not self.window.assessor.busy, "The nodule again")


def main(folder: Path) -> int:
    app = QApplication([])
    session = Session(folder)
    session.open(next(session.images.iterdir()))
    session.judge()
    session.read()
    session.compare()
    session.report()
    session.analyse()
    session.fail()
    session.other()
    session.desktop.switch("zh_CN")
    QTest.qWait(500)
    session.window.close()
    app.processEvents()
    print("session done")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
