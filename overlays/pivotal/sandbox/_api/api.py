"""The whole API of a contract: its kinds of records, its routes, and how each operation is answered."""

from collections.abc import Iterable, Mapping
from functools import cache

from attrs import frozen
from pivotal_api.contract import load_description
from pivotal_runtime.description import Description, OperationEntry

from pivotal.sandbox._api.call import Call
from pivotal.sandbox._api.changes import Hook, Step
from pivotal.sandbox._api.fields import DEFAULTS, FIELD_RULES
from pivotal.sandbox._api.handlers import HANDLERS
from pivotal.sandbox._api.hooks import HOOKS
from pivotal.sandbox._api.rules import Answer, Unanswered, answer_by_rule
from pivotal.sandbox._contract.catalog import Catalog, catalog_of
from pivotal.sandbox._contract.router import Route, Router
from pivotal.sandbox._errors import ApiError

_WHERE = "pivotal/sandbox/_api/handlers.py"


@frozen
class Gap:
    """What the sandbox answers with 501: an operation, or a parameter of one; and the sentence that says so."""

    operation: str
    parameter: str | None
    sentence: str


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
        answer = self.answers.get(operation)
        for gap in self.gaps:
            if gap.operation == operation and (gap.parameter is None or _is_sent(gap.parameter, call)):
                raise ApiError(501, "not_implemented", gap.sentence, gap.parameter)
        if answer is None:
            raise KeyError(operation)
        return answer.run(call)


def _is_sent(parameter: str, call: Call) -> bool:
    return parameter in call.query() or parameter.lower() in call.request.headers


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
            gaps += [_parameter_gap(operation, name, reason) for name, reason in answer.refused.items()]
    routes = [_route(operation) for operation in description.operations]
    return Api(catalog, Router(routes), answers, tuple(gaps), tuple(_stale(catalog)))


def _name(operation: OperationEntry) -> str:
    return f"{operation.method} {operation.path} ({operation.id})"


def _sentence(operation: OperationEntry, what: str, reason: object) -> str:
    return f"The sandbox {what}: {reason}; add a handler for {operation.id} to HANDLERS in {_WHERE}."


def _parameter_gap(operation: OperationEntry, name: str, reason: str) -> Gap:
    return Gap(
        operation.id,
        name,
        _sentence(operation, f"can't guess what the parameter {name} of {_name(operation)} does", reason),
    )


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
        if _lack(catalog, hook) is None:
            hooks.setdefault(hook.kind, {}).setdefault(hook.step, []).append(hook)
    return hooks


def _lack(catalog: Catalog, hook: Hook) -> str | None:
    """Return what a hook needs and the contract lacks."""
    kind = catalog.kinds.get(hook.kind)
    if kind is None:
        return f"the kind of record {hook.kind}"
    lacking = [name for name in hook.fields if name not in kind.fields]
    if lacking:
        return f"{hook.kind}.{', '.join(lacking)}"
    unknown = [
        f"{value!r} of {hook.kind}.{name}" for name, value in hook.values if value not in catalog.values_of(kind, name)
    ]
    return ", ".join(unknown) or None


def _stale(catalog: Catalog) -> Iterable[str]:
    ids = {operation.id for operation in catalog.description.operations}
    for id in HANDLERS:
        if id not in ids:
            yield f"HANDLERS in {_WHERE} names {id}, which the contract has no longer; remove the row."
    for hook in HOOKS:
        if lack := _lack(catalog, hook):
            yield (
                f"HOOKS in pivotal/sandbox/_api/hooks.py needs {lack} for {hook.run.__name__}, and the contract has "
                "that no longer; change the row, or remove it."
            )
    for kind, name in (*FIELD_RULES, *DEFAULTS):
        if kind not in catalog.kinds or name not in catalog.kinds[kind].fields:
            yield (
                f"pivotal/sandbox/_api/fields.py names {kind}.{name}, which the contract has no longer; "
                "change the row, or remove it."
            )
