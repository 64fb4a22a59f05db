"""Labels of a workstation in one file, for another one: a ZIP archive with a JSON document and voxels.

Series, studies and patients have other names there, which follow from their own and, where given, from a
secret; no description and, unless asked for, no comment. It must not know DICOM or the window.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import os
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from engine import __version__
from engine.geometry import GeometryError, Grid
from engine.labels.crop import CropError, NoduleCrop
from engine.labels.incoming import LabelFileError
from engine.labels.label import Label, LabelSource, Review, StoredLabel
from engine.report import SeriesFacts
from engine.store import Store
from engine.store.label_merging import Merged, OtherSeries
from engine.volume import Acquisition

SCHEMA = 1
DOCUMENT = "labels.json"
#: How the names begin that stand for identifiers; one that stands for such a name is the name itself.
_PREFIX = "merged-"
_DIGITS = 32
#: Sizes that are believed: 100 000 labels, and a crop of 0.5 mm voxels of a slice of 2048 pixels.
_MAX_DOCUMENT_BYTES, _MAX_CROP_BYTES = 256 << 20, 64 << 20


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


_Vector = tuple[float, float, float]


class _Crop(_Model):
    file: str = Field(pattern=r"^crops/\d+\.npz$")
    size: tuple[int, int, int]
    origin_mm: _Vector
    steps_mm: tuple[_Vector, _Vector, _Vector]
    modality: str
    manufacturer: str
    kernel: str
    slice_thickness_mm: float | None
    contrast: bool | None
    lossy: bool


class _Reviewed(_Model):
    review: Review
    comment: str
    reader: str
    made: datetime


class _Labelled(_Model):
    finding_id: str
    centre_mm: _Vector
    long_axis_mm: float | None
    probability: float | None
    model: str | None
    label: Label | None
    source: LabelSource
    evidence_date: date | None
    comment: str
    reader: str
    made: datetime
    reviews: list[_Reviewed]
    crop: _Crop | None


class _Series(_Model):
    series: str = Field(min_length=1)
    study: str
    patient: str
    modality: str
    n_slices: int
    labels: list[_Labelled]


class _Document(_Model):
    kind: Literal["noduscope labels"] = "noduscope labels"
    schema_: int = Field(alias="schema")
    software: str
    created: datetime
    key: str
    series: list[_Series]


def export_labels(store: Store, path: Path, *, key: bytes = b"", comments: bool = False) -> int:
    """Write all labels with their histories and voxels to a file; return how many entries it has.

    Parameters
    ----------
    store
        Where from.
    path
        The file; it appears whole or not at all.
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
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
            series = []
            for facts in store.labels.known_series():
                entries = _entries(store, facts.series_uid, archive, comments=comments)
                if entries:
                    series.append(_named(facts, entries, key))
            if not series:
                raise LabelFileError("There are no labels to export.")
            document = _Document(
                schema=SCHEMA, software=__version__, created=datetime.now(UTC), key=_check(key), series=series
            )
            archive.writestr(
                DOCUMENT, document.model_dump_json(by_alias=True, indent=1), zipfile.ZIP_DEFLATED
            )
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise LabelFileError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)
    return sum(len(one.labels) for one in series)


def merge_file(store: Store, path: Path, *, key: bytes = b"") -> Merged:
    """Add the labels of another workstation's file to the store; a second time changes nothing.

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
        If the store cannot be written; nothing was changed.
    """
    known = store.labels.known_series()
    names = {_name("series", facts.series_uid, key): facts for facts in known}
    studies = {_name("study", facts.study_uid, key): facts.study_uid for facts in known}
    patients = {_name("patient", facts.patient_key, key): facts.patient_key for facts in known}
    patients = {name: patient for name, patient in patients.items() if name != patient}
    try:
        with zipfile.ZipFile(path) as archive:
            document = _document(archive, path)
            if not hmac.compare_digest(document.key, _check(key)):
                raise LabelFileError(
                    f"{path.name} was written with another secret: give --key the file that was used to"
                    " export it, or none if none was."
                )
            others = [_other(archive, one, names, studies, patients) for one in document.series]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as error:
        raise LabelFileError(f"{path.name} is no file of labels, or it is damaged.") from error
    except (GeometryError, CropError, ValueError, KeyError) as error:
        if isinstance(error, LabelFileError):
            raise
        raise LabelFileError(f"{path.name} is damaged: the voxels of a label cannot be read.") from error
    except OSError as error:
        raise LabelFileError(f"{path.name} cannot be read: {error.strerror}.") from error
    real = {name: facts for name, facts in names.items() if name != facts.series_uid}
    return store.merge_labels(others, real_series=real, real_patients=patients)


