"""The symbol map: the Python names that are generated from each place in the contract.

The contract diff uses it to report what a change means for the SDK's users.
"""

from collections import defaultdict

from scripts.regenerate.entries import Method
from scripts.regenerate.sdk_view import View


def map_symbols(view: View) -> dict[str, list[str]]:
    """Return the Python symbols, such as `Customer.plan` or `customers.get(id)`, by JSON pointer into the contract."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for tag, methods in view.resources.items():
        for method in methods:
            name = f"{view.tag_module(tag)}.{method.name}"
            names[method.pointer].append(name)
            _add_arguments(names, name, method)
    for model in view.models:
        names[model.pointer].append(model.name)
        for field in (*model.fields, *model.properties, *filter(None, (model.tag,))):
            names[field.pointer].append(f"{model.name}.{field.name}")
    for event in view.events:
        names[event.pointer].append(event.class_name)
    for enum in view.enums:
        pointer = view.enum_pointer(enum)
        names[pointer].append(str(enum.class_info.name))
        for index, (member, _) in enumerate(view.enum_members(enum)):
            names[f"{pointer}/enum/{index}"].append(f"{enum.class_info.name}.{member}")
    return {pointer: names[pointer] for pointer in sorted(names)}


def _add_arguments(names: defaultdict[str, list[str]], name: str, method: Method) -> None:
    for argument in (*method.positional, *method.keyword_arguments):
        argument_name = argument.name if argument in method.positional else f"{argument.name}="
        names[argument.pointer].append(f"{name}({argument_name})")
