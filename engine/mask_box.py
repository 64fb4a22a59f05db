"""A lesion's mask in the box round it: voxels added and taken away, and the mask packed for the store.

It must not know brushes, windows or files. numpy only.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from engine.geometry import FloatArray

Mask = npt.NDArray[np.bool_]
Index = tuple[int, int, int]

#: A run takes so many bytes before it is compressed.
_RUN = np.dtype("<u4")


@dataclass(frozen=True, eq=False)
class MaskBox:
    """Part of a volume's voxels.

    Parameters
    ----------
    mask
        bool ``[slice, row, column]``.
    start
        The volume's voxel at which it begins.
    """

    mask: Mask
    start: Index = (0, 0, 0)

    @classmethod
    def nothing(cls) -> MaskBox:
        """Return a mask without a voxel."""
        return cls(np.zeros((0, 0, 0), dtype=bool))

    def __bool__(self) -> bool:
        return bool(self.mask.any())

    @property
    def n_voxels(self) -> int:
        """How many voxels are in it."""
        return int(np.count_nonzero(self.mask))

    @property
    def stop(self) -> Index:
        """The voxel after its last one, along each axis."""
        k, r, c = (a + n for a, n in zip(self.start, self.mask.shape, strict=True))
        return (k, r, c)

    def fits(self, size: Index) -> bool:
        """Whether it lies inside a volume of this size."""
        return min(self.start) >= 0 and all(b <= n for b, n in zip(self.stop, size, strict=True))

    def same(self, other: MaskBox) -> bool:
        """Whether both hold the same voxels."""
        mine, theirs = self.trimmed(), other.trimmed()
        return mine.start == theirs.start and np.array_equal(mine.mask, theirs.mask)

    def trimmed(self) -> MaskBox:
        """Return the same voxels in the smallest box."""
        if not self:
            return MaskBox.nothing()
        at = np.argwhere(self.mask)
        low, high = at.min(0), at.max(0) + 1
        k, r, c = (int(a + b) for a, b in zip(self.start, low, strict=True))
        return MaskBox(self.mask[tuple(map(slice, low, high))].copy(), (k, r, c))

    def joined(self, other: MaskBox) -> MaskBox:
        """Return the voxels of both."""
        if not self or not other:
            return self or other
        k, r, c = (min(a, b) for a, b in zip(self.start, other.start, strict=True))
        size = [max(a, b) - s for a, b, s in zip(self.stop, other.stop, (k, r, c), strict=True)]
        both = MaskBox(np.zeros(size, dtype=bool), (k, r, c))
        for part in (self, other):
            both.mask[_inside(both, part)] |= part.mask
        return both

    def without(self, other: MaskBox) -> MaskBox:
        """Return the voxels that are not in `other`."""
        start = np.maximum(self.start, other.start)
        stop = np.minimum(self.stop, other.stop)
        if (stop <= start).any():
            return self
        left = MaskBox(self.mask.copy(), self.start)
        mine = tuple(map(slice, start - self.start, stop - self.start))
        theirs = tuple(map(slice, start - other.start, stop - other.start))
        left.mask[mine] &= ~other.mask[theirs]
        return left

    def at(self, voxels: FloatArray) -> Mask:
        """Whether the voxel nearest to each position is in it.

        Parameters
        ----------
        voxels
            Voxel positions in the volume, shape ``(..., 3)``.
        """
        if not self:
            return np.zeros(voxels.shape[:-1], dtype=bool)
        index = np.floor(np.asarray(voxels) + 0.5).astype(np.intp) - self.start
        inside = np.asarray(((index >= 0) & (index < self.mask.shape)).all(-1))
        held = np.where(inside[..., None], index, 0)
        return np.asarray(self.mask[tuple(np.moveaxis(held, -1, 0))] & inside)

    # ------------------------------------------------------------ packed

    def packed(self) -> bytes:
        """Return the mask as run lengths, compressed: outside, inside, outside ..., in C order.

        Position and shape are not in it: they are kept beside it.
        """
        flat = self.mask.ravel()
        ends = np.flatnonzero(np.diff(flat)) + 1
        runs = np.diff(np.concatenate(([0], ends, [flat.size])))
        if flat.size and flat[0]:  # the first run is always one outside, if an empty one
            runs = np.concatenate(([0], runs))
        return zlib.compress(runs.astype(_RUN).tobytes())

    @classmethod
    def unpacked(cls, packed: bytes, size: Index, start: Index) -> MaskBox:
        """Return a mask that was packed.

        Parameters
        ----------
        packed
            Of `packed`.
        size, start
            Its shape and the volume's voxel at which it begins.

        Raises
        ------
        ValueError
            If it is damaged, or its runs do not fill the shape.
        """
        count = int(np.prod(size, dtype=np.int64))
        if len(size) != 3 or len(start) != 3 or min(size) < 1 or min(start) < 0:
            raise ValueError(f"A mask cannot have the shape {size} at voxel {start}.")
        unpacker = zlib.decompressobj()
        # More runs than voxels there cannot be: what is longer is not read.
        limit = (count + 1) * _RUN.itemsize
        try:
            data = unpacker.decompress(packed, limit + 1)
        except zlib.error as error:
            raise ValueError("The packed mask is damaged.") from error
        if len(data) > limit or len(data) % _RUN.itemsize or not unpacker.eof:
            raise ValueError("The packed mask is damaged.")
        runs = np.frombuffer(data, dtype=_RUN).astype(np.int64)
        if int(runs.sum()) != count:
            raise ValueError(f"The packed mask has {int(runs.sum())} voxels, its shape {size} has {count}.")
        flat = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
        return cls(flat.reshape(size), start)


def _inside(whole: MaskBox, part: MaskBox) -> tuple[slice, ...]:
    first = [a - b for a, b in zip(part.start, whole.start, strict=True)]
    return tuple(slice(a, a + n) for a, n in zip(first, part.mask.shape, strict=True))
