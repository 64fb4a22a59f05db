"""Key objects: the slices that matter, named to the archive as a Key Object Selection (PS3.3 A.35.4).

They are the reader's key images; where no reader named any, the largest slice of each finding that is shown.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from engine.orientation import slice_number
from engine.reports import Export
from engine.reports.objects import (
    NOT_FOR_SOLE_DIAGNOSIS,
    finished,
    identity,
    numbered,
    observers,
    sources,
    unique,
)

if TYPE_CHECKING:
    from pydicom import Dataset

FILE = "key_objects.dcm"


def key_slices(export: Export) -> tuple[int, ...]:
    """Return the slices that matter, in rising order."""
    if export.reading is not None and export.reading.key_images:
        return tuple(sorted(set(export.reading.key_images)))
    return tuple(sorted({finding.nodule.largest_slice for _, finding in numbered(export)}))


def write(export: Export, folder: Path) -> list[Path]:
    """Write the selection; nothing where no slice matters more than another.

    Raises
    ------
    ReportError
        If the source's files cannot be referred to.
    """
    if not key_slices(export):
        return []
    path = folder / FILE
    key_objects(export).save_as(path, enforce_file_format=True)
    return [path]


def key_objects(export: Export) -> Dataset:
    """Return the selection as an object. Of a file with many frames it names the file."""
    from highdicom import ko
    from pydicom.sr.codedict import codes

    slices = key_slices(export)
    images = unique(sources(export, slices))
    person, device = observers(export)
    by_reader = export.reading is not None and bool(export.reading.key_images)
    numbers = ", ".join(map(str, sorted(slice_number(export.volume.grid, k) for k in slices)))
    if by_reader:
        text = f"Key images of the reader: slice {numbers}."
    else:
        text = f"Largest slices of the suggestions: {numbers}. {NOT_FOR_SOLE_DIAGNOSIS}"
    content = ko.KeyObjectSelection(
        document_title=codes.DCM.OfInterest,
        referenced_objects=images,
        observer_person_context=person,
        observer_device_context=device,
        description=text,
    )
    result = ko.KeyObjectSelectionDocument(
        evidence=images,
        content=content,
        specific_character_set="ISO_IR 192",
        **identity(export, "ko", "Key objects", 6),
    )
    return finished(result, export, "ko")
