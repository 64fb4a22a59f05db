"""The model package: a folder, or the same files in a `.noduscope` zip; written, read, packed and checked.

A package is flat. `manifest.json` names every other file with its SHA-256, so a package either is what was
exported or is refused with the reason. Beside them may lie `signature.json`, over the manifest's bytes. No
pickles: arrays are `.npz`, read without object support.
Which package is installed or active is `engine.models.registry`'s work.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic import ValidationError

from engine.files import replace_folder
from engine.models.arrays import read_arrays
from engine.models.manifest import Manifest
from engine.models.signature import SIGNATURE, Signature, SignatureError, check_signature
from engine.runtimes.base import INT8, N_RATINGS, OPTIONAL_OUTPUTS, REQUIRED_OUTPUTS, Outputs, Runtime

MANIFEST = "manifest.json"
SUFFIX = ".noduscope"
#: Files without which a package cannot answer or cannot be checked.
REQUIRED = ("model.onnx", "model.xml", "model.bin", "parity.npz")

#: Bounds on what a zip may unpack to. Our networks are tens of megabytes; a zip bomb is not.
MAX_FILES = 64
MAX_MANIFEST_BYTES = 32 * 2**20
MAX_TOTAL_BYTES = 2 * 2**30

#: Largest difference that two correct runtimes may show on the parity vectors.
LOGIT_TOLERANCE = 1e-4
CAM_TOLERANCE = 1e-3
OTHER_TOLERANCE = 1e-3

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_OWN_NAMES = (MANIFEST, SIGNATURE)
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


class PackageError(Exception):
    """A package that must not be used, and why, in a sentence."""


@dataclass(frozen=True)
class ModelPackage:
    """A package whose schema and hashes hold.

    Parameters
    ----------
    folder
        Where its files lie. Of a zip it is a temporary folder, which goes when this object goes.
    manifest
        Its manifest.
    sha256
        SHA-256 of `manifest.json`. The manifest names the hash of every other file, so this one identifies
        the whole package.
    signature
        Who signed it; `None` where nobody did. One that does not hold is refused.
    """

    folder: Path
    manifest: Manifest
    sha256: str
    signature: Signature | None = None
    _keep: tempfile.TemporaryDirectory[str] | None = field(default=None, repr=False, compare=False)

    @property
    def members(self) -> tuple[str, ...]:
        """Names of all its files, the manifest first."""
        signed = (SIGNATURE,) if self.signature is not None else ()
        return (MANIFEST, *signed, *sorted(self.manifest.files))

    def file(self, name: str) -> Path:
        """Path of a file that the manifest names.

        Raises
        ------
        PackageError
            If the manifest does not name it.
        """
        if name not in self.manifest.files:
            raise PackageError(f"The model {self.manifest.id} {self.manifest.version} has no file {name!r}.")
        return self.folder / name


def write_package(
    folder: Path,
    manifest: Mapping[str, Any],
    files: Mapping[str, bytes | Path],
    sign: Callable[[bytes], bytes] | None = None,
) -> Path:
    """Write a package folder; it appears whole or not at all.

    Parameters
    ----------
    folder
        The package to make. An older package there is replaced; any other folder is left alone.
    manifest
        The manifest's fields without ``files``, which is computed.
    files
        Every other file by its name: its bytes, or a file to copy.
    sign
        Makes the content of `signature.json` from the manifest's bytes; without it the package is not signed.

    Returns
    -------
    Path
        `folder`.

    Raises
    ------
    PackageError
        If a name is unfit, a required file is missing, the manifest breaks the schema, or `folder` holds
        something other than a package.
    """
    _check_names(files)
    if folder.exists() and not (folder / MANIFEST).is_file() and (folder.is_file() or any(folder.iterdir())):
        raise PackageError(f"{folder} exists and is not a model package, so it was not replaced.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        hashes = {}
        for name, content in files.items():
            if isinstance(content, Path):
                shutil.copyfile(content, fresh / name)
            else:
                (fresh / name).write_bytes(content)
            hashes[name] = sha256_of(fresh / name)
        # Through JSON, so that what is checked is what a reader will parse.
        text = json.dumps({**manifest, "files": hashes}, default=str)
        checked = _parse_manifest(text.encode(), f"The manifest for {folder.name}")
        raw = checked.model_dump_json(indent=2).encode() + b"\n"
        (fresh / MANIFEST).write_bytes(raw)
        if sign is not None:
            (fresh / SIGNATURE).write_bytes(sign(raw))
        replace_folder(fresh, folder)
    return folder


def load_package(path: Path) -> ModelPackage:
    """Read a package from a folder or a `.noduscope` zip, and check its schema and hashes.

    Parameters
    ----------
    path
        The folder or the zip. Files in a folder that the manifest does not name are ignored; a zip with
        such files is refused.

    Returns
    -------
    ModelPackage

    Raises
    ------
    PackageError
        If the package must not be used.
    """
    if path.is_dir():
        return _load_folder(path, label=path.name)
    if not path.is_file():
        raise PackageError(f"There is no model package at {path}.")
    keep = tempfile.TemporaryDirectory(prefix="noduscope-model-")
    try:
        _unzip(path, Path(keep.name))
        return _load_folder(Path(keep.name), label=path.name, keep=keep)
    except BaseException:
        keep.cleanup()
        raise


def pack(folder: Path, out_zip: Path) -> Path:
    """Zip a package folder into one file, byte for byte the same for the same package.

    Parameters
    ----------
    folder
        A package folder; its hashes are checked first.
    out_zip
        The file to write, by custom ``NAME-VERSION.noduscope``.

    Returns
    -------
    Path
        `out_zip`.

    Raises
    ------
    PackageError
        If the folder is not a sound package.
    """
    package = load_package(folder)
    out_zip.parent.mkdir(parents=True, exist_ok=True)
    scratch = out_zip.with_name(f".{out_zip.name}.{os.getpid()}.part")
    try:
        with zipfile.ZipFile(scratch, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in package.members:
                entry = zipfile.ZipInfo(name)  # its fixed date keeps the zip reproducible
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = (stat.S_IFREG | 0o644) << 16
                with (package.folder / name).open("rb") as source, archive.open(entry, "w") as target:
                    shutil.copyfileobj(source, target)
        scratch.replace(out_zip)
    finally:
        scratch.unlink(missing_ok=True)
    return out_zip


def verify(package: ModelPackage, runtime: Runtime) -> None:
    """Check that a runtime gives the outputs recorded at export.

    Parameters
    ----------
    package
        The package; its `parity.npz` holds `patch` and every output that the manifest names, all with N
        vectors along the first axis.
    runtime
        The compiled network.

    Raises
    ------
    PackageError
        If the vectors are unreadable or the outputs differ, with the difference.
    """
    who = f"The model {package.manifest.id} {package.manifest.version}"
    vectors = _read_parity(package, who)
    patch = np.ascontiguousarray(vectors["patch"], dtype=np.float32)
    if patch.shape[1:] != tuple(package.manifest.input.size) or len(patch) < 1:
        raise PackageError(
            f"{who}: its parity patches have shape {patch.shape}, its manifest says"
            f" {package.manifest.input.size}."
        )
    try:
        outputs = runtime.run(patch)
    except Exception as error:  # the libraries' own errors have no common base
        kind = type(error).__name__
        raise PackageError(f"{who} cannot be run on {runtime.name} ({kind}).") from error
    for name, tolerance, relative in _tolerances(package.manifest, runtime.precision):
        if name not in vectors:
            continue
        expected, got = vectors[name], getattr(outputs, name)
        if got is None or got.shape != expected.shape:
            shape = "nothing" if got is None else f"shape {got.shape}"
            raise PackageError(f"{who}: output {name!r} should have shape {expected.shape}, got {shape}.")
        difference = np.abs(got - expected)
        # Written so that a NaN fails too.
        if not (difference <= tolerance + relative * np.abs(expected)).all():
            raise PackageError(
                f"{who} does not give the answers recorded when it was exported: {name} differs by"
                f" {float(difference.max()):.2g} (allowed {tolerance:g}) on {runtime.name} {runtime.version},"
                f" {runtime.device}. It was not used."
            )
    _check_meaning(outputs, package.manifest, who)


def _check_meaning(outputs: Outputs, manifest: Manifest, who: str) -> None:
    """Refuse optional outputs that would be shown as something that they are not."""
    named, attributes, ratings = len(manifest.attributes), outputs.attributes, outputs.ratings
    if named and (attributes is None or attributes.ndim != 2 or attributes.shape[1] != named):
        shape = "nothing" if attributes is None else f"shape {attributes.shape}"
        raise PackageError(f"{who}: its manifest names {named} attributes, its network gives {shape}.")
    if ratings is not None and not (
        ratings.ndim == 2
        and ratings.shape[1] == N_RATINGS
        and (ratings >= -OTHER_TOLERANCE).all()
        and (np.abs(ratings.sum(1) - 1) <= OTHER_TOLERANCE).all()
    ):
        raise PackageError(f"{who}: its output 'ratings' is no probability of each of {N_RATINGS} ratings.")


def _tolerances(manifest: Manifest, precision: str) -> list[tuple[str, float, float]]:
    """Output, absolute and relative tolerance of every output that is compared."""
    if precision == INT8 and manifest.int8 is not None:
        return [(name, getattr(manifest.int8, name), 0.0) for name in ("logit", "probability", "cam")]
    return [
        ("logit", LOGIT_TOLERANCE, 0.0),
        ("probability", LOGIT_TOLERANCE, 0.0),
        ("cam", CAM_TOLERANCE, 0.0),
        ("embedding", OTHER_TOLERANCE, OTHER_TOLERANCE),
        *((name, OTHER_TOLERANCE, OTHER_TOLERANCE) for name in OPTIONAL_OUTPUTS),
    ]


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _load_folder(
    folder: Path, label: str, keep: tempfile.TemporaryDirectory[str] | None = None
) -> ModelPackage:
    try:
        with (folder / MANIFEST).open("rb") as file:
            raw = file.read(MAX_MANIFEST_BYTES + 1)
    except FileNotFoundError:
        raise PackageError(f"{label} is not a model package: it has no {MANIFEST}.") from None
    except OSError as error:
        raise PackageError(f"The model package {label} cannot be read: {error.strerror}.") from error
    manifest = _parse_manifest(raw, f"The manifest of {label}")
    _check_names(manifest.files)
    for name, expected in manifest.files.items():
        try:
            actual = sha256_of(folder / name)
        except FileNotFoundError:
            raise PackageError(f"The model package {label} lacks its file {name}.") from None
        except OSError as error:
            raise PackageError(
                f"The file {name} of the model package {label} cannot be read: {error.strerror}."
            ) from error
        if actual != expected:
            raise PackageError(
                f"The file {name} of the model package {label} is not the one that was exported"
                " (its SHA-256 differs from the manifest's). It was not used."
            )
    signature = _read_signature(folder, raw, label)
    return ModelPackage(folder, manifest, hashlib.sha256(raw).hexdigest(), signature, keep)


def _read_signature(folder: Path, manifest: bytes, label: str) -> Signature | None:
    try:
        content = (folder / SIGNATURE).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PackageError(
            f"The signature of the model package {label} cannot be read: {error.strerror}."
        ) from error
    try:
        return check_signature(content, manifest)
    except SignatureError as error:
        raise PackageError(f"The model package {label} was not used: {error}.") from error


def _parse_manifest(raw: bytes, who: str) -> Manifest:
    if len(raw) > MAX_MANIFEST_BYTES:
        raise PackageError(f"{who} is larger than {MAX_MANIFEST_BYTES // 2**20} MB.")
    try:
        return Manifest.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the document"
        more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
        raise PackageError(f"{who} breaks the schema at {where}: {first['msg']}{more}.") from None


def _check_names(names: Mapping[str, object]) -> None:
    """Refuse names that could leave the folder, or mean another file on another system."""
    for name in names:
        if not _NAME.fullmatch(name) or _RESERVED.match(name) or name in _OWN_NAMES or name.endswith("."):
            raise PackageError(f"A model package may not have a file named {name!r}.")
    if len({name.lower() for name in names}) != len(names):
        raise PackageError("A model package may not have files whose names differ only in case.")
    if len(names) > MAX_FILES:
        raise PackageError(f"A model package may have at most {MAX_FILES} files; this one has {len(names)}.")
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise PackageError(f"The model package lacks {', '.join(missing)}.")


def _unzip(path: Path, folder: Path) -> None:
    """Unpack a flat zip into an empty folder, trusting neither its names nor its sizes."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            if MANIFEST not in names:
                raise PackageError(f"{path.name} is not a model package: it has no {MANIFEST}.")
            if len(set(names)) != len(names):
                raise PackageError(f"{path.name} holds one name twice, so it was not opened.")
            _check_names(dict.fromkeys(name for name in names if name not in _OWN_NAMES))
            left = MAX_TOTAL_BYTES
            for entry in entries:
                with archive.open(entry) as source, (folder / entry.filename).open("xb") as target:
                    while chunk := source.read(1 << 20):
                        left -= len(chunk)
                        if left < 0:
                            raise PackageError(
                                f"{path.name} unpacks to more than {MAX_TOTAL_BYTES // 2**30} GB,"
                                " so it was not opened."
                            )
                        target.write(chunk)
            listed = set(
                _parse_manifest((folder / MANIFEST).read_bytes(), f"The manifest of {path.name}").files
            )
            extra = sorted(set(names) - listed - set(_OWN_NAMES))
            if extra:
                raise PackageError(f"{path.name} holds {extra[0]}, which its manifest does not name.")
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, ValueError) as error:
        raise PackageError(f"{path.name} is not a readable zip file: {error}.") from error
    except OSError as error:
        raise PackageError(f"{path.name} could not be unpacked: {error}.") from error


def _read_parity(package: ModelPackage, who: str) -> dict[str, npt.NDArray[np.float32]]:
    try:
        vectors = read_arrays(package.file("parity.npz"))
    except (OSError, ValueError) as error:
        raise PackageError(f"{who}: its parity vectors cannot be read ({error}).") from error
    optional = [name for name in OPTIONAL_OUTPUTS if name in package.manifest.outputs]
    missing = [name for name in ("patch", *REQUIRED_OUTPUTS, *optional) if name not in vectors]
    if missing:
        raise PackageError(f"{who}: its parity vectors lack {', '.join(missing)}.")
    plain = all(v.dtype.kind == "f" and v.ndim for v in vectors.values())
    if not plain or len({len(v) for v in vectors.values()}) != 1:
        raise PackageError(f"{who}: its parity vectors must be floating point, one row a vector.")
    return vectors
