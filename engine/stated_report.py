"""What readers stated, put to the findings of a report: comments, corrections, and the risk models' answers.

It must not know who keeps the statements, nor in which format a report is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING, Any

from engine.findings import Correction, Decision, Finding, OutlineEdit, Reading, Source
from engine.risk.evaluate import WITHHELD, Evaluation, evaluate
from engine.risk.facts import CORRECTIONS, FACTS, UNKNOWN, Known, proposals, together
from engine.risk.terms import Advice, NotComputed, Probability
from engine.statements import COMMENT, Statement, of_nodules, of_series, stated_facts

if TYPE_CHECKING:
    from engine.report import Report

#: Decimals of a probability.
_PROBABILITY_DECIMALS = 4
#: Inputs that say something of the person, and are withheld where reports must not.
_OF_THE_PERSON = ("age_years", "sex")


def with_statements(
    report: Report, statements: Sequence[Statement], *, age_years: float | None, sex: str
) -> Report:
    """Return a report with what readers stated of its patient, its study and its nodules.

    Parameters
    ----------
    report
        As the analysis made it; nothing that was measured changes.
    statements
        Those that hold (`engine.statements.holding`, or the store's `current`).
    age_years, sex
        As the files say (`engine.dicom.series.Series`).
    """
    told = of_nodules(statements, [f.nodule.centre_mm for f in report.findings])
    common = of_series(statements)
    findings = []
    for finding, own in zip(report.findings, told, strict=True):
        proposed = _proposed(finding, report.findings, age_years, sex)
        reading = replace(reading_of(own, common, proposed), outline=finding.reading.outline)
        findings.append(replace(finding, reading=reading))
    return replace(report, findings=tuple(findings))


def reading_of(
    own: Mapping[str, Statement], common: Mapping[str, Statement], proposed: Mapping[str, Known]
) -> Reading:
    """Return what readers stated of one nodule.

    Parameters
    ----------
    own, common
        What was stated of it, and of its study and patient, by name.
    proposed
        What can be proposed without a reader (`engine.risk.facts.proposals`).
    """
    stated = stated_facts(dict(common), dict(own))
    comment = own.get(COMMENT)
    return Reading(
        comment=str(comment.value) if comment else "",
        commented_by=comment.reader if comment else "",
        corrections=tuple(
            Correction(name, said.value, proposed[name].value if name in proposed else None, said.reader)
            for name in CORRECTIONS
            if (said := own.get(name)) is not None and said.value is not None and said.value != UNKNOWN
        ),
        risk=evaluate(together(dict(proposed), stated)) if stated else (),
    )


def _proposed(
    finding: Finding, findings: Sequence[Finding], age_years: float | None, sex: str
) -> dict[str, Known]:
    texture = next((a for a in finding.assessment.description if a.name == "texture"), None)
    counted = {f.id for f in findings if f.source is Source.READER or f.decision is Decision.ACCEPTED}
    counted -= {f.id for f in findings if f.decision is Decision.REJECTED}
    return proposals(
        long_axis_mm=finding.nodule.long_axis_mm,
        short_axis_mm=finding.nodule.short_axis_mm,
        texture=(texture.value - texture.low) / (texture.high - texture.low) if texture else None,
        nodule_count=len(counted | {finding.id}),
        age_years=age_years,
        sex=sex,
        outline_edited=finding.reading.outline is not None,
    )


def reading_json(reading: Reading) -> dict[str, Any]:
    """Return what a reader added as JSON: ``comment``, ``corrections``, ``risk``, ``outline``."""
    return {
        "comment": {"text": reading.comment, "reader": reading.commented_by} if reading.comment else None,
        "corrections": {
            c.name: {"value": c.value, "was": c.was, "reader": c.reader} for c in reading.corrections
        },
        "risk": [risk_json(evaluation) for evaluation in reading.risk],
        "outline": {
            "edited": reading.outline is not None,
            "reader": reading.outline.reader if reading.outline else "",
            "made": reading.outline.made.isoformat(timespec="seconds")
            if reading.outline and reading.outline.made
            else None,
        },
    }


def risk_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return a rule's answer, with its name, its source and every input, as JSON."""
    result = evaluation.result
    return {
        "rule": result.rule,
        "source": evaluation.source,
        "computed": not isinstance(result, NotComputed),
        "probability": round(result.value, _PROBABILITY_DECIMALS)
        if isinstance(result, Probability)
        else None,
        "category": result.category if isinstance(result, Advice) else None,
        "management": result.management if isinstance(result, Advice) else None,
        "stated_risk": result.risk if isinstance(result, Advice) else None,
        "reasons": list(result.reasons) if isinstance(result, NotComputed) else [],
        "inputs": {i.name: {"value": i.value, "source": i.source} for i in evaluation.inputs},
    }


def reading_lines(reading: Reading) -> list[str]:
    """Return what a reader added as lines of a report for people."""
    lines = []
    if reading.outline and reading.outline.reader and reading.outline.made:
        made = reading.outline.made.astimezone(UTC)
        lines.append(f"Outline by {reading.outline.reader}, {made:%Y-%m-%d %H:%M} UTC.")
    if reading.comment:
        by = f" ({reading.commented_by})" if reading.commented_by else ""
        lines.append(f"Reader's comment{by}: {reading.comment}")
    for correction in reading.corrections:
        fact = FACTS[correction.name]
        was = f", in the place of {fact.shown(correction.was)}" if correction.was is not None else ""
        by = f" ({correction.reader})" if correction.reader else ""
        lines.append(f"{fact.text} according to the reader{by}: {fact.shown(correction.value)}{was}.")
    lines += [evaluation.line for evaluation in reading.risk]
    return lines


def without_person(reading: Reading) -> Reading:
    """Return a reading that names nobody: no free text, no reader, neither age nor sex beside the results."""
    return Reading(
        outline=OutlineEdit("", None) if reading.outline else None,
        corrections=tuple(replace(c, reader="") for c in reading.corrections),
        risk=tuple(
            replace(
                evaluation,
                inputs=tuple(
                    replace(i, value=None, source=WITHHELD)
                    if i.name in _OF_THE_PERSON
                    else replace(i, source="reader" if i.source.startswith("reader ") else i.source)
                    for i in evaluation.inputs
                ),
            )
            for evaluation in reading.risk
        ),
    )
