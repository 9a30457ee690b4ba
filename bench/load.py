"""A small load generator: keeps a number of requests under way on loopback for a time, and counts the answers.

One thread and the standard library: on a core of its own it asks for more than a Django view on another can answer, so
the server is what is measured. Connections stay open between requests, as a proxy in front keeps them.
"""

import ipaddress
import itertools
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

HEAD_END = b"\r\n\r\n"


@dataclass
class Round:
    """What one round counted. ``latencies`` in seconds, one for each answer with the expected status."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    errors: int = 0

    @property
    def rate(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0


class Client:
    """One connection with one request under way on it."""

    def __init__(self, port: int) -> None:
        self.connection = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.expected = 0
        """Length of the answer, head and body; 0 until the head has arrived."""
        self.started = 0.0

    def send(self, request: bytes) -> None:
        self.received.clear()
        self.expected = 0
        self.started = time.perf_counter()
        self.connection.sendall(request)

    def receive(self) -> bool:
        """Read what has arrived; True when the answer is whole. Raises ConnectionError when the server hangs up."""
        chunk = self.connection.recv(262_144)
        if not chunk:
            raise ConnectionError
        self.received += chunk
        if not self.expected and (end := self.received.find(HEAD_END)) >= 0:
            self.expected = end + len(HEAD_END) + _content_length(bytes(self.received[:end]))
        return 0 < self.expected <= len(self.received)


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    raise ValueError("an answer without Content-Length cannot be told from the next one")


@dataclass
class Load:
    """Requests to one port, all expected to be answered with one status."""

    port: int
    request: Callable[[], bytes]
    expect: int
    connections: int = 8

    def run(self, seconds: float) -> Round:
        """Anything but an answer with the expected status counts as an error."""
        result = Round()
        with selectors.DefaultSelector() as selector:
            begun = time.perf_counter()
            for _ in range(self.connections):
                self._open(selector)
            while (now := time.perf_counter()) - begun < seconds:
                for key, _ in selector.select(timeout=0.5):
                    self._proceed(selector, key.data, result)
            result.seconds = now - begun
            for key in list(selector.get_map().values()):
                key.data.connection.close()
        return result

    def _open(self, selector: selectors.BaseSelector) -> None:
        client = Client(self.port)
        client.send(self.request())
        selector.register(client.connection, selectors.EVENT_READ, client)

    def _proceed(self, selector: selectors.BaseSelector, client: Client, result: Round) -> None:
        try:
            if not client.receive():
                return
        except ConnectionError:
            result.errors += 1
            selector.unregister(client.connection)
            client.connection.close()
            self._open(selector)
            return
        if client.received.startswith(b"HTTP/1.1 %d " % self.expect):
            result.latencies.append(time.perf_counter() - client.started)
        else:
            result.errors += 1
        client.send(self.request())


def get(path: str) -> Callable[[], bytes]:
    """The request of a browser for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n\r\n".encode


def post(path: str, form: str) -> Callable[[], bytes]:
    """A form sent from our own page, every time by a visitor from another network: no rate limit is met."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nAccept-Encoding: gzip\r\n"
        f"Sec-Fetch-Site: same-origin\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\nX-Forwarded-For: "
    )
    networks = itertools.count(0x0100_0000, 0x100)

    def request() -> bytes:
        return f"{head}{ipaddress.IPv4Address(next(networks))}\r\n\r\n{form}".encode()

    return request
