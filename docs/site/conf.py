"""How Sphinx makes the site; `build.py` beside it gathers what it reads. Every warning is an error there."""

from __future__ import annotations

from engine import __version__

project = "Noduscope"
author = "The Noduscope developers"
copyright = author  # noqa: A001 - Sphinx's own name
version = release = __version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "numpydoc"]
root_doc = "README"
html_title = f"Noduscope {version}"
html_theme = "furo"
html_show_sphinx = False
html_copy_source = False

# Markdown as GitHub shows it: headings are anchors, and a link that leads nowhere is a warning.
myst_heading_anchors = 6
myst_links_external_new_tab = False

# What a name in one pair of backticks is: a link where it is known, else code.
default_role = "py:obj"
nitpicky = True
nitpick_ignore_regex = [("py:obj", r".*"), ("py:.*", r"(?!engine\b).*")]

autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False
