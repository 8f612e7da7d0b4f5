# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""An ordinary provider's submission server: takes mail over TLS with a password, and relays
it as such providers do, with TLS if it happens to work and without if not (route R0).

With honours_header it becomes a route that can be trusted (R2): a mail that carries the
header is relayed over verified TLS or not at all.
"""
from __future__ import annotations

import asyncio
import re
import smtplib
import ssl
import threading
import warnings
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from .ca import Certificate
from .eventloop import EventLoop
from .receivers import SIZE_LIMIT, tls_of

ENFORCE = ("X-Hemostat-TLS", "secure")
RELAY_SECONDS = 15


@dataclass(frozen=True)
class Submitted:
    """One mail that a client handed in."""

    user: str | None
    sender: str
    recipients: tuple[str, ...]
    content: bytes
    tls: str | None
    port: int
    reports: tuple[str, ...] = ()  # what was said of them (RFC 3461): "RET=HDRS", "NOTIFY=FAILURE"


@dataclass
class Outcome:
    """What became of one recipient of a submitted mail."""

    recipient: str
    relayed: bool
    tls: str | None = None
    error: str = ""


@dataclass
class Routes:
    """Domain to mail hosts, (name, address) in order of preference."""

    table: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def of(self, recipient: str) -> list[tuple[str, str]]:
        return self.table.get(recipient.rsplit("@", 1)[1].lower(), [])


def relay_one(content: bytes, sender: str, recipient: str, hosts: list[tuple[str, str]],
              trust: Path | None) -> Outcome:
    """Tries the hosts in turn; with @trust only over TLS that this file proves."""
    outcome = Outcome(recipient, False, error="no mail host")
    for name, address in hosts:
        try:
            return _deliver(content, sender, recipient, name, address, trust)
        except (OSError, smtplib.SMTPException) as error:
            outcome.error = f"{name}: {error}"
    return outcome


def _deliver(content: bytes, sender: str, recipient: str, name: str, address: str,
             trust: Path | None) -> Outcome:
    try:
        return _converse(content, sender, recipient, name, address, trust, True)
    except (ssl.SSLError, smtplib.SMTPNotSupportedError, smtplib.SMTPResponseException) as error:
        if trust or isinstance(error, smtplib.SMTPDataError):
            raise
        return _converse(content, sender, recipient, name, address, None, False)


def _converse(content: bytes, sender: str, recipient: str, name: str, address: str,
              trust: Path | None, with_tls: bool) -> Outcome:
    """One SMTP conversation; smtplib checks the name it connected to, hence _host."""
    context = ssl.create_default_context(cafile=str(trust)) if trust else ssl._create_unverified_context()
    with smtplib.SMTP(address, 25, local_hostname="smtp.hartwell-clinic.lab",
                      timeout=RELAY_SECONDS) as client:
        client._host = name  # type: ignore[attr-defined]
        client.ehlo()
        version = None
        if with_tls and (trust or client.has_extn("starttls")):
            client.starttls(context=context)
            version = client.sock.version()  # type: ignore[union-attr]
        client.sendmail(sender, [recipient], content)
    return Outcome(recipient, True, version)


class _Handler:
    """aiosmtpd's hooks: record first, answer, relay afterwards."""

    def __init__(self, server: "SubmissionServer", port: int) -> None:
        self.server, self.port = server, port

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope,
                          hostname: str, responses: list[str]) -> list[str]:
        session.host_name = hostname
        if self.server.offers_reports:
            responses.insert(1, "250-DSN")
        return responses

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope,
                          address: str, options: list[str]) -> str:
        if address.startswith("refused@"):
            return "550 5.7.1 This provider does not relay to that address"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        login = session.auth_data
        user = login.login.decode() if isinstance(login, LoginPassword) else None
        mail = Submitted(user, envelope.mail_from or "", tuple(envelope.rcpt_tos),
                         envelope.original_content or b"", tls_of(server)[0], self.port,
                         tuple(server.reports) if isinstance(server, _Server) else ())
        self.server.take(mail)
        return "250 2.0.0 OK, queued"


