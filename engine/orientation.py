"""Which way a slice faces: edge letters, reading order and the position along the stack. numpy only."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from engine.geometry import Grid

#: Letters at the positive and the negative end of the patient axes x, y, z (DICOM LPS).
_LETTERS = (("L", "R"), ("P", "A"), ("H", "F"))
#: A direction names a second axis if it leans at least this much towards it: sin 10 degrees.
_OBLIQUE_FROM = 0.174


class EdgeLetters(NamedTuple):
    """Where the four edges of the screen lie in the patient."""

    left: str
    right: str
    top: str
    bottom: str


def direction_letters(direction: npt.ArrayLike) -> str:
    """Name a patient direction by its axes, the strongest first: ``L``, or ``LA`` for an oblique one."""
    vector = np.asarray(direction, dtype=float)
    vector = vector / np.linalg.norm(vector)
    order = np.argsort(-np.abs(vector), kind="stable")
    return "".join(
        _LETTERS[axis][0 if vector[axis] > 0 else 1] for axis in order if abs(vector[axis]) >= _OBLIQUE_FROM
    )


def edge_letters(grid: Grid) -> EdgeLetters:
    """Letters for a slice drawn as stored: rows go down the screen, columns to the right."""
    down, right = (np.asarray(step, dtype=float) for step in grid.steps_mm[1:])
    return EdgeLetters(
        left=direction_letters(-right),
        right=direction_letters(right),
        top=direction_letters(-down),
        bottom=direction_letters(down),
    )


def _main_axis(grid: Grid) -> int:
    """Patient axis that the slices' normal is closest to: 2 for axial slices, 1 coronal, 0 sagittal."""
    return int(np.argmax(np.abs(grid.normal)))


def reading_direction(grid: Grid) -> Literal[1, -1]:
    """Return the sign of the slice index along the order in which slices are read.

    Films and workstations go from head to feet, from front to back and from right to left, however the
    voxels are stored.
    """
    axis = _main_axis(grid)
    along = float(grid.normal[axis])
    if axis == 2:
        along = -along
    return 1 if along > 0 else -1


def slice_number(grid: Grid, k: int) -> int:
    """Return the number, from 1, by which readers know slice `k` of a volume: in the order they read it."""
    return k + 1 if reading_direction(grid) > 0 else grid.size[0] - k


def slice_position(plane: Grid) -> tuple[str, float]:
    """Name of the patient axis across the slice, and the position in mm of the slice's middle along it."""
    axis = _main_axis(plane)
    _, rows, columns = plane.size
    middle = plane.to_patient((0, (rows - 1) / 2, (columns - 1) / 2))
    return "xyz"[axis], float(middle[axis])
