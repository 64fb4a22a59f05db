"""LIDC-IDRI's XML files as they stand: each reader's outlines and ratings, and which of them are one nodule.

The files say in which series and on which picture an outline lies, not where in the patient. What a label is
made of it (`engine.labels.lidc`) and what a training case (`training.datasets.lidc_dicom`), must not be known
here. Armato et al., Med Phys 38 (2011) 915-931.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt

from engine.labels.incoming import LabelFileError

#: What readers rate besides malignancy, by LIDC-IDRI's own names; calcification goes to 6, the others to 5.
RATINGS = (
    "subtlety", "internalStructure", "calcification", "sphericity", "margin", "lobulation", "spiculation",
    "texture",
)  # fmt: skip
#: No reading of LIDC-IDRI is half as large.
MAX_BYTES = 1 << 23
#: Marks of all readers, and pixels of all outlines' bounding boxes: each is kept by its place, and each mark
#: is held against every other. A hundred nodules of 20 x 20 x 10 pixels by four readers have half of it.
MAX_MARKS, MAX_PIXELS = 500, 3_000_000
#: An outline's largest coordinate that is believed.
_MAX_PIXEL = 8192
#: And its largest width and height, in pixels: no nodule fills a whole slice.
_MAX_SPAN = 512

Pixels = frozenset[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Outline:
    """A closed line through pixels of one picture.

    Parameters
    ----------
    sop_uid
        Of the picture.
    z_mm
        Where the file says the picture lies; `None` where it does not say.
    inside
        Whether it runs round the nodule, or round a hole in it.
    points
        int32 ``(x, y)`` pixels, counted from 0, shape ``(n, 2)``.
    """

    sop_uid: str
    z_mm: float | None
    inside: bool
    points: npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Mark:
    """One reader's outlines of one nodule, and the ratings.

    Parameters
    ----------
    reader
        Counted from 0.
    name
        What the file calls it.
    malignancy
        From 1 to 5.
    ratings
        The others that are there, by the names of `RATINGS`.
    outlines
        At least one encloses something.
    """

    reader: int
    name: str
    malignancy: int
    ratings: dict[str, int]
    outlines: tuple[Outline, ...]

    @cached_property
    def pixels(self) -> dict[str, Pixels]:
        """Pixels ``(row, column)`` of the nodule, by picture: without the outline, which is the first pixel
        outside it, and without holes; an outline that encloses nothing counts itself.
        """
        filled = self._filled(inside=True, with_edge=False)
        holes = self._filled(inside=False, with_edge=True)
        kept = {sop: p - holes.get(sop, frozenset()) for sop, p in filled.items()}
        return {sop: p for sop, p in kept.items() if p}

    @cached_property
    def covered(self) -> dict[str, Pixels]:
        """Pixels within the outer outlines, with the line itself and with what is hollow inside."""
        return self._filled(inside=True, with_edge=True)

    def _filled(self, *, inside: bool, with_edge: bool) -> dict[str, Pixels]:
        filled: dict[str, Pixels] = {}
        for outline in self.outlines:
            if outline.inside is inside:
                before = filled.get(outline.sop_uid, frozenset())
                filled[outline.sop_uid] = before | _inside(outline.points, with_edge=with_edge)
        return filled

    def shared(self, other: Mark) -> int:
        """Count the pixels that are inside the outlines of both."""
        return sum(len(p & other.pixels.get(sop, frozenset())) for sop, p in self.pixels.items())


@dataclass
class Reading:
    """One file.

    Parameters
    ----------
    series_uid, study_uid
        As the file names them; the study may be empty.
    readers
        How many there were, whether they marked anything or not.
    marks
        Of nodules from 3 mm on.
    problems
        A sentence for each mark that makes no sense.
    small, unrated, non_nodules
        How many marks are points (nodules below 3 mm), outlines without ratings, and of other things.
    area
        Pixels in the bounding boxes of all outlines.
    """

    series_uid: str
    study_uid: str
    readers: int
    marks: list[Mark] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    small: int = 0
    unrated: int = 0
    non_nodules: int = 0
    area: int = 0


def is_lidc(path: Path) -> bool:
    """Whether a file looks like a reading of LIDC-IDRI's CT: collections hold other XML files beside them."""
    return kind_of(path) == "ct"


def kind_of(path: Path) -> Literal["ct", "x-ray", "other"]:
    """Say what a file looks like: LIDC-IDRI holds readings of chest X-rays too."""
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError:
        return "other"
    if b"LidcReadMessage" in start:
        return "ct"
    return "x-ray" if b"IdriReadMessage" in start else "other"


def read_reading(path: Path) -> Reading:
    """Read one patient's file.

    Raises
    ------
    LabelFileError
        If it is no such file.
    """
    root = _root(path)
    header = "{*}ResponseHeader/{*}"
    named = (
        root.findtext(f"{header}{name}", "").strip() for name in ("SeriesInstanceUid", "SeriesInstanceUID")
    )
    series = next(filter(None, named), "")
    if not series:
        raise LabelFileError(f"{path.name} does not name its series.")
    sessions = root.findall("{*}readingSession")
    reading = Reading(series, root.findtext(f"{header}StudyInstanceUID", "").strip(), len(sessions))
    for reader, session in enumerate(sessions):
        reading.non_nodules += len(session.findall("{*}nonNodule"))
        for nodule in session.findall("{*}unblindedReadNodule"):
            try:
                _add(reading, reader, nodule)
            except LabelFileError as error:
                raise LabelFileError(f"{path.name}: {error}") from None
            except ValueError as error:
                name = nodule.findtext("{*}noduleID", "").strip()
                reading.problems.append(f"Nodule {name} of reader {reader + 1} in {path.name}: {error}")
    return reading


