"""The peers' calls, run inside the peers' environment: prints the least CPU time of a call in microseconds."""

import json
import sys
from collections.abc import Callable

import httpx
import openai  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports]
import stripe  # type: ignore[import-not-found]  # pyright: ignore[reportMissingImports]

from benchmarks.figures import least_cpu, repeated


def main(url: str, rounds: int, count: int) -> None:
    """Measure against a server's base URL."""
    headers = {"authorization": "Bearer benchmark"}
    bare = httpx.Client(base_url=url, headers=headers, timeout=30.0)
    openai_client = openai.OpenAI(api_key="benchmark", base_url=f"{url}/v1")
    stripe_client = stripe.StripeClient("benchmark", base_addresses={"api": url})
    calls: dict[str, Callable[[], object]] = {
        "httpx": lambda: bare.get("/v1/models/sample").json(),
        "openai": lambda: openai_client.models.retrieve("sample"),
        "stripe": lambda: stripe_client.v1.customers.retrieve("sample"),
    }
    best = least_cpu({name: repeated(call, count) for name, call in calls.items()}, rounds)
    print(json.dumps({name: seconds / count * 1e6 for name, seconds in best.items()}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
