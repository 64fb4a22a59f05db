"""Arrays in shared memory: the window makes and owns them, the engine attaches, fills them and lets go.

Both processes import it, so it needs nothing beyond numpy and the messages. A block lives until its owner
closes it; an engine that is killed while attached takes nothing with it.
"""

from __future__ import annotations

import atexit
import contextlib
import math
import os
import sys
import threading
from collections.abc import Iterator
from multiprocessing import resource_tracker
from multiprocessing.shared_memory import SharedMemory
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.protocol import SharedArray

#: Types that a block may hold: HU and thumbnails, maps, masks.
DTYPES = ("int16", "float32", "uint8")

_lock = threading.Lock()
#: Blocks whose array someone still holds; they are closed as soon as that view is gone.
_lingering: list[SharedMemory] = []


class SharedMemoryError(OSError):
    """A block that cannot be made or used, in a sentence."""


class SharedBlock:
    """An array in a block of shared memory that this process owns.

    Use `create`. The array stays valid while anyone holds a view of it, even after `close`.
    """

    def __init__(self, memory: SharedMemory, dtype: str, shape: tuple[int, ...]) -> None:
        self._memory: SharedMemory | None = memory
        self.name = memory.name
        self.dtype = dtype
        self.shape = shape
        self._array: npt.NDArray[Any] | None = _view(memory, dtype, shape)

    @classmethod
    def create(cls, dtype: str, shape: tuple[int, ...]) -> SharedBlock:
        """Make a block, filled with zeros.

        Parameters
        ----------
        dtype
            One of `DTYPES`.
        shape
            Of the array, C order.

        Raises
        ------
        SharedMemoryError
            If the system has not that much shared memory.
        """
        size = _bytes(dtype, shape)
        try:
            with _lock:
                memory = SharedMemory(create=True, size=size)
        except OSError as error:
            raise SharedMemoryError(_no_room(size)) from error
        if hasattr(os, "posix_fallocate"):
            # Linux promises more than it has, and kills whoever writes beyond it: ask for the pages now.
            try:
                os.posix_fallocate(memory._fd, 0, size)  # type: ignore[attr-defined] # not public
            except OSError as error:
                _unlink(memory)
                _close(memory)
                raise SharedMemoryError(_no_room(size)) from error
        return cls(memory, dtype, shape)

    @property
    def array(self) -> npt.NDArray[Any]:
        """The array.

        Raises
        ------
        SharedMemoryError
            If the block was closed.
        """
        if self._array is None:
            raise SharedMemoryError("This block of shared memory was closed.")
        return self._array

    @property
    def ref(self) -> SharedArray:
        """The block as a request names it."""
        return SharedArray.model_validate({"name": self.name, "dtype": self.dtype, "shape": self.shape})

    def close(self) -> None:
        """Give the block back to the system, once nobody holds a view of it. Closing twice does nothing."""
        memory, self._memory, self._array = self._memory, None, None
        if memory is not None:
            _unlink(memory)
            _close(memory)

    def __enter__(self) -> SharedBlock:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextlib.contextmanager
def attached(ref: SharedArray) -> Iterator[npt.NDArray[Any]]:
    """Attach to a block that another process owns, for as long as the context lasts.

    Parameters
    ----------
    ref
        The block, as its owner names it.

    Yields
    ------
    numpy.ndarray
        The array itself, not a copy.

    Raises
    ------
    SharedMemoryError
        If there is no such block, or it is smaller than the array would be.
    """
    size = _bytes(ref.dtype, ref.shape)
    try:
        memory = _attach(ref.name)
    except (OSError, ValueError) as error:
        raise SharedMemoryError(
            "The shared memory that the request names does not exist (any more)."
        ) from error
    try:
        if memory.size < size:
            raise SharedMemoryError(
                f"The shared memory that the request names holds {memory.size} bytes; an array of shape"
                f" {ref.shape} and type {ref.dtype} needs {size}."
            )
        yield _view(memory, ref.dtype, ref.shape)
    finally:
        _close(memory)


def _attach(name: str) -> SharedMemory:
    if sys.version_info >= (3, 13):
        return SharedMemory(name, track=False)
    # Before 3.13 attaching registers the block with this process's resource tracker, which would unlink it
    # when this process dies: the owner would lose its voxels. So it is kept from being told at all;
    # unregistering afterwards would leave a moment in which a kill does the damage.
    with _lock:
        register = resource_tracker.register
        resource_tracker.register = lambda *_: None
        try:
            return SharedMemory(name)
        finally:
            resource_tracker.register = register


def _bytes(dtype: str, shape: tuple[int, ...]) -> int:
    if dtype not in DTYPES or not shape or min(shape) < 1:
        raise SharedMemoryError(f"Shared memory cannot hold an array of shape {shape} and type {dtype!r}.")
    return math.prod(shape) * np.dtype(dtype).itemsize


def _view(memory: SharedMemory, dtype: str, shape: tuple[int, ...]) -> npt.NDArray[Any]:
    # `frombuffer` keeps the mapping from being closed while a view lives; `ndarray(buffer=...)` does not,
    # and reading such a view crashes. Some systems round blocks up to whole pages: the array is at the front.
    if memory.buf is None:
        raise SharedMemoryError("This block of shared memory was closed.")
    return np.frombuffer(memory.buf, np.dtype(dtype), math.prod(shape)).reshape(shape)


def _unlink(memory: SharedMemory) -> None:
    with contextlib.suppress(FileNotFoundError):
        memory.unlink()


def _close(memory: SharedMemory) -> None:
    """Unmap a block, and those before it whose last view has gone meanwhile."""
    with _lock:
        waiting, _lingering[:] = [*_lingering, memory], []
        for block in waiting:
            try:
                block.close()
            except BufferError:
                _lingering.append(block)


def _no_room(size: int) -> str:
    return (
        f"There is not enough shared memory for {size / 2**20:.0f} MB. Close other series or programs;"
        " in a container, give it a larger /dev/shm."
    )


@atexit.register
def _forget() -> None:
    """Let the blocks that are still viewed go with the process, without a complaint for each."""
    for block in _lingering:
        block.close = lambda: None  # type: ignore[method-assign]
