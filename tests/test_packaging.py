"""How the bundle is made smaller, and that nothing is taken from it that the engine calls."""

from __future__ import annotations

import ast
import json
import re
import shutil
import struct
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from resources.packaging import brand, contents, deb, elf, icu, inventory, slim

ROOT = Path(__file__).resolve().parents[1]
linux = pytest.mark.skipif(
    not sys.platform.startswith("linux") or not elf.available(), reason="needs gcc and binutils on Linux"
)

#: Functions of OpenCV that need neither LAPACK, nor video, nor a picture format (docs/decisions/0035).
WITHOUT_LAPACK = {
    "GaussianBlur", "connectedComponents", "connectedComponentsWithStats", "convexHull", "dilate",
    "distanceTransform", "fillPoly", "getGaussianKernel", "polylines", "remap", "resize", "sepFilter2D",
    "setNumThreads", "warpAffine",
}  # fmt: skip


def test_the_engine_calls_nothing_of_opencv_that_the_bundle_leaves_out() -> None:
    used = set()
    for path in [*(ROOT / "engine").rglob("*.py"), *(ROOT / "app").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                assert node.module != "cv2", f"{path} takes names out of cv2, which this test cannot follow"
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "cv2"
            ):
                used.add(node.attr)
    functions = {name for name in used if not name.isupper() and not name.startswith(("CV_", "DIST_"))}
    assert functions
    assert functions <= WITHOUT_LAPACK


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("openvino/libs/libopenvino_intel_cpu_plugin.so", True),
        ("openvino/libs/libopenvino_onnx_frontend.so.2641", True),
        ("openvino/libs/libopenvino_intel_gpu_plugin.so", False),
        ("openvino/libs/libopenvino_tensorflow_frontend.so.2641", False),
        ("libopenvino_paddle_frontend.so.2641", False),
        ("openvino/frontend/pytorch/py_pytorch_frontend.so", False),
        ("openvino/frontend/onnx/py_onnx_frontend.so", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6/Qt/plugins/platformthemes/libqgtk3.so", False),
        ("PySide6/Qt/plugins/egldeviceintegrations/libqeglfs-x11-integration.so", False),
        ("PySide6\\plugins\\platforms\\qwindows.dll", True),
        ("PySide6\\plugins\\imageformats\\qtiff.dll", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/qt_help_zh_CN.qm", False),
        ("PySide6/Qt/translations/qtbase_de.qm", False),
        ("resources/i18n/zh_CN/window.ts", True),
        ("SimpleITK/_SimpleITK.abi3.so", True),
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/test/test_jit", False),
        ("torch\\bin\\protoc.exe", False),
        ("torch/bin/torch_shm_manager", True),
    ],
)
def test_what_is_taken(target: str, kept: bool) -> None:
    assert contents.keeps_file(target) is kept


def test_training_is_in_the_full_build_alone() -> None:
    reader, full = set(contents.excluded_modules(full=False)), set(contents.excluded_modules(full=True))
    assert {"torch", "training", "monai", "pytorch_lightning", "sklearn", "scipy", "onnx"} <= reader - full
    # What an extra of an installation with a Python is for is in neither; nor is what is under the GPL.
    assert {"torchvision", "timm", "pytorch_grad_cam", "wandb", "cuda", "readline"} <= reader & full
    assert full < reader


def test_the_extra_of_the_full_build_is_part_of_training() -> None:
    import tomllib

    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert "noduscope[finetune]" in extras["training"]
    names = {re.split(r"[<>=!\[ ]", line, maxsplit=1)[0] for line in extras["finetune"]}
    # They need a torchvision of torch's own build, or load one: the CPU's torch has none beside it.
    assert not names & {"torchvision", "timm", "grad-cam"}
    assert "torch" in names


def test_the_full_build_refuses_a_torch_for_cuda(monkeypatch: pytest.MonkeyPatch) -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("PyInstaller")
    from resources.packaging import training_parts

    monkeypatch.setattr(torch.version, "cuda", "13.0")
    with pytest.raises(training_parts.NotForCpuError, match=r"with CUDA.*make bundle-full"):
        training_parts.check_torch()
    monkeypatch.setattr(torch.version, "cuda", None)
    training_parts.check_torch()


