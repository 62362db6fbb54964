"""Mail servers on loopback, and what they were told."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from functools import cached_property

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers import free_port

Answer = Callable[[Envelope], str]
ACCEPTED = "250 Message accepted"


@dataclass(slots=True)
class MailServer:
    """An SMTP server that keeps what it accepts.

    ``answer`` says what it replies to an e-mail it has read; ``connected`` hears of
    each client before the server has said anything. Both may take their time.
    """

    port: int = 0
    accepted: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answer: Answer = lambda envelope: ACCEPTED
    connected: Callable[[], None] = lambda: None

    async def handle_DATA(
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """In a thread, which goes on if the client dies: the server has it all."""
        return await server.loop.run_in_executor(None, self._take, envelope)

    def _take(self, envelope: Envelope) -> str:
        reply = self.answer(envelope)
        if reply.startswith("250"):
            parsed = email.message_from_bytes(
                envelope.content or b"", policy=email.policy.default
            )
            assert isinstance(parsed, EmailMessage)
            self.accepted.append(parsed)
            self.recipients += [str(one) for one in envelope.rcpt_tos]
        return reply


class _Greeting(SMTP):
    """Speaks only when the server's ``connected`` has returned."""

    async def _handle_client(self) -> None:
        assert isinstance(self.event_handler, MailServer)
        await self.loop.run_in_executor(None, self.event_handler.connected)
        await super()._handle_client()


class _Controller(Controller):
    def factory(self) -> SMTP:
        """One for each connection."""
        session = _Greeting(self.handler, **self.SMTP_kwargs)
        self.sessions.append(session)
        return session

    def stop(self, no_assert: bool = False) -> None:  # noqa: FBT001, FBT002
        """Also what clients that were killed have left open."""
        closing = asyncio.run_coroutine_threadsafe(self._close_all(), self.loop)
        closing.result(timeout=10)
        super().stop(no_assert)

    @cached_property
    def sessions(self) -> list[SMTP]:
        return []

    async def _close_all(self) -> None:
        for session in self.sessions:
            if session.transport is not None:
                session.transport.abort()
        await asyncio.sleep(0.05)  # the loop tells each that it is closed


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    """A running server, gone when the block ends."""
    server = MailServer(port=port or free_port())
    controller = _Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
