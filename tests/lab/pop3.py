# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The mailbox of the clinic's provider, for clients that fetch by POP3 (RFC 1939, STLS of
RFC 2595): what they fetch counts as arrived, unlike a file that is put into a folder."""
from __future__ import annotations

import asyncio
import hashlib
import ssl
import threading
from dataclasses import dataclass, field

from .ca import Certificate
from .eventloop import EventLoop

PORT, TLS_PORT = 110, 995


@dataclass
class Maildrop:
    """One user's mail that waits; filled by deliver(), emptied by who fetches it."""

    password: str
    mails: list[bytes] = field(default_factory=list)
    fetched: int = 0


class PopServer:
    """Listens on @address at 110 (with STLS) and 995.  Users by name."""

    def __init__(self, events: EventLoop, address: str, certificate: Certificate,
                 passwords: dict[str, str]) -> None:
        self.drops = {user: Maildrop(password) for user, password in passwords.items()}
        self.lock = threading.Condition()
        self.context = certificate.server_context()
        events.listen(lambda: _Conversation(self, False), address, PORT)
        events.listen(lambda: _Conversation(self, True), address, TLS_PORT, ssl=self.context)

    def deliver(self, user: str, *mails: bytes) -> None:
        """Any line ends; they are made those of the wire."""
        with self.lock:
            for mail in mails:
                lines = mail.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
                self.drops[user].mails.append(b"\r\n".join(lines) + b"\r\n")

    def wait_fetched(self, user: str, count: int, seconds: float = 20) -> None:
        """Waits until @count mails in all were fetched and deleted."""
        with self.lock:
            if not self.lock.wait_for(lambda: self.drops[user].fetched >= count, seconds):
                raise TimeoutError(f"{self.drops[user].fetched} of {count} mails were fetched")

    def clear(self) -> None:
        with self.lock:
            for drop in self.drops.values():
                drop.mails.clear()
                drop.fetched = 0


class _Conversation(asyncio.Protocol):
    """One client; commands are methods do_NAME that return the answer."""

    def __init__(self, server: PopServer, tls: bool) -> None:
        self._server, self._tls = server, tls
        self._transport: asyncio.Transport
        self._rest = b""
        self._user = ""
        self._mails: list[bytes] | None = None  # as they were at the log in
        self._deleted: set[int] = set()
        self._securing = False  # what comes now must wait for the way to answer it

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._say("+OK ready")

    def _say(self, line: str, body: bytes | None = None) -> None:
        answer = line.encode() + b"\r\n"
        if body is not None:
            dotted = b"\r\n".join(b"." + row if row.startswith(b".") else row
                                  for row in body.split(b"\r\n"))
            answer += dotted + b".\r\n"
        self._transport.write(answer)

    def data_received(self, data: bytes) -> None:
        self._rest += data
        if not self._securing:
            self._take_lines()

    def _take_lines(self) -> None:
        *lines, self._rest = self._rest.split(b"\r\n")
        for line in lines:
            word, _, argument = line.decode(errors="replace").partition(" ")
            answer = getattr(self, f"do_{word.upper()}", None)
            if answer is None or (self._mails is None and word.upper() in _LOGGED_IN):
                self._say("-ERR not now")
            else:
                answer(argument)

    def do_CAPA(self, _: str) -> None:
        stls = "" if self._tls else "STLS\r\n"
        self._say("+OK", f"USER\r\nUIDL\r\nTOP\r\n{stls}".encode())

    def do_STLS(self, _: str) -> None:
        if self._tls:
            self._say("-ERR TLS is there already")
            return
        self._transport.pause_reading()
        self._say("+OK begin")
        self._securing = True
        asyncio.get_running_loop().create_task(self._secure())

    async def _secure(self) -> None:
        try:
            secured = await asyncio.get_running_loop().start_tls(
                self._transport, self, self._server.context, server_side=True)
        except (OSError, ssl.SSLError):
            self._transport.abort()
            return
        assert secured is not None
        self._transport, self._tls, self._securing = secured, True, False
        secured.resume_reading()
        self._take_lines()

    def do_USER(self, name: str) -> None:
        self._user = name
        self._say("+OK")

    def do_PASS(self, password: str) -> None:
        drop = self._server.drops.get(self._user)
        if drop is None or drop.password != password:
            self._say("-ERR [AUTH] wrong user or password")
            return
        with self._server.lock:
            self._mails = list(drop.mails)
        self._say("+OK")

    def _left(self) -> list[tuple[int, bytes]]:
        return [(number, mail) for number, mail in enumerate(self._mails or [], 1)
                if number not in self._deleted]

    def do_STAT(self, _: str) -> None:
        self._say(f"+OK {len(self._left())} {sum(len(mail) for _, mail in self._left())}")

    def do_LIST(self, _: str) -> None:
        self._say("+OK", b"".join(b"%d %d\r\n" % (number, len(mail)) for number, mail in self._left()))

    def do_UIDL(self, _: str) -> None:
        self._say("+OK", b"".join(b"%d %s\r\n" % (number, hashlib.sha256(mail).hexdigest()[:40].encode())
                                  for number, mail in self._left()))

    def _mail(self, number: str) -> bytes | None:
        found = dict(self._left()).get(int(number) if number.isdigit() else 0)
        if found is None:
            self._say("-ERR there is no such mail")
        return found

    def do_RETR(self, number: str) -> None:
        if (mail := self._mail(number)) is not None:
            self._say("+OK", mail)

    def do_TOP(self, argument: str) -> None:
        number, _, count = argument.partition(" ")
        if (mail := self._mail(number)) is not None:
            head, _, body = mail.partition(b"\r\n\r\n")
            rows = body.split(b"\r\n")[:int(count or 0)]
            self._say("+OK", head + b"\r\n\r\n" + b"".join(row + b"\r\n" for row in rows))

    def do_DELE(self, number: str) -> None:
        if self._mail(number) is not None:
            self._deleted.add(int(number))
            self._say("+OK")

    def do_NOOP(self, _: str) -> None:
        self._say("+OK")

    def do_RSET(self, _: str) -> None:
        self._deleted.clear()
        self._say("+OK")

    def do_QUIT(self, _: str) -> None:
        if self._mails is not None:
            with self._server.lock:
                drop = self._server.drops[self._user]
                gone = [mail for number, mail in enumerate(self._mails, 1) if number in self._deleted]
                drop.mails = [mail for mail in drop.mails if mail not in gone]
                drop.fetched += len(gone)
                self._server.lock.notify_all()
        self._say("+OK")
        self._transport.close()


_LOGGED_IN = ("STAT", "LIST", "UIDL", "RETR", "TOP", "DELE", "NOOP", "RSET")
