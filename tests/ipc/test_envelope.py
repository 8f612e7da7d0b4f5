# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What a client may say about a mail.  What is not understood is refused: it may have been
meant to protect the mail."""
from __future__ import annotations

import os
import struct
from typing import Any

import pytest
from gi.repository import GLib

from lab.agent_client import Refused, sealed
from surgery import ANA, NORA, RESULT, TEA, Surgery, assess_arguments
from wire import Closed, Wire

TALK = (f"From: {ANA}\r\nTo: {NORA}\r\nSubject: evening course\r\n\r\n"
        "On Tuesday we speak about insulin, diabetes and high blood pressure.\r\n").encode()
MANY = [f"nurse{number}@example.com" for number in range(501)]


def judge(surgery: Surgery, **changes: Any) -> tuple[str, Any]:
    fd = sealed(TEA)
    try:
        with Wire(surgery.socket).hello() as wire:
            return wire.ask("Assess", assess_arguments(**changes), [fd])
    finally:
        os.close(fd)


@pytest.mark.parametrize("changes", [
    {"account": GLib.Variant("u", 1)}, {"from": GLib.Variant("as", [ANA])}, {"to": NORA},
    {"cc": "nora.lind@example.com"}, {"bcc": GLib.Variant("av", [GLib.Variant("s", NORA)])},
    {"bcc": GLib.Variant("(s)", (NORA,))}, {"rung": GLib.Variant("u", 2)}, {"mode": GLib.Variant("b", True)},
    {"format": GLib.Variant("as", ["rfc822"])}, {"rung": "none-at-all"}, {"mode": "later"},
    {"protect": "please"}, {"account": "a" * 999}, {"answered": "0" * 65}, {"from": None}, {"to": None},
    {"to": []},
], ids=lambda changes: str(changes)[:60])
def test_what_is_not_understood_is_refused(unharmed: Surgery, changes: dict[str, Any]) -> None:
    error, (words,) = judge(unharmed, **changes)
    assert error == "Invalid" and len(words.split()) > 3


@pytest.mark.parametrize("form,error", [("mbox", "Unsupported"), ("compose", "Invalid")])
def test_a_form_that_cannot_be_read_is_refused(unharmed: Surgery, form: str, error: str) -> None:
    """The mail is a whole one, not a description of one."""
    assert judge(unharmed, format=form)[0] == error


@pytest.mark.parametrize("changes", [{}, {"mode": "redirect"}, {"mode": None}, {"format": None}, {"rung": ""},
                                     {"account": "somebody-else"}, {"account": None}], ids=str)
def test_what_may_be_left_out_or_said(unharmed: Surgery, changes: dict[str, Any]) -> None:
    error, values = judge(unharmed, **changes)
    assert error == "" and values[0] == "send"


def test_a_mail_that_came_back_goes_end_to_end_or_not_at_all(unharmed: Surgery) -> None:
    error, (verdict, _, details) = judge(unharmed, mode="resend")
    assert (error, verdict) == ("", "hold") and not details["choices"]
    assert details["title"] == "Protection was asked for, and there is no safe way to reach the recipient."
    assert "more than TLS was asked for" in details["recipients"][0]["reasons"]


def test_the_sentence_above_everything(unharmed: Surgery) -> None:
    client = unharmed.client()
    title = {mail: client.assess(mail, ANA, [NORA])[2]["title"] for mail in (TEA, RESULT, TALK)}
    assert title[TEA] == ""
    assert title[RESULT].startswith("This mail contains patient data, and ") and title[RESULT].endswith(".")
    assert title[TALK] == "This mail speaks of health, and only you know whether it is about a patient."
    choices = client.assess(TALK, ANA, [NORA])[2]["choices"]
    assert [choice["id"] for choice in choices if choice["recommended"]] == ["as-phi"]
    client.close()


@pytest.mark.parametrize("address", [
    "nora.lind@example.com\r\nRCPT TO:<eve@example.net>", "nora.lind@example.com\n", "\r\nnora.lind@example.com",
    "nora lind@example.com", "nora.lind@exam\u0000ple.com", "<nora.lind@example.com>", "nora.lind", "@example.com",
    "nora.lind@", "nora.lind@-example.com", "a" * 65 + "@example.com", "a@" + "b." * 127 + "com",
    "nora.lind@example.com,eve@example.net", "nora\u202elind@example.com", ""])
@pytest.mark.parametrize("field", ["to", "cc", "bcc", "from"])
def test_an_address_that_is_none(unharmed: Surgery, field: str, address: str) -> None:
    value: Any = address.replace("\0", "\x01")  # a NUL cannot even be said
    error, (words,) = judge(unharmed, **{field: value if field == "from" else [value]})
    assert error == "Invalid" and "complete mail address" in words
    assert not address or address not in words  # errors are logged by others


def test_five_hundred_recipients_and_no_more(unharmed: Surgery) -> None:
    error, (words,) = judge(unharmed, to=MANY[:300], bcc=MANY[300:])
    assert error == "TooBig" and "500" in words
    error, values = judge(unharmed, to=MANY[:500] + MANY[:500])
    assert error == "" and len(values[2]["recipients"]) == 500


def test_text_that_is_not_utf8_is_no_message(unharmed: Surgery) -> None:
    """It cannot be said in D-Bus: the agent hangs up or refuses, and nothing is judged."""
    with Wire(unharmed.socket).hello() as wire:
        good = GLib.Variant("(sss)", ("ticket", "choice", "PLACEHOLDER"))
        sent: list[bytes] = []
        plain, wire.send_bytes = wire.send_bytes, lambda data, fds=(): sent.append(data)  # type: ignore
        wire.send("Answer", good)
        plain(sent[0].replace(b"PLACEHOLDER", b"\xff\xfe\xc3(\xed\xa0\x80abcd"[:11].ljust(11, b"\xff")))
        try:
            assert wire.answer()[1] != ""
        except Closed:
            pass


def test_deeply_nested_values(unharmed: Surgery) -> None:
    value = GLib.Variant("s", "x")
    for _ in range(60):
        value = GLib.Variant("v", value)
    with Wire(unharmed.socket).hello() as wire:
        try:
            assert wire.ask("Assess", assess_arguments(account=value))[0] != ""
        except Closed:
            pass


def test_a_message_whose_size_is_a_lie(unharmed: Surgery) -> None:
    """It says 100 MiB and stops: others do not wait for the rest."""
    with Wire(unharmed.socket).hello() as wire:
        head = struct.pack("<cBBBIII", b"l", 1, 0, 1, 100 << 20, 7, 16)
        wire.say(head + b"\0" * 4096)
        unharmed.check_served()


@pytest.mark.parametrize("method,arguments", [
    ("Watch", GLib.Variant("(sas)", ("clinic", ["\r\n", "", "@", "a@b", ANA] * 200))),
    ("Watch", GLib.Variant("(sas)", ("nobody", []))),
    ("Sent", GLib.Variant("(sa(sas))", ("x", [("<a@b>", ["\r\n"])]))),
    ("Submission", GLib.Variant("(s)", ("\r\n",))),
    ("Answer", GLib.Variant("(sss)", ("", "", "x" * 100000))),
])
def test_nonsense_elsewhere(unharmed: Surgery, method: str, arguments: GLib.Variant) -> None:
    with Wire(unharmed.socket).hello() as wire:
        error, values = wire.ask(method, arguments)
        assert error in ("", "Expired", "NotFound") and (error == "" or values[0])


def test_a_password_is_one_line_of_bearable_length(unharmed: Surgery) -> None:
    client = unharmed.client()
    store = GLib.Variant("(sh)", ("clinic", 0))
    for password in (b"", b"\n", b"x" * 100000, b"\nsecond line"):
        with pytest.raises(Refused) as refused:
            client.call("StorePassword", store, [sealed(password)])
        assert refused.value.name == "Invalid"
    with pytest.raises(Refused) as refused:
        client.call("StorePassword", GLib.Variant("(sh)", ("nobody", 0)), [sealed(b"x")])
    assert refused.value.name == "NotFound"
    client.close()
