"""Assessed nodules of a series as a document, and back: measured, outlined, with the score and map they had.

They come back as they were, with the model that judged them, so that nothing is asked of the engine; one that
cannot be read any more still has its position, at which it can be assessed again. Knows no files and no
widgets.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, ValidationError

from app.findings.entry import BadFindingError, NoduleEntry, PendingNodule
from engine.findings import Decision, Point, Segment
from engine.geometry import Grid
from engine.protocol import AssessResult, GridModel

Vector = tuple[float, float, float]

#: Two volumes whose corners are no farther apart are the same: positions in files are rounded.
_SAME_MM = 0.01


@dataclass(frozen=True)
class KeptNodules:
    """The nodules of one series.

    Parameters
    ----------
    entries
        Assessed, with their numbers.
    asked_mm
        Positions that were pointed at and not answered: they are to be assessed.
    grid
        The volume that they were measured in; `None` where it is not known.
    """

    entries: tuple[NoduleEntry, ...] = ()
    asked_mm: tuple[Point, ...] = ()
    grid: Grid | None = None

    def fit(self, grid: Grid) -> bool:
        """Whether they were measured in such a volume; slices may have come or gone since."""
        own = self.grid
        return own is None or (
            own.size == grid.size
            and np.allclose(own.origin_mm, grid.origin_mm, atol=_SAME_MM)
            and np.allclose(own.steps_mm, grid.steps_mm, atol=_SAME_MM / max(grid.size))
        )

    def asked_again(self) -> KeptNodules:
        """Return them with nothing known but where the reader pointed."""
        own = (n.point_mm for n in self.entries if not n.suggested_by)
        return KeptNodules((), (*own, *self.asked_mm))

    def same(self, other: KeptNodules | None) -> bool:
        """Whether these are the very nodules of another."""
        # By identity: a changed nodule is another object, and maps are no values to compare.
        return (
            other is not None
            and self.asked_mm == other.asked_mm
            and len(self.entries) == len(other.entries)
            and all(a is b for a, b in zip(self.entries, other.entries, strict=True))
        )


class _Nodule(BaseModel):
    """One nodule. Everything but its position may be missing or damaged: then it is assessed again."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    number: int
    point_mm: Vector
    assessed: dict[str, Any] | None = None
    """As `engine.protocol.AssessResult`; `None` for one that was pointed at and not answered."""
    map: str = ""
    """Cells of the map: float32, little-endian, C order, in base64."""
    answered_ms: float = 0.0
    show_map: bool = False
    suggested_by: str = ""
    decision: Decision | None = None
    hidden: bool = False


class _Document(BaseModel):
    """The file's content. Fields of a later version are passed over."""

    schema_version: Literal[1] = 1
    series_uid: str
    grid: GridModel | None = None
    nodules: tuple[_Nodule, ...] = ()


def write(kept: KeptNodules, series_uid: str) -> str:
    """Return the document of a series' nodules as JSON."""
    nodules = [_of_entry(_as_proposed(entry)) for entry in kept.entries if not _is_drawn(entry)]
    nodules += [_Nodule(number=0, point_mm=point) for point in kept.asked_mm]
    grid = _grid(kept.grid) if kept.grid else None
    return _Document(series_uid=series_uid, grid=grid, nodules=tuple(nodules)).model_dump_json()


def read(text: str | bytes, series_uid: str) -> KeptNodules:
    """Return the nodules of a document.

    Raises
    ------
    ValueError
        If it is no such document, or one of another series or of a later version.
    """
    document = _Document.model_validate_json(text)
    if document.series_uid != series_uid:
        raise ValueError("it is of another series")
    entries: list[NoduleEntry] = []
    asked: list[Point] = []
    numbers: set[int] = set()
    for nodule in document.nodules:
        entry = _entry_of(nodule)
        if entry is None or entry.number in numbers:
            asked.append(nodule.point_mm)
        else:
            numbers.add(entry.number)
            entries.append(entry)
    return KeptNodules(tuple(entries), tuple(asked), document.grid.grid() if document.grid else None)


def _is_drawn(entry: NoduleEntry) -> bool:
    """Whether there is nothing of it but a reader's outline: that comes back from the store."""
    return entry.edited is not None and entry.edited.proposal is None


def _as_proposed(entry: NoduleEntry) -> NoduleEntry:
    """Return it with the program's own outline: a reader's is in the store, and is put to it from there."""
    if entry.edited is None or entry.edited.proposal is None:
        return entry
    return replace(
        entry.edited.proposal,
        number=entry.number,
        suggested_by=entry.suggested_by,
        decision=entry.decision,
        hidden=entry.hidden,
        show_map=entry.show_map,
    )


def _of_entry(entry: NoduleEntry) -> _Nodule:
    grids = (entry.map.grid if entry.map else None, entry.patch_grid)
    map_grid, patch_grid = (_grid(grid) if grid else None for grid in grids)
    assessed = AssessResult(
        finding=dict(entry.finding),
        largest_slice=entry.largest_slice,
        long_axis_mm=_ends(entry.long_axis),
        short_axis_mm=_ends(entry.short_axis),
        contours_mm=dict(entry.contours_mm),
        size_probability=entry.size_probability,
        map_grid=map_grid,
        map_patch_grid=patch_grid,
        model=entry.model,
    )
    return _Nodule(
        number=entry.number,
        point_mm=entry.point_mm,
        assessed=assessed.model_dump(mode="json"),
        map=_encoded(entry.map.values) if entry.map else "",
        answered_ms=entry.answered_ms,
        show_map=entry.show_map,
        suggested_by=entry.suggested_by,
        decision=entry.decision,
        hidden=entry.hidden,
    )


def _entry_of(nodule: _Nodule) -> NoduleEntry | None:
    if nodule.assessed is None:
        return None
    try:
        assessed = AssessResult.model_validate(_known(nodule.assessed))
        values = _decoded(nodule.map, assessed.map_grid.size) if assessed.map_grid else None
        asked = PendingNodule(nodule.number, nodule.point_mm)
        entry = NoduleEntry.from_result(asked, assessed, values, nodule.answered_ms)
    except (ValidationError, BadFindingError, ValueError):
        return None
    return replace(
        entry,
        show_map=nodule.show_map and entry.map is not None,
        suggested_by=nodule.suggested_by,
        decision=nodule.decision,
        hidden=nodule.hidden,
    )


def _known(assessed: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what a later version has added: messages are strict about it."""
    return {name: value for name, value in assessed.items() if name in AssessResult.model_fields}


def _grid(grid: Grid) -> GridModel:
    return GridModel(size=grid.size, origin_mm=grid.origin_mm, steps_mm=grid.steps_mm)


def _ends(axis: Segment) -> tuple[Vector, Vector]:
    return axis.start_mm, axis.end_mm


def _encoded(values: npt.NDArray[np.float32]) -> str:
    return base64.b64encode(np.ascontiguousarray(values, dtype="<f4").tobytes()).decode("ascii")


def _decoded(text: str, size: Iterable[int]) -> npt.NDArray[np.float32]:
    """Return the cells of a map.

    Raises
    ------
    ValueError
        If they are not as many as the map has.
    """
    values = np.frombuffer(base64.b64decode(text, validate=True), dtype="<f4")
    return values.reshape(tuple(size)).astype(np.float32)
