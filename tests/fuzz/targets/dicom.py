"""DICOM files of each kind of transfer syntax, archives of them, and DICOMDIRs."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from pathlib import Path

import cv2
import numpy as np
import pydicom
from pydicom.encaps import encapsulate
from pydicom.fileset import FileSet
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGLSLossless,
    RLELossless,
)

from engine.dicom.elements import elements_of
from engine.dicom.errors import DicomError
from engine.dicom.load import load, load_slice
from engine.dicom.scan import scan
from tests.engine.dicom.dicom_maker import Maker, save
from tests.fuzz.mutate import mutated
from tests.fuzz.targets.base import generator, refused


def read(paths: list[Path]) -> str:
    """Scan, load every series, decode one slice of each and list its elements."""
    found = scan(paths)
    for file in found.skipped:
        refused(file.reason)
    for series in found.series[:8]:
        for flag in series.warnings:
            refused(flag.text)
        try:
            for flag in load(series).warnings:
                refused(flag.text)
        except DicomError as error:
            refused(error)
        for action in (lambda s=series: load_slice(s, 0), lambda s=series: elements_of(s.slices[0])):
            try:
                action()
            except DicomError as error:
                refused(error)
    return "read" if found.series else "refused"


def _plain() -> dict[str, bytes]:
    maker = Maker()
    kinds = {}
    for name, syntax in (
        ("explicit", ExplicitVRLittleEndian), ("implicit", ImplicitVRLittleEndian),
        ("big", ExplicitVRBigEndian), ("deflated", DeflatedExplicitVRLittleEndian),
    ):  # fmt: skip
        maker.syntax = syntax
        kinds[name] = _bytes(maker.dataset(0))
    return kinds


def _bytes(ds: pydicom.FileDataset) -> bytes:
    stream = io.BytesIO()
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.save_as(stream, enforce_file_format=True)
    return stream.getvalue()


def _packed(folder: Path) -> dict[str, bytes]:
    kinds = {}
    maker = Maker(rows=34, columns=36, signed=False)
    for name, syntax in (("rle", RLELossless), ("jpeg2000", JPEG2000Lossless), ("jpegls", JPEGLSLossless)):
        ds = maker.dataset(0)
        ds.compress(syntax, generate_instance_uid=False)
        kinds[name] = _bytes(ds)
        many = pydicom.dcmread(maker.enhanced(folder / "many", [2, 1, 0]))
        many.compress(syntax, generate_instance_uid=False)
        kinds[f"{name} frames"] = _bytes(many)
    ramp = np.add.outer(np.arange(34), np.arange(36)).astype(np.uint8)
    ds = maker.dataset(0, pixels=ramp)
    ds.PixelData = encapsulate([cv2.imencode(".jpg", ramp)[1].tobytes()])
    ds["PixelData"].VR = "OB"
    ds["PixelData"].is_undefined_length = True
    ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    kinds["jpeg"] = _bytes(ds)
    kinds["enhanced"] = maker.enhanced(folder / "plain", [1, 0]).read_bytes()
    return kinds


def corpus(folder: Path) -> dict[str, bytes]:
    """Return one small file of each kind."""
    folder.mkdir(parents=True, exist_ok=True)
    return {**_plain(), **_packed(folder)}


def damaged(name: str, data: bytes, rng: random.Random, others: list[bytes]) -> bytes:
    """Damage a file; of a deflated one the dataset inside, half of the times."""
    if name == "deflated" and rng.random() < 0.5:
        (length,) = struct.unpack_from("<I", data, 140)
        start = 144 + length
        inside = mutated(zlib.decompress(data[start:], -15), rng, others)
        packer = zlib.compressobj(wbits=-15)
        return data[:start] + packer.compress(inside) + packer.flush()
    if rng.random() < 0.4:  # the pixels: codestreams and the table of fragments
        at = data.rfind(b"\xe0\x7f\x10\0")
        return data[:at] + mutated(data[at:], rng, others)
    return mutated(data, rng, others)


class DicomTarget:
    """One or two files of a series, damaged."""

    def __init__(self, folder: Path) -> None:
        self._corpus = corpus(folder)
        self._all = list(self._corpus.values())

    def make(self, seed: int) -> list[bytes]:
        rng = generator(seed, "dicom")
        name = rng.choice(list(self._corpus))
        if seed == 0:
            return self._all
        damage = damaged(name, self._corpus[name], rng, self._all)
        return [damage, rng.choice(self._all)] if rng.random() < 0.2 else [damage]

    def run(self, case: list[bytes], folder: Path) -> str:
        for number, data in enumerate(case):
            (folder / str(number)).write_bytes(data)
        return read([folder])


class ZipTarget:
    """An archive: damaged itself, or what is in it, or the names in it."""

    NAMES = (
        "a.dcm",
        "../../a.dcm",
        "/etc/a.dcm",
        "a\0b",
        "C:\\a.dcm",
        "x" * 300,
        "d/e/f.dcm",
        "DICOMDIR",
        "é/ü.dcm",
    )

    def __init__(self, folder: Path) -> None:
        self._corpus = corpus(folder)
        self._all = list(self._corpus.values())

    def make(self, seed: int) -> bytes:
        rng = generator(seed, "zip")
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", rng.choice((0, 8, 12, 14))) as archive:
            for number in range(rng.randint(1, 3)):
                name = rng.choice(list(self._corpus))
                data = self._corpus[name]
                data = damaged(name, data, rng, self._all) if seed and rng.random() < 0.4 else data
                named = rng.choice(self.NAMES) if rng.random() < 0.3 else f"{number}.dcm"
                archive.writestr(named, data)
        return mutated(stream.getvalue(), rng) if seed and rng.random() < 0.7 else stream.getvalue()

    def run(self, case: bytes, folder: Path) -> str:
        (folder / "archive.zip").write_bytes(case)
        return read([folder / "archive.zip"])


class DicomdirTarget:
    """A disc of two files whose DICOMDIR is damaged."""

    def __init__(self, folder: Path) -> None:
        extra = {"StudyID": "1", "StudyTime": "120000", "SeriesNumber": "1", "AccessionNumber": "1"}
        files = FileSet()
        for path in sorted(Maker(extra=extra).series(folder / "in", 2).iterdir()):
            files.add(path)
        files.write(folder / "disc")
        self._files = {
            p.relative_to(folder / "disc"): p.read_bytes()
            for p in (folder / "disc").rglob("*")
            if p.is_file()
        }

    def make(self, seed: int) -> bytes:
        data = self._files[Path("DICOMDIR")]
        return mutated(data, generator(seed, "dicomdir")) if seed else data

    def run(self, case: bytes, folder: Path) -> str:
        for name, data in self._files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        (folder / "DICOMDIR").write_bytes(case)
        return read([folder / "DICOMDIR"])


__all__ = ["DicomTarget", "DicomdirTarget", "ZipTarget", "corpus", "read", "save"]
