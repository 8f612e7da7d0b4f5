# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Kinds of mail that Thunderbird writes: replies, forwarded and redirected mail, drafts, lists,
other identities, attachments and pictures; each below the encryption as it was written."""
from __future__ import annotations

import base64
import os
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import scenes
from desk import Correspondents
from lab.pop3 import PopServer
from lab.thunderbird import ThunderbirdDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import ANA, CLINIC, NORA, PETRA, PRIVATE, RESULT
from sending import parse
from thunderbird_scenes import check_no_trace, opened, send, sent, submitted, write

FIRST = "first@lakeside-cardiology.lab"
PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
LARGE, AIM = 25 << 20, 6.0  # bytes; seconds from Send to the Outbox, on a machine of its own


@pytest.fixture(name="inbox")
def with_a_mail(thunderbird: ThunderbirdDesk, mailbox_server: PopServer) -> ThunderbirdDesk:
    mailbox_server.deliver(CLINIC.user, scenes.letter(
        PETRA, body=RESULT, message_id=f"<{FIRST}>", references="<0@oldtown-physio.lab>"))
    thunderbird.receive()
    thunderbird.wait_for_messages("Inbox", 1)
    return thunderbird


def only_mail(thunderbird: ThunderbirdDesk) -> int:
    row, = thunderbird.messages("Inbox")
    return int(row["id"])


def encrypted(town: Town, people: Correspondents) -> EmailMessage:
    """What Petra reads of the only mail that went."""
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (PETRA,)
    return parse(opened(people, delivery))


def test_a_reply_stays_in_its_thread(inbox: ThunderbirdDesk, town: Town, people: Correspondents) -> None:
    send(inbox.answer(only_mail(inbox)))
    encrypted(town, people)
    outer = parse(town.wire.deliveries[0].content)
    assert outer["In-Reply-To"] == f"<{FIRST}>"
    assert outer["References"].split() == ["<0@oldtown-physio.lab>", f"<{FIRST}>"]


def test_forwarded_inline(inbox: ThunderbirdDesk, town: Town, people: Correspondents) -> None:
    send(inbox.answer(only_mail(inbox), "forwardInline", to=[PETRA]))
    plain = encrypted(town, people)
    body = plain.get_body(("plain", "html"))
    assert body and "Penfold" in body.get_content() and plain["Subject"] == "Fwd: About Thursday"
    sent(inbox)


def test_forwarded_as_an_attachment(inbox: ThunderbirdDesk, town: Town, people: Correspondents) -> None:
    send(inbox.answer(only_mail(inbox), "forwardAsAttachment", to=[PETRA]))
    plain = encrypted(town, people)
    attached, = plain.iter_attachments()
    assert PRIVATE in attached.as_bytes() or b"Penfold" in base64.b64decode(attached.get_payload())  # type: ignore[arg-type]


def test_redirected(inbox: ThunderbirdDesk, town: Town) -> None:
    """What cannot be protected as it is, is not passed on; what can, goes with its From."""
    window = inbox.answer(only_mail(inbox), "redirect", to=[NORA])
    window.press_send()
    window.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert delivery.tls and delivery.recipients == (NORA,)


def test_an_edited_draft_goes_away(thunderbird: ThunderbirdDesk, town: Town,
                                   people: Correspondents) -> None:
    first = write(thunderbird, PETRA)
    first.save_draft()
    first.close()
    row, = thunderbird.messages("Drafts")
    window = thunderbird.edit_draft(row["id"])
    assert window.details["type"] == "draft"
    send(window)
    encrypted(town, people)
    wait_until("the end of the draft", lambda: not thunderbird.messages("Drafts"))


def test_saved_while_it_is_written(thunderbird: ThunderbirdDesk, town: Town,
                                   people: Correspondents) -> None:
    window = write(thunderbird, PETRA)
    window.save_draft()
    send(window)
    encrypted(town, people)
    wait_until("the end of the draft", lambda: not thunderbird.messages("Drafts"))


def test_the_other_identity(thunderbird: ThunderbirdDesk, town: Town, people: Correspondents) -> None:
    send(write(thunderbird, PETRA, identity="id2"))
    plain = encrypted(town, people)
    outer = parse(town.wire.deliveries[0].content)
    assert outer["From"].addresses[0].display_name == "Dr. Ana Ruiz"
    assert outer["From"].addresses[0].addr_spec == ANA and plain["Subject"] == "About Thursday"


def test_a_list_of_the_address_book(thunderbird: ThunderbirdDesk, town: Town,
                                    people: Correspondents) -> None:
    thunderbird.ext("""
        const [book] = await messenger.addressBooks.list();
        const list = await messenger.addressBooks.mailingLists.create(book.id, {name: "Nurses"});
        for (const email of arguments[0]) {
            const card = `BEGIN:VCARD\\r\\nVERSION:4.0\\r\\nEMAIL:${email}\\r\\nFN:${email}\\r\\nEND:VCARD\\r\\n`;
            const contact = await messenger.addressBooks.contacts.create(book.id, card);
            await messenger.addressBooks.mailingLists.addMember(list, contact);
        }""", [NORA, PETRA])
    window = write(thunderbird, "Nurses <Nurses>")
    send(window)
    for delivery in town.wire.wait_for(2):
        assert (PRIVATE in delivery.content) == (delivery.recipients == (NORA,))
    assert submitted(town) == sorted([(NORA,), (PETRA,)])


def test_attachments_and_pictures(thunderbird: ThunderbirdDesk, town: Town, people: Correspondents,
                                  tmp_path: Path) -> None:
    path = tmp_path / "Übersicht 1.txt"
    path.write_text("Mrs. Harriet Penfold, MRN 4480127: potassium 6.1 mmol/L\n")
    picture = f"data:image/png;base64,{base64.b64encode(PICTURE).decode()}"
    window = write(thunderbird, PETRA, html=f'<p>See the list <img src="{picture}"></p>', attachments=[path])
    send(window)
    plain = encrypted(town, people)
    parts = {part.get_content_type(): part for part in plain.walk()}
    html = parts["text/html"].get_content()
    cid = str(parts["image/png"]["Content-ID"]).strip("<>")
    assert f"cid:{cid}" in html and parts["image/png"].get_payload(decode=True) == PICTURE
    attached, = plain.iter_attachments()
    assert attached.get_filename() == path.name and "Penfold" in attached.get_content()
    check_no_trace(thunderbird)


def test_a_large_attachment_is_quick(thunderbird: ThunderbirdDesk, town: Town, people: Correspondents,
                                     tmp_path: Path) -> None:
    path = tmp_path / "scan.bin"
    path.write_bytes(os.urandom(LARGE))
    window = write(thunderbird, PETRA, attachments=[path])
    time.sleep(4)  # she reads it once more; meanwhile it is handed over
    begin = time.monotonic()
    window.press_send()
    window.wait_closed(90)
    taken = time.monotonic() - begin
    print(f"25 MB from Send to the Outbox: {taken:.1f} s")
    plain = parse(opened(people, town.wire.wait_for(1, 90)[0]))
    attached, = plain.iter_attachments()
    assert attached.get_payload(decode=True) == path.read_bytes()
    assert taken < 5 * AIM  # other machines, and others on this one


def test_the_composer_tells_beforehand(thunderbird: ThunderbirdDesk, shoot: Callable[..., None]) -> None:
    window = thunderbird.compose([NORA, PETRA], subject="Tea")
    wait_until("an outlook", lambda: window.outlook["label"] not in ("", "…"))
    page = window.press_outlook()
    text = page.wait_text(PETRA)
    shoot(page, "outlook")
    shoot(window, "composer")
    assert NORA in text and "Encrypt this mail" in text


def test_her_wish_to_encrypt(thunderbird: ThunderbirdDesk, town: Town, people: Correspondents) -> None:
    window = thunderbird.compose([PETRA], subject="Tea", text="At four, with the kettle?")
    page = window.press_outlook()
    page.choose("Encrypt this mail")
    wait_until("the choice to be kept", lambda: page.run(
        "const box = document.getElementById('wanted'); return box.checked && !box.disabled;"))
    page.close()
    send(window)
    delivery, = town.wire.wait_for(1)
    assert b"kettle" not in delivery.content and b"kettle" in (people.open(delivery) or b"")
