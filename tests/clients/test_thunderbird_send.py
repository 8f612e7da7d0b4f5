# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Thunderbird's Send button: what goes on the wire, what stays in Sent, and what does not."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from desk import Correspondents, check_words, default_policy
from lab.thunderbird import ThunderbirdDesk
from lab.town import Town
from scenes import CLINIC, DESK, NORA, PETRA, PRIVATE, SAM, SMALL_TALK
from sending import parse
from thunderbird_scenes import (HEALTH, BACK, answer, check_no_trace, check_only_there, opened,
                                question, send, sent, submitted, write)

def test_small_talk_goes_as_it_is(thunderbird: ThunderbirdDesk, town: Town) -> None:
    send(thunderbird.compose([DESK], subject="Tea", text=SMALL_TALK))
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (DESK,) and b"kettle" in delivery.content
    copy, = sent(thunderbird)
    assert b"kettle" in copy and not thunderbird.pages()


def test_patient_data_over_tls_goes_in_thunderbirds_own_form(thunderbird: ThunderbirdDesk,
                                                             town: Town) -> None:
    send(write(thunderbird, NORA))
    delivery, = town.wire.wait_for(1)
    assert delivery.tls and PRIVATE in delivery.content
    assert "Thunderbird" in parse(delivery.content)["User-Agent"]
    copy, = sent(thunderbird)
    assert parse(copy)["Message-ID"] == parse(delivery.content)["Message-ID"]


def test_patient_data_is_encrypted(thunderbird: ThunderbirdDesk, town: Town,
                                   people: Correspondents) -> None:
    send(write(thunderbird, PETRA))
    delivery, = town.wire.wait_for(1)
    plain = parse(opened(people, delivery))
    assert plain.get_body(("plain",)) and plain["Subject"] == "About Thursday"
    assert parse(delivery.content)["Subject"] == "..."
    copy, = sent(thunderbird)
    assert parse(copy)["Message-ID"] == parse(delivery.content)["Message-ID"]
    assert b"BEGIN PGP MESSAGE" in copy
    check_no_trace(thunderbird)


def test_html_has_both_forms_below_the_encryption(thunderbird: ThunderbirdDesk, town: Town,
                                                  people: Correspondents) -> None:
    html = "<p>Mrs. Harriet <b>Penfold</b>, MRN 4480127: potassium 6.1 mmol/L, spironolactone 50 mg</p>"
    send(write(thunderbird, PETRA, html=html))
    plain = parse(opened(people, town.wire.wait_for(1)[0]))
    text, rich = plain.get_body(("plain",)), plain.get_body(("html",))
    assert text and "Penfold" in text.get_content() and rich and "<b>" in rich.get_content()
    check_no_trace(thunderbird)


def test_each_gets_what_she_can_read(thunderbird: ThunderbirdDesk, town: Town,
                                     people: Correspondents) -> None:
    send(write(thunderbird, NORA, PETRA, cc=SAM))
    deliveries = town.wire.wait_for(3)
    for delivery in deliveries:
        encrypted = PRIVATE not in delivery.content
        assert encrypted == (delivery.recipients == (PETRA,)) and (encrypted or delivery.tls)
        if encrypted:
            opened(people, delivery)
    assert submitted(town) == sorted([tuple(sorted((NORA, SAM))), (PETRA,)])
    sent(thunderbird, 2)


def test_blind_recipients_stay_blind(thunderbird: ThunderbirdDesk, town: Town,
                                     people: Correspondents) -> None:
    send(write(thunderbird, NORA, bcc=(PETRA, SAM)))
    for delivery in town.wire.wait_for(3):
        text = delivery.content
        if PRIVATE not in text:
            text += opened(people, delivery)
        for blind in {PETRA, SAM} - set(delivery.recipients):
            assert blind.encode() not in text
    assert sorted(one for mail in submitted(town) for one in mail) == sorted((NORA, PETRA, SAM))


