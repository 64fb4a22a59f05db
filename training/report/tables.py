"""Figures of the verdict and of other commands' documents as tables of text. Draws nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from training.report.blocks import Table

Document = dict[str, Any]

#: Rows of the main table: key in the verdict, and text.
MAIN = {
    "auc": "AUC",
    "accuracy": "Accuracy at 0.5",
    "f1": "F1",
    "sensitivity": "Sensitivity",
    "specificity": "Specificity",
    "ece_interval": "ECE (10 bins of equal mass)",
    "brier_interval": "Brier score",
}
#: What stands beside the model's AUC and accuracy, where the verdict has it.
BESIDE = {
    "baseline_diameter": "readers' diameter alone",
    "baseline_measured_diameter": "model's own diameter alone",
    "baseline_diameter_calcification": "readers' diameter and calcification",
    "gain_over_diameter": "gain over the readers' diameter, paired",
    "gain_over_diameter_calcification": "gain over diameter and calcification, paired",
}
#: The verdict's tables of strata.
STRATA = {
    "strata": "readers' diameter",
    "by_manufacturer": "manufacturer",
    "by_slice_thickness": "slice thickness",
}
_NONE = "–"


def figure_text(figure: Document | None) -> str:
    """Return a figure with its interval; a dash where there is none."""
    if not figure or figure.get("value") is None:
        return _NONE
    if figure.get("low") is None:
        return _three(figure["value"])
    text = f"{_three(figure['value'])} [{_three(figure['low'])}, {_three(figure['high'])}]"
    return text.replace(" ", "\N{NO-BREAK SPACE}")  # it stays on one line


def main_table(verdict: Document) -> Table:
    """The model's figures."""
    counts = f"{verdict['n']} nodules of {verdict['n_patients']} patients, {verdict['n_malignant']} malignant"
    return Table(
        f"{counts}. In brackets: 95 % interval, bootstrap by patient.",
        ("", "model"),
        tuple((text, figure_text(verdict[key])) for key, text in MAIN.items()),
    )


def beside_table(verdict: Document) -> Table:
    """What size alone gives, and what the model adds to it."""
    rows = [("model", figure_text(verdict["auc"]), figure_text(verdict["accuracy"]))]
    rows += [
        (text, figure_text(verdict[key].get("auc")), figure_text(verdict[key].get("accuracy")))
        for key, text in BESIDE.items()
        if verdict.get(key)
    ]
    return Table(
        "Beside it, size alone: a logistic regression on the log of a diameter, fitted on the other folds. A "
        "model is worth what it adds to that.",
        ("", "AUC", "accuracy at 0.5"),
        tuple(rows),
    )


def runs_table(names: Sequence[str], verdicts: Sequence[Document]) -> Table:
    """The same figures of several runs, with their mean and spread."""
    rows = []
    for key, text in MAIN.items():
        values = [verdict[key]["value"] for verdict in verdicts]
        known = [value for value in values if value is not None]
        spread = f"{np.mean(known):.4f}, {np.std(known, ddof=1):.4f}" if len(known) > 1 else _NONE
        rows.append((text, *(_number(value) for value in values), spread))
    return Table(
        "The runs side by side; the last column is their mean and standard deviation: a smaller difference "
        "between two recipes, of one run each, says nothing.",
        ("", *names, "mean, sd"),
        tuple(rows),
    )


def strata_table(verdict: Document) -> Table:
    """AUC and accuracy of every stratum beside size alone's."""
    rows = []
    for _, name, part in strata_of(verdict):
        size = part.get("baseline_diameter") or {}
        rows.append(
            (
                name,
                f"{part['n']} ({part['n_malignant']})",
                figure_text(part.get("auc")),
                figure_text(size.get("auc")),
                figure_text(part.get("accuracy")),
                figure_text(size.get("accuracy")),
            )
        )
    return Table(
        "The same as a table, with the accuracy at 0.5. Size alone: the readers' diameter. A dash: too few "
        "nodules, or of one class, for a figure.",
        ("", "nodules (malignant)", "AUC", "size alone", "accuracy", "size alone"),
        tuple(rows),
    )


def strata_of(verdict: Document) -> Iterator[tuple[str, str, Document]]:
    """Go through the verdict's strata: what they are by, name, and figures."""
    for key, text in STRATA.items():
        for name, part in (verdict.get(key) or {}).items():
            yield text, _legible(f"slices {name}" if key == "by_slice_thickness" else name), part
    for name, part in (verdict.get("readers") or {}).items():
        if part and "auc" in part and "n" in part:
            yield "readers", f"readers {name}", part


