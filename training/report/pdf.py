"""A report as PDF on A4: the contents of the HTML in the same order, lettered like the plots."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from training.report.blocks import Block, CaseCard, Gallery, Items, Paragraph, Picture, Report, Row, Table

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_MARGIN_MM = 15.0
_WIDTH_MM = 210.0 - 2 * _MARGIN_MM
_GAP_MM = 4.0
#: What reportlab's frames keep free inside the margins, in points.
_FRAME_PADDING = 6.0
_FONT, _BOLD = "DejaVuSans", "DejaVuSans-Bold"
_GREY, _PALE, _MARK = "#555555", "#d9d9d9", "#F0E442"
_CARDS_IN_A_ROW, _CARD_MM = 2, 80.0


def to_pdf(report: Report) -> bytes:
    """Return the document.

    Parameters
    ----------
    report
        What it says.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import KeepTogether, SimpleDocTemplate, Spacer
    from reportlab.platypus import Paragraph as Text

    _register_fonts()
    style = _styles()
    flow: list[Flowable] = [
        Text(_text(report.title), style["title"]),
        Text(_text(report.subtitle), style["small"]),
    ]
    for section in report.sections:
        groups = [group for block in section.blocks for group in _groups(block)]
        # A heading is never left alone at the foot of a page.
        groups[0].insert(0, Text(_text(section.title), style["heading"]))
        flow += [KeepTogether(group) for group in groups]
    flow += [Spacer(1, 6 * mm), Text(_text(report.footer), style["small"])]

    file = io.BytesIO()
    document = SimpleDocTemplate(
        file,
        pagesize=A4,
        title=report.title,
        author="Noduscope",
        lang="en",
        **dict.fromkeys(
            ("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN_MM * mm - _FRAME_PADDING
        ),
    )
    document.build(flow, onFirstPage=_page_number, onLaterPages=_page_number)
    return file.getvalue()


def _groups(block: Block) -> list[list[Flowable]]:
    """What a block is made of: lists of things that belong on one page."""
    from reportlab.platypus import ListFlowable
    from reportlab.platypus import Paragraph as Text

    style = _styles()
    match block:
        case Paragraph(text):
            return [[Text(_text(text), style["body"])]]
        case Items(texts):
            items = [Text(_text(text), style["body"]) for text in texts]
            return [[ListFlowable(items, bulletType="bullet", start="•", leftIndent=10, bulletFontSize=8)]]
        case Table():
            return [_table(block)]
        case Picture():
            return [_picture(block, _WIDTH_MM)]
        case Row(left, right):
            half = (_WIDTH_MM - _GAP_MM) / 2
            return [[_grid([_picture(left, half), _picture(right, half)])]]
        case Gallery(cards):
            rows = [cards[i : i + _CARDS_IN_A_ROW] for i in range(0, len(cards), _CARDS_IN_A_ROW)]
            return [[_grid([*map(_card, row), *[""] * (_CARDS_IN_A_ROW - len(row))])] for row in rows]


def _table(block: Table) -> list[Flowable]:
    from reportlab.lib.units import mm
    from reportlab.platypus import Paragraph as Text
    from reportlab.platypus import Spacer
    from reportlab.platypus import Table as Grid

    style = _styles()
    cells = [
        [Text(_text(cell), style["head" if number == 0 else "cell"]) for cell in row]
        for number, row in enumerate((block.header, *block.rows))
    ]
    grid = Grid(cells, colWidths=[width * mm for width in _column_widths(block)], repeatRows=1, hAlign="LEFT")
    grid.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, _PALE),
            ("LINEBELOW", (0, 0), (-1, 0), 0.6, _GREY),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ]
    )
    caption = [Text(_text(block.caption), style["caption"])] if block.caption else []
    return [*caption, grid, Spacer(1, 3 * mm)]


def _column_widths(block: Table) -> list[float]:
    """Widths in mm: a column's longest text where there is room for all, else at least its longest word."""
    columns = list(zip(block.header, *block.rows, strict=True))
    wanted = [_text_mm(max(map(len, column))) for column in columns]
    least = [_text_mm(max(len(word) for cell in column for word in cell.split(" "))) for column in columns]
    missing = sum(wanted) - _WIDTH_MM
    if missing <= 0:
        return wanted
    give = missing / max(sum(wanted) - sum(least), missing)
    return [width - give * (width - word) for width, word in zip(wanted, least, strict=True)]


