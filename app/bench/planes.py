"""Three planes in the benchmarks: plane changes straight, turned and as slabs, and moves of the crosshair."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication

from app.bench.figures import Rows
from app.bench.kernel import Beside
from app.viewer.grid import ViewportGrid
from app.viewer.timing import measure_crosshair_moves, measure_slice_changes
from engine.planes import View
from engine.slab import Slab, SlabKind

#: Of the planes that follow, so that every one is interpolated.
TURNS = ((View.AXIAL, 20.0), (View.SAGITTAL, 15.0))
#: The thickest: it costs most.
SLAB = Slab(SlabKind.MIP, 30)


def time_planes(grid: ViewportGrid, beside: Beside, changes: int) -> Rows:
    """Time three planes on the volume that is shown.

    Parameters
    ----------
    grid
        On screen, with a volume.
    beside
        Makes a row of what is measured.
    changes
        Of each.

    Returns
    -------
    dict
        ``plane_change_coronal`` and its like, with ``_mip_30_mm`` and ``_turned``, and
        ``crosshair_move_three_planes`` with and without ``_turned``.
    """
    grid.show_planes()
    QApplication.processEvents()
    linked, result = grid.linked, Rows()
    planes = {"coronal": linked.coronal, "sagittal": linked.sagittal}
    for suffix in ("", "_turned"):
        for name, viewport in planes.items():
            result[f"plane_change_{name}{suffix}"] = beside(partial(measure_slice_changes, viewport, changes))
            linked.slab.show(SLAB)
            measure_slice_changes(viewport, 2)
            result[f"plane_change_{name}{suffix}_mip_30_mm"] = beside(
                partial(measure_slice_changes, viewport, changes)
            )
            linked.slab.toggle()
        result[f"crosshair_move_three_planes{suffix}"] = beside(
            partial(measure_crosshair_moves, linked, changes)
        )
        for view, degrees in TURNS:
            linked.crosshair.turn(view, degrees)
    linked.crosshair.straighten()
    grid.toggle_one()
    return result
