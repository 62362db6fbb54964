"""Web sites on loopback, as well or badly behaved as a test wants them.

A site answers raw bytes on a real socket, and remembers who connected and what was
asked. ``Site.answers`` maps paths to answers: bytes, or a function that writes to the
connection for as long as it likes.
"""

from __future__ import annotations

import contextlib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

Writer = Callable[[socket.socket], None]

_LENGTH = re.compile(r"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
ALLOW_ALL = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def page(
    body: bytes = b"<p>Hello</p>",
    *,
    status: str = "200 OK",
    content_type: str = "text/html; charset=utf-8",
    **headers: str,
) -> bytes:
    """A sound answer; ``Retry_After="3"`` becomes the header Retry-After."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}"]
    if content_type:
        lines.append(f"Content-Type: {content_type}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def redirect(location: str, status: str = "302 Found") -> bytes:
    """An answer that sends the client elsewhere."""
    return page(b"", status=status, Location=location)


@dataclass(slots=True)
class Site:
    """A listening socket with what it was asked."""

    address: str
    port: int
    answers: Mapping[str, bytes | Writer]
    connections: int = 0
    requests: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)  # of each request
    server_names: list[str | None] = field(default_factory=list)  # SNI

    def url(self, path: str = "/", *, host: str = "", scheme: str = "http") -> str:
        """A URL of the site, by its address or another name for it."""
        host = host or (f"[{self.address}]" if ":" in self.address else self.address)
        return f"{scheme}://{host}:{self.port}{path}"

    @property
    def paths(self) -> list[str]:
        """The paths that were asked for, in order, without robots.txt."""
        asked = [request.split(" ")[1] for request in self.requests]
        return [path for path in asked if path != "/robots.txt"]

    def header(self, name: str, request: int = -1) -> str | None:
        """A header of one of the requests, the last one by itself."""
        for line in self.requests[request].splitlines()[1:]:
            key, _, value = line.partition(":")
            if key.lower() == name.lower():
                return value.strip()
        return None

    def _serve(self, connection: socket.socket, tls: ssl.SSLContext | None) -> None:
        # The client may leave at any moment; that is no failure of the site.
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            stack.callback(connection.close)
            connection.settimeout(30)
            if tls:
                connection = tls.wrap_socket(connection, server_side=True)
                stack.callback(connection.close)
            request = b""
            while b"\r\n\r\n" not in request:
                received = connection.recv(65_536)
                if not received:
                    return
                request += received
            head, _, body = request.partition(b"\r\n\r\n")
            text = head.decode("latin-1") + "\r\n\r\n"
            length = _LENGTH.search(text)
            while length and len(body) < int(length[1]):
                received = connection.recv(65_536)
                if not received:
                    return
                body += received
            self.bodies.append(body)
            self.requests.append(text)
            path = text.split(" ")[1]
            default = ALLOW_ALL if path == "/robots.txt" else page(b"", status="404 No")
            answer = self.answers.get(path, default)
            if callable(answer):
                answer(connection)
            else:
                connection.sendall(answer)


@contextlib.contextmanager
def site(
    answers: Mapping[str, bytes | Writer] | None = None,
    *,
    address: str = "127.0.0.1",
    port: int = 0,
    tls: ssl.SSLContext | None = None,
) -> Iterator[Site]:
    """A site at ``address``, gone when the block ends."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    listener = socket.create_server((address, port), family=family, backlog=50)
    made = Site(address, listener.getsockname()[1], answers or {})
    if tls:
        tls.sni_callback = lambda _, name, __: made.server_names.append(name)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return  # closed: the test is over
            made.connections += 1
            threading.Thread(
                target=made._serve, args=(connection, tls), daemon=True
            ).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        # close() alone does not wake a thread in accept().
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
