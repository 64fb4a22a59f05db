"""What the engine says: a nodule, the model's assessment of it, and both together as a finding.

Plain frozen data that every layer may hold; no reading, no networks, no window. Their JSON form, for
reports and the command line, is `engine.report`'s work.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from engine.geometry import Grid

if TYPE_CHECKING:
    from engine.risk.evaluate import Evaluation

Point = tuple[float, float, float]


def finding_id(series_uid: str, centre_mm: Point) -> str:
    """Return the short name of a nodule: two clicks that find the same nodule give the same one."""
    place = ",".join(f"{round(v * 10)}" for v in centre_mm)
    return hashlib.sha256(f"{series_uid}/{place}".encode()).hexdigest()[:12]


class Call(StrEnum):
    """What is said of a nodule in a word. `OUT_OF_RANGE` is an answer: the model must not judge this one."""

    BENIGN = "benign"
    MALIGNANT = "malignant"
    INDETERMINATE = "indeterminate"
    OUT_OF_RANGE = "out_of_range"


def probability_text(probability: float) -> str:
    """Return a probability as it is shown to readers: two decimals, and never a certainty."""
    if probability >= 0.995:
        return "> 0.99"
    return "< 0.01" if probability < 0.005 else f"{probability:.2f}"


class Source(StrEnum):
    """Who pointed at the nodule."""

    CANDIDATE = "candidate"
    READER = "reader"


class Decision(StrEnum):
    """What a reader decided about a suggestion."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Flag:
    """Something the reader must know about an answer: a stable code and a sentence."""

    code: str
    text: str


@dataclass(frozen=True)
class Segment:
    """A measured line between two patient positions."""

    start_mm: Point
    end_mm: Point

    @property
    def length_mm(self) -> float:
        """Its length."""
        return float(np.linalg.norm(np.subtract(self.end_mm, self.start_mm)))


@dataclass(frozen=True)
class Nodule:
    """One lesion, segmented and measured.

    Parameters
    ----------
    centre_mm
        Middle of the mask's bounding box in its largest axial slice: where the patch is cut.
    mask
        bool, shape ``mask_grid.size``.
    mask_grid
        Where the mask's voxels lie: a crop of the volume's own grid.
    largest_slice
        Index, in the volume, of the slice with the largest area of mask.
    long_axis, short_axis
        Longest diameter in that slice, and the longest one perpendicular to it, edge to edge.
    volume_mm3, mean_hu
        Of the whole mask.
    flags
        What went wrong or is doubtful in measuring it.
    """

    centre_mm: Point
    mask: npt.NDArray[np.bool_]
    mask_grid: Grid
    largest_slice: int
    long_axis: Segment
    short_axis: Segment
    volume_mm3: float
    mean_hu: float
    flags: tuple[Flag, ...] = ()

    @property
    def long_axis_mm(self) -> float:
        """Longest in-plane diameter."""
        return self.long_axis.length_mm

    @property
    def short_axis_mm(self) -> float:
        """Longest in-plane diameter perpendicular to the long axis."""
        return self.short_axis.length_mm


@dataclass(frozen=True)
class ActivationMap:
    """A class activation map where it lies in the patient.

    Parameters
    ----------
    values
        float32, shape ``grid.size``; signed, in logit units: positive speaks for malignant. Its mean plus
        the bias and the named scalar terms is the logit.
    grid
        Positions of the map's cells.
    """

    values: npt.NDArray[np.float32]
    grid: Grid

    @property
    def peak_mm(self) -> Point:
        """Patient position of the cell that speaks most for malignant."""
        index = np.unravel_index(int(np.argmax(self.values)), self.values.shape)
        x, y, z = (float(v) for v in self.grid.to_patient(np.asarray(index, dtype=float)))
        return (x, y, z)


@dataclass(frozen=True)
class Attribute:
    """One property of a nodule as the model sees it, on a scale from `low` to `high`."""

    name: str
    value: float
    low: float
    high: float


#: Beyond this `ReaderRatings.split` readers are said to differ. Of four readers of whom one takes the other
#: side, two drawn at random (independently) differ with probability 2 * 3/4 * 1/4: more is nearer to two
#: against two.
SPLIT_LIMIT = 2 * 0.75 * 0.25


