"""Sends DICOM files to a node (C-STORE): as they are stored where the node takes that, else decompressed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pydicom
from pydicom.errors import InvalidDicomError
from pynetdicom.association import Association
from pynetdicom.presentation import PresentationContext, build_context

from engine.dicom.uids import DICOMDIR, LOSSY_SYNTAXES, MAYBE_LOSSY_SYNTAXES
from engine.network.classes import MOST_CONTEXTS, PLAIN
from engine.network.config import Network, NetworkError, Node
from engine.network.link import linked

#: A link that breaks is opened anew so often before the rest is given up.
RETRIES = 1
#: Warnings after which the object is kept all the same (PS3.4 table B.2-1).
_WARNINGS = (0xB000, 0xB006, 0xB007)
_NOT_DICOM = "It is no DICOM file."
_BROKE = "The connection broke off before it was sent."

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _File:
    path: Path
    sop_class: str
    syntax: str


@dataclass
class Sent:
    """What became of the files.

    Parameters
    ----------
    sent
        Those that the node keeps.
    failed
        Those that it does not, with the reason; sending them again is safe.
    skipped
        Files that are none to send, with the reason.
    """

    sent: list[Path] = field(default_factory=list)
    failed: list[tuple[Path, str]] = field(default_factory=list)
    skipped: list[tuple[Path, str]] = field(default_factory=list)
    cancelled: bool = False


def send(
    config: Network,
    node: Node,
    paths: Sequence[Path],
    *,
    progress: Progress = lambda _done, _of: None,
    stop: threading.Event | None = None,
) -> Sent:
    """Send files, and the DICOM files of folders.

    Parameters
    ----------
    progress
        Called with the number of files done and in all.
    stop
        Set to cancel between two files.

    Returns
    -------
    Sent

    Raises
    ------
    NetworkError
        If there is nothing to send, or the node cannot be reached at all.
    """
    stop = stop or threading.Event()
    done = Sent()
    files = []
    for path in _walk(paths):
        try:
            files.append(_described(path))
        except ValueError as error:
            done.skipped.append((path, str(error)))
    if not files:
        raise NetworkError("There are no DICOM files to send.")

    def say() -> None:
        progress(len(done.sent) + len(done.failed), len(files))

    tries = 0
    left = files
    while left and not stop.is_set():
        group = _group(left)
        try:
            left = _send_group(
                config, node, group, rest=left[len(group) :], done=done, progress=say, stop=stop
            )
        except NetworkError as error:
            if not done.sent and not done.failed:
                raise
            done.failed += [(file.path, str(error)) for file in left]
            return done
        if left and left[0] in group and not stop.is_set():
            tries += 1
            if tries > RETRIES:
                done.failed += [(file.path, _BROKE) for file in left]
                return done
    done.cancelled = bool(left)
    return done


def _walk(paths: Sequence[Path]) -> Iterator[Path]:
    seen = set()
    for path in paths:
        for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
            if not any(part.startswith(".") for part in file.relative_to(path).parts) and file not in seen:
                seen.add(file)
                yield file


def _described(path: Path) -> _File:
    try:
        meta = pydicom.dcmread(path, specific_tags=[], stop_before_pixels=True).file_meta
        file = _File(path, str(meta.MediaStorageSOPClassUID), str(meta.TransferSyntaxUID))
    except OSError as error:
        raise ValueError(f"It cannot be read ({error.strerror}).") from error
    except (InvalidDicomError, AttributeError) as error:
        raise ValueError(_NOT_DICOM) from error
    except Exception as error:
        raise ValueError("Its DICOM header makes no sense.") from error
    if file.sop_class == DICOMDIR:
        raise ValueError("A DICOMDIR describes files and is not sent.")
    return file


def _group(files: Sequence[_File]) -> list[_File]:
    """Return the first of some files, as many as one association has room for."""
    kinds: set[tuple[str, str]] = set()
    for n, file in enumerate(files):
        kinds.add((file.sop_class, file.syntax))
        if 2 * len(kinds) > MOST_CONTEXTS:
            return list(files[:n])
    return list(files)


def _contexts(files: Sequence[_File]) -> list[PresentationContext]:
    """One context for each way that files are stored, and one for plain syntaxes beside it."""
    kinds = dict.fromkeys((f.sop_class, f.syntax) for f in files)
    stored = [build_context(name, [syntax]) for name, syntax in kinds]
    return stored + [build_context(name, list(PLAIN)) for name in dict.fromkeys(name for name, _ in kinds)]


def _send_group(
    config: Network,
    node: Node,
    group: list[_File],
    *,
    rest: list[_File],
    done: Sent,
    progress: Callable[[], None],
    stop: threading.Event,
) -> list[_File]:
    """Send what one association has room for; return what is left, of it and after it."""
    with linked(config, node, _contexts(group), service="storage of these objects", stop=stop) as association:
        for n, file in enumerate(group):
            if stop.is_set() or not association.is_established:
                return group[n:] + rest
            why = _send_one(association, node, file)
            if why == _BROKE:
                return group[n:] + rest
            if why:
                done.failed.append((file.path, why))
            else:
                done.sent.append(file.path)
            progress()
    return rest


def _send_one(association: Association, node: Node, file: _File) -> str:
    """Send one file; return why it was not kept, or nothing."""
    accepted = {
        str(c.transfer_syntax[0])
        for c in association.accepted_contexts
        if c.abstract_syntax == file.sop_class
    }
    if not accepted:
        return f"{node.name} does not take objects of this kind."
    dataset, why = _read(file, accepted)
    if dataset is None:
        return why
    try:
        status = association.send_c_store(dataset)
    except RuntimeError:  # the link is not there any more
        return _BROKE
    except (ValueError, AttributeError):
        return "It cannot be encoded for sending."
    return _verdict(node, int(status.Status)) if status else _BROKE


def _read(file: _File, accepted: set[str]) -> tuple[pydicom.Dataset | None, str]:
    """Return a file in a syntax that was accepted, or why that is not possible."""
    if file.syntax not in accepted and not accepted & set(PLAIN):
        return None, "The node does not take the way it is encoded."
    try:
        dataset = pydicom.dcmread(file.path)
        if file.syntax not in accepted and file.syntax not in PLAIN:
            _decompress(dataset)
    except OSError as error:
        return None, f"It cannot be read ({error.strerror})."
    except Exception:  # noqa: BLE001 - one file that cannot be decoded must not stop the rest
        return None, "The node does not take the way it is encoded, and it cannot be decoded."
    return dataset, ""


def _decompress(dataset: pydicom.Dataset) -> None:
    """Replace compressed pixels by plain ones; other values keep their place, and the object its identity."""
    syntax = str(dataset.file_meta.TransferSyntaxUID)
    # What was lost is lost: decoded pixels of lossy files are another image, as the standard sees it.
    lossy = syntax in LOSSY_SYNTAXES or syntax in MAYBE_LOSSY_SYNTAXES
    dataset.decompress(generate_instance_uid=lossy)


def _verdict(node: Node, code: int) -> str:
    if code == 0 or code in _WARNINGS:
        return ""
    if 0xA700 <= code <= 0xA7FF:
        return f"{node.name} has no room for it (status 0x{code:04X}). Send it again later."
    return f"{node.name} did not keep it (status 0x{code:04X})."
