"""The bundle as a Debian package: `python -m resources.packaging.deb dist/noduscope dist`.

The folder goes to /opt, a link to the path of programs, an entry to the desktop's menu. Needs `dpkg-deb`; no
script runs at installation, and nothing of a user is touched when it is removed.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from engine import __version__
from resources.packaging import brand

#: What the window's libraries take from the system: the graphics driver's interfaces, fonts, and a C library
#: that is not older than that of the machine on which the bundle was built.
DEPENDS = "libc6 (>= {libc}), libegl1, libgl1, fontconfig"
_CONTROL = """\
Package: noduscope
Version: {version}
Architecture: {architecture}
Maintainer: The Noduscope developers <noduscope@localhost>
Installed-Size: {kilobytes}
Depends: {depends}
Section: science
Priority: optional
Description: review of lung nodules on chest CT
 A desktop application in which a radiologist reviews lung nodules on chest CT,
 with an explained, compiled classifier. Not for sole diagnosis.
"""
_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def write(bundle: Path, folder: Path) -> Path:
    """Write the package of a bundle into a folder.

    Raises
    ------
    subprocess.CalledProcessError
        If `dpkg-deb` fails; it has said why.
    """
    architecture = _ARCHITECTURES.get(platform.machine(), platform.machine())
    package = folder / f"noduscope_{__version__}_{architecture}.deb"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        root = Path(scratch)
        # Links instead of copies where the disk can: the bundle is large.
        shutil.copytree(bundle, root / "opt" / "noduscope", symlinks=True, copy_function=_link)
        program = root / "usr" / "bin" / "noduscope"
        program.parent.mkdir(parents=True)
        program.symlink_to("/opt/noduscope/noduscope")
        menu = root / "usr" / "share" / "applications"
        menu.mkdir(parents=True)
        shutil.copy(Path(__file__).with_name("noduscope.desktop"), menu)
        icon = root / "usr" / "share" / "icons" / "hicolor" / "scalable" / "apps" / "noduscope.svg"
        icon.parent.mkdir(parents=True)
        shutil.copy(brand.DRAWING, icon)
        control = root / "DEBIAN" / "control"
        control.parent.mkdir()
        size = sum(path.lstat().st_size for path in root.rglob("*") if not path.is_dir())
        control.write_text(
            _CONTROL.format(
                version=__version__,
                architecture=architecture,
                kilobytes=size // 1024,
                depends=DEPENDS.format(libc=platform.libc_ver()[1]),
            ),
            "utf-8",
        )
        # A temporary folder is for its owner alone; what is installed is for all.
        root.chmod(0o755)
        options = ["--root-owner-group", "-Zxz", "-z6"]
        subprocess.run(["dpkg-deb", *options, "--build", root, package], check=True)
    return package


def _link(source: str, target: str) -> str:
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
    return target


if __name__ == "__main__":
    made = write(Path(sys.argv[1]), Path(sys.argv[2]))
    sys.stdout.write(f"{made}: {made.stat().st_size / 1e6:.0f} MB\n")
