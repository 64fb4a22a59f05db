"""What a report would say, gathered from the session: nodules, measurements, key images, words. Plain data.

It builds the engine's request and the preview; it knows no widgets and no store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from app.findings.entry import NoduleEntry
from app.findings.words import size_text, volume_text
from app.i18n import mark, tr
from app.labelling.state import LabelState
from app.measuring.names import name_of
from app.session import OpenVolume, Session
from app.viewer.tools.drawn import Drawn
from engine.findings import Decision, Point, probability_text
from engine.geometry import Grid
from engine.orientation import slice_number
from engine.planes import in_plane
from engine.protocol import GridModel, ModelInfo
from engine.protocol_report import (
    ReportedGrowth,
    ReportedMap,
    ReportedMeasurement,
    ReportedNodule,
    ReportedStatement,
    ReportRequest,
    SignatureModel,
)
from engine.reading import KEY_IMAGE, ReadGrowth, ReadMeasurement, Signature, content_digest, measured_text
from engine.statements import READ

_DECISIONS: dict[Decision, Literal["accepted", "rejected"]] = {
    Decision.ACCEPTED: "accepted",
    Decision.REJECTED: "rejected",
}
_DECIDED = {
    None: mark("undecided"), Decision.ACCEPTED: mark("accepted"), Decision.REJECTED: mark("rejected"),
}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """All that a report says, but for the reader's words.

    Parameters
    ----------
    volume
        The open series.
    nodules
        In the order of their numbers in the report: by the number on the image, rejected ones last.
    labels
        Id of a nodule to its label.
    measurements
        The oldest first.
    key_images
        Indices of slices, rising.
    statements
        What readers stated and holds, of patient, study and nodules.
    model
        The active one.
    growth
        Id of a nodule to what has become of it since an earlier scan.
    """

    volume: OpenVolume
    nodules: tuple[NoduleEntry, ...]
    labels: dict[str, LabelState]
    measurements: tuple[ReadMeasurement, ...]
    key_images: tuple[int, ...]
    statements: tuple[ReportedStatement, ...]
    model: ModelInfo | None
    growth: Mapping[str, ReportedGrowth] = field(default_factory=dict)

    @property
    def undecided(self) -> int:
        """Suggestions that nobody has accepted or rejected."""
        return sum(n.decision is None and bool(n.suggested_by) for n in self.nodules)

    def impression(self) -> str:
        """Return a plain draft of the reader's words, made of the figures alone."""
        kept = [n for n in self.nodules if n.decision is not Decision.REJECTED]
        if not kept:
            return ""
        lines = []
        for number, entry in enumerate(kept, 1):
            lines.append(
                f"Nodule {number}: {size_text(entry)}{_whose(entry)},"
                f" {volume_text(entry)}, slice {self._number(entry.largest_slice)}, {_decided(entry)}."
            )
            if (growth := self.growth.get(entry.id)) is not None:
                lines.append(f"  {ReadGrowth(**growth.model_dump()).line}")
        return "\n".join(lines)

    def rows(self) -> list[tuple[str, ...]]:
        """Return the preview's table, as the dialog's titles name its columns."""
        found: list[tuple[str, ...]] = []
        for number, n in enumerate(self.nodules, 1):
            rejected = n.decision is Decision.REJECTED
            found.append(
                (
                    "-" if rejected else str(number),
                    str(n.number),
                    str(self._number(n.largest_slice)),
                    f"{size_text(n)}{tr(_whose(n))}",
                    n.call.value.replace("_", " "),
                    "-" if n.probability is None else probability_text(n.probability),
                    _decided(n),
                    self.labels[n.id].label.value if n.id in self.labels else "",
                )
            )
        return found

    def lines(self) -> list[str]:
        """Return measurements and key images, a line each."""
        lines = [
            tr("{name}, {place}: {value}", name=name_of(m.kind), place=self._place(m), value=measured_text(m))
            for m in self.measurements
        ]
        return lines + [tr("Key image: slice {k}", k=self._number(k)) for k in self.key_images]

    def _place(self, measured: ReadMeasurement) -> str:
        if in_plane(self.volume.volume.plane(measured.slice), measured.points_mm):
            return tr("slice {k}", k=self._number(measured.slice))
        return tr("other plane")

    def _number(self, k: int) -> int:
        return slice_number(self.volume.volume.grid, k)

    def digest(self, impression: str) -> str:
        """Return a hash of all that is signed."""
        request = self.request(impression=impression, reader="", signature=None, formats=(), folder="")(0)
        # The model in use and where things lie say nothing of the content.
        document = request.model_dump(mode="json", exclude={"id", "volume", "paths", "model"})
        for nodule in document["nodules"]:
            # Outline and map of a suggestion come when it is looked at: they are the program's, not the
            # reader's, and the figures are what is signed.
            if not nodule["outline_edited"]:
                del nodule["contours_mm"]
            del nodule["map"]
            del nodule["size_probability"], nodule["judged_by"]
            if nodule["growth"] is None:  # signed before there was such a thing: the signature holds
                del nodule["growth"]
        return content_digest(document)

    def request(
        self,
        *,
        impression: str,
        reader: str,
        signature: Signature | None,
        formats: Sequence[str],
        folder: str,
        deidentify: bool = False,
    ) -> _Request:
        """Return what makes the engine's request of an id."""
        return _Request(
            self, impression.strip(), reader, signature, tuple(formats), folder, deidentify=deidentify
        )


