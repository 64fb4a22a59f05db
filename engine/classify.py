"""A point in a volume to a finding: measure, cut the patch, assess.

It must not know where the volume came from.
"""

from __future__ import annotations

import hashlib
import itertools
import time
from collections.abc import Callable

from engine.assess import Assessor, Subject, without_model
from engine.findings import Finding, Flag, Nodule, Point, Source
from engine.lesion import measure
from engine.patch import make_patch
from engine.volume import Volume


def classify(
    volume: Volume,
    point_mm: Point,
    assessor: Assessor | None,
    *,
    gate: tuple[Flag, ...] = (),
    no_model: str = "there is no usable model.",
    source: Source = Source.READER,
    between_steps: Callable[[], None] | None = None,
) -> Finding:
    """Segment, measure and assess the nodule at a point.

    Parameters
    ----------
    volume
        The CT.
    point_mm
        Patient position ``(x, y, z)`` in or on the nodule.
    assessor
        The model; `None` gives the measurements alone.
    gate
        Why the series must not be analysed; empty if it may be.
    no_model
        Why there is no model, the end of a sentence. Used only without an assessor.
    source
        Who pointed at the nodule.
    between_steps
        Called between the steps; raises to give up.

    Returns
    -------
    Finding
        With the milliseconds of each step in `timing_ms`.

    Raises
    ------
    engine.lesion.LesionError
        If there is nothing to measure at the point.
    """
    pause = between_steps or (lambda: None)
    clock = [time.perf_counter()]
    nodule = measure(volume, point_mm)
    clock.append(time.perf_counter())
    pause()
    if assessor is None:
        assessment = without_model(nodule, no_model)
        clock += [clock[-1], clock[-1]]
    else:
        patch = make_patch(volume, nodule.centre_mm, assessor.package.manifest.input.patch_spec)
        clock.append(time.perf_counter())
        pause()
        (assessment,) = assessor.assess([Subject(volume, nodule, patch, gate)])
        clock.append(time.perf_counter())
    measured, cut, assessed = ((b - a) * 1000 for a, b in itertools.pairwise(clock))
    k, r, c = (float(v) for v in volume.grid.to_voxel(nodule.centre_mm))
    return Finding(
        id=_identity(volume, nodule),
        source=source,
        nodule=nodule,
        assessment=assessment,
        centre_voxel=(k, r, c),
        timing_ms={"measure": measured, "patch": cut, "assess": assessed},
    )


def _identity(volume: Volume, nodule: Nodule) -> str:
    """Short name of a nodule: two clicks that find the same nodule give the same one."""
    place = ",".join(f"{round(v * 10)}" for v in nodule.centre_mm)
    return hashlib.sha256(f"{volume.series_uid}/{place}".encode()).hexdigest()[:12]
