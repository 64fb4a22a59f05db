"""The report's contents in reading order: what was judged, how good it is, where it fails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from engine import __version__
from training.cases import Dataset
from training.report import case_picture, curves, failures, panels, style, tables
from training.report.blocks import Block, Gallery, Items, Paragraph, Report, Row, Section, Table
from training.report.columns import Columns, columns_of
from training.report.panels import Line
from training.report.subject import Subject

_FOOTER = (
    "Research software, not a medical device, not for sole diagnosis. Labels of LIDC-IDRI are radiologists' "
    "opinions on CT, not pathology."
)


def compose(
    dataset: Dataset,
    subjects: Sequence[Subject],
    *,
    stress: dict[str, Any] | None = None,
    audit: dict[str, Any] | None = None,
) -> Report:
    """Put a report together.

    Parameters
    ----------
    dataset
        The cases.
    subjects
        What is judged. Several are runs of one recipe with different seeds: their figures stand side by side,
        everything else shows the first.
    stress, audit
        Documents of other commands, on the first.

    Returns
    -------
    Report
    """
    first = subjects[0]
    every = [columns_of(dataset, subject.judged) for subject in subjects]
    with style.style():
        sections = [
            _judged(dataset, subjects),
            _figures(subjects),
            _curves(subjects, every),
            _strata(first),
            _calls(first, every[0]),
            _failures(dataset, first, every[0]),
            _maps(first, audit),
            _stress(stress),
            _training(subjects),
        ]
    names = ", ".join(subject.name for subject in subjects)
    return Report(
        title=f"Noduscope: report on {names}",
        subtitle=(
            f"{dataset.name}, {first.verdict['n']} nodules of {first.verdict['n_patients']} patients, every "
            "one scored by a model that has not seen the patient."
        ),
        sections=tuple(section for section in sections if section.blocks),
        footer=f"{_FOOTER} Written by Noduscope {__version__} on {datetime.now(UTC):%Y-%m-%d %H:%M} UTC.",
    )


def _judged(dataset: Dataset, subjects: Sequence[Subject]) -> Section:
    patients = len({case.patient_id for case in dataset.cases})
    rows = [
        (
            "Dataset",
            *[f"{dataset.name}: {len(dataset)} nodules of {patients} patients (sha256 {dataset.sha256[:16]})"]
            * len(subjects),
        )
    ]
    names = list(dict.fromkeys(name for subject in subjects for name in subject.facts))
    rows += [(name, *(subject.facts.get(name, "–") for subject in subjects)) for name in names]
    header = ("", *(subject.name for subject in subjects))
    warnings = [warning["text"] for warning in subjects[0].verdict["warnings"]]
    blocks: list[Block] = [Table("", header, tuple(rows))]
    if warnings:
        blocks += [Paragraph("To be kept in mind:"), Items(tuple(warnings))]
    return Section("What was judged", tuple(blocks))


def _figures(subjects: Sequence[Subject]) -> Section:
    verdict = subjects[0].verdict
    blocks: list[Block] = [tables.main_table(verdict)]
    if any(verdict.get(key) for key in tables.BESIDE):
        blocks.append(tables.beside_table(verdict))
    if any(subject.verdict.get("baseline_diameter_calcification") for subject in subjects):
        blocks.append(
            Paragraph(
                "Calcification is the readers' own rating, which no program is given: for reference only."
            )
        )
    if len(subjects) > 1:
        blocks.insert(
            0, Paragraph(f"Figures, plots and cases are of {subjects[0].name}; the other runs stand below.")
        )
        blocks.append(tables.runs_table([s.name for s in subjects], [s.verdict for s in subjects]))
    return Section("Figures", tuple(blocks))


def _curves(subjects: Sequence[Subject], every: Sequence[Columns]) -> Section:
    verdict = subjects[0].verdict
    return Section(
        "Ranking and calibration",
        (
            Row(
                curves.roc_picture(every, [subject.name for subject in subjects], verdict),
                curves.calibration_picture(every[0], verdict),
            ),
            panels.distribution_picture(every[0]),
        ),
    )


def _strata(subject: Subject) -> Section:
    lines = [
        Line(
            name,
            f"{part['n']} ({part['n_malignant']})",
            (part["auc"], (part.get("baseline_diameter") or {}).get("auc")),
            kind,
        )
        for kind, name, part in tables.strata_of(subject.verdict)
        if "auc" in part
    ]
    everything = Line(
        "all",
        f"{subject.verdict['n']} ({subject.verdict['n_malignant']})",
        (subject.verdict["auc"], (subject.verdict.get("baseline_diameter") or {}).get("auc")),
    )
    forest = panels.forest_picture(
        [everything, *lines],
        ("model", "readers' diameter alone"),
        "AUC with 95 % interval by patient",
        "AUC by size, scanner and slice thickness",
        "At the right: nodules (malignant). Sizes are the readers' diameters; strata of few nodules are "
        "missing.",
    )
    return Section("Where it is good, and where not", (forest, tables.strata_table(subject.verdict)))


def _calls(subject: Subject, columns: Columns) -> Section:
    return Section(
        "Calls and abstaining",
        (
            Row(panels.confusion_picture(columns), curves.coverage_picture(columns, subject.verdict)),
            tables.abstention_table(subject.verdict),
        ),
    )


def _failures(dataset: Dataset, subject: Subject, columns: Columns) -> Section:
    rows = [int(row) for row in failures.worst(columns, failures.COUNT)]
    wrong = int(columns.wrong.sum())
    if not rows:
        return Section("Worst failures", (Paragraph("No nodule was called wrongly at 0.5."),))
    traits = Table(
        "Who is called wrongly at 0.5, by kinds of nodules that overlap.",
        ("nodules", "wrong", "of", "share wrong"),
        tuple(
            (name, str(n), str(of), tables.figure_text(f))
            for name, n, of, f in failures.common_traits(columns)
        ),
    )
    seen = subject.look([int(columns.index[row]) for row in rows])
    calcified = [bool(failures.is_calcified(columns.cases[row])) for row in rows]
    low, high = case_picture.WINDOW_HU
    text = (
        f"{wrong} of {len(columns.label)} nodules were called wrongly at 0.5. Below are the {len(rows)} that "
        f"the model was most certain of, worst first; {sum(calcified)} of these are calcified, say the "
        f"readers. Lung window (\N{MINUS SIGN}{-low:g} to {high:g} HU)"
    )
    blocks: list[Block] = [traits]
    if seen:
        blocks += [
            Paragraph(
                f"{text}; at the right the map of the model that judged the nodule, on one fixed scale."
            ),
            case_picture.legend_picture(subject.cam_limit),
        ]
    else:
        blocks.append(Paragraph(f"{text}; in yellow what half of the readers outlined. {subject.no_maps}"))
    cards = failures.cards(dataset, columns, rows, seen, spec=subject.spec, limit=subject.cam_limit)
    return Section("Worst failures", (*blocks, Gallery(cards)))


def _maps(subject: Subject, audit: dict[str, Any] | None) -> Section:
    blocks: list[Block] = []
    if np.isfinite([v for v in (subject.verdict["cam"]["energy_in_lesion"],) if v is not None]).any():
        blocks.append(tables.map_table(subject.verdict))
    if audit is not None:
        if audit.get("verdict"):
            blocks.append(tables.checks_table(audit["verdict"]))
        blocks.append(tables.audit_table(audit))
    else:
        blocks.append(Paragraph("No audit of the maps was handed over (--audit)."))
    return Section("Maps and masks", tuple(blocks))


def _stress(document: dict[str, Any] | None) -> Section:
    if document is None:
        return Section("Worse images", (Paragraph("No stress test was handed over (--stress)."),))
    lines = [
        Line(row["text"], f"{row['flips']} calls changed", (row["auc_drop"], row["accuracy_drop"]))
        for row in document["conditions"]
        if row["name"] != "clean"
    ]
    forest = panels.forest_picture(
        lines,
        ("AUC", "accuracy at 0.5"),
        "drop against the images as recorded, with 95 % interval by patient",
        "What worse images cost",
        "Right of the line is worse. Threshold and temperature stay those of the clean images.",
        zero=True,
    )
    return Section("Worse images", (forest, tables.stress_table(document)))


def _training(subjects: Sequence[Subject]) -> Section:
    blocks: list[Block] = []
    for subject in subjects:
        if subject.learning is not None:
            if len(subjects) > 1:
                blocks.append(Paragraph(f"{subject.name}:"))
            blocks.append(curves.learning_picture(subject.learning))
        else:
            blocks.append(Paragraph(subject.no_learning))
    return Section("Training", tuple(blocks))
