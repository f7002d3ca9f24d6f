"""Sandbox: a workspace, and the ways to reach it: `handle`, a port, and the SDK's clients."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pivotal_runtime.errors import shown
from pivotal_runtime.extras import needs_extra
from pivotal_runtime.http_messages import Timeout

from pivotal._arguments import flag_of, iterable_of, text_of, whole_of
from pivotal.errors import InvalidArgumentError
from pivotal.sandbox._serving.in_process import AsyncInProcess, InProcess
from pivotal.sandbox._workspace import Workspace

if TYPE_CHECKING:
    from pivotal._client import AsyncPivotalApi, PivotalApi


def _check_places(host: str, port: object, others: object) -> None:
    whole_of("port", port)
    if isinstance(others, str):
        raise InvalidArgumentError(f"allowed_hosts: {shown(others)}; pass a list of names.")
    text_of("host", host)
    for other in iterable_of("allowed_hosts", others):
        text_of("allowed_hosts", other)


class Sandbox(Workspace):
    """A local Pivotal workspace. Any number of threads may call it.

    Args:
        path: The file that stores the workspace; None keeps it in memory.
        clock: The clock of the workspace; None creates one that follows the wall clock.
        rate_limit: True limits requests as documented; a mapping sets the requests a minute by tier (`default`, `test`,
            `paid`). None or False sets no limit, and reports a million, so that paced clients don't wait.
        deprecations: The value of the Deprecation header by operationId.
        allow_remote_webhooks: Whether webhooks may be sent to other machines.
        distinct_times: Whether all objects of a kind have different created_at times; False allows ties.
        id_seed: A different number produces different ids.
        contract: The contract to answer; None answers the one that the client was generated from.

    Attributes:
        control_token: The token of the control API. A new sandbox has a new one; set another before you call `serve`.
        clock: The time of the workspace, which tests can set and advance.
        keys: The API keys of the workspace.
        faults: The faults that are injected into responses.
        requests: The log of the requests.
        webhooks: The webhook endpoints and their deliveries.

    Raises:
        NotASandboxFile: The file contains something else.
        InvalidArgumentError: An argument can't be used.
        OSError: The file can't be opened.

    Example:
        >>> from pivotal.sandbox import Request
        >>> sandbox = Sandbox()
        >>> sandbox.handle(Request("GET", "/api/v1/health")).status
        200
    """

    @contextmanager
    def serve(
        self, host: str = "127.0.0.1", port: int = 0, *, control: bool = False, allowed_hosts: Sequence[str] = ()
    ) -> Generator[str]:
        """Serve over HTTP from a background thread.

        Args:
            host: The host to listen on.
            port: The port; 0 picks a free one.
            control: Whether to serve `/_sandbox/...` too, to those who send `control_token` as a Bearer token.
            allowed_hosts: Names of this machine, besides localhost and the host, by which the server may be called.

        Yields:
            The base URL, such as `http://127.0.0.1:41234`.

        Raises:
            OSError: The host and port are in use or not available.
            InvalidArgumentError: An argument can't be used.
            ImportError: The extra `sandbox` is not installed.
        """
        _check_places(host, port, allowed_hosts)
        flag_of("control", control)
        with needs_extra("sandbox"):
            from pivotal.sandbox._serving.server import Serving, serving

        with serving(self, host, port, Serving(control, tuple(allowed_hosts))) as url:
            yield url

    def sender(self, api_key: str, timeout: float | Timeout | None) -> InProcess:
        """Return the sender of a sync client on this sandbox; `PivotalApi(sandbox=...)` calls this."""
        return InProcess(self, api_key, timeout)

    def async_sender(self, api_key: str, timeout: float | Timeout | None) -> AsyncInProcess:
        """Return the sender of an async client on this sandbox; `AsyncPivotalApi(sandbox=...)` calls this."""
        return AsyncInProcess(self, api_key, timeout)

    # Only these two import the SDK's clients. They use the public constructor: the argument `sandbox=` is the one way
    # to create a client on a sandbox.

    def client(self, *, api_key: str | None = None) -> "PivotalApi":
        """Return `PivotalApi(sandbox=self)`, a client that calls this sandbox without a socket.

        Args:
            api_key: The API key; None uses a test key.

        Example:
            >>> Sandbox().client().customers.create(name="Acme Co.").slug
            'acme-co'
        """
        from pivotal._client import PivotalApi

        return PivotalApi(sandbox=self, api_key=api_key)

    def async_client(self, *, api_key: str | None = None) -> "AsyncPivotalApi":
        """Return `AsyncPivotalApi(sandbox=self)`; otherwise the same as `client`."""
        from pivotal._client import AsyncPivotalApi

        return AsyncPivotalApi(sandbox=self, api_key=api_key)