def _name(kind: str, value: str, key: bytes) -> str:
    """Return what stands for an identifier: the same in every file of the same secret."""
    if not value or value.startswith(_PREFIX):
        return value
    digest = hmac.new(b"noduscope labels" + key, f"{kind}/{value}".encode(), hashlib.sha256)
    return _PREFIX + digest.hexdigest()[:_DIGITS]


def _check(key: bytes) -> str:
    return _name("check", "key", key) if key else ""


def _named(facts: SeriesFacts, labels: list[_Labelled], key: bytes) -> _Series:
    return _Series(
        series=_name("series", facts.series_uid, key),
        study=_name("study", facts.study_uid, key),
        patient=_name("patient", facts.patient_key, key),
        modality=facts.modality,
        n_slices=facts.n_slices,
        labels=labels,
    )


def _entries(store: Store, series_uid: str, archive: zipfile.ZipFile, *, comments: bool) -> list[_Labelled]:
    history = store.labels.history(series_uid)
    reviews: dict[int, list[_Reviewed]] = {}
    for entry in history:
        if entry.is_review and entry.reviewed is not None:
            said = _Reviewed(
                review=entry.review, comment=entry.review_comment if comments else "",
                reader=entry.reviewer, made=entry.reviewed,
            )  # fmt: skip
            reviews.setdefault(entry.row, []).append(said)
    return [
        _Labelled(
            finding_id=entry.finding_id, centre_mm=entry.centre_mm, long_axis_mm=entry.long_axis_mm,
            probability=entry.probability, model=entry.model, label=entry.label, source=entry.source,
            evidence_date=entry.evidence_date, comment=entry.comment if comments else "",
            reader=entry.reader, made=entry.made, reviews=reviews.get(entry.row, []),
            crop=_write_crop(store, entry, archive),
        )
        for entry in history
        if not entry.is_review
    ]  # fmt: skip


def _write_crop(store: Store, entry: StoredLabel, archive: zipfile.ZipFile) -> _Crop | None:
    crop = store.labels.crop(entry)
    if crop is None:
        return None
    name = f"crops/{entry.row}.npz"
    stream = io.BytesIO()
    np.savez_compressed(stream, hu=crop.hu, mask=crop.mask)
    archive.writestr(name, stream.getvalue())
    return _Crop(
        file=name, size=crop.grid.size, origin_mm=crop.grid.origin_mm, steps_mm=crop.grid.steps_mm,
        **vars(crop.acquisition),
    )  # fmt: skip


def _document(archive: zipfile.ZipFile, path: Path) -> _Document:
    try:
        content = _member(archive, DOCUMENT, _MAX_DOCUMENT_BYTES)
        document = _Document.model_validate_json(content)
    except KeyError:
        raise LabelFileError(f"{path.name} is no file of labels of Noduscope.") from None
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise LabelFileError(
            f"{path.name} is damaged or no file of labels: {where} is not as it has to be."
        ) from error
    if document.schema_ != SCHEMA:
        raise LabelFileError(
            f"{path.name} was written by another version of Noduscope (its schema is {document.schema_}, this"
            f" program knows {SCHEMA}). Update this program."
        )
    return document


def _member(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    info = archive.getinfo(name)
    if info.file_size > most:
        raise LabelFileError(f"{name} in the file is larger than a file of labels can be.")
    return archive.read(info)


def _other(
    archive: zipfile.ZipFile,
    one: _Series,
    names: Mapping[str, SeriesFacts],
    studies: Mapping[str, str],
    patients: Mapping[str, str],
) -> OtherSeries:
    facts = names.get(one.series) or SeriesFacts(
        study_uid=studies.get(one.study, one.study),
        series_uid=one.series,
        patient_key=patients.get(one.patient, one.patient),
        description="",
        modality=one.modality,
        n_slices=one.n_slices,
    )
    history: list[StoredLabel] = []
    crops: dict[int, NoduleCrop] = {}
    for row, entry in enumerate(one.labels):
        history.append(_stored(entry, row, None))
        history += [_stored(entry, row, review) for review in entry.reviews]
        if entry.crop is not None:
            crops[row] = _read_crop(archive, entry.crop)
    return OtherSeries(facts, history, crops)


def _stored(entry: _Labelled, row: int, review: _Reviewed | None) -> StoredLabel:
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


def _read_crop(archive: zipfile.ZipFile, kept: _Crop) -> NoduleCrop:
    with np.load(io.BytesIO(_member(archive, kept.file, _MAX_CROP_BYTES)), allow_pickle=False) as arrays:
        hu: npt.NDArray[np.int16] = arrays["hu"].astype(np.int16)
        mask: npt.NDArray[np.uint8] = (arrays["mask"] != 0).astype(np.uint8)
    acquisition = Acquisition(
        kept.modality, kept.manufacturer, kept.kernel, kept.slice_thickness_mm, kept.contrast, kept.lossy
    )
    return NoduleCrop(hu, mask, Grid(kept.size, kept.origin_mm, kept.steps_mm), acquisition)
