"""The documents: every link, picture and number of a decision leads somewhere; the site is complete."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from resources.site.links import broken_in_pages, broken_in_site

ROOT = Path(__file__).resolve().parents[1]
#: In pieces, or the check would ask this repository for them.
D, N = "docs/", "decision"


def test_every_link_of_the_repository_leads_somewhere() -> None:
    assert broken_in_pages(ROOT) == []


def test_every_page_is_in_the_navigation_of_the_site() -> None:
    """Sphinx says so too; here it takes no build."""
    listed = re.findall(
        r"^[\w/.-]+$", (ROOT / "resources/site/navigation.md").read_text("utf-8"), re.MULTILINE
    )
    assert len(listed) == len(set(listed))
    decisions = ROOT / "docs" / "decisions"
    pages = [
        path for path in (ROOT / "docs").rglob("*.md") if path.parent != decisions or path.name == "README.md"
    ]
    missing = {path.relative_to(ROOT).with_suffix("").as_posix() for path in pages} - set(listed)
    assert not missing, "put these into resources/site/navigation.md"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A small repository whose links are all good."""
    files = {
        "README.md": f"# Top\n\n[a]({D}a.md#two-words-1) [up](docs) ![p]({D}p.png) [web](https://example.org/x)\n",
        f"{D}a.md": "# A\n\n## Two *words*\n\n## Two `words`\n\n[back](../README.md#top), {N} 0001\n",
        "docs/p.png": "",
        f"{D}decisions/0001-one.md": "# 0001: One\n",
        "code.py": f"# See {D}a.md.\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def test_good_links_are_good(repository: Path) -> None:
    assert broken_in_pages(repository) == []


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("[x](missing.md)", "README.md:3: missing.md: there is no such file in the repository"),
        (f"[x]({D}A.md)", f"README.md:3: {D}A.md: there is no such file in the repository"),
        ("[x](../outside.md)", "README.md:3: ../outside.md: there is no such file in the repository"),
        (f"[x]({D}a.md#two-words-2)", f"README.md:3: {D}a.md#two-words-2: the page has no such heading"),
        ("[x](#nowhere)", "README.md:3: #nowhere: the page has no such heading"),
        ("![x](docs/q.png)", "README.md:3: docs/q.png: there is no such file in the repository"),
        ("[x](http://example.org)", "README.md:3: http://example.org: is not the https address of a host"),
        ("[x](https://example)", "README.md:3: https://example: is not the https address of a host"),
        (f"in {D}gone.md", f"README.md:3: {D}gone.md: there is no such page"),
        (f"{N} 0002", f"README.md:3: there is no {N} 0002"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_line(repository: Path, link: str, reason: str) -> None:
    (repository / "README.md").write_text(f"# Top\n\n{link}\n", encoding="utf-8")
    assert broken_in_pages(repository) == [reason]


def test_links_in_code_are_text(repository: Path) -> None:
    (repository / "README.md").write_text("# Top\n\n`[x](gone)`\n\n```\n[x](gone)\n```\n", encoding="utf-8")
    assert broken_in_pages(repository) == []


def test_a_decision_has_one_number_and_says_it(repository: Path) -> None:
    (repository / f"{D}decisions/0001-other.md").write_text("# Other\n", encoding="utf-8")
    assert broken_in_pages(repository) == [
        f"{D}decisions/0001-other.md: {D}decisions/0001-one.md has the number 0001 as well",
        f"{D}decisions/0001-other.md:1: the title does not begin with 0001",
    ]


def test_the_site_is_checked_for_dead_links_and_for_what_it_loads(tmp_path: Path) -> None:
    (tmp_path / "b.html").write_text('<h1 id="here">B</h1>', encoding="utf-8")
    good = (
        '<a href="b.html#here">b</a> <a href="https://example.org">web</a> <a href="#top">t</a> <p id="top">'
    )
    (tmp_path / "a.html").write_text(good, encoding="utf-8")
    assert broken_in_site(tmp_path) == []
    bad = '<a href="c.html">c</a> <a href="b.html#there">b</a> <script src="https://cdn.example.org/x.js"></script>'
    (tmp_path / "a.html").write_text(bad, encoding="utf-8")
    assert broken_in_site(tmp_path) == [
        "a.html: c.html: there is no such file",
        "a.html: b.html#there: the page has no such place",
        "a.html: https://cdn.example.org/x.js: is loaded from elsewhere",
    ]


@pytest.mark.slow
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "resources.site", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    html = tmp_path / "html"
    assert "README.html" in (html / "index.html").read_text("utf-8")
    made = (html / "api" / "engine.patch.html").read_text("utf-8")
    assert "make_patch" in made
    assert "Returns" in made
    assert 'href="engine.volume.html#engine.volume.Volume"' in made
