"""Add what finds candidates to a model package, without touching its other files. Schema and files only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from engine.models.manifest import CandidateDetector, CandidateFilterNet
from engine.models.package import MANIFEST, ModelPackage, PackageError, load_package, write_package

#: Names that belong to the candidates' part of a package.
PREFIX = "candidates"


def add_candidates(
    folder: Path, section: CandidateFilterNet | CandidateDetector, files: Mapping[str, bytes]
) -> ModelPackage:
    """Write a package's candidates part, in place of an older one; every other file stays as it is.

    Parameters
    ----------
    folder
        The package folder.
    section
        For the manifest.
    files
        The part's files by name; all begin with ``candidates``.

    Returns
    -------
    ModelPackage
        The package as it now is.

    Raises
    ------
    PackageError
        If the folder is no sound package, or a name is unfit. Nothing is changed then.
    """
    package = load_package(folder)
    unfit = [name for name in files if not _is_part(name)]
    if unfit:
        raise PackageError(
            f"{', '.join(unfit)}: files that find candidates have names with {PREFIX!r} first."
        )
    manifest = json.loads((package.folder / MANIFEST).read_text(encoding="utf-8"))
    names = manifest.pop("files")
    kept: dict[str, bytes | Path] = {name: package.folder / name for name in names if not _is_part(name)}
    manifest["candidates"] = section.model_dump(mode="json")
    write_package(folder, manifest, {**kept, **files})
    return load_package(folder)


def copy_candidates(source: ModelPackage, folder: Path) -> ModelPackage:
    """Take another package's candidates part over into a package folder.

    Raises
    ------
    PackageError
        If the source has none, or the folder is no sound package.
    """
    section = source.manifest.candidates
    if section is None:
        raise PackageError(
            f"The model {source.manifest.id} {source.manifest.version} brings nothing to find candidates"
            " with."
        )
    files = {name: source.file(name).read_bytes() for name in source.manifest.files if _is_part(name)}
    return add_candidates(folder, section, files)


def _is_part(name: str) -> bool:
    return name.startswith((f"{PREFIX}.", f"{PREFIX}_"))
