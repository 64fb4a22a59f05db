"""Why the window cannot start on this computer, in a sentence with what to install. Standard library only.

A missing system library shows as an error in the middle of an import, or, where Qt looks for it later, as an
abort; both are found here before.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import re
import sys
from pathlib import Path

#: Debian's and Ubuntu's packages with what Qt needs and a minimal system lacks.
PACKAGES = {
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libGLX": "libglx0",
    "libOpenGL": "libopengl0",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libfreetype": "libfreetype6",
    "libglib-2.0": "libglib2.0-0",
    "libwayland-client": "libwayland-client0",
    "libwayland-cursor": "libwayland-cursor0",
    "libwayland-egl": "libwayland-egl1",
    "libxkbcommon": "libxkbcommon0",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
    "libX11": "libx11-6",
    "libX11-xcb": "libx11-xcb1",
    "libxcb": "libxcb1",
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-image": "libxcb-image0",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-randr": "libxcb-randr0",
    "libxcb-render-util": "libxcb-render-util0",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-util": "libxcb-util1",
    "libxcb-xkb": "libxcb-xkb1",
}
NO_SCREEN = (
    "There is no screen to show the window on: neither DISPLAY nor WAYLAND_DISPLAY is set. Start Noduscope"
    " from a desktop; commands such as `noduscope analyze` need no screen."
)
_SHARED = re.compile(r"(lib[\w.+-]+?)\.so[\w.]*: cannot open shared object file")


def import_problem(error: ImportError) -> str:
    """Return why the window's libraries could not be loaded, in a sentence; empty where that is unknown."""
    found = _SHARED.search(str(error))
    if found:
        return _missing(found[0].split(":")[0], found[1])
    if "DLL load failed" in str(error):
        return (
            "The window cannot start: a system library of Windows is missing. Install the current “Microsoft"
            " Visual C++ Redistributable” (x64) and start again."
        )
    if isinstance(error, ModuleNotFoundError) and (error.name or "").split(".")[0] == "PySide6":
        return "The window cannot start: PySide6 is not installed here. Install Noduscope again."
    return ""


def screen_problem() -> str:
    """Return why Qt could not open a window here, in a sentence; empty where it can. Looks on Linux only."""
    if not sys.platform.startswith("linux"):
        return ""
    wanted = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    display, wayland = os.environ.get("DISPLAY"), os.environ.get("WAYLAND_DISPLAY")
    if not wanted and not display and not wayland:
        return NO_SCREEN
    if wanted not in ("", "xcb") or (not wanted and wayland):
        return ""
    spec = importlib.util.find_spec("PySide6")
    folder = Path(spec.origin).parent if spec and spec.origin else None
    plugin = folder / "Qt" / "plugins" / "platforms" / "libqxcb.so" if folder else None
    if plugin is None or not plugin.is_file():
        return ""  # a Qt of the system's own: it looks after itself
    try:
        ctypes.CDLL(str(plugin))  # Qt would abort; loading it twice costs nothing
    except OSError as error:
        found = _SHARED.search(str(error))
        return _missing(found[0].split(":")[0], found[1]) if found else ""
    return ""


def tell(sentence: str) -> None:
    """Say it where a person sees it: a windowed program has no terminal on Windows."""
    if sys.stderr is not None:
        sys.stderr.write(sentence + "\n")
    if sys.platform == "win32":
        ctypes.windll.user32.MessageBoxW(None, sentence, "Noduscope", 0x10)


def _missing(file: str, name: str) -> str:
    package = PACKAGES.get(name)
    how = (
        f"On Debian and Ubuntu: sudo apt install {package}"
        if package
        else "Install the package of your system that contains it"
    )
    return f"The window cannot start: the system library {file} is missing. {how}; then start again."
