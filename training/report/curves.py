"""Curves: ROC, calibration, accuracy at coverage and learning, each with its interval where it has one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from training.metrics import ECE_BINS
from training.report.blocks import Picture
from training.report.columns import Columns, accuracy_kept, band, roc
from training.report.learning import Learning
from training.report.style import (
    BENIGN,
    DIAMETER,
    FULL_IN,
    GREY,
    HALF_IN,
    INK,
    MALIGNANT,
    MODEL,
    PALE,
    new_figure,
    picture,
    unit_square,
)
from training.report.tables import figure_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_RATES = np.linspace(0, 1, 101)
_SHARES = np.linspace(0.3, 1, 71)
_PARTS = {
    "loss": "total",
    "label": "malignancy",
    "lesion": "lesion mask",
    "attributes": "reader attributes",
}


def roc_picture(columns: Sequence[Columns], names: Sequence[str], verdict: dict[str, Any]) -> Picture:
    """ROC of the first model with its band, the others' as thin lines, and of size alone."""
    first = columns[0]
    figure = new_figure(HALF_IN, HALF_IN - 0.35)
    axes: Axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=PALE, linewidth=0.8)
    for other, name in zip(columns[1:], names[1:], strict=True):
        height = roc(other.label, other.probability, _RATES)
        axes.plot(*_from_zero(height), color=MODEL, linewidth=0.7, alpha=0.7, label=name)
    value, low, high = band(
        lambda rows: roc(first.label[rows], first.probability[rows], _RATES), first.patients
    )
    axes.fill_between(_RATES, low, high, color=MODEL, alpha=0.18, linewidth=0)
    name = names[0] if len(names) > 1 else "model"
    axes.plot(*_from_zero(value), color=MODEL, label=f"{name}: AUC {figure_text(verdict['auc'])}")
    if first.size_alone is not None and verdict.get("baseline_diameter"):
        alone = roc(first.label, first.size_alone, _RATES)
        of_size = figure_text(verdict["baseline_diameter"]["auc"])
        axes.plot(*_from_zero(alone), color=DIAMETER, linestyle="--", label=f"diameter alone: AUC {of_size}")
    called = first.probability >= 0.5
    point = (float(called[first.label == 0].mean()), float(called[first.label == 1].mean()))
    axes.plot(*point, "o", color=INK, markersize=4.5, label="model at threshold 0.5")
    unit_square(axes, "false-positive rate (1 − specificity)", "true-positive rate (sensitivity)")
    axes.legend(loc="lower right")
    return picture(
        figure,
        "ROC",
        "The band is the 95 % interval of the sensitivity at each false-positive rate (bootstrap by "
        "patient); in brackets that of the AUC.",
    )


def calibration_picture(columns: Columns, verdict: dict[str, Any]) -> Picture:
    """Observed against said, in the bins of the ECE, with the histogram of what was said below."""
    figure = new_figure(HALF_IN, HALF_IN - 0.35)
    axes, below = figure.subplots(2, 1, sharex=True, height_ratios=(3.2, 1))
    order = np.argsort(columns.probability, kind="stable")
    bin_of = np.empty(len(order), dtype=np.intp)
    for number, part in enumerate(np.array_split(order, ECE_BINS)):
        bin_of[part] = number

    def observed(rows: Any) -> Any:
        inside = np.bincount(bin_of[rows], minlength=ECE_BINS)
        malignant = np.bincount(bin_of[rows], columns.label[rows], minlength=ECE_BINS)
        return np.where(inside > 0, malignant / np.maximum(inside, 1), np.nan)

    value, low, high = band(observed, columns.patients)
    said = np.array([columns.probability[bin_of == number].mean() for number in range(ECE_BINS)])
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=0.8, linestyle=":", label="perfect")
    # Where nothing varies the interval has no length; it never lies beside its value.
    lengths = np.maximum(0, [value - low, high - value])
    axes.errorbar(
        said, value, yerr=lengths, fmt="o", color=MODEL, markersize=4, elinewidth=1, capsize=2, label="model"
    )
    axes.set(ylim=(-0.04, 1.04), ylabel="share malignant (readers)")
    axes.grid(visible=True)
    axes.legend(loc="upper left")
    axes.text(
        0.98,
        0.04,
        f"ECE {figure_text(verdict['ece_interval'])}",
        transform=axes.transAxes,
        ha="right",
        fontsize=7.5,
    )
    edges = np.linspace(0, 1, 21)
    parts = [columns.probability[columns.label == label] for label in (0, 1)]
    below.hist(
        parts,
        bins=list(edges),
        stacked=True,
        color=[BENIGN, MALIGNANT],
        label=["benign", "malignant"],
        rwidth=0.9,
    )
    below.set(xlim=(-0.02, 1.02), xlabel="probability of malignancy", ylabel="nodules")
    below.legend(loc="upper center", ncols=2, handlelength=1)
    return picture(
        figure,
        "Calibration",
        f"{ECE_BINS} bins of equal numbers of nodules; bars are 95 % intervals by patient. Below: how often "
        "each probability was given, by the readers' label.",
    )


