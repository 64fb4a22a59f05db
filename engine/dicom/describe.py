"""From the elements of a header to slices: what the file is, whether it is a CT slice, and if not, why.

Works for classic single-frame files and for Enhanced and Legacy Converted Enhanced CT, whose geometry and
rescale stand in functional groups (PS3.3 C.7.6.16). Values that cannot be are refused or left out here, so
that everything after it deals with plausible numbers only.
"""

from __future__ import annotations

import hashlib
import re

from engine.dicom import uids
from engine.dicom.errors import DicomError
from engine.dicom.frames import INTERCEPT, ORIENTATION, FrameTags, frame_slices
from engine.dicom.header import UNDEFINED_LENGTH, Header, count_fragments, read_header
from engine.dicom.instance import FileInfo, Kind, PixelLayout, SliceInfo
from engine.dicom.sources import Reader, Source
from engine.dicom.tags import SPECIFIC_CHARACTER_SET, Tags
from engine.volume import Acquisition

IMAGE_TYPE, SOP_CLASS, SOP_UID, MODALITY = 0x00080008, 0x00080016, 0x00080018, 0x00080060
STUDY_DATE, SERIES_DATE, ACQUISITION_DATE = 0x00080020, 0x00080021, 0x00080022
MANUFACTURER, STUDY_DESCRIPTION, SERIES_DESCRIPTION = 0x00080070, 0x00081030, 0x0008103E
PATIENT_NAME, PATIENT_ID = 0x00100010, 0x00100020
BIRTH_DATE, SEX, AGE = 0x00100030, 0x00100040, 0x00101010
CONTRAST_AGENT, CONTRAST_SEQUENCE, TILT = 0x00180010, 0x00180012, 0x00181120
STUDY_UID, SERIES_UID, FRAME_OF_REFERENCE = 0x0020000D, 0x0020000E, 0x00200052
SAMPLES, PHOTOMETRIC, FRAMES, ROWS, COLUMNS = 0x00280002, 0x00280004, 0x00280008, 0x00280010, 0x00280011
ALLOCATED, STORED, HIGH_BIT, SIGNED, LOSSY = 0x00280100, 0x00280101, 0x00280102, 0x00280103, 0x00282110

WANTED = (
    SPECIFIC_CHARACTER_SET, IMAGE_TYPE, SOP_CLASS, SOP_UID, MODALITY, STUDY_DATE, SERIES_DATE,
    ACQUISITION_DATE, MANUFACTURER, STUDY_DESCRIPTION, SERIES_DESCRIPTION, PATIENT_NAME, PATIENT_ID,
    BIRTH_DATE, SEX, AGE, CONTRAST_AGENT, CONTRAST_SEQUENCE, TILT, STUDY_UID, SERIES_UID, FRAME_OF_REFERENCE,
    SAMPLES, PHOTOMETRIC, FRAMES, ROWS, COLUMNS, ALLOCATED, STORED, HIGH_BIT, SIGNED, LOSSY,
    *FrameTags.WANTED,
)  # fmt: skip

#: Sexes that a risk model knows, as DICOM writes them.
_SEXES = {"F": "female", "M": "male"}
#: A greater age is a mistake, or a placeholder for "over 89".
OLDEST_YEARS = 120

#: Largest matrix side and frame count that are believed; the largest CT detectors give 2048 x 2048.
MAX_SIDE = 8192
MAX_FRAMES = 20_000


class Dicomdir(DicomError):  # noqa: N818 - says what the file is; the caller goes on with it
    """The file is a DICOMDIR: an index of others."""


def read_slices(reader: Reader, source: Source) -> list[SliceInfo]:
    """Read the header of one file and describe its slices.

    Raises
    ------
    engine.dicom.header.Archive
        If the file is a ZIP archive.
    Dicomdir
        If it is a DICOMDIR.
    DicomError
        If the file holds no CT slice that can be shown; the message says why.
    """
    header = read_header(reader, source, WANTED)
    tags = header.tags
    sop_class = tags.code(SOP_CLASS) or header.sop_class
    if uids.DICOMDIR in {sop_class, header.sop_class}:
        raise Dicomdir("It is a DICOMDIR.")
    if header.pixel_offset is None:
        raise DicomError(_why_no_pixels(sop_class, tags.code(MODALITY)))
    kind, modality = _classify(tags, sop_class)
    available = header.inflated_size if header.inflated_size is not None else reader.size(source)
    pixels = _layout(header, available)
    _refuse_other_modality(modality)
    if pixels.frames > 1 and pixels.offset is not None and pixels.syntax not in uids.NATIVE_SYNTAXES:
        fragments = count_fragments(reader, source, pixels.offset, pixels.frames)
        if fragments < pixels.frames:
            raise DicomError(f"It claims {pixels.frames} frames but holds {fragments}; it may be cut off.")
    frame_tags = FrameTags(tags)
    return frame_slices(
        _file_info(source, tags, frame_tags, pixels=pixels, kind=kind, modality=modality), frame_tags
    )


