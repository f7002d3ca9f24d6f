"""Who may call a sandbox on a port: no web page of another site, and the control API only with its token."""

import hmac
import socket
from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from pivotal_runtime.hosts import is_loopback

from pivotal.sandbox._errors import ApiError
from pivotal.sandbox._http_messages import Request

TOKEN_VARIABLE = "PIVOTAL_SANDBOX_TOKEN"  # noqa: S105 - a name


class Access:
    """The checks of a request before it is answered.

    A web page can make a browser call this machine, and can have its own name resolved to it. The Host and Origin
    headers show that.

    Args:
        bound: The host that the server listens on.
        others: Further names by which it may be called.
        token: The token of the control API.
    """

    def __init__(self, bound: str, others: Iterable[str], token: str) -> None:
        self._names = {bound.lower(), *(name.lower() for name in others)}
        self._is_open = bound in ("0.0.0.0", "::")  # noqa: S104 - compared, not bound
        if self._is_open:
            self._names.add(socket.gethostname().lower())
        self._token = token.encode()

    def check(self, request: Request) -> None:
        """Raise ApiError (403) for a request to another host, or from a page of another."""
        host = request.headers.get("host", "")
        if not self._is_known(f"//{host}"):
            message = f"The sandbox is not called {host!a}; call it localhost, or allow the name with --allow-host."
            raise ApiError(403, "host_not_allowed", message, "Host")
        origin = request.headers.get("origin")
        if origin is not None and not self._is_known(origin):
            raise ApiError(403, "origin_not_allowed", f"Pages of {origin!a} may not call the sandbox.", "Origin")

    def check_control(self, request: Request) -> None:
        """Raise ApiError (401) for a control request without the token."""
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), self._token):
            message = "Send the control token, which the sandbox prints at its start, as Authorization: Bearer ...."
            raise ApiError(401, "invalid_control_token", message, headers={"www-authenticate": "Bearer"})

    def _is_known(self, url: str) -> bool:
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return False
        return host in self._names or is_loopback(host) or (self._is_open and _is_address(host))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
