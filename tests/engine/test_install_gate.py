"""What must not be installed is not, and the active model answers as before."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from engine.models import package as package_module
from engine.models.package import PackageError, load_package, pack, write_package
from engine.models.registry import Registry
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from tests.engine import tiny_model

OVERRIDE = {"reason": "for a trial", "reader": "R1", "when": datetime(2026, 1, 2, tzinfo=UTC)}


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return tiny_model.package_files()


@pytest.fixture
def registry(tmp_path: Path, files: dict[str, bytes]) -> Registry:
    """The program's own model, and an installed one that is active."""
    write_package(tmp_path / "bundled" / "default", tiny_model.manifest(id="lidc"), files)
    registry = Registry(tmp_path / "user" / "models", tmp_path / "bundled")
    registry.install(write_package(tmp_path / "first", tiny_model.manifest(id="first"), files))
    registry.activate("first")
    return registry


def lineage(verdict: str, override: dict | None = None) -> dict:
    return {
        "parent": {"id": "lidc", "version": "1.0.0", "sha256": "0" * 64},
        "dataset_sha256": "1" * 64,
        "verdict": verdict,
        "sentence": f"Verdict: {verdict}.",
        "override": override,
    }


def refused(registry: Registry, source: Path, match: str) -> None:
    before = OnnxRuntime(registry.active()[0]).run(tiny_model.parity()["patch"])
    installed = [entry.name for entry in registry.entries()]
    with pytest.raises(PackageError, match=match):
        registry.install(source)
    assert [entry.name for entry in registry.entries()] == installed
    package, note = registry.active()
    assert (package.manifest.id, note) == ("first", "")
    after = OnnxRuntime(package).run(tiny_model.parity()["patch"])
    np.testing.assert_array_equal(after.probability, before.probability)


@pytest.fixture
def archive(tmp_path: Path, files: dict[str, bytes]) -> Path:
    folder = write_package(tmp_path / "new", tiny_model.manifest(id="new"), files)
    return pack(folder, tmp_path / "new.noduscope")


def rewritten(archive: Path, change) -> Path:
    """The same zip with every member passed through `change(name, content)`."""
    with zipfile.ZipFile(archive) as opened:
        members = {name: opened.read(name) for name in opened.namelist()}
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in members.items():
            opened.writestr(*change(name, content))
    return archive


def test_one_flipped_byte(registry: Registry, archive: Path) -> None:
    def flip(name: str, content: bytes) -> tuple[str, bytes]:
        if name != "model.bin":
            return name, content
        middle = len(content) // 2
        return name, content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]

    refused(registry, rewritten(archive, flip), r"model\.bin .* is not the one that was exported")


def test_one_flipped_byte_of_the_file_itself(registry: Registry, archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    refused(
        registry, archive, "not the one that was exported|not a readable zip|Bad CRC|could not be unpacked"
    )


@pytest.mark.parametrize("name", ["../outside.txt", "/tmp/outside.txt", "..\\outside.txt", "a/../../b.txt"])
def test_a_path_outside_the_folder(registry: Registry, archive: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(zipfile.ZipInfo(name), b"?")
    refused(registry, archive, "may not have a file named")
    assert not list(tmp_path.rglob("outside.txt"))


def test_an_oversized_member(registry: Registry, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def swell(name: str, content: bytes) -> tuple[str, bytes]:
        return name, content + bytes(3_000_000) if name == "model.bin" else content

    monkeypatch.setattr(package_module, "MAX_TOTAL_BYTES", 2_000_000)
    assert rewritten(archive, swell).stat().st_size < 200_000
    refused(registry, archive, "unpacks to more than")


def test_a_failed_parity(registry: Registry, tmp_path: Path, files: dict[str, bytes]) -> None:
    """As if the graph had been exported with another HU window than the vectors were made with."""
    vectors = tiny_model.parity()
    shifted = tiny_model.expected(vectors["patch"] + 50)
    wrong = {"patch": vectors["patch"], **{k: v.astype(np.float32) for k, v in shifted.items()}}
    source = write_package(
        tmp_path / "wrong", tiny_model.manifest(id="new"), {**files, "parity.npz": tiny_model.npz(wrong)}
    )
    refused(registry, source, "does not give the answers recorded|differs by")


@pytest.mark.parametrize("verdict", ["not_better", "not_proven", "forgets"])
def test_row_23_a_verdict_that_is_not_better_needs_an_override(
    registry: Registry, tmp_path: Path, files: dict[str, bytes], verdict: str
) -> None:
    source = write_package(
        tmp_path / "tuned", tiny_model.manifest(id="tuned", lineage=lineage(verdict)), files
    )
    refused(registry, source, f"not found better than its parent lidc 1.0.0. Verdict: {verdict}")
    again = write_package(
        tmp_path / "tuned", tiny_model.manifest(id="tuned", lineage=lineage(verdict, OVERRIDE)), files
    )
    package = registry.install(again)
    assert package.manifest.lineage is not None
    assert package.manifest.lineage.override is not None
    assert package.manifest.lineage.override.reader == "R1"
    assert registry.active()[0].manifest.id == "first", "installing activates nothing"


@pytest.mark.parametrize("verdict", ["better", "recalibrated"])
def test_a_better_one_is_installed_and_names_its_parent(
    registry: Registry, tmp_path: Path, files: dict[str, bytes], verdict: str
) -> None:
    registry.install(
        write_package(tmp_path / "tuned", tiny_model.manifest(id="tuned", lineage=lineage(verdict)), files)
    )
    assert registry.activate("tuned").manifest.lineage.parent.id == "lidc"
    assert registry.rollback().manifest.id == "first"


def test_a_refused_model_put_there_by_hand_is_not_activated(
    registry: Registry, tmp_path: Path, files: dict[str, bytes]
) -> None:
    manifest = tiny_model.manifest(id="tuned", lineage=lineage("not_better"))
    write_package(tmp_path / "user" / "models" / "tuned-1.0.0", manifest, files)
    with pytest.raises(PackageError, match="was not found better"):
        registry.activate("tuned")
    assert registry.active()[0].manifest.id == "first"


@pytest.mark.parametrize(
    "change", [{"verdict": "fine"}, {"override": {"reason": "", "reader": "R", "when": OVERRIDE["when"]}}]
)
def test_a_lineage_that_breaks_the_schema_is_refused(
    tmp_path: Path, files: dict[str, bytes], change: dict
) -> None:
    with pytest.raises(PackageError, match="breaks the schema at lineage"):
        write_package(tmp_path / "p", tiny_model.manifest(lineage={**lineage("not_better"), **change}), files)


def test_an_installed_model_of_before_is_still_read(tmp_path: Path, files: dict[str, bytes]) -> None:
    loaded = load_package(write_package(tmp_path / "p", tiny_model.manifest(), files))
    assert (loaded.manifest.lineage, loaded.manifest.int8, loaded.signature) == (None, None, None)
