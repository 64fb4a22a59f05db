"""Skeleton."""

from PySide6.QtWidgets import QApplication


def apply(app: QApplication) -> None: ...
