"""How Sphinx makes the site; `python -m resources.site` gathers what it reads, and lets no warning pass."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config, NumpyDocstring
from sphinx.util import logging

from engine import __version__

project = "Noduscope"
author = "The Noduscope developers"
project_copyright = author
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc"]
root_doc = "README"
html_title = f"Noduscope {version}"
html_short_title = "Noduscope"
html_theme = "alabaster"
html_theme_options = {
    "description": "Lung nodules on chest CT",
    "page_width": "1180px",
    "sidebar_width": "250px",
}
html_sidebars = {"**": ["about.html", "searchbox.html", "navigation.html"]}
html_show_sphinx = False
html_copy_source = False

# Headings are anchors as on GitHub, and a link that leads nowhere is a warning.
myst_heading_anchors = 6

# A name in one pair of backticks is a link where Sphinx knows it, else code.
default_role = "py:obj"
nitpicky = True
# Not here: names in prose, other libraries, and what is private.
nitpick_ignore_regex = [("py:obj", r".*"), ("py:.*", r"(?!engine\b).*"), ("py:.*", r".*\._\w+")]

# A word such as `slice` or `date` is also a field of several classes.
suppress_warnings = ["ref.python"]

# A module shows what it defines, not what it hands on.
autodoc_default_options = {
    "members": True,
    "ignore-module-all": True,
    "exclude-members": "cache_ok, impl, metadata, model_config, registry",
}
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
# What a library says of its own classes is in its own documentation.
autodoc_inherit_docstrings = False

# Types stand in the signature, linked; what is returned is said in words.
_LOG = logging.getLogger(__name__)
#: numpydoc's own; the parser would take another heading for a parameter.
_NAMES = {
    *("Parameters", "Returns", "Yields", "Receives", "Other Parameters", "Raises", "Warns", "Warnings"),
    *("See Also", "Notes", "References", "Examples", "Attributes", "Methods"),
}
_SECTIONS: Any = Config(napoleon_google_docstring=False, napoleon_use_rtype=False)


def _sections(_app: Sphinx, what: Any, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Read a docstring's sections. The extension `napoleon` would take `#: a word: more` for a type."""
    for heading, line in pairwise(lines):
        if re.fullmatch(r" *-{3,}", line) and heading.strip() not in _NAMES:
            _LOG.warning("%s: %s is no section of numpydoc", name, heading.strip())
    what = "method" if what == "property" else what
    if what in {"module", "class", "exception", "function", "method"}:
        lines[:] = NumpyDocstring(lines, _SECTIONS, None, what, name, obj, options).lines()


def setup(app: Sphinx) -> None:
    """Add the sections of docstrings, and the key presses of docs/keyboard_reading.md as plain text."""
    app.connect("autodoc-process-docstring", _sections)
    app.add_lexer("keys", TextLexer)