def coverage_picture(columns: Columns, verdict: dict[str, Any]) -> Picture:
    """Accuracy of the most certain calls over how many are kept."""
    figure = new_figure(HALF_IN, HALF_IN - 0.5)
    axes = figure.subplots()
    value, low, high = band(
        lambda rows: accuracy_kept(columns.label[rows], columns.probability[rows], _SHARES), columns.patients
    )
    axes.fill_between(_SHARES, low, high, color=MODEL, alpha=0.18, linewidth=0)
    axes.plot(_SHARES, value, color=MODEL, label="model")
    if columns.size_alone is not None:
        alone = accuracy_kept(columns.label, columns.size_alone, _SHARES)
        axes.plot(_SHARES, alone, color=DIAMETER, linestyle="--", label="diameter alone")
    for x, y, mark, label in _operating_points(verdict):
        axes.plot(x, y, mark, color=INK, markersize=5, label=label, linestyle="none")
    axes.axhline(0.95, color=GREY, linewidth=0.8, linestyle=":")
    axes.set(xlim=(0.3, 1.005), ylim=(0.75, 1.005), xlabel="share of nodules decided, most certain first")
    axes.set_ylabel("accuracy of those")
    axes.grid(visible=True)
    axes.legend(loc="lower left")
    return picture(
        figure,
        "Accuracy at coverage",
        "The curve ranks the very nodules that it reports on; marked points have thresholds of other "
        "patients. Band: 95 % interval by patient.",
    )


def learning_picture(learning: Learning) -> Picture:
    """Mean training losses over the epochs, a line for each training."""
    parts = list(learning.curves)[:4]
    figure = new_figure(FULL_IN, 2.1)
    every = figure.subplots(1, len(parts), squeeze=False)[0]
    names = sorted({name for part in parts for name in learning.curves[part]})
    for axes, part in zip(every, parts, strict=True):
        for name, (epochs, values) in sorted(learning.curves[part].items()):
            final = name.startswith("final")
            axes.plot(
                epochs, values, color=INK if final else MODEL, linewidth=1.4 if final else 0.8, alpha=0.9,
                linestyle="--" if final else "-",
            )  # fmt: skip
        axes.set(title=_PARTS.get(part, part), xlabel="epoch", ylim=(0, None))
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(visible=True)
    every[0].set_ylabel("mean training loss")
    dashed = ", dashed the final model" if any(name.startswith("final") for name in names) else ""
    return picture(
        figure,
        "Learning curves",
        f"Losses on the augmented training batches, a line for each of {len(names)} trainings{dashed}. "
        "Nothing was chosen by them: the last epoch's averaged weights are used, and no loss on held-out "
        "patients is watched.",
    )


def _from_zero(height: Any) -> tuple[Any, Any]:
    """The curve with its beginning, from which it climbs before the first false positive."""
    return np.r_[0, _RATES], np.r_[0, height]


def _operating_points(verdict: dict[str, Any]) -> list[tuple[float, float, str, str]]:
    found = []
    sets = verdict["selective"]
    if sets["accuracy"] is not None:
        found.append((sets["coverage"], sets["accuracy"], "D", "prediction sets (5 % error a class)"))
    target = verdict.get("selective_target")
    if target and target["accuracy"]["value"] is not None:
        label = f"threshold for {target['accuracy_target']:g}, other patients"
        found.append((target["coverage"]["value"], target["accuracy"]["value"], "s", label))
    return found
