# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Who may speak with the agent, and how a conversation begins."""
from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from gi.repository import GLib

from handover import Handed, listening_socket
from lab.agent_client import sealed
from surgery import TEA, Surgery, assess_arguments, wait_until
from wire import Closed, Wire

LIMIT = 64  # HEMO_LIMIT_CONNECTIONS
STRANGER = Path(__file__).with_name("stranger.py")


@pytest.mark.parametrize("version", [0, 2, 0xffffffff])
def test_other_version_is_refused_until_the_right_one_is_said(unharmed: Surgery, version: int) -> None:
    with Wire(unharmed.socket).log_in() as wire:
        error, (words,) = wire.ask("Hello", GLib.Variant("(us)", (version, "old add-on")))
        assert error == "Version" and "close the mail program" in words
        mail = sealed(TEA)
        assert wire.ask("Assess", assess_arguments(), [mail])[0] == "Version"
        os.close(mail)
        assert wire.ask("Hello", GLib.Variant("(us)", (1, "new add-on")))[0] == ""


def test_a_second_hello_of_another_version_takes_the_first_back(unharmed: Surgery) -> None:
    with Wire(unharmed.socket).hello() as wire:
        assert wire.ask("Hello", GLib.Variant("(us)", (2, "x")))[0] == "Version"
        assert wire.ask("Abandon", GLib.Variant("(s)", ("x",)))[0] == "Version"


@pytest.mark.parametrize("method,arguments,with_mail", [
    ("Watch", GLib.Variant("(sas)", ("clinic", ["a@example.org"])), False),
    ("Assess", assess_arguments(), True),
    ("Answer", GLib.Variant("(sss)", ("0" * 32, "wait", "")), False),
    ("Protect", GLib.Variant("(shah)", ("0" * 32, 0, [])), True),
    ("Sent", GLib.Variant("(sa(sas))", ("0" * 32, [])), False),
    ("Abandon", GLib.Variant("(s)", ("0" * 32,)), False),
    ("Submission", GLib.Variant("(s)", ("clinic",)), False),
    ("StorePassword", GLib.Variant("(sh)", ("clinic", 0)), True),
    ("Badge", GLib.Variant("(hs)", (0, "clinic")), True),
    ("Incoming", GLib.Variant("(hs)", (0, "clinic")), True),
])
def test_nothing_is_done_before_hello(unharmed: Surgery, method: str, arguments: GLib.Variant,
                                      with_mail: bool) -> None:
    mail = sealed(TEA)
    with Wire(unharmed.socket).log_in() as wire:
        error, (words,) = wire.ask(method, arguments, [mail] if with_mail else [])
    os.close(mail)
    assert error == "Version" and "Hello" in words


@pytest.mark.parametrize("method,arguments", [
    ("Show", GLib.Variant("(tb)", (1, True))), ("Verify", None)])
def test_the_audit_is_closed_before_hello(unharmed: Surgery, method: str,
                                          arguments: GLib.Variant | None) -> None:
    with Wire(unharmed.socket).log_in() as wire:
        assert wire.ask(method, arguments, interface="org.hemostat.Audit1")[0] == "Version"


@pytest.mark.parametrize("method", [b"ANONYMOUS 61", b"DBUS_COOKIE_SHA1 726f6f74", b"PLAIN", b"KERBEROS_V4"])
def test_only_the_kernel_says_who_somebody_is(unharmed: Surgery, method: bytes) -> None:
    with Wire(unharmed.socket) as wire:
        wire.say(b"\0AUTH " + method + b"\r\n")
        assert wire.line() == b"REJECTED EXTERNAL"


@pytest.mark.parametrize("data", [
    b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", os.urandom(4096), b"\0" * 4096,
    b"\0AUTH EXTERNAL zz\r\nBEGIN\r\n", b"\0BEGIN\r\n", b"\0AUTH EXTERNAL 30" + b"30" * 8000 + b"\r\n",
    b"\0\r\n\r\n\r\n", b"\0DATA\r\nCANCEL\r\n"],
    ids=["http", "random", "zeros", "no-hex", "begin", "long", "empty-lines", "data"])
def test_garbage_instead_of_a_greeting(unharmed: Surgery, data: bytes) -> None:
    with Wire(unharmed.socket) as wire:
        try:
            wire.say(data)
            wire.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it has hung up in the middle
        wire.wait_closed()


