"""The engine process's answer to a comparison with an earlier scan: messages in, messages out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine import protocol
from engine.findings import Flag, Nodule
from engine.lesion import LesionError, contours, measure
from engine.messages import ends, vector
from engine.prior.alignment import Alignment
from engine.prior.compare import Pair, compare
from engine.shared_memory import attached
from engine.volume import Volume

if TYPE_CHECKING:
    from engine.server import Job


def compare_with_prior(request: protocol.PriorRequest, job: Job) -> protocol.PriorResult:
    """Fulfil a request.

    Raises
    ------
    engine.prior.alignment.AlignmentError
        If the scans cannot be brought together.
    engine.lesion.errors.LesionError
        If one of them has no millimetres.
    """
    from engine.classify import blocking, refuse_unmeasurable

    for ref in (request.current, request.prior):
        if not ref.analysable:
            refuse_unmeasurable(blocking(tuple(Flag(w.code, w.text) for w in ref.warnings)))
    with attached(request.current.voxels) as voxels, attached(request.prior.voxels) as prior_voxels:
        result = _answer(request, request.current.volume(voxels), request.prior.volume(prior_voxels), job)
        del voxels, prior_voxels  # no view may outlive the attachment
    return result


def _answer(request: protocol.PriorRequest, current: Volume, prior: Volume, job: Job) -> protocol.PriorResult:
    measured: list[Nodule | str] = []
    for centre in request.centres_mm:
        job.check()
        try:
            measured.append(measure(current, centre))
        except LesionError as error:
            measured.append(str(error))
    nodules = [nodule for nodule in measured if isinstance(nodule, Nodule)]
    places = [i for i, nodule in enumerate(measured) if isinstance(nodule, Nodule)]
    told = request.held_mm or (None,) * len(measured)
    held = {n: place for n, i in enumerate(places) if (place := told[i]) is not None}
    given = request.alignment
    found = compare(
        current,
        prior,
        nodules,
        known=request.known_mm,
        held=held,
        days=request.days,
        alignment=_alignment(given) if given else None,
        between_steps=job.check,
        progress=lambda done: job.progress(done, len(nodules)),
    )
    pairs = iter(found.pairs)
    first, second, third = found.alignment.rotation.tolist()
    return protocol.PriorResult(
        alignment=protocol.AlignmentModel(
            rotation=(vector(first), vector(second), vector(third)),
            shift_mm=vector(found.alignment.shift_mm.tolist()),
            correlation=found.alignment.correlation,
        ),
        pairs=tuple(
            protocol.PriorPair(expected_mm=None, before=None, text=nodule)
            if isinstance(nodule, str)
            else _pair(next(pairs))
            for nodule in measured
        ),
    )


def _alignment(told: protocol.AlignmentModel) -> Alignment:
    return Alignment(np.asarray(told.rotation), np.asarray(told.shift_mm), told.correlation)


def _pair(pair: Pair) -> protocol.PriorPair:
    growth = pair.growth
    return protocol.PriorPair(
        expected_mm=pair.expected_mm,
        before=_nodule(pair.before) if pair.before else None,
        now_mm=growth.now.mean_mm if growth else None,
        before_mm=growth.before.mean_mm if growth else None,
        change_mm=growth.change_mm if growth else None,
        volume_share=growth.volume_share if growth else None,
        doubling_days=growth.doubling_days if growth else None,
        change=growth.change if growth else None,
        text=growth.text if growth else pair.reason,
    )


def _nodule(nodule: Nodule) -> protocol.PriorNodule:
    return protocol.PriorNodule(
        centre_mm=nodule.centre_mm,
        largest_slice=nodule.largest_slice,
        long_axis_mm=ends(nodule.long_axis),
        short_axis_mm=ends(nodule.short_axis),
        volume_mm3=nodule.volume_mm3,
        contours_mm={
            k: tuple(tuple(vector(point) for point in polygon) for polygon in polygons)
            for k, polygons in contours(nodule).items()
        },
    )