def _legible(name: str) -> str:
    spaced = re.sub(r"(?<=\d)mm", " mm", name).replace("mm+", "mm and more")
    return re.sub(r"(?<=\d)-(?=\d)", "–", spaced).replace("<=", "≤")


def abstention_table(verdict: Document) -> Table:
    """Coverage and accuracy where the model abstains, and whether its prediction sets keep their promise."""
    sets, rows = verdict["selective"], []
    rows.append(("prediction sets: share decided", _number(sets["coverage"])))
    rows.append(("prediction sets: accuracy of those", _number(sets["accuracy"])))
    if target := verdict.get("selective_target"):
        aim = f"threshold for an accuracy of {target['accuracy_target']:g}"
        rows.append((f"{aim}: share decided", figure_text(target["coverage"])))
        rows.append((f"{aim}: accuracy of those", figure_text(target["accuracy"])))
        if size := target.get("baseline_diameter"):
            rows.append((f"{aim}, diameter alone: share decided", figure_text(size["coverage"])))
    if promise := verdict.get("conformal"):
        for name in ("benign", "malignant"):
            text = f"{name} nodules whose set holds the label (promised {promise['nominal']:g})"
            rows.append((text, figure_text(promise[name])))
    return Table("Thresholds and quantiles were chosen on other patients.", ("", "value"), tuple(rows))


def map_table(verdict: Document) -> Table:
    """What the verdict says of maps and masks."""
    cam, lesion = verdict["cam"], verdict["lesion"]
    rows = [
        ("share of the map's positive part on the nodule", _number(cam["energy_in_lesion"])),
        ("map's peak on the nodule", _number(cam["pointing_game"])),
        ("the same on patches cut beside the nodule", _number(cam["pointing_game_shifted"])),
        ("share of the patch that counts as on the nodule", _number(cam["chance"])),
        (f"Dice of the mask against the readers' consensus ({lesion['n']} nodules)", _number(lesion["dice"])),
        ("mean error of its long axis, mm", _number(lesion["long_axis_error_mm"])),
    ]
    return Table(
        f"The map, on {cam['n']} nodules called malignant; the mask, on all with an outline.",
        ("", "value"),
        tuple(rows),
    )


def stress_table(document: Document) -> Table:
    """What worse images cost: the document of ``train stress``."""
    rows = [
        (
            row["text"],
            figure_text(row["auc"]),
            figure_text(row["auc_drop"]),
            figure_text(row["accuracy"]),
            figure_text(row["accuracy_drop"]),
            str(row["flips"]),
        )
        for row in document["conditions"]
    ]
    return Table(
        "Drops are against the images as recorded, paired.",
        ("condition", "AUC", "drop", "accuracy", "drop", "calls changed"),
        tuple(rows),
    )


def checks_table(verdict: Document) -> Table:
    """What an audit's figures amount to: its checks, each with its threshold."""
    words = {True: "passes", False: "fails", None: "cannot be decided"}
    return Table(
        verdict["text"],
        ("", "check"),
        tuple((words[check["passes"]], check["text"]) for check in verdict["checks"]),
    )


def audit_table(document: Document) -> Table:
    """Every figure of an audit's document, by its path in it."""
    rows = tuple((name.replace("_", " "), text) for name, text in _flat(document))
    return Table("All figures of the audit; in brackets 95 % intervals by patient.", ("", "value"), rows)


def _flat(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    name = ": ".join(path)
    if isinstance(value, dict) and "value" in value:
        yield name, figure_text(value)
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in {"schema", "settings", "verdict"}:
                yield from _flat(part, (*path, str(key)))
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            own = (
                str(part.get("text") or part.get("name") or number) if isinstance(part, dict) else str(number)
            )
            yield from _flat(part, (*path, own))
    elif value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        yield name, _number(value)


def _number(value: float | None) -> str:
    if value is None:
        return _NONE
    return str(value) if isinstance(value, int) else _three(value)


def _three(value: float) -> str:
    """Three decimals, with a minus sign in place of a hyphen, and none before a zero."""
    return f"{value + 0.0:.3f}".replace("-0.000", "0.000").replace("-", "\N{MINUS SIGN}")
