"""Opens every view of the window on fake engines, at some scale, and says what is cut off or not reached.

Run as a script, since a scale is read once a process: ``python -m tests.gui.every_view SCALE FOLDER``.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSlider,
    QWidget,
)

from app import theme
from app.engine_client import EngineClient, EngineState
from app.finetune.wizard import DATA, INSTALL, RECIPE, SPLIT, TRAINING, VERDICT
from app.gallery.clipping import clipped
from app.gallery.example_studies import example_lines
from app.settings import Settings
from app.theme import Choice
from app.window import MainWindow
from engine.network.config import Network, Node, Peer, save
from tests.gui.fake_engine import GRID

HERE = Path(__file__).parent
#: Room for a window on 1366 x 768 pixels, and on 1920 x 1080 at 150 %, less its frame and a task bar.
SMALL = (1264, 640)
#: What a reader presses, types in or chooses from.
CONTROLS = (
    QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QSlider
)  # fmt: skip


def wait(until: Callable[[], object], what: str, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            raise TimeoutError(what)
        QTest.qWait(10)


def views(window: MainWindow, folder: Path) -> Iterator[tuple[str, QWidget]]:
    """Bring up one view after the other."""
    wait(lambda: window.client.state is EngineState.READY and window.client.model_known, "the engine", 60)
    QTest.qWait(50)
    yield "start", window
    window.open_paths([str(folder)])
    wait(lambda: window.session.open is not None and window.session.open.complete, "the series")
    wait(lambda: window.client.model_known, "the model")
    for index in (3, 5):
        window.review.assess_at(tuple(float(v) for v in GRID.to_patient((index, 32, 32))))
    wait(lambda: not window.assessor.busy, "the nodules")
    first = window.session.nodules.ordered()[0]
    window.review.go_to(first.id)
    yield "viewer", window
    window.grid.show_planes()
    yield "planes", window
    window.grid.show_one()
    window.actions_by_id["nodule.risk"].trigger()
    yield "risk", window
    window.actions_by_id["nodule.risk"].trigger()
    window.strip.say("The engine has ended unexpectedly and is started again.", action=("Show", lambda: None))
    yield "message", window
    window.strip.clear()
    for name, command in (
        ("report", "report.show"), ("analyze", "file.analyze"), ("queue", "label.queue"),
        ("models", "models.manage"), ("drift", "models.drift"), ("network-settings", "network.settings"),
        ("network-query", "network.query"), ("network-send", "network.send"), ("keys", "help.keys"),
        ("hanging", "hanging.show"), ("prior", "compare.choose"), ("tags", "tags.show"),
    ):  # fmt: skip
        window.actions_by_id[command].trigger()
        dialog = newest(window)
        yield name, dialog
        dialog.close()
    yield from listed(window)
    window.finetune.show()
    wizard = window.finetune.wizard
    for index in (DATA, SPLIT, RECIPE):
        wizard.go_to(index)
        wait(lambda: not wizard.page.command.running, "a page")
        QTest.qWait(100)
        wait(lambda: not wizard.page.command.running, "a page")
        yield f"finetune-{index + 1}", wizard
    wizard.next()
    yield f"finetune-{TRAINING + 1}", wizard
    wait(lambda: not wizard.run.state.alive, "the training")
    for index in (VERDICT, INSTALL):
        wizard.go_to(index)
        wait(lambda: not wizard.page.command.running, "a page")
        QTest.qWait(100)
        wait(lambda: not wizard.page.command.running, "a page")
        yield f"finetune-{index + 1}", wizard
    wizard.close()


def listed(window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The worklist as it is at first, and with studies of every status."""
    dialog = window.worklist.dialog
    dialog.show()
    yield "worklist-empty", dialog
    dialog.set_lines(example_lines())
    yield "worklist", dialog
    dialog.close()


def newest(window: MainWindow) -> QWidget:
    QTest.qWait(50)
    return next(w for w in reversed(QApplication.topLevelWidgets()) if w.isVisible() and w is not window)


