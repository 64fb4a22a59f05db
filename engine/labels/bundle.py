"""Labels of a workstation to one file, and another workstation's into the store.

Series, studies and patients have other names in the file, which follow from their own and, where given, from
a secret; no description and, unless asked for, no comment. It must not know DICOM or the window.
"""

from __future__ import annotations

import hashlib
import hmac
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from engine import __version__
from engine.files import whole_file
from engine.labels.bundle_document import (
    SCHEMA,
    CropWords,
    Document,
    LabelWords,
    ReviewWords,
    SeriesWords,
)
from engine.labels.bundle_file import BundleFile, is_bundle, put_crop, put_document
from engine.labels.crop import NoduleCrop
from engine.labels.incoming import LabelFileError
from engine.labels.label import Review, StoredLabel, same_reader
from engine.report import SeriesFacts
from engine.store import Store
from engine.store.label_merging import Merged, OtherSeries

#: How the names begin that stand for identifiers; one that stands for such a name is the name itself.
_PREFIX = "merged-"
_DIGITS = 32


def export_labels(store: Store, path: Path, *, key: bytes = b"", comments: bool = False) -> int:
    """Write all labels with their histories and voxels to a file; return how many entries it has.

    Parameters
    ----------
    store
        Where from.
    path
        The file; it appears whole or not at all. An older one of this kind is replaced, no other.
    key
        A secret that the names in the file depend on; the same one is needed to merge it.
    comments
        Whether comments go with it: they are free text.

    Raises
    ------
    LabelFileError
        If it cannot be written, or there is nothing to write.
    engine.store.StoreError
        If the store cannot be read.
    """
    if path.exists() and not is_bundle(path):
        raise LabelFileError(f"{path} exists and is no file of labels, so it was not replaced.")
    try:
        with whole_file(path) as part, zipfile.ZipFile(part, "w") as archive:
            crops = _Crops(store, archive)
            series = [
                _named(facts, entries, key)
                for facts in store.labels.known_series()
                if (entries := _entries(store, facts.series_uid, crops, comments=comments))
            ]
            if not series:
                raise LabelFileError("There are no labels to export.")
            document = Document(
                schema=SCHEMA,
                software=__version__,
                created=datetime.now(UTC),
                key=_check(key),
                series=tuple(series),
            )
            put_document(archive, document)
    except OSError as error:
        raise LabelFileError(f"{path} cannot be written: {error.strerror or 'unknown error'}.") from error
    return sum(len(one.labels) for one in series)


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
    engine.store.StoreError
        If the store cannot be written.
    """
    known = store.labels.known_series()
    names = {_name("series", facts.series_uid, key): facts for facts in known}
    with BundleFile(path) as file:
        if not hmac.compare_digest(file.document.key.encode(), _check(key).encode()):
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


# ---------------------------------------------------------------- names


def _name(kind: str, value: str, key: bytes) -> str:
    """Return what stands for an identifier: the same in every file of the same secret."""
    if not value or value.startswith(_PREFIX):
        return value
    digest = hmac.new(b"noduscope labels" + key, f"{kind}/{value}".encode(), hashlib.sha256)
    return _PREFIX + digest.hexdigest()[:_DIGITS]


def _check(key: bytes) -> str:
    return _name("check", "key", key) if key else ""


# ---------------------------------------------------------------- writing


class _Crops:
    """The crops of an archive, each once however many labels share it."""

    def __init__(self, store: Store, archive: zipfile.ZipFile) -> None:
        self._store = store
        self._archive = archive
        self._words: dict[bytes, CropWords] = {}

    def of(self, series_uid: str, entry: StoredLabel) -> CropWords | None:
        crop = self._store.labels.crop(entry)
        if crop is None:
            return None
        digest = _digest(series_uid, crop)
        if digest not in self._words:
            self._words[digest] = put_crop(self._archive, crop, len(self._words) + 1)
        return self._words[digest]


def _digest(series_uid: str, crop: NoduleCrop) -> bytes:
    digest = hashlib.sha256(f"{series_uid} {crop.grid} {crop.acquisition}".encode())
    digest.update(crop.hu.tobytes())
    digest.update(crop.mask.tobytes())
    return digest.digest()


def _named(facts: SeriesFacts, labels: list[LabelWords], key: bytes) -> SeriesWords:
    return SeriesWords(
        series=_name("series", facts.series_uid, key),
        study=_name("study", facts.study_uid, key),
        patient=_name("patient", facts.patient_key, key),
        modality=facts.modality,
        n_slices=facts.n_slices,
        labels=tuple(labels),
    )


def _entries(store: Store, series_uid: str, crops: _Crops, *, comments: bool) -> list[LabelWords]:
    history = store.labels.history(series_uid)
    reviews: dict[int, list[ReviewWords]] = {}
    for entry in history:
        if entry.is_review and entry.reviewed is not None:
            said = ReviewWords(
                review=entry.review, comment=entry.review_comment if comments else "",
                reader=entry.reviewer, made=entry.reviewed,
            )  # fmt: skip
            reviews.setdefault(entry.row, []).append(said)
    return [
        LabelWords(
            finding_id=entry.finding_id, centre_mm=entry.centre_mm, long_axis_mm=entry.long_axis_mm,
            probability=entry.probability, model=entry.model, label=entry.label, source=entry.source,
            evidence_date=entry.evidence_date, comment=entry.comment if comments else "",
            reader=entry.reader, made=entry.made, reviews=tuple(reviews.get(entry.row, ())),
            crop=crops.of(series_uid, entry),
        )
        for entry in history
        if not entry.is_review
    ]  # fmt: skip


# ---------------------------------------------------------------- reading


class _Reading:
    """A document's series as this workstation knows them."""

    def __init__(self, names: dict[str, SeriesFacts], known: list[SeriesFacts], key: bytes) -> None:
        self._names = names
        self._studies = {_name("study", facts.study_uid, key): facts.study_uid for facts in known}
        patients = {_name("patient", facts.patient_key, key): facts.patient_key for facts in known}
        self.patients = {name: patient for name, patient in patients.items() if name != patient}
        self.problems: list[str] = []

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
            history.append(_stored(entry, row, None))
            reviews = [review for review in entry.reviews if not _own(entry, review)]
            history += [_stored(entry, row, review) for review in reviews]
            if len(reviews) < len(entry.reviews):
                self.problems.append(
                    f"In series {facts.series_uid} {entry.reader} approved a label of their own; the label is"
                    " taken, the approval is not."
                )
        crops = {row: entry.crop.file for row, entry in enumerate(one.labels) if entry.crop is not None}
        return OtherSeries(facts, history, crops)


def _own(entry: LabelWords, review: ReviewWords) -> bool:
    return review.review is Review.APPROVED and same_reader(review.reader, entry.reader)


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