def test_modules_of_tests_are_left_out() -> None:
    assert contents.keeps_module("engine.cli")
    assert contents.keeps_module("pygments.lexers.python")
    assert not contents.keeps_module("pygments.lexers.cobol")
    assert not contents.keeps_module("numpy.tests.test_lazy")


# ---------------------------------------------------------------- libraries


def compile_library(path: Path, source: str, *arguments: str) -> None:
    code = path.with_suffix(".c")
    code.write_text(source)
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", path, code, *arguments], check=True)


@linux
def test_a_stand_in_has_the_name_and_functions_and_refuses_to_answer(tmp_path: Path) -> None:
    provider, user = tmp_path / "libprovider.so.1", tmp_path / "libuser.so"
    script = tmp_path / "versions"
    script.write_text("V1 { global: used; };\nV2 { global: also_used; not_used; local: *; };\n")
    compile_library(
        provider, "int used(void){return 1;} int also_used(void){return 2;} int not_used(void){return 3;}",
        "-Wl,-soname,libprovider.so.1", f"-Wl,--version-script={script}",
    )  # fmt: skip
    compile_library(
        user, "int used(void); int also_used(void); int answer(void){return used() + also_used();}",
        str(provider),
    )  # fmt: skip
    assert elf.write_stand_in(provider, [user], "It is left out.") == 2
    assert elf.soname(provider) == "libprovider.so.1"
    assert {k: v for k, v in elf.functions(provider).items() if k.endswith("used")} == {
        "used": "V1",
        "also_used": "V2",
    }
    load = (
        f"import ctypes; ctypes.CDLL({str(provider)!r}, ctypes.RTLD_GLOBAL); lib = ctypes.CDLL({str(user)!r})"
    )
    loaded = subprocess.run([sys.executable, "-c", load], capture_output=True, text=True, check=False)
    assert (loaded.returncode, loaded.stderr) == (0, "")  # no complaint of the loader about versions
    called = subprocess.run(
        [sys.executable, "-c", f"{load}; lib.answer()"], capture_output=True, text=True, check=False
    )
    assert called.returncode < 0
    assert called.stderr.startswith("It is left out.")


@linux
def test_data_has_no_stand_in(tmp_path: Path) -> None:
    provider, user = tmp_path / "libprovider.so", tmp_path / "libuser.so"
    compile_library(provider, "int table[4] = {1, 2, 3, 4};", "-Wl,-soname,libprovider.so")
    compile_library(user, "extern int table[4]; int answer(void){return table[1];}", str(provider))
    before = provider.read_bytes()
    with pytest.raises(ValueError, match="table"):
        elf.write_stand_in(provider, [user], "")
    assert provider.read_bytes() == before


@linux
def test_stripping_keeps_what_loading_needs(tmp_path: Path) -> None:
    path = tmp_path / "liblarge.so"
    compile_library(path, "static int quiet(void){return 3;} int answer(void){return quiet();}", "-g")
    assert elf.strip(path) > 0
    code = f"import ctypes, sys; sys.exit(ctypes.CDLL({str(path)!r}).answer())"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 3
    junk = tmp_path / "junk.so"
    junk.write_bytes(b"\x7fELF and no more")
    assert elf.strip(junk) == 0
    assert junk.read_bytes() == b"\x7fELF and no more"


