"""The ZIP archive of a file of labels: ``labels.json``, and ``crops/N.npz`` with the arrays `hu` and `mask`.

An archive from elsewhere is trusted in nothing: neither its names, nor what it says of sizes, and no pickles.
It must not know the store.
"""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from engine.labels.bundle_document import SCHEMA, CropWords, Document, Head
from engine.labels.crop import NoduleCrop
from engine.labels.incoming import LabelFileError

DOCUMENT = "labels.json"
#: What is believed: some hundred thousand labels, and a crop of about 0.3 MB each.
_MAX_DOCUMENT_BYTES, _MAX_CROPS, _MAX_TOTAL_BYTES = 256 << 20, 100_000, 32 << 30
#: Headers of an array, and of the archive in an archive that an ``.npz`` is, are shorter.
_HEADER_BYTES = 4096
_ARRAYS: dict[str, np.dtype[Any]] = {"hu": np.dtype("<i2"), "mask": np.dtype("u1")}
#: Deflate's: crops grow by 1 %, and a file is written in two thirds of the time.
_LEVEL = 3
#: What a damaged or hostile archive makes the library raise.
_DAMAGE = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError)


def is_bundle(path: Path) -> bool:
    """Whether a file looks like one of labels, so that it may be replaced by a newer one."""
    try:
        with zipfile.ZipFile(path) as archive:
            return DOCUMENT in archive.namelist()
    except (OSError, *_DAMAGE):
        return False


def put_crop(archive: zipfile.ZipFile, crop: NoduleCrop, number: int) -> CropWords:
    """Add a crop to an archive that is being written; return what the document says of it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as inner:
        for key, array in (("hu", crop.hu), ("mask", crop.mask)):
            with inner.open(f"{key}.npy", "w") as file:
                plain = np.ascontiguousarray(array, dtype=_ARRAYS[key])
                np.lib.format.write_array(file, plain, version=(1, 0), allow_pickle=False)
    name = f"crops/{number}.npz"
    archive.writestr(name, stream.getvalue(), zipfile.ZIP_STORED)
    return CropWords(
        file=name, size=crop.grid.size, origin_mm=crop.grid.origin_mm, steps_mm=crop.grid.steps_mm,
        **vars(crop.acquisition),
    )  # fmt: skip


def put_document(archive: zipfile.ZipFile, document: Document) -> None:
    """Add the document, last."""
    archive.writestr(DOCUMENT, document.model_dump_json(by_alias=True, indent=1), zipfile.ZIP_DEFLATED)


class BundleFile:
    """An archive of labels that holds together, open for reading.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    LabelFileError
        If it must not be used.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._archive = zipfile.ZipFile(path)
        except OSError as error:
            raise LabelFileError(
                f"{path.name} cannot be read: {error.strerror or 'it is damaged'}."
            ) from error
        except _DAMAGE as error:
            raise LabelFileError(f"{path.name} is no file of labels, or it is damaged.") from error
        try:
            self.document = self._document()
            self._crops = self.document.crops
            self._check_members()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> BundleFile:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    def crop(self, name: str) -> NoduleCrop:
        """Return the crop of a file that the document names.

        Raises
        ------
        LabelFileError
            If its arrays are not what the document says.
        """
        words = self._crops[name]
        hu, mask = self._arrays(words)
        return NoduleCrop(hu.astype(np.int16), mask, words.grid, words.acquisition)

    def check(self) -> None:
        """Read every crop once, so that a damaged file is refused before anything of it is kept.

        Raises
        ------
        LabelFileError
            If one cannot be read.
        """
        for name in self._crops:
            self.crop(name)

    def _document(self) -> Document:
        if DOCUMENT not in self._archive.namelist():
            raise LabelFileError(f"{self._name} is no file of labels of Noduscope.")
        content = self._member(self._archive, DOCUMENT, _MAX_DOCUMENT_BYTES)
        try:
            found = Head.model_validate_json(content).schema_
            if found != SCHEMA:
                raise LabelFileError(
                    f"{self._name} was written by another version of Noduscope (its schema is {found}, this"
                    f" program knows {SCHEMA}). Update this program."
                )
            return Document.model_validate_json(content)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            where = ".".join(map(str, first["loc"])) or "the document"
            raise LabelFileError(
                f"{self._name} is damaged or no file of labels: {where} is not as it has to be"
                f" ({first['msg']})."
            ) from None

    def _check_members(self) -> None:
        names = self._archive.namelist()
        if len(set(names)) != len(names):
            raise LabelFileError(f"{self._name} holds one name twice, so it was not opened.")
        if odd := sorted(set(names) ^ {DOCUMENT, *self._crops}):
            what = "lacks" if odd[0] in self._crops else "has an entry that its document does not name:"
            raise LabelFileError(f"{self._name} {what} {odd[0]!r}. It was not opened.")
        total = sum(math.prod(words.size) for words in self._crops.values()) * 3
        if len(self._crops) > _MAX_CROPS or total > _MAX_TOTAL_BYTES:
            raise LabelFileError(f"{self._name} holds more than a file of labels can, so it was not opened.")

    def _arrays(self, words: CropWords) -> tuple[npt.NDArray[np.int16], npt.NDArray[np.uint8]]:
        size = math.prod(words.size)
        # Noise does not shrink, and deflate adds 5 bytes to 16 kB.
        most = size * 3 + size // 1000 + 4 * _HEADER_BYTES
        raw = self._member(self._archive, words.file, most)
        try:
            with zipfile.ZipFile(io.BytesIO(raw)) as inner:
                if sorted(inner.namelist()) != [f"{name}.npy" for name in _ARRAYS]:
                    raise ValueError("it does not hold the two arrays")
                hu, mask = (self._array(inner, words, name) for name in _ARRAYS)
        except _DAMAGE as error:
            if isinstance(error, LabelFileError):
                raise
            raise LabelFileError(
                f"{self._name} is damaged: the voxels in {words.file} cannot be read. Nothing was changed."
            ) from error
        return hu, mask

    def _array(self, inner: zipfile.ZipFile, words: CropWords, name: str) -> npt.NDArray[Any]:
        dtype, count = _ARRAYS[name], math.prod(words.size)
        raw = self._member(inner, f"{name}.npy", count * dtype.itemsize + _HEADER_BYTES)
        file = io.BytesIO(raw)
        version, header = np.lib.format.read_magic(file), np.lib.format.read_array_header_1_0(file)
        if (version, header) != ((1, 0), (words.size, False, dtype)):
            raise ValueError("the array is not what the document says")
        array: npt.NDArray[Any] = np.frombuffer(raw[file.tell() :], dtype).reshape(words.size)
        if name == "mask" and array.max() > 1:
            raise ValueError("the mask is none")
        return array

    def _member(self, archive: zipfile.ZipFile, name: str, most: int) -> bytes:
        """Unpack at most so many bytes; what the archive says of a size is not believed."""
        try:
            with archive.open(name) as source:
                content = source.read(most + 1)
        except (OSError, *_DAMAGE) as error:
            raise LabelFileError(f"{self._name} is damaged at {name}. Nothing was changed.") from error
        if len(content) > most:
            raise LabelFileError(f"{name} in {self._name} is larger than it can be. Nothing was changed.")
        return content
