"""Servers below HTTP: what becomes of each connection is up to the test."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def tcp_server(serve: Callable[[socket.socket], None], *, receive_buffer: int | None = None) -> Iterator[int]:
    """Hand each connection to `serve`, in a thread of its own; give the port."""
    with socket.socket() as listener:
        if receive_buffer is not None:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        listener.bind(("127.0.0.1", 0))
        listener.listen()

        def run(connection: socket.socket) -> None:
            with suppress(OSError), connection:
                serve(connection)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=run, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield listener.getsockname()[1]
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


@contextmanager
def dripping_relay(port: int, *, after: int = 0, pause: float = 0.01) -> Iterator[int]:
    """Pass on all that is sent to a port at once; of what comes back, after so many bytes one at a time."""
    stopped = threading.Event()

    def pump(source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(65_536):
                sink.sendall(data)

    def relay(client: socket.socket) -> None:
        with socket.create_connection(("127.0.0.1", port)) as server:
            threading.Thread(target=pump, args=(client, server), daemon=True).start()
            passed = 0
            while data := server.recv(max(after - passed, 1)):
                client.sendall(data)
                passed += len(data)
                if passed > after and stopped.wait(pause):
                    return

    try:
        with tcp_server(relay) as own:
            yield own
    finally:
        stopped.set()


@contextmanager
def unanswered_port() -> Iterator[int]:
    """Give a port on which no connection comes about, as if packets were lost on the way."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        waiting = []
        for _ in range(8):  # the first few fill the queue of those that wait to be accepted
            each = socket.socket()
            each.setblocking(False)
            with suppress(BlockingIOError):
                each.connect(address)
            waiting.append(each)
        yield address[1]
        for each in waiting:
            each.close()
