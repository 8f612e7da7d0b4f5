# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""./dev try as a newcomer runs it, and its eyes: what they call protected must be protected."""
from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS / "try"))

from lab import namespace, programs  # noqa: E402
from lab.gnupg import GnupgHome  # noqa: E402
from lab.receivers import Delivery  # noqa: E402
from lab.town import short_folder  # noqa: E402
from performance import has_travelled  # noqa: E402
from table import Table  # noqa: E402
from wire_view import view  # noqa: E402

PETRA = "petra.holm@oldtown-physio.lab"
PLAIN = b"Subject: result\r\n\r\nThe potassium is 6.1.\r\n"
CODED = (b"Subject: result\r\nContent-Transfer-Encoding: base64\r\n\r\n"
         b"VGhlIHBvdGFzc2l1bSBpcyA2LjEu\r\n")


def delivery(content: bytes, tls: str | None) -> Delivery:
    return Delivery("mx.oldtown-physio.lab", "ana.ruiz@hartwell-clinic.lab", (PETRA,), content, tls, None)


@pytest.mark.parametrize("content,tls,protected,exposed", [
    (PLAIN, "TLSv1.3", True, False), (PLAIN, None, False, True), (CODED, None, False, True),
    (b"Subject: tea\r\n\r\nAt four?\r\n", None, False, False),
], ids=["over TLS", "in the clear", "in the clear, coded", "small talk"])
def test_what_can_be_read_is_seen(content: bytes, tls: str | None, protected: bool,
                                  exposed: bool) -> None:
    seen = view(delivery(content, tls), b"potassium", {})
    assert (seen.protected, seen.exposed) == (protected, exposed)


def test_encrypted_mail_is_opened_with_the_key(tmp_path: Path) -> None:
    petra, stranger = GnupgHome(tmp_path / "p"), GnupgHome(tmp_path / "s")
    try:
        key = petra.make_key("Petra Holm", PETRA)
        coded = petra.run("--armor", "--trust-model", "always", "--encrypt", "--recipient", key, data=PLAIN)
        mail = (b"Subject: ...\nContent-Type: multipart/encrypted;\n protocol=\"application/pgp-encrypted\";"
                b" boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n--b\n"
                b"Content-Type: application/octet-stream\n\n" + coded + b"\n--b--\n")
        seen = view(delivery(mail, None), b"potassium", {PETRA: petra})
        assert seen.protected and not seen.exposed and "; opened with" in seen.words
        assert "NOT opened" in view(delivery(mail, None), b"potassium", {PETRA: stranger}).words
    finally:
        petra.close()
        stranger.close()


def test_table_keeps_to_its_width() -> None:
    table = Table(("mail", "why"), (1, 3), width=60)
    table.add(["a lab result"], ["a long sentence " * 8, "- a point " * 8])
    lines = table.text().splitlines()
    assert max(map(len, lines)) <= 60 and len(lines) > 6


@pytest.mark.parametrize("mail,travelled", [
    (PLAIN, False), (b"Received: from a by b; Mon, 5 Jan 2026 10:00:00 +0000\r\n" + PLAIN, True),
    (b"Subject: x\r\n\r\nReceived: from a by b\r\n", False)], ids=["written", "received", "quoted"])
def test_only_what_travelled_has_a_badge(mail: bytes, travelled: bool, tmp_path: Path) -> None:
    (tmp_path / "mail.eml").write_bytes(mail)
    assert has_travelled(tmp_path / "mail.eml") == travelled


@pytest.mark.skipif(bool(programs.missing()), reason="the agent is not built")
def test_a_newcomer_tries_it() -> None:
    before = set(Path(short_folder()).glob("hemostat-lab-*"))
    environment = {**os.environ, namespace.MARK: "", "COLUMNS": "160"}
    done = subprocess.run([sys.executable, TESTS / "try"], capture_output=True, text=True,
                          timeout=120, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    for words in ("HELD, nothing was sent", "OpenPGP,", "over TLSv1.3",
                  "what you can do", "opened with the", "The audit of all this",
                  "The badge of a received mail",
                  "Nothing that Hemostat recognised as needing protection could be read on the way."):
        assert words in done.stdout, done.stdout
    assert set(Path(short_folder()).glob("hemostat-lab-*")) == before
