"""Model packages are used as exported or refused with a reason; the registry never loses the active model."""

from __future__ import annotations

import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.models import package as package_module
from engine.models.package import PackageError, load_package, pack, verify, write_package
from engine.models.registry import Registry
from engine.runtimes.base import Outputs
from tests.engine import tiny_model


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return tiny_model.package_files()


@pytest.fixture
def tiny(tmp_path: Path, files: dict[str, bytes]) -> Path:
    return write_package(tmp_path / "tiny", tiny_model.manifest(), files)


class NumpyRuntime:
    """The tiny network in numpy; `shift` makes one output wrong."""

    name, version, device, precision = "numpy", "0", "CPU", "FP64"

    def __init__(self, **shift: float) -> None:
        self.shift = shift

    def run(self, patches: np.ndarray) -> Outputs:
        outputs = tiny_model.expected(patches)
        return Outputs(**{k: (v + self.shift.get(k, 0)).astype(np.float32) for k, v in outputs.items()})


# ------------------------------------------------------------ folder and zip


def test_a_written_package_reads_back_the_same(tiny: Path, files: dict[str, bytes]) -> None:
    loaded = load_package(tiny)
    assert loaded.manifest.id == "tiny"
    assert set(loaded.manifest.files) == set(files)
    assert {name: loaded.file(name).read_bytes() for name in files} == files
    assert not [p for p in tiny.parent.iterdir() if p != tiny], "nothing else is left behind"


def test_files_may_be_given_as_paths(tmp_path: Path, files: dict[str, bytes]) -> None:
    source = tmp_path / "somewhere.onnx"
    source.write_bytes(files["model.onnx"])
    folder = write_package(tmp_path / "p", tiny_model.manifest(), {**files, "model.onnx": source})
    assert load_package(folder).file("model.onnx").read_bytes() == files["model.onnx"]


def test_a_package_is_replaced_but_another_folder_is_not(tiny: Path, files: dict[str, bytes]) -> None:
    write_package(tiny, tiny_model.manifest(version="1.1.0"), files)
    assert load_package(tiny).manifest.version == "1.1.0"
    precious = tiny.parent / "precious"
    precious.mkdir()
    (precious / "thesis.txt").write_text("years")
    with pytest.raises(PackageError, match="not a model package, so it was not replaced"):
        write_package(precious, tiny_model.manifest(), files)
    assert (precious / "thesis.txt").read_text() == "years"


def test_a_failed_write_leaves_the_old_package(tiny: Path, files: dict[str, bytes]) -> None:
    with pytest.raises(PackageError, match="breaks the schema at threshold"):
        write_package(tiny, tiny_model.manifest(threshold=2), files)
    assert load_package(tiny).manifest.threshold == 0.5
    assert [p.name for p in tiny.parent.iterdir()] == ["tiny"]


def test_packing_is_reproducible_and_reads_back(tiny: Path, tmp_path: Path) -> None:
    first = pack(tiny, tmp_path / "out" / "tiny-1.0.0.noduscope")
    os.utime(tiny / "model.onnx", (1, 1))
    second = pack(tiny, tmp_path / "again.noduscope")
    assert first.read_bytes() == second.read_bytes()
    opened = load_package(first)
    assert opened.sha256 == load_package(tiny).sha256
    assert opened.file("model.xml").read_bytes() == (tiny / "model.xml").read_bytes()


def test_the_temporary_folder_of_a_zip_goes_with_the_package(tiny: Path, tmp_path: Path) -> None:
    opened = load_package(pack(tiny, tmp_path / "t.noduscope"))
    folder = opened.folder
    assert folder.is_dir()
    del opened
    assert not folder.exists()


# ------------------------------------------------------------ refused


@pytest.mark.parametrize("name", ["model.onnx", "model.xml", "model.bin", "parity.npz", "card.md"])
def test_a_changed_file_is_refused_by_name(tiny: Path, name: str) -> None:
    content = bytearray((tiny / name).read_bytes())
    content[len(content) // 2] ^= 1
    (tiny / name).write_bytes(content)
    with pytest.raises(PackageError, match=f"{name}.*not the one that was exported"):
        load_package(tiny)


def test_a_missing_file_and_a_missing_manifest_are_refused(tiny: Path) -> None:
    (tiny / "card.md").unlink()
    with pytest.raises(PackageError, match=r"lacks its file card\.md"):
        load_package(tiny)
    (tiny / "manifest.json").unlink()
    with pytest.raises(PackageError, match=r"has no manifest\.json"):
        load_package(tiny)
    with pytest.raises(PackageError, match="no model package at"):
        load_package(tiny / "nothing")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"schema_version": 2}, "schema_version"),
        ({"surprise": 1}, "surprise"),
        ({"id": "../up"}, "id"),
        ({"cam": {"size": [1, 1, 1], "stride": [0, 1, 1], "offset": [0, 0, 0], "limit": 1}}, "cam.stride"),
        ({"conformal": {"other": 0.5}}, "conformal"),
        ({"conformal": {"benign": 0.5}}, "conformal"),
    ],
)
def test_a_manifest_that_breaks_the_schema_is_refused(tiny: Path, change: dict, where: str) -> None:
    path = tiny / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(PackageError, match=f"breaks the schema at {where}"):
        load_package(tiny)


