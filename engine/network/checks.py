"""Whether a received object may be kept: its header read with suspicion. Knows no sockets, writes nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pydicom

from engine.dicom.uids import NATIVE_SYNTAXES
from engine.network.classes import STORED

#: C-STORE statuses (PS3.4 table B.2-1).
SUCCESS = 0x0000
NO_ROOM = 0xA700
MISMATCH = 0xA900
NOT_UNDERSTOOD = 0xC000

#: No object is longer on the wire: an enhanced CT of 2,000 slices of 512 x 512 has 1 GiB.
MOST_BYTES = 2 * 2**30
#: Nor do its pixels take more once they are decoded.
MOST_PIXEL_BYTES = 4 * 2**30
#: Values longer than this are left in the file while the header is read.
_DEFER_BYTES = 64 * 1024
#: PS3.5 9.1, but for leading zeros, which real equipment writes.
_UID = re.compile(r"[0-9]+(\.[0-9]+)*")


class Refused(Exception):  # noqa: N818 - an answer to the sender
    """An object that is not kept.

    Parameters
    ----------
    status
        What the sender is told.
    text
        A sentence; it names no patient.
    """

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status, self.text = status, text


@dataclass(frozen=True)
class Arrived:
    """What an object says it belongs to; the UIDs are digits and dots, never a path."""

    study_uid: str
    series_uid: str
    instance_uid: str
    modality: str


def valid_uid(text: str) -> bool:
    """Whether a text is a UID."""
    return len(text) <= 64 and _UID.fullmatch(text) is not None


def examine(path: Path, sop_class: str, sop_instance: str) -> Arrived:
    """Read the header of a received file.

    Parameters
    ----------
    path
        A DICOM file with its file meta information.
    sop_class, sop_instance
        What the request said it is.

    Raises
    ------
    Refused
        If it makes no sense, is not what the request says, or claims more pixels than anyone could hold.
    """
    try:
        header = pydicom.dcmread(path, stop_before_pixels=True, defer_size=_DEFER_BYTES)
        texts = [
            str(header.get(name, "") or "")
            for name in ("SOPClassUID", "StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "Modality")
        ]
        pixels = _pixel_bytes(header)
        native = str(header.file_meta.TransferSyntaxUID) in NATIVE_SYNTAXES
    except MemoryError:
        raise Refused(NO_ROOM, "There is not enough memory to read the object.") from None
    except Exception:  # noqa: BLE001 - whatever a stranger sends must not end the listener
        raise Refused(NOT_UNDERSTOOD, "The object's header makes no sense.") from None
    named_class, study, series, instance, modality = texts
    if not all(map(valid_uid, (study, series, instance))):
        raise Refused(NOT_UNDERSTOOD, "The object's identifiers are no UIDs.")
    if named_class not in STORED:
        raise Refused(MISMATCH, "The object is of a kind that is not taken here.")
    if (named_class, instance) != (sop_class, sop_instance):
        raise Refused(MISMATCH, "The object is not the one that was announced.")
    if pixels > MOST_PIXEL_BYTES:
        raise Refused(MISMATCH, f"The object claims {pixels / 2**30:.0f} GiB of pixels.")
    if native and pixels > path.stat().st_size:
        raise Refused(MISMATCH, "The object holds fewer pixels than it says.")
    return Arrived(study, series, instance, modality[:16] if modality.isalnum() else "")


def _pixel_bytes(header: pydicom.Dataset) -> int:
    """Bytes that the pixels take uncompressed, as the header counts them; 0 where it has none."""
    if "Rows" not in header:
        return 0
    bits = 1
    counts: tuple[tuple[str, Any], ...] = (
        ("Rows", 0), ("Columns", 0), ("NumberOfFrames", 1), ("SamplesPerPixel", 1), ("BitsAllocated", 16),
    )  # fmt: skip
    for name, default in counts:
        value = header.get(name)
        bits *= int(default if value is None else value)
    if bits < 0:
        raise ValueError("negative counts")
    return bits // 8
