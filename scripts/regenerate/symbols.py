"""The symbol map: for each place in the contract, the Python names that it becomes.

A contract diff uses it to say what a change means for the SDK's users.
"""

from collections import defaultdict

from scripts.regenerate.entries import Method
from scripts.regenerate.naming import member
from scripts.regenerate.sdk_view import View


def symbols(view: View) -> dict[str, list[str]]:
    """Map JSON pointers into spec/openapi.yaml to Python symbols, such as `Customer.plan` or `customers.get(id)`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for tag, methods in view.resources.items():
        for method in methods:
            name = f"{view.tag_module(tag)}.{method.name}"
            found[method.pointer].append(name)
            _add_arguments(found, name, method)
    for model in view.models:
        found[model.pointer].append(model.name)
        for entry in (*model.fields, *model.properties):
            found[entry.pointer].append(f"{model.name}.{entry.name}")
    for enum in view.enums:
        pointer = view.enum_pointer(enum)
        found[pointer].append(str(enum.class_info.name))
        for index, value in enumerate(view.enum_values(enum)):
            found[f"{pointer}/enum/{index}"].append(f"{enum.class_info.name}.{member(value)}")
    return {pointer: found[pointer] for pointer in sorted(found)}


def _add_arguments(found: defaultdict[str, list[str]], name: str, method: Method) -> None:
    for argument in (*method.path_arguments, *method.keyword_arguments):
        shown = argument.name if argument in method.path_arguments else f"{argument.name}="
        found[argument.pointer].append(f"{name}({shown})")
