# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""While a mail is written in Thunderbird: the button that says how it will go, its panel, and
the switch to encrypt."""
from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from desk import Correspondents, default_policy
from lab.thunderbird import ComposeWindow, Page, ThunderbirdDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import CLINIC, DESK, NORA, PETRA, SAM, SMALL_TALK
from thunderbird_looks import keep_looks
from thunderbird_scenes import opened, send, sent, write

NULL_MX = "reception@takes-no-mail.lab"
NOWHERE, NO_WAY, LATER = "cannot receive mail", "no safe way yet", "checked on sending"
EXPECTED, VERIFIED, ENCRYPTED = "TLS expected", "TLS verified", "will be encrypted"
SWITCH, AWAY = "Encrypt this mail", "Hemostat cannot be reached"
Rows = dict[str, tuple[str, str]]


def rows_of(page: Page) -> Rows:
    """Each recipient's icon and words, in the order of the panel."""
    rows = page.run("""
        return Array.from(document.querySelectorAll("#people > li"), (row) => [
            (row.querySelector(".address") || row.querySelector(".grow")).textContent,
            row.querySelector("img").src, row.querySelector(".words").textContent]);""")
    return {who: (icon.rpartition("/")[2].removesuffix(".svg"), words) for who, icon, words in rows}


def wait_rows(page: Page, expected: Rows) -> None:
    try:
        wait_until(f"{expected}", lambda: rows_of(page) == expected, also=page.desk.check_alive)
    except TimeoutError:
        assert rows_of(page) == expected


def wait_button(window: ComposeWindow, words: str) -> None:
    """What stands on it, and its full title."""
    try:
        wait_until(words, lambda: window.outlook["label"] == words, also=window.desk.check_alive)
    except TimeoutError:
        assert window.outlook["label"] == words
    assert window.outlook["title"] == f"How this mail will go: {words}"


def switch_of(page: Page) -> tuple[bool, bool]:
    """Whether it is on, and whether it can be switched."""
    on, fixed = page.run("const one = document.getElementById('wanted'); return [one.checked, one.disabled];")
    return on, not fixed


def wait_switch(page: Page, on: bool) -> None:
    wait_until("the switch", lambda: switch_of(page)[0] == on, also=page.desk.check_alive)


def test_each_recipient_with_the_worst_first(thunderbird: ThunderbirdDesk) -> None:
    window = thunderbird.compose([f"Nora Lind <{NORA}>", PETRA], cc=DESK, bcc=NULL_MX, subject="Tea")
    wait_button(window, NOWHERE)
    page = window.press_outlook()
    wait_rows(page, {NULL_MX: ("undeliverable", NOWHERE), DESK: ("unknown", NO_WAY),
                     NORA: ("predicted", EXPECTED), PETRA: ("encrypted", ENCRYPTED)})
    assert list(rows_of(page)) == [NULL_MX, DESK, NORA, PETRA]
    text = page.text
    assert "Nora Lind" in text and "If this mail has patient data, it goes like this:" in text
    assert switch_of(page) == (False, True)
    keep_looks(page, "panel")
    page.close()


@pytest.fixture(name="verified")
def with_a_server_that_enforces(new_thunderbird: Callable[..., ThunderbirdDesk], town: Town) -> ThunderbirdDesk:
    thunderbird = new_thunderbird(policy=default_policy(town).set("default", predicted="none"))
    (thunderbird.agent.home / ".config/hemostat/accounts.conf").write_text("")
    section = CLINIC.section().replace("route=R0", "route=R2")
    (thunderbird.agent.system / "accounts.conf").write_text(section + "enforcement=X-Hemostat-TLS: secure\n")
    thunderbird.agent.start()
    return thunderbird.start()


def test_tls_that_the_server_enforces(verified: ThunderbirdDesk) -> None:
    window = verified.compose([NORA, SAM], subject="Tea")
    wait_button(window, VERIFIED)
    page = window.press_outlook()
    wait_rows(page, {NORA: ("tls", VERIFIED), SAM: ("tls", VERIFIED)})
    page.close()


def test_it_follows_the_recipients(thunderbird: ThunderbirdDesk) -> None:
    window = thunderbird.compose(subject="Tea")
    page = window.press_outlook()
    page.wait_text("Nobody to send it to yet.")
    assert rows_of(page) == {}
    window.set(to=[NORA])
    wait_rows(page, {NORA: ("predicted", EXPECTED)})
    window.set(to=["nora.lind@lakeside-cardiology"])  # not whole yet
    wait_rows(page, {})
    window.set(to=[], bcc=[f"Petra Holm <{PETRA}>"])
    wait_rows(page, {PETRA: ("encrypted", ENCRYPTED)})
    page.close()
    wait_button(window, ENCRYPTED)


