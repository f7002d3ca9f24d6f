"""What a notebook shows of models and pages."""

from pivotal import PivotalApi
from pivotal_api.models import Customer

from tests.support.samples import KEY, customer, page
from tests.support.scripted import ScriptedServer, reply


def test_a_model_is_a_table_of_its_fields() -> None:
    html = Customer.from_dict(customer(7, name="<script>&", plan=KEY))._repr_html_()
    assert "<caption>Customer</caption>" in html
    assert "<tr><th>name</th><td>&lt;script&gt;&amp;</td></tr>" in html
    assert "<tr><th>domain</th><td></td></tr>" in html
    assert KEY not in html and "pivotal_test_K8s9..." in html


def test_a_page_is_a_table_of_its_rows_without_empty_columns() -> None:
    body = page([2, 1])
    body["data"][0]["plan"] = "<b>"
    with ScriptedServer(reply(body=body)) as server, PivotalApi(api_key=KEY, base_url=server.url) as api:
        found = api.customers.list()
        html = found._repr_html_()
    assert html.count("<tr>") == 3
    assert "<caption>&lt;Page of 2, has_more=False&gt;</caption>" in html
    assert "<th>plan</th>" in html and "<td>&lt;b&gt;</td>" in html and "<th>domain</th>" not in html


def test_an_empty_page_is_a_caption() -> None:
    with ScriptedServer(reply(body=page([]))) as server, PivotalApi(api_key=KEY, base_url=server.url) as api:
        assert api.customers.list()._repr_html_().startswith("<table><caption>&lt;Page of 0")
