# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""When she signs or encrypts with Claws Mail's own means, and what is read again in Sent."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from desk import Correspondents
from lab.claws import ClawsAccount, ClawsDesk, addon
from lab.gnupg import GnupgHome
from lab.town import Town
from lab.waiting import wait_until
from scenes import ANA, CLINIC, DESK, NORA, PETRA, PRIVATE, RESULT, SAM, SMALL_TALK
from sending import BACK, answer, check_no_trace, check_sent, keys_to, parse, without_queue_header, write

KETTLE = b"kettle"


@pytest.fixture(name="own")
def with_pgpmime(new_claws: Callable[..., ClawsDesk]) -> Callable[..., ClawsDesk]:
    def make(sign: bool = False, encrypt: bool = False, **more: str) -> ClawsDesk:
        settings = {"default_privacy_system": "pgpmime", "default_sign": str(int(sign)),
                    "default_encrypt": str(int(encrypt)), **more}
        claws = new_claws(plugins=("pgpmime.so", str(addon())),
                          accounts=(ClawsAccount(CLINIC, settings=tuple(settings.items())),))
        claws.agent.start()
        return claws.start()
    return make


def signer_of(home: GnupgHome, content: bytes) -> bool:
    """Whether the multipart/signed in @content, as it lies there, is signed by Ana."""
    message = parse(content)
    signed = next(part for part in message.walk() if part.get_content_type() == "multipart/signed")
    boundary = b"--" + (signed.get_boundary() or "").encode()
    parts = content.replace(b"\r\n", b"\n").split(b"\n" + boundary)
    data = parts[1].removeprefix(b"\n").replace(b"\n", b"\r\n")
    (home.folder / "data").write_bytes(data)
    (home.folder / "signature").write_bytes(parts[2].partition(b"\n\n")[2])
    status = home.run("--status-fd", "1", "--verify", str(home.folder / "signature"),
                      str(home.folder / "data"), check=False)
    return b"GOODSIG" in status


@pytest.fixture(name="post_office", scope="module")
def who_knows_ana(people: Correspondents, town: Town) -> GnupgHome:
    """Where signatures are checked."""
    home = people.homes[SAM]
    home.import_key(people.ana.export(ANA))
    return home


@pytest.mark.parametrize("body,word", [(SMALL_TALK, KETTLE), (RESULT, PRIVATE)], ids=["tea", "patient"])
def test_signed_is_sent_as_signed(own: Callable[..., ClawsDesk], town: Town, body: str, word: bytes,
                                  post_office: GnupgHome) -> None:
    claws = own(sign=True)
    window = write(claws, NORA, body=body)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert delivery.tls and word in delivery.content
    assert delivery.content.count(b"BEGIN PGP SIGNATURE") == 1
    assert signer_of(post_office, delivery.content)
    assert signer_of(post_office, without_queue_header(claws.files("sent")[0].read_bytes()))
    check_sent(claws, town, (NORA,))


def test_a_signed_mail_about_a_patient_is_encrypted_around_the_signature(
        own: Callable[..., ClawsDesk], town: Town, people: Correspondents) -> None:
    claws = own(sign=True)
    window = write(claws, PETRA)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    opened = people.open(delivery) or b""
    assert PRIVATE not in delivery.content and PRIVATE in opened
    check_no_trace(claws)


def test_her_own_encryption_of_small_talk_is_claws_mails(own: Callable[..., ClawsDesk], town: Town,
                                                         people: Correspondents) -> None:
    claws = own(encrypt=True)
    window = claws.compose(SAM, subject="Tea", body=SMALL_TALK)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert KETTLE not in delivery.content and KETTLE in (people.open(delivery) or b"")
    assert b"Subject: Tea" in delivery.content  # as Claws Mail does it
    check_sent(claws, town, (SAM,))


