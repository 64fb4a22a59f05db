"""What is done with each attribute to take a person out of a DICOM dataset: PS3.15 Annex E as a table.

The list of attributes is the standard's (Basic Application Level Confidentiality Profile, edition 2026c), as
the package dicom-anonymizer keeps it; what is done with them is decided here. Dates are kept, shifted (option
"Retain Longitudinal Temporal Information with Modified Dates"). What the list does not name is decided by its
value representation: free text and names are never kept. It must not know files.
"""

from __future__ import annotations

from enum import Enum, auto
from functools import cache

from pydicom.datadict import tag_for_keyword
from pydicom.dataelem import DataElement


class Action(Enum):
    """What happens to an element."""

    KEEP = auto()
    REMOVE = auto()
    EMPTY = auto()
    REPLACE = auto()
    """A value that says nothing, of the same kind."""
    UID = auto()
    DATE = auto()
    TIME = auto()
    ITEMS = auto()
    """Keep the sequence and go through its items."""


#: The list's groups, by what Annex E lets one do. Where it lets one choose (X/Z/D), the element stays with a
#: harmless value, so that the object stays valid whatever its kind.
_GROUPS = {
    "X_TAGS": Action.REMOVE,
    "Z_TAGS": Action.EMPTY,
    "X_Z_TAGS": Action.EMPTY,
    "Z_D_TAGS": Action.EMPTY,
    "D_TAGS": Action.REPLACE,
    "X_D_TAGS": Action.REPLACE,
    "X_Z_D_TAGS": Action.REPLACE,
    "U_TAGS": Action.UID,
    "X_Z_U_STAR_TAGS": Action.ITEMS,
}
#: Sequences that are gone through rather than replaced as a whole, and free text inside them.
_MORE = {
    "ContentSequence": Action.ITEMS,
    "GraphicAnnotationSequence": Action.ITEMS,
    "WaveformAnnotationSequence": Action.ITEMS,
    "VerifyingObserverSequence": Action.ITEMS,
    "ReferencedPerformedProcedureStepSequence": Action.ITEMS,
    "TextValue": Action.REPLACE,
    "ContentLabel": Action.KEEP,
    "ContentDescription": Action.EMPTY,
    "SegmentLabel": Action.REPLACE,
    "SegmentDescription": Action.REMOVE,
    "ROIObservationLabel": Action.REMOVE,
    "PatientBirthDate": Action.EMPTY,
    "PatientSex": Action.EMPTY,
    "SpecificCharacterSet": Action.KEEP,
}
#: By value representation, for what is not listed.
_BY_VR = {
    "PN": Action.EMPTY,
    "LT": Action.REMOVE,
    "ST": Action.REMOVE,
    "UT": Action.REMOVE,
    "UC": Action.REMOVE,
    "UR": Action.REMOVE,
    "AE": Action.REMOVE,
    "UN": Action.REMOVE,
    "UI": Action.UID,
    "SQ": Action.ITEMS,
}
_TEMPORAL = {"DA": Action.DATE, "DT": Action.DATE, "TM": Action.TIME}


def action_for(element: DataElement) -> Action:
    """Return what is to be done with an element.

    Parameters
    ----------
    element
        Of any level of a dataset.
    """
    tag, vr = element.tag, element.VR
    if tag.is_private or vr == "UN":
        return Action.REMOVE
    single, masked = _table()
    listed = single.get(int(tag))
    if listed is None:
        listed = next((a for value, mask, a in masked if int(tag) & mask == value & mask), None)
    if vr in _TEMPORAL:
        return Action.EMPTY if int(tag) in _birth() else _TEMPORAL[vr]
    if vr == "SQ" and listed in (Action.REPLACE, Action.UID):
        return Action.REMOVE  # sequences of codes of persons and places; those with content are named above
    return listed if listed is not None else _BY_VR.get(vr, Action.KEEP)


@cache
def _birth() -> frozenset[int]:
    """Dates that say how old a person is; they are not shifted but left out."""
    return frozenset(int(tag_for_keyword(k) or 0) for k in ("PatientBirthDate", "PatientBirthTime"))


@cache
def _table() -> tuple[dict[int, Action], tuple[tuple[int, int, Action], ...]]:
    """Actions by tag, and by tag under a mask for the repeating groups (curves, overlays)."""
    from dicomanonymizer.dicom_anonymization_databases import dicomfields_2026c

    single: dict[int, Action] = {}
    masked = []
    for group, action in _GROUPS.items():
        for tag in getattr(dicomfields_2026c, group):
            value = tag[0] << 16 | tag[1]
            if len(tag) == 4:
                masked.append((value, tag[2] << 16 | tag[3], action))
            else:
                single[value] = action
    single.update({int(tag_for_keyword(keyword) or 0): action for keyword, action in _MORE.items()})
    return single, tuple(masked)
