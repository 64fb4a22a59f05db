"""The runtimes agree with each other and with numpy; a choice between them is said; the cache is bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from engine.models.package import ModelPackage, PackageError, load_package, write_package
from engine.runtimes.base import FP32, INT8, Outputs, Runtime, RuntimeUnavailableError
from engine.runtimes.blob_cache import BlobCache
from engine.runtimes.choose import RUNTIMES, choose, pick_fastest
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from engine.runtimes.openvino_runtime import OpenVinoRuntime
from tests.engine import tiny_model


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModelPackage:
    return load_package(tiny_model.write_tiny(tmp_path_factory.mktemp("model") / "tiny"))


@pytest.fixture(scope="module", params=[OpenVinoRuntime, OnnxRuntime], ids=["openvino", "onnxruntime"])
def runtime(request: pytest.FixtureRequest, package: ModelPackage) -> Runtime:
    return request.param(package)


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NODUSCOPE_HOME", str(tmp_path / "home"))


def test_a_flat_patch_gives_the_answer_worked_out_by_hand(runtime: Runtime) -> None:
    # map = 2 * 100 / 1000 = 0.2 everywhere; logit = 0.2 + 0.25; probability = 1 / (1 + exp(-0.45 / 0.5))
    outputs = runtime.run(np.full((1, *tiny_model.SIZE), 100, np.float32))
    assert outputs.logit == pytest.approx([0.45], abs=1e-6)
    assert outputs.probability == pytest.approx([0.7109495], abs=1e-6)
    assert outputs.cam.shape == (1, 3, 11, 11)
    np.testing.assert_allclose(outputs.cam, 0.2, atol=1e-6)
    np.testing.assert_allclose(outputs.embedding, [[0.2, 0.2]], atol=1e-6)
    assert outputs.lesion is None


def test_the_map_s_mean_and_the_bias_are_the_logit(runtime: Runtime) -> None:
    outputs = runtime.run(tiny_model.parity()["patch"])
    np.testing.assert_allclose(outputs.cam.mean(axis=(1, 2, 3)) + tiny_model.BIAS, outputs.logit, atol=1e-5)


def test_a_batch_is_its_single_runs(runtime: Runtime) -> None:
    patches = tiny_model.parity(5)["patch"]
    together = runtime.run(patches)
    for i, patch in enumerate(patches):
        alone = runtime.run(patch[None])
        for name in ("logit", "probability", "cam", "embedding"):
            np.testing.assert_array_equal(getattr(together, name)[i], getattr(alone, name)[0])


def test_answers_are_not_overwritten_by_the_next_run(runtime: Runtime) -> None:
    first = runtime.run(np.full((1, *tiny_model.SIZE), 100, np.float32))
    runtime.run(np.full((1, *tiny_model.SIZE), -900, np.float32))
    assert first.logit == pytest.approx([0.45], abs=1e-6)
    np.testing.assert_allclose(first.cam, 0.2, atol=1e-6)


def test_a_patch_in_any_memory_layout_gives_the_same(runtime: Runtime) -> None:
    patches = tiny_model.parity()["patch"]
    turned = np.asfortranarray(patches)
    np.testing.assert_array_equal(runtime.run(turned).cam, runtime.run(patches).cam)


def test_the_runtimes_agree_with_numpy_and_with_each_other(package: ModelPackage) -> None:
    patches = tiny_model.parity(8)["patch"]
    vino, onnx = OpenVinoRuntime(package).run(patches), OnnxRuntime(package).run(patches)
    truth = tiny_model.expected(patches)
    for name, tolerance in (("logit", 1e-4), ("probability", 1e-4), ("cam", 1e-3), ("embedding", 1e-3)):
        np.testing.assert_allclose(getattr(vino, name), getattr(onnx, name), atol=tolerance, rtol=0)
        np.testing.assert_allclose(getattr(vino, name), truth[name], atol=tolerance, rtol=0)


# ------------------------------------------------------------ choosing


class Wrong:
    name, version, device, precision = "Wrong", "1", "CPU", "FP32"

    def run(self, patches: np.ndarray) -> Outputs:
        right = tiny_model.expected(patches)
        return Outputs(**{k: v.astype(np.float32) + 1 for k, v in right.items()})


def _unavailable(package: ModelPackage) -> Runtime:
    raise RuntimeUnavailableError("OpenVINO cannot be loaded on this machine (no AVX).")


def test_openvino_is_preferred_and_nothing_is_said(package: ModelPackage) -> None:
    choice = choose(package)
    assert (choice.runtime.name, choice.note) == ("OpenVINO", "")


def test_onnx_runtime_takes_over_with_a_sentence(package: ModelPackage) -> None:
    choice = choose(package, openers={"openvino": _unavailable, "onnxruntime": OnnxRuntime})
    assert choice.runtime.name == "ONNX Runtime"
    assert choice.note == "OpenVINO cannot be loaded on this machine (no AVX). Using ONNX Runtime instead."


def test_a_runtime_that_answers_wrongly_is_not_used(package: ModelPackage) -> None:
    choice = choose(package, openers={"wrong": lambda _: Wrong(), "onnxruntime": OnnxRuntime})
    assert choice.runtime.name == "ONNX Runtime"
    assert "logit differs by 1" in choice.note


def test_no_runtime_at_all_says_every_reason(package: ModelPackage) -> None:
    with pytest.raises(PackageError, match=r"no AVX.*logit differs by 1"):
        choose(package, openers={"openvino": _unavailable, "wrong": lambda _: Wrong()})
    with pytest.raises(PackageError, match="no runtime 'tensorflow'; there are openvino, onnxruntime"):
        choose(package, "tensorflow")


@pytest.mark.parametrize("name", list(RUNTIMES))
def test_a_damaged_graph_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    files = {**tiny_model.package_files(), "model.xml": b"<net", "model.onnx": b"nonsense"}
    broken = load_package(write_package(tmp_path / "broken", tiny_model.manifest(), files))
    with pytest.raises(PackageError, match="cannot use this model"):
        choose(broken, name)


def test_the_fastest_is_picked_by_time(package: ModelPackage) -> None:
    class Slow(Wrong):
        def run(self, patches: np.ndarray) -> Outputs:
            for _ in range(30):
                outputs = super().run(patches)
            return outputs

    quick, slow = Wrong(), Slow()
    assert pick_fastest([slow, quick], package, rounds=5) is quick


# ------------------------------------------------------------ whole numbers


def _with_int8(folder: Path, scale: float) -> ModelPackage:
    """The tiny package with a second graph whose map is so many times the first's."""
    tolerance = {"logit": 0.05, "probability": 0.05, "cam": 0.1, "metrics": {}}
    return load_package(
        write_package(
            folder,
            tiny_model.manifest(int8=tolerance),
            {**tiny_model.package_files(), **tiny_model.int8_files(scale)},
        )
    )


