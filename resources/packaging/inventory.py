"""What a bundle is made of: sizes, the packages in it (CycloneDX), their licences.

`python -m resources.packaging.inventory dist/noduscope` prints the table of docs/bundle.md. Packages are told
from the files that PyInstaller took, not from what happens to be installed.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from collections.abc import Iterable
from email.message import Message
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any, cast

from engine import __version__

#: Files above this are named one by one.
LARGE_MB = 20.0
#: Why each large file is there, by the start of its name.
REASONS = {
    "_SimpleITK": (
        "rigid alignment with a prior, smoothing and components in 3D, "
        "retired JPEG syntaxes; one library, already without symbols"
    ),
    "cv2": "filters, outlines and resampling of slices; one library with all of OpenCV",
    "libopenvino_intel_cpu_plugin": "runs the networks on the CPU",
    "libopenvino.so": "OpenVINO's core",
    "onnxruntime_pybind11_state": "the second runtime, which every model's answers are compared with",
    "libscipy_openblas-": "scipy is linked to it",
    "libscipy_openblas64_": "numpy is linked to it",
    "libopenblas": "OpenCV is linked to it",
    "libtorch_cpu": "training: all of torch's operators, in one library; without symbols",
    "libtorch_python": "training: torch for Python",
    "noduscope": "the program: all modules of Python, compressed",
}  # fmt: skip
NOTICES = "licences"
SBOM = "sbom.cdx.json"
_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice|copyright|authors|third.?party", re.IGNORECASE)


def write_notices(root: Path, sources: Iterable[str]) -> None:
    """Put a bill of materials and every package's licence texts beside the executables.

    Parameters
    ----------
    root
        The bundle's folder.
    sources
        Paths of the files that were taken.
    """
    found = packages(sources)
    (root / SBOM).write_text(json.dumps(bill_of_materials(found), indent=1) + "\n", "utf-8")
    for package in found:
        folder = root / NOTICES / f"{package.name}-{package.version}"
        for file in package.files or ():
            if _LICENCE_FILE.search(file.name) and file.suffix not in {".py", ".pyc", ".pyi"}:
                text = Path(str(file.locate()))
                if text.is_file():
                    folder.mkdir(parents=True, exist_ok=True)
                    # The folder's name tells texts of the same name apart.
                    (folder / "-".join(file.parts[-2:])).write_bytes(text.read_bytes())
        if not folder.exists():
            folder.mkdir(parents=True)
            (folder / "LICENCE.txt").write_text(f"{licence(package)}\n", "utf-8")
    own = Path(__file__).resolve().parents[2] / "LICENSE"
    (root / "LICENSE.txt").write_bytes(own.read_bytes())


def packages(sources: Iterable[str]) -> list[Distribution]:
    """Return the installed packages that files belong to, by name."""
    owners: dict[str, Distribution] = {}
    for package in distributions():
        for file in package.files or ():
            owners[str(Path(str(file.locate())).resolve())] = package
    found = {owner.name: owner for source in sources if (owner := owners.get(str(Path(source).resolve())))}
    found.pop("noduscope", None)
    return sorted(found.values(), key=lambda package: package.name.lower())


def licence(package: Distribution) -> str:
    """Return a package's licence as its metadata names it."""
    meta = cast("Message", package.metadata)
    if named := meta.get("License-Expression"):
        return str(named)
    classifiers = [
        c.rpartition(" :: ")[2] for c in meta.get_all("Classifier") or () if c.startswith("License ::")
    ]
    return (
        ", ".join(classifiers) or (meta.get("License") or "not named in its metadata").strip().splitlines()[0]
    )


def bill_of_materials(found: Iterable[Distribution]) -> dict[str, Any]:
    """Return a CycloneDX 1.5 document of packages."""
    components = [
        {
            "type": "library",
            "bom-ref": f"pkg:pypi/{package.name.lower()}@{package.version}",
            "name": package.name,
            "version": package.version,
            "purl": f"pkg:pypi/{package.name.lower()}@{package.version}",
            "licenses": [{"license": {"name": licence(package)}}],
        }
        for package in found
    ]
    python = ".".join(map(str, sys.version_info[:3]))
    components.append(
        {"type": "framework", "bom-ref": f"python@{python}", "name": "CPython", "version": python,
         "licenses": [{"license": {"id": "PSF-2.0"}}]}
    )  # fmt: skip
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "noduscope", "version": __version__}},
        "components": components,
    }


def sizes(root: Path) -> list[tuple[str, float]]:
    """Return a bundle's files with their sizes in MB (1e6 bytes), largest first; links count as nothing."""
    files = [path for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    rows = [(path.relative_to(root).as_posix(), path.stat().st_size / 1e6) for path in files]
    return sorted(rows, key=lambda row: -row[1])


def reason(name: str) -> str:
    """Return why a large file is there; empty if nobody has said."""
    return next((text for start, text in REASONS.items() if Path(name).name.startswith(start)), "")


def report(root: Path) -> str:
    """Return the sizes as a table in Markdown: large files, then packages."""
    rows = sizes(root)
    lines = [
        f"{sum(size for _, size in rows):.0f} MB in {len(rows)} files.",
        "",
        "| file | MB | why |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| `{Path(name).name}` | {size:.1f} | {reason(name)} |" for name, size in rows if size > LARGE_MB
    ]
    folders: dict[str, float] = {}
    for name, size in rows:
        parts = name.removeprefix("_internal/").split("/")
        key = parts[0] if len(parts) > 1 else "(single files)"
        folders[key] = folders.get(key, 0.0) + size
    lines += ["", "| folder | MB |", "| --- | --- |"]
    lines += [
        f"| `{name}` | {size:.1f} |"
        for name, size in sorted(folders.items(), key=lambda f: -f[1])
        if size >= 2
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(report(Path(sys.argv[1])))
