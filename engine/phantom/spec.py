"""What a phantom is asked to be: its grid, its noise, its nodules. Plain data, nothing drawn here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from engine.findings import Point
from engine.geometry import FloatArray, Grid
from engine.volume import Volume

#: What the synthetic chest gives as its scanner's: nothing is learned from such an image.
MANUFACTURER = "Noduscope"


class PhantomError(ValueError):
    """A phantom that cannot be made, described in a sentence."""


class Kind(StrEnum):
    """What a nodule is made of."""

    SOLID = "solid"
    GROUND_GLASS = "ground_glass"
    PART_SOLID = "part_solid"
    CALCIFIED = "calcified"
    SPICULATED = "spiculated"
    CAVITARY = "cavitary"


class Attachment(StrEnum):
    """What a nodule touches."""

    NOTHING = "nothing"
    PLEURA = "pleura"
    VESSEL = "vessel"


#: HU of the outer part of each kind.
KIND_HU = {
    Kind.SOLID: 35.0,
    Kind.GROUND_GLASS: -620.0,
    Kind.PART_SOLID: -600.0,
    Kind.CALCIFIED: 420.0,
    Kind.SPICULATED: 40.0,
    Kind.CAVITARY: 30.0,
}


@dataclass(frozen=True)
class NoduleSpec:
    """A nodule to put into the phantom.

    Parameters
    ----------
    kind
        What it is made of.
    near_mm
        Where it goes, patient ``(x, y, z)``. One that is attached to the pleura is moved outwards from
        here until it touches the chest wall; the others stay exactly here.
    diameter_mm
        Of the sphere, or of the mean sphere for the lobulated core of a spiculated one (spicules excluded).
    hu
        Density; `None` takes the kind's usual one. For a part-solid nodule it is the outer part's.
    attached
        What it touches.
    """

    kind: Kind
    near_mm: Point
    diameter_mm: float
    hu: float | None = None
    attached: Attachment = Attachment.NOTHING

    def __post_init__(self) -> None:
        if not 1.0 <= self.diameter_mm <= 120.0:
            raise PhantomError(f"A phantom nodule is 1 to 120 mm wide; {self.diameter_mm} mm was asked for.")


@dataclass(frozen=True)
class PhantomNodule:
    """A nodule as it was drawn: the ground truth.

    `centre_mm` and `diameter_mm` are of the sphere; `hu` is its density before noise, and
    `inner_diameter_mm` the diameter of a part-solid nodule's core, or of a cavity's air (0: there is none).
    """

    kind: Kind
    centre_mm: Point
    diameter_mm: float
    hu: float
    attached: Attachment
    inner_diameter_mm: float = 0.0


#: One nodule of each kind a reader meets, the sizes those of everyday screening.
DEFAULT_NODULES = (
    NoduleSpec(Kind.SPICULATED, (-72.0, -12.0, 42.0), 18.0),
    NoduleSpec(Kind.CALCIFIED, (88.0, 22.0, -22.0), 5.0),
    NoduleSpec(Kind.PART_SOLID, (70.0, -30.0, 52.0), 12.0),
    NoduleSpec(Kind.GROUND_GLASS, (-88.0, -18.0, -8.0), 9.0),
    NoduleSpec(Kind.SOLID, (-70.0, 48.0, -40.0), 8.0),
    NoduleSpec(Kind.SOLID, (92.0, 40.0, 20.0), 10.0, attached=Attachment.PLEURA),
    NoduleSpec(Kind.SOLID, (-64.0, 40.0, 12.0), 7.0, attached=Attachment.VESSEL),
)

#: A mass, for those who want one: no part of the default chest.
MASS = NoduleSpec(Kind.SPICULATED, (72.0, 40.0, -62.0), 34.0)


@dataclass(frozen=True)
class PhantomSpec:
    """The scan to be made of the synthetic chest. The chest itself always has the same size.

    Parameters
    ----------
    size, spacing_mm
        Voxels and millimetres along ``(slice, row, column)``; slices are as thick as they are apart.
    focus_mm
        Patient position in the middle of the scan: a small scan round one nodule keeps its fine pixels.
    rotation_deg
        Turns of the scan's axes about the patient's x, y and z axis, in this order: an oblique scan.
    noise_hu
        Standard deviation of the noise in a homogeneous region.
    noise_blur_mm
        Standard deviation of the Gaussian that correlates the noise in the slice: the kernel's softness.
    psf_mm
        Standard deviation of the in-plane point spread function that blurs the anatomy.
    nodules
        What to put into the lungs.
    table
        Whether the patient lies on a table.
    seed
        Same seed and same spec: same voxels.
    """

    size: tuple[int, int, int] = (120, 512, 512)
    spacing_mm: tuple[float, float, float] = (2.5, 0.7, 0.7)
    focus_mm: Point = (0.0, 0.0, 0.0)
    rotation_deg: tuple[float, float, float] = (0.0, 0.0, 0.0)
    noise_hu: float = 24.0
    noise_blur_mm: float = 0.6
    psf_mm: float = 0.45
    nodules: tuple[NoduleSpec, ...] = DEFAULT_NODULES
    table: bool = True
    seed: int = 1

    def __post_init__(self) -> None:
        if min(self.size) < 1 or min(self.spacing_mm) <= 0:
            raise PhantomError(f"A scan needs voxels; got size {self.size}, spacing {self.spacing_mm} mm.")
        if min(self.noise_hu, self.noise_blur_mm, self.psf_mm) < 0:
            raise PhantomError("Noise and blur cannot be negative.")

    @cached_property
    def axes(self) -> FloatArray:
        """Unit patient vectors of the slice, row and column axes, shape (3, 3)."""
        about_x, about_y, about_z = np.radians(self.rotation_deg)
        cx, sx, cy, sy = np.cos(about_x), np.sin(about_x), np.cos(about_y), np.sin(about_y)
        cz, sz = np.cos(about_z), np.sin(about_z)
        turn = (
            np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
            @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
            @ np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
        )
        axes: FloatArray = turn.T[::-1].copy()
        return axes

    @cached_property
    def grid(self) -> Grid:
        """Where the scan's voxels lie."""
        steps = self.axes * np.asarray(self.spacing_mm)[:, None]
        middle = (np.asarray(self.size) - 1) / 2
        x, y, z = (float(v) for v in np.asarray(self.focus_mm) - middle @ steps)
        s, r, c = (tuple(float(v) for v in step) for step in steps)
        return Grid(self.size, (x, y, z), (s, r, c))  # type: ignore[arg-type]  # three of three


@dataclass(frozen=True)
class Phantom:
    """A synthetic CT and the truth about it."""

    volume: Volume
    nodules: tuple[PhantomNodule, ...]
    spec: PhantomSpec
