"""The pages of the PDF report: whose it is, an overview, a picture of each finding, the model and its limits.

It must not know DICOM objects; patient and study are read from the source's first header.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pydicom import Dataset
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from engine.findings import Finding, probability_text
from engine.models.manifest import Manifest
from engine.orientation import slice_number
from engine.report import seen_text
from engine.reports import Export
from engine.reports.fonts import markup
from engine.reports.key_image import CALL_WORDS, SIZE, WHOLE, key_image, size_text
from engine.reports.objects import DECISIONS, NO_SUGGESTION, NOT_FOR_SOLE_DIAGNOSIS, numbered
from engine.reports.pdf_reading import impression, reading_pages, state_text
from engine.reports.pdf_style import MARGIN, PADDING, STYLES, Numbered, grid_style
from engine.stated_report import reading_lines


def pdf(export: Export) -> bytes:
    """Return the report as the bytes of a PDF."""
    header = export.headers()[0]
    stream = io.BytesIO()
    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=22 * mm,
        bottomMargin=18 * mm,
        title="Lung nodules on chest CT",
        author="Noduscope",
        creator=f"Noduscope {export.report.software}",
        invariant=1,  # the report's own date is on the page
    )
    shown = numbered(export)
    story: list[Flowable] = [
        Paragraph("Lung nodules on chest CT", STYLES["title"]),
        Paragraph(
            markup(
                f"Suggestions of Noduscope {export.report.software} for a radiologist to review."
                f" {NOT_FOR_SOLE_DIAGNOSIS}"
            ),
            STYLES["quiet"],
        ),
        *_state(export),
        Spacer(0, 3 * mm),
        _facts(export, header),
        *impression(export.reading),
        *_warnings(export),
        *_overview(export, shown),
        *(part for number, finding in shown for part in _finding(export, finding, number)),
        *reading_pages(export),
        *_model(export),
    ]
    who = "   ".join(filter(None, (_value(header, "PatientName"), _value(header, "PatientID"))))
    note = f"Noduscope {export.report.software}. {NOT_FOR_SOLE_DIAGNOSIS}"
    if state := state_text(export.reading, deidentified=export.options.deidentify):
        note = f"{state} {note}"

    def canvas(*args: Any, **options: Any) -> Canvas:
        return Numbered(*args, head=who, foot=note, **options)

    document.build(story, canvasmaker=canvas)
    return stream.getvalue()


def _state(export: Export) -> Iterator[Flowable]:
    """Draft or signed, where no one can overlook it."""
    if text := state_text(export.reading, deidentified=export.options.deidentify):
        yield Paragraph(markup(text), STYLES["heading"])


def _value(header: Dataset, keyword: str) -> str:
    """An element as people read it; empty where there is none or it makes no sense."""
    try:
        value = str(header.get(keyword) or "")
    except Exception:  # noqa: BLE001 - pydicom raises many kinds over broken values
        return ""
    if keyword.endswith("Date") and len(value) == 8 and value.isdigit():
        return f"{value[:4]}-{value[4:6]}-{value[6:]}"
    if keyword.endswith("Name"):
        return ", ".join(_name(part) for part in value.split("=") if part.strip(" ^"))
    return value


def _name(components: str) -> str:
    """One writing of a name; Chinese, Japanese and Korean names are written without a space."""
    space = "" if any(ord(character) >= 0x2E80 for character in components) else " "
    return space.join(filter(None, components.split("^"))).strip()


def _facts(export: Export, header: Dataset) -> Table:
    report = export.report
    slice_mm, row_mm, column_mm = report.spacing_mm
    pixel = f"{row_mm:.2f}" if abs(row_mm - column_mm) < 0.005 else f"{row_mm:.2f} × {column_mm:.2f}"
    made = report.created.astimezone()
    left = [
        ("Patient", _value(header, "PatientName")),
        ("ID", _value(header, "PatientID")),
        ("Born", _value(header, "PatientBirthDate")),
        ("Sex", _value(header, "PatientSex")),
        ("Study", _value(header, "StudyDate")),
        ("Accession", _value(header, "AccessionNumber")),
    ]
    right = [
        ("Series", report.series.description),
        ("Images", f"{report.size[0]} slices every {slice_mm:.2f} mm, {pixel} mm pixels"),
        (
            "Scanner",
            " ".join(
                filter(None, (export.volume.acquisition.manufacturer, export.volume.acquisition.kernel))
            ),
        ),
        ("Model", f"{report.model.id} {report.model.version}" if report.model else "none"),
        ("Observer", _name(export.options.observer)),
        ("Report made", f"{made:%Y-%m-%d %H:%M}"),
    ]
    rows = [
        [
            Paragraph(markup(text or "-"), STYLES[style])
            for text, style in zip((*a, *b), ("label", "text") * 2, strict=True)
        ]
        for a, b in zip(left, right, strict=True)
    ]
    return Table(rows, colWidths=[20 * mm, 65 * mm, 22 * mm, 71 * mm], style=grid_style(lines=False))


def _warnings(export: Export) -> Iterator[Flowable]:
    if export.report.warnings:
        yield Paragraph("About the series", STYLES["heading"])
        for flag in export.report.warnings:
            yield Paragraph(markup(f"• {flag.text}"), STYLES["text"])


def _overview(export: Export, shown: list[tuple[int, Finding]]) -> Iterator[Flowable]:
    yield Paragraph("Overview", STYLES["heading"])
    if not export.report.kept:
        yield Paragraph(NO_SUGGESTION, STYLES["text"])
        return
    titles = (
        "No.",
        "Slice",
        "Size (mm)",
        "Volume (mm³)",
        "Mean HU",
        "Call",
        "Probability",
        "By size alone",
        "Reader",
    )
    rows = [[Paragraph(markup(title), STYLES["label"]) for title in titles]]
    for number, finding in shown:
        nodule, assessment = finding.nodule, finding.assessment
        cells = (
            str(number),
            str(slice_number(export.volume.grid, nodule.largest_slice)),
            f"{nodule.long_axis_mm:.1f} × {nodule.short_axis_mm:.1f}",
            f"{nodule.volume_mm3:.0f}",
            f"{nodule.mean_hu:.0f}",
            assessment.call.replace("_", " "),
            _probability(assessment.probability),
            _probability(assessment.size_probability),
            DECISIONS[finding.decision],
        )
        rows.append([Paragraph(markup(cell), STYLES["text"]) for cell in cells])
    widths = [width * mm for width in (9, 11, 24, 25, 16, 31, 21, 23, 18)]
    yield Table(rows, colWidths=widths, style=grid_style(), repeatRows=1)
    more = len(export.report.kept) - len(shown)
    if more:
        text = f"{more} more suggestion{'s are' if more > 1 else ' is'} in the work list and not shown here."
        yield Paragraph(text, STYLES["quiet"])


def _probability(value: float | None) -> str:
    return "-" if value is None else probability_text(value)


def _finding(export: Export, finding: Finding, number: int) -> Iterator[Flowable]:
    from PIL import Image as Pictures

    nodule, assessment = finding.nodule, finding.assessment
    picture = io.BytesIO()
    Pictures.fromarray(key_image(export, finding, number)[:WHOLE]).save(
        picture, "JPEG", quality=92, subsampling=0
    )
    picture.seek(0)
    width = 140 * mm
    place = ", ".join(f"{axis} {v:.1f}" for axis, v in zip("xyz", nodule.centre_mm, strict=True))
    at_slice = slice_number(export.volume.grid, nodule.largest_slice)
    lines = [
        f"{size_text(nodule)}; slice {at_slice}, centre {place} mm (LPS).",
        _verdict(export, finding),
    ]
    if assessment.percentile_benign is not None and assessment.percentile_malignant is not None:
        lines.append(
            f"The probability is at least that of {assessment.percentile_benign:.0f} % of the benign and of"
            f" {assessment.percentile_malignant:.0f} % of the malignant reference nodules."
        )
    lines += [f"{line[0].upper()}{line[1:]}.".replace("+-", "±") for line in seen_text(assessment)]
    lines += [f"• {flag.text}" for flag in finding.flags]
    lines.append(f"Reader's decision: {DECISIONS[finding.decision]}.")
    lines += reading_lines(finding.reading)
    if export.reading is not None and (label := export.reading.labels.get(finding.id)):
        lines.append(f"Reader's label: {label}.")
    if export.reading is not None and (growth := export.reading.growth.get(finding.id)):
        lines.append(growth.line)
    yield KeepTogether(
        [
            Paragraph(f"Nodule {number}", STYLES["heading"]),
            Image(picture, width=width, height=width * WHOLE / SIZE[1], hAlign="LEFT"),
            Spacer(0, 1.5 * mm),
            *(Paragraph(markup(line), STYLES["text"]) for line in lines),
        ]
    )


def _verdict(export: Export, finding: Finding) -> str:
    assessment = finding.assessment
    text = f"Model: {CALL_WORDS[assessment.call]}"
    if assessment.probability is not None:
        text += f", probability of malignancy {probability_text(assessment.probability)}"
        if export.manifest and not export.manifest.conformal:
            text += f" (threshold {export.manifest.threshold:g})"
        if assessment.size_probability is not None:
            text += f"; size alone would say {probability_text(assessment.size_probability)}"
    return text + "."


def _model(export: Export) -> Iterator[Flowable]:
    model, manifest = export.report.model, export.manifest
    yield Paragraph("The model, its figures and its limits", STYLES["heading"])
    if model is None:
        yield Paragraph("No model was used: there are measurements only.", STYLES["text"])
        return
    runtime = " ".join(filter(None, (model.runtime, model.precision, model.device)))
    made = f"{model.id} {model.version} (SHA-256 {model.sha256[:16]}…), run by {runtime}."
    yield Paragraph(markup(made), STYLES["text"])
    if manifest is None:
        return
    rows = list(_figures(manifest))
    if rows:
        cells = [[Paragraph(markup(cell), STYLES["text"]) for cell in row] for row in rows]
        yield Spacer(0, 1.5 * mm)
        yield Table(cells, colWidths=[70 * mm, 60 * mm], style=grid_style(), hAlign="LEFT")
        yield Spacer(0, 1.5 * mm)
    sizes, thickness = manifest.envelope.diameter_mm, manifest.envelope.slice_thickness_mm
    largest = min(sizes.high, manifest.envelope.max_diameter_mm)
    range_ = (
        f"It speaks for nodules of {sizes.low:.1f} to {largest:.0f} mm on slices {thickness.low:g} to"
        f" {thickness.high:g} mm thick; outside there is no verdict."
    )
    limits = [
        range_,
        *(str(warning["text"]) for warning in manifest.metrics.get("warnings", []) if "text" in warning),
        "A suggestion may be wrong, and nodules may be missing. Every image must be read by a radiologist.",
    ]
    for text in limits:
        yield Paragraph(markup(f"• {text}"), STYLES["text"])


def _figures(manifest: Manifest) -> Iterator[tuple[str, str]]:
    """Figures of the manifest that readers know, each with its interval."""
    metrics = manifest.metrics
    if "n" in metrics and "n_patients" in metrics:
        yield "Judged out of fold on", f"{metrics['n']} nodules of {metrics['n_patients']} patients"
    baseline = metrics.get("baseline_diameter", {})
    for name, values in (
        ("Area under the ROC curve", metrics.get("auc")),
        ("The same by the readers' diameter alone", baseline.get("auc")),
        ("Sensitivity", metrics.get("sensitivity")),
        ("Specificity", metrics.get("specificity")),
        ("Accuracy", metrics.get("accuracy")),
    ):
        if values:
            yield name, f"{values['value']:.2f} (95 % interval {values['low']:.2f} to {values['high']:.2f})"
