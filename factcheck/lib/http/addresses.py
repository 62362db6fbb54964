"""Which network addresses may be connected to.

``ipaddress.is_global`` alone is not enough. On Python 3.11.7 it says yes to
multicast, to 64:ff9b::7f00:1 and 2002:7f00:1:: (both 127.0.0.1 in disguise), to
::127.0.0.1, to fec0::1 and to 192.88.99.1, and its answers change between
releases. So the tables are ours, and it only has to agree.
"""

from __future__ import annotations

from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Addresses in which an IPv4 address is what is really reached. Elsewhere IPv4 is
# embedded too (IPv4-compatible, 6to4, Teredo, local NAT64), but no public site
# lives there: those are refused as they are.
_MAPPED: Final = IPv6Network("::ffff:0:0/96")
_NAT64: Final = IPv6Network("64:ff9b::/96")  # what DNS64 answers, RFC 6052

_IPV6_UNICAST: Final = IPv6Network("2000::/3")  # all that IANA gives out

_CLOSED: Final[tuple[Network, ...]] = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carrier-grade NAT, and clouds' own services
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's host, from inside its machines
        "169.254.0.0/16",  # link-local, and clouds' metadata
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # automatic multicast tunnelling
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarking
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocol assignments: Teredo, ORCHID, benchmarking
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
)


def parse_address(text: str) -> Address | None:
    """The address that ``text`` spells canonically; None for anything else.

    No zone ("%eth0"), no leading zeros, no octal, hexadecimal or short forms.
    """
    if "%" in text:
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def is_open(address: Address, *, allowed: tuple[Network, ...] = ()) -> bool:
    """Whether a connection to the address can only leave for the public internet.

    ``allowed`` are networks that count as open; it is for tests.
    """
    address = _unwrap(address)
    if any(address in network for network in allowed):
        return True
    if any(address in network for network in _CLOSED):
        return False
    if isinstance(address, IPv6Address) and address not in _IPV6_UNICAST:
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _unwrap(address: Address) -> Address:
    """The IPv4 address that is reached through an IPv6 one, if that is so."""
    if isinstance(address, IPv6Address) and (address in _MAPPED or address in _NAT64):
        return IPv4Address(address.packed[-4:])
    return address
