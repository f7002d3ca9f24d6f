"""The whole API of a contract: its kinds of records, its routes, and how each operation is answered."""

from collections.abc import Mapping
from functools import cache

import msgspec
from attrs import frozen
from pivotal_api.contract import load_description
from pivotal_runtime.description import Description, OperationEntry

from pivotal.sandbox._api.call import Call
from pivotal.sandbox._api.changes import Hook, Step
from pivotal.sandbox._api.fields import DEFAULTS
from pivotal.sandbox._api.handlers import HANDLERS
from pivotal.sandbox._api.hooks import HOOKS
from pivotal.sandbox._api.rules import Answer, Unanswered, answer_by_rule
from pivotal.sandbox._api.stale_rows import HANDLERS_FILE, find_stale_rows, lack_of
from pivotal.sandbox._contract.catalog import Catalog, catalog_of
from pivotal.sandbox._contract.defaults import UNSET, stated_default
from pivotal.sandbox._contract.router import Route, Router
from pivotal.sandbox._errors import ApiError


@frozen
class Gap:
    """What the sandbox answers with 501.

    Args:
        operation: The operationId.
        parameter: The parameter; None if it is the whole operation.
        sentence: What the answer says.
        default: The value of the parameter that means the same as none.
    """

    operation: str
    parameter: str | None
    sentence: str
    default: str | None = None

    def is_met(self, call: Call) -> bool:
        """Return whether a call of the operation needs what is missing."""
        if self.parameter is None:
            return True
        values = call.query().get(self.parameter, [call.request.headers.get(self.parameter.lower())])
        return any(value not in (None, self.default) for value in values)


@frozen(eq=False)
class Api:
    """The API of a contract.

    Args:
        catalog: The kinds of records.
        router: The routes.
        answers: How each operation is answered, by operationId.
        gaps: What is answered with 501.
        stale: A sentence for each row written by hand that no longer fits the contract.
    """

    catalog: Catalog
    router: Router
    answers: Mapping[str, Answer]
    gaps: tuple[Gap, ...]
    stale: tuple[str, ...]

    def answer(self, operation: str, call: Call) -> bytes:
        """Return the body of the response. Raises ApiError for a failure; 501 for what the sandbox can't guess."""
        for gap in self.gaps:
            if gap.operation == operation and gap.is_met(call):
                raise ApiError(501, "not_implemented", gap.sentence, gap.parameter)
        return self.answers[operation].run(call)


@cache
def default_api() -> Api:
    """Return the API of the contract that the client was generated from."""
    return api_of(load_description())


def api_of(description: Description) -> Api:
    """Return the API of a contract."""
    catalog = catalog_of(description, DEFAULTS)
    hooks = _active(catalog)
    answers: dict[str, Answer] = {}
    gaps: list[Gap] = []
    for operation in description.operations:
        if operation.id in HANDLERS:
            answers[operation.id] = Answer(HANDLERS[operation.id], {})
            continue
        try:
            answer = answers[operation.id] = answer_by_rule(catalog, operation, hooks)
        except Unanswered as reason:
            gaps.append(
                Gap(operation.id, None, _sentence(operation, f"can't guess what {_name(operation)} does", reason))
            )
        else:
            gaps += [_parameter_gap(catalog, operation, name, reason) for name, reason in answer.refused.items()]
    router = Router(map(_route, description.operations))
    return Api(catalog, router, answers, tuple(gaps), tuple(find_stale_rows(catalog)))


def _name(operation: OperationEntry) -> str:
    return f"{operation.method} {operation.path} ({operation.id})"


def _sentence(operation: OperationEntry, what: str, reason: object) -> str:
    return f"The sandbox {what}: {reason}; add a handler for {operation.id} to HANDLERS in {HANDLERS_FILE}."


def _parameter_gap(catalog: Catalog, operation: OperationEntry, name: str, reason: str) -> Gap:
    schema = next(parameter.schema for parameter in operation.parameters if parameter.name == name)
    default = stated_default(catalog.description, schema)
    sentence = _sentence(operation, f"can't guess what the parameter {name} of {_name(operation)} does", reason)
    if default is UNSET:
        return Gap(operation.id, name, sentence)
    return Gap(operation.id, name, sentence, default if isinstance(default, str) else _text(default))


def _text(value: object) -> str:
    """Return a value as it is written in a query."""
    return msgspec.json.encode(value).decode()


def _route(operation: OperationEntry) -> Route:
    status = operation.success.status
    by_method = 201 if operation.method == "POST" else 200
    return Route(
        operation.method,
        operation.path,
        operation.id,
        success=int(status) if status.isdigit() else by_method,
        needs_key=operation.authenticated,
    )


def _active(catalog: Catalog) -> dict[str, dict[Step, list[Hook]]]:
    """Return the hooks that fit the contract, by kind and step."""
    hooks: dict[str, dict[Step, list[Hook]]] = {}
    for hook in HOOKS:
        if lack_of(catalog, hook) is None:
            hooks.setdefault(hook.kind, {}).setdefault(hook.step, []).append(hook)
    return hooks
