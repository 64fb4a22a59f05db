"""Fonts of the PDF report, so that no name breaks: Latin text embedded, East Asian text by the reader's own.

Bitstream Vera (it comes with reportlab) is embedded. Chinese, Japanese and Korean use the CID fonts that PDF
readers know by name and replace by one of the system's: a font of their own would add megabytes to the
program. A character that neither has is written as a white square, never left out.
"""

from __future__ import annotations

from functools import cache
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "Vera", "VeraBd"
CHINESE, JAPANESE, KOREAN = "STSong-Light", "HeiseiKakuGo-W5", "HYSMyeongJo-Medium"
MISSING = "\N{WHITE SQUARE}"


@cache
def register() -> None:
    """Make the fonts known to reportlab; once is enough."""
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
    for name in (CHINESE, JAPANESE, KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(name))


def _font_of(character: str) -> str:
    """Return the font for a character: empty for the embedded one, or `MISSING`."""
    code = ord(character)
    if code in _embedded():
        return ""
    if 0x3040 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF:
        return JAPANESE
    if 0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F or 0xAC00 <= code <= 0xD7A3:
        return KOREAN
    # Punctuation, symbols, Greek and Cyrillic, and the unified ideographs: what GB 18030's fonts hold of the
    # basic plane. Their encoding has no other planes.
    han = 0x2E80 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0xFE30 <= code <= 0xFE4F
    if han or 0xFF00 <= code <= 0xFFEF or 0x0391 <= code <= 0x0451 or 0x2010 <= code <= 0x266F:
        return CHINESE
    return MISSING


@cache
def _embedded() -> frozenset[int]:
    register()
    return frozenset(pdfmetrics.getFont(REGULAR).face.charToGlyph)


def markup(text: str) -> str:
    """Return text as reportlab's paragraph markup: escaped, each run in a font that has it.

    Parameters
    ----------
    text
        Plain text in any script; line breaks are kept.
    """
    runs: list[tuple[str, str]] = []
    for character in text:
        if character == "\n":
            runs.append(("\n", ""))
            continue
        if not character.isprintable():
            continue
        font = _font_of(character)
        if font == MISSING:
            character, font = MISSING, CHINESE  # noqa: PLW2901 - what is written instead
        if runs and runs[-1][0] == font and runs[-1][1]:
            runs[-1] = (font, runs[-1][1] + character)
        else:
            runs.append((font, character))
    parts = []
    for font, run in runs:
        if font == "\n":
            parts.append("<br/>")
        elif font:
            parts.append(f'<font name="{font}">{escape(run)}</font>')
        else:
            parts.append(escape(run))
    return "".join(parts)
