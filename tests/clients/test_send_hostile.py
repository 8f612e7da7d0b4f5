# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Something else than the agent answers on its socket: the mail is held, in words, and Claws
Mail stays what it was."""
from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gi
import pytest

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402

from desk import check_words  # noqa: E402
from lab.claws import ClawsDesk  # noqa: E402
from lab.waiting import wait_until  # noqa: E402
from scenes import NORA  # noqa: E402
from sending import BACK, answer, check_only_there, question, write  # noqa: E402

INTERFACE = Path(__file__).parents[2] / "agent/ipc/org.hemostat.Agent1.xml"


class Nonsense:
    """Takes connections, says @reply at once, and closes if told to."""

    def __init__(self, path: Path, reply: bytes, close: bool) -> None:
        self.reply, self.close_at_once = reply, close
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(str(path))
        self._socket.listen(20)
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            try:
                client.sendall(self.reply)
            except OSError:
                pass
            if self.close_at_once:
                client.close()
            else:
                self._open.append(client)

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        for client in self._open:
            client.close()


class FakeAgent:
    """Speaks the interface, and answers Assess with whatever it was told to."""

    def __init__(self, path: Path, verdict: str, details: dict[str, Any], messages: list[Any] | None = None
                 ) -> None:
        self.verdict, self.details = verdict, details
        self.called: list[str] = []
        self._context = GLib.MainContext()
        self._loop = GLib.MainLoop(self._context)
        self._path = path
        self._up = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()
        assert self._up.wait(10)

    def _run(self) -> None:
        self._context.push_thread_default()
        info = Gio.DBusNodeInfo.new_for_xml(INTERFACE.read_text()).interfaces[0]
        server = Gio.DBusServer.new_sync(f"unix:path={self._path}", Gio.DBusServerFlags.NONE,
                                         Gio.dbus_generate_guid(), None, None)
        self._connections: list[Gio.DBusConnection] = []

        def on_new(_: object, connection: Gio.DBusConnection) -> bool:
            self._connections.append(connection)
            connection.register_object("/org/hemostat/Agent1", info, self._call, None, None)
            return True
        server.connect("new-connection", on_new)
        server.start()
        self._up.set()
        self._loop.run()
        server.stop()

    def _call(self, connection: Any, sender: str, path: str, interface: str, method: str,
              arguments: GLib.Variant, invocation: Gio.DBusMethodInvocation) -> None:
        self.called.append(method)
        if method == "Hello":
            invocation.return_value(GLib.Variant("(s)", ("0.1.0",)))
        elif method == "Account":
            invocation.return_value(GLib.Variant("(s)", ("clinic",)))
        elif method == "Assess":
            invocation.return_value(GLib.Variant("(ssa{sv})", (self.verdict, "t" * 32, self.details)))
        elif method == "Protect":
            invocation.return_value(GLib.Variant("(a(ha{sv}))", ([],)))
        else:
            invocation.return_value(None)

    def close(self) -> None:
        self._loop.quit()


@pytest.fixture(name="place")
def the_place_of_the_socket(new_claws: Callable[..., ClawsDesk], tmp_path: Path
                            ) -> Iterator[tuple[ClawsDesk, list[Any]]]:
    """Claws Mail, not started, and where to put what must be closed."""
    claws = new_claws()
    claws.agent.socket.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    others: list[Any] = []
    yield claws, others
    claws.close()
    for other in others:
        other.close()


@pytest.mark.parametrize("reply,close", [
    (b"", True), (b"HTTP/1.1 400 Bad Request\r\n\r\n", True), (b"\0" * 5000, False),
    (b"OK 1234deadbeef\r\n" + os.urandom(3000), True)], ids=["closes", "http", "zeros", "noise"])
def test_nonsense_on_the_socket(place: tuple[ClawsDesk, list[Any]], tmp_path: Path, reply: bytes,
                                close: bool) -> None:
    claws, others = place
    others.append(Nonsense(claws.agent.socket, reply, close))
    claws.start(HEMOSTAT_LIBEXEC=str(tmp_path))
    window = write(claws, NORA)
    window.send()
    words = answer(claws, BACK, saying="")
    check_words("\n".join(words))
    assert claws.responsive()
    check_only_there(claws, window)


def test_one_that_never_answers_can_be_cancelled(place: tuple[ClawsDesk, list[Any]],
                                                 tmp_path: Path) -> None:
    claws, others = place
    others.append(Nonsense(claws.agent.socket, b"", False))
    claws.start(HEMOSTAT_LIBEXEC=str(tmp_path))
    window = write(claws, NORA)
    window.send()
    checking = claws.dialog("Checking the mail")
    assert claws.responsive()
    checking.button("Cancel").press()
    claws.wait_closed(checking)
    wait_until("the window", lambda: window.frame.button("Send").sensitive)
    check_only_there(claws, window)


def strings(*values: str) -> GLib.Variant:
    return GLib.Variant("as", values)


def rows(*values: dict[str, GLib.Variant]) -> GLib.Variant:
    return GLib.Variant("aa{sv}", values)


def text(value: str) -> GLib.Variant:
    return GLib.Variant("s", value)


MARKUP = "<b>bold</b> & <a href='https://example.org'>link</a> %s %n \u202e"
DETAILS: dict[str, tuple[str, dict[str, GLib.Variant]]] = {
    "nothing": ("hold", {}),
    "no-such-verdict": ("maybe", {}),
    "no-verdict": ("", {"title": text("")}),
    "wrong-types": ("ask", {"title": GLib.Variant("i", 3), "reasons": text("one"),
                            "recipients": strings("a"), "choices": GLib.Variant("b", True),
                            "remedies": rows({})}),
    "wrong-members": ("ask", {"recipients": rows({"address": GLib.Variant("u", 1), "verdict": strings()}),
                              "choices": rows({}, {"id": GLib.Variant("i", 1),
                                                   "recommended": text("yes")})}),
    "markup": ("hold", {"title": text(MARKUP), "reasons": strings(MARKUP), "remedies": strings(MARKUP),
                        "recipients": rows({"address": text(MARKUP), "verdict": text("hold"),
                                            "reasons": strings(MARKUP)})}),
    "many": ("hold", {
        "recipients": rows(*({"address": text(f"n{number}@example.org"), "verdict": text("hold"),
                              "reasons": strings("so it is")} for number in range(10000))),
        "reasons": strings(*("reason" for _ in range(10000)))}),
    "long": ("hold", {"title": text("word " * 50000), "reasons": strings("x" * 200000)}),
    "empty-protection": ("protect", {}),
}


@pytest.mark.parametrize("what", DETAILS)
def test_details_that_make_no_sense(place: tuple[ClawsDesk, list[Any]], tmp_path: Path, what: str,
                                    screenshot: Callable[..., None]) -> None:
    claws, others = place
    verdict, details = DETAILS[what]
    others.append(FakeAgent(claws.agent.socket, verdict, details))
    claws.start(HEMOSTAT_LIBEXEC=str(tmp_path))
    window = write(claws, NORA)
    window.send()
    dialog = question(claws)
    assert claws.responsive(), "frozen"
    assert dialog.modal and any(word for word in dialog.words())
    if what == "markup":
        assert any("<b>bold</b>" in words for words in dialog.words())
    assert dialog.extents[3] < 900 and dialog.extents[2] < 1000
    screenshot(f"claws-hostile-{what}")
    answer(claws, BACK)
    check_only_there(claws, window)
