# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A password check for Postfix, speaking the client side of Dovecot's authentication protocol
(version 1.1) over a socket: Postfix then needs no Cyrus set-up of the machine."""
from __future__ import annotations

import asyncio
import base64
from pathlib import Path

from .eventloop import EventLoop

GREETING = ("VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\n"
            "COOKIE\t00000000000000000000000000000000\nDONE\n")


class PasswordCheck:
    """Listens on @path; knows @passwords by user."""

    def __init__(self, events: EventLoop, path: Path, passwords: dict[str, str]) -> None:
        events.listen_unix(lambda: _Conversation(passwords), str(path))
        path.chmod(0o666)


class _Conversation(asyncio.Protocol):
    def __init__(self, passwords: dict[str, str]) -> None:
        self._passwords = passwords
        self._rest = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(GREETING.encode())

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            fields = line.decode(errors="replace").split("\t")
            if fields[0] == "AUTH" and self._transport:
                self._transport.write((self._answer(fields) + "\n").encode())

    def _answer(self, fields: list[str]) -> str:
        number = fields[1]
        response = next((field[5:] for field in fields if field.startswith("resp=")), "")
        parts = base64.b64decode(response).split(b"\0")
        if len(parts) == 3 and self._passwords.get(parts[1].decode()) == parts[2].decode():
            return f"OK\t{number}\tuser={parts[1].decode()}"
        return f"FAIL\t{number}"
