"""Another workstation's file of labels into the store. It must not know DICOM, zip files or the window."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.labels.bundle_document import LabelWords, ReviewWords, SeriesWords
from engine.labels.bundle_file import BundleFile
from engine.labels.bundle_names import name_of, proof_of
from engine.labels.incoming import LabelFileError
from engine.labels.kinds import Review
from engine.labels.label import StoredLabel, same_reader
from engine.report import SeriesFacts
from engine.store import Store
from engine.store.label_merging import Merged, OtherSeries

#: How far apart clocks of workstations are believed to be; a label from later would hold for as long.
_CLOCKS_DIFFER = timedelta(days=1)


def merge_file(store: Store, path: Path, *, key: bytes = b"") -> Merged:
    """Add the labels of another workstation's file to the store; a second time changes nothing.

    The file is read whole before anything is kept. Then each series is one transaction: where a merge was
    broken off, it goes on when it is done again.

    Parameters
    ----------
    store
        Where to.
    path
        A file of `export_labels`.
    key
        The secret it was written with.

    Raises
    ------
    LabelFileError
        If it is no such file, is damaged, or was written with another secret; nothing was changed.
    engine.store.errors.StoreError
        If the store cannot be written.
    """
    known = store.labels.known_series()
    names = {name_of("series", facts.series_uid, key): facts for facts in known}
    with BundleFile(path) as file:
        if not hmac.compare_digest(file.document.key.encode(), proof_of(key).encode()):
            raise LabelFileError(
                f"{path.name} was written with another secret: give --key the file that was used to"
                " export it, or none if none was."
            )
        file.check()
        reading = _Reading(names, known, key)
        others = [reading.series(one) for one in file.document.series]
        real = {name: facts for name, facts in names.items() if name != facts.series_uid}
        merged = store.merge_labels(others, file.crop, real_series=real, real_patients=reading.patients)
    return replace(merged, problems=tuple(reading.problems))


class _Reading:
    """A document's series as this workstation knows them."""

    def __init__(self, names: dict[str, SeriesFacts], known: list[SeriesFacts], key: bytes) -> None:
        self._names = names
        self._studies = {name_of("study", facts.study_uid, key): facts.study_uid for facts in known}
        patients = {name_of("patient", facts.patient_key, key): facts.patient_key for facts in known}
        self.patients = {name: patient for name, patient in patients.items() if name != patient}
        self.problems: list[str] = []
        self._now = datetime.now(UTC)

    def series(self, one: SeriesWords) -> OtherSeries:
        facts = self._names.get(one.series) or SeriesFacts(
            study_uid=self._studies.get(one.study, one.study),
            series_uid=one.series,
            patient_key=self.patients.get(one.patient, one.patient),
            description="",
            modality=one.modality,
            n_slices=one.n_slices,
        )
        history: list[StoredLabel] = []
        for row, entry in enumerate(one.labels):
            if self._too_early(entry.made):
                self._leave_out(facts, f"A label of {entry.reader}")
                continue
            history.append(_stored(entry, row, None))
            for review in entry.reviews:
                if self._too_early(review.made):
                    self._leave_out(facts, f"A review of {review.reader}")
                elif review.review is Review.APPROVED and same_reader(review.reader, entry.reader):
                    self.problems.append(
                        f"In series {facts.series_uid} {entry.reader} approved a label of their own; the"
                        " label is taken, the approval is not."
                    )
                else:
                    history.append(_stored(entry, row, review))
        crops = {row: entry.crop.file for row, entry in enumerate(one.labels) if entry.crop is not None}
        return OtherSeries(facts, history, crops)

    def _too_early(self, made: datetime) -> bool:
        return made > self._now + _CLOCKS_DIFFER

    def _leave_out(self, facts: SeriesFacts, what: str) -> None:
        self.problems.append(
            f"{what} in series {facts.series_uid} is from a time to come: the clock of that"
            " workstation is wrong. It was not taken."
        )


def _stored(entry: LabelWords, row: int, review: ReviewWords | None) -> StoredLabel:
    said = entry.model_dump(exclude={"reviews", "crop"})
    return StoredLabel(
        **said,
        review=review.review if review else Review.DRAFT,
        reviewer=review.reader if review else "",
        review_comment=review.comment if review else "",
        reviewed=review.made if review else None,
        is_review=review is not None,
        has_crop=entry.crop is not None,
        row=row,
    )
