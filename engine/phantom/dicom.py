"""Writes a phantom as a DICOM CT series that any viewer opens. The patient is made up and says so."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

from engine.phantom.spec import Phantom, PhantomError

PATIENT_NAME = "Noduscope^Phantom"
PATIENT_ID = "PHANTOM"
STUDY_DATE = "20260101"


def write_dicom(
    phantom: Phantom,
    folder: Path,
    *,
    slope: float = 1.0,
    intercept: float = -1024.0,
    feet_first: bool = False,
    shuffle_numbers: bool = False,
    study_date: str = STUDY_DATE,
) -> list[Path]:
    """Write one uncompressed file a slice (Explicit VR Little Endian).

    File names say nothing of the order; identifiers follow from the phantom's spec and these options, so
    writing twice writes the same files.

    Parameters
    ----------
    phantom
        What to write.
    folder
        Where to; made if missing.
    slope, intercept
        RescaleSlope and RescaleIntercept. With a whole slope of one nothing is lost.
    feet_first
        Write PatientPosition FFS, and number the slices from the feet.
    shuffle_numbers
        Give the slices InstanceNumbers that do not follow their position.
    study_date
        ``YYYYMMDD``. Scans of other days are other studies of the same patient.

    Returns
    -------
    list of Path
        The files in the order of the volume's slices.

    Raises
    ------
    PhantomError
        If the HU do not fit 16 bits with this slope and intercept.
    """
    volume = phantom.volume
    stored = np.rint((volume.hu.astype(np.float64) - intercept) / slope)
    signed = bool(stored.min() < 0)
    low, high = (-(2**15), 2**15 - 1) if signed else (0, 2**16 - 1)
    if stored.min() < low or stored.max() > high:
        raise PhantomError(f"With slope {slope} and intercept {intercept} the HU do not fit 16 bits.")
    pixels = stored.astype("<i2" if signed else "<u2")

    options = f"{slope} {intercept} {feet_first} {shuffle_numbers}"
    plain = f"{1.0} {-1024.0} {False} {False}"
    uid = volume.series_uid
    if options != plain:
        uid = generate_uid(entropy_srcs=[uid, options])
    if study_date != STUDY_DATE:
        uid = generate_uid(entropy_srcs=[uid, study_date])
    numbers = np.arange(1, len(pixels) + 1)
    if not feet_first:
        numbers = numbers[::-1]
    if shuffle_numbers:
        numbers = np.random.default_rng(phantom.spec.seed).permutation(numbers)

    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for k, plane in enumerate(pixels):
        dataset = _slice(phantom, k, uid, study_date)
        dataset.InstanceNumber = int(numbers[k])
        dataset.PatientPosition = "FFS" if feet_first else "HFS"
        dataset.RescaleSlope, dataset.RescaleIntercept = slope, intercept
        dataset.PixelRepresentation = int(signed)
        dataset.PixelData = plane.tobytes()
        name = hashlib.sha256(dataset.SOPInstanceUID.encode()).hexdigest()[:12]
        path = folder / f"{name}.dcm"
        dataset.save_as(path, enforce_file_format=True)
        paths.append(path)
    return paths


def _slice(phantom: Phantom, k: int, series_uid: str, study_date: str) -> Dataset:
    """Return the header of slice `k`, without what depends on how the pixels are stored."""
    volume, grid = phantom.volume, phantom.volume.grid
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CTImageStorage
    meta.MediaStorageSOPInstanceUID = generate_uid(entropy_srcs=[series_uid, str(k)])
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    ds.SOPClassUID = meta.MediaStorageSOPClassUID
    ds.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    ds.StudyDate = ds.SeriesDate = ds.AcquisitionDate = ds.ContentDate = study_date
    ds.StudyTime = ds.SeriesTime = ds.AcquisitionTime = ds.ContentTime = "120000"
    ds.AccessionNumber = ""
    ds.Modality = "CT"
    ds.Manufacturer = volume.acquisition.manufacturer
    ds.ReferringPhysicianName = ""
    ds.StudyDescription = "Synthetic chest"
    ds.SeriesDescription = f"Phantom {grid.spacing_mm[0]:g} mm"
    ds.PatientName, ds.PatientID = PATIENT_NAME, PATIENT_ID
    ds.PatientBirthDate, ds.PatientSex = "", "O"
    ds.SliceThickness = f"{volume.acquisition.slice_thickness_mm or grid.spacing_mm[0]:.6g}"
    ds.KVP = "120"
    ds.ConvolutionKernel = volume.acquisition.kernel
    study = ["noduscope phantom study", str(phantom.spec.seed)]
    if study_date != STUDY_DATE:
        study.append(study_date)
    ds.StudyInstanceUID = generate_uid(entropy_srcs=study)
    ds.SeriesInstanceUID = series_uid
    ds.StudyID, ds.SeriesNumber, ds.AcquisitionNumber = "1", 1, 1
    ds.FrameOfReferenceUID = generate_uid(entropy_srcs=["noduscope phantom frame"])
    ds.PositionReferenceIndicator = ""
    _geometry(ds, phantom, k)
    ds.SamplesPerPixel, ds.PhotometricInterpretation = 1, "MONOCHROME2"
    ds.Rows, ds.Columns = grid.size[1:]
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 16, 15
    ds.RescaleType = "HU"
    ds.WindowCenter, ds.WindowWidth = "40", "400"
    return ds


def _geometry(ds: Dataset, phantom: Phantom, k: int) -> None:
    """Position, orientation and spacing; decimal strings hold 16 characters."""
    grid = phantom.volume.grid
    _, row, column = (np.asarray(step) for step in grid.steps_mm)
    _, row_mm, column_mm = grid.spacing_mm
    ds.ImagePositionPatient = [f"{v:.10g}"[:16] for v in grid.to_patient((k, 0, 0))]
    cosines = [*(column / column_mm), *(row / row_mm)]
    ds.ImageOrientationPatient = [f"{v:.10f}" for v in cosines]
    ds.PixelSpacing = [f"{row_mm:.10g}", f"{column_mm:.10g}"]
    ds.SliceLocation = f"{float(grid.to_patient((k, 0, 0)) @ grid.normal):.6g}"
