"""Arrays of an ``.npz`` from elsewhere: no pickles, and not one byte more than the file may hold.

What the archive says of its sizes and what an array's header says of its shape are checked before anything of
that size is asked for. It must not know packages.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

#: All arrays of a file together. The default model's recorded answers are 3 MB.
MAX_BYTES = 256 << 20
MAX_ARRAYS = 64
_SUFFIX = ".npy"
_DAMAGE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError)
_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}


def read_arrays(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a file by name.

    Raises
    ------
    OSError
        If it cannot be read.
    ValueError
        If it is no such file, is damaged, or holds more than it may; the message says what.
    """
    left, arrays = MAX_BYTES, {}
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len(names) > MAX_ARRAYS:
                raise ValueError(f"it holds {len(names)} arrays; at most {MAX_ARRAYS} are read")
            for name in names:
                with archive.open(name) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise ValueError(f"it unpacks to more than {MAX_BYTES >> 20} MB")
                arrays[name.removesuffix(_SUFFIX)] = _array(content)
    except _DAMAGE as error:
        raise ValueError("it is no readable archive of arrays") from error
    return arrays


def _array(content: bytes) -> npt.NDArray[Any]:
    file = io.BytesIO(content)
    try:
        shape, fortran, dtype = _HEADERS[np.lib.format.read_magic(file)](file)
        # A view of the bytes: the shape cannot ask for more than there is.
        flat = np.frombuffer(content, dtype, offset=file.tell())
        array: npt.NDArray[Any] = flat.reshape(shape, order="F" if fortran else "C")
    except (
        Exception
    ) as error:  # numpy takes headers apart with Python's own tokenizer, which raises many kinds
        raise ValueError("one of its arrays is damaged") from error
    return array