def test_the_graph_in_whole_numbers_is_used_where_it_is_faster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = _with_int8(tmp_path / "p", 1.01)
    for pick, precision in ((-1, INT8), (0, FP32)):
        monkeypatch.setattr("engine.runtimes.choose.pick_fastest", lambda runtimes, _, i=pick: runtimes[i])
        assert choose(package).runtime.precision == precision
    patches = tiny_model.parity()["patch"]
    whole = OpenVinoRuntime(package, precision=INT8).run(patches)
    np.testing.assert_allclose(whole.cam, 1.01 * OpenVinoRuntime(package).run(patches).cam, rtol=1e-5)


def test_a_graph_in_whole_numbers_that_strays_too_far_is_left_alone(tmp_path: Path) -> None:
    package = _with_int8(tmp_path / "p", 1.5)
    choice = choose(package)
    assert (choice.runtime.precision, choice.note) == (FP32, "")


def test_the_wide_tolerance_is_not_for_floating_point(tmp_path: Path) -> None:
    """A package may not excuse a wrong graph by naming a graph in whole numbers."""
    tolerance = {"logit": 5.0, "probability": 0.1, "cam": 5.0, "metrics": {}}
    files = tiny_model.package_files()
    wrong = {name.replace("_int8", ""): content for name, content in tiny_model.int8_files(1.01).items()}
    folder = write_package(
        tmp_path / "p",
        tiny_model.manifest(int8=tolerance),
        {**files, **wrong, **tiny_model.int8_files(1.01)},
    )
    assert choose(load_package(folder)).runtime.name == "ONNX Runtime"


