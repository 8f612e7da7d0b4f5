# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The receiving side: a mail server for every mail host, each with its own way with TLS.

What arrives is recorded here, at the far end of the wire: this, and not what a sender says
of itself, decides what was protected.
"""
from __future__ import annotations

import asyncio
import logging
import ssl
import threading
from dataclasses import dataclass
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from .ca import Certificate
from .domains import Tls
from .eventloop import EventLoop

SIZE_LIMIT = 64 * 1024 * 1024


@dataclass(frozen=True)
class Delivery:
    """One mail as it came in, and how."""

    host: str
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    tls: str | None  # "TLSv1.3"; None: in the clear
    cipher: str | None


class Wire:
    """Everything that reached any receiver, with a way to wait for it."""

    def __init__(self) -> None:
        self._deliveries: list[Delivery] = []
        self._visits: list[tuple[str, str]] = []
        self._changed = threading.Condition()

    def add(self, delivery: Delivery) -> None:
        with self._changed:
            self._deliveries.append(delivery)
            self._changed.notify_all()

    def note_visit(self, host: str, what: str) -> None:
        """@what: "connected" or "starttls"; probes are visits without a delivery."""
        with self._changed:
            self._visits.append((host, what))
            self._changed.notify_all()

    @property
    def deliveries(self) -> list[Delivery]:
        with self._changed:
            return list(self._deliveries)

    def visits(self, host: str, what: str = "connected") -> int:
        with self._changed:
            return self._visits.count((host, what))

    def to(self, recipient: str) -> list[Delivery]:
        return [delivery for delivery in self.deliveries if recipient in delivery.recipients]

    def wait_for(self, count: int, seconds: float = 20) -> list[Delivery]:
        """Waits until @count mails are in, and returns all."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._deliveries) >= count, seconds):
                raise TimeoutError(f"{len(self._deliveries)} of {count} mails arrived")
            return list(self._deliveries)

    def clear(self) -> None:
        with self._changed:
            self._deliveries.clear()
            self._visits.clear()


def tls_of(server: SMTP) -> tuple[str | None, str | None]:
    """Version and cipher of the connection that @server speaks on."""
    transport: Any = server.transport
    secured = transport.get_extra_info("ssl_object") if transport else None
    if secured is None:
        return None, None
    return secured.version(), secured.cipher()[0]


class _Handler:
    """aiosmtpd's hooks for one mail host."""

    def __init__(self, host: str, wire: Wire, extension: str | None) -> None:
        self.host, self.wire, self.extension = host, wire, extension

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope,
                          hostname: str, responses: list[str]) -> list[str]:
        session.host_name = hostname
        if self.extension:
            responses.insert(1, f"250-{self.extension}")
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope,
                          address: str, options: list[str]) -> str:
        if address.startswith("nobody@"):
            return "550 5.1.1 There is nobody of that name here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        version, cipher = tls_of(server)
        content = envelope.original_content or b""
        self.wire.add(Delivery(self.host, envelope.mail_from or "", tuple(envelope.rcpt_tos),
                               content, version, cipher))
        return "250 2.0.0 OK, taken"


class _Server(SMTP):
    """aiosmtpd's protocol, counting visits and with the moods of Tls."""

    mood = Tls.GOOD

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        handler = self.event_handler
        what = "starttls" if self._original_transport is not None else "connected"
        handler.wire.note_visit(handler.host, what)
        super().connection_made(transport)

    async def smtp_STARTTLS(self, arg: str) -> None:
        if self.mood is Tls.REFUSED:
            await self.push("454 4.7.0 TLS is not available just now")
        else:
            await super().smtp_STARTTLS(arg)


class _Silent(asyncio.Protocol):
    """Takes the connection and never says a word."""

    def __init__(self, host: str, wire: Wire) -> None:
        wire.note_visit(host, "connected")


class Receivers:
    """All mail hosts of the lab, on port 25 of their addresses."""

    def __init__(self, events: EventLoop) -> None:
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        logging.getLogger("mail.debug").setLevel(logging.CRITICAL)
        self.wire = Wire()
        self._events = events
        self._moods: dict[str, Tls] = {}

    def add(self, host: str, address: str, mood: Tls, certificate: Certificate) -> None:
        self._moods[host] = mood

        def make() -> asyncio.BaseProtocol:
            return self._protocol(host, self._moods[host], certificate)

        self._events.listen(make, address, 25)

    def change(self, host: str, mood: Tls) -> None:
        """From the next connection on; as when somebody begins to strip STARTTLS."""
        self._moods[host] = mood

    def _protocol(self, host: str, mood: Tls, certificate: Certificate) -> asyncio.BaseProtocol:
        if mood is Tls.HANGING:
            return _Silent(host, self.wire)
        handler = _Handler(host, self.wire, "XXXXXXXA" if mood is Tls.STRIPPED else None)
        server = _Server(handler, hostname=host, ident="ESMTP",
                         tls_context=self._context(mood, certificate),
                         data_size_limit=SIZE_LIMIT, loop=self._events.loop)
        server.mood = mood
        return server

    @staticmethod
    def _context(mood: Tls, certificate: Certificate) -> ssl.SSLContext | None:
        if mood in (Tls.NONE, Tls.STRIPPED):
            return None
        return certificate.outdated_context() if mood is Tls.OUTDATED else certificate.server_context()
