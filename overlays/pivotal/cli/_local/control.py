"""The control API of a running local server."""

import os
from collections.abc import Mapping
from typing import Any

from pivotal_api import Client

from pivotal._raw import raw_operation
from pivotal.cli._account.connection import base_url_for
from pivotal.cli._exits import CommandError
from pivotal.sandbox._serving.access import TOKEN_VARIABLE
from pivotal.sandbox._serving.control import PREFIX


class Control:
    """Calls the control API of the server that the options and the environment name.

    Raises:
        CommandError: No local server is named.
    """

    def __init__(self, options: Mapping[str, Any]) -> None:
        token, url = os.environ.get(TOKEN_VARIABLE), base_url_for(options)
        if not token or not url:
            raise CommandError(
                f"No local server: run `pivotal sandbox --control`, and set PIVOTAL_BASE_URL and {TOKEN_VARIABLE} "
                "to what it prints."
            )
        self._client = Client(token=token, base_url=url)

    def call(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """Return the decoded response."""
        operation = raw_operation(method, f"{PREFIX}{path}", {"body": body})
        return self._client.call(operation, (), body=body)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()
