"""TracingHooks with the real OpenTelemetry SDK: exported spans, and trace headers on requests."""

from contextlib import suppress
from typing import Any

import pytest
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode
from pivotal.errors import PivotalError
from pivotal.opentelemetry import TracingHooks

from tests.support.flavors import Flavor
from tests.support.samples import KEY, SECRET_PART, customer
from tests.support.scripted import DROPPED, Script, ScriptedServer, reply


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def provider(exporter: InMemorySpanExporter) -> TracerProvider:
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    return provider


def trace(flavor: Flavor, provider: TracerProvider, *script: Script, **options: Any) -> ScriptedServer:
    with ScriptedServer(*script) as server:
        hooks = [TracingHooks(provider.get_tracer("test"))]
        with suppress(PivotalError):
            flavor.call(server.url, lambda api: api.customers.get(1, options=options), hooks=hooks)
    return server


def only(exporter: InMemorySpanExporter) -> ReadableSpan:
    (span,) = exporter.get_finished_spans()
    return span


def test_one_span_for_each_call_and_one_event_for_each_attempt(
    flavor: Flavor, provider: TracerProvider, exporter: InMemorySpanExporter
) -> None:
    server = trace(flavor, provider, DROPPED, reply(500), reply(body=customer()))
    span = only(exporter)
    assert (span.name, span.kind, span.status.status_code) == (
        "pivotal get-customer",
        SpanKind.CLIENT,
        StatusCode.UNSET,
    )
    assert span.attributes is not None
    assert span.attributes["http.request.method"] == "GET"
    assert span.attributes["url.full"] == f"{server.url}/api/v1/customers/1"
    assert span.attributes["http.response.status_code"] == 200
    seen = [(event.attributes or {}) for event in span.events]
    assert [each["attempt"] for each in seen] == [1, 2, 3]
    assert seen[0]["error.type"] == "APIConnectionError" and seen[1]["http.response.status_code"] == 500


def test_each_attempt_carries_the_trace(
    flavor: Flavor, provider: TracerProvider, exporter: InMemorySpanExporter
) -> None:
    server = trace(flavor, provider, reply(500), reply(body=customer()))
    span = only(exporter)
    assert span.context is not None
    wanted = f"00-{span.context.trace_id:032x}-{span.context.span_id:016x}-"
    assert [request.headers["traceparent"][:-2] for request in server.requests] == [wanted, wanted]


@pytest.mark.parametrize(
    ("script", "error"),
    [(reply(404), "NotFoundError"), (DROPPED, "APIConnectionError"), (reply(200, b"<html>"), "InvalidResponseError")],
    ids=["404", "dropped", "HTML"],
)
def test_a_failed_call_is_an_error(
    flavor: Flavor, provider: TracerProvider, exporter: InMemorySpanExporter, script: Script, error: str
) -> None:
    trace(flavor, provider, script)
    span = only(exporter)
    assert (span.status.status_code, (span.attributes or {})["error.type"]) == (StatusCode.ERROR, error)


def test_no_secret_is_in_a_span(flavor: Flavor, provider: TracerProvider, exporter: InMemorySpanExporter) -> None:
    trace(flavor, provider, reply(401, f"Bearer {KEY}".encode()), extra_query={"key": KEY})
    assert SECRET_PART not in only(exporter).to_json()


def test_the_callers_span_is_the_parent(
    flavor: Flavor, provider: TracerProvider, exporter: InMemorySpanExporter
) -> None:
    with provider.get_tracer("caller").start_as_current_span("job") as job:
        trace(flavor, provider, reply(body=customer()))
    span = next(each for each in exporter.get_finished_spans() if each.name != "job")
    assert span.parent is not None and span.parent.span_id == job.get_span_context().span_id
