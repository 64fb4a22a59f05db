"""A report as one HTML file that needs nothing else: styles and pictures are inside."""

from __future__ import annotations

import base64
from typing import Any

from training.report.blocks import Picture, Report


def to_html(report: Report) -> str:
    """Return the page.

    Parameters
    ----------
    report
        What it says; every text is escaped.

    Returns
    -------
    str
        HTML without any reference to something outside itself.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("training.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_together,
    )
    environment.filters["svg"] = _svg
    environment.filters["png"] = _png
    environment.tests["of_kind"] = _of_kind
    return environment.get_template("report.html").render(report=report)


def _together(value: Any) -> Any:
    """Keep a number with its per cent."""
    return value.replace(" %", "\N{NO-BREAK SPACE}%") if isinstance(value, str) else value


def _of_kind(block: Any, name: str) -> bool:
    return type(block).__name__ == name


def _svg(drawing: Picture) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.draw('svg')).decode()}"


def _png(pixels: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(pixels).decode()}"
