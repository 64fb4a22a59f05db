"""Labels in LIDC-IDRI's XML files: the outlines and ratings of four readers become one label a nodule.

The files say in which series and on which picture an outline lies, not where in the patient. Rules and
figures: Armato et al., Med Phys 38 (2011) 915-931, and docs/labels.md.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt

from engine.labels.incoming import Incoming, IncomingLabel, OnSlice
from engine.labels.kinds import Label, LabelSource
from engine.labels.lidc_xml import Mark, nodules, read_reading

#: A median rating (1 highly unlikely to 5 highly suspicious) up to the first is benign, from the second on
#: malignant; between them the readers do not say.
BENIGN_TO, MALIGNANT_FROM = 2.0, 4.0
#: Of the readers who outlined the nodule, the share that must hold a pixel for it to count.
CONSENSUS = 0.5


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
    reading = read_reading(path)
    incoming = Incoming(problems=reading.problems)
    for number, marks in enumerate(nodules(reading.marks), 1):
        origin = f"Nodule {number} of {path.name}"
        incoming.labels.append(_label(origin, reading.series_uid, marks, reading.readers))
    return incoming


def label_of(ratings: list[int]) -> Label:
    """Return what several readers' ratings say together."""
    middle = median(ratings)
    if middle <= BENIGN_TO:
        return Label.BENIGN
    return Label.MALIGNANT if middle >= MALIGNANT_FROM else Label.UNSURE


def _label(origin: str, series: str, marks: list[Mark], readers: int) -> IncomingLabel:
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


def _middle(marks: list[Mark]) -> OnSlice:
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
