# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""What Thunderbird shows beside a received mail, word for word, and what comes back."""
from __future__ import annotations

import itertools
import json
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import scenes
from desk import Correspondents, check_words
from lab.pop3 import PopServer
from lab.thunderbird import Page, ThunderbirdDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import CLINIC, NORA, PRIVATE, SAM, failure_report
from thunderbird_looks import keep_looks
from thunderbird_scenes import opened, send, sent, submitted, write
from ways import WAYS

LOOKING, SILENT = "Hemostat is looking at how this mail came", "Hemostat does not answer"
OWN, NO_RECORD = "Not received by mail", "This mail carries no record of its way."
COPY, REPORT = "Copy for a technician", "Report a problem…"
FETCH = "Your account fetches mail from smtp.hartwell-clinic.lab over TLS."
LABELS = {"full": "TLS", "entry": "TLS", "partial": "TLS in part", "weak": "Outdated TLS",
          "plain": "No TLS", "internal": "Inside your mail system", "unknown": "Not known"}
INTO_OURS = "Your mail server mx.hartwell-clinic.lab received this"
# The icon and the words of each hop, the last one first.
HOPS = {
    "full": [("full", f"{INTO_OURS} over current TLS."),
             ("full", "The server out.example.net on the sender's side reports current TLS.")],
    "entry": [("full", f"{INTO_OURS} over current TLS."),
              ("unknown", "The server out.example.net on the sender's side does not record TLS.")],
    "partial": [("full", f"{INTO_OURS} over current TLS."),
                ("plain", "The server out.example.net on the sender's side reports that it "
                 "received this without encryption.")],
    "weak": [("weak", f"{INTO_OURS} over outdated TLS.")],
    "plain": [("plain", f"{INTO_OURS} without encryption.")],
    "internal": [("full", "Handed on within one mail system.")],
    "unknown": [],
}
_number = itertools.count(1)
BREACH = '<img src="x" onerror="document.title=1">'


def letter(state: str, **more: Any) -> bytes:
    return scenes.letter(**{"subject": f"Letter {state}", "body": f"Text {state}\n",
                            "received": WAYS.get(state, ()),
                            "message_id": f"<{state}@lakeside-cardiology.lab>", **more})


def fetch(thunderbird: ThunderbirdDesk, server: PopServer, *mails: bytes) -> None:
    """By POP3 over TLS, so that they count as arrived; the folder is open then."""
    before = len(thunderbird.messages("Inbox"))
    server.deliver(CLINIC.user, *mails)
    thunderbird.receive()
    thunderbird.wait_for_messages("Inbox", before + len(mails))
    thunderbird.open_folder("Inbox")


def look_at(thunderbird: ThunderbirdDesk, state: str) -> Page:
    """Chooses the mail and opens its panel."""
    thunderbird.select(f"{state}@lakeside-cardiology.lab")
    wait_until("the badge", lambda: thunderbird.badge().get("label") == LABELS[state])
    page = thunderbird.press_badge()
    page.wait_text(REPORT)
    return page


def hops_of(page: Page) -> list[tuple[str, str]]:
    rows = page.run("""
        return Array.from(document.querySelectorAll("#hops > li"), (item) =>
            [item.querySelector("img").src, item.querySelector("p").textContent]);""")
    return [(icon.rpartition("/")[2].removesuffix(".svg"), words) for icon, words in rows]