@linux
def test_libraries_that_nothing_uses_are_dropped_with_what_only_they_need(tmp_path: Path) -> None:
    inside = tmp_path / "bundle" / "_internal"
    inside.mkdir(parents=True)
    for name in ("far", "near", "kept"):
        compile_library(
            inside / f"lib{name}.so.1", f"int {name}(void){{return 1;}}", f"-Wl,-soname,lib{name}.so.1"
        )
    needs = "-Wl,--no-as-needed"
    compile_library(inside / "libnear.so.1", "int near(void){return 1;}", needs, str(inside / "libfar.so.1"),
                    "-Wl,-soname,libnear.so.1")  # fmt: skip
    (inside / "package").mkdir()
    compile_library(
        inside / "package" / "module.so", "int m(void){return 1;}", needs, str(inside / "libkept.so.1")
    )
    (inside / "liblink.so.1").symlink_to("libfar.so.1")
    (inside / "data.json").write_text('{\n  "a": 1\n}')
    slim.slim(inside.parent, say=lambda _: None)
    assert sorted(p.name for p in inside.rglob("*.so*")) == ["libkept.so.1", "module.so"]
    assert (inside / "data.json").read_text() == '{\n  "a": 1\n}'  # only what is named is rewritten


def test_data_is_written_without_spaces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    path = tmp_path / "_internal" / "highdicom" / "_standard" / "map.json"
    path.parent.mkdir(parents=True)
    path.write_text('{\n  "é": [1,   2]\n}', "utf-8")
    slim.slim(tmp_path, say=lambda _: None)
    assert path.read_text("utf-8") == '{"\\u00e9":[1,2]}'


# ---------------------------------------------------------------- ICU


