"""A synthetic chest CT with nodules of known position, size and density: demo, and ground truth of the tests.

It is drawn, not scanned: it names no patient and copies no data. `make_phantom` gives the volume and the
truth, `write_dicom` the same as a DICOM series.
"""

from __future__ import annotations

import numpy as np
from pydicom.uid import generate_uid

from engine.findings import Point
from engine.phantom.anatomy import lung_field
from engine.phantom.dicom import write_dicom
from engine.phantom.render import draw_anatomy, draw_nodule, draw_tubes, finish
from engine.phantom.spec import (
    DEFAULT_NODULES,
    KIND_HU,
    MANUFACTURER,
    MASS,
    Attachment,
    Kind,
    NoduleSpec,
    Phantom,
    PhantomError,
    PhantomNodule,
    PhantomSpec,
)
from engine.phantom.vessels import distance_to_tubes, feeder, grow_bronchi, grow_vessels
from engine.volume import Acquisition, Volume

__all__ = [
    "DEFAULT_NODULES",
    "MASS",
    "Attachment",
    "Kind",
    "NoduleSpec",
    "Phantom",
    "PhantomError",
    "PhantomNodule",
    "PhantomSpec",
    "make_phantom",
    "write_dicom",
]

#: Share of the diameter taken by a part-solid nodule's core, and by a cavity.
INNER_SHARE = {Kind.PART_SOLID: 0.5, Kind.CAVITARY: 0.6}
#: Vessels keep this far from a nodule that is not attached to one.
CLEARANCE_MM = 1.5


def make_phantom(spec: PhantomSpec | None = None) -> Phantom:
    """Draw the synthetic chest.

    Parameters
    ----------
    spec
        What is wanted; `None` is the demo: a whole chest, 512 x 512 x 120 voxels, seven nodules.

    Returns
    -------
    Phantom

    Raises
    ------
    PhantomError
        If a nodule was asked for outside the lungs.
    """
    spec = spec or PhantomSpec()
    rng = np.random.default_rng((spec.seed, 1))
    nodules = tuple(_place(nodule) for nodule in spec.nodules)
    vessels = grow_vessels(rng)
    bronchi = grow_bronchi(vessels)
    for nodule in nodules:
        radius = nodule.diameter_mm / 2
        free = distance_to_tubes(vessels, nodule.centre_mm) > radius + CLEARANCE_MM
        vessels = [t for t, keep in zip(vessels, free, strict=True) if keep]
        free = distance_to_tubes(bronchi, nodule.centre_mm) > radius + CLEARANCE_MM
        bronchi = [t for t, keep in zip(bronchi, free, strict=True) if keep]
    for nodule in nodules:
        if nodule.attached is Attachment.VESSEL:
            vessels += feeder(vessels, nodule.centre_mm, nodule.diameter_mm / 2)

    hu = draw_anatomy(spec)
    draw_tubes(hu, spec, vessels)
    draw_tubes(hu, spec, bronchi)
    for i, nodule in enumerate(nodules):
        draw_nodule(hu, spec, nodule, np.random.default_rng((spec.seed, 5, i)))
    finish(hu, spec)
    volume = Volume(
        hu=hu,
        grid=spec.grid,
        series_uid=generate_uid(entropy_srcs=["noduscope phantom", repr(spec)]),
        acquisition=Acquisition(
            modality="CT",
            manufacturer=MANUFACTURER,
            kernel="PHANTOM",
            slice_thickness_mm=spec.spacing_mm[0],
            contrast=False,
        ),
    )
    return Phantom(volume, nodules, spec)


def _place(nodule: NoduleSpec) -> PhantomNodule:
    """Settle where a nodule lies."""
    centre = np.asarray(nodule.near_mm, dtype=float)
    depth = -float(lung_field(centre))
    if depth <= 0:
        raise PhantomError(
            f"The position {nodule.near_mm} mm is not in a lung, so no nodule can be put there."
        )
    if nodule.attached is Attachment.PLEURA:
        # Outwards, until a third of the radius is missing to the wall: it sits broadly on the pleura.
        out = centre * (1, 1, 0) / np.linalg.norm(centre[:2])
        for _ in range(400):
            if float(lung_field(centre)) > -nodule.diameter_mm / 3:
                break
            centre = centre + 0.5 * out
    x, y, z = (float(v) for v in centre)
    hu = KIND_HU[nodule.kind] if nodule.hu is None else nodule.hu
    inner = INNER_SHARE.get(nodule.kind, 0.0) * nodule.diameter_mm
    point: Point = (x, y, z)
    return PhantomNodule(nodule.kind, point, nodule.diameter_mm, hu, nodule.attached, inner)
