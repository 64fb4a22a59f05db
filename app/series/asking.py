"""The desktop's dialogs that ask which folder or files are opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import tr
from app.settings import Settings


def ask_folder(parent: QWidget, settings: Settings) -> list[str]:
    """Return the folder that the reader chose; nothing if none."""
    folder = QFileDialog.getExistingDirectory(parent, tr("Open a folder of DICOM files"), _last(settings))
    return [folder] if folder else []


def ask_files(parent: QWidget, settings: Settings) -> list[str]:
    """Return the files, ZIP or DICOMDIR that the reader chose."""
    files, _ = QFileDialog.getOpenFileNames(
        parent, tr("Open DICOM files, a ZIP or a DICOMDIR"), _last(settings)
    )
    return files


def _last(settings: Settings) -> str:
    recents = settings.recents
    return str(Path(recents[0].paths[0]).parent) if recents and recents[0].paths else ""