def nodules(marks: list[Mark]) -> list[list[Mark]]:
    """Put the marks of different readers together that share pixels, those that share most first; no nodule
    has two marks of one reader.
    """
    groups = [[mark] for mark in marks]
    of = {id(mark): group for group in groups for mark in group}
    pairs = sorted(
        ((a.shared(b), i, j) for (i, a), (j, b) in itertools.combinations(enumerate(marks), 2)),
        key=lambda pair: (-pair[0], pair[1:]),
    )
    for shared, i, j in pairs:
        one, other = of[id(marks[i])], of[id(marks[j])]
        if not shared or one is other or {m.reader for m in one} & {m.reader for m in other}:
            continue
        one += other
        groups = [group for group in groups if group is not other]
        of.update((id(mark), one) for mark in other)
    return groups


def _root(path: Path) -> ET.Element:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LabelFileError(
                f"{path.name} is larger than {MAX_BYTES >> 20} MiB, as no file of LIDC-IDRI is; it is not "
                "read."
            )
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise LabelFileError(f"{path.name} is not text in UTF-8, as LIDC-IDRI's files are.") from None
    except OSError as error:
        raise LabelFileError(f"{path.name} cannot be read: {error.strerror}.") from error
    # Entities are what makes XML from elsewhere dangerous; LIDC-IDRI declares none. As text, the file cannot
    # hide them in another encoding.
    if "<!DOCTYPE" in content or "<!ENTITY" in content:
        raise LabelFileError(f"{path.name} declares entities, as no file of LIDC-IDRI does; it is not read.")
    try:
        root = ET.fromstring(content)  # noqa: S314 - no entities, see above
    except ET.ParseError as error:
        raise LabelFileError(f"{path.name} is not a whole XML file: {error}.") from error
    if root.tag.rpartition("}")[2] != "LidcReadMessage":
        raise LabelFileError(f"{path.name} is not a reading of LIDC-IDRI's CT.")
    return root


def _add(reading: Reading, reader: int, nodule: ET.Element) -> None:
    rois = nodule.findall("{*}roi")
    rating = nodule.findtext("{*}characteristics/{*}malignancy", "").strip()
    if not rating:  # below 3 mm: a point, no rating
        if sum(len(roi.findall("{*}edgeMap")) for roi in rois) > 1:
            reading.unrated += 1
        else:
            reading.small += 1
        return
    if not rating.isdecimal() or not 1 <= int(rating) <= 5:
        raise ValueError(f"its malignancy is {rating!r}, not 1 to 5.")
    others = {}
    for name in RATINGS:
        text = nodule.findtext("{*}characteristics/{*}" + name, "").strip()
        if text.isdecimal() and 1 <= int(text) <= (6 if name == "calcification" else 5):
            others[name] = int(text)
    outlines = tuple(outline for outline in map(_outline, rois) if len(outline.points))
    reading.area += sum(int(np.prod(np.ptp(outline.points, axis=0) + 1)) for outline in outlines)
    if reading.area > MAX_PIXELS or len(reading.marks) >= MAX_MARKS:
        raise LabelFileError("It outlines more than any reading of LIDC-IDRI does; it is not read.")
    name = nodule.findtext("{*}noduleID", "").strip()
    mark = Mark(reader, name, int(rating), others, outlines)
    if mark.pixels:
        reading.marks.append(mark)


def _outline(roi: ET.Element) -> Outline:
    points = np.array(
        [[_pixel(edge, "xCoord"), _pixel(edge, "yCoord")] for edge in roi.findall("{*}edgeMap")], np.int32
    ).reshape(-1, 2)
    if len(points) and (points - points.min(0)).max() > _MAX_SPAN:
        raise ValueError(f"its outline is larger than {_MAX_SPAN} pixels, which no nodule is.")
    try:
        z_mm: float | None = float(roi.findtext("{*}imageZposition", ""))
    except ValueError:
        z_mm = None
    inside = roi.findtext("{*}inclusion", "TRUE").strip().upper() != "FALSE"
    return Outline(roi.findtext("{*}imageSOP_UID", "").strip(), z_mm, inside, points)


def _pixel(edge: ET.Element, name: str) -> int:
    text = edge.findtext("{*}" + name, "").strip()
    if not text.isdecimal() or int(text) > _MAX_PIXEL:
        raise ValueError(f"its outline has the coordinate {text!r}.")
    return int(text)


def _inside(points: npt.NDArray[np.int32], *, with_edge: bool) -> Pixels:
    """Return the pixels in an outline; one that encloses nothing counts itself."""
    import cv2

    low = points.min(0)
    canvas = np.zeros((points - low).max(0)[::-1] + 1, np.uint8)
    cv2.fillPoly(canvas, [(points - low).astype(np.int32)], 1)
    whole = canvas.copy()
    if not with_edge:
        canvas[tuple((points - low).T[::-1])] = 0
        canvas = canvas if canvas.any() else whole
    return frozenset((int(r + low[1]), int(c + low[0])) for r, c in np.argwhere(canvas))
