"""What a verdict's reader must be told: each a code and a sentence."""

from __future__ import annotations

from typing import Any

from training.cohort import Cohort

#: An accuracy above this is more than the readers' own agreement allows, so it suggests leakage.
TOO_GOOD = 0.93
#: Prediction sets may miss the promised coverage by this before it is said.
SETS_TOLERANCE = 0.02


def warnings_of(document: dict[str, Any], cohort: Cohort, left_out: int) -> list[dict[str, str]]:
    """Return the warnings of a verdict.

    Parameters
    ----------
    document
        All its other parts.
    cohort
        The cases.
    left_out
        How many nodules were left out, since the model has seen their patients.

    Returns
    -------
    list of dict
        ``code`` and ``text`` each.
    """
    found = [
        *_leakage(document["accuracy"]["value"]),
        *_baseline(document),
        *_target(document["selective_target"]),
        *_sets(document["conformal"]),
    ]
    if left_out:
        found.append(
            _warning("left_out", f"{left_out} nodules were left out: the model has seen their patients.")
        )
    if any(case.readers is not None for case in cohort.cases):
        found.append(
            _warning("opinion", "The labels are radiologists' opinions on CT, not pathology or follow-up.")
        )
    return found


def _leakage(accuracy: float | None) -> list[dict[str, str]]:
    if accuracy is None or accuracy <= TOO_GOOD:
        return []
    return [
        _warning(
            "leakage",
            f"An accuracy of {accuracy:.3f} is higher than readers agree among themselves. Check whether "
            "nodules of one patient are in training and test.",
        )
    ]


def _baseline(document: dict[str, Any]) -> list[dict[str, str]]:
    if document["baseline_diameter"] is None:
        return [_warning("no_baseline", "Too few cases have a diameter, so size alone is not compared.")]
    if (document["gain_over_diameter"]["auc"]["low"] or 0) <= 0:
        return [
            _warning("no_gain", "The model is not shown to rank better than the nodule's diameter alone.")
        ]
    return []


def _target(selective: dict[str, Any] | None) -> list[dict[str, str]]:
    if selective is None:
        return []
    target, accuracy = selective["accuracy_target"], selective["accuracy"]["value"]
    if accuracy is None:
        return [_warning("target_missed", f"No certainty reaches an accuracy of {100 * target:g} %.")]
    if accuracy >= target:
        return []
    return [
        _warning(
            "target_missed",
            f"The certainty threshold aims at {100 * target:g} % accuracy and was chosen on other patients; "
            f"on the nodules judged it gives {100 * accuracy:.1f} %.",
        )
    ]


def _sets(conformal: dict[str, Any] | None) -> list[dict[str, str]]:
    if conformal is None:
        return []
    nominal = conformal["nominal"]
    return [
        _warning(
            "sets_off",
            f"The prediction sets hold the true class of {100 * conformal[name]['value']:.1f} % of the "
            f"{name} nodules, where {100 * nominal:g} % was meant.",
        )
        for name in ("benign", "malignant")
        if abs(conformal[name]["value"] - nominal) > SETS_TOLERANCE
    ]


def _warning(code: str, text: str) -> dict[str, str]:
    return {"code": code, "text": text}
