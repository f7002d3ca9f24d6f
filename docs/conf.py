"""Configuration of Sphinx. `make docs` copies this folder, adds the generated pages and builds the site."""

project = "Pivotal SDK"
author = "The authors of the Pivotal SDK"
extensions = ["myst_parser", "sphinx_llms_txt"]

source_suffix = {".md": "markdown"}
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 4
nitpicky = True
# A type in a signature is a link if it is a name of this site; a name that the text refers to must be one.
nitpick_ignore_regex = [("py:.*", r"(?!pivotal\.).*")]
suppress_warnings = ["ref.python"]  # `Request` in a signature may be one of two classes.

html_theme = "furo"
html_title = "Pivotal SDK for Python"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_show_copyright = False
html_theme_options = {"navigation_with_keys": True}
maximum_signature_line_length = 88
python_use_unqualified_type_names = True
toc_object_entries_show_parents = "hide"
pygments_style = "friendly"
pygments_dark_style = "native"

# Each page as Markdown. Relative, so that it doesn't matter where the site is.
llms_txt_uri_template = "_sources/{docname}.md.txt"
llms_txt_summary = (
    "The Python SDK for the Pivotal API: customers, contacts and onboardings. Fully typed, sync and async, with safe"
    " retries, bulk jobs, webhooks, and a local Pivotal to test against."
)
