"""The masks that readers drew or mended, in the store; with their history."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engine.findings import Point
from engine.kept_outline import KeptOutline
from engine.mask_box import Index, MaskBox
from engine.matching import match
from engine.report import SeriesFacts
from engine.store.audit import Action, Done, add_to_log
from engine.store.database import Database
from engine.store.tables import OutlineRow, SeriesRow


class Outlines:
    """What readers made of outlines.

    Parameters
    ----------
    database
        The store's file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        series: SeriesFacts,
        finding_id: str,
        place_mm: Point,
        *,
        volume: Index,
        box: MaskBox | None,
        reader: str,
    ) -> datetime:
        """Keep a nodule's mask, or that it has the program's own again (`None`); return when that was.

        Parameters
        ----------
        volume
            Shape of the volume, against which the mask is checked when it is read.

        Raises
        ------
        ValueError
            If the mask is empty or lies outside the volume.
        StoreError
            If it could not be kept.
        """
        box = None if box is None else box.trimmed()
        if box is not None and (not box or not box.fits(volume)):
            raise ValueError("An outline that is kept has voxels, all of them in its volume.")
        x, y, z = place_mm
        with self._database.write() as session:
            made = self._database.now()
            word = "edited" if box is not None else "the program's own again"
            done = Done(Action.OUTLINE, reader, series.series_uid, finding_id, word)
            add_to_log(session, made, done)
            session.add(
                OutlineRow(
                    series_id=self._database.series_id(session, series),
                    finding_id=finding_id,
                    x_mm=x,
                    y_mm=y,
                    z_mm=z,
                    volume=list(volume),
                    size=[] if box is None else list(box.mask.shape),
                    start=[] if box is None else list(box.start),
                    runs=None if box is None else box.packed(),
                    reader=reader,
                    made=made,
                )
            )
            return made

    def current(self, series_uid: str, volume: Index) -> tuple[tuple[KeptOutline, ...], int]:
        """Return the masks that hold in a series, and how many are damaged or of another volume's shape.

        The last row of a place holds; two places are the same if they are close (`engine.matching`). One that
        cannot be used is left out: the nodule has the program's own outline, never half of a reader's.
        """
        with self._database.read() as session:
            rows = session.scalars(
                select(OutlineRow)
                .join(SeriesRow, SeriesRow.id == OutlineRow.series_id)
                .where(SeriesRow.series_uid == series_uid)
                .order_by(OutlineRow.id)
            )
            held: list[OutlineRow] = []
            for row in rows:
                there = match([_place(row)], [_place(other) for other in held])
                held = [other for i, other in enumerate(held) if i != there.get(0)] + [row]
            found = [_outline(row, volume) for row in held if row.runs is not None]
        good = tuple(outline for outline in found if outline is not None)
        return good, len(found) - len(good)


def _place(row: OutlineRow) -> Point:
    return (row.x_mm, row.y_mm, row.z_mm)


def _outline(row: OutlineRow, volume: Index) -> KeptOutline | None:
    try:
        size, start = (tuple(int(v) for v in values) for values in (row.size, row.start))
        box = MaskBox.unpacked(row.runs or b"", size, start)  # type: ignore[arg-type]  # its length is checked
    except (ValueError, TypeError):
        return None
    if tuple(row.volume) != volume or not box.fits(volume) or not box:
        return None
    return KeptOutline(row.finding_id, _place(row), box, row.reader, row.made)
