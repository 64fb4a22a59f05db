"""Makes a written bundle smaller, taking away nothing that the program uses: `app.spec` calls it last.

On Linux: libraries that nothing is linked to any more, symbols, OpenCV's video and linear algebra, ICU's
other languages (docs/decisions/0035-small-bundle.md). Everywhere: data with spaces for people to read.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from resources.packaging import elf, icu

#: Libraries of OpenCV's wheel that it is linked to and that the reader never calls: tests/test_packaging.py
#: holds the list of OpenCV's functions that the engine may use.
NEVER_CALLED = ("libavcodec-*", "libavformat-*", "libavutil-*", "libswscale-*", "libavif-*", "libopenblas*")
MESSAGE = "Noduscope: this part of OpenCV is left out of the bundle. Please report what you did."
#: Folders in which every library is loaded through one linked to it; elsewhere plug-ins are loaded
#: by file name, and nothing may be concluded from links.
LINKED_ONLY = (".", "*.libs", "_gdcm", "PySide6/Qt/lib")
MINIFIED = ("highdicom/_standard/*.json",)
Say = Callable[[str], None]


def slim(root: Path, say: Say = print, *, full: bool = False) -> None:
    """Make the bundle in a folder smaller; says what each step saved.

    Parameters
    ----------
    root
        The folder with the executables, as PyInstaller wrote it.
    full
        Whether training is in it, which calls more of OpenCV than the reader does: then OpenCV stays whole.
    """
    inside = root / "_internal"
    _told("data without spaces", inside, _minify, say)
    if not sys.platform.startswith("linux"):
        return
    if not elf.available():
        say(f"Libraries stay as they are: {', '.join(elf.TOOLS)} are needed to make them smaller.")
        return
    if not full:
        _told("OpenCV without video and LAPACK", inside, _stand_ins, say)
    _told("libraries that nothing uses", inside, _drop_orphans, say)
    _told("libraries that are there twice", inside, _join_copies, say)
    _told("ICU in the window's languages", inside, _reduce_icu, say)
    _told("symbols", inside, _strip, say)


def _told(what: str, inside: Path, step: Callable[[Path], None], say: Say) -> None:
    before = _size(inside)
    step(inside)
    say(f"{(before - _size(inside)) / 1e6:8.1f} MB less: {what}")


def _minify(inside: Path) -> None:
    for pattern in MINIFIED:
        for path in inside.glob(pattern):
            document = json.loads(path.read_text("utf-8"))
            path.write_text(json.dumps(document, separators=(",", ":")), "utf-8")


def _stand_ins(inside: Path) -> None:
    folder = inside / "opencv_python_headless.libs"
    targets = [path for pattern in NEVER_CALLED for path in folder.glob(pattern)]
    users = list((inside / "cv2").glob("*.so"))
    for path in targets:
        elf.write_stand_in(path, users, MESSAGE)


def _drop_orphans(inside: Path) -> None:
    while True:
        wanted = {name for path in _libraries(inside) for name in elf.needed(path)}
        orphans = [
            path
            for folder in LINKED_ONLY
            for path in inside.glob(f"{folder}/lib*.so*" if folder != "." else "lib*.so*")
            if path.name not in wanted and not path.name.startswith("libpython")
        ]
        if not orphans:
            break
        for path in orphans:
            path.unlink()
    for path in inside.rglob("*"):
        if path.is_symlink() and not path.exists():
            path.unlink()


def _join_copies(inside: Path) -> None:
    """Let libraries that two wheels bring alike be one file."""
    first: dict[tuple[str, bytes], Path] = {}
    for path in sorted(inside.glob("*.libs/lib*.so*")):
        if path.is_symlink():
            continue
        known = first.setdefault((path.name, hashlib.sha256(path.read_bytes()).digest()), path)
        if known != path:
            path.unlink()
            path.symlink_to(Path("..") / known.relative_to(inside))


def _reduce_icu(inside: Path) -> None:
    for path in inside.glob("PySide6/Qt/lib/libicudata.so.*"):
        symbol = f"icudt{path.name.rpartition('.')[2]}_dat"
        elf.write_blob(path, symbol, icu.reduced(elf.read_blob(path, symbol)))


def _strip(inside: Path) -> None:
    for path in _libraries(inside):
        elf.strip(path)


def _libraries(inside: Path) -> Iterator[Path]:
    for path in sorted(inside.rglob("*.so*")):
        if path.is_file() and not path.is_symlink() and elf.is_library(path):
            yield path


def _size(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


if __name__ == "__main__":
    slim(Path(sys.argv[1]))
