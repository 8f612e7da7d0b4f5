# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Fail closed after the mail has left: a real Postfix that enforces TLS by a header (route R2).

What the agent saw of a mail host may be wrong a second later.  An ordinary provider would
then deliver in the clear; one that enforces keeps the mail.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desk import CLINIC, DESK, NORA, PETRA, PRIVATE, SENT, SMALL_TALK, Desk, default_policy, variant, words_of
from lab.domains import Tls
from lab.postfix import Postfix
from lab.receivers import Delivery
from lab.town import SPARE, Town

RELAY, ADDRESS = list(SPARE.items())[2]
HEADER = b"X-Hemostat-TLS: secure"
NORAS_HOST = "mx.lakeside-cardiology.lab"


@pytest.fixture
def relay(needs_postfix: None, town: Town) -> Iterator[Postfix]:
    folder = town.folder / f"relay-{len(list(town.folder.glob('relay-*')))}"
    relay = Postfix(folder, RELAY, ADDRESS, town.authority.issue(RELAY), town.authority.file)
    relay.offer_submission(town.events, {CLINIC.user: CLINIC.password}, enforces=True)
    relay.start()
    yield relay
    relay.stop()


@pytest.fixture
def enforced(new_desk: Callable[..., Desk], town: Town) -> Desk:
    """The administrator says that the server enforces; nothing is accepted on prediction."""
    account = variant(CLINIC, host=RELAY, route="R2")
    desk = new_desk(policy=default_policy(town).set("default", predicted="none"), accounts=())
    (desk.system / "accounts.conf").write_text(account.section() + f"enforcement={HEADER.decode()}\n")
    desk.accounts = (account,)
    desk.start()
    return desk


@pytest.fixture
def stripped(town: Town) -> Iterator[Callable[[], None]]:
    """Somebody begins to strip STARTTLS on the way to Nora's host."""
    yield lambda: town.receivers.change(NORAS_HOST, Tls.STRIPPED)
    town.receivers.change(NORAS_HOST, Tls.GOOD)


def post(desk: Desk, mail: Path, *to: str) -> None:
    answer = desk.post(mail, *to)
    assert answer.status == SENT, words_of(answer)
    assert {one["route"] for one in answer.object["recipients"]} == {"R2"}


def deferred(relay: Postfix) -> bool:
    return any("status=deferred" in line and "TLS" in line for line in relay.log)


def test_patient_data_goes_over_good_tls(enforced: Desk, relay: Postfix) -> None:
    post(enforced, enforced.mail(), NORA)
    delivery, = enforced.town.wire.wait_for(1)
    assert delivery.tls and PRIVATE in delivery.content and HEADER in delivery.content


def test_stripped_after_the_probe_is_kept_back(enforced: Desk, relay: Postfix,
                                               stripped: Callable[[], None]) -> None:
    mail = enforced.mail()
    post(enforced, mail, NORA)  # makes evidence, which now becomes wrong
    enforced.town.wire.wait_for(1)
    enforced.town.wire.clear()
    stripped()
    post(enforced, enforced.mail(), NORA)
    assert relay._daemon
    relay._daemon.wait_to_say("status=deferred")
    assert deferred(relay) and relay.queue_ids()
    assert not enforced.town.wire.deliveries


def test_what_is_known_to_be_bad_is_not_even_tried(enforced: Desk, relay: Postfix) -> None:
    for to in (DESK, "desk@stripped.lab", "desk@broken-promise.seclab"):
        enforced.held(enforced.mail(), to)
    assert not relay.queue_ids() and not enforced.town.wire.deliveries


def test_small_talk_is_not_enforced(enforced: Desk, relay: Postfix) -> None:
    """Ordinary mail still reaches those without TLS."""
    post(enforced, enforced.mail(SMALL_TALK), DESK)
    delivery, = enforced.town.wire.wait_for(1)
    assert delivery.tls is None and HEADER not in delivery.content


def test_encrypted_mail_needs_no_enforcement(enforced: Desk, relay: Postfix) -> None:
    post(enforced, enforced.mail(), NORA, PETRA)
    by_host: dict[str, Delivery] = {one.host: one for one in enforced.town.wire.wait_for(2)}
    assert HEADER in by_host[NORAS_HOST].content and by_host[NORAS_HOST].tls
    encrypted = by_host["mx.oldtown-physio.lab"]
    assert HEADER not in encrypted.content and PRIVATE not in encrypted.content


def test_a_header_of_the_writer_does_not_count(enforced: Desk, relay: Postfix) -> None:
    """One that says the opposite is replaced, so that the server sees one answer."""
    post(enforced, enforced.mail(headers="X-Hemostat-TLS: off\n"), NORA)
    delivery, = enforced.town.wire.wait_for(1)
    assert delivery.content.count(b"X-Hemostat-TLS") == 1 and HEADER in delivery.content


def test_ordinary_route_can_deliver_in_the_clear(desk: Desk, stripped: Callable[[], None]) -> None:
    """The documented limit of R0, which the administrator accepted by predicted=V+A."""
    desk.goes_by_tls(desk.mail())
    stripped()
    delivery, = desk.check_gone(desk.post(desk.mail(), NORA))
    assert delivery.tls is None
