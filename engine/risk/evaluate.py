"""All rules at once on what is known of a nodule and its patient, each with every input beside its answer.

It must not know where the facts come from; sources travel as words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from engine.risk.brock import BrockInputs, brock, brock_without_spiculation
from engine.risk.facts import FACTS, Known, Lobe, Value
from engine.risk.fleischner import FleischnerInputs, fleischner
from engine.risk.lung_rads import lung_rads
from engine.risk.lung_rads_inputs import LungRadsInputs
from engine.risk.mayo import MayoInputs, mayo
from engine.risk.terms import Advice, NotComputed, Probability, mean_diameter_mm, missing_text

#: Source of an input whose value is left out of a report that must not tell it.
WITHHELD = "withheld"
_MCWILLIAMS = "McWilliams et al., N Engl J Med 2013;369:910"


@dataclass(frozen=True)
class Input:
    """One input of a rule: its name there, its value (`None`: unknown) and where that comes from."""

    name: str
    value: Value | None
    source: str

    @property
    def text(self) -> str:
        """As it stands beside the answer."""
        if self.value is None:
            if self.source == WITHHELD:
                return f"{self.words} {WITHHELD}"
            return f"{self.words} unknown ({self.source})" if self.source else f"{self.words} unknown"
        if isinstance(self.value, bool):
            value = ("no", "yes")[self.value]
        elif isinstance(self.value, int | float):
            value = f"{self.value:.1f}".removesuffix(".0") + _UNITS.get(self.name, "")
        else:
            value = str(self.value)
        return f"{self.words} {value} ({self.source})"

    @property
    def words(self) -> str:
        """Its name in a few words."""
        return self.name.removesuffix("_years").removesuffix("_mm").replace("_", " ")


_UNITS = {
    "age_years": " years",
    "diameter_mm": " mm",
    "mean_diameter_mm": " mm",
    "solid_part_mm": " mm",
    "months_since_previous": " months",
}


@dataclass(frozen=True)
class Evaluation:
    """What one rule says, and from what.

    Parameters
    ----------
    key
        As the command line names the rule.
    short
        Its name in a few letters.
    source
        Where the rule is published.
    result
        Its answer.
    inputs
        Every input it has, known or not.
    """

    key: str
    short: str
    source: str
    result: Probability | Advice | NotComputed
    inputs: tuple[Input, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The inputs for want of which there is no answer, in words."""
        if not isinstance(self.result, NotComputed):
            return ()
        return tuple(i.words for i in self.inputs if missing_text(i.name) in self.result.reasons)

    @property
    def brief(self) -> str:
        """The answer in one line."""
        if isinstance(self.result, Advice):
            return self.result.category if self.result.risk else self.result.management
        if isinstance(self.result, Probability):
            return self.result.text
        if self.missing:
            return f"not computed: {', '.join(self.missing)} missing"
        return f"not computed: {self.result.reasons[0]}"

    @property
    def line(self) -> str:
        """The answer, its rule and every input, as a report prints it."""
        inputs = "; ".join(i.text for i in self.inputs)
        answer = self.result.text.rstrip(".")
        return f"{self.result.rule}: {answer}. Source: {self.source}. Inputs: {inputs}."


@dataclass(frozen=True)
class _Rule:
    short: str
    source: str
    function: Callable[[Any], Probability | Advice | NotComputed]
    inputs: Any


#: Every rule, as the command line names it.
RULES = {
    "brock": _Rule("Brock, spiculation", _MCWILLIAMS, brock, BrockInputs),
    "brock-without-spiculation": _Rule("Brock, without", _MCWILLIAMS, brock_without_spiculation, BrockInputs),
    "mayo": _Rule("Mayo", "Swensen et al., Arch Intern Med 1997;157:849", mayo, MayoInputs),
    "lung-rads": _Rule("Lung-RADS v2022", "American College of Radiology", lung_rads, LungRadsInputs),
    "fleischner": _Rule(
        "Fleischner 2017", "MacMahon et al., Radiology 2017;284:228", fleischner, FleischnerInputs
    ),
}


def evaluate(known: Mapping[str, Known]) -> tuple[Evaluation, ...]:
    """Return what every rule says.

    Parameters
    ----------
    known
        Every fact of `engine.risk.facts.FACTS` as it holds (`engine.risk.facts.together`).
    """
    return tuple(_evaluated(key, rule, known) for key, rule in RULES.items())


def _evaluated(key: str, rule: _Rule, known: Mapping[str, Known]) -> Evaluation:
    names = [field.name for field in fields(rule.inputs)]
    if key == "brock-without-spiculation":
        names.remove("spiculation")
    asked = {name: _answer(name, known) for name in names}
    values: dict[str, Any] = dict.fromkeys(field.name for field in fields(rule.inputs))
    values |= {name: _typed(name, answer.value) for name, answer in asked.items()}
    return Evaluation(
        key,
        rule.short,
        rule.source,
        rule.function(rule.inputs(**values)),
        tuple(Input(name, answer.value, answer.source) for name, answer in asked.items()),
    )


def _answer(name: str, known: Mapping[str, Known]) -> Known:
    """Return the answer to what a rule asks, from the facts."""
    if name == "upper_lobe":
        lobe = known["lobe"]
        return lobe if lobe.value is None else Known(Lobe(str(lobe.value)).is_upper, lobe.source)
    if name == "multiple":
        count = known["nodule_count"]
        return count if count.value is None else Known(float(count.value) > 1, count.source)
    if name == "diameter_mm":
        return known["long_axis_mm"]
    if name == "mean_diameter_mm":
        axes = known["long_axis_mm"], known["short_axis_mm"]
        if any(axis.value is None for axis in axes):
            return next(axis for axis in axes if axis.value is None)
        long, short = (float(axis.value or 0) for axis in axes)
        sources = dict.fromkeys(axis.source for axis in axes)
        return Known(mean_diameter_mm(long, short), ", ".join(sources))
    return known[name]


def _typed(name: str, value: Value | None) -> Any:
    """Return a value as the rules take it."""
    fact = FACTS.get(name)
    if value is None or fact is None or not issubclass(fact.kind, StrEnum):
        return value
    return fact.kind(str(value))