def _why_no_pixels(sop_class: str, modality: str) -> str:
    if modality in uids.MODALITY_WORDS:
        return f"It is {uids.MODALITY_WORDS[modality]} without pictures, not a CT slice."
    if sop_class in uids.CT_CLASSES or modality == "CT":
        return "It is a CT header without pixel data; the picture is missing."
    return "It holds no picture."


def _classify(tags: Tags, sop_class: str) -> tuple[Kind, str]:
    """Return kind and modality of a picture; the modality is empty where nothing says what it is."""
    modality = tags.code(MODALITY).upper()
    if modality in {"SEG", "RTDOSE"}:
        raise DicomError(f"It is {uids.MODALITY_WORDS[modality]}, not a CT slice.")
    samples = tags.ushort(SAMPLES) or 1
    photometric = tags.code(PHOTOMETRIC)
    if samples != 1 or (photometric and not photometric.startswith("MONOCHROME")):
        what = "a secondary capture such as a dose page" if sop_class in uids.CAPTURE_CLASSES else "a picture"
        raise DicomError(f"It is {what} in colour, not a CT slice.")
    if sop_class in uids.CAPTURE_CLASSES:
        return Kind.CAPTURE, modality
    if any(word in {"LOCALIZER", "SCOUT"} for word in tags.codes(IMAGE_TYPE)[2:]):
        return Kind.LOCALIZER, modality
    if not modality and sop_class not in uids.CT_CLASSES and not (INTERCEPT in tags and ORIENTATION in tags):
        raise DicomError("Nothing in it says that it is CT (no modality, no SOP class, no rescale).")
    return Kind.SLICE, modality


def _refuse_other_modality(modality: str) -> None:
    if modality not in {"", "CT"}:
        what = uids.MODALITY_WORDS.get(modality, "an image")
        raise DicomError(f"It is {what} (modality {modality}); Noduscope reads CT.")


def _layout(header: Header, available: int) -> PixelLayout:
    """Check the description of the pixels; `available` is the length of what the offset counts in."""
    tags = header.tags
    rows, columns = tags.ushort(ROWS), tags.ushort(COLUMNS)
    if not rows or not columns:
        raise DicomError("Its number of rows or columns is missing or zero.")
    if max(rows, columns) > MAX_SIDE:
        raise DicomError(f"It claims {rows} x {columns} pixels; more than {MAX_SIDE} a side is not believed.")
    count = tags.number(FRAMES)
    frames = 1 if count is None else int(count)
    if not 1 <= frames <= MAX_FRAMES:
        raise DicomError(f"It claims {frames} frames; 1 to {MAX_FRAMES} are believed.")
    allocated, stored, signed = tags.ushort(ALLOCATED), tags.ushort(STORED), tags.ushort(SIGNED)
    if allocated is None or stored is None or signed is None:
        missing = [
            name
            for name, value in (
                ("Bits Allocated", allocated), ("Bits Stored", stored), ("Pixel Representation", signed),
            )
            if value is None
        ]  # fmt: skip
        raise DicomError(f"{' and '.join(missing)} missing: how the pixels are stored is unknown.")
    high = tags.ushort(HIGH_BIT)
    high = stored - 1 if high is None else high
    if allocated not in {8, 16, 32} or not 1 <= stored <= allocated or not stored - 1 <= high < allocated:
        raise DicomError(
            f"Its pixels are stored in an impossible way ({stored} bits in {allocated}, high bit {high})."
        )
    assert header.pixel_offset is not None  # noqa: S101 - the caller has refused files without pixels
    layout = PixelLayout(
        offset=None if header.inflated_size is not None else header.pixel_offset,
        length=header.pixel_length,
        syntax=header.syntax,
        little_endian=header.little_endian,
        rows=rows,
        columns=columns,
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=high,
        signed=signed == 1,
        frames=frames,
    )
    if header.syntax in uids.NATIVE_SYNTAXES:
        _check_native_length(layout, available - header.pixel_offset)
    elif header.pixel_length != UNDEFINED_LENGTH:
        raise DicomError(
            f"Its compressed pixels ({uids.syntax_name(header.syntax)}) are not stored in fragments."
        )
    return layout


