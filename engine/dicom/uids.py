"""The DICOM UIDs and codes that decide how a file is treated, in words."""

from __future__ import annotations

from pydicom import uid

DICOMDIR = str(uid.MediaStorageDirectoryStorage)

#: SOP classes whose frames are CT slices.
CT_CLASSES = frozenset(
    {str(uid.CTImageStorage), str(uid.EnhancedCTImageStorage), str(uid.LegacyConvertedEnhancedCTImageStorage)}
)

#: Screen shots, dose pages, scanned paper.
CAPTURE_CLASSES = frozenset(
    {
        str(uid.SecondaryCaptureImageStorage),
        str(uid.MultiFrameSingleBitSecondaryCaptureImageStorage),
        str(uid.MultiFrameGrayscaleByteSecondaryCaptureImageStorage),
        str(uid.MultiFrameGrayscaleWordSecondaryCaptureImageStorage),
        str(uid.MultiFrameTrueColorSecondaryCaptureImageStorage),
    }
)

#: Modality codes of objects that are no CT slices, in words.
MODALITY_WORDS = {
    "SR": "a structured report",
    "SEG": "a segmentation",
    "RTSTRUCT": "a radiotherapy structure set",
    "RTPLAN": "a radiotherapy plan",
    "RTDOSE": "a radiotherapy dose",
    "RTIMAGE": "a radiotherapy image",
    "RTRECORD": "a radiotherapy treatment record",
    "RWV": "a real-world value map",
    "REG": "a registration",
    "PR": "a presentation state",
    "KO": "a key object selection",
    "DOC": "a document",
    "OT": "an image of another kind",
    "PT": "a PET image",
    "NM": "a nuclear medicine image",
    "MR": "an MR image",
    "CR": "a radiograph",
    "DX": "a radiograph",
    "MG": "a mammogram",
    "US": "an ultrasound image",
    "XA": "an angiogram",
    "SC": "a secondary capture",
    "ES": "an endoscopy image",
    "XC": "a photograph",
}

#: Syntaxes whose pixels lie uncompressed in the file.
NATIVE_SYNTAXES = frozenset(
    {
        str(uid.ImplicitVRLittleEndian),
        str(uid.ExplicitVRLittleEndian),
        str(uid.ExplicitVRBigEndian),
        str(uid.DeflatedExplicitVRLittleEndian),
    }
)

JPEG_EXTENDED = str(uid.JPEGExtended12Bit)

#: JPEG processes that the standard has retired and pydicom's decoders refuse (PS3.5 annex A, retired rows).
RETIRED_JPEG = frozenset(
    f"1.2.840.10008.1.2.4.{n}" for n in (52, 53, 54, 55, 56, 58, 59, 60, 61, 62, 63, 64, 65, 66)
)
LOSSLESS_RETIRED_JPEG = frozenset(f"1.2.840.10008.1.2.4.{n}" for n in (58, 65, 66))

#: Syntaxes that always lose information.
LOSSY_SYNTAXES = frozenset(
    {str(uid.JPEGBaseline8Bit), JPEG_EXTENDED, str(uid.JPEGLSNearLossless)}
    | (RETIRED_JPEG - LOSSLESS_RETIRED_JPEG)
)

#: JPEG 2000 and HTJ2K in their general form: lossy unless the file says that nothing was lost.
MAYBE_LOSSY_SYNTAXES = frozenset({str(uid.JPEG2000), str(uid.JPEG2000MC), str(uid.HTJ2K)})


def syntax_name(value: str) -> str:
    """Return the standard's name of a transfer syntax."""
    name = uid.UID(value).name
    return name if name != value else f"transfer syntax {value or 'unknown'}"
