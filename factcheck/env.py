"""Typed readers of environment variables.

Each reader returns the default when the variable is unset or empty, and raises
``ImproperlyConfigured`` naming the variable, the value and what was expected
when it cannot be read: a wrong value stops the start instead of doing
something else quietly. ``NAMES`` collects what was asked for; a test compares
it with the documentation.
"""

from __future__ import annotations

import json
import os
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

NAMES: set[str] = set()

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding blanks."""
    NAMES.add(name)
    return os.environ.get(name, "").strip() or default


def time_zone(name: str, default: str) -> str:
    """The name of a time zone such as Europe/London, as the IANA writes it."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise _wrong(
            name, value, "the name of a time zone, such as Europe/London"
        ) from error
    return value


def choice(name: str, default: str, options: tuple[str, ...]) -> str:
    """One of ``options``."""
    value = text(name, default)
    if value not in options:
        raise _wrong(name, value, "one of " + ", ".join(options))
    return value


def boolean(name: str, *, default: bool) -> bool:
    """True for 1, true, yes, on; false for 0, false, no, off."""
    value = text(name).lower()
    if not value:
        return default
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise _wrong(name, value, "true or false")


def integer(name: str, default: int, *, minimum: int = 0) -> int:
    """A whole number that is at least ``minimum``."""
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError as error:
        raise _wrong(name, value, "a whole number") from error
    if number < minimum:
        raise _wrong(name, value, f"at least {minimum}")
    return number


def share(name: str) -> float | None:
    """A number from 0 to 1, or None."""
    value = text(name)
    if not value:
        return None
    try:
        number = float(value)
    except ValueError as error:
        raise _wrong(name, value, "a number from 0 to 1") from error
    if not 0 <= number <= 1:
        raise _wrong(name, value, "a number from 0 to 1")
    return number


def strings(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """The comma-separated parts, without blanks and empty parts."""
    value = text(name)
    if not value:
        return list(default)
    return [part.strip() for part in value.split(",") if part.strip()]


def mapping(name: str) -> dict[str, object]:
    """A JSON object; empty when unset."""
    value = text(name)
    if not value:
        return {}
    try:
        found = json.loads(value)
    except ValueError as error:
        raise _wrong(name, "(not shown)", "a JSON object") from error
    if not isinstance(found, dict):
        raise _wrong(name, "(not shown)", "a JSON object")
    return found


def integers(name: str, default: tuple[int, ...], *, maximum: int) -> list[int]:
    """Comma-separated whole numbers from 1 to ``maximum``."""
    numbers = []
    for value in strings(name, tuple(map(str, default))):
        if not value.isdecimal() or not 1 <= int(value) <= maximum:
            raise _wrong(name, text(name), f"whole numbers from 1 to {maximum}")
        numbers.append(int(value))
    return numbers


def networks(name: str) -> list[str]:
    """Comma-separated networks, such as 127.0.0.0/8, in canonical spelling."""
    found = []
    for value in strings(name):
        try:
            found.append(str(ip_network(value)))
        except ValueError as error:
            raise _wrong(name, text(name), "networks such as 127.0.0.0/8") from error
    return found


def link(name: str) -> str:
    """An http or https URL in plain ASCII without blanks, or ""."""
    value = text(name)
    is_plain = value.isascii() and value.isprintable() and " " not in value
    if value and not (is_plain and value.startswith(("http://", "https://"))):
        raise _wrong(name, value, "an https:// address")
    return value


def mailbox(name: str) -> str:
    """An e-mail address, alone or as ``Name <address>``; or ""."""
    value = text(name)
    if not value:
        return ""
    _, address = parseaddr(value)
    local, at, domain = address.rpartition("@")
    is_plain = address.isascii() and address.isprintable() and " " not in address
    if not (value.isprintable() and is_plain and local and at and domain):
        raise _wrong(name, value, "an address such as Desk <desk@example.org>")
    return value


def secret(name: str) -> str:
    """The value of ``NAME``, or the content of the file that ``NAME_FILE`` names."""
    file_name = text(f"{name}_FILE")
    if not file_name:
        return text(name)
    try:
        return Path(file_name).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise _wrong(f"{name}_FILE", file_name, "a readable file") from error


def _wrong(name: str, value: str, expected: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{name} is {value!r}, but must be {expected}. Correct the environment "
        "variable, or unset it to use the default."
    )