def test_a_list_is_shown_by_its_members(thunderbird: ThunderbirdDesk) -> None:
    thunderbird.ext("""
        const [book] = await messenger.addressBooks.list();
        const list = await messenger.addressBooks.mailingLists.create(book.id, {name: "Rota"});
        for (const email of arguments[0]) {
            const card = `BEGIN:VCARD\\r\\nVERSION:4.0\\r\\nEMAIL:${email}\\r\\nFN:${email}\\r\\nEND:VCARD\\r\\n`;
            const contact = await messenger.addressBooks.contacts.create(book.id, card);
            await messenger.addressBooks.mailingLists.addMember(list, contact);
        }""", [SAM, PETRA])
    window = thunderbird.compose(["Rota <Rota>", DESK], subject="Tea")
    wait_button(window, NO_WAY)
    page = window.press_outlook()
    wait_rows(page, {DESK: ("unknown", NO_WAY), SAM: ("predicted", EXPECTED), PETRA: ("encrypted", ENCRYPTED)})
    page.close()


def test_an_answer_that_comes_late(thunderbird: ThunderbirdDesk, town: Town) -> None:
    """The names are slow: the button changes by itself, once they are known."""
    somebody = "ward3@two-doors.lab"  # whom no other test asks about
    town.resolver.pause()
    try:
        window = thunderbird.compose(somebody, subject="Tea")
        page = window.press_outlook()
        wait_rows(page, {somebody: ("unknown", "not known yet")})
    finally:
        town.resolver.resume()
    wait_rows(page, {somebody: ("predicted", EXPECTED)})
    page.close()
    wait_button(window, EXPECTED)


@pytest.fixture(name="panel")
def of_small_talk(thunderbird: ThunderbirdDesk) -> Iterator[tuple[ComposeWindow, Page]]:
    """Small talk to two who are reached over TLS; one has a key."""
    window = thunderbird.compose([SAM], subject="Tea", text=SMALL_TALK)
    wait_button(window, EXPECTED)
    yield window, window.press_outlook()


def test_the_switch_is_kept_by_its_mail(panel: tuple[ComposeWindow, Page], thunderbird: ThunderbirdDesk,
                                        town: Town, people: Correspondents) -> None:
    window, page = panel
    page.choose(SWITCH)
    wait_rows(page, {SAM: ("unknown", LATER)})
    assert "This mail goes like this:" in page.text
    keep_looks(page, "panel-encrypt")
    page.close()
    other = thunderbird.compose([SAM], subject="Coffee", text=SMALL_TALK)
    page = other.press_outlook()
    wait_rows(page, {SAM: ("predicted", EXPECTED)})
    assert switch_of(page) == (False, True)
    page.close()
    other.close()
    thunderbird.stop_background()
    page = window.press_outlook()
    wait_switch(page, True)
    page.close()
    send(window)
    delivery, = town.wire.wait_for(1)
    assert b"kettle" not in delivery.content and b"kettle" in opened(people, delivery)


def test_the_switch_goes_back(panel: tuple[ComposeWindow, Page], town: Town) -> None:
    window, page = panel
    page.choose(SWITCH)
    wait_rows(page, {SAM: ("unknown", LATER)})
    page.choose(SWITCH)
    wait_rows(page, {SAM: ("predicted", EXPECTED)})
    page.close()
    send(window)
    assert b"kettle" in town.wire.wait_for(1)[0].content


@pytest.mark.parametrize("how", ["reply", "forwardInline"])
def test_what_came_encrypted_is_answered_encrypted(thunderbird: ThunderbirdDesk, town: Town,
                                                   people: Correspondents, how: str) -> None:
    send(write(thunderbird, PETRA))  # encrypted to herself too
    sent(thunderbird)
    town.wire.clear()
    row, = thunderbird.messages("Sent")
    window = thunderbird.answer(row["id"], how, to=[SAM])
    page = window.press_outlook()
    wait_switch(page, True)
    assert switch_of(page) == (True, False)
    assert "came encrypted, so this one is not sent with less" in page.text
    keep_looks(page, "panel-locked")
    page.close()
    window.set(subject="Re", body="<p>The kettle is mine.</p>")
    send(window)
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (SAM,)
    assert b"kettle" not in delivery.content and b"kettle" in opened(people, delivery)


def test_an_agent_that_is_away_is_told_of(new_thunderbird: Callable[..., ThunderbirdDesk]) -> None:
    thunderbird = new_thunderbird()
    thunderbird.agent.start()
    thunderbird.start(HEMOSTAT_LIBEXEC="/nowhere")  # so that nobody starts another
    window = thunderbird.compose([NORA], subject="Tea")
    wait_button(window, EXPECTED)
    thunderbird.agent.stop()
    wait_button(window, AWAY)
    page = window.press_outlook()
    text = page.wait_text(AWAY)
    assert "hemostat doctor" in text and NORA not in text and EXPECTED not in text
    keep_looks(page, "panel-away")
    thunderbird.agent.start()
    wait_rows(page, {NORA: ("predicted", EXPECTED)})
    assert AWAY not in page.text
    page.close()