def _text_mm(letters: int) -> float:
    """Width of a cell with so many letters."""
    return max(1.45 * letters, 16.0) + 4.0


def _picture(drawing: Picture, width_mm: float) -> list[Flowable]:
    from reportlab.platypus import Paragraph as Text

    caption = f"<b>{_text(drawing.title)}.</b> {_text(drawing.caption)}"
    image = _image(drawing.draw("png"), min(width_mm, drawing.width_mm))
    return [image, Text(caption, _styles()["small"])]


def _card(card: CaseCard) -> list[Flowable]:
    from reportlab.platypus import Paragraph as Text

    style = _styles()
    mark = f' <font backColor="{_MARK}" size="6.5">&nbsp;{_text(card.mark)}&nbsp;</font>' if card.mark else ""
    parts: list[Flowable] = [_image(card.picture, _CARD_MM)] if card.picture else []
    parts.append(Text(f"<b>{_text(card.title)}</b>{mark}", style["card"]))
    return [*parts, *(Text(_text(line), style["card"]) for line in card.lines)]


def _image(png: bytes, width_mm: float) -> Flowable:
    from reportlab.lib.units import mm
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    pixels = ImageReader(io.BytesIO(png)).getSize()
    # One panel, as of a case without a map, is not blown up to the width of two.
    width = width_mm * mm if pixels[0] > 1.5 * pixels[1] or pixels[0] > 400 else width_mm * mm / 2
    return Image(io.BytesIO(png), width=width, height=width * pixels[1] / pixels[0], hAlign="LEFT")


def _grid(cells: list[Any]) -> Flowable:
    """Cells of equal width side by side, without lines; never divided."""
    from reportlab.lib.units import mm
    from reportlab.platypus import Table as Grid

    grid = Grid([cells], colWidths=[_WIDTH_MM / len(cells) * mm] * len(cells), hAlign="LEFT")
    grid.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), _GAP_MM / 2 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
        ]
    )
    return grid


def _text(text: str) -> str:
    """Escape a text, and keep a number with its per cent."""
    return escape(text.replace(" %", "\N{NO-BREAK SPACE}%"))


def _page_number(canvas: Any, document: Any) -> None:
    from reportlab.lib.units import mm

    canvas.setFont(_FONT, 7)
    canvas.setFillColor(_GREY)
    canvas.drawRightString((210 - _MARGIN_MM) * mm, 8 * mm, str(document.page))


@cache
def _register_fonts() -> None:
    """Embed matplotlib's own copy of DejaVu Sans, which the plots are lettered in."""
    import matplotlib as mpl
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name in (_FONT, _BOLD):
        pdfmetrics.registerFont(TTFont(name, folder / f"{name}.ttf"))
    pdfmetrics.registerFontFamily(_FONT, normal=_FONT, bold=_BOLD, italic=_FONT, boldItalic=_BOLD)


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    body = ParagraphStyle("body", fontName=_FONT, fontSize=8.5, leading=12, spaceAfter=4)
    return {
        "body": body,
        "title": ParagraphStyle("title", body, fontName=_BOLD, fontSize=15, leading=19),
        "heading": ParagraphStyle(
            "heading", body, fontName=_BOLD, fontSize=11, leading=14, spaceBefore=12, spaceAfter=5
        ),
        "small": ParagraphStyle(
            "small", body, fontSize=7, leading=9.5, textColor=_GREY, spaceBefore=2, spaceAfter=8
        ),
        "caption": ParagraphStyle("caption", body, fontSize=7.5, leading=10, textColor=_GREY, spaceAfter=2),
        "cell": ParagraphStyle("cell", body, fontSize=7, leading=9, spaceAfter=0),
        "head": ParagraphStyle("head", body, fontName=_BOLD, fontSize=7, leading=9, spaceAfter=0),
        "card": ParagraphStyle("card", body, fontSize=7, leading=9.2, spaceAfter=0),
    }