def unreachable(root: QWidget) -> list[str]:
    """Return a sentence for every control that Tab does not come to, or one where it does not come round."""
    root.activateWindow()
    wait(root.isActiveWindow, "the window's activation")
    controls = [c for c in root.findChildren(QWidget) if isinstance(c, CONTROLS) and _is_one(c, root)]
    if not controls:
        return []
    seen: list[QWidget] = []
    for _ in range(4 * len(controls) + 40):
        at = QApplication.focusWidget()
        if at is not None and seen and at is seen[0] and len(seen) > 1:
            break
        if at is not None:
            seen.append(at)
        QTest.keyClick(at or root, Qt.Key.Key_Tab)
    else:
        return [f"Tab is trapped in {type(seen[-1]).__name__}."]
    reached = {id(w) for w in seen}
    reached |= {id(w.focusProxy()) for w in seen if w.focusProxy() is not None}
    # Arrow keys go from one of a group to the next.
    groups = {id(w.group()) for w in seen if isinstance(w, QRadioButton)}
    return [
        f"Tab does not come to {type(c).__name__} {_text(c)!r}."
        for c in controls
        if id(c) not in reached
        and id(c.focusProxy()) not in reached
        and not (isinstance(c, QRadioButton) and id(c.group()) in groups)
    ]


def _is_one(control: QWidget, root: QWidget) -> bool:
    inner = control.objectName().startswith("qt_") or isinstance(
        control.parentWidget(), (QAbstractSpinBox, QComboBox)
    )
    works = control.isEnabled() and control.isVisibleTo(root) and control.window() is root
    if isinstance(control, QHeaderView):
        works = False  # a part of its table
    if control.property("keys") is not None:
        works = False  # commands of the window go through it wherever the focus is
    return works and not inner and control.width() > 0 and control.height() > 0


def _text(control: QWidget) -> str:
    text = getattr(control, "text", None)
    return control.accessibleName() or (text() if text is not None else "") or control.objectName()


def main(scale: str, folder: Path) -> None:
    os.environ["QT_SCALE_FACTOR"] = scale
    # 200 % is for screens of four times the pixels.
    side = 2 if float(scale) >= 2 else 1
    folder.mkdir(parents=True, exist_ok=True)
    screen = json.loads((HERE / "screen.json").read_text("utf-8"))
    screen["screens"][0] |= {"width": side * 1920, "height": side * 1080}
    (folder / "screen.json").write_text(json.dumps(screen), "utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={folder / 'screen.json'}"
    os.environ["NODUSCOPE_HOME"] = str(folder / "home")
    os.environ["FAKE_NODUSCOPE"] = str(folder / "world")
    (folder / "world").mkdir(parents=True)
    (folder / "world" / "script.json").write_text("{}", "utf-8")
    (folder / "images").mkdir()
    app = QApplication(["noduscope"])
    theme.apply(app)
    (folder / "home" / "config").mkdir(parents=True)
    save(
        Network(
            nodes=(Node(name="Archive", ae_title="ARCHIVE", host="archive.example.org", port=104),),
            peers=(Peer(ae_title="CT1", address="192.0.2.17"),),
        )
    )
    window = MainWindow(
        EngineClient([sys.executable, str(HERE / "fake_engine.py")]), Settings(folder / "config")
    )
    window.finetune.command = lambda *words: [
        sys.executable, str(HERE / "finetune" / "fake_noduscope.py"), *words
    ]  # fmt: skip
    room = window.screen().availableGeometry()
    window.resize(min(1366, room.width()), min(728, room.height() - 40))
    window.show()
    window.start()
    found: dict[str, list[str]] = {}
    for name, widget in views(window, folder / "images"):
        faults: list[str] = []
        for choice in (Choice.DARK, Choice.LIGHT):
            theme.choose(choice)
            QTest.qWait(30)
            faults += [f"{fault} ({choice})" for fault in clipped(widget)]
        least = widget.minimumSizeHint()
        if least.width() > SMALL[0] or least.height() > SMALL[1]:
            faults.append(f"It needs {least.width()} x {least.height()} and fits no small screen.")
        faults += unreachable(widget)
        found[name] = faults
    window.close()
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