def test_signed_and_encrypted_small_talk(own: Callable[..., ClawsDesk], town: Town,
                                         people: Correspondents) -> None:
    claws = own(sign=True, encrypt=True)
    window = claws.compose(SAM, subject="Tea", body=SMALL_TALK)
    window.send()
    window.wait_closed()
    opened = people.open(town.wire.wait_for(1)[0]) or b""
    assert KETTLE in opened and b"BEGIN PGP SIGNATURE" in opened
    check_sent(claws, town, (SAM,))


@pytest.mark.parametrize("sign", [False, True])
def test_a_patient_and_her_own_encryption(own: Callable[..., ClawsDesk], town: Town, sign: bool,
                                          people: Correspondents, post_office: GnupgHome) -> None:
    """Sam could be reached over TLS: she wants more, and gets it, once."""
    claws = own(sign=sign, encrypt=True)
    window = write(claws, SAM)
    window.send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    opened = people.open(delivery) or b""
    assert PRIVATE not in delivery.content and PRIVATE in opened
    assert b"About Thursday" not in delivery.content  # by our own means, which hide the subject
    assert not sign or signer_of(post_office, opened)
    assert delivery.content.count(b"BEGIN PGP MESSAGE") == 1 and b"BEGIN PGP MESSAGE" not in opened
    check_sent(claws, town, (SAM,))
    check_no_trace(claws)


def test_encrypted_for_somebody_without_a_key_is_not_sent_less_protected(
        own: Callable[..., ClawsDesk], town: Town) -> None:
    claws = own(encrypt=True)
    window = write(claws, NORA)
    window.send()
    answer(claws, BACK)
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    assert window.open
    check_no_trace(claws)


@pytest.mark.parametrize("sign,encrypt", [(True, False), (True, True)])
def test_what_she_chose_is_kept_after_back(own: Callable[..., ClawsDesk], town: Town, sign: bool,
                                           encrypt: bool) -> None:
    claws = own(sign=sign, encrypt=encrypt)
    window = write(claws, DESK)
    window.send()
    answer(claws, BACK)
    window.press_keys("ctrl+s")
    draft, = claws.wait_for_files("draft", 1)
    text = draft.read_text(errors="replace")
    assert "X-Claws-Privacy-System:pgpmime" in text.replace(": ", ":")
    assert f"X-Claws-Sign:{int(sign)}" in text.replace(": ", ":")
    assert f"X-Claws-Encrypt:{int(encrypt)}" in text.replace(": ", ":")
    assert "hemostat" not in text.lower()


def test_signed_again_nobody_gets_it_twice(own: Callable[..., ClawsDesk], town: Town) -> None:
    """Every signature is another one, and the mail is the same."""
    claws = own(sign=True)
    window = write(claws, NORA, PETRA, bcc=f"refused@{NORA.partition('@')[2]}")
    for _ in range(2):
        window.send()
        answer(claws, BACK, saying="not sent")
    assert town.provider
    town.provider.settle()
    reached = [one for mail in town.provider.submitted for one in mail.recipients]
    assert reached and len(reached) == len(set(reached))


def test_what_was_encrypted_is_read_and_answered_in_sent(own: Callable[..., ClawsDesk],
                                                         town: Town) -> None:
    claws = own()
    window = write(claws, PETRA)
    window.send()
    window.wait_closed()
    assert PRIVATE not in claws.files("sent")[0].read_bytes()
    claws.select("sent", 1)
    wait_until("the text", lambda: "Penfold" in " ".join(claws.main_window.words()))
    before = claws._compose_frames()
    keys_to(claws, "Claws Mail", "ctrl+r")
    reply = claws.new_compose(before)
    wait_until("the quoted text", lambda: "Penfold" in reply.body)


def test_a_wrong_key_of_hers_is_said_by_claws_mail(own: Callable[..., ClawsDesk], town: Town) -> None:
    claws = own(sign=True)
    for path in (claws.agent.gnupg.folder / "private-keys-v1.d").glob("*.key"):
        path.unlink()
    claws.agent.gnupg.close()
    window = write(claws, NORA)
    window.send()
    wait_until("words about it", lambda: len(claws.program.shown()) == 3)
    assert window.open
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    assert not claws.files("sent") and not claws.files("queue")
