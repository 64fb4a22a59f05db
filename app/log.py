"""The window's and the engine's log files, and what becomes of an unexpected error. No patient data in them.

What may be written is decided here: types of errors and places in the program, never their messages, since
these quote file names and values; and of what the engine prints, nothing that quotes a path.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from app import program

#: Two files of this size each, for the window and for the engine.
LOG_BYTES = 1_000_000
#: More lines than this of one engine are noise: a driver that prints in a loop must not fill the disk's time.
ENGINE_LINES = 5_000

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
#: A Unix or Windows path, to the end of the line: names of folders may hold blanks.
_PATH = re.compile(r"(?:(?<=[\s=(\[:])|^)(?:[A-Za-z]:[\\/]|\\\\|/(?=[^\s/])|~/).*$")


def scrub(line: str) -> str:
    """Return a line of foreign text without what could name a patient: quoted values, paths, long digits."""
    own = re.match(r'\s*File "(.+)", line (\d+), in (\S+)$', line)
    if own:
        return f"  {place(own[1])}:{own[2]} {own[3]}"
    line = _QUOTED.sub("'…'", line)
    line = _PATH.sub("<path>", line)
    return re.sub(r"\d{5,}", "#", line)


def place(filename: str) -> str:
    """Return a source file as a place in the program, without the folders it is installed in."""
    path = Path(filename)
    try:
        return path.resolve().relative_to(program.HOME).as_posix()
    except ValueError:
        return path.name


def describe(error: BaseException) -> str:
    """Return an error's type and where it came from; never its message."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [type(error).__name__, *(f"  {place(f.filename)}:{f.lineno} {f.name}" for f in frames)]
    if error.__cause__ is not None:
        lines += ["caused by", describe(error.__cause__)]
    return "\n".join(lines)


def open_log(folder: Path, name: str) -> logging.Logger:
    """Return a logger that writes to ``folder/name.log``, bounded; silent where that cannot be written."""
    logger = logging.getLogger(f"noduscope.{name}")
    logger.propagate = False
    logger.setLevel(logging.INFO)
    for old in list(logger.handlers):
        logger.removeHandler(old)
        old.close()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(
            folder / f"{name}.log", maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    return logger


def engine_log(folder: Path) -> Callable[[str], None]:
    """Return what takes the engine's standard error: scrubbed, bounded, into ``engine.log``."""
    logger = open_log(folder, "engine")
    left = ENGINE_LINES

    def write(line: str) -> None:
        nonlocal left
        left -= 1
        if left >= 0:
            logger.info(scrub(line))

    return write


def install_qt_handler(logger: logging.Logger) -> None:
    """Send what Qt says to the log, where it does not mix with a command's output; fatal errors stay."""

    def handle(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if kind == QtMsgType.QtFatalMsg:
            sys.stderr.write(text + "\n")
        logger.info(scrub(text))

    qInstallMessageHandler(handle)


def install_excepthook(logger: logging.Logger, tell: Callable[[str], None]) -> None:
    """Send unexpected errors of the window to the log and, as a sentence, to the screen."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        logger.error(describe(error))
        tell(f"Something unexpected happened ({kind.__name__}). You can go on; the log has the details.")

    sys.excepthook = hook
