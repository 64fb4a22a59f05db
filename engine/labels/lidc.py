"""Labels in LIDC-IDRI's XML files: the outlines and ratings of four readers become one label a nodule.

The files say in which series and on which picture an outline lies, not where in the patient. Rules and
figures: Armato et al., Med Phys 38 (2011) 915-931, and docs/labels.md.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from xml.etree import ElementTree as ET

import numpy as np
import numpy.typing as npt

from engine.labels.incoming import Incoming, IncomingLabel, LabelFileError, OnSlice
from engine.labels.kinds import Label, LabelSource

#: A median rating (1 highly unlikely to 5 highly suspicious) up to the first is benign, from the second on
#: malignant; between them the readers do not say.
BENIGN_TO, MALIGNANT_FROM = 2.0, 4.0
#: Of the readers who outlined the nodule, the share that must hold a pixel for it to count.
CONSENSUS = 0.5
#: An outline's largest coordinate that is believed.
_MAX_PIXEL = 8192
#: And its largest width and height, in pixels: no nodule fills a whole slice.
_MAX_SPAN = 512


@dataclass(frozen=True, eq=False)
class _Mark:
    """One reader's outline of one nodule: filled pixels ``(row, column)`` by picture, and the rating."""

    reader: int
    malignancy: int
    pixels: dict[str, frozenset[tuple[int, int]]]

    def shared(self, other: _Mark) -> int:
        return sum(len(p & other.pixels.get(sop, frozenset())) for sop, p in self.pixels.items())


def is_lidc(path: Path) -> bool:
    """Whether a file looks like a reading of LIDC-IDRI: collections hold other XML files beside them."""
    try:
        with path.open("rb") as file:
            return b"LidcReadMessage" in file.read(4096)
    except OSError:
        return False


def read_lidc(path: Path) -> Incoming:
    """Read one patient's XML file.

    Parameters
    ----------
    path
        The file. Nodules below 3 mm and non-nodules have no rating and are left out.

    Raises
    ------
    LabelFileError
        If it is no such file.
    """
    root = _root(path)
    series = root.findtext("{*}ResponseHeader/{*}SeriesInstanceUid", "").strip()
    if not series:
        raise LabelFileError(f"{path.name} does not name its series.")
    incoming = Incoming()
    marks: list[_Mark] = []
    sessions = root.findall("{*}readingSession")
    for reader, session in enumerate(sessions):
        for nodule in session.findall("{*}unblindedReadNodule"):
            try:
                marks += _marks(reader, nodule)
            except ValueError as error:
                name = nodule.findtext("{*}noduleID", "").strip()
                incoming.problems.append(f"Nodule {name} of reader {reader + 1} in {path.name}: {error}")
    for number, nodule_marks in enumerate(_nodules(marks), 1):
        incoming.labels.append(_label(f"Nodule {number} of {path.name}", series, nodule_marks, len(sessions)))
    return incoming


def label_of(ratings: list[int]) -> Label:
    """Return what several readers' ratings say together."""
    middle = median(ratings)
    if middle <= BENIGN_TO:
        return Label.BENIGN
    return Label.MALIGNANT if middle >= MALIGNANT_FROM else Label.UNSURE


def _root(path: Path) -> ET.Element:
    try:
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


def _marks(reader: int, nodule: ET.Element) -> list[_Mark]:
    rating = nodule.findtext("{*}characteristics/{*}malignancy", "").strip()
    if not rating:  # below 3 mm: a point, no rating
        return []
    if not rating.isdecimal() or not 1 <= int(rating) <= 5:
        raise ValueError(f"its malignancy is {rating!r}, not 1 to 5.")
    filled: dict[str, set[tuple[int, int]]] = {}
    holes: dict[str, set[tuple[int, int]]] = {}
    for roi in nodule.findall("{*}roi"):
        sop = roi.findtext("{*}imageSOP_UID", "").strip()
        inside = roi.findtext("{*}inclusion", "TRUE").strip().upper() != "FALSE"
        target = filled if inside else holes
        target.setdefault(sop, set()).update(_filled(roi, with_edge=not inside))
    pixels = {sop: frozenset(p - holes.get(sop, set())) for sop, p in filled.items()}
    pixels = {sop: p for sop, p in pixels.items() if p}
    return [_Mark(reader, int(rating), pixels)] if pixels else []


def _filled(roi: ET.Element, *, with_edge: bool) -> set[tuple[int, int]]:
    """Return the pixels in an outline. The outline itself is the first pixel outside the nodule (of a hole
    the first outside the hole); one that encloses nothing counts itself.
    """
    import cv2

    points = np.array(
        [[_pixel(edge, "xCoord"), _pixel(edge, "yCoord")] for edge in roi.findall("{*}edgeMap")], np.int32
    )
    if not len(points):
        return set()
    low = points.min(0)
    if (points - low).max() > _MAX_SPAN:
        raise ValueError(f"its outline is larger than {_MAX_SPAN} pixels, which no nodule is.")
    canvas = np.zeros((points - low).max(0)[::-1] + 1, np.uint8)
    cv2.fillPoly(canvas, [(points - low).astype(np.int32)], 1)
    whole = canvas.copy()
    if not with_edge:
        canvas[tuple((points - low).T[::-1])] = 0
        canvas = canvas if canvas.any() else whole
    return {(int(r + low[1]), int(c + low[0])) for r, c in np.argwhere(canvas)}


def _pixel(edge: ET.Element, name: str) -> int:
    text = edge.findtext("{*}" + name, "").strip()
    if not text.isdecimal() or int(text) > _MAX_PIXEL:
        raise ValueError(f"its outline has the coordinate {text!r}.")
    return int(text)


def _nodules(marks: list[_Mark]) -> list[list[_Mark]]:
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


def _label(origin: str, series: str, marks: list[_Mark], readers: int) -> IncomingLabel:
    ratings = sorted(mark.malignancy for mark in marks)
    return IncomingLabel(
        origin=origin,
        series_uid=series,
        place=_middle(marks),
        label=label_of(ratings),
        source=LabelSource.READER,
        reader="LIDC-IDRI",
        comment=f"{len(marks)} of {readers} readers, malignancy {', '.join(map(str, ratings))}",
    )


def _middle(marks: list[_Mark]) -> OnSlice:
    """Return the middle of the bounding box of what at least half of the readers outlined, in its largest
    slice: where patches are cut, too.
    """
    held: dict[str, npt.NDArray[np.intp]] = {}
    for sop in {sop for mark in marks for sop in mark.pixels}:
        every = [p for mark in marks for p in mark.pixels.get(sop, ())]
        pixels, counts = np.unique(np.array(every), axis=0, return_counts=True)
        held[sop] = pixels[counts >= CONSENSUS * len(marks)]
    # Readers who hardly agree leave nothing in common; the largest outline stands for them then.
    if not any(len(p) for p in held.values()):
        mark = max(marks, key=lambda m: max(map(len, m.pixels.values())))
        held = {sop: np.array(sorted(p)) for sop, p in mark.pixels.items()}
    sop, pixels = max(held.items(), key=lambda item: (len(item[1]), item[0]))
    row, column = (pixels.min(0) + pixels.max(0)) / 2
    return OnSlice(sop, float(row), float(column))
