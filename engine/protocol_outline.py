"""Messages about outlines that a reader drew or mended. They are part of `engine.protocol`."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Literal

from engine.protocol_base import Message
from engine.protocol_parts import SharedArray, VolumeRef

if TYPE_CHECKING:
    from engine.mask_box import MaskBox


class OutlineModel(Message):
    """`engine.mask_box.MaskBox` in JSON: shape, first voxel, and the packed runs in base 64."""

    size: tuple[int, int, int]
    start: tuple[int, int, int]
    runs: str

    @classmethod
    def of(cls, box: MaskBox) -> OutlineModel:
        """Describe a mask."""
        k, r, c = box.mask.shape
        return cls(size=(k, r, c), start=box.start, runs=base64.b64encode(box.packed()).decode("ascii"))

    def box(self) -> MaskBox:
        """Return the mask that this describes.

        Raises
        ------
        ValueError
            If it is damaged.
        """
        from engine.mask_box import MaskBox  # needs numpy, for which an engine's first line need not wait

        try:
            runs = base64.b64decode(self.runs, validate=True)
        except binascii.Error as error:
            raise ValueError("The packed mask is damaged.") from error
        return MaskBox.unpacked(runs, self.size, self.start)


class OutlineRequest(Message):
    """Measure and assess the nodule with this outline. The map is written to `map_values`.

    Result: `engine.protocol.AssessResult`.
    """

    kind: Literal["outline"] = "outline"
    id: int
    volume: VolumeRef
    outline: OutlineModel
    map_values: SharedArray
