"""Names to addresses: looked up once, every address of the answer judged."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from typing import Final

from factcheck.lib.http.addresses import Network, is_open, parse_address
from factcheck.lib.http.errors import Refused, Transient
from factcheck.lib.http.targets import Target

# Takes a host, gives its addresses as text; raises OSError when there are none.
Resolver = Callable[[str], Sequence[str]]

# getaddrinfo cannot be told to stop. A lookup that is given up goes on in its
# thread until the system's resolver gives up too; so many may be left over.
_LOOKUPS: Final = threading.BoundedSemaphore(32)


def system_resolver(host: str) -> Sequence[str]:
    """What the system says, hosts file and DNS, IPv4 and IPv6, in its order."""
    answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def vetted_addresses(
    target: Target,
    *,
    resolve: Resolver,
    seconds: float,
    allowed: tuple[Network, ...] = (),
) -> tuple[str, ...]:
    """The addresses that may be connected to for the target's host, in order.

    One address that is not public spoils the whole answer: a name that mixes them
    is an attack or a mistake. Raises ``Refused`` for that, and ``Transient`` for
    no answer, within ``seconds``.
    """
    if parse_address(target.host):
        return (target.host,)  # judged by parse_target already
    found = []
    for text in _within(seconds, resolve, target.host):
        address = parse_address(text)
        if address is None or not is_open(address, allowed=allowed):
            raise Refused(
                f"{target.host} leads into a private network. Only public sites are "
                "fetched.",
                code="blocked_address",
            )
        found.append(str(address))
    if not found:
        raise _unknown(target.host)
    return tuple(found)


def _within(seconds: float, resolve: Resolver, host: str) -> Sequence[str]:
    """The resolver's answer, or ``Transient`` when it takes too long."""
    if not _LOOKUPS.acquire(timeout=seconds):
        raise _slow(host)
    answer: list[Sequence[str]] = []
    failure: list[BaseException] = []

    def look_up() -> None:
        try:
            answer.append(resolve(host))
        except (OSError, UnicodeError) as error:
            failure.append(error)
        finally:
            _LOOKUPS.release()

    thread = threading.Thread(target=look_up, name="fetch-lookup", daemon=True)
    thread.start()
    thread.join(seconds)
    if failure:
        raise _unknown(host) from failure[0]
    if not answer:
        raise _slow(host)
    return answer[0]


def _unknown(host: str) -> Transient:
    return Transient(
        f"The name {host} cannot be found. Check its spelling; if it is right, the "
        "site or the name server is down.",
        code="dns",
    )


def _slow(host: str) -> Transient:
    return Transient(f"The name server did not answer for {host} in time.", code="dns")