@pytest.mark.parametrize("data", [
    os.urandom(4096), b"l\x01\x00\x01" + b"\xff" * 12, b"B\x01\x00\x01" + b"\0" * 12, b"l" * 16,
    b"l\x01\x00\x01\x00\x00\x00\x08\x01\x00\x00\x00\x00\x00\x00\x08" + b"\0" * 64],
    ids=["random", "huge", "big-endian-zeros", "letters", "256-MiB"])
def test_garbage_instead_of_messages(unharmed: Surgery, data: bytes) -> None:
    with Wire(unharmed.socket).log_in() as wire:
        wire.say(data)
        wire.socket.shutdown(socket.SHUT_WR)
        wire.wait_closed()


def test_methods_that_there_are_not(unharmed: Surgery) -> None:
    with Wire(unharmed.socket).hello() as wire:
        assert wire.ask("Send")[0] == "UnknownMethod"
        assert wire.ask("Hello", GLib.Variant("(s)", ("no number",)))[0] == "InvalidArgs"
        assert wire.ask("Hello", interface="org.hemostat.Agent2")[0] in ("UnknownMethod", "UnknownInterface")


def test_silent_clients_keep_others_out_only_until_they_leave(unharmed: Surgery) -> None:
    with ExitStack() as stack:
        for _ in range(LIMIT):
            stack.enter_context(Wire(unharmed.socket))
        with Wire(unharmed.socket) as late:
            late.wait_closed()
    assert wait_until(lambda: is_served(unharmed), 5)


def is_served(surgery: Surgery) -> bool:
    try:
        surgery.check_served()
    except GLib.Error:  # not let in yet
        return False
    return True


def test_a_few_silent_clients_keep_nobody_out(unharmed: Surgery) -> None:
    """They make others wait, as greetings share threads, but never longer than a greeting may last."""
    with ExitStack() as stack:
        for _ in range(LIMIT // 2):
            stack.enter_context(Wire(unharmed.socket))
        unharmed.check_served()


def test_who_says_nothing_for_long_is_hung_up_on(unharmed: Surgery) -> None:
    with Wire(unharmed.socket) as silent, Wire(unharmed.socket) as slow:
        slow.say(b"\0AUTH EXTERNAL")
        silent.wait_closed()
        slow.wait_closed()


def test_clients_that_said_hello_may_be_silent(unharmed: Surgery) -> None:
    """All but one place are taken by clients with manners; the last one still works."""
    with ExitStack() as stack:
        for _ in range(LIMIT - 1):
            stack.enter_context(Wire(unharmed.socket).hello())
        assert wait_until(lambda: is_served(unharmed), 5)
        last = stack.enter_context(next_place(unharmed))
        with pytest.raises((Closed, BrokenPipeError)), Wire(unharmed.socket) as wire:
            wire.log_in()
        assert last.ask("Abandon", GLib.Variant("(s)", ("x",)))[0] == ""
    assert wait_until(lambda: is_served(unharmed), 5)


def next_place(surgery: Surgery) -> Wire:
    """A connection as soon as there is room for one: it takes a moment to notice who has left."""
    for _ in range(200):
        try:
            return Wire(surgery.socket).hello()
        except (Closed, BrokenPipeError):
            continue
    raise AssertionError("never let in")


def speak_as(user: int, path: Path, claimed: int) -> str:
    """What a client that runs as @user and claims to be @claimed got for its Hello."""
    done = subprocess.run([sys.executable, "-", str(path), str(claimed)], input=STRANGER.read_text(),
                          text=True, capture_output=True, user=user, group=user, extra_groups=[],
                          timeout=30, check=True, cwd="/")
    return done.stdout.strip()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
def test_another_user_is_refused(new_surgery: Callable[..., Surgery]) -> None:
    """Even where the socket can be reached, and whoever he says he is."""
    surgery = new_surgery()
    with tempfile.TemporaryDirectory(prefix="hemo-") as folder:
        path = Path(folder) / "agent"
        with listening_socket(path) as listener, Handed(surgery, listener):
            os.chmod(folder, 0o755)
            path.chmod(0o666)
            assert speak_as(0, path, claimed=0) == "answered"
            assert speak_as(65534, path, claimed=65534) == "refused"
            assert speak_as(65534, path, claimed=0) == "refused"
            assert speak_as(0, path, claimed=0) == "answered"


def test_the_socket_is_for_its_user_only(surgery: Surgery) -> None:
    assert surgery.socket.stat().st_mode & 0o777 == 0o600
    assert surgery.socket.parent.stat().st_mode & 0o777 == 0o700
