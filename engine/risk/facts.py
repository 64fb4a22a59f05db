"""What the rules ask about, as a reader states it: one fact each, about the patient, the study or the nodule.

Several rules ask for one fact in different words: the lobe answers "upper lobe", the number of nodules
answers "one or several". A fact has no default; it must not know any rule, nor where a value comes from.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.risk.lung_rads_inputs import Category, CystChange, Exam, Kind, Status
from engine.risk.mayo import EarlierCancer
from engine.risk.terms import NoduleType, Sex

Value = bool | float | str
#: What a reader states to overrule a proposal without knowing better.
UNKNOWN = "unknown"


class Scope(StrEnum):
    """What a fact is about: it holds for all studies of a patient, for one study, or for one nodule."""

    PATIENT = "patient"
    STUDY = "study"
    NODULE = "nodule"


class Lobe(StrEnum):
    """Lobes of the lungs; the lingula is part of the left upper one."""

    RIGHT_UPPER = "right upper"
    RIGHT_MIDDLE = "right middle"
    RIGHT_LOWER = "right lower"
    LEFT_UPPER = "left upper"
    LEFT_LOWER = "left lower"

    @property
    def is_upper(self) -> bool:
        """Whether it is an upper lobe, as Brock and Mayo ask."""
        return self in (Lobe.RIGHT_UPPER, Lobe.LEFT_UPPER)


@dataclass(frozen=True)
class Fact:
    """One fact.

    Parameters
    ----------
    name
        As it is kept and reported.
    scope
        What it is about.
    kind
        ``bool``, ``float``, ``int`` or a `StrEnum`.
    text
        As it stands before the field.
    unit
        Of a number.
    low, high
        A number is above `low` and at most `high`.
    """

    name: str
    scope: Scope
    kind: type
    text: str
    unit: str = ""
    low: float = 0.0
    high: float = math.inf

    @property
    def choices(self) -> tuple[Value, ...]:
        """The values it can have; none for a number."""
        if self.kind is bool:
            return (True, False)
        return tuple(member.value for member in self.kind) if issubclass(self.kind, StrEnum) else ()

    def parsed(self, text: str) -> Value:
        """Return a number as a reader types it, with a point or a comma.

        Raises
        ------
        ValueError
            If it is none, or one that cannot be; the text is a sentence.
        """
        try:
            number = float(text.strip().replace(",", "."))
        except ValueError:
            raise ValueError(f"{self.text}: {text.strip()!r} is not a number.") from None
        if not math.isfinite(number) or not self.low < number <= self.high:
            raise ValueError(f"{self.text} cannot be {text.strip()}.")
        if self.kind is int and number != int(number):
            raise ValueError(f"{self.text} must be a whole number, not {text.strip()}.")
        return int(number) if self.kind is int else number

    def accepts(self, value: Any) -> bool:
        """Whether a stored value is one of this fact."""
        if value == UNKNOWN and isinstance(value, str):
            return True
        if self.choices:
            return type(value) in (bool, str) and value in self.choices
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return math.isfinite(value) and self.low < value <= self.high

    def shown(self, value: Value | None) -> str:
        """Return a value as it is read."""
        if value is None or value == UNKNOWN:
            return UNKNOWN
        if isinstance(value, bool):
            return ("no", "yes")[value]
        number = f"{value:.1f}".removesuffix(".0") if isinstance(value, int | float) else str(value)
        return f"{number} {self.unit}".strip()


_P, _S, _N = Scope.PATIENT, Scope.STUDY, Scope.NODULE
FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact("sex", _P, Sex, "Sex"),
        Fact("family_history", _P, bool, "Lung cancer in the family"),
        Fact("ever_smoker", _P, bool, "Smokes or has smoked"),
        Fact("emphysema", _P, bool, "Emphysema"),
        Fact("known_cancer", _P, bool, "Has or had a cancer"),
        Fact("immunosuppressed", _P, bool, "Immunosuppressed"),
        Fact("high_risk", _P, bool, "High risk (Fleischner)"),
        Fact("age_years", _S, float, "Age", "years", high=120),
        Fact("extrathoracic_cancer", _S, EarlierCancer, "Cancer outside the chest"),
        Fact("screening", _S, bool, "Screening CT"),
        Fact("nodule_count", _S, int, "Number of nodules"),
        Fact("exam", _S, Exam, "Examination"),
        Fact("previous_category", _S, Category, "Earlier Lung-RADS"),
        Fact("months_since_previous", _S, float, "Interval to it", "months"),
        Fact("nodule_type", _N, NoduleType, "Type"),
        Fact("lobe", _N, Lobe, "Lobe"),
        Fact("long_axis_mm", _N, float, "Long axis", "mm", high=300),
        Fact("short_axis_mm", _N, float, "Short axis", "mm", high=300),
        Fact("solid_part_mm", _N, float, "Solid part, mean", "mm", high=300),
        Fact("spiculation", _N, bool, "Spiculated"),
        Fact("finding", _N, Kind, "Kind of finding"),
        Fact("status", _N, Status, "Change"),
        Fact("suspicious_features", _N, bool, "Suspicious features"),
        Fact("smooth_benign_shape", _N, bool, "Smooth, oval or angular"),
        Fact("proximal_airway", _N, bool, "Segmental or more proximal"),
        Fact("cyst_change", _N, CystChange, "Change of the cyst"),
    )
}
#: Facts that correct what was measured or seen of a nodule; what they correct is kept.
CORRECTIONS = ("nodule_type", "lobe", "long_axis_mm", "short_axis_mm")


@dataclass(frozen=True)
class Known:
    """A fact's value and who says it, such as ``measured`` or ``file header``; `None` is not known."""

    value: Value | None
    source: str = ""


