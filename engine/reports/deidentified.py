"""An export without the person, so that every format is clean without knowing of it.

Headers, identifiers and the date of the report go through `engine.dicom.deidentify`; what the report says of
files by name says it by number.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.dicom.datasets import read_header
from engine.dicom.deidentify import KEY_FILE, Deidentifier, load_key
from engine.dicom.series import Series
from engine.findings import Finding, Flag
from engine.paths import data_dir
from engine.reading import TEXT, Reading
from engine.report import Report, SeriesFacts
from engine.reports import Export
from engine.stated_report import without_person

if TYPE_CHECKING:
    from pydicom import Dataset


def deidentified(export: Export, rules: Deidentifier | None = None) -> Export:
    """Return the same export under pseudonyms.

    Parameters
    ----------
    export
        With the source's headers as they are.
    rules
        By default with the key in the user's data folder: copies made with `noduscope anonymise` then carry
        the same identifiers as the results.
    """
    rules = rules or _own_rules()
    header = export.headers()[0]
    report = export.report
    told = _facts(export.series, header, rules)
    names = {
        name: f"slice {k + 1}"
        for k, slice_ in enumerate(export.series.slices)
        for name in (slice_.label, slice_.name)
    }
    clean = replace(
        report,
        series=told,
        warnings=_without(report.warnings, names),
        findings=tuple(_finding(f, rules, names) for f in report.findings),
        created=report.created + rules.shift(header),
    )
    return replace(
        export,
        report=clean,
        volume=replace(export.volume, series_uid=told.series_uid),
        options=replace(export.options, observer=""),
        header_filter=rules.dataset,
        reading=_reading(export.reading, report, rules),
    )


def _reading(reading: Reading | None, report: Report, rules: Deidentifier) -> Reading | None:
    """Return figures and key images alone: what a reader typed may name anyone, and a signature does."""
    if reading is None:
        return None
    new_ids = {f.id: rules.pseudonym(f"finding {f.id}") for f in report.findings}
    return replace(
        reading,
        impression="",
        measurements=tuple(m for m in reading.measurements if m.kind != TEXT),
        labels={new_ids[i]: label for i, label in reading.labels.items() if i in new_ids},
        growth={
            new_ids[i]: replace(growth, prior_date="") for i, growth in reading.growth.items() if i in new_ids
        },
        signature=None,
    )


def deidentified_facts(series: Series, rules: Deidentifier | None = None) -> SeriesFacts:
    """Return what a de-identified report says of its series, without loading it.

    Raises
    ------
    engine.dicom.errors.DicomError
        If its first file can no longer be read.
    """
    return _facts(series, read_header(series.slices[0]), rules or _own_rules())


def _own_rules() -> Deidentifier:
    return Deidentifier(load_key(data_dir() / KEY_FILE))


def _facts(series: Series, header: Dataset, rules: Deidentifier) -> SeriesFacts:
    series_uid, _, stack = series.series_uid.partition("#")
    named = not series_uid.startswith("unnamed-")
    new_uid = rules.uid(series_uid) if named else f"unnamed-{rules.pseudonym(series_uid, 16)}"
    return SeriesFacts(
        study_uid=rules.uid(series.study_uid),
        series_uid=f"{new_uid}#{rules.pseudonym(series.series_uid, 8)}" if stack else new_uid,
        patient_key=rules.pseudonym(rules.patient(header)) if series.patient_key else "",
        description="",
        modality=series.modality,
        n_slices=len(series.slices),
    )


def _finding(finding: Finding, rules: Deidentifier, names: dict[str, str]) -> Finding:
    return replace(
        finding,
        id=rules.pseudonym(f"finding {finding.id}"),
        nodule=replace(finding.nodule, flags=_without(finding.nodule.flags, names)),
        assessment=replace(finding.assessment, flags=_without(finding.assessment.flags, names)),
        reading=without_person(finding.reading),
    )


def _without(flags: tuple[Flag, ...], names: dict[str, str]) -> tuple[Flag, ...]:
    """Say in sentences which slice it is, where they say the name of its file."""
    result = []
    for flag in flags:
        text = flag.text
        for name in sorted(names, key=len, reverse=True):
            text = text.replace(name, names[name])
        result.append(Flag(flag.code, text))
    return tuple(result)
