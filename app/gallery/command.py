"""`noduscope screenshots OUT`: a picture of every view, without a hand on the mouse.

The window gets a home of its own that is deleted afterwards: settings, store and models are as after a first
start, so that every run gives the same pictures, but for today's date where one is shown.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image, ImageColor
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QPixmap

from app.palette import Role

#: Of the main window, device-independent pixels.
SIZE = (1280, 800)
#: In physical pixels, so that it has 1920 x 1080 of the others at 200 %.
SCREEN = {"x": 0, "y": 0, "width": 3840, "height": 2160, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
#: Colours of a picture: a third of the bytes of all of them, and no eye tells the difference.
COLOURS = 256
READER = "Reader"


def run(
    out: Path,
    *,
    theme: str,
    scale: float,
    language: str,
    only: Sequence[str],
    say: Callable[[str], None],
) -> list[str]:
    """Take the pictures.

    Parameters
    ----------
    out
        Folder for the PNG files; made where it is not there.
    theme
        `app.theme.Choice`.
    scale
        Physical pixels of one device-independent pixel.
    language
        Code of the language of the window.
    only
        Names of views; none for all of them.
    say
        Told the path of each picture.

    Returns
    -------
    list of str
        What cannot be read on them (`app.gallery.clipping.clipped`), a sentence each.

    Raises
    ------
    app.gallery.stage.StageError
        If a view does not come, or there is no view or language of a name.
    OSError
        If the folder cannot be written.
    """
    from engine.paths import HOME

    out.mkdir(parents=True, exist_ok=True)
    # Before the first Qt object: both are read once.
    os.environ["QT_SCALE_FACTOR"] = f"{scale:g}"
    with tempfile.TemporaryDirectory(prefix="noduscope-gallery-") as scratch:
        if sys.platform == "linux":
            # The platform's own screen is smaller than any that is read on.
            screen = Path(scratch) / "screen.json"
            screen.write_text(json.dumps({"screens": [{**SCREEN, "name": "gallery"}]}), "utf-8")
            os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        os.environ[HOME] = str(Path(scratch) / "home")
        return _take_all(out, Path(scratch), theme=theme, language=language, only=only, say=say)


def _take_all(
    out: Path, scratch: Path, *, theme: str, language: str, only: Sequence[str], say: Callable[[str], None]
) -> list[str]:
    from PySide6.QtWidgets import QApplication

    from app import log
    from app import theme as themes
    from app.appearance import choice_of
    from app.engine_client import EngineClient
    from app.gallery.clipping import clipped
    from app.gallery.registry import every_view, take
    from app.gallery.stage import Stage, StageError
    from app.i18n import LANGUAGES
    from app.i18n_switch import choose_language
    from app.settings import FILE, Settings
    from app.window import MainWindow
    from engine.network.config import Network, Node, Peer, save
    from engine.paths import config_dir, log_dir

    views = every_view()
    for name in only:
        if name not in views:
            raise StageError(f"There is no view called {name!r}; there are {', '.join(views)}.")
    if language not in LANGUAGES:
        raise StageError(f"There is no language {language!r}; there are {', '.join(LANGUAGES)}.")
    config_dir().mkdir(parents=True)
    (config_dir() / FILE).write_text(json.dumps({"theme": theme, "language": language}), "utf-8")
    save(
        Network(
            nodes=(Node(name="Archive", ae_title="ARCHIVE", host="archive.example.org", port=11112),),
            peers=(Peer(ae_title="CT1", address="192.0.2.17"),),
        )
    )
    logger = log.open_log(log_dir(), "window")
    log.install_qt_handler(logger)
    app = QApplication.instance() or QApplication(["noduscope"])
    if not isinstance(app, QApplication):
        raise TypeError("There is a Qt application without widgets already.")
    app.setCursorFlashTime(0)
    settings = Settings(config_dir())
    settings.set_reader(READER)
    # Every widget takes its texts when it is made.
    if problem := choose_language(language):
        raise StageError(problem)
    themes.apply(app, choice_of(settings.theme))
    window = MainWindow(EngineClient(on_stderr=log.engine_log(log_dir())), settings)
    window.resize(*SIZE)
    window.show()
    window.start()
    stage = Stage(window, scratch)
    faults: list[str] = []
    try:
        for name in views:
            if only and name not in only:
                continue
            for widget in take(stage, name):
                path = out / f"{name}.png"
                path.write_bytes(png(widget.grab()))
                say(str(path))
                faults += [f"{name}: {fault}" for fault in clipped(widget)]
    finally:
        stage.leave()
        window.close()
    return faults


def _own_colours() -> set[str]:
    """Return what the present theme and the texts on the image are drawn in."""
    from app import theme

    on_image = (theme.HUD_TEXT, theme.HUD_LETTER, theme.OUTLINE_SELECTED, theme.MEASURE_SELECTED)
    return {theme.name(role) for role in Role} | set(on_image)


def png(picture: QPixmap) -> bytes:
    """Return a picture as a small PNG file: in a palette of its own colours, packed tightly."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    with Image.open(BytesIO(bytes(buffer.data().data()))) as image:
        whole = image.convert("RGB")
        own = sorted(_own_colours())
        small = whole.quantize(COLOURS - len(own), dither=Image.Dither.NONE)
        pixels, colours = np.asarray(whole, np.uint32), np.array(small)
    # The window's own colours as they are: so few pixels have some of them that they would be lost.
    packed_rgb = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    for index, text in enumerate(own, COLOURS - len(own)):
        colours[packed_rgb == int(text[1:], 16)] = index
    palette = (small.getpalette() or [])[: 3 * (COLOURS - len(own))]
    palette += [0] * (3 * (COLOURS - len(own)) - len(palette))
    small = Image.fromarray(colours)
    small.putpalette([*palette, *(channel for text in own for channel in ImageColor.getrgb(text)[:3])])
    packed = BytesIO()
    small.save(packed, "PNG", optimize=True)
    return packed.getvalue()
