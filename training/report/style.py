"""How every plot of the report looks: one font, one set of colours, one way to become a picture.

Colours are those of Okabe and Ito (2008), which are told apart under every common colour deficiency; lines
and marks differ too, so that nothing hangs on colour alone. Matplotlib's objects are used directly: no global
state, no window.
"""

from __future__ import annotations

import io
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from training.report.blocks import Format, Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BLUE, ORANGE, GREEN, PURPLE, SKY = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9"
GREY, PALE, INK = "#6b6b6b", "#d9d9d9", "#1a1a1a"
MODEL, DIAMETER = BLUE, ORANGE
BENIGN, MALIGNANT = SKY, ORANGE

HALF_IN, FULL_IN = 3.5, 7.2
_MM_PER_INCH = 25.4
_DPI = 200
_RC: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "axes.titlesize": 9,
    "axes.labelsize": 8,
    "axes.edgecolor": GREY,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": "#e6e6e6",
    "grid.linewidth": 0.5,
    "legend.frameon": False,
    "legend.fontsize": 7.5,
    "lines.linewidth": 1.5,
    "xtick.labelsize": 7.5,
    "ytick.labelsize": 7.5,
    "xtick.color": INK,
    "ytick.color": INK,
    # Text as shapes: the same letters on every machine.
    "svg.fonttype": "path",
    "svg.hashsalt": "noduscope",
}


def style() -> Any:
    """Return a context in which figures are made and drawn in the report's style."""
    import matplotlib as mpl

    return mpl.rc_context(cast("Any", _RC))


def new_figure(width_in: float, height_in: float) -> Figure:
    """Return an empty figure."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure as NewFigure

    figure = NewFigure(figsize=(width_in, height_in), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def picture(figure: Figure, title: str, caption: str) -> Picture:
    """Make a finished figure part of a report; it is drawn when it is asked for."""
    return Picture(title, caption, figure.get_figwidth() * _MM_PER_INCH, partial(drawn, figure))


def drawn(figure: Figure, form: Format, dpi: int = _DPI) -> bytes:
    """Draw a figure as vectors or pixels, the same bytes for the same figure."""
    file = io.BytesIO()
    with style():
        figure.savefig(file, format=form, dpi=dpi, metadata={"Date": None} if form == "svg" else None)
    return file.getvalue()


def unit_square(axes: Axes, x: str, y: str) -> None:
    """Both axes from 0 to 1, in equal steps."""
    axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), xlabel=x, ylabel=y, aspect="equal")
    ticks = [0, 0.2, 0.4, 0.6, 0.8, 1]
    axes.set_xticks(ticks)
    axes.set_yticks(ticks)
    axes.grid(visible=True)
