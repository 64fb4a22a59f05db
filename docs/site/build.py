"""Builds the site: all pages of the repository and the interface of `engine`, into `out/site/html`.

`python docs/site/build.py [FOLDER]`; no network is asked. Any warning fails it: a link that leads nowhere, a section of a
docstring that numpydoc does not know, a page that `navigation.md` leaves out.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
#: What the site shows, at the places it has in the repository: links between pages stay as they are.
PAGES = ("README.md", "CHANGELOG.md", "LICENSE", "docs/**/*.md", "docs/images/**/*.png", "resources/models/default/card.md", "resources/recipes/default.yaml")
#: Commands and migrations are no interface; docs/command-line.md and docs/store.md are about them.
NO_INTERFACE = ("engine/cli*", "engine/store/migrations")


def gather(source: Path) -> None:
    """Copy the pages, with the site's navigation, and write one page a module of `engine`."""
    shutil.rmtree(source, ignore_errors=True)
    for pattern in PAGES:
        for path in ROOT.glob(pattern):
            if HERE not in path.parents:
                copy = source / path.relative_to(ROOT)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
    with (source / "README.md").open("a", encoding="utf-8") as readme:
        readme.write("\n" + (HERE / "navigation.md").read_text("utf-8"))
    with (source / "docs" / "decisions" / "README.md").open("a", encoding="utf-8") as decisions:
        decisions.write("\n```{toctree}\n:glob:\n:maxdepth: 1\n\n[0-9]*\n```\n")
    from sphinx.ext import apidoc

    without = [str(ROOT / pattern) for pattern in NO_INTERFACE]
    apidoc.main(["-q", "--separate", "--module-first", "--no-toc", "-o", str(source / "api"), str(ROOT / "engine"), *without])


def build(folder: Path) -> int:
    """Build the site under `folder`; the exit status is Sphinx's."""
    from sphinx.cmd.build import main as sphinx

    source, html = folder / "source", folder / "html"
    gather(source)
    status = sphinx(["-b", "html", "-c", str(HERE), "-d", str(folder / "doctrees"), "-W", "--keep-going", "-n", "-q", "-j", "1", str(source), str(html)])
    return status


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    sys.exit(build(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "out" / "site"))
