"""JSON from a file or a process that anyone may have written: whatever it holds, a value or a `ValueError`.

Standard library only.
"""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

#: No document of ours is a tenth as long.
MAX_BYTES = 256 << 20


def parse(content: str | bytes) -> Any:
    """Return the value of a JSON text.

    Raises
    ------
    ValueError
        If it is none, is nested deeper than Python may call, or holds a number that is not finite.
    """
    try:
        return json.loads(content, parse_constant=_finite, parse_float=_finite)
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error


def read(path: Path) -> Any:
    """Return the value of a file in UTF-8.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        As `parse`, or if it is longer than `MAX_BYTES`.
    """
    with path.open("rb") as file:
        if os.fstat(file.fileno()).st_size > MAX_BYTES:
            raise ValueError("it is too long")
        content = file.read()
    return parse(content)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number is not finite")
    return value
