# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A submission server with one fault, recording every byte that a client says.

Written with plain sockets: aiosmtpd is too well behaved for most of these faults.
"""
from __future__ import annotations

import enum
import socket
import ssl
import threading
from dataclasses import dataclass
from types import TracebackType

from lab.ca import Authority, Certificate
from lab.town import Town


class Fault(enum.Enum):
    NONE = "none"
    UNKNOWN_CA = "a certificate that nobody vouches for"
    WRONG_NAME = "a certificate for another name"
    EXPIRED = "an expired certificate"
    NO_STARTTLS = "somebody strips the offer of TLS"
    STARTTLS_REFUSED = "offers TLS and refuses it"
    INJECTION = "somebody put words behind the answer to STARTTLS"
    DROPS_AT_AUTH = "hangs up at the log-in"
    NO_AUTH = "offers no log-in after TLS"
    PASSWORD_REFUSED = "does not know the password"
    RECIPIENT_REFUSED = "does not take one of the recipients"
    DATA_REFUSED = "does not take the mail"
    DROPS_IN_DATA = "hangs up while the mail is on its way"
    DROPS_AFTER_DATA = "hangs up before it says whether it took the mail"


@dataclass(frozen=True)
class Taken:
    """One mail that was accepted."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


class FakeSubmission:
    """Port 587 of @address while it is entered."""

    def __init__(self, town: Town, name: str, address: str, fault: Fault,
                 before_banner: threading.Event | None = None, mails_until_gone: int = 10**6) -> None:
        self.fault, self.name = fault, name
        self.connected = 0
        self.said: list[bytes] = []  # every line of a client, in the clear or not
        self.contents: list[bytes] = []  # what came after DATA, taken or not
        self.mails: list[Taken] = []
        self._gate = before_banner
        self.mails_until_gone = mails_until_gone
        self._certificate = _certificate(town, name, fault)
        self._listener = socket.create_server((address, 587))
        self._threads: list[threading.Thread] = []
        self._acceptor = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> "FakeSubmission":
        self._acceptor.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in (self._acceptor, *self._threads):
            thread.join(5)

    def saw(self, word: bytes) -> bool:
        return any(word in line for line in (*self.said, *self.contents))

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self.connected += 1
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(20)
        try:
            _Conversation(self, client).run(self._gate)
        except (OSError, _HangUp):
            pass
        finally:
            client.close()

    def context(self) -> ssl.SSLContext:
        return self._certificate.server_context()


class _HangUp(Exception):
    pass


def _certificate(town: Town, name: str, fault: Fault) -> Certificate:
    folder = town.folder / "fake-ca" / fault.name
    if fault is Fault.UNKNOWN_CA:
        return Authority(folder, "An authority that nobody knows").issue(name)
    make = {Fault.WRONG_NAME: town.authority.issue_wrong_name, Fault.EXPIRED: town.authority.issue_expired}
    return make.get(fault, town.authority.issue)(name)


class _Conversation:
    """One client."""

    def __init__(self, server: FakeSubmission, client: socket.socket) -> None:
        self._server, self._client, self._fault = server, client, server.fault
        self._file = client.makefile("rb")
        self._secure = False
        self._sender = ""
        self._recipients: list[str] = []

    def run(self, gate: threading.Event | None) -> None:
        if gate:
            gate.wait(20)
        self._say("220 ready")
        while line := self._file.readline():
            self._server.said.append(line)
            verb = line.split(None, 1)[0].upper().decode() if line.strip() else ""
            answer = getattr(self, f"_on_{verb.lower()}", None)
            if answer is None:
                self._say("500 what?")
            else:
                answer(line.decode(errors="replace"))
            if verb == "QUIT":
                return

    def _say(self, *lines: str) -> None:
        self._client.sendall("".join(line + "\r\n" for line in lines).encode())

    def _on_ehlo(self, line: str) -> None:
        words = [self._server.name]
        if not self._secure and self._fault is not Fault.NO_STARTTLS:
            words.append("STARTTLS")
        if self._fault is Fault.NO_STARTTLS or (self._secure and self._fault is not Fault.NO_AUTH):
            words.append("AUTH PLAIN LOGIN")
        self._say(*(f"250-{word}" for word in words), "250 8BITMIME")

    def _on_starttls(self, line: str) -> None:
        if self._fault is Fault.STARTTLS_REFUSED:
            self._say("454 4.7.0 not now")
            return
        if self._fault is Fault.INJECTION:
            self._client.sendall(b"220 go ahead\r\n250-mail.example.org\r\n250 AUTH PLAIN\r\n")
        else:
            self._say("220 go ahead")
        self._client = self._server.context().wrap_socket(self._client, server_side=True)
        self._file = self._client.makefile("rb")
        self._secure = True

    def _on_auth(self, line: str) -> None:
        if self._fault is Fault.DROPS_AT_AUTH:
            raise _HangUp
        self._say("535 5.7.8 no" if self._fault is Fault.PASSWORD_REFUSED else "235 welcome")

    def _on_mail(self, line: str) -> None:
        self._sender, self._recipients = line, []
        if len(self._server.mails) >= self._server.mails_until_gone:
            raise _HangUp
        self._say("250 ok")

    def _on_rcpt(self, line: str) -> None:
        address = line.split("<", 1)[1].split(">", 1)[0]
        if self._fault is Fault.RECIPIENT_REFUSED and address.startswith("refused@"):
            self._say("550 5.1.1 nobody")
            return
        self._recipients.append(address)
        self._say("250 ok")

    def _on_data(self, line: str) -> None:
        if self._fault is Fault.DATA_REFUSED:
            self._say("554 5.6.0 no")
            return
        self._say("354 go on")
        if self._fault is Fault.DROPS_IN_DATA:
            self._file.readline()
            raise _HangUp
        lines: list[bytes] = []
        while (text := self._file.readline()) not in (b".\r\n", b""):
            lines.append(text)
        content = b"".join(lines)
        self._server.contents.append(content)
        if self._fault is Fault.DROPS_AFTER_DATA:
            raise _HangUp
        self._server.mails.append(Taken(self._sender, tuple(self._recipients), content))
        self._say("250 2.0.0 taken")

    def _on_rset(self, line: str) -> None:
        self._recipients = []
        self._say("250 ok")

    def _on_noop(self, line: str) -> None:
        self._say("250 ok")

    def _on_quit(self, line: str) -> None:
        self._say("221 bye")
