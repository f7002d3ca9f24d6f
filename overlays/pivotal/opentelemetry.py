"""OpenTelemetry spans for calls, as a hook. Needs the extra: pip install "pivotal[opentelemetry]"."""

from pivotal_runtime.errors import redact
from pivotal_runtime.extras import needs_extra

from pivotal._hooks import Attempt, Call, Hooks
from pivotal._version import __version__

with needs_extra("opentelemetry"):
    from opentelemetry import propagate, trace
    from opentelemetry.trace import Span, SpanKind, Status, StatusCode

__all__ = ["TracingHooks"]

_SPAN = "opentelemetry.span"


class TracingHooks(Hooks):
    """Hooks that trace calls: one client span for each call, one event for each attempt, trace headers on requests.

    Args:
        tracer: The tracer to use; without it, one of the global provider.

    Example:
        >>> from pivotal.opentelemetry import TracingHooks
        >>> client = PivotalApi(api_key=key, base_url=url, hooks=[TracingHooks()])
    """

    def __init__(self, tracer: trace.Tracer | None = None) -> None:
        self._tracer = tracer or trace.get_tracer("pivotal", __version__)

    def call_started(self, call: Call) -> None:
        """Start the span."""
        attributes = {"http.request.method": call.request.method, "url.full": redact(call.request.url)}
        span = self._tracer.start_span(f"pivotal {call.operation}", kind=SpanKind.CLIENT, attributes=attributes)
        call.context[_SPAN] = span

    def attempt_started(self, call: Call, attempt: Attempt) -> None:
        """Add the trace headers to the request."""
        propagate.inject(attempt.request.headers, trace.set_span_in_context(_span(call)))

    def attempt_ended(self, call: Call, attempt: Attempt) -> None:
        """Add an event for the attempt."""
        outcome: dict[str, str | int | float] = {"attempt": attempt.number, "seconds": attempt.seconds}
        if attempt.response is not None:
            outcome["http.response.status_code"] = attempt.response.status
        if attempt.error is not None:
            outcome["error.type"] = type(attempt.error).__name__
        _span(call).add_event("attempt", outcome)

    def call_ended(self, call: Call) -> None:
        """End the span."""
        span = _span(call)
        last = call.attempts[-1].response if call.attempts else None
        if last is not None:
            span.set_attribute("http.response.status_code", last.status)
        if call.error is not None:
            span.set_attribute("error.type", type(call.error).__name__)
            span.set_status(Status(StatusCode.ERROR, str(call.error)))
        span.end()


def _span(call: Call) -> Span:
    span = call.context[_SPAN]
    assert isinstance(span, Span)  # noqa: S101  (call_started put it there)
    return span
