"""Where this user's files go, and where the program's own resources lie. Nothing is created here.

Set ``NODUSCOPE_HOME`` to keep everything under one folder (a portable installation, or a test).
"""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_NAME = "noduscope"
#: Environment variable with the one folder under which everything is kept, where it is set.
HOME = "NODUSCOPE_HOME"
#: Environment variable with a scratch folder: settings and caches are in it, the user's own are left alone.
SAFE_MODE = "NODUSCOPE_SAFE_MODE"


def _folder(kind: str, default: str) -> Path:
    scratch = os.environ.get(SAFE_MODE)
    if scratch and kind in ("cache", "config"):
        return Path(scratch) / kind
    home = os.environ.get(HOME)
    return Path(home) / kind if home else Path(default)


def safe_mode() -> bool:
    """Whether the user's settings, models, network and caches are left alone; findings and labels are not."""
    return bool(os.environ.get(SAFE_MODE))


def data_dir() -> Path:
    """Folder for what must not be lost: installed models, the store."""
    return _folder("data", platformdirs.user_data_dir(_NAME, appauthor=False))


def store_file() -> Path:
    """File of the store: findings, decisions, labels."""
    return data_dir() / "store.sqlite"


def cache_dir() -> Path:
    """Folder for what can be made again; safe to delete."""
    return _folder("cache", platformdirs.user_cache_dir(_NAME, appauthor=False))


def config_dir() -> Path:
    """Folder for settings."""
    return _folder("config", platformdirs.user_config_dir(_NAME, appauthor=False))


def log_dir() -> Path:
    """Folder for logs."""
    return _folder("logs", platformdirs.user_log_dir(_NAME, appauthor=False))


def resources_dir() -> Path:
    """Folder of the program's own data files, from source and in a frozen application alike."""
    import resources

    return Path(resources.__path__[0])
