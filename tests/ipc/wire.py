# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A client without manners: D-Bus over a bare socket.

What no D-Bus library would do: say nothing, leave in the middle, read nothing, attach other
descriptors than it announces.  Every reading ends by itself, so that a test cannot hang.
"""
from __future__ import annotations

import array
import os
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

OBJECT = "/org/hemostat/Agent1"
AGENT = "org.hemostat.Agent1"
WITH_FDS = Gio.DBusCapabilityFlags.UNIX_FD_PASSING


class Closed(Exception):
    """The agent hung up."""


class Wire:
    """One connection; every call only sends."""

    def __init__(self, path: Path, seconds: float = 20) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(seconds)
        self.socket.connect(str(path))
        self._serial = 0
        self._unread = b""

    def __enter__(self) -> "Wire":
        return self

    def __exit__(self, *unused: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    # --- before D-Bus

    def say(self, data: bytes) -> None:
        self.socket.sendall(data)

    def line(self) -> bytes:
        """One line of the agent; raises Closed if there is none."""
        while b"\r\n" not in self._unread:
            self._receive()
        line, _, self._unread = self._unread.partition(b"\r\n")
        return line

    def log_in(self) -> "Wire":
        self.say(b"\0AUTH EXTERNAL " + str(os.geteuid()).encode().hex().encode() + b"\r\n")
        assert self.line().startswith(b"OK ")
        self.say(b"NEGOTIATE_UNIX_FD\r\n")
        assert self.line() == b"AGREE_UNIX_FD"
        self.say(b"BEGIN\r\n")
        return self

    def hello(self) -> "Wire":
        """As an ordinary client begins."""
        self.log_in()
        assert self.ask("Hello", GLib.Variant("(us)", (1, "wire")))[0] == ""
        return self

    # --- D-Bus

    def send(self, method: str, arguments: GLib.Variant | None = None, fds: Iterable[int] = (),
             interface: str = AGENT, announced: int | None = None) -> int:
        """Sends a call and returns its serial; @fds stay ours.  @announced: how many descriptors
        the message claims to have, if that is not the truth."""
        fds = list(fds)
        self._serial += 1
        message = Gio.DBusMessage.new_method_call(None, OBJECT, interface, method)
        if arguments:
            message.set_body(arguments)
        message.set_serial(self._serial)
        count = len(fds) if announced is None else announced
        if count:
            spare = [os.open("/dev/null", os.O_RDONLY | os.O_CLOEXEC) for _ in range(count)]
            message.set_unix_fd_list(Gio.UnixFDList.new_from_array(spare))  # takes them
        self.send_bytes(message.to_blob(WITH_FDS), fds)
        return self._serial

    def send_bytes(self, data: bytes, fds: Iterable[int] = ()) -> None:
        ancillary = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))] if fds else []
        sent = self.socket.sendmsg([data], ancillary)
        if sent < len(data):  # even nothing cannot be sent to an agent that hung up
            self.socket.sendall(data[sent:])

    def _receive(self) -> None:
        room = socket.CMSG_SPACE(253 * 4)
        try:
            data, ancillary, _, _ = self.socket.recvmsg(1 << 16, room)
        except ConnectionError as error:
            raise Closed from error
        for level, kind, content in ancillary:
            if (level, kind) == (socket.SOL_SOCKET, socket.SCM_RIGHTS):
                for fd in array.array("i", content):
                    os.close(fd)
        if not data:
            raise Closed
        self._unread += data

    def receive(self) -> Gio.DBusMessage:
        while len(self._unread) < 16 or len(self._unread) < Gio.DBusMessage.bytes_needed(self._unread):
            self._receive()
        size = Gio.DBusMessage.bytes_needed(self._unread)
        message, self._unread = self._unread[:size], self._unread[size:]
        return Gio.DBusMessage.new_from_blob(message, WITH_FDS)

    def answer(self) -> tuple[int, str, Any]:
        """The next answer: to which serial, the short name of an error ("" if good), and values."""
        while True:
            message = self.receive()
            if message.get_message_type() == Gio.DBusMessageType.SIGNAL:
                continue
            body = message.get_body()
            name = message.get_error_name() or ""
            return message.get_reply_serial(), name.rsplit(".", 1)[-1], body.unpack() if body else ()

    def ask(self, method: str, arguments: GLib.Variant | None = None, fds: Iterable[int] = (),
            **more: Any) -> tuple[str, Any]:
        """Sends a call and waits for its answer: error name and values."""
        serial = self.send(method, arguments, fds, **more)
        while True:
            to, error, values = self.answer()
            if to == serial:
                return error, values

    def wait_closed(self) -> None:
        """Reads until the agent hangs up."""
        try:
            while True:
                self._unread = b""
                self._receive()
        except Closed:
            return
