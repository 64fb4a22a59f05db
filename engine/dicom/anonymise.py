"""A folder of DICOM files to a folder of de-identified ones: what is copied, what is refused or warned of.

File and folder names are made of the new identifiers. A file appears whole or not at all; a second run writes
the same files again, so an interrupted one is simply repeated. The input is never changed.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydicom import Dataset, dcmread, uid
from pydicom.errors import InvalidDicomError

from engine.dicom import uids
from engine.dicom.deidentify import Deidentifier
from engine.dicom.errors import DicomError
from engine.dicom.header import NOT_DICOM
from engine.dicom.sources import ZIP_MAGIC, Reader, Skipped, Source, identity, walk

PARTIAL = ".partial"
_DOCUMENT = "It holds a document (such as a PDF), whose pages may name the patient."
#: Roots of storage classes of which nobody can tell what is in them.
_OPAQUE_CLASSES = {
    "1.2.840.10008.5.1.4.1.1.104.": _DOCUMENT,
    "1.2.840.10008.5.1.4.1.1.9.4.": "It holds a recording of a voice.",
}
_RAW_DATA = str(uid.RawDataStorage)
_TELLING_CLASSES = uids.CAPTURE_CLASSES | {
    str(uid.UltrasoundImageStorage),
    str(uid.UltrasoundMultiFrameImageStorage),
    str(uid.VLPhotographicImageStorage),
    str(uid.VLEndoscopicImageStorage),
}
_TELLING_WORDS = frozenset(
    {"SCREEN SAVE", "SCREENSHOT", "CAPTURE", "DOSE", "DOSE_INFO", "REPORT", "PATIENT PROTOCOL"}
)


@dataclass
class Anonymised:
    """What became of the files under some paths.

    Parameters
    ----------
    written
        The new files.
    burned_in
        Those of them whose pixels may show writing, with the reason.
    skipped
        Files that were left out, with the reason.
    """

    written: list[Path] = field(default_factory=list)
    burned_in: list[tuple[Path, str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def anonymise(
    paths: Sequence[Path],
    out: Path,
    rules: Deidentifier,
    *,
    keep_burned_in: bool = True,
    progress: Callable[[int], None] | None = None,
) -> Anonymised:
    """Write de-identified copies.

    Parameters
    ----------
    paths
        Files, folders, ZIP archives.
    out
        Where to; made if missing.
    rules
        With the site's key.
    keep_burned_in
        Whether pictures that may show writing are copied, with a warning, or left out.
    progress
        Called with the number of files done.

    Returns
    -------
    Anonymised

    Raises
    ------
    DicomError
        If `out` lies in one of the paths or the other way round.
    OSError
        If nothing can be written there.
    """
    _check_apart(paths, out)
    out.mkdir(parents=True, exist_ok=True)
    for left in out.rglob(f"*{PARTIAL}"):
        left.unlink()
    done: set[object] = set()
    with Reader() as reader:
        run = _Run(reader, out, rules, keep_burned_in)
        for count, entry in enumerate(_files(paths, reader), 1):
            if isinstance(entry, Skipped):
                run.result.skipped.append(entry)
            elif (key := (identity(entry.path), entry.member)) not in done:
                done.add(key)
                run.copy(entry)
            if progress:
                progress(count)
    return run.result


def _check_apart(paths: Sequence[Path], out: Path) -> None:
    target = out.resolve()
    for path in paths:
        source = path.resolve()
        if source == target or source in target.parents or target in source.parents:
            raise DicomError(
                "The folder to write to and the one to read from lie in one another: the copies would be read"
                " again, or be among the originals. Choose another folder."
            )


def _files(paths: Sequence[Path], reader: Reader) -> Iterator[Source | Skipped]:
    for path in paths:
        for entry in walk(os.path.abspath(path)):  # noqa: PTH100 - never resolves links
            if isinstance(entry, Source) and _is_archive(reader, entry):
                try:
                    yield from reader.members(entry.path)
                except DicomError as error:
                    yield Skipped(entry.label, str(error))
            else:
                yield entry


def _is_archive(reader: Reader, source: Source) -> bool:
    try:
        return reader.read(source, 0, len(ZIP_MAGIC)) == ZIP_MAGIC
    except DicomError:
        return False


class _Run:
    """One run over the files: where they go, what became of them."""

    def __init__(self, reader: Reader, out: Path, rules: Deidentifier, keep_burned_in: bool) -> None:
        self.result = Anonymised()
        self._reader, self._out, self._rules, self._keep_burned_in = reader, out, rules, keep_burned_in
        self._taken: dict[Path, bytes] = {}

    def copy(self, source: Source) -> None:
        """Write what stands for a file, or say why not."""
        try:
            original = _read(self._reader, source)
            telling = burned_in(original)
            if telling and not self._keep_burned_in:
                raise DicomError(f"Left out, since {telling}")  # noqa: TRY301
            new = self._rules.dataset(original)
            stream = io.BytesIO()
            new.save_as(stream, enforce_file_format=True)
        except DicomError as error:
            self._skip(source, str(error))
        except MemoryError:
            self._skip(source, "There is not enough memory to read it.")
        except Exception:  # noqa: BLE001 - one file, whatever it holds, must not stop the rest
            self._skip(source, "Its DICOM elements make no sense and cannot be copied.")
        else:
            self._write(source, _place(self._out, self._rules, original, new), stream.getvalue(), telling)

    def _skip(self, source: Source, reason: str) -> None:
        self.result.skipped.append(Skipped(source.label, reason))

    def _write(self, source: Source, path: Path, data: bytes, telling: str) -> None:
        digest = hashlib.sha256(data).digest()
        if self._taken.get(path, digest) != digest:
            # One instance in two forms, as two compressions of one picture: both are kept.
            path = path.with_stem(f"{path.stem}-{digest.hex()[:8]}")
        if path in self._taken:
            self._skip(source, "It is a copy of a file that is there already; the copy is left out.")
            return
        self._taken[path] = digest
        _write(path, data)
        self.result.written.append(path)
        if telling:
            self.result.burned_in.append((path, f"Look at it before you pass it on: {telling}"))


def _read(reader: Reader, source: Source) -> Dataset:
    data = reader.read(source)
    if data[:4] == ZIP_MAGIC:
        raise DicomError("It is a ZIP archive inside another one. Unpack it and name it by itself.")
    dataset: Dataset
    try:
        dataset = dcmread(io.BytesIO(data))
    except InvalidDicomError:
        # Old files have neither preamble nor meta information; what is none of them gives no class.
        dataset = dcmread(io.BytesIO(data), force=True) if data[:2] in {b"\x08\0", b"\x02\0"} else Dataset()
    meta = getattr(dataset, "file_meta", Dataset())
    if meta and not any(dataset.get(keyword) for keyword in ("SOPClassUID", "Modality", "Rows")):
        raise DicomError("It is cut off, or damaged: it does not say what it is.")
    for keyword in ("SOPClassUID", "SOPInstanceUID"):
        if not dataset.get(keyword) and meta.get(f"MediaStorage{keyword}"):
            setattr(dataset, keyword, meta[f"MediaStorage{keyword}"].value)
    if not dataset.get("SOPClassUID") and not dataset.get("Rows"):
        raise DicomError(NOT_DICOM)
    reason = refusal(dataset)
    if reason:
        raise DicomError(reason)
    if not dataset.get("SOPInstanceUID"):
        raise DicomError("It has no instance UID, so nothing can refer to it; it is not copied.")
    return dataset


def refusal(dataset: Dataset) -> str:
    """Return why an object is not copied; empty if it is."""
    sop_class = str(dataset.get("SOPClassUID", ""))
    if sop_class == uids.DICOMDIR or "DirectoryRecordSequence" in dataset:
        return "It is a DICOMDIR: it lists files under their old names. Make a new one of the copies."
    if sop_class == _RAW_DATA:
        return "It holds raw data in its maker's own form."
    for root, reason in _OPAQUE_CLASSES.items():
        if sop_class.startswith(root):
            return reason
    if "EncapsulatedDocument" in dataset:
        return _DOCUMENT
    return ""


def burned_in(dataset: Dataset) -> str:
    """Return why the pixels may show writing, the end of a sentence; empty if nothing speaks for it."""
    if not any(keyword in dataset for keyword in ("PixelData", "FloatPixelData", "DoubleFloatPixelData")):
        return ""
    if str(dataset.get("BurnedInAnnotation", "")).upper() == "YES":
        return "it says that writing is burned into its pixels."
    sop_class = str(dataset.get("SOPClassUID", ""))
    modality = str(dataset.get("Modality", "")).upper()
    words = {str(word).upper() for word in dataset.get("ImageType", None) or []}
    said_no = str(dataset.get("BurnedInAnnotation", "")).upper() == "NO"
    if sop_class in _TELLING_CLASSES and not said_no:
        return "it is a captured screen, an ultrasound image or a photograph, which often show the name."
    if (modality in {"US", "ES", "XC", "OT"} or words & _TELLING_WORDS) and not said_no:
        return "images of its kind (screens, dose pages, ultrasound) often show the name."
    return ""


def _place(out: Path, rules: Deidentifier, original: Dataset, new: Dataset) -> Path:
    """Return where a copy goes: folders of patient, study and series, named by what stands for them."""

    def short(keyword: str) -> str:
        return rules.pseudonym(f"file {new.get(keyword, '')}", 12)

    name = f"{rules.pseudonym(f'file {new.SOPInstanceUID}', 16)}.dcm"
    return out / rules.patient(original) / short("StudyInstanceUID") / short("SeriesInstanceUID") / name


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + PARTIAL)
    partial.write_bytes(data)
    partial.replace(path)
