"""dicom-validator without the network: the standard's modules as highdicom carries them.

dicom-validator reads the standard's DocBook files, which it fetches. highdicom ships which attributes each
object has and of which type they are, but no conditions, and functional groups and content items flattened
into one list. So conditional attributes are optional here, and the flattened modules are only looked through
for attributes that do not belong.
"""

from __future__ import annotations

import json
import logging
from functools import cache
from pathlib import Path
from typing import Any

import highdicom
from dicom_validator.validator.dicom_info import DicomInfo
from dicom_validator.validator.iod_validator import IODValidator
from dicom_validator.validator.validation_result import ErrorCode
from pydicom import Dataset
from pydicom.datadict import DicomDictionary, tag_for_keyword

FLATTENED = {
    "segmentation-multi-frame-functional-groups",
    "parametric-map-multi-frame-functional-groups",
    "sr-document-content",
}


def _name(tag: int) -> str:
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


@cache
def _standard() -> DicomInfo:
    folder = Path(highdicom.__path__[0]) / "_standard"
    attributes, modules, classes = (
        json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("module_attribute_map", "iod_module_map", "sop_class_iod_map")
    )
    described: dict[str, dict[str, Any]] = {}
    for module, listed in attributes.items():
        described[module] = {}
        for attribute in listed:
            *path, tag = (_name(tag_for_keyword(k) or 0) for k in (*attribute["path"], attribute["keyword"]))
            level = described[module]
            for step in path:
                level = level.setdefault(step, {"name": step, "type": "3"}).setdefault("items", {})
            level.setdefault(tag, {}).update(name=attribute["keyword"], type=attribute["type"])
    dictionary = {
        _name(tag): {"name": entry[2], "vr": entry[0], "vm": entry[1], "prop": ""}
        for tag, entry in DicomDictionary.items()
    }
    objects = {
        sop_class: {
            "title": iod,
            "modules": {m["key"]: {"ref": m["key"], "use": m["usage"][0]} for m in modules[iod]},
            "group_macros": {},
        }
        for sop_class, iod in classes.items()
    }
    return DicomInfo(dictionary, objects, described)


def errors(dataset: Dataset) -> list[str]:
    """What dicom-validator has to say of an object."""
    result = IODValidator(dataset, _standard(), log_level=logging.CRITICAL).validate()
    found = []
    for module, tags in result.module_errors.items():
        for tag, error in tags.items():
            nested = (
                tag.tag == 0x0040A730 and module == "sr-document-content"
            )  # content items hold content items
            if module in FLATTENED and (error.code is not ErrorCode.TagUnexpected or nested):
                continue
            found.append(f"{module}: {tag} {error.code.name}")
    return found
