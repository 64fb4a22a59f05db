"""A nodule as a picture: its patch in the lung window with outlines, and the signed map on a fixed scale."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from engine.patch import PatchSpec
from training.cases import Dataset
from training.report.blocks import Picture
from training.report.style import HALF_IN, INK, drawn, new_figure, picture
from training.report.subject import Seen

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

#: The lung window, in HU.
WINDOW_HU = (-1350.0, 150.0)
#: Share of the readers, and probability of the mask, at which an outline is drawn.
HALF = 0.5
READERS_COLOUR, MASK_COLOUR = "#F0E442", "#ffffff"
_SCALE_BAR_MM = 10.0
_MAP_OPACITY = 0.55
_TITLE_IN = 0.3


def legend_picture(limit: float) -> Picture:
    """The fixed colour scale of the maps, and what the lines mean."""
    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import Normalize
    from matplotlib.lines import Line2D

    figure = new_figure(2 * HALF_IN, 0.62)
    bar, words = figure.subplots(1, 2, width_ratios=(1, 1.3))
    made = figure.colorbar(
        ScalarMappable(Normalize(-limit, limit), map_colours()), cax=bar, orientation="horizontal"
    )
    made.set_label("benign  ←  map, logit units  →  malignant")
    words.set_axis_off()
    lines = [
        Line2D([], [], color=READERS_COLOUR, linewidth=2, label="half of the readers' outlines"),
        Line2D([], [], color=MASK_COLOUR, linewidth=2, linestyle="--", label="model's mask at 0.5"),
    ]
    words.legend(handles=lines, loc="center", frameon=True, facecolor="#505050", labelcolor="white", ncols=2)
    return picture(
        figure,
        "Colours of the pictures",
        "Blue speaks for benign, orange for malignant; the scale is the same in every picture.",
    )


def map_colours() -> Colormap:
    """Return the signed scale: blue, transparent at 0, orange; opacity grows up to half of either limit."""
    from matplotlib.colors import LinearSegmentedColormap

    places = (0.0, 0.25, 0.5, 0.5, 0.75, 1.0)
    colours = (
        (0.08, 0.39, 1.0, _MAP_OPACITY),
        (0.27, 0.59, 1.0, _MAP_OPACITY),
        (0.55, 0.75, 1.0, 0.0),
        (1.0, 0.75, 0.47, 0.0),
        (1.0, 0.57, 0.16, _MAP_OPACITY),
        (1.0, 0.39, 0.0, _MAP_OPACITY),
    )
    return LinearSegmentedColormap.from_list(
        "benign-malignant", list(zip(places, colours, strict=True)), N=511
    )


def outlined(dataset: Dataset, index: int, spec: PatchSpec) -> npt.NDArray[np.float32]:
    """Share of the readers whose outline covers each pixel of the middle slice."""
    share = dataset.lesion(index, spec)
    return share[len(share) // 2]


def case_png(dataset: Dataset, index: int, seen: Seen | None, spec: PatchSpec, limit: float) -> bytes:
    """Draw a case as PNG: the patch with outlines and, where a network has looked, its map at the right.

    Parameters
    ----------
    dataset, index
        The case.
    seen
        What the network made of it, if it may be shown.
    spec
        The network's input: what of the image is shown.
    limit
        Fixed end of the colour scale, in logit units.
    """
    return maps_png(dataset, index, {} if seen is None else {"": seen}, spec, limit)


def maps_png(dataset: Dataset, index: int, maps: Mapping[str, Seen], spec: PatchSpec, limit: float) -> bytes:
    """Draw a case as PNG: the patch with outlines, and at its right what one network or more made of it.

    Parameters
    ----------
    dataset, index
        The case.
    maps
        By a title, which may be empty.
    spec
        The networks' input.
    limit
        Fixed end of the colour scale of all maps, in logit units.
    """
    middle = spec.size[0] // 2
    patch = dataset.patch(index, spec)
    share = outlined(dataset, index, spec)
    _, row_mm, column_mm = spec.spacing_mm
    height, width = spec.size[1] * row_mm, spec.size[2] * column_mm
    panels = 1 + len(maps)
    titled = any(maps)
    figure = new_figure(1.65 * panels, 1.65 * height / width + (_TITLE_IN if titled else 0))
    figure.set_layout_engine("constrained", w_pad=0.01, h_pad=0.01, wspace=0.0, hspace=0.0)
    every = figure.subplots(1, panels, squeeze=False)[0]
    x, y = (np.arange(n) * mm for n, mm in ((spec.size[2], column_mm), (spec.size[1], row_mm)))
    extent = (-column_mm / 2, width - column_mm / 2, height - row_mm / 2, -row_mm / 2)
    for axes in every:
        axes.imshow(
            patch.hu[middle], cmap="gray", vmin=WINDOW_HU[0], vmax=WINDOW_HU[1], extent=extent,
            interpolation="bilinear",
        )  # fmt: skip
        axes.set_axis_off()
    _scale_bar(every[0], width, height)
    for axes, (title, seen) in zip(every[1:], maps.items(), strict=True):
        if titled:
            axes.set_title(title, fontsize=8)
        axes.imshow(
            seen.cam, cmap=map_colours(), vmin=-limit, vmax=limit, extent=extent,
            interpolation="bilinear",
        )  # fmt: skip
        if seen.lesion is not None:
            for panel in (every[0], axes):
                _contour(panel, x, y, seen.lesion, colour=MASK_COLOUR, line="--")
    _contour(every[0], x, y, share, colour=READERS_COLOUR, line="-")
    return drawn(figure, "png", dpi=160)


def _contour(axes: Axes, x: Any, y: Any, share: npt.NDArray[np.floating], *, colour: str, line: str) -> None:
    from matplotlib.patheffects import Normal, Stroke

    if share.min() < HALF < share.max():
        lines = axes.contour(x, y, share, levels=[HALF], colors=colour, linewidths=1.0, linestyles=line)
        # Seen on white chest wall, too.
        lines.set_path_effects([Stroke(linewidth=1.8, foreground=INK, alpha=0.6), Normal()])


def _scale_bar(axes: Axes, width: float, height: float) -> None:
    from matplotlib.patheffects import Normal, Stroke

    left, y = 0.05 * width, 0.94 * height
    outline = [Stroke(linewidth=2.2, foreground=INK), Normal()]
    thick = [Stroke(linewidth=3.4, foreground=INK), Normal()]
    ends = [left, left + _SCALE_BAR_MM]
    axes.plot(ends, [y, y], color="white", linewidth=1.8, solid_capstyle="butt", path_effects=thick)
    axes.text(
        sum(ends) / 2, y - 0.025 * height, f"{_SCALE_BAR_MM:g} mm", color="white", fontsize=6, ha="center",
        path_effects=outline,
    )  # fmt: skip
