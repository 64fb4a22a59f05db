"""Takes the person out of DICOM datasets, consistently: the same key gives the same pseudonyms every time.

Pseudonyms, UIDs and the shift of dates are keyed hashes (HMAC-SHA-256) of what they replace: studies stay
together, intervals in days stay as they are, and without the key nobody gets back. It must not know folders.
"""

from __future__ import annotations

import copy
import datetime as dt
import hashlib
import hmac
import os
import re
import secrets
import uuid
from pathlib import Path

from pydicom import Dataset
from pydicom.dataelem import DataElement
from pydicom.dataset import FileMetaDataset
from pydicom.multival import MultiValue
from pydicom.uid import UID, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

from engine import __version__
from engine.dicom.errors import DicomError
from engine.dicom.profile import Action, action_for

KEY_BYTES = 32
KEY_FILE = "deidentification.key"
"""Its name in the user's data folder."""
#: Dates move back by one day to ten years.
MAX_SHIFT_DAYS = 3652
#: UIDs below this root are the standard's own: classes, syntaxes, coding schemes. They name no one.
_STANDARD_ROOT = "1.2.840.10008."
_TEXT = frozenset({"LO", "SH", "ST", "LT", "UT", "UC", "UR", "PN", "AE", "CS"})
#: A part of a name or a number shorter than this is not looked for in other elements: it would be found in
#: half of them.
_SHORTEST = 4
_IDENTIFYING = frozenset(
    {
        "PatientID", "OtherPatientIDs", "AccessionNumber", "PatientBirthDate", "StudyID", "StudyDate",
        "RequestedProcedureID", "AdmissionID", "InstitutionName", "StationName", "DeviceSerialNumber",
    }
)  # fmt: skip
_METHODS = (
    ("113100", "Basic Application Confidentiality Profile"),
    ("113107", "Retain Longitudinal Temporal Information Modified Dates Option"),
)


def load_key(path: Path) -> bytes:
    """Return the site's secret, made on first use and readable by this user only.

    Parameters
    ----------
    path
        Its file.

    Raises
    ------
    DicomError
        If the file holds no key.
    """
    try:
        text = path.read_text(encoding="ascii").strip()
        key = bytes.fromhex(text)
    except FileNotFoundError:
        key = secrets.token_bytes(KEY_BYTES)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was faster
            return load_key(path)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(key.hex() + "\n")
        return key
    except ValueError:
        key = b""
    if len(key) < KEY_BYTES // 2:
        raise DicomError(
            f"{path} holds no key: it must be one line of at least {KEY_BYTES} hexadecimal digits."
            " Name another file, or one that does not exist yet to have a key made."
        )
    return key


class Deidentifier:
    """Replaces what names a person.

    Parameters
    ----------
    key
        Secret of the site; equal keys give equal pseudonyms.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def _hash(self, purpose: str, value: str) -> bytes:
        return hmac.new(self._key, f"{purpose}\0{value}".encode("utf-8", "replace"), hashlib.sha256).digest()

    def uid(self, value: str) -> str:
        """Return the UID that stands for another; the standard's own stay."""
        value = value.strip("\0 ")
        if not value or value.startswith(_STANDARD_ROOT):
            return value
        return f"2.25.{uuid.UUID(bytes=self._hash('uid', value)[:16], version=5).int}"

    def pseudonym(self, value: str, digits: int = 12) -> str:
        """Return hexadecimal digits that stand for any text."""
        return self._hash("name", value).hex()[:digits]

    def patient(self, dataset: Dataset) -> str:
        """Return what stands for the patient: by ID, without one by name, without that by study."""
        return f"ANON-{self.pseudonym(_person(dataset))}"

    def shift(self, dataset: Dataset) -> dt.timedelta:
        """Return by how much the dates of this patient move: whole days, backwards."""
        number = int.from_bytes(self._hash("dates", _person(dataset))[:8], "big")
        return dt.timedelta(days=-(1 + number % MAX_SHIFT_DAYS))

    def dataset(self, original: Dataset) -> Dataset:
        """Return a dataset without the person; pixels are the same object, everything else is new.

        Parameters
        ----------
        original
            With its file meta information; not changed.

        Returns
        -------
        pydicom.Dataset
            Of the original's class and transfer syntax.
        """
        work = _Work(self, original)
        result = work.through(original)
        name = self.patient(original)
        result.PatientName = result.PatientID = name
        result.PatientIdentityRemoved = "YES"
        result.LongitudinalTemporalInformationModified = "MODIFIED"
        result.DeidentificationMethod = f"Noduscope {__version__}"
        result.DeidentificationMethodCodeSequence = [_method(*method) for method in _METHODS]
        result.preamble = b"\0" * 128
        result.file_meta = _meta(original, result)
        return result


