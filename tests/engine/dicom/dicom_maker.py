"""Writes small DICOM series with given geometry and syntax, so that tests need no real data."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import (
    CTImageStorage,
    EnhancedCTImageStorage,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    generate_uid,
)

AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def number(value: float) -> str:
    """A decimal string of at most 16 characters."""
    for digits in range(15, 5, -1):
        text = f"{value:.{digits}g}"
        if len(text) <= 16:
            return text
    raise ValueError(value)


@dataclass
class Maker:
    """A series to be written; every attribute may be changed before and between slices."""

    rows: int = 12
    columns: int = 16
    step_mm: float = 2.5
    spacing_mm: tuple[float, float] = (0.7, 0.7)
    orientation: tuple[float, ...] = AXIAL
    origin_mm: tuple[float, float, float] = (-100.0, -120.0, -300.0)
    step_vector: tuple[float, float, float] | None = None
    signed: bool = True
    slope: float = 1.0
    intercept: float = -1024.0
    syntax: str = ExplicitVRLittleEndian
    series_uid: str = field(default_factory=generate_uid)
    study_uid: str = field(default_factory=generate_uid)
    frame_of_reference: str = field(default_factory=generate_uid)
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def normal(self) -> np.ndarray:
        return np.cross(self.orientation[:3], self.orientation[3:])

    def position(self, k: float) -> np.ndarray:
        step = self.normal * self.step_mm if self.step_vector is None else np.asarray(self.step_vector)
        return np.asarray(self.origin_mm) + k * step

    def stored(self, k: int) -> np.ndarray:
        """Stored values that differ in every pixel neighbourhood and slice."""
        generator = np.random.default_rng(k + 1)
        values = generator.integers(0, 2000, (self.rows, self.columns))
        values[0, 0] = 100 + k
        return values.astype(np.int16 if self.signed else np.uint16)

    def hu(self, k: int) -> np.ndarray:
        return (self.stored(k).astype(int) * self.slope + self.intercept).astype(np.int16)

    def dataset(self, k: int, position: Any = None, pixels: np.ndarray | None = None) -> FileDataset:
        meta = FileMetaDataset()
        meta.TransferSyntaxUID = self.syntax
        ds = FileDataset(
            "",
            {},
            file_meta=meta,
            preamble=b"\0" * 128,
            is_implicit_VR=self.syntax == ImplicitVRLittleEndian,
            is_little_endian=self.syntax != ExplicitVRBigEndian,
        )
        ds.SOPClassUID = CTImageStorage
        ds.SOPInstanceUID = generate_uid()
        ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        ds.Modality = "CT"
        ds.Manufacturer = "Maker"
        ds.StudyDate = "20240131"
        ds.SeriesDescription = "Lung 1.0"
        ds.PatientName = "Planted^Name"
        ds.PatientID = "ID-4711"
        ds.StudyInstanceUID, ds.SeriesInstanceUID = self.study_uid, self.series_uid
        ds.FrameOfReferenceUID = self.frame_of_reference
        ds.InstanceNumber = k + 1
        ds.SliceThickness = number(self.step_mm)
        ds.ImagePositionPatient = [number(v) for v in (self.position(k) if position is None else position)]
        ds.ImageOrientationPatient = [number(v) for v in self.orientation]
        ds.PixelSpacing = [number(v) for v in self.spacing_mm]
        ds.ConvolutionKernel = "LUNG"
        ds.RescaleSlope, ds.RescaleIntercept = number(self.slope), number(self.intercept)
        ds.WindowCenter, ds.WindowWidth = "-600", "1500"
        self._pixels(ds, self.stored(k) if pixels is None else pixels)
        for name, value in self.extra.items():
            if value is None:
                delattr(ds, name)
            else:
                setattr(ds, name, value)
        return ds

    def _pixels(self, ds: Dataset, pixels: np.ndarray) -> None:
        ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
        ds.Rows, ds.Columns = pixels.shape[-2:]
        bits = pixels.dtype.itemsize * 8
        ds.BitsAllocated, ds.BitsStored, ds.HighBit = bits, bits, bits - 1
        ds.PixelRepresentation = int(pixels.dtype.kind == "i")
        order = ">" if self.syntax == ExplicitVRBigEndian else "<"
        ds.PixelData = pixels.astype(pixels.dtype.newbyteorder(order)).tobytes()
        ds["PixelData"].VR = "OW"

    def write(self, path: Path, k: int, **changes: Any) -> Path:
        """Write slice `k`; `changes` are attributes to set, or to delete where `None`."""
        ds = self.dataset(k, changes.pop("position", None), changes.pop("pixels", None))
        for name, value in changes.items():
            if value is None:
                delattr(ds, name)
            else:
                setattr(ds, name, value)
        return save(ds, path)

    def series(self, folder: Path, count: int = 5, skip: tuple[int, ...] = ()) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for k in range(count):
            if k not in skip:
                self.write(folder / f"{k:03}.dcm", k)
        return folder

    def volume(self, count: int = 5) -> np.ndarray:
        return np.stack([self.hu(k) for k in range(count)])

    def enhanced(self, path: Path, order: list[int], **shared: Any) -> Path:
        """Write an Enhanced CT whose frames come in `order`, with geometry in functional groups only."""
        ds = self.dataset(0, pixels=np.stack([self.stored(k) for k in order]))
        ds.SOPClassUID = EnhancedCTImageStorage
        ds.NumberOfFrames = len(order)
        for name in (
            "ImagePositionPatient", "ImageOrientationPatient", "PixelSpacing", "RescaleSlope",
            "RescaleIntercept", "SliceThickness", "ConvolutionKernel", "WindowCenter", "WindowWidth",
        ):  # fmt: skip
            delattr(ds, name)
        ds.SharedFunctionalGroupsSequence = Sequence([Dataset()])
        common = ds.SharedFunctionalGroupsSequence[0]
        common.PlaneOrientationSequence = _item(ImageOrientationPatient=[number(v) for v in self.orientation])
        common.PixelMeasuresSequence = _item(
            PixelSpacing=[number(v) for v in self.spacing_mm], SliceThickness=number(self.step_mm)
        )
        frames = []
        for index, k in enumerate(order):
            frame = Dataset()
            frame.FrameContentSequence = _item(StackID="1", InStackPositionNumber=index + 1)
            frame.PlanePositionSequence = _item(ImagePositionPatient=[number(v) for v in self.position(k)])
            frame.PixelValueTransformationSequence = _item(
                RescaleSlope=number(self.slope), RescaleIntercept=number(self.intercept), RescaleType="HU"
            )
            frames.append(frame)
        ds.PerFrameFunctionalGroupsSequence = Sequence(frames)
        return save(ds, path)


def _item(**values: Any) -> Sequence:
    item = Dataset()
    for name, value in values.items():
        setattr(item, name, value)
    return Sequence([item])


def save(ds: FileDataset, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.save_as(path, enforce_file_format=True)
    return path
