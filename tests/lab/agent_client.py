# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A mail client as the agent sees one: org.hemostat.Agent1 over the private socket.

For what the command line never does: hand over another mail than was judged, use a ticket
twice, come back after the agent has died.
"""
from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterable
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

PATH = "/org/hemostat/Agent1"
SEALS = 0x0001 | 0x0002 | 0x0004 | 0x0008  # F_SEAL_SEAL, SHRINK, GROW, WRITE
F_ADD_SEALS = 1033


class Refused(Exception):
    """The agent's answer was an error: @name is the last part of its D-Bus name."""

    def __init__(self, name: str, words: str) -> None:
        super().__init__(f"{name}: {words}")
        self.name, self.words = name, words


def sealed(data: bytes, seals: int = SEALS) -> int:
    fd = os.memfd_create("mail", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with os.fdopen(os.dup(fd), "wb") as file:  # all of it: write(2) may take less
        file.write(data)
    fcntl.fcntl(fd, F_ADD_SEALS, seals)
    return fd


def variant(value: Any) -> GLib.Variant:
    if isinstance(value, str):
        return GLib.Variant("s", value)
    return GLib.Variant("as", list(value))


def description(mail: dict[str, Any] | bytes) -> bytes:
    return mail if isinstance(mail, bytes) else json.dumps(mail).encode()


def people(mail: dict[str, Any] | bytes) -> dict[str, Any]:
    """The envelope that a description asks for: bare addresses."""
    if isinstance(mail, bytes):
        return {}
    lists = {key: [parseaddr(one)[1] for one in mail[key]] for key in ("to", "cc", "bcc") if key in mail}
    return {"from": parseaddr(mail["from"])[1], **lists}


class AgentClient:
    """One connection that has said Hello."""

    def __init__(self, socket: Path) -> None:
        flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
        self._connection = Gio.DBusConnection.new_for_address_sync(
            f"unix:path={socket}", flags, None, None)
        self.call("Hello", GLib.Variant("(us)", (1, "test")))

    def call(self, method: str, arguments: GLib.Variant | None = None, fds: Iterable[int] = (),
             interface: str = "org.hemostat.Agent1", seconds: float = 30) -> tuple[Any, list[int]]:
        """Answers and descriptors; takes @fds."""
        fds = list(fds)
        handed = Gio.UnixFDList.new_from_array(fds)  # takes them over
        try:
            answer, came = self._connection.call_with_unix_fd_list_sync(
                None, PATH, interface, method, arguments, None, Gio.DBusCallFlags.NONE,
                int(seconds * 1000), handed, None)
        except GLib.Error as error:
            name = Gio.DBusError.get_remote_error(error) or error.domain
            words = error.message.removeprefix(f"GDBus.Error:{name}: ")
            raise Refused(name.rsplit(".", 1)[-1], words) from None
        return answer.unpack(), came.steal_fds() if came else []

    def assess(self, mail: bytes, sender: str, to: Iterable[str], account: str = "clinic",
               **more: Any) -> tuple[str, str, dict[str, Any]]:
        envelope = {"account": account, "from": sender, "to": list(to), "mode": "send",
                    "format": "rfc822", **more}
        values = {key: variant(value) for key, value in envelope.items()}
        answer, _ = self.call("Assess", GLib.Variant("(haha{sv})", (0, [], values)), [sealed(mail)])
        return answer

    def assess_compose(self, mail: dict[str, Any] | bytes, parts: Iterable[bytes] = (),
                       account: str = "clinic", seconds: float = 60,
                       **more: Any) -> tuple[str, str, dict[str, Any]]:
        """A mail as Thunderbird's add-on hands it over: a description and its parts."""
        parts = list(parts)
        envelope = {"account": account, "mode": "send", "format": "compose", **people(mail), **more}
        values = {key: variant(value) for key, value in envelope.items()}
        fds = [sealed(description(mail))] + [sealed(part) for part in parts]
        handles = list(range(1, len(fds)))
        answer, _ = self.call("Assess", GLib.Variant("(haha{sv})", (0, handles, values)), fds,
                              seconds=seconds)
        return answer

    def verify(self) -> dict[str, Any]:
        """What the agent says of its audit."""
        return self.call("Verify", interface="org.hemostat.Audit1")[0][0]

    def sent(self, ticket: str, *messages: tuple[str, Iterable[str]]) -> None:
        """Message-ID and recipients of each."""
        rows = [(message_id, list(recipients)) for message_id, recipients in messages]
        self.call("Sent", GLib.Variant("(sa(sas))", (ticket, rows)))

    def abandon(self, ticket: str) -> None:
        self.call("Abandon", GLib.Variant("(s)", (ticket,)))

    def answer(self, ticket: str, choice: str, reason: str = "") -> tuple[str, str, dict[str, Any]]:
        return self.call("Answer", GLib.Variant("(sss)", (ticket, choice, reason)))[0]

    def protect(self, ticket: str, mail: dict[str, Any] | bytes, parts: Iterable[bytes] = (),
                seconds: float = 60) -> list[tuple[bytes, dict[str, Any]]]:
        """The outgoing messages with what is said of each."""
        handed = [sealed(description(mail))] + [sealed(part) for part in parts]
        handles = list(range(1, len(handed)))
        (messages,), fds = self.call("Protect", GLib.Variant("(shah)", (ticket, 0, handles)), handed,
                                     seconds=seconds)
        made = []
        for handle, values in messages:
            with os.fdopen(fds[handle], "rb") as file:
                file.seek(0)
                made.append((file.read(), values))
        return made

    def check(self, ticket: str, mail: bytes) -> tuple[bool, str]:
        """Is what was filed as sent what was judged?  If not, words for the person."""
        return self.call("Check", GLib.Variant("(sh)", (ticket, 0)), [sealed(mail)])[0]

    def badge(self, mail: bytes, account: str = "clinic") -> dict[str, Any]:
        return self.call("Badge", GLib.Variant("(hs)", (0, account)), [sealed(mail)])[0][0]

    def incoming(self, mail: bytes, account: str = "clinic") -> dict[str, Any]:
        return self.call("Incoming", GLib.Variant("(hs)", (0, account)), [sealed(mail)])[0][0]

    def listen(self, signal: str, heard: Callable[[tuple[Any, ...]], None]) -> None:
        """Calls @heard with what each @signal brings, while the main context is iterated."""
        self._connection.signal_subscribe(
            None, "org.hemostat.Agent1", signal, PATH, None, Gio.DBusSignalFlags.NONE,
            lambda *arguments: heard(arguments[5].unpack()))

    def close(self) -> None:
        self._connection.close_sync(None)
