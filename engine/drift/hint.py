"""What the months mean, in a sentence: nothing yet, no drift, or fine-tuning is due and why.

A shift says that scans or nodules differ from those before. Whether the model is wrong about them only labels
can say; that is what fine-tuning starts with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.drift.months import OUTSIDE
from engine.drift.shift import MIN_SCORES, Share, Shift

#: Fewer series than this say nothing about the scans.
MIN_SERIES = 10
#: Share of series from outside the training data that is put up with.
OUTSIDE_PUT_UP_WITH = 0.10
#: What fine-tuning needs, for the advice.
NODULES, PATIENTS = 50, 30

TITLES = {"due": "Fine-tuning is due", "none": "No drift", "too_little": "Too little to tell"}


@dataclass(frozen=True)
class Recent:
    """The last months in the figures that count.

    Parameters
    ----------
    name
        Which months.
    outside, reasons
        Share of the series outside the training data; how many for which reason.
    accepted, accepted_shift, n_accepted
        Of the nodules that readers accepted: abstentions, scores against the reference nodules, their number.
    expected_abstention
        Upper end of the abstentions out of fold, where the package tells them.
    suggested, suggested_shift, before
        Of all suggestions: abstentions, scores against the first months, abstentions of the first months.
        `None` where there are no first months yet.
    """

    name: str
    outside: Share
    reasons: Mapping[str, int]
    accepted: Share
    accepted_shift: Shift | None
    n_accepted: int
    expected_abstention: float | None
    suggested: Share
    suggested_shift: Shift | None
    before: Share | None


def hint(recent: Recent) -> dict[str, Any]:
    """Return ``state`` (``due``, ``none`` or ``too_little``), ``title``, ``hint`` and the ``signals``."""
    signals = [*_scans(recent), *_scores(recent), *_abstentions(recent)]
    if signals:
        advice = (
            "A shift does not say that the model is wrong, only that it was not tested on"
            f" this: label at least {NODULES} nodules of {PATIENTS} patients from these months, then Models >"
            " Fine-tune tells whether a fine-tuned model is better."
        )
        return _told("due", advice, signals)
    if recent.suggested_shift is None and recent.accepted_shift is None:
        text = "Nothing was read with this model yet."
        if recent.outside.of:
            text = (
                f"{recent.outside.of} series with {recent.n_accepted} accepted nodules in"
                f" {recent.name}. Scores are compared from {MIN_SCORES} nodules on."
            )
        return _told("too_little", text)
    compared = " and ".join(
        part
        for part, shift in (
            ("suggestions score as in the first months", recent.suggested_shift),
            ("accepted nodules score as the reference nodules do", recent.accepted_shift),
        )
        if shift is not None
    )
    return _told("none", f"In {recent.name} {compared}, as far as their number can tell.")


def _told(state: str, text: str, signals: Sequence[dict[str, str]] = ()) -> dict[str, Any]:
    return {"state": state, "title": TITLES[state], "hint": text, "signals": list(signals)}


def _scans(recent: Recent) -> list[dict[str, str]]:
    found = recent.outside
    if found.of < MIN_SERIES or found.low <= OUTSIDE_PUT_UP_WITH:
        return []
    reasons = "; ".join(f"{n} with {OUTSIDE[key]}" for key, n in recent.reasons.items() if n)
    text = f"{found.count} of {found.of} series in {recent.name} lie outside the training data: {reasons}."
    return [{"code": "scans", "text": text}]


def _scores(recent: Recent) -> list[dict[str, str]]:
    signals = []
    accepted, suggested = recent.accepted_shift, recent.suggested_shift
    if accepted is not None and accepted.large:
        text = (
            f"The scores of {accepted.n} accepted nodules in {recent.name} lie elsewhere than those of the"
            f" {accepted.n_reference} nodules that the model was tested on ({_figures(accepted)})."
        )
        signals.append({"code": "scores", "text": text})
    if suggested is not None and suggested.large:
        text = (
            f"The scores of {suggested.n} suggestions in {recent.name} lie elsewhere than in the first months"
            f" ({_figures(suggested)})."
        )
        signals.append({"code": "scores_changed", "text": text})
    return signals


def _abstentions(recent: Recent) -> list[dict[str, str]]:
    signals = []
    expected, accepted = recent.expected_abstention, recent.accepted
    if expected is not None and accepted.of >= MIN_SCORES and accepted.low > expected:
        text = (
            f"The model took no side on {_percent(accepted)} of the accepted nodules in {recent.name}; in its"
            f" test it was at most {expected:.0%}."
        )
        signals.append({"code": "abstentions", "text": text})
    before, now = recent.before, recent.suggested
    if before is not None and min(now.of, before.of) >= MIN_SCORES and now.low > before.high:
        text = (
            f"The model took no side on {_percent(now)} of the suggestions in {recent.name}; in the first"
            f" months it was {_percent(before)}."
        )
        signals.append({"code": "abstentions_changed", "text": text})
    return signals


def _figures(found: Shift) -> str:
    p = "below 0.001" if found.p < 0.001 else f"{found.p:.3f}"
    return f"PSI {found.psi:.2f}, of which chance explains {found.noise:.2f}; KS {found.ks:.2f}, p {p}"


def _percent(found: Share) -> str:
    return f"{found.value or 0:.0%} ({found.low:.0%} to {found.high:.0%})"
