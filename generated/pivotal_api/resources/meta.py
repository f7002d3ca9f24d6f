# Generated; do not edit: change spec/, overlays/spec or overlays/templates, then run `make regenerate`.
"""The `meta` operations. Identity and liveness."""

from pivotal_runtime.http_messages import RequestOptions
from pivotal_runtime.operations import Operation
from pivotal_runtime.resource import AsyncResource, Resource

from ..models.health import Health
from ..models.me import Me

__all__ = ["AsyncMeta", "Meta"]

GET_HEALTH: Operation[Health] = Operation("get-health", "GET", "/api/v1/health", Health, authenticated=False)
GET_ME: Operation[Me] = Operation("get-me", "GET", "/api/v1/me", Me)


class Meta(Resource):
    """The `meta` operations. Identity and liveness."""

    def health(self, *, options: RequestOptions | None = None) -> Health:
        """Whether the API is up. Needs no key.

        Args:
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.meta.health().status
            'ok'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/meta/get-health
        """
        return self._call(GET_HEALTH, options=options)

    def me(self, *, options: RequestOptions | None = None) -> Me:
        """The API key that made the call, and the workspace that it belongs to.

        Args:
            options: Options of this call, such as `timeout`; see RequestOptions.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.

        Example:
            >>> client.meta.me().organization.name
            'Sandbox'

        Documentation: https://docs.pivotal.app/api/reference/pivotal-api/meta/get-me
        """
        return self._call(GET_ME, options=options)


class AsyncMeta(AsyncResource):
    """The async `meta` operations. Identity and liveness."""

    async def health(self, *, options: RequestOptions | None = None) -> Health:
        """Whether the API is up. Needs no key.

        Takes the arguments of `Meta.health`.

        Raises:
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(GET_HEALTH, options=options)

    async def me(self, *, options: RequestOptions | None = None) -> Me:
        """The API key that made the call, and the workspace that it belongs to.

        Takes the arguments of `Meta.me`.

        Raises:
            AuthenticationError: Missing or invalid API key (401).
            PivotalError: Any other failure, such as RateLimitError, ServerError or APIConnectionError.
        """
        return await self._call(GET_ME, options=options)