def test_reports_are_asked_for_with_headers_only(thunderbird: ThunderbirdDesk, town: Town) -> None:
    """What comes back of an undelivered mail shall not carry the patient along."""
    assert town.provider
    send(write(thunderbird, PETRA))
    town.wire.wait_for(1)
    mail, = town.provider.submitted
    assert "RET=HDRS" in mail.reports
    assert any(one.startswith("ENVID=") for one in mail.reports)
    assert any(one.startswith("NOTIFY=") and "FAILURE" in one for one in mail.reports)


def test_nobody_can_be_reached_safely(thunderbird: ThunderbirdDesk, town: Town,
                                      shoot: Callable[..., None]) -> None:
    window = write(thunderbird, DESK)
    window.press_send()
    page = question(thunderbird)
    check_words(page.run("return document.getElementById('text').textContent;"))
    assert "no safe way" in page.text and DESK in page.text
    shoot(page, "held")
    assert page.run("return document.activeElement.textContent;") == BACK
    check_only_there(thunderbird, window)
    page.press(BACK)
    page.wait_closed()
    check_only_there(thunderbird, window)


def test_back_correct_and_send_again(thunderbird: ThunderbirdDesk, town: Town) -> None:
    window = write(thunderbird, NORA, DESK)
    window.press_send()
    answer(thunderbird, BACK)
    window.set(to=[NORA])
    send(window)
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (NORA,) and delivery.tls


def test_what_she_asks_for_is_not_less(thunderbird: ThunderbirdDesk, town: Town,
                                       people: Correspondents) -> None:
    """The toggle in the composer's panel: small talk, encrypted."""
    window = thunderbird.compose([PETRA], subject="[secure] Tea", text=SMALL_TALK)
    send(window)
    delivery, = town.wire.wait_for(1)
    assert b"kettle" not in delivery.content and b"kettle" in (people.open(delivery) or b"")


def test_each_answer_does_what_it_says(thunderbird: ThunderbirdDesk, town: Town, people: Correspondents,
                                       shoot: Callable[..., None]) -> None:
    first = write(thunderbird, DESK, text=HEALTH)
    first.press_send()
    shoot(question(thunderbird), "asked")
    answer(thunderbird, "no patient data")
    first.wait_closed()
    delivery, = town.wire.wait_for(1)
    assert b"creatinine" in delivery.content and delivery.recipients == (DESK,)
    second = write(thunderbird, PETRA, text=HEALTH)
    second.press_send()
    answer(thunderbird, "patient data: protect")
    second.wait_closed()
    delivery = town.wire.wait_for(2)[1]
    assert b"creatinine" not in delivery.content and b"creatinine" in (people.open(delivery) or b"")
    third = write(thunderbird, DESK, text=HEALTH)
    third.press_send()
    answer(thunderbird, "patient data: protect")
    answer(thunderbird, BACK, "no safe way")
    third.wait_unlocked()
    assert len(town.wire.deliveries) == 2


@pytest.fixture(name="enforcing")
def with_a_server_that_enforces(new_thunderbird: Callable[..., ThunderbirdDesk], town: Town) -> ThunderbirdDesk:
    thunderbird = new_thunderbird(policy=default_policy(town).set("default", predicted="none"))
    (thunderbird.agent.home / ".config/hemostat/accounts.conf").write_text("")
    section = CLINIC.section().replace("route=R0", "route=R2")
    (thunderbird.agent.system / "accounts.conf").write_text(section + "enforcement=X-Hemostat-TLS: secure\n")
    thunderbird.agent.start()
    return thunderbird.start()


def test_the_line_that_asks_for_tls(enforcing: ThunderbirdDesk, town: Town) -> None:
    """Thunderbird writes the name its own way; servers do not mind."""
    send(write(enforcing, NORA))
    send(enforcing.compose([DESK], subject="Tea", text=SMALL_TALK))
    town.wire.wait_for(2)
    assert town.provider
    lines = {mail.recipients: parse(mail.content)["X-Hemostat-TLS"] for mail in town.provider.submitted}
    assert lines == {(NORA,): "secure", (DESK,): None}
