"""Position, spacing and rescale of every frame of a file, from its header or its functional groups.

The functional group of a frame goes before the one that all frames share, and both before the header itself.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from engine.dicom.instance import FileInfo, Rescale, SliceInfo, Vector
from engine.dicom.tags import Tags

SHARED, PER_FRAME = 0x52009229, 0x52009230
IMAGE_TYPE, FRAME_TYPE = 0x00080008, 0x00089007
THICKNESS, KERNEL, TRIGGER_TIME = 0x00180050, 0x00181210, 0x00181060
ACQUISITION_NUMBER, INSTANCE_NUMBER, TEMPORAL_POSITION = 0x00200012, 0x00200013, 0x00200100
POSITION, ORIENTATION, SPACING = 0x00200032, 0x00200037, 0x00280030
CENTRE, WIDTH = 0x00281050, 0x00281051
INTERCEPT, SLOPE, RESCALE_TYPE = 0x00281052, 0x00281053, 0x00281054
STACK_ID, TEMPORAL_INDEX, FRAME_ACQUISITION, CARDIAC_PHASE = 0x00209056, 0x00209128, 0x00209156, 0x00209241

#: Which functional group an element stands in.
GROUP_OF = {
    FRAME_TYPE: 0x00189329,
    THICKNESS: 0x00289110,
    SPACING: 0x00289110,
    KERNEL: 0x00189314,
    POSITION: 0x00209113,
    ORIENTATION: 0x00209116,
    CENTRE: 0x00289132,
    WIDTH: 0x00289132,
    INTERCEPT: 0x00289145,
    SLOPE: 0x00289145,
    RESCALE_TYPE: 0x00289145,
    STACK_ID: 0x00209111,
    TEMPORAL_INDEX: 0x00209111,
    FRAME_ACQUISITION: 0x00209111,
    CARDIAC_PHASE: 0x00189118,
}

#: Distances between pixels that are believed, mm. Micro-CT and scouts lie inside.
SPACING_RANGE_MM = (1e-3, 100.0)
#: Largest coordinate that is believed, mm.
MAX_COORDINATE_MM = 1e5
#: How far direction cosines may be from unit length and from perpendicular: they are written with few digits.
COSINE_TOLERANCE = 1e-2
#: How scanners begin the name of the unit; some spell it out, one as "Houndsfield".
HU_UNITS = ("HU", "HOUN")
#: Intercepts of CT stored as unsigned numbers lie about -1000; a map's do not.
MAX_CT_INTERCEPT = -900.0
#: Words in a frame's type that mark computed maps, whose values are no HU (PS3.3 C.8.15.2.1, C.8.16.1.4).
MAP_WORDS = frozenset(
    {"PERFUSION", "RCBF", "RCBV", "MTT", "TTP", "MATERIAL_FRACTION", "ELECTRON_DENSITY", "EFF_ATOMIC_NUM"}
)


class FrameTags:
    """The elements of one frame, wherever they stand."""

    WANTED = (
        SHARED, PER_FRAME, IMAGE_TYPE, THICKNESS, KERNEL, TRIGGER_TIME, ACQUISITION_NUMBER, INSTANCE_NUMBER,
        TEMPORAL_POSITION, POSITION, ORIENTATION, SPACING, CENTRE, WIDTH, INTERCEPT, SLOPE, RESCALE_TYPE,
    )  # fmt: skip

    def __init__(self, header: Tags, shared: Tags | None = None, own: Tags | None = None) -> None:
        self._header = header
        self._shared = shared if shared is not None or SHARED not in header else header.item(SHARED)
        self._own = own

    def of_frame(self, own: Tags | None) -> FrameTags:
        """Return the elements of a frame whose functional groups are `own`."""
        return FrameTags(self._header, self._shared, own)

    def per_frame(self) -> list[Tags]:
        """Return the functional groups of the frames, in the order of the frames."""
        return self._header.items(PER_FRAME)

    def _holder(self, tag: int) -> Tags:
        """Return the dataset that decides about `tag`."""
        group = GROUP_OF.get(tag)
        if group is not None:
            for groups in (self._own, self._shared):
                item = groups.item(group) if groups is not None else None
                if item is not None and tag in item:
                    return item
        return self._header

    def numbers(self, tag: int) -> tuple[float, ...]:
        """Return the numbers of an element; empty where missing or wrong."""
        return self._holder(tag).numbers(tag)

    def codes(self, tag: int) -> tuple[str, ...]:
        """Return the code strings of an element."""
        return self._holder(tag).codes(tag)

    def raw(self, tag: int) -> str:
        """Return an element in a form that can be compared."""
        return self._holder(tag).raw(tag).decode("latin-1")

    def kernel(self) -> str:
        """Convolution kernel; several values with a space between."""
        return " ".join(self._holder(KERNEL).text(KERNEL).split("\\"))

    def thickness_mm(self) -> float | None:
        """Nominal slice thickness, where it is a length."""
        values = self.numbers(THICKNESS)
        return values[0] if values and values[0] > 0 else None

    def window(self) -> tuple[float, float] | None:
        """Width and level of the first window that the file asks for."""
        centre, width = self.numbers(CENTRE), self.numbers(WIDTH)
        return (width[0], centre[0]) if centre and width and width[0] > 0 else None

    def position_mm(self) -> Vector | None:
        """Patient position of the first pixel."""
        values = self.numbers(POSITION)
        if len(values) != 3 or max(map(abs, values)) > MAX_COORDINATE_MM:
            return None
        return (values[0], values[1], values[2])

    def directions(self) -> tuple[Vector, Vector] | None:
        """Unit vectors along a row and along a column, made exactly perpendicular."""
        return _directions(self.numbers(ORIENTATION))

    def pixel_spacing_mm(self) -> tuple[float, float] | None:
        """Distance between rows and between columns."""
        values = self.numbers(SPACING)
        low, high = SPACING_RANGE_MM
        if len(values) != 2 or not all(low <= value <= high for value in values):
            return None
        return (values[0], values[1])

    def rescale(self) -> tuple[float, float, Rescale]:
        """Slope, intercept and what they lead to."""
        slope, intercept = self.numbers(SLOPE), self.numbers(INTERCEPT)
        kind = self.codes(RESCALE_TYPE)
        words = {*self.codes(IMAGE_TYPE), *self.codes(FRAME_TYPE)}
        unit = kind[0].upper() if kind else ""
        if words & MAP_WORDS or (unit not in {"", "US"} and not unit.startswith(HU_UNITS)):
            state = Rescale.OTHER
        elif not slope or not intercept or slope[0] == 0:
            state = Rescale.MISSING
        elif unit == "US":
            # "Unspecified": scanners write it on reformats of true CT, whose intercept still gives them away.
            state = Rescale.UNSPECIFIED if intercept[0] <= MAX_CT_INTERCEPT else Rescale.OTHER
        else:
            state = Rescale.HU
        return (slope[0] if slope and slope[0] != 0 else 1.0), (intercept[0] if intercept else 0.0), state

    def instance_number(self) -> int:
        """Instance Number, 0 where missing. It decides nothing about the order of slices with positions."""
        number = self._header.number(INSTANCE_NUMBER)
        return int(number) if number is not None else 0

    def phase(self) -> tuple[str, ...]:
        """Attributes that tell apart pictures of one position, in the order in which they are tried."""
        return tuple(
            self.raw(tag)
            for tag in (
                TEMPORAL_POSITION, TEMPORAL_INDEX, TRIGGER_TIME, CARDIAC_PHASE, STACK_ID, KERNEL, FRAME_TYPE,
                IMAGE_TYPE, ACQUISITION_NUMBER, FRAME_ACQUISITION,
            )
        )  # fmt: skip


@lru_cache(maxsize=256)
def _directions(cosines: tuple[float, ...]) -> tuple[Vector, Vector] | None:
    if len(cosines) != 6:
        return None
    row, column = np.asarray(cosines[:3]), np.asarray(cosines[3:])
    lengths = np.linalg.norm(row), np.linalg.norm(column)
    if max(abs(length - 1) for length in lengths) > COSINE_TOLERANCE:
        return None
    row, column = row / lengths[0], column / lengths[1]
    cosine = float(row @ column)
    if abs(cosine) > COSINE_TOLERANCE:
        return None
    column = column - cosine * row
    column /= np.linalg.norm(column)
    x, y, z = (float(v) for v in row)
    u, v, w = (float(v) for v in column)
    return (x, y, z), (u, v, w)


def frame_slices(file: FileInfo, tags: FrameTags) -> list[SliceInfo]:
    """Describe every frame of a file, in file order."""
    groups = tags.per_frame()
    result = []
    for frame in range(file.pixels.frames):
        own = tags.of_frame(groups[frame] if frame < len(groups) else None)
        directions = own.directions()
        slope, intercept, rescale = own.rescale()
        # Frames of a classic multi-frame file share one header: its position is that of none in particular.
        placed = file.pixels.frames == 1 or frame < len(groups)
        result.append(
            SliceInfo(
                file=file,
                frame=frame,
                position_mm=own.position_mm() if placed else None,
                row_direction=directions[0] if directions else None,
                column_direction=directions[1] if directions else None,
                pixel_spacing_mm=own.pixel_spacing_mm(),
                slope=slope,
                intercept=intercept,
                rescale=rescale,
                instance_number=own.instance_number(),
                phase=own.phase(),
            )
        )
    return result
