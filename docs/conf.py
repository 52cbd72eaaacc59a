"""Settings of the documentation: MyST pages, furo theme."""

from importlib.metadata import version

project = "Détente"
author = "The Détente developers"
copyright = f"2026, {author}"
release = version("detente")

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.mathjax",
    "sphinx.ext.napoleon",
]
exclude_patterns = ["_build"]
source_suffix = {".md": "markdown"}
suppress_warnings = ["toc.empty_glob"]  # a section may still be empty

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_typehints = "none"
napoleon_google_docstring = False

html_theme = "furo"
html_title = f"Détente {release}"