@contextmanager
def silent_agent(thunderbird: ThunderbirdDesk) -> Iterator[None]:
    """It is there and does not answer."""
    assert (daemon := thunderbird.agent.daemon)
    os.kill(daemon.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(daemon.pid, signal.SIGCONT)


def test_the_way_of_each_mail_hop_by_hop(thunderbird: ThunderbirdDesk, mailbox_server: PopServer) -> None:
    fetch(thunderbird, mailbox_server, *map(letter, WAYS))
    for state in WAYS:
        page = look_at(thunderbird, state)
        wait_until("its hops", lambda: hops_of(page) or not HOPS[state])
        assert hops_of(page) == HOPS[state], state
        text = page.text
        assert text.startswith(thunderbird.badge()["title"]) and FETCH in text
        assert (NO_RECORD in text) == (not HOPS[state])
        assert page.buttons == [COPY, REPORT]
        keep_looks(page, f"badge-{state}")
        page.close()


def test_a_badge_is_neutral_until_there_is_an_answer(thunderbird: ThunderbirdDesk,
                                                     mailbox_server: PopServer) -> None:
    fetch(thunderbird, mailbox_server, letter("full"))
    with silent_agent(thunderbird):
        thunderbird.select()
        wait_until("a badge", lambda: thunderbird.badge().get("title") == LOOKING)
        badge = thunderbird.badge()
        assert badge["label"] == "…" and "unknown.svg" in badge["icon"]
        badge = thunderbird.wait_badge(SILENT)
        assert badge["label"] == LABELS["unknown"] and "unknown.svg" in badge["icon"]
        page = thunderbird.press_badge()
        text = page.wait_text(SILENT)
        assert "It is not known whether this mail came over TLS." in text and not page.buttons
        keep_looks(page, "badge-silent")
        page.close()
    wait_until("the answer", lambda: thunderbird.badge()["label"] == LABELS["full"])


def test_a_draft_has_no_way(thunderbird: ThunderbirdDesk, mailbox_server: PopServer) -> None:
    window = write(thunderbird, NORA)
    window.save_draft()
    window.close()
    fetch(thunderbird, mailbox_server, letter("full"))
    thunderbird.select()
    wait_until("a badge", lambda: thunderbird.badge().get("label") == LABELS["full"])
    thunderbird.show("Drafts")
    badge = thunderbird.wait_badge(OWN)
    assert badge["label"] == OWN and "unknown.svg" in badge["icon"]
    page = thunderbird.press_badge()
    page.wait_text(OWN)
    assert not page.buttons
    page.close()


@pytest.mark.parametrize("where", ["tab", "window"])
def test_a_tab_or_window_has_a_badge_of_its_own(thunderbird: ThunderbirdDesk, mailbox_server: PopServer,
                                                where: str) -> None:
    fetch(thunderbird, mailbox_server, letter("weak"), letter("plain"))
    weak = next(row["id"] for row in thunderbird.messages("Inbox") if row["messageId"].startswith("weak"))
    tab = thunderbird.ext("""
        const [messageId, location] = arguments;
        return (await messenger.messageDisplay.open({messageId, location, active: false})).id;""", weak, where)

    def label() -> str:
        return str(thunderbird.ext("return await messenger.messageDisplayAction.getLabel({tabId: arguments[0]});",
                                   tab))
    wait_until("its badge", lambda: label() == LABELS["weak"])
    thunderbird.select("plain@lakeside-cardiology.lab")
    wait_until("the other badge", lambda: thunderbird.badge().get("label") == LABELS["plain"])
    assert label() == LABELS["weak"]


def test_what_a_mail_claims_is_only_text(thunderbird: ThunderbirdDesk, mailbox_server: PopServer) -> None:
    way = (WAYS["full"][0].replace("from out.example.net", f"from {BREACH.replace(' ', '/')}"),)
    fetch(thunderbird, mailbox_server, letter("full", received=way))
    thunderbird.select()
    thunderbird.wait_badge("TLS")
    page = thunderbird.press_badge()
    page.wait_text(REPORT)
    sources = page.run("return Array.from(document.images, (image) => image.getAttribute('src'));")
    assert sources and all(source.startswith("/icons/") for source in sources)
    assert page.run("return document.title;") == ""
    page.close()


def test_a_reported_problem_is_recorded_without_words_of_the_mail(thunderbird: ThunderbirdDesk,
                                                                  mailbox_server: PopServer) -> None:
    before = len(events(thunderbird, "note"))
    fetch(thunderbird, mailbox_server, letter("plain", subject="Odd subject", body="Odd text\n"))
    page = look_at(thunderbird, "plain")
    page.press(REPORT)
    page.choose("I cannot read this mail")
    keep_looks(page, "note")
    page.press("Record")
    page.wait_text("Your report is recorded")
    assert REPORT not in page.buttons  # once is enough
    *_, note = events(thunderbird, "note")
    told = json.dumps(note)
    assert len(events(thunderbird, "note")) == before + 1
    assert "not-readable" in told and "plain" in told
    assert "Odd" not in told and "lakeside" not in told and "Nora" not in told
    page.close()


def events(thunderbird: ThunderbirdDesk, kind: str) -> list[dict[str, Any]]:
    records = thunderbird.agent.run("audit", "--json", "show").objects
    return [record for record in records if record["event"] == kind]


# --- mail that came back

# In the place of the desktop, which shows nothing here: keeps what it is told.
_ALERTS = """
if (!window.labAlerts) {
    window.labAlerts = [];
    const service = {
        QueryInterface: ChromeUtils.generateQI(["nsIAlertsService"]),
        showAlert(alert, listener) {
            window.labAlerts.push({name: alert.name, text: `${alert.title}\\n${alert.text}`, listener});
        },
        closeAlert() {},
    };
    const factory = {QueryInterface: ChromeUtils.generateQI(["nsIFactory"]), createInstance: () => service};
    Components.manager.QueryInterface(Ci.nsIComponentRegistrar).registerFactory(
        Services.uuid.generateUUID(), "", "@mozilla.org/alerts-service;1", factory);
}
"""


@pytest.fixture(name="told")
def with_a_desktop(thunderbird: ThunderbirdDesk) -> ThunderbirdDesk:
    thunderbird.run(_ALERTS + "window.labAlerts.length = 0;")
    return thunderbird


def notices(told: ThunderbirdDesk) -> list[str]:
    """What the add-on told beside the screen's clock."""
    return list(told.run("return window.labAlerts.map(({text}) => text);"))


def wait_for_notice(told: ThunderbirdDesk) -> str:
    return wait_until("a notice", lambda: notices(told))[-1]


def click_notice(told: ThunderbirdDesk) -> Page:
    told.run("window.labAlerts.at(-1).listener.observe(null, 'alertclickcallback', '');")
    return told.page("report.html")


def report(original: bytes, to: str) -> bytes:
    """Each a mail of its own: none is looked at twice."""
    return failure_report(original, to).replace(b"<r1@", b"<again%d@" % next(_number))


def come_back(thunderbird: ThunderbirdDesk, town: Town, server: PopServer, to: str,
              *reports: bytes) -> None:
    """A mail went out over TLS, and comes back from further on."""
    send(write(thunderbird, to))
    original = town.wire.wait_for(1)[0].content
    assert PRIVATE in original
    sent(thunderbird)
    town.wire.clear()
    assert town.provider
    town.provider.clear()
    fetch(thunderbird, server, *reports, report(original, to))


def test_what_came_back_goes_once_more_protected(told: ThunderbirdDesk, town: Town, people: Correspondents,
                                                 mailbox_server: PopServer) -> None:
    come_back(told, town, mailbox_server, SAM)
    words = wait_for_notice(told)
    check_words(words)
    assert "Sam" not in words and "Thursday" not in words
    page = click_notice(told)
    page.wait_text(SAM)
    keep_looks(page, "report")
    assert not town.wire.deliveries  # nothing goes out that nobody wanted
    page.press("Send again, protected")
    page.wait_text("It has been handed over to be sent once more, protected.")
    keep_looks(page, "report-sent")
    assert page.buttons == ["Close"]
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (SAM,) and PRIVATE in opened(people, delivery)
    assert submitted(town, 1) == [(SAM,)]
    told.wait_outbox_empty()
    page.press("Close")
    page.wait_closed()


def test_what_came_back_and_cannot_be_protected_is_asked_about(told: ThunderbirdDesk, town: Town,
                                                               mailbox_server: PopServer) -> None:
    come_back(told, town, mailbox_server, NORA)
    wait_for_notice(told)
    page = click_notice(told)
    page.press("Send again, protected")
    page.wait_text("there is no safe way")
    keep_looks(page, "report-held")
    assert not town.wire.deliveries and not told.messages("Outbox")
    page.press("Close")
    page.wait_closed()


def test_what_came_back_and_is_not_in_sent_is_said(told: ThunderbirdDesk, town: Town,
                                                   mailbox_server: PopServer) -> None:
    come_back(told, town, mailbox_server, SAM)
    told.empty("Sent")
    wait_for_notice(told)
    page = click_notice(told)
    page.press("Send again, protected")
    page.wait_text("Its copy is in none of your Sent folders")
    assert not town.wire.deliveries
    page.press("Close")
    page.wait_closed()


def test_a_report_about_a_strangers_mail_says_nothing(told: ThunderbirdDesk, town: Town,
                                                      mailbox_server: PopServer) -> None:
    forged = report(scenes.letter(message_id="<never@hartwell-clinic.lab>"), SAM)
    before = len(events(told, "report"))
    come_back(told, town, mailbox_server, SAM, forged)
    wait_for_notice(told)  # the last, so the first was looked at
    assert len(notices(told)) == 1 and len(events(told, "report")) == before + 1
    told.select(told.messages("Inbox")[0]["messageId"])
    wait_until("a badge", lambda: told.badge().get("label") == LABELS["unknown"])
    page = told.press_badge()
    assert "What became of it" not in page.wait_text(NO_RECORD)
    page.close()
