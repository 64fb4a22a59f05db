"""A report for support: what an installation is and what works; no patient, user, computer or path.

It must not know what the checks are; their texts are taken as they come, and cleaned.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import locale
import os
import platform
import re
import socket
import sys
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import psutil

from engine import __version__
from engine.checks import CheckResult

SCHEMA = 1
#: The libraries that decide what an installation can do.
LIBRARIES = (
    "numpy", "pydicom", "python-gdcm", "pylibjpeg", "pylibjpeg-openjpeg", "pylibjpeg-rle", "pyjpegls",
    "SimpleITK", "opencv-python-headless", "highdicom", "openvino", "onnxruntime", "PySide6_Essentials",
    "SQLAlchemy", "torch",
)  # fmt: skip
_PATH = re.compile(r"(?:[A-Za-z]:[\\/]|\\\\|(?<![\w.])/(?=[^\s/]))[^\"'<>|,;:\n]*")
_UID = re.compile(r"\b\d+(?:\.\d+){5,}\b")


def write_report(path: Path, results: Sequence[CheckResult]) -> None:
    """Write the report as JSON.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    document = json.dumps(describe(results), ensure_ascii=False, indent=2)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(document + "\n", "utf-8")


def describe(results: Sequence[CheckResult]) -> dict[str, Any]:
    """Return the report: the program, the machine in figures, the checks with cleaned texts."""
    secrets = _names()
    checks = [{**result.document(), "text": clean(result.text, secrets)} for result in results]
    return {
        "schema": SCHEMA,
        "ok": all(result.ok for result in results),
        "noduscope": __version__,
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "cores": psutil.cpu_count(logical=False),
        "threads": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "language": locale.getlocale()[0],
        "screen": {name: name in os.environ for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION")},
        "libraries": {name: _version(name) for name in LIBRARIES},
        "checks": checks,
    }


def clean(text: str, secrets: Iterable[str] = ()) -> str:
    """Return a text without paths, DICOM UIDs and the words that name a user or computer.

    Parameters
    ----------
    secrets
        Words to be replaced, whatever their case; those of fewer than three letters are not.
    """
    text = _UID.sub("UID", _PATH.sub("PATH", text))
    for word in sorted(set(secrets), key=len, reverse=True):
        if len(word) > 2:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", "NAME", text, flags=re.IGNORECASE)
    return text


def _names() -> set[str]:
    """User and computer as this machine calls them."""
    names = {socket.gethostname(), socket.gethostname().split(".")[0], platform.node(), Path.home().name}
    with contextlib.suppress(OSError, KeyError, ImportError):  # no such user, as in a container
        names.add(getpass.getuser())
    return names


def _version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None
