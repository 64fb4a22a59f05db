"""Whether links lead somewhere: those of the pages and those of the built site. No network is asked.

Of links into the web only the form is checked. Needs markdown-it; knows nothing of Sphinx.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

#: Pages that others write are none of ours; these are.
PAGES = ("README.md", "CHANGELOG.md", "docs/**/*.md", "resources/models/**/*.md")
#: Where a page of `docs/` is named in passing: comments, docstrings, commands, workflows.
NAMING = (".py", ".toml", ".yml", ".spec", ".md", "Makefile", "run")
_NAMED = re.compile(r"(?<![\w/.(])docs/[\w./-]+?\.md\b")
_DECISION = re.compile(r"\b(?:ADR|[Dd]ecisions?)\s+(\d{4})\b")


def broken_in_pages(root: Path) -> list[str]:
    """Check the links, pictures, anchors and numbers of decisions of the pages under a repository's root.

    Returns
    -------
    list of str
        A sentence for each that leads nowhere, in the order of pages and lines.
    """
    files = _files(root)
    pages = sorted(
        {path for pattern in PAGES for path in root.glob(pattern)} & {root / name for name in files}
    )
    found = []
    for page in pages:
        name = page.relative_to(root).as_posix()
        for line, target in _links(page.read_text(encoding="utf-8")):
            if reason := _reason(root, files, PurePosixPath(name), target):
                found.append(f"{name}:{line}: {target}: {reason}")
    return [*found, *_names_of_nothing(root, files), *_decisions(root, files)]


def _files(root: Path) -> frozenset[str]:
    """All files that a clone has, as `/`-separated names; letters' case counts, as it does on Linux."""
    listed = subprocess.run(  # noqa: S603 - no input of others
        ["git", "-C", str(root), "ls-files", "-co", "--exclude-standard", "-z"],  # noqa: S607
        capture_output=True,
        check=True,
    )
    return frozenset(
        name for name in listed.stdout.decode("utf-8").split("\0") if name and (root / name).exists()
    )


def _parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def _links(text: str) -> Iterator[tuple[int, str]]:
    """Line and target of every link and picture."""
    for block in _parsed(text):
        line = (block.map or [0])[0] + 1
        for token in block.children or ():
            target = token.attrGet("href") if token.type == "link_open" else token.attrGet("src")
            if target is not None:
                yield line, str(target)


@cache
def _anchors(page: Path) -> frozenset[str]:
    """Anchors of a page's headings, as GitHub makes them."""
    tokens = _parsed(page.read_text(encoding="utf-8"))
    found: set[str] = set()
    for token, inside in pairwise(tokens):
        if token.type == "heading_open":
            words = "".join(
                part.content for part in inside.children or () if part.type in {"text", "code_inline"}
            )
            slug = re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")
            number = 0
            while (anchor := f"{slug}-{number}" if number else slug) in found:
                number += 1
            found.add(anchor)
    return frozenset(found)


def _reason(root: Path, files: frozenset[str], page: PurePosixPath, target: str) -> str | None:
    """Why a link leads nowhere, or None."""
    try:
        parts = urlsplit(target)
    except ValueError:
        return "is no address"
    if parts.scheme or parts.netloc:
        good = parts.scheme == "https" and re.fullmatch(r"[\w-]+(\.[\w-]+)+", parts.netloc)
        return None if good else "is not the https address of a host"
    name = page.as_posix()
    if parts.path:
        name = _joined(page.parent, unquote(parts.path))
        if name not in files and not any(other.startswith(name + "/") for other in files):
            return "there is no such file in the repository"
    if parts.fragment and not (name.endswith(".md") and unquote(parts.fragment) in _anchors(root / name)):
        return "the page has no such heading"
    return None


def _joined(folder: PurePosixPath, path: str) -> str:
    """A relative path from a folder, without `..`; where it leads out of the repository it names nothing."""
    parts = list(folder.parts)
    for part in PurePosixPath(path).parts:
        if part == "..":
            if not parts:
                return "/"
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _names_of_nothing(root: Path, files: frozenset[str]) -> Iterator[str]:
    """Pages of `docs/` that sources, commands and other pages name and that are not there."""
    for name in sorted(files):
        if name.endswith(NAMING):
            for number, line in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
                for page in _NAMED.findall(line):
                    if page not in files:
                        yield f"{name}:{number}: {page}: there is no such page"


def _decisions(root: Path, files: frozenset[str]) -> Iterator[str]:
    """Numbers of decisions: one file each, whose title says it; none is named that is not there."""
    numbers: dict[str, str] = {}
    for name in sorted(files):
        if match := re.fullmatch(r"docs/decisions/(\d{4})-[\w-]+\.md", name):
            number = match[1]
            if number in numbers:
                yield f"{name}: {numbers[number]} has the number {number} as well"
            numbers[number] = name
            if not (root / name).read_text(encoding="utf-8").startswith((f"# {number} ", f"# {number}: ")):
                yield f"{name}:1: the title does not begin with {number}"
    for name in sorted(files):
        if name.endswith((".md", ".py")):
            for line, text in enumerate((root / name).read_text(encoding="utf-8").splitlines(), 1):
                for number in _DECISION.findall(text):
                    if number not in numbers:
                        yield f"{name}:{line}: there is no decision {number}"


class _Page(HTMLParser):
    """Anchors and links of a page of the site."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag names and what it leads to or loads."""
        for key, value in attrs:
            if key in {"id", "name"} and value:
                self.anchors.add(value)
            elif value and (key == "src" or (key == "href" and tag in {"a", "link"})):
                self.links.append(value if tag == "a" else f"load:{value}")


def broken_in_site(html: Path) -> list[str]:
    """Check the links between the pages of a built site, and that no page loads anything from elsewhere.

    Returns
    -------
    list of str
        A sentence for each that leads nowhere.
    """
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in sorted(html.rglob("*.html"))}
    found = []
    for path, page in pages.items():
        for link in page.links:
            target = link.removeprefix("load:")
            parts = urlsplit(target)
            reason = None
            if parts.scheme or parts.netloc:
                if target != link and parts.scheme != "data":
                    reason = "is loaded from elsewhere"
            else:
                file = (path.parent / unquote(parts.path)).resolve() if parts.path else path
                if not file.is_file():
                    reason = "there is no such file"
                elif file in pages and parts.fragment and unquote(parts.fragment) not in pages[file].anchors:
                    reason = "the page has no such place"
            if reason:
                found.append(f"{path.relative_to(html).as_posix()}: {target}: {reason}")
    return found
