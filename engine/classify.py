"""A point in a volume to a finding: measure, cut the patch, assess.

`classify` does it for one point; `engine.analyse` does the same steps for all candidates of a series. It must
not know where the volume came from.
"""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

import numpy as np

from engine.assess import Assessor, without_model
from engine.dicom.flags import BLOCKING
from engine.envelope import Subject
from engine.findings import Assessment, Finding, Flag, Nodule, Point, Source, finding_id
from engine.lesion import LesionError, measure, measure_outline
from engine.mask_box import MaskBox
from engine.patch import Patch, make_patch
from engine.volume import Volume

#: Codes of the gate that leave nothing to measure: there are no millimetres.
NO_MILLIMETRES = frozenset({"no_position", "no_spacing"})


def blocking(warnings: Sequence[Flag]) -> tuple[Flag, ...]:
    """Those of a series' warnings that forbid its analysis; all of them if none is known to."""
    return tuple(flag for flag in warnings if flag.code in BLOCKING) or tuple(warnings)


def classify(
    volume: Volume,
    where: Point | MaskBox,
    assessor: Assessor | None,
    *,
    gate: tuple[Flag, ...] = (),
    failed_slices: Collection[int] = (),
    no_model: str = "there is no usable model.",
    source: Source = Source.READER,
    between_steps: Callable[[], None] | None = None,
) -> Finding:
    """Segment, measure and assess the nodule at a point, or the one that a reader outlined.

    The patch is cut about the mask in either case: another outline may move it, and the score with it.

    Parameters
    ----------
    volume
        The CT.
    where
        Patient position ``(x, y, z)`` in or on the nodule; or its voxels as a reader drew or mended them.
    assessor
        The model; `None` gives the measurements alone.
    gate
        Why the series must not be analysed; empty if it may be.
    failed_slices
        Slices that could not be decoded: a nodule that reaches one is not judged.
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
    engine.lesion.errors.LesionError
        If there is nothing to measure at the point, or nothing of this series can be measured.
    """
    refuse_unmeasurable(gate)
    pause = between_steps or (lambda: None)
    clock = [time.perf_counter()]
    nodule = measure_outline(volume, where) if isinstance(where, MaskBox) else measure(volume, where)
    clock.append(time.perf_counter())
    pause()
    if assessor is None:
        assessment = without_model(nodule, no_model)
        clock += [clock[-1], clock[-1]]
    else:
        subject = make_subject(volume, nodule, assessor, gate, failed_slices)
        clock.append(time.perf_counter())
        pause()
        (assessment,) = assessor.assess([subject])
        clock.append(time.perf_counter())
    measured, cut, assessed = ((b - a) * 1000 for a, b in itertools.pairwise(clock))
    timing_ms = {"measure": measured, "patch": cut, "assess": assessed}
    return replace(make_finding(volume, nodule, assessment, source), timing_ms=timing_ms)


def refuse_unmeasurable(gate: Sequence[Flag]) -> None:
    """Refuse a series without millimetres.

    Raises
    ------
    engine.lesion.errors.LesionError
        If the gate says that there are none.
    """
    unmeasurable = [flag.text for flag in gate if flag.code in NO_MILLIMETRES]
    if unmeasurable:
        raise LesionError(unmeasurable[0])


def make_subject(
    volume: Volume,
    nodule: Nodule,
    assessor: Assessor,
    gate: Sequence[Flag] = (),
    failed_slices: Collection[int] = (),
) -> Subject:
    """Cut the patch of a measured nodule, with what forbids a verdict on it."""
    patch = make_patch(volume, nodule.centre_mm, assessor.package.manifest.input.patch_spec)
    return Subject(volume, nodule, patch, (*gate, *_undecodable(volume, nodule, patch, failed_slices)))


def make_finding(volume: Volume, nodule: Nodule, assessment: Assessment, source: Source) -> Finding:
    """Join a nodule and its assessment, under a name that follows from the nodule's place."""
    k, r, c = (float(v) for v in volume.grid.to_voxel(nodule.centre_mm))
    return Finding(
        id=finding_id(volume.series_uid, nodule.centre_mm),
        source=source,
        nodule=nodule,
        assessment=assessment,
        centre_voxel=(k, r, c),
    )


def _undecodable(
    volume: Volume, nodule: Nodule, patch: Patch, failed_slices: Collection[int]
) -> tuple[Flag, ...]:
    """Tell that the nodule, or what the model would look at, reaches a slice that holds no picture."""
    points = np.concatenate([g.points_mm().reshape(-1, 3) for g in (patch.grid, nodule.mask_grid)])
    slices = volume.grid.to_voxel(points)[:, 0]
    low, high = math.floor(slices.min() + 1e-6), math.ceil(slices.max() - 1e-6)
    reached = sorted(k + 1 for k in failed_slices if low <= k <= high)
    if not reached:
        return ()
    which = ", ".join(map(str, reached))
    return (Flag("undecodable_slices", f"Slice {which} here could not be decoded."),)
