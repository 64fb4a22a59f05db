"""All labels of a workstation to one file, for another one: `engine.labels.merge` takes it.

Series, studies and patients have other names in the file, which follow from their own and, where given, from
a secret; no description and, unless asked for, no comment. It must not know DICOM or the window.
"""

from __future__ import annotations

import hashlib
import zipfile
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
from engine.labels.bundle_file import is_bundle, put_crop, put_document
from engine.labels.bundle_names import name_of, proof_of
from engine.labels.crop import NoduleCrop
from engine.labels.incoming import LabelFileError
from engine.labels.label import StoredLabel
from engine.report import SeriesFacts
from engine.store import Store


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
    engine.store.errors.StoreError
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
                key=proof_of(key),
                series=tuple(series),
            )
            put_document(archive, document)
    except OSError as error:
        raise LabelFileError(f"{path} cannot be written: {error.strerror or 'unknown error'}.") from error
    return sum(len(one.labels) for one in series)


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
        series=name_of("series", facts.series_uid, key),
        study=name_of("study", facts.study_uid, key),
        patient=name_of("patient", facts.patient_key, key),
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
