"""Scans that serve as hosts of the test bed: read from DICOM, made worse, or drawn.

A host's own findings, where a file beside it tells them (``annotations.json``), are neither counted as
nodules nor as false marks; on the untouched host they are what should be found.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from engine.dicom.errors import DicomError
from engine.dicom.load import load
from engine.dicom.scan import scan
from engine.findings import Point
from engine.geometry import Grid
from engine.phantom import Attachment, Kind, NoduleSpec, PhantomError, PhantomSpec, make_phantom
from engine.volume import Volume
from training.detect.insert import Inserted
from training.errors import TrainingError

ANNOTATIONS = "annotations.json"
#: What `worse` does: slices averaged, unsharp mask of so much, noise of so many HU added before it.
THICKER, SHARPER, NOISE_HU = 2, 1.0, 35.0


class HostError(TrainingError):
    """A host that cannot be used, described in a sentence."""


@dataclass(frozen=True)
class Marked:
    """A finding that readers marked in a host."""

    name: str
    centre_mm: Point
    diameter_mm: float
    readers: int


@dataclass(frozen=True)
class Host:
    """A scan to insert nodules into, and what readers marked in it."""

    name: str
    volume: Volume
    marked: tuple[Marked, ...] = ()


def read_host(path: Path) -> Host:
    """Read the largest series under a path, with the marks beside it.

    Raises
    ------
    HostError
        If there is no series, or its marks cannot be read.
    """
    found = scan([path])
    series = max(found.series, key=lambda s: len(s.slices), default=None)
    if series is None:
        raise HostError(f"{path} holds no CT series to insert nodules into.")
    try:
        volume = load(series).volume
    except DicomError as error:
        raise HostError(f"The series in {path} cannot be read: {error}") from error
    notes = path / ANNOTATIONS
    return Host(path.name, volume, _marked(notes) if notes.is_file() else ())


def told_apart(hosts: Sequence[Host]) -> list[Host]:
    """Number hosts of the same name, since their figures are kept by name."""
    names = [host.name for host in hosts]
    return [
        host if names.count(host.name) == 1 else replace(host, name=f"{host.name} ({number})")
        for number, host in enumerate(hosts, 1)
    ]


def worse(host: Host, rng: np.random.Generator) -> Host:
    """Return a host as a poorer scan would show it: slices twice as thick, a sharp kernel, more noise."""
    volume = host.volume
    count = volume.grid.size[0] // THICKER * THICKER
    thick = volume.hu[:count].reshape(-1, THICKER, *volume.hu.shape[1:]).mean(1)
    noisy = thick + rng.normal(0, NOISE_HU, thick.shape)
    sharp = np.stack([plane + SHARPER * (plane - cv2.GaussianBlur(plane, (0, 0), 1.0)) for plane in noisy])
    first = volume.grid.to_patient(((THICKER - 1) / 2, 0, 0))
    x, y, z = (float(v) for v in first)
    step = tuple(THICKER * v for v in volume.grid.steps_mm[0])
    grid = Grid(sharp.shape, (x, y, z), (step, *volume.grid.steps_mm[1:]))  # type: ignore[arg-type]  # three of three
    hu = np.clip(np.rint(sharp), -1024, 3071).astype(np.int16)
    about = replace(volume.acquisition, slice_thickness_mm=grid.spacing_mm[0])
    return replace(host, name=f"{host.name}, worse", volume=Volume(hu, grid, volume.series_uid, about))


def drawn(seed: int, nodules: int = 12) -> tuple[Host, list[Inserted]]:
    """Draw a synthetic chest with nodules of all kinds at random places, and tell the truth about it."""
    rng = np.random.default_rng([seed, 11])
    specs: list[NoduleSpec] = []
    while len(specs) < nodules:
        side = rng.choice([-1, 1])
        near = (float(side * rng.uniform(45, 105)), float(rng.uniform(-50, 60)), float(rng.uniform(-60, 70)))
        if any(np.linalg.norm(np.subtract(near, other.near_mm)) < 35 for other in specs):
            continue
        kind = Kind(rng.choice([k.value for k in Kind]))
        attached = Attachment(rng.choice([a.value for a in Attachment]))
        diameter = float(np.exp(rng.uniform(np.log(5), np.log(25))))
        candidate = NoduleSpec(kind, near, diameter, attached=attached)
        try:
            make_phantom(PhantomSpec(size=(1, 2, 2), nodules=(candidate,)))
        except PhantomError:
            continue
        specs.append(candidate)
    phantom = make_phantom(PhantomSpec(nodules=tuple(specs), seed=seed))
    texture = {Kind.GROUND_GLASS: "ground glass", Kind.PART_SOLID: "part-solid"}
    truth = [
        Inserted(
            f"phantom-{seed}-{i}",
            f"phantom-{seed}-{i}",
            n.centre_mm,
            n.diameter_mm,
            texture.get(n.kind, "solid"),
            n.attached is Attachment.PLEURA,
        )
        for i, n in enumerate(phantom.nodules)
    ]
    return Host(f"phantom {seed}", phantom.volume), truth


def _marked(path: Path) -> tuple[Marked, ...]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        result = []
        for entry in document["nodules"]:
            x, y, z = (float(v) for v in entry["centre_lps_mm"])
            name, readers = f"nodule {entry['nodule']}", int(entry["readers"])
            result.append(Marked(name, (x, y, z), float(entry["mean_diameter_mm"]), readers))
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise HostError(f"The marks in {path} cannot be read ({error!r}).") from error
    return tuple(result)
