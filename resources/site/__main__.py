"""Builds the site in `out/site/html`: the pages of the repository, and `engine` from its docstrings.

`python -m resources.site [FOLDER]`; no network is asked. Any warning and any dead link fails it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path

from resources.site.links import broken_in_pages, broken_in_site

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
#: What the site shows, at the places it has in the repository, so that links between pages stay as they are.
PAGES = (
    "README.md",
    "CHANGELOG.md",
    "docs/**/*.md",
    "docs/images/**/*.png",
    "resources/models/default/card.md",
    "resources/recipes/default.yaml",
)
#: Commands and migrations are no interface; docs/command-line.md and docs/store.md are about them.
NO_INTERFACE = ("engine/cli*", "engine/store/migrations")
#: Pages that get a list of others at their end: Sphinx's syntax, which GitHub would show as it stands.
DECISIONS = "\n```{toctree}\n:glob:\n:maxdepth: 1\n\n[0-9]*\n```\n"
#: Whoever opens the folder is led to the first page.
INDEX = (
    '<!DOCTYPE html><meta charset="utf-8"><title>Noduscope</title>'
    '<meta http-equiv="refresh" content="0; url=README.html"><a href="README.html">Noduscope</a>\n'
)


def gather(source: Path) -> None:
    """Copy the pages, with the site's navigation, and write one page a module of `engine`."""
    os.environ["SPHINX_APIDOC_OPTIONS"] = "members"  # read when the module is imported
    from sphinx.ext import apidoc

    shutil.rmtree(source, ignore_errors=True)
    for pattern in PAGES:
        for path in ROOT.glob(pattern):
            copy = source / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    navigation = (HERE / "navigation.md").read_text(encoding="utf-8")
    for name, listed in (("README.md", navigation), ("docs/decisions/README.md", DECISIONS)):
        with (source / name).open("a", encoding="utf-8") as page:
            page.write("\n" + listed)
    left_out = [str(ROOT / pattern) for pattern in NO_INTERFACE]
    options = ["-q", "--separate", "--module-first", "--no-toc", "-o", str(source / "api")]
    if status := apidoc.main([*options, str(ROOT / "engine"), *left_out]):
        raise SystemExit(status)


def build(folder: Path) -> int:
    """Build the site under a folder.

    Returns
    -------
    int
        0 if there was no warning and every link leads somewhere.
    """
    from sphinx.cmd.build import main as sphinx

    source, html = folder / "source", folder / "html"
    gather(source)
    shutil.rmtree(html, ignore_errors=True)
    quiet = ["-q", "-j", "auto", "--fail-on-warning", "--nitpicky"]
    if status := sphinx(
        [*quiet, "-b", "html", "-c", str(HERE), "-d", str(folder / "doctrees"), str(source), str(html)]
    ):
        return status
    (html / "index.html").write_text(INDEX, encoding="utf-8")
    broken = [*broken_in_pages(ROOT), *broken_in_site(html)]
    for line in broken:
        print(line, file=sys.stderr)  # noqa: T201 - a command's own words
    return 1 if broken else 0


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(
        prog="python -m resources.site", description="Build the documentation as one site."
    )
    arguments.add_argument(
        "folder", nargs="?", type=Path, default=ROOT / "out" / "site", help="default: out/site"
    )
    sys.exit(build(arguments.parse_args().folder.resolve()))