class _Work:
    """One dataset on its way through the profile."""

    def __init__(self, rules: Deidentifier, original: Dataset) -> None:
        self._rules = rules
        self._shift = rules.shift(original)
        self._known = _identifiers(original)

    def through(self, dataset: Dataset) -> Dataset:
        result = Dataset()
        for tag in list(dataset.keys()):
            if tag.group == 0x0002 or tag.element == 0 or tag.is_private:
                continue
            try:
                element = dataset[tag]
                kept = self._element(element)
            except Exception:  # noqa: BLE001, S112 - what cannot be read cannot be vouched for
                continue
            if kept is not None:
                result[tag] = kept
        return result

    def _element(self, element: DataElement) -> DataElement | None:
        action = action_for(element)
        if action is Action.REMOVE:
            return None
        if element.VR == "SQ":
            items = [self.through(item) for item in element.value] if action is Action.ITEMS else []
            return DataElement(element.tag, "SQ", items)
        if action is Action.KEEP and not (element.VR in _TEXT and self._names_someone(element)):
            return element
        new = copy.copy(element)
        new.value = self._value(Action.EMPTY if action is Action.KEEP else action, element)
        return new

    def _value(self, action: Action, element: DataElement) -> object:
        if action is Action.EMPTY:
            return "" if element.VR in _TEXT | {"DA", "TM", "DT", "UI", "AS"} else None
        values = list(element.value) if isinstance(element.value, MultiValue) else [element.value]
        if action is Action.UID:
            return _joined([self._rules.uid(str(v)) for v in values if v])
        if action is Action.DATE:
            return _joined([_shifted(str(v), self._shift) for v in values if v])
        if action is Action.TIME:
            return _joined([v for v in map(str, values) if re.fullmatch(r"[\d:.\- ]*", v)])
        return _harmless(element.VR)

    def _names_someone(self, element: DataElement) -> bool:
        values = list(element.value) if isinstance(element.value, MultiValue) else [element.value]
        text = " ".join(map(str, values)).casefold()
        return any(known in text and _stands_alone(known, text) for known in self._known)


def _stands_alone(known: str, text: str) -> bool:
    """Whether a part of a name stands in a text as a word: PRIMARY does not name a Mary.

    Scripts that write no spaces have no words to tell apart.
    """
    return not known.isascii() or bool(re.search(rf"(?<![a-z0-9]){re.escape(known)}(?![a-z0-9])", text))


def _joined(values: list[str]) -> object:
    return values[0] if len(values) == 1 else values or ""


def _person(dataset: Dataset) -> str:
    for keyword in ("PatientID", "PatientName", "StudyInstanceUID"):
        value = _text(dataset, keyword)
        if value:
            return f"{keyword}={value}"
    return ""


def _text(dataset: Dataset, keyword: str) -> str:
    try:
        return str(dataset.get(keyword) or "").strip("\0 ^")
    except Exception:  # noqa: BLE001 - pydicom raises many kinds over broken values
        return ""


def _identifiers(dataset: Dataset) -> frozenset[str]:
    """Names and their parts, numbers and dates of this person, to be looked for in what is kept."""
    found: set[str] = set()
    for element in dataset.iterall():
        try:
            if element.VR == "PN" or element.keyword in _IDENTIFYING:
                values = element.value if isinstance(element.value, MultiValue) else [element.value]
                for value in map(str, values):
                    found.add(value.casefold().strip())
                    if element.VR == "PN":
                        found |= set(re.split(r"[\^=\s,;]+", value.casefold()))
        except Exception:  # noqa: BLE001, S112 - a broken element is not kept either
            continue
    return frozenset(part for part in found if len(part) >= (_SHORTEST if part.isascii() else 2))


def _shifted(value: str, by: dt.timedelta) -> str:
    """Move a DA or DT value; one that is no full date becomes empty."""
    match = re.fullmatch(r"(\d{4})[.]?(\d{2})[.]?(\d{2})(\d{0,6}(?:\.\d{1,6})?(?:[+-]\d{4})?)\s*", value)
    if not match:
        return ""
    try:
        day = dt.date(int(match[1]), int(match[2]), int(match[3])) + by
    except (ValueError, OverflowError):
        return ""
    return f"{day:%Y%m%d}{match[4]}"


def _harmless(vr: str) -> object:
    """Return a value of a kind that says nothing."""
    values: dict[str, object] = {
        "AS": "000Y", "AE": "ANON", "CS": "ANON", "DS": "0", "IS": "0", "PN": "Anonymous",
        "FD": 0.0, "FL": 0.0, "US": 0, "SS": 0, "UL": 0, "SL": 0, "OB": b"", "UR": "",
    }  # fmt: skip
    return values.get(vr, "Anonymous")


def _method(value: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, "DCM", meaning
    return item


def _meta(original: Dataset, result: Dataset) -> FileMetaDataset:
    """Return new file meta information: the old one may name the sender."""
    meta = FileMetaDataset()
    old = getattr(original, "file_meta", None) or Dataset()
    implicit, little = original.original_encoding
    assumed = ExplicitVRLittleEndian
    if implicit:
        assumed = ImplicitVRLittleEndian
    elif little is False:
        assumed = ExplicitVRBigEndian
    meta.TransferSyntaxUID = UID(str(old.get("TransferSyntaxUID") or assumed))
    meta.MediaStorageSOPClassUID = result.get("SOPClassUID", "")
    meta.MediaStorageSOPInstanceUID = result.get("SOPInstanceUID", "")
    return meta
