"""The GPU runtime without a GPU: what it asks for, what it falls back to, and what it says; and with one."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from engine.models.package import ModelPackage, verify
from engine.runtimes import choose as choosing
from engine.runtimes import tensorrt_runtime
from engine.runtimes.base import REQUIRED_OUTPUTS, RuntimeUnavailableError
from engine.runtimes.blob_cache import BlobCache
from engine.runtimes.onnxruntime_runtime import OnnxRuntime
from engine.runtimes.tensorrt_runtime import CPU, CUDA, FP16, TENSORRT, TensorRtRuntime, both_installed


class FakeOrt:
    """ONNX Runtime with chosen providers, of which some open."""

    __version__ = "1.0"

    def __init__(self, available, opening) -> None:
        self.available, self.opening = available, opening
        self.asked: dict[str, dict[str, str]] = {}

    def get_available_providers(self):
        return [*self.available, CPU]

    def disable_telemetry_events(self) -> None:
        pass

    def SessionOptions(self):
        return SimpleNamespace(log_severity_level=2)

    def InferenceSession(self, path, options, providers):
        self.asked = dict(providers)
        fake = self

        class Session:
            def get_providers(self):
                return [name for name in fake.asked if name in (*fake.opening, CPU)]

            def get_inputs(self):
                return [SimpleNamespace(name="patch")]

            def get_outputs(self):
                return [SimpleNamespace(name=name) for name in REQUIRED_OUTPUTS]

            def run(self, names, feeds):
                return [np.zeros((len(feeds["patch"]), 1), np.float32) for _ in names]

        return Session()


class FakePackage:
    sha256 = "a" * 64

    def file(self, name: str) -> Path:
        return Path(name)


def opened(monkeypatch, available, opening, **kwargs):
    fake = FakeOrt(available, opening)
    monkeypatch.setattr(tensorrt_runtime, "_onnxruntime", lambda: fake)
    return fake, TensorRtRuntime(FakePackage(), **kwargs)


def test_tensorrt_then_cuda_then_cpu_with_caches_of_the_user(monkeypatch, tmp_path: Path) -> None:
    fake, runtime = opened(monkeypatch, [TENSORRT, CUDA], [TENSORRT, CUDA], cache=BlobCache(tmp_path))
    assert list(fake.asked) == [TENSORRT, CUDA, CPU]
    chosen = fake.asked[TENSORRT]
    assert chosen["trt_engine_cache_enable"] == chosen["trt_timing_cache_enable"] == "True"
    assert Path(chosen["trt_engine_cache_path"]).parent == tmp_path
    assert chosen["trt_fp16_enable"] == "False"
    assert (runtime.device, runtime.note) == ("GPU (TensorRT)", "")


def test_another_precision_and_another_gpu_have_their_own_engines(monkeypatch, tmp_path: Path) -> None:
    def folder(precision: str, card: str) -> str:
        monkeypatch.setattr(tensorrt_runtime, "_versions", lambda: [card])
        fake, _ = opened(monkeypatch, [TENSORRT], [TENSORRT], cache=BlobCache(tmp_path), precision=precision)
        return fake.asked[TENSORRT]["trt_engine_cache_path"]

    assert len({folder("FP32", "one"), folder(FP16, "one"), folder("FP32", "another")}) == 3
    assert folder("FP32", "one") == folder("FP32", "one")


def test_falling_back_to_cuda_is_said(monkeypatch) -> None:
    _, runtime = opened(monkeypatch, [TENSORRT, CUDA], [CUDA])
    assert runtime.device == "GPU (CUDA)"
    assert "CUDA runs the model instead" in runtime.note


def test_the_cpu_alone_is_no_gpu_runtime(monkeypatch) -> None:
    with pytest.raises(RuntimeUnavailableError, match="none of them opens here"):
        opened(monkeypatch, [TENSORRT, CUDA], [])
    with pytest.raises(RuntimeUnavailableError, match=r"onnxruntime-gpu|no provider"):
        opened(monkeypatch, [], [])


def test_half_precision_is_not_pretended_on_cuda(monkeypatch) -> None:
    with pytest.raises(RuntimeUnavailableError, match="FP16 is TensorRT's"):
        opened(monkeypatch, [TENSORRT, CUDA], [CUDA], precision=FP16)


def test_both_packages_together_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(tensorrt_runtime, "_version_of", lambda name: "1.0")
    with pytest.raises(RuntimeUnavailableError, match="overwrite each other"):
        TensorRtRuntime(FakePackage())


def test_this_installation_has_not_both_packages() -> None:
    def there(name: str) -> bool:
        try:
            return bool(version(name))
        except PackageNotFoundError:
            return False

    assert not (there("onnxruntime") and there("onnxruntime-gpu"))
    assert not both_installed()


def test_no_extra_brings_the_gpu_package_beside_the_other() -> None:
    text = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert '"onnxruntime-gpu' not in text


def test_the_faster_of_processor_and_gpu_answers(monkeypatch) -> None:
    slow, fast = SimpleNamespace(name="slow"), SimpleNamespace(name="fast")
    monkeypatch.setattr(choosing, "_open_openvino", lambda _: slow)
    monkeypatch.setattr(choosing, "_open_tensorrt", lambda _: fast)
    monkeypatch.setattr(choosing, "pick_fastest", lambda runtimes, _: runtimes[1])
    assert choosing._open_fastest(FakePackage()) is fast


def test_without_a_gpu_the_processor_answers(monkeypatch) -> None:
    slow = SimpleNamespace(name="slow")
    monkeypatch.setattr(choosing, "_open_openvino", lambda _: slow)

    def none(_):
        raise RuntimeUnavailableError("No GPU.")

    monkeypatch.setattr(choosing, "_open_tensorrt", none)
    assert choosing._open_fastest(FakePackage()) is slow


@pytest.mark.gpu
def test_on_a_gpu_the_shipped_model_gives_its_recorded_answers(tmp_path: Path) -> None:
    from engine.models.registry import Registry

    package: ModelPackage = Registry().get("lidc")
    runtime = TensorRtRuntime(package, BlobCache(tmp_path))
    verify(package, runtime)
    assert runtime.device.startswith("GPU")
    assert any(tmp_path.rglob("*"))
    patches = np.full((2, *package.manifest.input.size), -600, np.float32)
    np.testing.assert_allclose(runtime.run(patches).logit, OnnxRuntime(package).run(patches).logit, atol=1e-3)
