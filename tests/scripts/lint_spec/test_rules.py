"""Each rule reports its violation at a JSON pointer."""

from pathlib import Path

import pytest

from tests.scripts.contract_edits import GET_CUSTOMER, ME, Change, get_customer, get_me, lint_changed, schema


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda d: d["info"].pop("title"), ("openapi", "/info")),
        (
            lambda d: schema(d, "Me")["properties"]["api_key"].update({"$ref": "#/components/schemas/Gone"}),
            ("openapi", ""),
        ),
        (lambda d: get_me(d).pop("operationId"), ("operation-id", ME)),
        (lambda d: get_me(d).update(operationId="getMe"), ("operation-id", ME)),
        (lambda d: get_me(d).update(tags=["meta", "customers"]), ("one-tag", f"{ME}/tags")),
        (lambda d: get_me(d).update(tags=[]), ("one-tag", f"{ME}/tags")),
        (lambda d: get_me(d).update(tags=["identity"]), ("one-tag", f"{ME}/tags")),
        (lambda d: get_me(d).pop("x-evidence"), ("evidence", ME)),
        (lambda d: get_me(d).update({"x-evidence": "rumor"}), ("evidence", ME)),
        (
            lambda d: get_customer(d)["parameters"][0].pop("x-evidence"),
            ("evidence", f"{GET_CUSTOMER}/parameters/0"),
        ),
        (
            lambda d: schema(d, "Contact")["properties"]["email"].pop("x-evidence"),
            ("evidence", "/components/schemas/Contact/properties/email"),
        ),
        (
            lambda d: d["components"]["parameters"]["IdempotencyKey"].pop("x-evidence"),
            ("evidence", "/components/parameters/IdempotencyKey"),
        ),
        (lambda d: get_me(d).update(security=[]), ("security", f"{ME}/security")),
        (
            lambda d: d["paths"]["/api/v1/health"]["get"].pop("security"),
            ("security", "/paths/~1api~1v1~1health/get/security"),
        ),
        (
            lambda d: schema(d, "CustomerList")["required"].remove("has_more"),
            ("list-envelope", "/paths/~1api~1v1~1customers/get/responses/200"),
        ),
        (
            lambda d: schema(d, "CustomerList")["properties"]["next_cursor"].update(type="string"),
            ("list-envelope", "/paths/~1api~1v1~1customers/get/responses/200"),
        ),
        (
            lambda d: get_me(d)["responses"]["401"]["content"]["application/json"].update(schema={"type": "string"}),
            ("error-envelope", f"{ME}/responses/401"),
        ),
        (lambda d: get_me(d)["responses"]["401"].pop("content"), ("error-envelope", f"{ME}/responses/401")),
        (
            lambda d: schema(d, "ErrorError")["required"].remove("code"),
            ("error-envelope", "/components/schemas/Error/properties/error"),
        ),
        (
            lambda d: d["components"]["examples"]["Customer"]["value"].update(mrr="much"),
            ("examples", "/components/examples/Customer/value"),
        ),
        (
            lambda d: d["components"]["examples"]["Contact"]["value"].update(created_at="yesterday"),
            ("examples", "/components/examples/Contact/value"),
        ),
        (
            lambda d: get_me(d)["responses"]["200"]["content"]["application/json"].update(
                examples={"Wrong": {"value": {"object": "me"}}}
            ),
            ("examples", f"{ME}/responses/200/content/application~1json/examples/Wrong"),
        ),
        (
            lambda d: schema(d, "Me")["properties"]["object"].update(nullable=True),
            ("canonical-form", "/components/schemas/Me/properties/object/nullable"),
        ),
    ],
)
def test_each_rule_reports_its_violation(change: Change, expected: tuple[str, str], spec: Path) -> None:
    assert expected in lint_changed(spec, change)


BOOLEANS: list[Change] = [
    lambda d: d["components"]["schemas"].update(Contact=True),
    lambda d: d["components"]["schemas"].update(Error=False),
    lambda d: schema(d, "Error")["properties"].update(error=True),
    lambda d: schema(d, "CustomerList")["properties"].update(has_more=True),
    lambda d: d["paths"]["/api/v1/customers"]["get"]["responses"]["200"]["content"]["application/json"].update(
        schema=True, example={}
    ),
    lambda d: get_me(d)["responses"]["200"]["content"]["application/json"].update(schema=False, example={}),
    lambda d: get_customer(d)["parameters"][0].update(schema=True),
]


@pytest.mark.parametrize("change", BOOLEANS)
def test_a_schema_that_is_true_or_false_is_not_canonical(change: Change, spec: Path) -> None:
    assert "canonical-form" in {rule for rule, _ in lint_changed(spec, change)}
