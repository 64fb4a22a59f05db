"""What readers stated, as the panels share it: a part of the session. It asks nobody and draws nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from app.findings.entry import NoduleEntry
from engine.risk.facts import Known, proposals, together
from engine.statements import READ, Statement, found, of_nodules, of_series, stated_facts, without

#: An attribute of the model's description that tells the type.
_TEXTURE = "texture"


class Stated(QObject):
    """Statements of every series while the window lives.

    Signals
    -------
    changed(str)
        Those of this series.
    """

    changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._of: dict[str, tuple[Statement, ...]] = {}

    def all(self, series_uid: str) -> tuple[Statement, ...]:
        """The statements that hold in a series, as far as they were read."""
        return self._of.get(series_uid, ())

    def set(self, series_uid: str, statements: tuple[Statement, ...]) -> None:
        """Take them as the store has them."""
        if self.all(series_uid) != statements:
            self._of[series_uid] = statements
            self.changed.emit(series_uid)

    def put(self, series_uid: str, said: Statement) -> None:
        """Put a statement in the place of the one before; without a value it takes that back."""
        rest = tuple(without(self.all(series_uid), said.name, said.centre_mm))
        self.set(series_uid, rest if said.value is None else (*rest, said))

    def take_from(self, other: Stated) -> None:
        """Take over what another one knows, without saying so."""
        self._of = dict(other._of)

    def of_series(self, series_uid: str) -> dict[str, Statement]:
        """What is stated of the patient and the study, by name."""
        return of_series(self.all(series_uid))

    def of_nodules(self, series_uid: str, entries: list[NoduleEntry]) -> dict[str, dict[str, Statement]]:
        """What is stated of each of some nodules: id to name to statement."""
        told = of_nodules(self.all(series_uid), [entry.place_mm for entry in entries])
        return {entry.id: own for entry, own in zip(entries, told, strict=True)}

    def current(self, series_uid: str, said: Statement) -> Statement | None:
        """The statement of the same name and place that holds now."""
        return found(self.all(series_uid), said.name, said.centre_mm)


def is_read(own: Mapping[str, Statement], entry: NoduleEntry) -> bool:
    """Whether a nodule was pointed at, looked at or decided."""
    if not entry.suggested_by:
        return True
    return entry.decision is not None or (READ in own and own[READ].value is True)


def proposed_for(
    entry: NoduleEntry, *, nodule_count: int, age_years: float | None, sex: str
) -> dict[str, Known]:
    """Return what Noduscope and the files propose for a nodule, each with its source."""
    texture = next((a for a in entry.description if a.name == _TEXTURE), None)
    return proposals(
        long_axis_mm=entry.long_axis.length_mm,
        short_axis_mm=entry.short_axis.length_mm,
        texture=(texture.value - texture.low) / (texture.high - texture.low) if texture else None,
        nodule_count=nodule_count,
        age_years=age_years,
        sex=sex,
        outline_edited=entry.edited is not None,
    )


def known_of(
    proposed: dict[str, Known], own: Mapping[str, Statement], common: Mapping[str, Statement]
) -> dict[str, Known]:
    """Return every fact as it holds for a nodule."""
    return together(proposed, stated_facts(dict(common), dict(own)))