class _Server(SMTP):
    """aiosmtpd's protocol, which knows nothing of delivery reports."""

    _REPORTS = re.compile(r"\s(RET|ENVID|NOTIFY|ORCPT)=(\S+)", re.IGNORECASE)

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.reports: list[str] = []

    def _without_reports(self, arguments: str | None) -> str | None:
        found = self._REPORTS.findall(arguments or "")
        self.reports += [f"{name.upper()}={value}" for name, value in found]
        return self._REPORTS.sub("", arguments) if arguments else arguments

    async def smtp_MAIL(self, arg: str | None) -> None:
        self.reports = []
        await super().smtp_MAIL(self._without_reports(arg))

    async def smtp_RCPT(self, arg: str | None) -> None:
        await super().smtp_RCPT(self._without_reports(arg))


class SubmissionServer:
    """Ports 587 (STARTTLS) and 465 (TLS) of one address.

    A test makes more of them, with a bad certificate or without TLS, on the spare addresses.
    """

    def __init__(self, events: EventLoop, name: str, address: str, certificate: Certificate,
                 routes: Routes, passwords: dict[str, str], honours_header: bool = False,
                 trust: Path | None = None, offers_tls: bool = True) -> None:
        self.submitted: list[Submitted] = []
        self.outcomes: list[Outcome] = []
        self.honours_header = honours_header
        self.offers_reports = False  # a test may change it
        self._events, self._routes, self._passwords, self._trust = events, routes, passwords, trust
        self._open = 0
        self._changed = threading.Condition()
        context = certificate.server_context()
        common: dict[str, Any] = {"hostname": name, "ident": "ESMTP",
                                  "authenticator": self._authenticate, "auth_required": True,
                                  "data_size_limit": SIZE_LIMIT, "loop": events.loop}
        if not offers_tls:  # somebody on the way, or somebody careless
            events.listen(lambda: SMTP(_Handler(self, 587), auth_require_tls=False,
                                       **{**common, "auth_required": False}), address, 587)
            return
        events.listen(lambda: _Server(_Handler(self, 587), tls_context=context,
                                   require_starttls=True, **common), address, 587)

        def make_secured() -> SMTP:
            with warnings.catch_warnings():  # of TLS from the first byte aiosmtpd knows nothing
                warnings.simplefilter("ignore", UserWarning)
                return _Server(_Handler(self, 465), auth_require_tls=False, **common)

        events.listen(make_secured, address, 465, ssl=context)

    def _authenticate(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str,
                      data: Any) -> AuthResult:
        good = (isinstance(data, LoginPassword)
                and self._passwords.get(data.login.decode()) == data.password.decode())
        return AuthResult(success=good, handled=good, auth_data=data)

    def take(self, mail: Submitted) -> None:
        """Called in the loop: from here on the mail is the provider's."""
        with self._changed:
            self.submitted.append(mail)
            self._open += 1
        self._events.loop.create_task(self._relay(mail))

    async def _relay(self, mail: Submitted) -> None:
        trust = self._trust if self._is_enforced(mail) else None
        jobs = [asyncio.to_thread(relay_one, mail.content, mail.sender, recipient,
                                  self._routes.of(recipient), trust)
                for recipient in mail.recipients]
        done: list[Outcome] = []
        try:
            done = await asyncio.gather(*jobs)
        finally:
            with self._changed:
                self.outcomes += done
                self._open -= 1
                self._changed.notify_all()

    def _is_enforced(self, mail: Submitted) -> bool:
        headers = BytesHeaderParser().parsebytes(mail.content)
        return self.honours_header and headers.get(ENFORCE[0], "").strip() == ENFORCE[1]

    def settle(self, seconds: float = 30) -> list[Outcome]:
        """Waits until everything taken was relayed or given up."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._open == 0, seconds):
                raise TimeoutError("the provider still relays")
            return list(self.outcomes)

    def clear(self) -> None:
        with self._changed:
            self.submitted.clear()
            self.outcomes.clear()
