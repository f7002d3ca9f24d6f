"""An example of each operation, in Python and on the command line."""

import ast
import doctest
import shlex

from pivotal_runtime.description import Field, OperationEntry

_CLEARED = "--null"


def python_example(operation: OperationEntry) -> str:
    """Return the contract's example, which the tests run; else a call with the required arguments."""
    if operation.example:
        return "".join(_with_result(example) for example in doctest.DocTestParser().get_examples(operation.example))
    arguments = [field.python for field in _positional(operation)]
    arguments += [f"{field.python}=..." for field in _required(operation)]
    return f"client.{operation.resource}.{operation.name}({', '.join(arguments)})\n"


def _with_result(example: doctest.Example) -> str:
    result = "".join(f"# {line}\n" for line in example.want.splitlines())
    return example.source + result


def command_example(operation: OperationEntry) -> str:
    """Return the same call on the command line."""
    call = _call(operation)
    words = ["pivotal", operation.resource, operation.name.replace("_", "-")]
    if call is None or not _has_known_values(call):
        words += [field.python.upper() for field in _positional(operation)]
        words += [word for field in _required(operation) for word in (_flag(field.python), field.python.upper())]
        return " ".join(words)
    words += [str(_value(argument)) for argument in call.args]
    for keyword in call.keywords:
        words += _option(str(keyword.arg), _value(keyword.value))
    return shlex.join(words)


def _call(operation: OperationEntry) -> ast.Call | None:
    """Return the call of the operation in its example."""
    for example in doctest.DocTestParser().get_examples(operation.example or ""):
        for node in ast.walk(ast.parse(example.source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"client.{operation.resource}.{operation.name}":
                return node
    return None


def _has_known_values(call: ast.Call) -> bool:
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return all(isinstance(_id_of(value), ast.Constant) for value in values)


def _value(argument: ast.expr) -> object:
    return ast.literal_eval(_id_of(argument))


def _id_of(argument: ast.expr) -> ast.expr:
    """Return the id of a record that the argument fetches, which the command line takes in its place."""
    match argument:
        case ast.Call(func=ast.Attribute(attr="get"), args=[record_id], keywords=[]):
            return record_id
        case _:
            return argument


def _option(name: str, value: object) -> list[str]:
    if value is None:
        return [_CLEARED, name]
    if isinstance(value, bool):
        return [_flag(name) if value else f"--no-{_flag(name)[2:]}"]
    return [_flag(name), str(value)]


def _flag(name: str) -> str:
    return f"--{name.strip('_').replace('_', '-')}"


def _positional(operation: OperationEntry) -> list[Field]:
    return [parameter for parameter in operation.parameters if parameter.location == "path"]


def _required(operation: OperationEntry) -> list[Field]:
    fields = [parameter for parameter in operation.parameters if parameter.location != "path"]
    body = operation.body.fields if operation.body is not None else ()
    return [field for field in (*fields, *body) if field.required]
