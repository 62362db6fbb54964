"""On which occasion something is done: through what it came in, and one id for it.

The ledger writes it down. A middleware, the runner of jobs and ``manage.py`` say it
for all that happens inside of them; nobody else has to think of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.http import HttpRequest, HttpResponse


class Channel(models.TextChoices):
    """What a change came in through."""

    ADMIN = "admin", "admin"
    API = "api", "API"
    COMMAND = "command", "command"
    JOB = "job", "job"
    SYSTEM = "system", "system"  # none of the others


@dataclass(frozen=True, slots=True)
class Occasion:
    """One request, job or command."""

    channel: Channel
    request_id: uuid.UUID


_present: ContextVar[Occasion | None] = ContextVar("occasion", default=None)
_PATHS: Final = {"/admin/": Channel.ADMIN, "/api/": Channel.API}


@contextmanager
def through(
    channel: Channel, *, request_id: uuid.UUID | None = None
) -> Iterator[Occasion]:
    """What is done inside happens on one occasion, with a new id unless given.

    The innermost counts: a job that a request runs in its own process is the job's.
    """
    occasion = Occasion(channel, request_id or uuid.uuid4())
    token = _present.set(occasion)
    try:
        yield occasion
    finally:
        _present.reset(token)


def present() -> Occasion:
    """The occasion we are in. Outside of all it is the system's, each time anew."""
    return _present.get() or Occasion(Channel.SYSTEM, uuid.uuid4())


class OccasionMiddleware:
    """Makes each HTTP request an occasion, under an id of our own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response."""
        channel = Channel.SYSTEM
        for beginning, its_channel in _PATHS.items():
            if request.path_info.startswith(beginning):
                channel = its_channel
        with through(channel):
            return self.get_response(request)
