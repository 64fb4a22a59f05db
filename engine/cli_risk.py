"""The sub-command `risk`: a published risk model or guideline on inputs given by name, all of them shown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from types import NoneType
from typing import Annotated, Any, get_args, get_type_hints

import typer

from engine.output import answer, write_json
from engine.risk.brock import BrockInputs, brock, brock_without_spiculation
from engine.risk.fleischner import FleischnerInputs, fleischner
from engine.risk.lung_rads import lung_rads
from engine.risk.lung_rads_inputs import LungRadsInputs
from engine.risk.mayo import MayoInputs, mayo
from engine.risk.terms import Advice, NotComputed, Probability


@dataclass(frozen=True)
class _Rule:
    """A rule's function and the dataclass of its inputs."""

    function: Any
    inputs: type


_RULES = {
    "brock": _Rule(brock, BrockInputs),
    "brock-without-spiculation": _Rule(brock_without_spiculation, BrockInputs),
    "mayo": _Rule(mayo, MayoInputs),
    "lung-rads": _Rule(lung_rads, LungRadsInputs),
    "fleischner": _Rule(fleischner, FleischnerInputs),
}


def risk(
    rule: Annotated[str, typer.Argument(help=", ".join(_RULES))],
    inputs: Annotated[
        list[str] | None, typer.Argument(help="NAME=VALUE, as docs/risk.md names them.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Compute a risk model or guideline; an input that is not given is not assumed.

    "Not computed" with its reasons is an answer: exit code 0.
    """
    if rule not in _RULES:
        raise typer.BadParameter(f"There is no rule {rule!r}: choose {', '.join(_RULES)}.")
    given = _parse(_RULES[rule].inputs, inputs or [])
    result = _RULES[rule].function(_RULES[rule].inputs(**given))
    with answer() as out:
        if as_json:
            write_json(out, _document(result, given))
            return
        out.write(f"{result.rule}: {result.text}\n")
        out.writelines(f"  {name} = {_shown(value)}\n" for name, value in given.items())


def _parse(kind: type, pairs: list[str]) -> dict[str, Any]:
    """Return every input of a rule, None where it is not given."""
    types = get_type_hints(kind)
    values: dict[str, Any] = dict.fromkeys(types)
    for pair in pairs:
        name, equals, text = pair.partition("=")
        if not equals or name not in types:
            raise typer.BadParameter(f"{pair!r} is not NAME=VALUE with NAME one of {', '.join(types)}.")
        if values[name] is not None:
            raise typer.BadParameter(f"{name} is given twice.")
        (wanted,) = (t for t in get_args(types[name]) if t is not NoneType)
        values[name] = _value(name, wanted, text)
    return values


def _value(name: str, wanted: Any, text: str) -> Any:
    if issubclass(wanted, bool):
        if text not in ("yes", "no"):
            raise typer.BadParameter(f"{name} is yes or no, not {text!r}.")
        return text == "yes"
    try:
        return wanted(text)
    except ValueError:
        choices = ", ".join(wanted) if issubclass(wanted, StrEnum) else "a number"
        raise typer.BadParameter(f"{name} is {choices}, not {text!r}.") from None


def _shown(value: Any) -> str:
    if value is None:
        return "not given"
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)


def _document(result: Probability | Advice | NotComputed, given: dict[str, Any]) -> dict[str, Any]:
    return {
        "rule": result.rule,
        "computed": not isinstance(result, NotComputed),
        "probability": result.value if isinstance(result, Probability) else None,
        "category": result.category if isinstance(result, Advice) else None,
        "management": result.management if isinstance(result, Advice) else None,
        "stated_risk": result.risk if isinstance(result, Advice) else None,
        "reasons": list(result.reasons) if isinstance(result, NotComputed) else [],
        "inputs": {
            name: None if isinstance(v, float) and not math.isfinite(v) else v for name, v in given.items()
        },
    }
