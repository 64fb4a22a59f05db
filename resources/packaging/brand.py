"""The program's icon in each platform's format, and the version that Windows shows of an executable."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from engine import __version__

DRAWING = Path(__file__).with_name("noduscope.svg")
_SUFFIX = {"win32": ".ico", "darwin": ".icns"}


@dataclass(frozen=True)
class Marks:
    """Files that the executables are marked with."""

    icon: Path
    version_resource: Path


def write(folder: Path) -> Marks:
    """Write icon and version resource into a folder."""
    marks = Marks(folder / f"noduscope{_SUFFIX.get(sys.platform, '.png')}", folder / "version_resource.txt")
    write_icon(marks.icon)
    marks.version_resource.write_text(version_resource(__version__), "utf-8")
    return marks


def write_icon(path: Path, size: int = 256) -> None:
    """Draw the icon; the suffix says in which format.

    Parameters
    ----------
    size
        Largest edge in pixels; formats with several sizes hold the smaller ones too.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_RGBA8888)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    Image.frombytes("RGBA", (size, size), bytes(image.constBits())).save(path)


def version_resource(version: str) -> str:
    """Return what PyInstaller compiles into a Windows executable."""
    numbers = (*(int(part) for part in version.split(".")[:3]), 0)
    strings = {
        "CompanyName": "The Noduscope developers",
        "FileDescription": "Noduscope",
        "FileVersion": version,
        "InternalName": "noduscope",
        "LegalCopyright": "Apache License 2.0",
        "ProductName": "Noduscope",
        "ProductVersion": version,
    }
    listed = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}), kids=["
        f"StringFileInfo([StringTable('040904B0', [{listed}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )
