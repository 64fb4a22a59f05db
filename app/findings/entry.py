"""One nodule as the window keeps it: where the reader pointed, what was measured, what the model said.

Data and the check of what the engine sent. No widgets, no messages on the way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from app.i18n import tr
from engine.finding_json import described, novelty_of, optional, point_of, readers_of
from engine.findings import (
    ActivationMap,
    Attribute,
    Call,
    Decision,
    Flag,
    Novelty,
    Point,
    ReaderRatings,
    Segment,
)
from engine.geometry import Grid
from engine.protocol import AssessResult, ModelInfo

#: A second click this close to a nodule means that nodule, not another one.
SAME_NODULE_MM = 3.0

Polygon = tuple[Point, ...]


class BadFindingError(ValueError):
    """What the engine sent is no finding; the sentence says what is wrong with it."""


@dataclass(frozen=True)
class PendingNodule:
    """A nodule that the engine is working on."""

    number: int
    point_mm: Point

    @property
    def id(self) -> str:
        """Identifier within the series."""
        return f"nodule-{self.number}"


@dataclass(frozen=True)
class Edited:
    """Whose a nodule's outline is, where it is not the program's.

    Parameters
    ----------
    reader, made
        Who drew or mended it, and when.
    place_mm
        Where the program proposed the nodule, or where it was drawn first: decisions, labels and statements
        stay there, wherever another outline moves its centre.
    proposal
        The nodule as it was proposed; `None` where that is not known any more, or it was drawn from nothing.
    """

    reader: str
    made: datetime
    place_mm: Point
    proposal: NoduleEntry | None


@dataclass(frozen=True)
class NoduleEntry:
    """A nodule that has been measured, and assessed where the model may judge it.

    Parameters
    ----------
    number
        As shown on the image and in the list: the order in which the nodules were pointed at. It never
        changes, whatever the order of the list.
    point_mm
        Where the reader pointed.
    largest_slice
        Index of the slice in which it was measured.
    contours_mm
        Slice index to closed polygons of patient positions.
    map
        The activation map, or `None` where there is none.
    patch_grid
        What the model looked at.
    show_map
        Whether the map is drawn. Evidence for benign is an absence, so that there the outline is shown and
        no hot spot, unless the reader asks for it; nor is there a hot spot where the model must not judge.
    answered_ms
        How long the reader waited for the engine.
    finding
        The finding's JSON, as reports write it.
    description, readers, novelty
        What the model says beyond its score, where it can.
    suggested_by
        Where a batch suggested it: with which model; else empty.
    decision
        What the reader decided about a suggestion.
    hidden
        A suggestion that is not shown unless the reader asks for all.
    edited
        Whose the outline is, and with it all that was measured, where a reader drew or mended it.
    """

    number: int
    point_mm: Point
    centre_mm: Point
    largest_slice: int
    long_axis: Segment
    short_axis: Segment
    volume_mm3: float
    mean_hu: float
    call: Call
    probability: float | None
    percentile_benign: float | None
    percentile_malignant: float | None
    size_probability: float | None
    flags: tuple[Flag, ...]
    contours_mm: Mapping[int, tuple[Polygon, ...]]
    map: ActivationMap | None
    patch_grid: Grid | None
    model: ModelInfo | None
    answered_ms: float
    show_map: bool
    finding: Mapping[str, Any]
    description: tuple[Attribute, ...] = ()
    readers: ReaderRatings | None = None
    novelty: Novelty | None = None
    suggested_by: str = ""
    decision: Decision | None = None
    hidden: bool = False
    edited: Edited | None = None

    @property
    def place_mm(self) -> Point:
        """What is kept of it is kept under this position."""
        return self.centre_mm if self.edited is None else self.edited.place_mm

    @property
    def id(self) -> str:
        """Identifier within the series."""
        return f"nodule-{self.number}"

    @property
    def identity(self) -> str:
        """The engine's name for it: two clicks that find the same nodule get the same one."""
        return str(self.finding["id"])

    @property
    def judged_by(self) -> str:
        """The model whose score it has, as ``ID-VERSION``; empty where none judged it."""
        if self.model is not None:
            return f"{self.model.id}-{self.model.version}"
        return self.suggested_by

    def outdated(self, active: ModelInfo) -> bool:
        """Whether another model than the active one judged it."""
        if self.model is not None:
            return self.model.sha256 != active.sha256
        return self.judged_by != f"{active.id}-{active.version}"

    @property
    def is_mass(self) -> bool:
        """Whether the engine calls it a mass: too large to be called a nodule."""
        return self.has_flag("mass")

    def has_flag(self, code: str) -> bool:
        """Whether the answer carries this flag."""
        return any(flag.code == code for flag in self.flags)

    @classmethod
    def from_result(
        cls,
        pending: PendingNodule,
        result: AssessResult,
        map_values: npt.NDArray[np.float32] | None,
        answered_ms: float = 0.0,
    ) -> NoduleEntry:
        """Check the engine's answer and keep it.

        Parameters
        ----------
        pending
            The nodule that was asked for.
        result
            The answer.
        map_values
            Cells of the map; copied, so that the shared block can be freed. Shape ``map_grid.size``.
        answered_ms
            How long the answer took.

        Raises
        ------
        BadFindingError
            If the answer lacks something or contradicts itself.
        """
        found = result.finding
        try:
            activation = None
            if result.map_grid is not None and map_values is not None:
                grid = result.map_grid.grid()
                activation = ActivationMap(np.array(map_values).reshape(grid.size), grid)
            call = Call(found["call"])
            found["id"]  # without it two clicks on one nodule could not be told
            return cls(
                number=pending.number,
                point_mm=pending.point_mm,
                centre_mm=point_of(found["centre_mm"]),
                largest_slice=result.largest_slice,
                long_axis=Segment(*result.long_axis_mm),
                short_axis=Segment(*result.short_axis_mm),
                volume_mm3=float(found["volume_mm3"]),
                mean_hu=float(found["mean_hu"]),
                call=call,
                probability=optional(found["probability"]),
                percentile_benign=optional(found.get("percentile_benign")),
                percentile_malignant=optional(found.get("percentile_malignant")),
                size_probability=result.size_probability,
                flags=tuple(Flag(str(f["code"]), str(f["text"])) for f in found["flags"]),
                contours_mm=dict(result.contours_mm),
                map=activation,
                patch_grid=result.map_patch_grid.grid() if result.map_patch_grid else None,
                model=result.model,
                answered_ms=answered_ms,
                show_map=activation is not None and call in (Call.MALIGNANT, Call.INDETERMINATE),
                finding=found,
                description=described(found.get("description")),
                readers=readers_of(found.get("readers")),
                novelty=novelty_of(found.get("novelty")),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BadFindingError(tr("The engine's answer lacks or garbles {error}.", error=error)) from error

    @classmethod
    def from_report(
        cls, number: int, found: Mapping[str, Any], model: str, decision: Decision | None
    ) -> NoduleEntry:
        """Take a suggestion out of a ``report.json``; its outline and map are not in there (`outlined`).

        Parameters
        ----------
        number
            As shown on the image and in the list.
        found
            One of the report's findings.
        model
            Which model suggested it.
        decision
            What the reader decided about it, by now.

        Raises
        ------
        BadFindingError
            If it lacks something.
        """
        try:
            centre = point_of(found["centre_mm"])
            return cls(
                number=number,
                point_mm=centre,
                centre_mm=centre,
                largest_slice=int(found["largest_slice"]),
                long_axis=Segment(*(point_of(p) for p in found["long_axis_ends_mm"])),
                short_axis=Segment(*(point_of(p) for p in found["short_axis_ends_mm"])),
                volume_mm3=float(found["volume_mm3"]),
                mean_hu=float(found["mean_hu"]),
                call=Call(found["call"]),
                probability=optional(found["probability"]),
                percentile_benign=optional(found.get("percentile_benign")),
                percentile_malignant=optional(found.get("percentile_malignant")),
                size_probability=None,
                flags=tuple(Flag(str(f["code"]), str(f["text"])) for f in found["flags"]),
                contours_mm={},
                map=None,
                patch_grid=None,
                model=None,
                answered_ms=0.0,
                show_map=False,
                finding={**found, "id": str(found["id"])},
                description=described(found.get("description")),
                readers=readers_of(found.get("readers")),
                novelty=novelty_of(found.get("novelty")),
                suggested_by=model or "no model",
                decision=decision,
                hidden=not found["shown"] or decision is Decision.REJECTED,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise BadFindingError(
                tr("The report of this series lacks or garbles {error}.", error=error)
            ) from error

    @property
    def lacks_outline(self) -> bool:
        """Whether it is a suggestion of which only the report's figures are known."""
        return bool(self.suggested_by) and not self.contours_mm

    def outlined(self, seen: NoduleEntry) -> NoduleEntry:
        """Return it with outline and map as the engine found them at its place; its figures stay."""
        # Threshold and map are the suggesting model's own: another's must not stand beside its score.
        model = seen.model
        same = model is not None and f"{model.id}-{model.version}" == self.suggested_by
        return replace(
            self,
            model=model if same else None,
            contours_mm=seen.contours_mm,
            map=seen.map if same else None,
            patch_grid=seen.patch_grid if same else None,
            size_probability=seen.size_probability if same else None,
            show_map=same and seen.map is not None and self.call in (Call.MALIGNANT, Call.INDETERMINATE),
        )

    def judged_again(self, seen: NoduleEntry) -> NoduleEntry:
        """Return what another model says of it, with what the reader decided about it."""
        return replace(
            seen,
            number=self.number,
            suggested_by=self.suggested_by,
            decision=self.decision,
            hidden=self.hidden,
            edited=self.edited,
            finding=seen.named(self.identity).finding if self.edited else seen.finding,
        )

    def with_outline(self, seen: NoduleEntry, edited: Edited) -> NoduleEntry:
        """Return it with a reader's outline, as the engine measured and judged that; its name stays."""
        known = {name: self.finding.get(name) for name in ("id", "source", "detection_score")}
        return replace(
            self.judged_again(seen), point_mm=self.point_mm, edited=edited, finding={**seen.finding, **known}
        )

    def named(self, identity: str) -> NoduleEntry:
        """Return it under the name that it had before."""
        return replace(self, finding={**self.finding, "id": identity})

    def with_map_shown(self, shown: bool) -> NoduleEntry:
        """Return it with its map shown or hidden."""
        return replace(self, show_map=shown and self.map is not None)

    def covers(self, point_mm: Point, grid: Grid) -> bool:
        """Whether a click at a patient position means this nodule: inside its outline, or very near.

        Parameters
        ----------
        point_mm
            The click.
        grid
            The volume's grid, on whose slices the outlines lie.
        """
        near = min(math.dist(point_mm, p) for p in (self.point_mm, self.centre_mm))
        if near <= SAME_NODULE_MM:
            return True
        k, r, c = grid.to_voxel(point_mm)
        inside = False
        for polygon in self.contours_mm.get(int(np.rint(k)), ()):
            corners = grid.to_voxel(np.asarray(polygon))[:, 1:]
            # Holes are polygons too: even-odd over all of them.
            inside ^= _inside(float(r), float(c), corners)
        return inside


def _inside(r: float, c: float, corners: npt.NDArray[np.float64]) -> bool:
    """Even-odd rule: whether ``(r, c)`` lies in the polygon with these corners."""
    r0, c0 = corners[:, 0], corners[:, 1]
    r1, c1 = np.roll(r0, -1), np.roll(c0, -1)
    crosses = (r0 > r) != (r1 > r)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = c0 + (r - r0) / (r1 - r0) * (c1 - c0)
    return bool(np.count_nonzero(crosses & (c < at)) % 2)
