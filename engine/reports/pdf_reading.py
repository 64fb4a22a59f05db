"""What a reader adds to the PDF: draft or signed, impression, measurements, key images, what was rejected."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, Spacer, Table

from engine.findings import Decision
from engine.orientation import slice_number
from engine.planes import in_plane
from engine.reading import TEXT, Reading, ReadMeasurement, measured_text
from engine.reports import Export
from engine.reports.fonts import markup
from engine.reports.pdf_style import STYLES, grid_style

DRAFT = "DRAFT, not signed"
#: Names of the tools as people say them.
KINDS = {
    "length": "length",
    "bidirectional": "long and short axis",
    "ellipse": "density in an ellipse",
    "probe": "density of a pixel",
    "angle": "angle",
    TEXT: "note",
}
#: How high a key image is; with its close view it is twice as wide.
_PICTURE_MM = 86.0


def state_text(reading: Reading | None, *, deidentified: bool) -> str:
    """Return whether the report is signed, by whom and when; empty where it is no reader's."""
    if reading is None:
        return ""
    if deidentified:
        return "De-identified copy: impression, notes, names and signature are left out."
    signature = reading.signature
    if signature is None:
        return f"{DRAFT}."
    who = ", ".join(filter(None, (signature.name.replace("^", " ").strip(), signature.organisation)))
    return f"Signed by {who} on {signature.signed.astimezone():%Y-%m-%d at %H:%M %Z}."


def impression(reading: Reading | None) -> Iterator[Flowable]:
    """Yield the reader's own words, line for line."""
    if reading is None or not reading.impression.strip():
        return
    yield Paragraph("Impression", STYLES["heading"])
    for line in reading.impression.strip().splitlines():
        yield Paragraph(markup(line), STYLES["text"]) if line.strip() else Spacer(0, 2 * mm)


def reading_pages(export: Export) -> Iterator[Flowable]:
    """Yield what was measured, the key images and the rejected suggestions."""
    if export.reading is None:
        return
    yield from _measurements(export, export.reading)
    yield from _key_images(export, export.reading)
    yield from _rejected(export)


def _table(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]], widths: tuple[float, ...]) -> Table:
    cells = [[Paragraph(markup(title), STYLES["label"]) for title in titles]]
    cells += [[Paragraph(markup(cell), STYLES["text"]) for cell in row] for row in rows]
    return Table(
        cells, colWidths=[width * mm for width in widths], style=grid_style(), hAlign="LEFT", repeatRows=1
    )


def _measurements(export: Export, reading: Reading) -> Iterator[Flowable]:
    if not reading.measurements:
        return
    yield Paragraph("Measured by the reader", STYLES["heading"])
    rows = [
        (
            f"M{number}",
            KINDS.get(m.kind, m.kind),
            _slice_of(export, m),
            measured_text(m),
        )
        for number, m in enumerate(reading.measurements, 1)
    ]
    yield _table(("No.", "What", "Slice", "Result"), rows, (12, 50, 18, 98))


def _slice_of(export: Export, measured: ReadMeasurement) -> str:
    """Number of the slice; a measurement of another plane goes through more than one."""
    if not in_plane(export.volume.plane(measured.slice), measured.points_mm):
        return "other plane"
    return str(slice_number(export.volume.grid, measured.slice))


def _key_images(export: Export, reading: Reading) -> Iterator[Flowable]:
    from PIL import Image as Pictures

    from engine.reports.slice_picture import slice_picture

    title = [Paragraph("Key images", STYLES["heading"])]
    for k in reading.key_images:
        picture = slice_picture(export, k)
        stream = io.BytesIO()
        Pictures.fromarray(picture).save(stream, "JPEG", quality=92, subsampling=0)
        stream.seek(0)
        rows, columns, _ = picture.shape
        width = _PICTURE_MM * mm * columns / rows
        image = Image(stream, width=width, height=_PICTURE_MM * mm, hAlign="LEFT")
        yield KeepTogether([*title, image, Spacer(0, 2 * mm)])
        title = []


def _rejected(export: Export) -> Iterator[Flowable]:
    rejected = [f for f in export.report.findings if f.decision is Decision.REJECTED]
    if not rejected:
        return
    yield Paragraph("Rejected by the reader", STYLES["heading"])
    rows = [
        (
            str(slice_number(export.volume.grid, f.nodule.largest_slice)),
            f"{f.nodule.long_axis_mm:.1f} × {f.nodule.short_axis_mm:.1f}",
            ", ".join(f"{axis} {v:.1f}" for axis, v in zip("xyz", f.nodule.centre_mm, strict=True)),
        )
        for f in rejected
    ]
    yield _table(("Slice", "Size (mm)", "Centre (mm, LPS)"), rows, (18, 40, 100))
