"""Connections to a vetted address, under one limit of time and bytes.

urllib3 speaks HTTP and TLS; this module gives it the socket. The socket connects
to an address that was judged, while ``Host``, SNI and the certificate's name stay
those of the URL. Each time bytes are read from it, it looks at the clock and
counts: a server that sends one byte a second, in the headers or the body, never
ends a header line or never stops, is cut off all the same. So is one that does not
take what it is sent.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Sequence
from copy import copy
from typing import Any, Final

from urllib3.connection import HTTPConnection, HTTPSConnection

from factcheck.lib.http.errors import Refused, Transient
from factcheck.lib.http.targets import Target

_ALIVE_EVERY: Final = 2.0  # seconds
_MAX_ATTEMPTS: Final = 4  # addresses of one name that are tried


class Budget:
    """What one fetch may still use: seconds until its deadline, bytes on the wire.

    ``alive`` is called now and then, whenever the time left is asked for.
    """

    def __init__(
        self,
        *,
        total: float,
        connect: float,
        read: float,
        max_bytes: int,
        alive: Callable[[], None] | None = None,
    ) -> None:
        self._alive = alive
        self._next_alive = time.monotonic() + _ALIVE_EVERY
        self._deadline = time.monotonic() + total
        self._total = total
        self._connect = connect
        self._read = read
        self._max_bytes = max_bytes
        self._bytes_left = max_bytes

    def renewed(self) -> Budget:
        """The same deadline, with all bytes to use again."""
        fresh = copy(self)
        fresh._bytes_left = self._max_bytes
        return fresh

    def seconds_to_connect(self) -> float:
        """For one connection or one lookup; raises ``Transient`` at the deadline."""
        return min(self._connect, self.seconds_left())

    def seconds_to_read(self) -> float:
        """For one piece of an answer; raises ``Transient`` at the deadline."""
        return min(self._read, self.seconds_left())

    def seconds_left(self) -> float:
        """Until the deadline; raises ``Transient`` there."""
        now = time.monotonic()
        if self._alive is not None and now >= self._next_alive:
            self._next_alive = now + _ALIVE_EVERY
            self._alive()
        left = self._deadline - now
        if left <= 0:
            raise Transient(
                f"The site did not answer in full within {self._total:g} seconds.",
                code="timeout",
            )
        return left

    def took(self, count: int) -> int:
        """Count bytes that came in; raises ``Refused`` beyond the limit."""
        self._bytes_left -= count
        if self._bytes_left < 0:
            raise Refused(
                f"The site sent more than {self._max_bytes:,} bytes.", code="too_big"
            )
        return count


class _BoundedSocket(socket.socket):
    """A TCP socket whose reads count against a budget; sending takes time from it."""

    budget: Budget

    def sendall(self, data: Any, flags: int = 0) -> None:
        self.settimeout(self.budget.seconds_to_read())
        super().sendall(data, flags)

    def recv_into(self, buffer: Any, nbytes: int = 0, flags: int = 0) -> int:
        self.settimeout(self.budget.seconds_to_read())
        return self.budget.took(super().recv_into(buffer, nbytes, flags))


class _BoundedTlsSocket(ssl.SSLSocket):
    """The same through TLS; no budget during the handshake, see ``_secure``."""

    budget: Budget | None = None

    def send(self, data: Any, flags: int = 0) -> int:  # by sendall, piece by piece
        if self.budget is not None:
            self.settimeout(self.budget.seconds_to_read())
        return super().send(data, flags)

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        if self.budget is None:
            return super().recv_into(buffer, nbytes, flags)
        self.settimeout(self.budget.seconds_to_read())
        return self.budget.took(super().recv_into(buffer, nbytes, flags))


def client_context() -> ssl.SSLContext:
    """TLS as it should be, trusting what the system trusts. Takes some ms to make."""
    return bounded(ssl.create_default_context())


def bounded(context: ssl.SSLContext) -> ssl.SSLContext:
    """The same context, making sockets that this module can limit."""
    context.sslsocket_class = _BoundedTlsSocket
    return context


class _Plain(HTTPConnection):
    """An HTTP connection whose socket was made here."""

    def __init__(self, target: Target, made: socket.socket) -> None:
        super().__init__(target.host, target.port, timeout=made.gettimeout())
        self._made = made

    def _new_conn(self) -> socket.socket:
        return self._made


class _Secure(HTTPSConnection):
    """An HTTPS connection whose socket was made here."""

    def __init__(
        self, target: Target, made: socket.socket, context: ssl.SSLContext
    ) -> None:
        super().__init__(
            target.host,
            target.port,
            timeout=made.gettimeout(),
            ssl_context=context,
        )
        self._made = made

    def _new_conn(self) -> socket.socket:
        return self._made


class Link:
    """A connection with the socket it is made of, so that it surely ends."""

    def __init__(self, connection: HTTPConnection) -> None:
        self.connection = connection
        self._socket = connection.sock

    def close(self) -> None:
        """End the connection and its socket now.

        A response that is not read to its end, or that urllib3 gave up on, holds
        the socket open until it is collected: the file descriptor is taken away.
        """
        self.connection.close()
        descriptor = self._socket.detach() if self._socket else -1
        if descriptor >= 0:
            socket.close(descriptor)


def connect(
    target: Target,
    addresses: Sequence[str],
    *,
    context: ssl.SSLContext,
    budget: Budget,
) -> Link:
    """A connection to one of the vetted addresses, TLS done and verified.

    Raises ``OSError`` (``TimeoutError`` and ``ssl.SSLError`` among them) when none
    can be reached, and what the budget raises. Close the link after use.
    """
    made = _socket(addresses, target.port, budget)
    try:
        if target.scheme == "http":
            plain = _Plain(target, made)
            plain.connect()
            return Link(plain)
        return Link(_secure(target, made, context, budget))
    except BaseException:
        made.close()
        raise


def _secure(
    target: Target, made: socket.socket, context: ssl.SSLContext, budget: Budget
) -> HTTPConnection:
    # OpenSSL's handshake holds the socket's timeout as a whole, however the
    # bytes drip in; from here on each read looks at the budget.
    made.settimeout(budget.seconds_to_connect())
    connection = _Secure(target, made, context)
    try:
        connection.connect()
    except BaseException:
        connection.close()
        raise
    assert isinstance(connection.sock, _BoundedTlsSocket)  # noqa: S101 - for mypy
    connection.sock.budget = budget
    return connection


def _socket(addresses: Sequence[str], port: int, budget: Budget) -> _BoundedSocket:
    """A socket connected to the first address that answers."""
    failure: OSError | None = None
    for address in addresses[:_MAX_ATTEMPTS]:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        made = _BoundedSocket(family, socket.SOCK_STREAM)
        made.budget = budget
        try:
            made.settimeout(budget.seconds_to_connect())
            made.connect((address, port))
        except OSError as error:
            made.close()
            failure = error
        except BaseException:
            made.close()
            raise
        else:
            return made
    raise failure or OSError("no address")
