# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The relay to Thunderbird with the real agent behind it: whatever comes over its pipes, it
answers, or says why it ends; and what becomes of it harms the agent in nothing."""
from __future__ import annotations

import base64
import hashlib
import os
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from native import FRAME_IN, Ended, Native, Refused
from surgery import ANA, NORA, RESULT, TEA, Surgery, status_of

PREFS = {
    "mail.accountmanager.accounts": "account1,account2", "mail.account.account1.identities": "id1,id2",
    "mail.account.account1.server": "server1", "mail.account.account2.server": "server2",
    "mail.server.server1.type": "imap", "mail.server.server1.hostname": "imap.example.org",
    "mail.server.server1.socketType": 3, "mail.server.server2.type": "none",
    "mail.identity.id1.useremail": ANA, "mail.identity.id1.smtpServer": "smtp1",
    "mail.identity.id2.useremail": ANA, "mail.identity.id2.smtpServer": "smtp2",
    "mail.smtpservers": "smtp1,smtp2",
    "mail.smtpserver.smtp1.hostname": "mail.example.org", "mail.smtpserver.smtp1.try_ssl": 2,
    "mail.smtpserver.smtp1.port": 587, "mail.smtpserver.smtp1.username": "ana.ruiz",
    "mail.smtpserver.smtp2.hostname": "elsewhere.example.org", "mail.smtpserver.smtp2.try_ssl": 3,
    "mailnews.sendInBackground": True, "mail.dsn.ret_full_on": False, "network.proxy.type": 5}


def write_prefs(profile: Path, **changes: object) -> None:
    rows = {**PREFS, **{name.replace("__", "."): value for name, value in changes.items()}}
    profile.mkdir(exist_ok=True)
    (profile / "prefs.js").write_text("".join(
        f'user_pref("{name}", {str(value).lower() if not isinstance(value, str) else chr(34) + value + chr(34)});\n'
        for name, value in rows.items()))


def program(surgery: Surgery) -> Path:
    return surgery.folder / "libexec/hemostat-native"


@pytest.fixture(name="native")
def greeted(unharmed: Surgery) -> Iterator[Native]:
    with Native(program(unharmed), unharmed.environment) as native:
        assert native.hello()["agent"]
        yield native
        if native.process.poll() is None:
            assert native.hang_up() == (0, "")


@pytest.fixture(name="bare")
def not_greeted(unharmed: Surgery) -> Iterator[Native]:
    with Native(program(unharmed), unharmed.environment) as native:
        yield native


@pytest.fixture(name="profile")
def open_profile(tmp_path: Path) -> Iterator[Path]:
    """As Thunderbird has it: with its lock open."""
    write_prefs(tmp_path)
    with (tmp_path / ".parentlock").open("w"):
        yield tmp_path


# --- the beginning

def test_both_say_who_they_are(bare: Native) -> None:
    hello = bare.hello()
    assert hello["version"] == 1 and hello["host"] == hello["agent"] != "" and hello["words"] == ""


@pytest.mark.parametrize("version", [0, 2, "1", None, 1 << 40])
def test_another_version_is_refused_in_words(bare: Native, version: object) -> None:
    with pytest.raises(Refused) as refused:
        bare.call("hello", version=version, extension="9.9")
    assert refused.value.code == "version" and "close Thunderbird" in refused.value.words
    with pytest.raises(Refused) as refused:
        bare.put("a", b"x")
    assert refused.value.code == "version"
    assert bare.hello()["agent"]


@pytest.mark.parametrize("data", [
    b"\x7fELF", b"{}", b"[]", b'{"id": "1"}', b'{"id": 1', b"\xff\xfe", b"", b"[" * 400000,
], ids=lambda data: repr(data[:10]))
def test_what_is_no_call_ends_it_with_a_reason(bare: Native, data: bytes) -> None:
    bare.say(struct.pack("=I", len(data)) + data)
    assert "could not understand" in bare.event("fault")["words"]
    status, said = bare.wait()
    assert status == 1 and "could not understand" in said and len(said.splitlines()) == 1


@pytest.mark.parametrize("size", [FRAME_IN + 1, 0x7fffffff, 0xffffffff])
def test_a_huge_frame_ends_it_with_a_reason(bare: Native, size: int) -> None:
    bare.say(struct.pack("=I", size) + b"x" * 1000)
    assert "too much at a time" in bare.event("fault")["words"]
    assert bare.wait()[0] == 1


def test_the_largest_frame_is_taken(native: Native) -> None:
    start = b'{"id": 900, "call": "drop", "blobs": ["'
    text = start + b"x" * (FRAME_IN - len(start) - 3) + b'"]}'
    native.say(struct.pack("=I", FRAME_IN) + text)
    assert native.end(900) == {}


def test_an_unknown_call_is_refused_and_the_next_is_served(native: Native) -> None:
    with pytest.raises(Refused) as refused:
        native.call("levitate")
    assert refused.value.code == "unsupported" and "older" in refused.value.words
    assert native.put("a", b"x") == 1


# --- blobs

def test_25_megabytes_there_and_back(native: Native) -> None:
    data = os.urandom(25 << 20)
    started = time.monotonic()
    assert native.put("big", data) == len(data)
    put = time.monotonic()
    assert native.get("big") == data
    got = time.monotonic()
    assert native.call("digest", blob="big")["sha256"] == hashlib.sha256(data).hexdigest()
    print(f"put {put - started:.2f} s, get {got - put:.2f} s")
    assert got - started < 20  # generous, for sanitizers; an ordinary build takes 1.5 s


def test_frames_to_thunderbird_stay_under_its_limit(native: Native) -> None:
    native.put("big", b"\xff" * (3 << 20))
    answer = native.call("get", blob="big", offset=0)  # Native.frame() checks the limit
    assert len(base64.b64decode(answer["data"])) == 512 * 1024 and not answer["last"]


def test_a_sealed_blob_does_not_change(native: Native) -> None:
    native.put("a", b"one")
    with pytest.raises(Refused) as refused:
        native.put("a", b"two")
    assert refused.value.code == "invalid" and native.get("a") == b"one"
    native.call("drop", blobs=["a"])
    native.put("a", b"two")
    assert native.get("a") == b"two"


def test_a_blob_that_is_not_there(native: Native) -> None:
    for call in ({"call": "get", "offset": 0}, {"call": "digest"}, {"call": "check", "ticket": "0" * 32}):
        with pytest.raises(Refused) as refused:
            native.call(blob="nothing", **call)
        assert refused.value.code == "not-found"


def test_more_than_a_mail_may_have_is_refused(native: Native) -> None:
    piece = base64.b64encode(b"x" * (256 * 1024)).decode()
    for _ in range(256):
        native.call("put", blob="a", data=piece, last=False)
    with pytest.raises(Refused) as refused:
        native.call("put", blob="a", data=piece, last=False)
    assert refused.value.code == "too-big"


# --- mail

def test_a_mail_is_judged_and_made(native: Native) -> None:
    native.put("m", TEA)
    verdict = native.assess("m", ANA, [NORA])
    assert verdict["verdict"] == "send" and verdict["details"]["recipients"][0]["address"] == NORA
    message, = native.call("protect", ticket=verdict["ticket"], mail="m", parts=[])["messages"]
    made = native.get(message["blob"])
    assert len(made) == message["size"] and b"At four?" in made and message["recipients"] == [NORA]
    assert native.call("sent", ticket=verdict["ticket"], messages=[[message["message_id"], [NORA]]]) == {}


def test_a_changed_mail_is_not_made(native: Native) -> None:
    native.put("m", TEA)
    native.put("n", TEA.replace(b"four", b"five"))
    ticket = native.assess("m", ANA, [NORA])["ticket"]
    with pytest.raises(Refused) as refused:
        native.call("protect", ticket=ticket, mail="n", parts=[])
    assert refused.value.code == "changed" and refused.value.words


def test_the_agents_words_come_as_they_are(native: Native) -> None:
    native.put("m", RESULT)
    verdict = native.assess("m", ANA, [NORA])
    assert verdict["verdict"] == "hold" and verdict["details"]["title"]
    assert verdict["details"]["choices"] or verdict["details"]["remedies"]


def test_a_composed_mail_is_kept_for_protect(native: Native) -> None:
    mail = {"from": f"Ana Ruiz <{ANA}>", "to": [f"Nora Lind <{NORA}>"], "cc": [], "bcc": [],
            "subject": "Tea, caf\u00e9?", "text": "At four?\n", "parts": []}
    verdict = native.assess(mail, ANA, [NORA])
    assert verdict["verdict"] == "send"
    message, = native.call("protect", ticket=verdict["ticket"], mail=verdict["blob"], parts=[])["messages"]
    assert b"At four?" in native.get(message["blob"])


def test_calls_overlap(native: Native) -> None:
    native.put("m", RESULT)
    envelope = {"account": "clinic", "from": ANA, "to": [NORA], "mode": "send", "format": "rfc822"}
    numbers = [native.begin("assess", mail="m", parts=[], envelope=envelope) for _ in range(8)]
    after = native.begin("drop", blobs=[])
    assert native.end(after) == {}
    tickets = {native.end(number)["ticket"] for number in reversed(numbers)}
    assert len(tickets) == 8


def test_recipients_are_watched(native: Native) -> None:
    assert native.call("watch", account="clinic", addresses=[NORA]) == {}
    event = native.event("state")
    assert event["address"] == NORA and event["state"] and event["words"]


def test_a_received_mail_has_a_badge(native: Native) -> None:
    native.put("m", TEA)
    for mail in ({"blob": "m"}, {"headers": "Received: by x\r\nSubject: \u00e9\r\n\r\n"}):
        badge = native.call("badge", account="clinic", **mail)
        assert badge["badge"] and badge["title"]
    assert native.call("incoming", blob="m", account="clinic")["report"] is False
    assert native.call("note", kind="other", context={"badge": "unknown"}) == {}


# --- Thunderbird's settings

def test_an_identity_is_found_by_its_server(native: Native, profile: Path) -> None:
    found = native.call("account", identity={"id": "id1", "from": ANA})
    assert found == {"account": "clinic", "security": "starttls", "host": "mail.example.org"}
    other = native.call("account", identity={"id": "id2", "from": ANA})
    assert other == {"account": "", "security": "tls", "host": "elsewhere.example.org"}
    with pytest.raises(Refused) as refused:
        native.call("account", identity={"id": "id3", "from": ANA})
    assert refused.value.code == "not-found"


@pytest.mark.parametrize("try_ssl,security", [(0, "none"), (1, "none"), (2, "starttls"), (3, "tls"), (9, "none")])
def test_what_thunderbird_does_about_tls(native: Native, profile: Path, try_ssl: int, security: str) -> None:
    write_prefs(profile, mail__smtpserver__smtp1__try_ssl=try_ssl)
    assert native.call("account", identity={"id": "id1", "from": ANA})["security"] == security


def test_an_exception_for_a_certificate_counts(native: Native, profile: Path) -> None:
    (profile / "cert_override.txt").write_text("mail.example.org:587:\tOID.2.16\t01:02\t\n"
                                               "imap.example.org:993:\tOID.2.16\t01:02\t\n")
    assert native.call("account", identity={"id": "id1", "from": ANA})["security"] == "unverified"
    fetch = native.call("fetch", account="account1")
    assert fetch["security"] == "unverified" and "does not check" in fetch["words"]


def test_how_mail_is_fetched(native: Native, profile: Path) -> None:
    assert native.call("fetch", account="account1") == {
        "protocol": "imap", "host": "imap.example.org", "port": 993, "security": "tls",
        "words": "Your account fetches mail from imap.example.org over TLS."}
    assert native.call("fetch", account="account2")["protocol"] == "other"
    assert native.call("fetch", account="account2")["words"] == ""
    with pytest.raises(Refused):
        native.call("fetch", account="account3")


def test_only_some_preferences_are_told(native: Native, profile: Path) -> None:
    values = native.call("prefs", names=["mailnews.sendInBackground", "mail.dsn.ret_full_on",
                                         "mail.compose.autosave", "network.proxy.type"])["values"]
    assert values == {"mailnews.sendInBackground": True, "mail.dsn.ret_full_on": False,
                      "mail.compose.autosave": None, "network.proxy.type": None}


def test_without_a_profile_it_says_so(native: Native) -> None:
    with pytest.raises(Refused) as refused:
        native.call("account", identity={"id": "id1", "from": ANA})
    assert refused.value.code == "not-found" and "settings of this Thunderbird" in refused.value.words


# --- the end

def test_end_of_input_ends_it(native: Native) -> None:
    native.put("m", RESULT)
    native.begin("assess", mail="m", parts=[], envelope={})
    assert native.hang_up() == (0, "")


def test_thunderbird_reads_no_more(bare: Native) -> None:
    bare.hello()
    assert bare.process.stdout
    bare.process.stdout.close()
    bare.begin("drop", blobs=[])
    assert bare.wait()[0] == 1


def test_killed_it_harms_nobody(native: Native) -> None:
    native.put("m", RESULT)
    native.begin("assess", mail="m", parts=[], envelope={
        "account": "clinic", "from": ANA, "to": [NORA], "mode": "send", "format": "rfc822"})
    native.process.kill()
    with pytest.raises(Ended):
        while True:
            native.frame()
    assert native.wait()[0] == -9


def test_nobody_may_look_inside(native: Native) -> None:
    """As the agent (test_hardening.py): no core, no new privileges."""
    assert status_of(native.process.pid)["NoNewPrivs"] == "1"
    limits = Path(f"/proc/{native.process.pid}/limits").read_text()
    assert "Max core file size        0                    0" in limits


# --- without the agent

@pytest.fixture(name="alone")
def other_surgery(new_surgery: Callable[[], Surgery]) -> Surgery:
    """Who starts its agent makes no difference."""
    surgery = new_surgery()
    surgery.start_on_demand()
    return surgery


def test_the_agent_is_killed_and_comes_back(alone: Surgery) -> None:
    """The old one is held still first, so that an answer is under way when it goes."""
    alone.start()
    with Native(program(alone), alone.environment) as native:
        native.hello()
        native.put("m", TEA)
        assert alone.daemon
        alone.daemon.pause()
        assess = native.begin("assess", mail="m", parts=[], envelope={
            "account": "clinic", "from": ANA, "to": [NORA], "mode": "send", "format": "rfc822"})
        native.put("later", TEA)  # answered: so what came before has gone to the agent
        alone.daemon.kill()
        with pytest.raises(Refused) as refused:
            native.end(assess)
        assert refused.value.code == "unreachable" and "was not sent" in refused.value.words
        while native.event("link")["up"]:
            pass
        while not native.event("link")["up"]:
            pass
        assert native.assess("m", ANA, [NORA])["verdict"] == "send"  # the blob is still there
        assert native.hang_up() == (0, "")


def test_a_claim_holds_for_the_next_agent_too(alone: Surgery, profile: Path) -> None:
    write_prefs(profile, mail__smtpserver__smtp1__try_ssl=0)
    alone.start()
    with Native(program(alone), alone.environment) as native:
        native.hello()
        native.put("m", RESULT)
        assert native.call("account", identity={"id": "id1", "from": ANA})["account"] == "clinic"
        before = native.assess("m", ANA, [NORA])["details"]["recipients"][0]["reasons"]
        assert any("without TLS" in words for words in before)
        assert alone.daemon
        alone.daemon.kill()
        while native.event("link")["up"]:
            pass
        while not native.event("link")["up"]:
            pass
        assert native.assess("m", ANA, [NORA])["details"]["recipients"][0]["reasons"] == before


def test_it_starts_the_agent(alone: Surgery) -> None:
    with Native(program(alone), alone.environment) as native:
        assert native.hello()["agent"]
        pid, = alone.started_agents()
        assert native.hang_up() == (0, "")
    assert alone.started_agents() == [pid]  # and it stays
    alone.run_started_agent_down()


def test_an_agent_that_is_not_installed_is_said(alone: Surgery) -> None:
    (alone.folder / "libexec/hemostat-agent").unlink()
    with Native(program(alone), alone.environment) as native:
        hello = native.hello()
        assert hello["agent"] == "" and "is Hemostat installed?" in hello["words"]
        native.put("m", TEA)
        with pytest.raises(Refused) as refused:
            native.assess("m", ANA, [NORA])
        assert refused.value.code == "missing" and "is Hemostat installed?" in refused.value.words
        assert native.hang_up() == (0, "")


def test_a_folder_that_others_may_enter_is_said(alone: Surgery) -> None:
    alone.socket.parent.mkdir()
    alone.socket.parent.chmod(0o755)
    with Native(program(alone), alone.environment) as native:
        assert "must belong to you" in native.hello()["words"]