def _check_native_length(layout: PixelLayout, available: int) -> None:
    if layout.length == UNDEFINED_LENGTH:
        raise DicomError(
            "Its pixels are stored in fragments, though the file says that they are uncompressed."
        )
    expected = layout.frame_bytes * layout.frames
    present = min(layout.length, available)
    if present < expected:
        raise DicomError(
            f"Its pixel data are cut off: {present} of {expected} bytes are there. Copy or export the "
            "file again."
        )


def _file_info(
    source: Source, tags: Tags, frame_tags: FrameTags, *, pixels: PixelLayout, kind: Kind, modality: str
) -> FileInfo:
    lossy_tag, syntax = tags.code(LOSSY), pixels.syntax
    lossy = (
        lossy_tag == "01"
        or syntax in uids.LOSSY_SYNTAXES
        or (syntax in uids.MAYBE_LOSSY_SYNTAXES and lossy_tag != "00")
    )
    return FileInfo(
        source=source,
        pixels=pixels,
        kind=kind,
        series_uid=tags.code(SERIES_UID),
        study_uid=tags.code(STUDY_UID),
        sop_uid=tags.code(SOP_UID),
        frame_of_reference=tags.code(FRAME_OF_REFERENCE),
        patient_key=patient_key(tags.raw(PATIENT_ID), tags.raw(PATIENT_NAME)),
        description=tags.text(SERIES_DESCRIPTION) or tags.text(STUDY_DESCRIPTION),
        date=next(filter(None, map(_date, map(tags.code, (STUDY_DATE, SERIES_DATE, ACQUISITION_DATE)))), ""),
        modality=modality,
        acquisition=Acquisition(
            modality=modality,
            manufacturer=tags.text(MANUFACTURER),
            kernel=frame_tags.kernel(),
            slice_thickness_mm=frame_tags.thickness_mm(),
            contrast=_contrast(tags),
            lossy=lossy,
        ),
        tilt_tag_deg=tags.number(TILT) or 0.0,
        voi_window=frame_tags.window(),
        age_years=age_years(tags.code(AGE), tags.code(BIRTH_DATE), tags.code(STUDY_DATE)),
        sex=_SEXES.get(tags.code(SEX), ""),
    )


def patient_key(patient_id: bytes, name: bytes) -> str:
    """Return 12 hex digits that stand for a patient, equal for equal ID and name; empty where both are "
    "empty.
    """
    parts = [value.rstrip(b"\0 ^") for value in (patient_id, name)]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12] if any(parts) else ""


def age_years(age: str, birth_date: str, study_date: str) -> float | None:
    """Return the age that a header gives, in years; `None` where it gives none that can be.

    Parameters
    ----------
    age
        PatientAge as written, such as ``065Y`` or ``018M`` (PS3.5 6.2, AS).
    birth_date, study_date
        As written; used where there is no PatientAge, for the years completed on the day of the study.
    """
    written = re.fullmatch(r"(\d{3})([DWMY])", age)
    if written:
        years = int(written[1]) / {"D": 365.25, "W": 52.18, "M": 12.0, "Y": 1.0}[written[2]]
    else:
        born, studied = (value.split("-") for value in (_date(birth_date), _date(study_date)))
        if len(born) < 3 or len(studied) < 3:
            return None
        years = int(studied[0]) - int(born[0]) - (studied[1:] < born[1:])
    # 000Y stands for "not known" in de-identified files, and nobody has a lung nodule of that age.
    return round(years, 1) if 0 < years <= OLDEST_YEARS else None


def _date(value: str) -> str:
    match = re.fullmatch(r"((?:19|20)\d\d)[.-]?(0[1-9]|1[0-2])[.-]?(0[1-9]|[12]\d|3[01])", value)
    return "-".join(match.groups()) if match else ""


def _contrast(tags: Tags) -> bool | None:
    if tags.text(CONTRAST_AGENT) or tags.items(CONTRAST_SEQUENCE):
        return True
    return False if CONTRAST_AGENT in tags or CONTRAST_SEQUENCE in tags else None