def test_a_manifest_that_is_no_json_is_refused(tiny: Path) -> None:
    (tiny / "manifest.json").write_bytes(b"{\xff")
    with pytest.raises(PackageError, match="breaks the schema at the document"):
        load_package(tiny)


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/evil", "a/b.txt", "a\\b.txt", "C:evil", "nul.txt", ".hidden", "x."]
)
def test_names_that_leave_the_folder_are_refused(tiny: Path, tmp_path: Path, name: str) -> None:
    archive = pack(tiny, tmp_path / "evil.noduscope")
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(zipfile.ZipInfo(name), b"gotcha")
    with pytest.raises(PackageError, match="may not have a file named"):
        load_package(archive)
    assert not (tmp_path / "evil.txt").exists()


def test_a_zip_with_more_than_its_manifest_is_refused(tiny: Path, tmp_path: Path) -> None:
    archive = pack(tiny, tmp_path / "more.noduscope")
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr("extra.bin", b"?")
    with pytest.raises(PackageError, match=r"holds extra\.bin, which its manifest does not name"):
        load_package(archive)


def test_a_zip_bomb_is_refused(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = pack(tiny, tmp_path / "bomb.noduscope")
    monkeypatch.setattr(package_module, "MAX_TOTAL_BYTES", 1000)
    with pytest.raises(PackageError, match="unpacks to more than"):
        load_package(archive)


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "photo.noduscope"
    path.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(PackageError, match="not a readable zip"):
        load_package(path)


def test_a_package_without_a_required_file_is_refused(tmp_path: Path, files: dict[str, bytes]) -> None:
    rest = {name: content for name, content in files.items() if name != "model.bin"}
    with pytest.raises(PackageError, match=r"lacks model\.bin"):
        write_package(tmp_path / "p", tiny_model.manifest(), rest)


# ------------------------------------------------------------ parity


def test_parity_holds_within_the_tolerance_and_not_beyond(tiny: Path) -> None:
    loaded = load_package(tiny)
    verify(loaded, NumpyRuntime())
    verify(loaded, NumpyRuntime(logit=5e-5, cam=5e-4))
    with pytest.raises(PackageError, match=r"logit differs by 0\.0002"):
        verify(loaded, NumpyRuntime(logit=2e-4))
    with pytest.raises(PackageError, match=r"cam differs by 0\.002"):
        verify(loaded, NumpyRuntime(cam=2e-3))
    with pytest.raises(PackageError, match="probability differs by nan"):
        verify(loaded, NumpyRuntime(probability=float("nan")))


def test_parity_vectors_must_be_plain_numbers_of_the_right_shape(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    def refuse(arrays: dict[str, np.ndarray], match: str) -> None:
        content = {**files, "parity.npz": tiny_model.npz(arrays)}
        loaded = load_package(write_package(tmp_path / "p", tiny_model.manifest(), content))
        with pytest.raises(PackageError, match=match):
            verify(loaded, NumpyRuntime())

    good = tiny_model.parity()
    refuse({k: v for k, v in good.items() if k != "cam"}, "lack cam")
    refuse({**good, "logit": np.array([{"a": 1}] * 4, dtype=object)}, "cannot be read")
    refuse({**good, "patch": good["patch"][:, :1]}, "its parity patches have shape")
    refuse({**good, "cam": good["cam"][:, :, :3]}, "output 'cam' should have shape")
    refuse({**good, "lesion": good["patch"]}, "output 'lesion' should have shape .*, got nothing")


# ------------------------------------------------------------ registry


@pytest.fixture
def registry(tmp_path: Path, files: dict[str, bytes]) -> Registry:
    write_package(tmp_path / "bundled" / "default", tiny_model.manifest(id="lidc"), files)
    return Registry(tmp_path / "user" / "models", tmp_path / "bundled")


def _new(tmp_path: Path, files: dict[str, bytes], version: str, **changes: object) -> Path:
    return write_package(tmp_path / f"new-{version}", tiny_model.manifest(version=version, **changes), files)


def test_the_bundled_model_is_active_until_another_is(
    registry: Registry, tmp_path: Path, files: dict[str, bytes]
) -> None:
    assert registry.active()[0].manifest.id == "lidc"
    zipped = pack(_new(tmp_path, files, "2.0.0"), tmp_path / "tiny-2.0.0.noduscope")
    assert registry.install(zipped).manifest.version == "2.0.0"
    assert registry.active()[0].manifest.id == "lidc", "installing activates nothing"
    registry.activate("tiny")
    assert registry.active() == (registry.get("tiny-2.0.0"), "")
    assert [(e.name, e.bundled, e.active) for e in registry.entries()] == [
        ("lidc-1.0.0", True, False),
        ("tiny-2.0.0", False, True),
    ]


def test_rollback_goes_back_through_what_was_active(
    registry: Registry, tmp_path: Path, files: dict[str, bytes]
) -> None:
    for version in ("1.0.0", "2.0.0"):
        registry.install(_new(tmp_path, files, version))
        registry.activate(f"tiny-{version}")
    assert registry.rollback().manifest.version == "1.0.0"
    assert registry.active()[0].manifest.version == "1.0.0"
    assert registry.rollback().manifest.id == "lidc"
    with pytest.raises(PackageError, match="no earlier model"):
        registry.rollback()
    assert registry.active()[0].manifest.id == "lidc"


def test_rollback_passes_over_a_model_that_is_gone(
    registry: Registry, tmp_path: Path, files: dict[str, bytes]
) -> None:
    for version in ("1.0.0", "2.0.0"):
        registry.install(_new(tmp_path, files, version))
        registry.activate(f"tiny-{version}")
    registry.remove("tiny-1.0.0")
    assert registry.rollback().manifest.id == "lidc"


def test_a_broken_active_model_falls_back_with_the_reason(
    registry: Registry, tmp_path: Path, files: dict[str, bytes]
) -> None:
    registry.activate(f"tiny-{registry.install(_new(tmp_path, files, '2.0.0')).manifest.version}")
    (tmp_path / "user" / "models" / "tiny-2.0.0" / "model.bin").write_bytes(b"broken")
    package, note = registry.active()
    assert package.manifest.id == "lidc"
    assert "model.bin" in note
    assert "came with the program is used instead" in note
    assert registry.entries()[1].package is None
    assert "model.bin" in registry.entries()[1].problem


def test_a_broken_install_is_repaired_and_a_conflict_is_refused(
    registry: Registry, tmp_path: Path, files: dict[str, bytes]
) -> None:
    source = _new(tmp_path, files, "2.0.0")
    registry.install(source)
    (tmp_path / "user" / "models" / "tiny-2.0.0" / "model.bin").write_bytes(b"broken")
    registry.install(source)
    assert registry.get("tiny-2.0.0").sha256 == load_package(source).sha256
    registry.install(source)
    write_package(source, tiny_model.manifest(version="2.0.0", seed=99), files)
    with pytest.raises(PackageError, match="with other contents"):
        registry.install(source)


def test_a_model_that_answers_wrongly_here_is_not_installed(
    registry: Registry, tmp_path: Path, files: dict[str, bytes]
) -> None:
    wrong = tiny_model.parity()
    wrong["logit"] = wrong["logit"] + 1
    source = write_package(
        tmp_path / "wrong",
        tiny_model.manifest(version="3.0.0"),
        {**files, "parity.npz": tiny_model.npz(wrong)},
    )
    with pytest.raises(PackageError, match="does not give the answers recorded"):
        registry.install(source)
    assert [e.name for e in registry.entries()] == ["lidc-1.0.0"]


def test_a_damaged_pointer_means_the_bundled_model_and_says_so(registry: Registry, tmp_path: Path) -> None:
    pointer = tmp_path / "user" / "models" / "active.json"
    pointer.parent.mkdir(parents=True)
    for content in ("", "[]", '{"active": 3}', '{"active": []}', '{"active": [1]}', "\0"):
        pointer.write_text(content)
        package, note = registry.active()
        assert package.manifest.id == "lidc"
        assert "could not be read" in note


def test_what_must_stay_is_not_removed(registry: Registry, tmp_path: Path, files: dict[str, bytes]) -> None:
    registry.install(_new(tmp_path, files, "2.0.0"))
    registry.activate("tiny-2.0.0")
    with pytest.raises(PackageError, match="is active"):
        registry.remove("tiny-2.0.0")
    for name in ("lidc-1.0.0", "default"):
        with pytest.raises(PackageError, match="came with the program"):
            registry.remove(name)
    with pytest.raises(PackageError, match="no model 'other' to remove"):
        registry.remove("other")
    with pytest.raises(PackageError, match="no model 'other'"):
        registry.get("other")
    registry.activate("default")
    registry.remove("tiny-2.0.0")
    assert [e.name for e in registry.entries()] == ["lidc-1.0.0"]


def test_an_id_with_two_versions_must_be_named_in_full(
    registry: Registry, tmp_path: Path, files: dict[str, bytes]
) -> None:
    for version in ("1.0.0", "2.0.0"):
        registry.install(_new(tmp_path, files, version))
    with pytest.raises(PackageError, match=r"name one of tiny-1\.0\.0, tiny-2\.0\.0"):
        registry.get("tiny")


def test_packages_are_frozen(tiny: Path) -> None:
    loaded = load_package(tiny)
    assert replace(loaded) == loaded
    with pytest.raises(PackageError, match="has no file 'other'"):
        loaded.file("other")