#: A network's rating of the texture this near to a named step of the readers' scale counts as that type.
_TEXTURES = {0: NoduleType.NON_SOLID, 2: NoduleType.PART_SOLID, 4: NoduleType.SOLID}


def type_of_texture(share: float) -> NoduleType | None:
    """Return the type that a texture rating stands for.

    Parameters
    ----------
    share
        Where it lies on the readers' scale, 0 (ground glass) to 1 (solid). Of its five steps the first, the
        third and the fifth are types (LIDC-IDRI); between them none is proposed.
    """
    return _TEXTURES.get(int(share * 4 + 0.5))


def proposals(
    *,
    long_axis_mm: float,
    short_axis_mm: float,
    texture: float | None,
    nodule_count: int,
    age_years: float | None,
    sex: str,
    outline_edited: bool = False,
) -> dict[str, Known]:
    """Return what can be proposed without a reader, each with its source.

    Parameters
    ----------
    long_axis_mm, short_axis_mm
        As measured, mm.
    texture
        The network's rating as a share of its scale; `None` where it gives none.
    nodule_count
        Nodules that a reader pointed at or accepted, this one included; its source is "counted".
    age_years, sex
        As the files say.
    outline_edited
        Whether the axes were measured on an outline that a reader drew or mended; their source then says so.
    """
    measured = "reader's outline" if outline_edited else "measured"
    kind = type_of_texture(texture) if texture is not None else None
    found = {
        "long_axis_mm": Known(round(long_axis_mm, 1), measured),
        "short_axis_mm": Known(round(short_axis_mm, 1), measured),
        "nodule_count": Known(nodule_count, "counted"),
        "nodule_type": Known(kind.value if kind else None, "model"),
        "age_years": Known(age_years, "file header"),
        "sex": Known(sex or None, "file header"),
    }
    return {name: known for name, known in found.items() if known.value is not None}


def together(proposed: dict[str, Known], stated: dict[str, Known]) -> dict[str, Known]:
    """Return every fact as it holds: what a reader stated before what is proposed; `None` for the others.

    A fact that a reader stated to be unknown is unknown, whatever is proposed.
    """
    known = {}
    for name, fact in FACTS.items():
        said = stated.get(name) or proposed.get(name) or Known(None)
        known[name] = Known(None, said.source) if said.value == UNKNOWN else said
        if known[name].value is not None and not fact.accepts(known[name].value):
            known[name] = Known(None)
    long, short = known["long_axis_mm"].value, known["short_axis_mm"].value
    if long is not None and short is not None and float(long) < float(short):
        # As while one of the two is corrected after the other: no size is better than a wrong one.
        known["long_axis_mm"] = known["short_axis_mm"] = Known(None, "long axis shorter than the short one")
    return known
