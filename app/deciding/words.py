"""What risk models and guidelines say, in the reader's language. No widgets."""

from __future__ import annotations

from app.i18n import sentence, tr
from engine.risk.evaluate import Evaluation, Input
from engine.risk.terms import NotComputed


def value_text(text: str) -> str:
    """Return a fact's value, as `engine.risk.facts.Fact.shown` writes it."""
    number, _, unit = text.partition(" ")
    if unit == "years":
        return tr("{n} years", n=number)
    return tr("{n} months", n=number) if unit == "months" else sentence(text)


def brief(evaluation: Evaluation) -> str:
    """Return the answer in one line."""
    if isinstance(evaluation.result, NotComputed):
        missing = tr(", ").join(sentence(name) for name in evaluation.missing)
        if missing:
            return tr("not computed: {missing} missing", missing=missing)
        return tr("not computed: {reason}", reason=sentence(evaluation.result.reasons[0]))
    return sentence(evaluation.brief)


def line(evaluation: Evaluation) -> str:
    """Return the answer, its rule and every input."""
    result = evaluation.result
    if isinstance(result, NotComputed):
        reasons = " ".join(sentence(reason) for reason in result.reasons)
        answer = tr("Not computed. {reasons}", reasons=reasons).rstrip(".。")
    else:
        answer = sentence(result.text.rstrip("."))
    return tr(
        "{rule}: {answer}. Source: {source}. Inputs: {inputs}.",
        rule=sentence(result.rule),
        answer=answer,
        source=evaluation.source,
        inputs=tr("; ").join(_input(known) for known in evaluation.inputs),
    )


def _input(known: Input) -> str:
    name = sentence(known.words)
    value, _, source = known.text.removeprefix(f"{known.words} ").partition(" (")
    if not source:
        return f"{name} {value_text(value)}"
    sources = tr(", ").join(sentence(part) for part in source.removesuffix(")").split(", "))
    return f"{name} {value_text(value)} ({sources})"
