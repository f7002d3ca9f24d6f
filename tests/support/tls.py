"""TLS on loopback: a certificate made for the run, and a server that speaks HTTP/2 with it."""

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from math import inf
from pathlib import Path

import h2.config
import h2.connection
import h2.events

_FRAME = 16_384  # bytes; the largest that a client takes which hasn't said otherwise


def certificate(folder: Path) -> tuple[Path, Path]:
    """A self-signed certificate for localhost, and its key."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*made, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


@contextmanager
def http2_server(
    cert: Path, key: Path, body: bytes, *, most: float = inf, unanswered: str = "", wait: Callable[[], object] = list
) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Answer every HTTP/2 request with a body; yield the URL, and the headers of the requests that came.

    A header that we add, `connection`, tells the connections apart.

    Args:
        most: Requests after which a connection is closed without a word, whatever is still to be answered.
        unanswered: A path that is never answered.
        wait: Waits before each answer.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    context.set_alpn_protocols(["h2"])
    seen: list[dict[str, str]] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    plain, _ = listener.accept()
                    args = (context, plain, body, seen, (most, unanswered, wait))
                    threading.Thread(target=_serve, args=args, daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"https://localhost:{listener.getsockname()[1]}", seen
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _serve(
    context: ssl.SSLContext,
    plain: socket.socket,
    body: bytes,
    seen: list[dict[str, str]],
    limits: tuple[float, str, Callable[[], object]],
) -> None:
    most, unanswered, wait = limits
    served = 0
    paths: dict[int, str] = {}
    with suppress(OSError), plain, context.wrap_socket(plain, server_side=True) as stream:
        state = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
        state.initiate_connection()
        stream.sendall(state.data_to_send())
        while received := stream.recv(65_536):
            for event in state.receive_data(received):
                if isinstance(event, h2.events.RequestReceived):
                    seen.append({str(name): str(value) for name, value in event.headers})
                    seen[-1]["connection"] = str(id(plain))
                    paths[event.stream_id] = seen[-1][":path"]
                if isinstance(event, h2.events.StreamEnded) and paths[event.stream_id] != unanswered:
                    served += 1
                    if served > most:
                        return
                    wait()
                    state.send_headers(event.stream_id, [(":status", "200"), ("content-type", "application/json")])
                    for start in range(0, len(body), _FRAME):
                        state.send_data(event.stream_id, body[start : start + _FRAME])
                    state.end_stream(event.stream_id)
            stream.sendall(state.data_to_send())
