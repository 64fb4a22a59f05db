"""How the PDF looks: paragraph styles, table lines, and the head and foot of its pages."""

from __future__ import annotations

from typing import Any

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, TableStyle

from engine.reports.fonts import BOLD, REGULAR, markup, register

register()
# Streams as bytes: ASCII is slower to write and a quarter larger.
rl_config.useA85 = 0

MARGIN = 16 * mm
#: Of reportlab's frames: the margins leave room for it.
PADDING = 6.0
GREY = colors.Color(0.4, 0.4, 0.4)
_TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=8.5, leading=11.5)
STYLES = {
    "text": _TEXT,
    "label": ParagraphStyle("label", _TEXT, textColor=GREY, fontSize=7.5),
    "quiet": ParagraphStyle("quiet", _TEXT, textColor=GREY),
    "title": ParagraphStyle("title", _TEXT, fontName=BOLD, fontSize=16, leading=21),
    "heading": ParagraphStyle(
        "heading", _TEXT, fontName=BOLD, fontSize=10.5, leading=15, spaceBefore=9, spaceAfter=3
    ),
    "right": ParagraphStyle("right", _TEXT, textColor=GREY, fontSize=7.5, alignment=2),
}


def grid_style(*, lines: bool = True) -> TableStyle:
    """Return a quiet table style, with lines between the rows or without."""
    commands: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
    if lines:
        commands.append(("LINEBELOW", (0, 0), (-1, -1), 0.4, colors.Color(0.8, 0.8, 0.8)))
    return TableStyle(commands)


class Numbered(Canvas):
    """A canvas that writes whose report a page belongs to, and which of how many it is.

    Parameters
    ----------
    head
        Who the report is about.
    foot
        What every page must say.
    """

    def __init__(self, *args: Any, head: str, foot: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._head, self._foot = head, foot
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802 - reportlab's name
        """Keep the page until their number is known."""
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write the pages."""
        for number, page in enumerate(self._pages, 1):
            self.__dict__.update(page)
            self._edge(number, len(self._pages))
            super().showPage()
        super().save()

    def _edge(self, number: int, count: int) -> None:
        width, height = A4[0] - 2 * MARGIN, A4[1]
        self.setStrokeColor(GREY)
        self.setLineWidth(0.4)
        self.line(MARGIN, height - 17 * mm, A4[0] - MARGIN, height - 17 * mm)
        for text, style, y in (
            (self._head, "text", height - 15.5 * mm),
            (self._foot, "label", 10 * mm),
            (f"Page {number} of {count}", "right", 10 * mm),
        ):
            paragraph = Paragraph(markup(text), STYLES[style])
            paragraph.wrap(width, 10 * mm)
            paragraph.drawOn(self, MARGIN, y)