@dataclass(frozen=True)
class ReaderRatings:
    """The malignancy ratings that the model expects of readers.

    Parameters
    ----------
    shares
        Probability of each rating from 1 (highly unlikely) to 5 (highly suspicious); they sum to 1.
    """

    shares: tuple[float, float, float, float, float]

    @property
    def mean(self) -> float:
        """Expected rating, from 1 to 5."""
        return sum(rating * share for rating, share in enumerate(self.shares, 1))

    @property
    def deviation(self) -> float:
        """Standard deviation of the ratings, from 0 to 2."""
        mean = self.mean
        return math.sqrt(sum(share * (rating - mean) ** 2 for rating, share in enumerate(self.shares, 1)))

    @property
    def split(self) -> float:
        """Probability that two readers take different sides, from 0 to 0.5.

        The sides are benign (1, 2) and malignant (4, 5); a 3 is half a disagreement with either, and none
        with another 3. For two independent ratings it is ``2 b m + u (b + m)`` with the shares ``b`` of
        benign, ``u`` of undecided and ``m`` of malignant ratings.

        Where the shares are right it is an upper bound: readers who look at one nodule agree more often than
        independent draws, since part of the spread is what the model cannot tell and they can.
        """
        benign, undecided, malignant = sum(self.shares[:2]), self.shares[2], sum(self.shares[3:])
        return 2 * benign * malignant + undecided * (benign + malignant)


@dataclass(frozen=True)
class Novelty:
    """How far a nodule lies from those that the model was trained on.

    Parameters
    ----------
    distance
        In units of the typical training nodule's.
    percentile
        Share, in percent, of nodules that a model had not seen and that lie no farther.
    """

    distance: float
    percentile: float


@dataclass(frozen=True)
class Assessment:
    """What the model says of one patch.

    `probability` is `None` where the model must not judge (`Call.OUT_OF_RANGE`). `size_probability` is what
    the long axis alone would say, for comparison. `description` and `readers` stand only beside a
    probability, and like `novelty` only where the model can say them.
    """

    call: Call
    probability: float | None
    logit: float | None
    map: ActivationMap | None
    flags: tuple[Flag, ...] = ()
    percentile_benign: float | None = None
    percentile_malignant: float | None = None
    size_probability: float | None = None
    description: tuple[Attribute, ...] = ()
    readers: ReaderRatings | None = None
    novelty: Novelty | None = None


@dataclass(frozen=True)
class Correction:
    """What a reader says in the place of what was measured or seen; `was` is that, `None` where nothing."""

    name: str
    value: bool | float | str
    was: bool | float | str | None
    reader: str


@dataclass(frozen=True)
class OutlineEdit:
    """Who edited a nodule's outline with the brush, and when; `made` is `None` where it must not be told."""

    reader: str
    made: datetime | None


@dataclass(frozen=True)
class Reading:
    """What a reader added to a finding.

    Parameters
    ----------
    comment, commented_by
        Free text, and whose.
    corrections
        In the order of `engine.risk.facts.CORRECTIONS`.
    risk
        What the risk models and guidelines say; empty where no reader stated anything that they ask for.
    outline
        Where the mask, and all that was measured of it, is a reader's and not the program's.
    """

    comment: str = ""
    commented_by: str = ""
    corrections: tuple[Correction, ...] = ()
    risk: tuple[Evaluation, ...] = ()
    outline: OutlineEdit | None = None


@dataclass(frozen=True)
class Finding:
    """A nodule, what the model says of it, and what a reader decided; `None` where no one has yet."""

    id: str
    source: Source
    nodule: Nodule
    assessment: Assessment
    centre_voxel: Point
    detection_score: float | None = None
    timing_ms: dict[str, float] = field(default_factory=dict)
    decision: Decision | None = None
    reading: Reading = Reading()

    @property
    def flags(self) -> tuple[Flag, ...]:
        """All flags, those of the measurement first; one that the assessment repeats is the assessment's."""
        said = {flag.code for flag in self.assessment.flags}
        return tuple(f for f in self.nodule.flags if f.code not in said) + self.assessment.flags
