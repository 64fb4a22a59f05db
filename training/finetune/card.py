"""The card of a fine-tuned model: what was said of it here, and what its parent's card says."""

from __future__ import annotations

import re
from typing import Any

from training.console import figure_text
from training.finetune.result import FineTuned

_FIGURES = {
    "auc": "AUC",
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "accuracy": "Accuracy",
    "ece": "ECE (10 bins of equal mass)",
    "brier": "Brier score",
    "log_loss": "Log loss",
}


def tuned_card(
    manifest: dict[str, Any], tuned: FineTuned, verdict: dict[str, Any], int8: str, parent_card: str
) -> str:
    """Write the card.

    Parameters
    ----------
    manifest
        The new package's fields.
    tuned
        The new model and where it comes from.
    verdict
        The document of ``noduscope train verdict``.
    int8
        What came of the graph in whole numbers, in words.
    parent_card
        The parent's card; empty where it has none.

    Returns
    -------
    str
        Markdown.
    """
    parts = [
        _head(manifest),
        _verdict(manifest, verdict),
        _table("On this site's nodules, out of fold", verdict["local"]),
        _confirmation(verdict),
        _origin(manifest, tuned, int8),
    ]
    if parent_card:
        parts.append(f"## The parent's card\n\nIts figures are of the parent.\n\n{_demoted(parent_card)}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(manifest: dict[str, Any]) -> str:
    parent = manifest["lineage"]["parent"]
    return f"""# Model card: {manifest["id"]} {manifest["version"]}

Fine-tuned from {parent["id"]} {parent["version"]} (`{parent["sha256"][:16]}`) on a site's own nodules.
Not a medical device. Not for sole diagnosis. What it is for and what not is as of its parent."""


def _verdict(manifest: dict[str, Any], verdict: dict[str, Any]) -> str:
    lines = ["## Verdict", "", verdict["sentence"]]
    override = manifest["lineage"]["override"]
    if override is not None:
        who = f"{override['reader']} on {override['when'][:10]}"
        lines += ["", f"**Exported against this verdict** by {who}: {override['reason']}"]
    if verdict["warnings"]:
        lines += ["", *(f"- {text}" for text in verdict["warnings"])]
    return "\n".join(lines)


def _table(title: str, part: dict[str, Any]) -> str:
    rows = "\n".join(
        f"| {text} | {figure_text(part[name]['old'])} | {figure_text(part[name]['new'])} "
        f"| {figure_text(part[name]['gain'])} |"
        for name, text in _FIGURES.items()
        if name in part
    )
    size = part.get("baseline_diameter")
    alone = f"\n\nThe diameter alone: AUC {figure_text(size['auc'])}." if size else ""
    return f"""## {title}

{part["n"]} nodules of {part["patients"]} patients, {part["malignant"]} malignant; 95 % intervals, bootstrap
by patient. A gain above zero is an improvement.

| | parent | fine-tuned | gain |
| --- | --- | --- | --- |
{rows}{alone}"""


def _confirmation(verdict: dict[str, Any]) -> str:
    parts = []
    if "auc" in verdict["untouched"]:
        parts.append(_table("On the untouched part, by the network in this package", verdict["untouched"]))
    if verdict["reference"] is not None:
        parts.append(_table("On the reference set", verdict["reference"]))
    return "\n\n".join(parts)


def _origin(manifest: dict[str, Any], tuned: FineTuned, int8: str) -> str:
    division, choices = tuned.record.division, tuned.record.choices
    how = (
        f"Preset `{choices.preset}`, at most {choices.epochs} epochs, replay {choices.replay:g}, L2-SP "
        f"{choices.l2sp:g}, seed {choices.seed}."
        if tuned.record.mode == "finetune"
        else f"The probability alone was recalibrated: slope {tuned.slope:.3f}, offset {tuned.offset:+.3f}."
    )
    return f"""## How it was made

- Data: the site's dataset `{manifest["dataset_sha256"][:16]}`: {len(division.train)} nodules to learn from,
  {len(division.val)} to stop by, {len(division.test)} untouched. No patient is in two parts; patients are
  kept as salted hashes.
- {how}
- Range of data: the parent's, widened by what was trained on. What size alone says, and what finds
  candidates, are the parent's. The readers' ratings that the parent may give are left out: they were fitted
  to its scores.
- {int8}
- Licence: {manifest["licence"]}"""


def _demoted(card: str) -> str:
    """Move every heading two levels down."""
    return re.sub(r"^(#+ )", r"##\1", card.strip(), flags=re.MULTILINE)
