"""Applications on a socket of this machine, and the frameworks' examples as applications."""

import importlib.util
import socketserver
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import uvicorn
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import path
from pivotal.sandbox._serving.server import bind, url_of

from scripts.project import ROOT


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None: ...


class _Threading(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def wsgi_server(app: Any) -> Iterator[str]:
    """Serve a WSGI application; yield the URL."""
    with make_server("127.0.0.1", 0, app, _Threading, _Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def asgi_server(app: Any) -> Iterator[str]:
    """Serve an ASGI application; yield the URL."""
    listener = bind("127.0.0.1", 0)
    listener.listen()  # a request before the start waits
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield url_of(listener)
    server.should_exit = True
    thread.join()


def example(name: str) -> ModuleType:
    """Return an example as a module of its own."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "examples" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def django_app(view: Any) -> Any:
    """Return a Django application with one view; there is one configuration for a process."""
    urls = sys.modules.setdefault("urls_of_the_django_tests", ModuleType("urls_of_the_django_tests"))
    vars(urls)["urlpatterns"] = [path("webhooks", lambda request: vars(urls)["view"](request))]
    vars(urls)["view"] = view
    if not settings.configured:
        settings.configure(ROOT_URLCONF=urls.__name__, ALLOWED_HOSTS=["127.0.0.1"], LOGGING_CONFIG=None)
    vars(urls)["urlpatterns"][0].callback.csrf_exempt = getattr(view, "csrf_exempt", False)
    return get_wsgi_application()
