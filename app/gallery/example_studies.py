"""What pictures show that the synthetic chest has not: studies of every status, files that are skipped.

It is the same every time, and nobody's.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.worklist.words import Line
from engine.protocol import SkippedFile
from engine.studies import FoundStudy, ListedStudy, StudyKey, StudyStatus

#: Status, study date, description, series, nodules, highest probability, mass, remark.
_STUDIES: tuple[tuple[StudyStatus, str, str, int, int | None, float | None, bool, str], ...] = (
    (StudyStatus.NEW, "2026-03-12", "CT chest low dose", 2, 3, 0.91, False, ""),
    (StudyStatus.NEW, "2026-03-12", "CT chest with contrast", 4, 5, 0.64, True, ""),
    (StudyStatus.NEW, "2026-03-11", "CT chest low dose", 1, 1, 0.12, False, ""),
    (StudyStatus.FAILED, "2026-03-11", "CT neck", 1, None, None, False, "No lung was found in this series."),
    (StudyStatus.OPENED, "2026-03-10", "CT chest", 3, 0, None, False, ""),
    (StudyStatus.READING, "2026-03-10", "CT chest low dose", 2, 2, 0.47, False, ""),
    (StudyStatus.DRAFT, "2026-03-09", "CT chest abdomen", 3, 4, 0.83, False, ""),
    (StudyStatus.SIGNED, "2026-03-09", "CT chest low dose", 1, 2, 0.38, False, "Reader"),
)


def example_lines() -> list[Line]:
    """Return lines of the worklist; the one being read is on screen."""
    lines = []
    for n, (status, date, description, series, nodules, suspicion, mass, remark) in enumerate(_STUDIES, 1):
        uids = tuple(f"1.{n}.{i}" for i in range(series))
        key = StudyKey(f"1.{n}", f"{2_654_435_761 * n % 2**32:08x}")
        found = FoundStudy(key, date, description, "CT", uids, (f"/studies/{n}",))
        changed = datetime(2026, 3, 12, 8, tzinfo=UTC) - timedelta(minutes=37 * n)
        study = ListedStudy(n, found, "", status, nodules, suspicion, mass, changed, remark)
        lines.append(Line(study, on_screen=status is StudyStatus.READING))
    return lines


#: As the engine says it.
SKIPPED = (
    SkippedFile(path="/studies/DICOMDIR", reason="It is a DICOMDIR."),
    SkippedFile(path="/studies/readme.txt", reason="It is not a DICOM file."),
    SkippedFile(path="/studies/report/00001.dcm", reason="It holds no picture."),
    SkippedFile(
        path="/studies/chest/00097.dcm",
        reason="Its pixel data are cut off: 131072 of 524288 bytes are there. Copy or export the file again.",
    ),
)
