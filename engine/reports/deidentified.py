"""An export without the person, so that every format is clean without knowing of it.

Headers, identifiers and the date of the report go through `engine.dicom.deidentify`; what the report says of
files by name says it by number.
"""

from __future__ import annotations

from dataclasses import replace

from engine.dicom.deidentify import KEY_FILE, Deidentifier, load_key
from engine.findings import Finding, Flag
from engine.paths import data_dir
from engine.reports import Export


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
    rules = rules or Deidentifier(load_key(data_dir() / KEY_FILE))
    header = export.headers()[0]
    report, facts = export.report, export.report.series
    series_uid, _, stack = facts.series_uid.partition("#")
    new_uid = rules.uid(series_uid) if not series_uid.startswith("unnamed-") else rules.pseudonym(series_uid)
    if stack:
        new_uid += f"#{rules.pseudonym(facts.series_uid, 8)}"
    names = {
        name: f"slice {k + 1}"
        for k, slice_ in enumerate(export.series.slices)
        for name in (slice_.label, slice_.name)
    }
    clean = replace(
        report,
        series=replace(
            facts,
            study_uid=rules.uid(facts.study_uid),
            series_uid=new_uid,
            patient_key=rules.pseudonym(rules.patient(header)) if facts.patient_key else "",
            description="",
        ),
        warnings=_without(report.warnings, names),
        findings=tuple(_finding(f, rules, names) for f in report.findings),
        created=report.created + rules.shift(header),
    )
    return replace(
        export,
        report=clean,
        volume=replace(export.volume, series_uid=new_uid),
        options=replace(export.options, observer=""),
        header_filter=rules.dataset,
    )


def _finding(finding: Finding, rules: Deidentifier, names: dict[str, str]) -> Finding:
    return replace(
        finding,
        id=rules.pseudonym(f"finding {finding.id}"),
        nodule=replace(finding.nodule, flags=_without(finding.nodule.flags, names)),
        assessment=replace(finding.assessment, flags=_without(finding.assessment.flags, names)),
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
