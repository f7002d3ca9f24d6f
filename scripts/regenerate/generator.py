"""Run openapi-python-client: its parser and model rendering with our templates, and without silent failures.

The generator's Python API is not public, so its version is pinned exactly and checked here.
"""

import contextlib
import io
import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.strings import safe_for_docstring

from contract_diff.core.errors import InputError
from contract_diff.core.yaml_files import parse_yaml
from scripts.contract import Document
from scripts.project import GENERATOR_CONFIG, ROOT, TEMPLATES
from scripts.regenerate.generator_input import generator_input
from scripts.regenerate.sdk_view import View
from scripts.regenerate.supported import check_supported

PINNED = ("openapi-python-client", "ruff")
# The file that each template renders; the generator itself renders models and enums.
_FILES = {
    "package_init.py.jinja": "__init__.py",
    "client.py.jinja": "client.py",
    "errors.py.jinja": "errors.py",
    "pages.py.jinja": "pages.py",
    "transport.py.jinja": "transport.py",
    "contract.py.jinja": "contract.py",
    "webhooks.py.jinja": "webhooks.py",
    "resources_init.py.jinja": "resources/__init__.py",
}


class SdkProject(Project):
    """The generator's project with our layout: models, and one module for each resource."""

    view: View

    def _create_package(self) -> None:
        (self.package_dir / "resources").mkdir()
        (self.package_dir / "py.typed").touch()
        for template, name in _FILES.items():
            self._render(template, name)

    def _build_metadata(self) -> None:
        """Write nothing: the project has metadata of its own."""

    def _build_api(self) -> None:
        for tag in self.view.resources:
            self._render("resource.py.jinja", f"resources/{self.view.tag_module(tag)}.py", tag=tag)

    def _render(self, template: str, name: str, **context: Any) -> None:
        text = self.env.get_template(template).render(**context)
        (self.package_dir / name).write_text(text, encoding="utf-8")


def generate(
    document: Document, folder: Path, *, config_file: Path = GENERATOR_CONFIG, templates: Path = TEMPLATES
) -> View:
    """Write the client for a corrected contract into `folder`, which must not exist, and return the view.

    Raises InputError for anything that the generator would skip silently.
    """
    check_pins()
    check_supported(document)
    config = _config(config_file, folder)
    prepared, origins = generator_input(document)
    parsed = _parsed(prepared, config)
    view = View(document, prepared["components"]["schemas"], origins, parsed, config)
    view.check_complete()
    rendered = {model.name for model in view.models}
    parsed.models = [model for model in parsed.models if model.class_info.name in rendered]
    project = SdkProject(openapi=parsed, config=config, custom_template_path=templates)
    project.view = view
    _check_template_names(templates, project)
    loaded = _prepare(project, view)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            problems = project.build()
    except TemplateError as error:
        raise InputError(f"overlays/templates: {error}.") from error
    if problems:
        raise InputError(f"openapi-python-client skipped something: {_summary(problems)}")
    _check_templates_used(templates, loaded)
    return view


def _parsed(prepared: Document, config: Config) -> GeneratorData:
    try:
        parsed = GeneratorData.from_dict(prepared, config=config)
    except ValueError as error:
        reason = " ".join(str(error).split(" For further")[0].split())
        raise InputError(f"openapi-python-client can't read the contract: {reason}") from error
    if isinstance(parsed, GeneratorError):
        raise InputError(f"openapi-python-client can't read the contract: {_summary([parsed])}")
    return parsed


def _prepare(project: Project, view: View) -> set[str]:
    project.env.globals["sdk"] = view
    project.env.filters |= {
        "code": repr,
        "doc": _doc,
        "example": _docstring,
        "tuple_code": lambda values: repr(tuple(values)),
    }
    loaded: set[str] = set()
    custom = project.env.loader.loaders[0]  # type: ignore[union-attr]
    load = custom.get_source

    def recorded(environment: Any, template: str) -> Any:
        source = load(environment, template)
        loaded.add(template)
        return source

    custom.get_source = recorded
    return loaded


def check_pins() -> None:
    """Raise InputError if a pinned package has another version, which would generate other bytes."""
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    pins = dict(entry.split("==") for entry in groups["pipeline"] if "==" in entry)
    for name in PINNED:
        if version(name) != pins[name]:
            raise InputError(f"{name} is {version(name)}, but {pins[name]} is pinned; run 'make venv'.")


def _config(path: Path, folder: Path) -> Config:
    try:
        settings = parse_yaml(path.read_bytes(), path.name)
        if not isinstance(settings, dict):
            raise InputError(f"{path.name}: not a configuration; write keys and values.")
        if "class_overrides" in settings:
            raise InputError(f"{path.name}: class_overrides would hide names from us; set x-sdk-name in overlays/spec.")
        unknown = sorted(set(settings) - set(ConfigFile.model_fields))
        if unknown:
            raise InputError(f"{path.name}: openapi-python-client has no key {', '.join(unknown)}; correct the name.")
        file = ConfigFile(**settings)
    except (OSError, TypeError, ValueError) as error:
        raise InputError(f"{path.name}: can't be used ({' '.join(str(error).split())}).") from error
    return Config.from_sources(
        file,
        meta_type=MetaType.NONE,
        document_source=path,
        file_encoding="utf-8",
        overwrite=False,
        output_path=folder,
    )


def _check_template_names(templates: Path, project: Project) -> None:
    """Refuse unknown template names, before a stock template replaces a misnamed one."""
    stock = project.env.loader.loaders[1].list_templates()  # type: ignore[union-attr]
    known = {*stock, *_FILES, "resource.py.jinja", "helpers.jinja"}
    present = {path.name for path in templates.iterdir()}
    if unknown := sorted(present - known):
        raise InputError(f"overlays/templates: {', '.join(unknown)} was never used; is the name right?")
    if missing := sorted({*_FILES, "resource.py.jinja", "helpers.jinja"} - present):
        raise InputError(f"overlays/templates: {', '.join(missing)} is missing.")


def _check_templates_used(templates: Path, loaded: set[str]) -> None:
    unused = sorted({path.name for path in templates.glob("*.jinja")} - loaded)
    if unused:
        raise InputError(f"overlays/templates: {', '.join(unused)} was never used; is the name right?")


def _summary(problems: Any) -> str:
    sentences = (" ".join(f"{problem.header} {problem.detail or ''}".split()) for problem in problems)
    return "; ".join(re.sub(r"<[\w.]+ object at 0x[0-9a-f]+>", "a name", sentence) for sentence in sentences)


def _doc(text: str) -> str:
    """Return text of the contract in a form that is safe inside a docstring, and that doctest doesn't run."""
    return re.sub(r"(?m)^( *)>>>", r"\1> >>", _docstring(text))


def _docstring(text: str) -> str:
    printable = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in str(text)).strip()
    body = printable.rstrip('"')
    # A quote at the end would join the three that close the docstring.
    return str(safe_for_docstring(body)) + '\\"' * (len(printable) - len(body))