def data_file(named: dict[str, bytes]) -> bytes:
    header = struct.pack("<HBB", 32, 0xDA, 0x27) + b"\0" * 8 + b"CmnD" + b"\0" * 16
    names, bodies, table = b"", b"", b""
    at = 4 + 8 * len(named)
    start = -(-(32 + at + sum(len(n) + 1 for n in named)) // 16) * 16 - 32
    for name, item in named.items():
        table += struct.pack("<II", at + len(names), start + len(bodies))
        names += name.encode() + b"\0"
        bodies += item.ljust(-(-len(item) // 16) * 16, b"\0")
    front = header + struct.pack("<I", len(named)) + table + names
    return front.ljust(32 + start, b"\0") + bodies


def test_icu_keeps_the_languages_of_the_window() -> None:
    kept = ["icu/root.res", "icu/res_index.res", "icu/en_GB.res", "icu/zh_Hans_CN.res", "icu/coll/zh.res",
            "icu/nfc.nrm", "icu/supplementalData.res", "icu/brkitr/char.brk"]  # fmt: skip
    dropped = ["icu/de.res", "icu/coll/ja.res", "icu/gb18030.cnv", "icu/brkitr/khmerdict.dict",
               "icu/haw_US.res", "icu/curr/en.res", "icu/es_419.res"]  # fmt: skip
    data = data_file({name: name.encode() * 3 for name in sorted(kept + dropped)})
    smaller = icu.reduced(data)
    assert len(smaller) < len(data)
    assert {name: item.rstrip(b"\0") for name, item in icu.items(smaller).items()} == {
        name: name.encode() * 3 for name in sorted(kept)
    }


@given(
    st.dictionaries(
        st.from_regex(r"icu/[a-z]{5,9}\.(icu|nrm|res)", fullmatch=True), st.binary(max_size=70), min_size=1
    )
)
def test_icu_items_stay_whole_and_aligned(named: dict[str, bytes]) -> None:
    named = dict(sorted(named.items()))
    smaller = icu.reduced(data_file(named))
    found = icu.items(smaller)
    assert list(found) == list(named)
    assert all(found[name].startswith(item) for name, item in named.items())
    (count,) = struct.unpack_from("<I", smaller, 32)
    assert all((32 + struct.unpack_from("<II", smaller, 36 + 8 * i)[1]) % 16 == 0 for i in range(count))


def test_what_is_not_icu_data_is_refused() -> None:
    with pytest.raises(ValueError, match="ICU"):
        icu.items(b"\0" * 64)


# ---------------------------------------------------------------- inventory


def test_the_bill_of_materials_names_the_packages_of_the_files(tmp_path: Path) -> None:
    import numpy
    import pydantic

    inventory.write_notices(tmp_path, [numpy.__file__, pydantic.__file__, str(tmp_path / "of nobody.py")])
    bill = json.loads((tmp_path / inventory.SBOM).read_text())
    assert bill["bomFormat"] == "CycloneDX"
    assert [c["name"].lower() for c in bill["components"]] == ["numpy", "pydantic", "cpython"]
    assert bill["components"][0]["purl"] == f"pkg:pypi/numpy@{numpy.__version__}"
    assert bill["components"][0]["licenses"][0]["license"]["name"]
    folder = tmp_path / inventory.NOTICES / f"numpy-{numpy.__version__}"
    assert any(path.read_text("utf-8") for path in folder.iterdir())
    assert (tmp_path / "LICENSE.txt").read_text().lstrip().startswith("Apache License")


def test_a_licence_is_named_from_the_metadata() -> None:
    assert "MIT" in inventory.licence(distribution("pydantic"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("libscipy_openblas64_-32a4b2a6.so", "numpy"),
        ("libscipy_openblas-6cdc3b4a.so", "scipy"),
        ("libopenblasp-r0-59ffcd50.3.15.so", "OpenCV"),
        ("libtorch_cpu.so", "torch"),
    ],
)
def test_libraries_of_like_names_are_told_apart(name: str, said: str) -> None:
    assert said in inventory.reason(f"_internal/some.libs/{name}")


def test_the_report_names_what_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_internal" / "cv2").mkdir(parents=True)
    (tmp_path / "_internal" / "cv2" / "cv2.abi3.so").write_bytes(b"0" * 3_000_000)
    (tmp_path / "noduscope").write_bytes(b"0" * 100_000)
    monkeypatch.setattr(inventory, "LARGE_MB", 2.0)
    text = inventory.report(tmp_path)
    assert text.startswith("3 MB in 2 files.")
    assert f"| `cv2.abi3.so` | 3.0 | {inventory.REASONS['cv2']} |" in text
    assert "`noduscope`" not in text
    assert "| `cv2` | 3.0 |" in text


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs dpkg-deb")
def test_the_debian_package_holds_the_bundle_a_command_and_a_menu_entry(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    (bundle / "_internal").mkdir(parents=True)
    (bundle / "noduscope").write_text("#!/bin/sh\n")
    (bundle / "noduscope").chmod(0o755)
    (bundle / "_internal" / "lib.so").write_bytes(b"x" * 5000)
    (bundle / "_internal" / "link.so").symlink_to("lib.so")
    package = deb.write(bundle, tmp_path)
    assert package.parent == tmp_path
    listed = subprocess.run(["dpkg-deb", "-c", package], capture_output=True, text=True, check=True).stdout
    assert "./opt/noduscope/_internal/link.so -> lib.so" in listed
    assert "./usr/bin/noduscope -> /opt/noduscope/noduscope" in listed
    assert "./usr/share/applications/noduscope.desktop" in listed
    assert all(line.split()[1] == "root/root" for line in listed.splitlines())
    assert listed.splitlines()[0].startswith("drwxr-xr-x")
    facts = subprocess.run(["dpkg-deb", "-f", package], capture_output=True, text=True, check=True).stdout
    assert f"Version: {engine.__version__}" in facts
    assert "Installed-Size: " in facts
    assert [p.name for p in tmp_path.iterdir()].count(package.name) == 1
    assert (bundle / "_internal" / "lib.so").read_bytes() == b"x" * 5000


# ---------------------------------------------------------------- icon and version


def test_the_icon_is_drawn_in_every_size(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from resources.packaging.brand import write_icon;"
        "write_icon(Path(sys.argv[1]))"
    )
    path = tmp_path / "noduscope.ico"
    subprocess.run([sys.executable, "-c", code, path], check=True, cwd=ROOT)
    from PIL import Image

    with Image.open(path) as icon:
        assert {(16, 16), (48, 48), (256, 256)} <= icon.info["sizes"]
        assert len(icon.convert("RGB").getcolors(70_000) or ()) > 3


def test_windows_is_told_the_version() -> None:
    text = brand.version_resource("1.2.3")
    assert "filevers=(1, 2, 3, 0)" in text
    assert "StringStruct('ProductVersion', '1.2.3')" in text
    ast.parse(text)
