"""A news site on loopback, served by a real HTTP server in a thread."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Page:
    """What a path answers; ``etag`` is honoured.

    ``dies_after`` so many bytes of the body the whole server is gone, in the middle of
    its answer.
    """

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    etag: str = ""
    dies_after: int | None = None


@dataclass
class Site:
    """Pages by path, and the requests that came: (path, status of the answer)."""

    url: str
    port: int
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def article(self, path: str, *paragraphs: str, **page: Any) -> str:
        """Publish an article; returns its URL."""
        title, *rest = paragraphs
        text = "".join(f"<p>{words}</p>" for words in rest)
        html = (
            f"<html><head><title>{title}</title></head><body><article>"
            f"<h1>{title}</h1>{text}</article></body></html>"
        )
        self.pages[path] = Page(html.encode(), **page)
        return self.url + path

    def count(self, path: str) -> int:
        """How often the path was asked for."""
        return sum(1 for asked, _ in self.asked if asked == path)

    def feed(self, path: str, *items: tuple[str, str], **page: Any) -> str:
        """Publish an RSS feed of these titles and URLs; returns its own URL."""
        written = "".join(
            f"<item><title>{title}</title><link>{url}</link></item>"
            for title, url in items
        )
        rss = (
            f"<rss version='2.0'><channel><title>Gazette</title>"
            f"<link>{self.url}/</link>{written}</channel></rss>"
        )
        self.pages[path] = Page(
            rss.encode(), content_type="application/rss+xml", **page
        )
        return self.url + path


@contextmanager
def serving(port: int = 0, pages: Mapping[str, Page] | None = None) -> Iterator[Site]:
    """A site that answers until the end of the block; 404 for what it has not.

    ``port`` and ``pages`` bring one back where it was, with what it had.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def do_GET(self) -> None:
            page = site.pages.get(self.path, Page(b"<p>none</p>", status=404))
            known = page.etag and self.headers.get("If-None-Match") == page.etag
            status, body = (304, b"") if known else (page.status, page.body)
            site.asked.append((self.path, status))
            self.send_response(status)
            headers = {"Content-Type": page.content_type, **page.headers}
            if page.etag:
                headers["ETag"] = page.etag
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: page.dies_after])
            if page.dies_after is not None:
                stop()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Say nothing: a client may leave in the middle of an answer."""

    def stop() -> None:
        server.shutdown()
        server.server_close()

    server = Server(("127.0.0.1", port), Handler)
    port = server.server_address[1]
    site = Site(f"http://127.0.0.1:{port}", port, dict(pages or {}))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield site
    finally:
        stop()
        thread.join()
