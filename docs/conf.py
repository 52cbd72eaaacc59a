"""Settings of the documentation: MyST pages, furo theme."""

import importlib.metadata

project = "Détente"
author = "The Détente developers"
copyright = f"2026, {author}"
release = importlib.metadata.version("detente")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3

autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_use_ivar = True
# Types in docstrings are words ("tuple of str"); only full names must lead somewhere.
nitpick_ignore_regex = [("py:(class|exc)", r"(?!detente\.).*")]

html_theme = "furo"
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_title = f"Détente {release}"
