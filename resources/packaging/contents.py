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

#: Modules that are found because something else imports them if they are there.
EXCLUDED_MODULES = (
    # Training has its own component, a cluster its own extra; nothing of them belongs in the reader's bundle.
    "training", "distributed", "dask", "torch", "torchvision", "monai", "pytorch_lightning",
    "lightning_fabric", "sklearn", "scipy", "pandas", "matplotlib", "onnx", "onnxscript", "pytorch_grad_cam",
    "tensorboard", "nncf", "torch_pruning", "timm", "lightly", "wandb",
    # What the benchmarks compare with.
    "vtk", "vtkmodules",
    # Python bindings of CUDA: OpenVINO and ONNX Runtime are the CPU's.
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


def keeps_file(target: str) -> bool:
    """Whether a library or data file, named by its place in the bundle, is taken."""
    path = PurePath(target.replace("\\", "/"))
    name, folders = path.name, path.parts[:-1]
    if "openvino" in name and any(word in name for word in OPENVINO_UNUSED):
        return False
    if path.parts[:2] == ("openvino", "frontend") and len(folders) > 2:
        return folders[2] == "onnx"
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
