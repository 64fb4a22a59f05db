"""Model packages: manifest, arrays, tables and the archive; and, slower, the network's own files."""

from __future__ import annotations

import hashlib
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from engine.models.facts import facts_of
from engine.models.package import MANIFEST, PackageError, load_package, verify
from engine.models.reference import reference_scores
from engine.models.registry import Entry
from engine.runtimes.base import Outputs
from engine.runtimes.choose import choose
from tests.engine.tiny_model import write_tiny
from tests.fuzz.mutate import mutated, mutated_json
from tests.fuzz.targets.base import generator, refused

Files = dict[str, bytes]


class _Recorded:
    """A runtime that gives the right shapes and wrong numbers: reading the vectors is what is tried."""

    name, version, device, precision = "recorded", "1", "CPU", "FP32"

    def run(self, patches: np.ndarray) -> Outputs:
        n = len(patches)
        ones = np.ones(n, np.float32)
        return Outputs(ones, ones, np.ones((n, 3, 11, 11), np.float32), np.ones((n, 2), np.float32))


class PackageTarget:
    """A package, as a folder or a zip."""

    def __init__(self, folder: Path) -> None:
        self._files = {p.name: p.read_bytes() for p in write_tiny(folder / "tiny").iterdir()}

    def make(self, seed: int) -> bytes | Files:
        rng, files = generator(seed, "package"), dict(self._files)
        if not seed:
            return files
        kind = rng.randrange(5)
        if kind == 0:
            files[MANIFEST] = mutated(files[MANIFEST], rng)
        elif kind == 1:
            files[MANIFEST] = mutated_json(json.loads(files[MANIFEST]), rng)
        elif kind == 2:
            files["parity.npz"] = _damaged_npz(files["parity.npz"], rng)
        elif kind == 3:
            files["reference_scores.csv"] = mutated(files["reference_scores.csv"], rng)
        if rng.random() < 0.1:
            files["signature.json"] = mutated(b'{"schema": 1, "algorithm": "Ed25519", "public_key": ""}', rng)
        if kind in (2, 3):
            _name(files)
        if kind == 4 or rng.random() < 0.2:
            return mutated(_zipped(files), rng) if kind == 4 else _zipped(files)
        return files

    def run(self, case: bytes | Files, folder: Path) -> str:
        path = _write(case, folder)
        try:
            package = load_package(path)
        except PackageError as error:
            return refused(error)
        facts_of(Entry("tiny", path, bundled=False, active=False, package=package))
        refusals = 0
        for action in (lambda: reference_scores(package), lambda: verify(package, _Recorded())):
            try:
                action()
            except PackageError as error:
                refused(error)
                refusals += 1
        return "read" if refusals < 2 else "refused"


class GraphTarget:
    """A package whose network is damaged and whose hashes hold: the runtimes' own parsers get it."""

    def __init__(self, folder: Path) -> None:
        self._files = {p.name: p.read_bytes() for p in write_tiny(folder / "tiny").iterdir()}

    def make(self, seed: int) -> Files:
        rng, files = generator(seed, "graph"), dict(self._files)
        if seed:
            name = rng.choice(("model.xml", "model.xml", "model.onnx", "model.bin"))
            files[name] = mutated(files[name], rng)
        _name(files)
        return files

    def run(self, case: Files, folder: Path) -> str:
        try:
            package = load_package(_write(case, folder))
            choose(package, "openvino")
            choose(package, "onnxruntime")
        except PackageError as error:
            return refused(error)
        return "read"


def _name(files: Files) -> None:
    """Put the right hashes into the manifest."""
    manifest: dict[str, Any] = json.loads(files[MANIFEST])
    named = {k: v for k, v in files.items() if k not in {MANIFEST, "signature.json"}}
    manifest["files"] = {name: hashlib.sha256(data).hexdigest() for name, data in named.items()}
    files[MANIFEST] = json.dumps(manifest).encode()


def _damaged_npz(data: bytes, rng: random.Random) -> bytes:
    if rng.random() < 0.3:
        return mutated(data, rng)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", 8) as target:
        broken = rng.choice(source.namelist())
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, _damaged_array(content, rng) if name == broken else content)
    return stream.getvalue()


def _damaged_array(content: bytes, rng: random.Random) -> bytes:
    return mutated(content[:128], rng) + content[128:] if rng.random() < 0.8 else mutated(content, rng)


def _zipped(files: Files) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", 8) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _write(case: bytes | Files, folder: Path) -> Path:
    if isinstance(case, bytes):
        (folder / "p.noduscope").write_bytes(case)
        return folder / "p.noduscope"
    for name, data in case.items():
        (folder / name).write_bytes(data)
    return folder
