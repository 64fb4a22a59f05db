"""Plots that are no curves: forests of intervals, the confusion matrix, the distribution of scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from training.calibrate import UNDECIDED
from training.report.blocks import Picture
from training.report.columns import Columns
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
)

Figure = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """A row of a forest plot.

    Parameters
    ----------
    name, note
        At its left and at its right.
    figures
        A figure with interval for each series, or `None` where there is none.
    group
        Rows of one group stand together.
    """

    name: str
    note: str
    figures: tuple[Figure | None, ...]
    group: str = ""


def forest_picture(
    lines: Sequence[Line], series: Sequence[str], x: str, title: str, caption: str, *, zero: bool = False
) -> Picture:
    """Figures with intervals beneath each other, a mark for each series; `zero` draws a line there."""
    figure = new_figure(FULL_IN, 0.75 + 0.3 * len(lines))
    axes = figure.subplots()
    marks = (("o", MODEL, MODEL), ("s", DIAMETER, "white"))
    for number, name in enumerate(series):
        mark, colour, fill = marks[number]
        y = np.arange(len(lines)) + (number - (len(series) - 1) / 2) * 0.3
        chosen = [(at, f) for at, f in zip(y, (line.figures[number] for line in lines), strict=True) if f]
        known = [(at, f) for at, f in chosen if f["value"] is not None]
        if not known:
            continue
        value, low, high = (np.array([f[part] for _, f in known]) for part in ("value", "low", "high"))
        axes.errorbar(
            value,
            [at for at, _ in known],
            xerr=np.maximum(0, [value - low, high - value]),
            fmt=mark,
            color=colour,
            markerfacecolor=fill,
            markersize=4.5,
            elinewidth=1.1,
            capsize=2,
            label=name,
        )
    for number, (above, line) in enumerate(pairwise(lines), start=1):
        if above.group != line.group:
            axes.axhline(number - 0.5, color=PALE, linewidth=0.8)
    if zero:
        axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set_yticks(range(len(lines)), [line.name for line in lines])
    axes.set_ylim(len(lines) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(x)
    axes.grid(visible=True, axis="x")
    right = axes.secondary_yaxis("right")
    right.set_yticks(range(len(lines)), [line.note for line in lines])
    right.tick_params(axis="y", length=0)
    right.spines["right"].set_visible(False)
    if len(series) > 1:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=len(series))
    return picture(figure, title, caption)


def confusion_picture(columns: Columns) -> Picture:
    """What the readers and the model said, abstentions included."""
    figure = new_figure(HALF_IN, HALF_IN - 0.5)
    axes = figure.subplots()
    calls = (("benign", 0), ("abstains", UNDECIDED), ("malignant", 1))
    counts = np.array(
        [[((columns.label == y) & (columns.call == c)).sum() for _, c in calls] for y in (0, 1)]
    )
    shares = counts / counts.sum(1, keepdims=True)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1.3, aspect="auto")
    for row in (0, 1):
        for column in range(3):
            right = (row, column) in ((0, 0), (1, 2))
            axes.text(
                column,
                row,
                f"{counts[row, column]}\n{100 * shares[row, column]:.0f} %",
                ha="center",
                va="center",
                color="white" if shares[row, column] > 0.65 else INK,
                fontweight="bold" if right else "normal",
                fontsize=10,
            )
    axes.set_xticks(range(3), [name for name, _ in calls])
    axes.set_yticks((0, 1), ["benign", "malignant"], rotation=90, va="center")
    axes.set(xlabel="model's call", ylabel="readers' label")
    axes.tick_params(length=0)
    axes.set_xticks((0.5, 1.5), minor=True)
    axes.set_yticks((0.5,), minor=True)
    axes.grid(visible=True, which="minor", color="white", linewidth=2)
    axes.tick_params(which="minor", length=0)
    axes.spines[:].set_visible(False)
    return picture(
        figure,
        "Confusion matrix",
        "Calls by prediction sets, quantiles of other patients; the model abstains where both classes or "
        "none are in the set. Per cent of the row.",
    )


def distribution_picture(columns: Columns) -> Picture:
    """How the probabilities of either class are spread, all over and in the sizes that are hard."""
    figure = new_figure(FULL_IN, 2.5)
    diameter = np.array([case.diameter_mm or np.nan for case in columns.cases], dtype=float)
    middle = (diameter >= 6) & (diameter < 15)
    panels = [("all nodules", np.ones(len(diameter), dtype=bool))]
    if middle.any() and not middle.all():
        panels.append(("6–15 mm", middle))
    every = figure.subplots(1, len(panels), squeeze=False, sharex=True)[0]
    edges = np.linspace(0, 1, 26)
    for axes, (name, chosen) in zip(every, panels, strict=True):
        highest = 0
        for label, sign, colour, word in ((1, 1, MALIGNANT, "malignant"), (0, -1, BENIGN, "benign")):
            here = columns.probability[chosen & (columns.label == label)]
            count, _ = np.histogram(here, edges)
            highest = max(highest, int(count.max()))
            axes.bar(
                edges[:-1],
                sign * count,
                width=np.diff(edges) * 0.9,
                align="edge",
                color=colour,
                label=f"{word} ({len(here)})",
            )
        axes.axhline(0, color=INK, linewidth=0.6)
        axes.axvline(0.5, color=GREY, linewidth=0.8, linestyle=":")
        axes.set(
            title=name, xlabel="probability of malignancy", xlim=(0, 1), ylim=(-1.1 * highest, 1.1 * highest)
        )
        axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
        axes.grid(visible=True, axis="y")
        axes.legend(loc="upper center")
    every[0].set_ylabel("nodules")
    return picture(
        figure,
        "Distribution of the scores",
        "Calibrated probability by the readers' label: malignant upwards, benign downwards. Dotted: the "
        "threshold of 0.5.",
    )
