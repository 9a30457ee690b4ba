"""One HTTP request to the very address that was checked, within a time and a number of bytes that hold whatever is sent."""

import errno
import http.client
import io
import socket
import ssl
import threading
import time
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from django.utils.translation import gettext as _

from troubleshooting.link_check.addresses import RefusedError, Target, is_public

MAX_BYTES: Final = 256 * 1024
"""Of headers and what comes with them; no body is asked for."""


class Deadline:
    """Counted from the beginning, not from the last byte: a server that drips must not hold a thread."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


class NameNotFoundError(OSError):
    """The host's name leads to no address."""


class CutOffError(OSError):
    """The portal's own machine reaches neither names nor networks, which says nothing about the address."""


def addresses_of(target: Target, deadline: Deadline) -> list[str]:
    """All addresses of the host, each allowed; resolved once, for the connection goes to one of these."""
    found = _within(deadline, lambda: socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not target.is_trusted and not all(map(is_public, addresses)):
        raise RefusedError(_("The address is private or local, so visitors cannot be meant. It was not asked."))
    return addresses


def _within(deadline: Deadline, resolve: Callable[[], list[Any]]) -> list[Any]:
    """The system's resolver knows no timeout, so it is left behind when it takes too long."""
    answers: list[list[Any] | Exception] = []

    def work() -> None:
        try:
            answers.append(resolve())
        except (OSError, UnicodeError) as error:
            answers.append(error)

    resolver = threading.Thread(target=work, daemon=True)
    resolver.start()
    resolver.join(deadline.left())
    if not answers:
        raise TimeoutError
    if isinstance(answers[0], Exception):
        is_temporary = isinstance(answers[0], socket.gaierror) and answers[0].errno == socket.EAI_AGAIN
        raise CutOffError if is_temporary else NameNotFoundError
    return answers[0]


def ask(method: str, target: Target, addresses: list[str], deadline: Deadline, agent: str) -> tuple[int, str]:
    """Status and ``Location`` of the answer. Raises ``OSError`` or ``http.client.HTTPException``."""
    connection = _Connection(target, _connect(target, addresses, deadline))
    headers = {"Host": target.authority, "User-Agent": agent, "Accept": "*/*", "Connection": "close"}
    try:
        # What a browser would encode: spaces and letters beyond ASCII.
        connection.request(method, quote(target.path, safe="/%?&=:@!$'()*+,;~#[]"), headers=headers)
        response = connection.getresponse()
        # Headers are read as Latin-1, and servers send UTF-8.
        location = (response.getheader("Location") or "").encode("latin-1", "ignore").decode("utf-8", "ignore")
        return response.status, location
    finally:
        connection.close()


def _connect(target: Target, addresses: list[str], deadline: Deadline) -> "_BoundedSocket":
    """To the first address that answers, as browsers do where one of two protocols is broken."""
    failure: OSError = NameNotFoundError()
    for tried, address in enumerate(addresses):
        try:
            share = deadline.left() / (len(addresses) - tried)
            plain = socket.create_connection((address, target.port), timeout=share)
            return _BoundedSocket(_secure(plain, target, deadline), deadline)
        except ssl.SSLError:
            raise
        except OSError as error:
            failure = CutOffError() if error.errno in {errno.ENETUNREACH, errno.ENETDOWN} else error
    raise failure


def _secure(plain: socket.socket, target: Target, deadline: Deadline) -> socket.socket:
    if target.scheme == "http":
        return plain
    try:
        plain.settimeout(deadline.left())
        return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise


class _Connection(http.client.HTTPConnection):
    """Speaks HTTP over a socket that stands already, and never opens another."""

    auto_open = 0

    def __init__(self, target: Target, sock: "_BoundedSocket") -> None:
        super().__init__(target.host, target.port)
        self.sock: Any = sock


class _BoundedSocket:
    """As much of a socket as ``http.client`` uses; every wait ends with the deadline."""

    def __init__(self, sock: socket.socket, deadline: Deadline) -> None:
        self._sock = sock
        self._deadline = deadline

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._deadline.left())
        self._sock.sendall(data)

    def receive(self, buffer: memoryview) -> int:
        self._sock.settimeout(self._deadline.left())
        return self._sock.recv_into(buffer)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Answer(self))

    def close(self) -> None:
        self._sock.close()


class _Answer(io.RawIOBase):
    """What comes from a socket, up to the last byte that is taken."""

    def __init__(self, source: _BoundedSocket) -> None:
        self._source = source
        self._left = MAX_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            raise http.client.LineTooLong("answer")
        count = self._source.receive(memoryview(buffer)[: self._left])
        self._left -= count
        return count