# ------------------------------------------------------------ the cache


def test_the_cache_is_used_and_survives_damage(package: ModelPackage, tmp_path: Path) -> None:
    cache = BlobCache(tmp_path / "compiled")
    patches = tiny_model.parity()["patch"]
    first = OpenVinoRuntime(package, cache).run(patches)
    blobs = list((tmp_path / "compiled").rglob("*.blob"))
    assert len(blobs) == 1
    before = blobs[0].stat().st_mtime_ns
    OpenVinoRuntime(package, cache)
    assert blobs[0].stat().st_mtime_ns == before, "the second start reads it"
    blobs[0].write_bytes(blobs[0].read_bytes()[:200])
    np.testing.assert_array_equal(OpenVinoRuntime(package, cache).run(patches).cam, first.cam)


def test_an_unwritable_cache_is_done_without(package: ModelPackage, tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_text("not a folder")
    cache = BlobCache(occupied)
    assert cache.folder("a") is None
    assert OpenVinoRuntime(package, cache).run(tiny_model.parity()["patch"]).logit.shape == (4,)


def test_the_least_recently_used_folders_go_first(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path, max_folders=3, max_bytes=10_000)
    for age, key in enumerate(["newest", "second", "third", "oldest"]):
        folder = cache.folder(key)
        assert folder is not None
        (folder / "x.blob").write_bytes(b"0" * 100)
        os.utime(folder, (1000 - age, 1000 - age))
    cache.folder("oldest")  # used again: now the newest
    cache.prune()
    kept = {key for key in ("newest", "second", "third", "oldest") if _exists(tmp_path, cache, key)}
    assert kept == {"newest", "second", "oldest"}


def _exists(root: Path, cache: BlobCache, key: str) -> bool:
    before = {p.name for p in root.iterdir()}
    folder = cache.folder(key)
    assert folder is not None
    return folder.name in before


def test_the_cache_is_bounded_in_bytes_but_keeps_the_one_in_use(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path, max_folders=10, max_bytes=1000)
    for age, key in enumerate(["in use", "old", "older"]):
        folder = cache.folder(key)
        assert folder is not None
        (folder / "x.blob").write_bytes(b"0" * (5000 if age == 0 else 10))
        os.utime(folder, (1000 - age, 1000 - age))
    cache.prune()
    assert [p.stat().st_mtime for p in tmp_path.iterdir()] == [1000]


def test_another_model_version_or_device_has_another_folder(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path)
    keys = [("m1", "openvino", "1", "CPU"), ("m2", "openvino", "1", "CPU"), ("m1", "openvino", "2", "CPU")]
    assert len({cache.folder(*key) for key in keys}) == 3


# ------------------------------------------------------------ what is imported


def test_the_engine_s_runtimes_import_no_training_library_and_no_telemetry(package: ModelPackage) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from engine.models.package import load_package\n"
        "from engine.runtimes.openvino_runtime import OpenVinoRuntime\n"
        "from engine.runtimes.onnxruntime_runtime import OnnxRuntime\n"
        f"package = load_package(Path({str(package.folder)!r}))\n"
        "OpenVinoRuntime(package), OnnxRuntime(package)\n"
        "unwanted = ('torch', 'onnx', 'openvino_telemetry', 'PySide6', 'pandas')\n"
        "print([name for name in unwanted if sys.modules.get(name) is not None])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
