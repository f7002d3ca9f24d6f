"""Decoding a page of 100 customers: the whole way from bytes to models, against the stock client's."""

import importlib
import json
from collections.abc import Callable
from typing import Any

import httpx
import msgspec
from pivotal_api.models.customer_list import CustomerList
from pivotal_api.resources.customers import LIST_CUSTOMERS
from pivotal_runtime.http_messages import Request, Response

from benchmarks.figures import Effort, Figure, least_cpu, repeated
from benchmarks.samples import encoded, page
from benchmarks.stock import PACKAGE

ROWS = 100


def measure(effort: Effort) -> list[Figure]:
    """Return the speed-up over the stock client, which must be importable."""
    content = encoded(page(ROWS))
    best = least_cpu(_contestants(content, effort.decodes), effort.rounds)
    spent = {name: seconds / effort.decodes * 1e6 for name, seconds in best.items()}
    stock = spent["stock"]

    def figure(label: str, name: str, target: float | None) -> Figure:
        return Figure(label, stock / spent[name], "x", target, "least", {"stock": stock, name: spent[name]})

    return [
        figure("page decoded, Operation.parse", "Operation.parse", 10),
        figure("page decoded, msgspec alone", "msgspec", None),
        figure("page decoded, json.loads alone", "json.loads", None),
    ]


def _contestants(content: bytes, count: int) -> dict[str, Callable[[], None]]:
    request = Request("GET", "http://127.0.0.1/api/v1/customers")
    response = Response(200, {"content-type": "application/json"}, content, request)
    decoder = msgspec.json.Decoder(CustomerList)
    ways: dict[str, Callable[[], Any]] = {
        "stock": _stock(content),
        "Operation.parse": lambda: LIST_CUSTOMERS.parse(response),
        "msgspec": lambda: decoder.decode(content),
        "json.loads": lambda: json.loads(content),
    }
    if {len(ways[name]().data) for name in ("stock", "Operation.parse")} != {ROWS}:
        raise RuntimeError("The contestants don't decode the same page.")
    return {name: repeated(way, count) for name, way in ways.items()}


def _stock(content: bytes) -> Callable[[], Any]:
    """Return what the stock client does with a response that has come."""
    list_customers = importlib.import_module(f"{PACKAGE}.api.customers.list_customers")
    client = importlib.import_module(f"{PACKAGE}.client").Client(base_url="http://127.0.0.1")
    response = httpx.Response(200, content=content)
    return lambda: list_customers._build_response(client=client, response=response).parsed
