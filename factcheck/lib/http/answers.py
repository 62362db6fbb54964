"""One request and its answer: what was sent back, in words our errors have."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from factcheck.lib.http.connecting import Budget, Link, connect
from factcheck.lib.http.errors import FetchError, Refused, Transient
from factcheck.lib.http.targets import Target

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_CHUNK: Final = 65_536  # bytes read, and decoded, at a time
_CODINGS: Final = frozenset({"", "identity", "gzip", "x-gzip", "deflate"})
_LONGEST_RETRY: Final = 24 * 3600.0  # seconds; a site may ask for a year

_REFUSALS: Final = {
    401: ("forbidden", "asks for a login"),
    402: ("forbidden", "asks for payment"),
    403: ("forbidden", "does not let this program read it"),
    404: ("not_found", "says that there is no such page"),
    407: ("forbidden", "asks for a login"),
    410: ("gone", "says that the page was taken away for good"),
    451: ("legal", "may not show it for legal reasons"),
}
_WHAT_TO_DO: Final = {
    "forbidden": "Open it in a browser and paste the text.",
    "not_found": "Check the address.",
    "gone": "An archive may still have it.",
    "legal": "An archive may still have it.",
    "rejected": "Check the address in a browser.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A status with headers; the body is read on demand, once."""

    target: Target
    status: int
    headers: Mapping[str, str]  # any case
    _response: BaseHTTPResponse

    def body(self, *, max_bytes: int, cut: str = "refuse") -> bytes:
        """The decoded body; what is longer is refused, or cut with ``cut="cut"``.

        It is decoded piece by piece: a small answer that unpacks to gigabytes costs
        no more memory than the limit. Raises ``Refused`` and ``Transient``.
        """
        coding = self.headers.get("Content-Encoding", "").strip().lower()
        if coding not in _CODINGS:
            raise Transient(
                f"{self.target.shown} came in a packing that was not asked for "
                f"({coding[:40]!r}).",
                code="bad_answer",
            )
        announced = self.headers.get("Content-Length", "")
        if cut == "refuse" and announced.isdecimal() and int(announced) > max_bytes:
            raise too_big(self.target, max_bytes)
        pieces: list[bytes] = []
        length = 0
        with _said_plainly(self.target):
            while piece := self._response.read(_CHUNK, decode_content=True):
                pieces.append(piece)
                length += len(piece)
                if length > max_bytes:
                    break
        if length > max_bytes and cut == "refuse":
            raise too_big(self.target, max_bytes)
        return b"".join(pieces)[:max_bytes]


@contextmanager
def ask(
    target: Target,
    addresses: tuple[str, ...],
    *,
    headers: Mapping[str, str],
    context: ssl.SSLContext,
    budget: Budget,
    content: bytes | None = None,
) -> Iterator[Answer]:
    """GET the target from one of its vetted addresses, or POST the content to it; the
    connection ends with it.

    The environment's proxies, netrc files and cookies play no part: urllib3's
    connections know of none. Raises ``Refused`` and ``Transient``.
    """
    link: Link | None = None
    try:
        with _said_plainly(target):
            link = connect(target, addresses, context=context, budget=budget)
            link.connection.request(
                "GET" if content is None else "POST",
                target.path,
                body=content,
                headers=headers,
                preload_content=False,
            )
            response = link.connection.getresponse()
        yield Answer(target, response.status, response.headers, response)
    finally:
        if link is not None:
            link.close()


def require_page(answer: Answer, *, now: datetime) -> None:
    """Raise what a status other than 200 and 203 means.

    ``now`` is for a ``Retry-After`` that is a date.
    """
    status, shown = answer.status, answer.target.shown
    if status in (200, 203):
        return
    seconds = retry_after(answer, now=now)
    if status == 429:
        raise Transient(
            f"{answer.target.host} asks for fewer requests (429).",
            code="rate_limited",
            retry_after=seconds,
        )
    if status in (408, 425) or status >= 500:
        raise Transient(
            f"{shown} could not be had: the site answered {status}.",
            code="server_error",
            retry_after=seconds,
        )
    if status >= 400:
        code, says = _REFUSALS.get(status, ("rejected", "rejects the request"))
        raise Refused(
            f"{shown}: the site {says} ({status}). {_WHAT_TO_DO[code]}", code=code
        )
    raise Transient(
        f"{shown}: the site answered {status}, which is no page.", code="bad_answer"
    )


def too_big(target: Target, max_bytes: int) -> Refused:
    """The error for a page that is longer than allowed."""
    return Refused(
        f"{target.shown} is larger than {max_bytes:,} bytes. Paste the text instead.",
        code="too_big",
    )


def retry_after(answer: Answer, *, now: datetime) -> float | None:
    """When to come back, in seconds from 0 to a day, from a number or an HTTP date;
    None if it does not say, or nothing that can be read.
    """
    value = answer.headers.get("Retry-After", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 12:
        return min(float(value), _LONGEST_RETRY)
    try:
        seconds = (parsedate_to_datetime(value) - now).total_seconds()
    except (TypeError, ValueError):  # TypeError: a date without a time zone
        return None
    return min(max(seconds, 0.0), _LONGEST_RETRY)


@contextmanager
def _said_plainly(target: Target) -> Iterator[None]:
    """Errors of sockets, TLS and HTTP as ours."""
    try:
        yield
    except FetchError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise Refused(
            f"The certificate of {target.host} does not hold: "
            f"{error.verify_message or error.reason}. Open the page in a browser.",
            code="tls",
        ) from error
    except (TimeoutError, HTTPError, http.client.HTTPException, OSError) as error:
        raise _transient(target, error) from error


def _transient(target: Target, error: Exception) -> Transient:
    links = tuple(_chain(error))

    def is_any(*kinds: type[BaseException]) -> bool:
        return any(isinstance(link, kinds) for link in links)

    if is_any(TimeoutError):
        return Transient(f"{target.host} did not answer in time.", code="timeout")
    if is_any(http.client.IncompleteRead):
        return Transient(
            f"{target.shown} ended before the length that the site announced.",
            code="incomplete",
        )
    if is_any(OSError):  # TLS errors and broken connections among them
        return Transient(
            f"{target.host} cannot be reached, or broke off the connection.",
            code="connection",
        )
    return Transient(
        f"{target.shown}: the site's answer is no sound HTTP.", code="bad_answer"
    )


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it was raised from: urllib3 wraps what happened."""
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__
