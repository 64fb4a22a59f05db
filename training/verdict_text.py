"""A verdict in words, one figure a line, for the terminal."""

from __future__ import annotations

from typing import Any

from training.console import figure_text

_MAIN = {
    **{name: name for name in ("auc", "accuracy", "f1", "sensitivity", "specificity")},
    "ece_interval": "ece",
    "brier_interval": "brier",
}


def verdict_text(document: dict[str, Any]) -> str:
    """Return the lines that `noduscope train evaluate` prints without ``--json``."""
    lines = [f"{document['n']} nodules of {document['n_patients']} patients"]
    if len(document.get("seeds", ())) > 1:
        lines.append(f"mean of the runs of the seeds {', '.join(map(str, document['seeds']))}")
    lines += [f"{text}: {figure_text(document[name])}" for name, text in _MAIN.items()]
    lines += _baseline("size alone", document["baseline_diameter"])
    lines += _baseline(
        "size and the readers' calcification (reference only)", document["baseline_diameter_calcification"]
    )
    lines += [*_target(document["selective_target"]), *_sets(document["conformal"])]
    lines += [*_readers(document["readers"]), *_mask(document["lesion"])]
    lines += [f"{warning['code']}: {warning['text']}" for warning in document["warnings"]]
    return "\n".join(lines)


def _baseline(name: str, figures: dict[str, Any] | None) -> list[str]:
    if figures is None:
        return []
    return [f"{name}, {what}: {figure_text(figures[what])}" for what in ("auc", "accuracy")]


def _target(selective: dict[str, Any] | None) -> list[str]:
    if selective is None:
        return []
    aim = f"certain enough for accuracy {selective['accuracy_target']:g}"
    lines = [f"{aim}, {what}: {figure_text(selective[what])}" for what in ("coverage", "accuracy")]
    size = selective.get("baseline_diameter")
    if size is not None:
        lines += [
            f"{aim}, size alone, {what}: {figure_text(size[what])}" for what in ("coverage", "accuracy")
        ]
    return lines


def _sets(conformal: dict[str, Any] | None) -> list[str]:
    if conformal is None:
        return []
    meant = f"(meant: {conformal['nominal']:g})"
    return [
        f"sets of {name} nodules that hold {name} {meant}: {figure_text(conformal[name])}"
        for name in ("benign", "malignant")
    ] + [f"sets that leave it open: {figure_text(conformal['abstained'])}"]


def _readers(readers: dict[str, Any] | None) -> list[str]:
    if readers is None:
        return []
    return [
        f"{text}, accuracy: {figure_text(readers[name]['accuracy'])}"
        for name, text in (("agreed", "readers all on one side"), ("split", "readers not all on one side"))
        if readers[name] is not None
    ]


def _mask(lesion: dict[str, Any]) -> list[str]:
    return [f"long axis, median error in mm: {figure_text(lesion['long_axis_error_median_mm'])}"]