@dataclass(frozen=True)
class _Request:
    draft: Draft
    impression: str
    reader: str
    signature: Signature | None
    formats: tuple[str, ...]
    folder: str
    deidentify: bool

    def __call__(self, number: int) -> ReportRequest:
        """Return the request."""
        draft, signed = self.draft, self.signature
        return ReportRequest(
            id=number,
            series_uid=draft.volume.summary.series_uid,
            paths=draft.volume.summary.paths,
            volume=draft.volume.ref,
            model=draft.model,
            nodules=tuple(_told(n, draft.labels.get(n.id), draft.growth.get(n.id)) for n in draft.nodules),
            measurements=tuple(
                ReportedMeasurement(
                    kind=m.kind, points_mm=m.points_mm, values=dict(m.values), slice=m.slice, text=m.text
                )
                for m in draft.measurements
            ),
            key_images=draft.key_images,
            statements=draft.statements,
            impression=self.impression,
            reader=self.reader,
            signature=SignatureModel(name=signed.name, organisation=signed.organisation, signed=signed.signed)
            if signed
            else None,
            formats=self.formats,
            deidentify=self.deidentify,
            folder=self.folder,
        )


def gather(
    session: Session,
    drawn: Sequence[tuple[int, Drawn]],
    model: ModelInfo | None,
    growth: Callable[[NoduleEntry], ReportedGrowth | None] = lambda _entry: None,
) -> Draft | None:
    """Return the draft of the open series; `None` where none is open.

    Parameters
    ----------
    session
        What is open and found. A suggestion that is kept back and undecided is not in the report.
    drawn
        The slice of each measurement, and itself.
    model
        The active one.
    growth
        Says what has become of a nodule since an earlier scan.
    """
    volume = session.open
    if volume is None:
        return None
    nodules = session.nodules
    told = [n for n in nodules.entries.values() if nodules.show_all or not n.hidden or n.decision]
    # What is stated of a nodule lies where it was proposed; the report looks for it where it is now.
    own = session.statements_of_nodules()
    moved = {s: n.centre_mm for n in told if n.edited for s in own.get(n.id, {}).values()}
    told.sort(key=lambda n: (n.decision is Decision.REJECTED, n.number))
    return Draft(
        volume=volume,
        nodules=tuple(told),
        labels=session.labels_of_nodules(),
        measurements=tuple(
            ReadMeasurement(d.kind, d.points_mm, d.values, k, d.text) for k, d in drawn if d.kind != KEY_IMAGE
        ),
        key_images=tuple(sorted({k for k, d in drawn if d.kind == KEY_IMAGE})),
        statements=tuple(
            ReportedStatement(
                name=s.name,
                value=s.value,
                reader=s.reader,
                finding_id=s.finding_id,
                centre_mm=moved.get(s, s.centre_mm),
            )
            for s in session.stated.all(volume.summary.series_uid)
            if s.value is not None and s.name != READ  # what was looked at is no part of a report
        ),
        model=model,
        growth={n.id: found for n in told if (found := growth(n)) is not None},
    )


def _whose(entry: NoduleEntry) -> str:
    return mark(" (outline edited)") if entry.edited else ""


def _decided(entry: NoduleEntry) -> str:
    if entry.decision is None and not entry.suggested_by:
        return mark("reader's own")
    return _DECIDED[entry.decision]


def _told(entry: NoduleEntry, label: LabelState | None, growth: ReportedGrowth | None) -> ReportedNodule:
    activation = entry.map
    return ReportedNodule(
        finding=dict(entry.finding),
        largest_slice=entry.largest_slice,
        long_axis_mm=(_vector(entry.long_axis.start_mm), _vector(entry.long_axis.end_mm)),
        short_axis_mm=(_vector(entry.short_axis.start_mm), _vector(entry.short_axis.end_mm)),
        contours_mm={
            k: tuple(tuple(_vector(p) for p in polygon) for polygon in polygons)
            for k, polygons in entry.contours_mm.items()
        },
        size_probability=entry.size_probability,
        map=None
        if activation is None
        else ReportedMap(
            values=tuple(float(v) for v in activation.values.ravel()), grid=_grid(activation.grid)
        ),
        judged_by=entry.judged_by if entry.probability is not None else "",
        decision=None if entry.decision is None else _DECISIONS[entry.decision],
        label=label.label.value if label else "",
        growth=growth,
        outline_edited=entry.edited is not None,
        outline_by=entry.edited.reader if entry.edited else "",
        outline_made=entry.edited.made if entry.edited else None,
    )


def _vector(point: Point) -> Point:
    x, y, z = (float(v) for v in point)
    return (x, y, z)


def _grid(grid: Grid) -> GridModel:
    return GridModel(size=grid.size, origin_mm=grid.origin_mm, steps_mm=grid.steps_mm)
