"""The verdict on a fine-tuned model in words: its sentence, its warnings, and the whole as text."""

from __future__ import annotations

from typing import Any

from training.console import figure_text
from training.evaluate import FEW

#: With fewer patients a bootstrap by patient gives intervals that are too narrow.
FEW_PATIENTS = 30

_NAMES = {"auc": "AUC", "log_loss": "log loss"}
_FIGURES = {
    "auc": "AUC",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "accuracy": "accuracy",
    "ece": "ECE",
    "brier": "Brier score",
    "log_loss": "log loss",
}


def sentence_of(
    outcome: str,
    local: dict[str, Any],
    untouched: dict[str, Any],
    reference: dict[str, Any] | None,
    more: int | None,
    *,
    figure: str,
) -> str:
    """Say the verdict.

    Parameters
    ----------
    outcome
        Its word.
    local, untouched, reference
        Its figures.
    more
        How many more nodules would prove the gain.
    figure
        Which figure it was judged by.
    """
    gain = f"{_NAMES[figure]} gain {_signed(local[figure]['gain'])}"
    n = f"{local['n']} local nodules of {local['patients']} patients"
    on_reference = _signed(reference["auc"]["gain"]) if reference else ""
    general = (
        f"On the reference set the AUC changes by {on_reference}."
        if reference
        else "What it does to nodules from elsewhere was not measured: no reference set is installed."
    )
    allowed = reference["max_loss"] if reference else 0
    missing = _what_is_missing(local[figure], untouched, more) if outcome == "not_proven" else ""
    return {
        "better": f"Better here: {gain} on {n}. {general}",
        "recalibrated": f"Better calibrated here: {gain} on {n}. The order of the scores is as before.",
        "forgets": (
            f"Better here ({gain} on {n}), but worse elsewhere: on the reference set the AUC changes by "
            f"{on_reference}, and at most -{allowed:g} is allowed."
        ),
        "not_better": f"Not better: {gain} on {n}.",
        "not_proven": f"Not proven: {gain} on {n}{missing}",
    }[outcome]


def _what_is_missing(judged: dict[str, Any], untouched: dict[str, Any], more: int | None) -> str:
    if judged["gain"]["low"] > 0:
        against = _signed(untouched["auc"]["gain"])
        return f", but the {untouched['n']} untouched nodules speak against it ({against})."
    if more is None:
        return ", too small to be proven with the nodules of one site."
    return f". If the gain is real, about {more} more nodules would prove it."


def warnings_of(
    local: dict[str, Any], untouched: dict[str, Any], reference: dict[str, Any] | None, *, max_loss: float
) -> list[str]:
    """Say in sentences what to keep in mind."""
    found = []
    if local["patients"] < FEW_PATIENTS:
        found.append(
            f"There are only {local['patients']} patients; with fewer than {FEW_PATIENTS} the intervals are "
            "narrower than they should be."
        )
    size = local["baseline_diameter"]
    new = local["auc"]["new"]["value"]
    if size is not None and size["auc"]["value"] is not None and size["auc"]["value"] >= new:
        found.append(
            f"The diameter alone gives AUC {size['auc']['value']:.3f} here, no less than the new model's "
            f"{new:.3f}."
        )
    high = local["ece"]["gain"]["high"]
    if high is not None and high < 0:
        found.append("The new model's probabilities are worse calibrated than the old one's (ECE).")
    found += _on_the_untouched(untouched)
    if reference is None:
        found.append("No reference set is installed, so the general performance was not measured.")
        return found
    if reference["seen_by_base"]:
        found.append(
            f"The base model was trained on {reference['seen_by_base']} of the {reference['n']} reference "
            "nodules: the figures there say what was forgotten, not how good either model is."
        )
    gain = reference["auc"]["gain"]
    if -max_loss <= gain["value"] and gain["low"] < -max_loss:
        found.append(
            f"The loss on the reference set may be more than {max_loss:g}: its interval ends at "
            f"{gain['low']:+.3f}."
        )
    return found


def verdict_text(document: dict[str, Any]) -> str:
    """Return the document of ``noduscope train verdict`` as text."""
    lines = [document["sentence"], ""]
    parts = {"local, out of fold": document["local"], "untouched, final model": document["untouched"]}
    if document["reference"]:
        parts["reference set"] = document["reference"]
    for title, part in parts.items():
        lines.append(
            f"{title}: {part['n']} nodules of {part['patients']} patients, {part['malignant']} malignant"
        )
        lines += [
            f"  {text}: old {figure_text(part[name]['old'])}, new {figure_text(part[name]['new'])}, "
            f"gain {_signed(part[name]['gain'])}"
            for name, text in _FIGURES.items()
            if name in part
        ]
        if "delong" in part:
            pairs = part["mcnemar"]
            lines.append(
                f"  DeLong p {part['delong']['p']:.3g}; right: only the new one {pairs['only_new_right']}, "
                f"only the old one {pairs['only_old_right']}, McNemar p {pairs['p']:.3g}"
            )
        if part.get("baseline_diameter"):
            lines.append(f"  diameter alone: AUC {figure_text(part['baseline_diameter']['auc'])}")
    changed = document["sides_changed"]
    right = sum(change["right"] == "new" for change in changed)
    lines.append(f"{len(changed)} nodules change side; the new model is right in {right} of them")
    lines += [f"note: {text}" for text in document["warnings"]]
    if document["needs_override"]:
        lines.append("It cannot be exported without an override that names a reason and a reader.")
    return "\n".join(lines)


def _on_the_untouched(untouched: dict[str, Any]) -> list[str]:
    n = untouched["n"]
    if "auc" not in untouched:
        counts = f"{n} nodules, {untouched['malignant']} malignant"
        return [f"The untouched part ({counts}) is too small to confirm anything."]
    gain = untouched["auc"]["gain"]
    if gain["value"] is not None and gain["value"] < 0:
        worse = f"On the {n} untouched nodules the final model does worse than the old one"
        return [f"{worse}: AUC {_signed(gain)}."]
    return [f"The untouched part has only {n} nodules: it confirms little."] if n < FEW else []


def _signed(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "unknown"
    return f"{figure['value']:+.3f} ({figure['low']:+.3f} to {figure['high']:+.3f})"
