# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""An account whose server enforces TLS when a mail asks for it (route R2): Claws Mail sends the
agent's bytes, with the line that asks."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from desk import Correspondents, default_policy, variant
from lab.claws import ClawsDesk
from lab.town import Town
from scenes import CLINIC, DESK, NORA, PETRA, PRIVATE, SMALL_TALK
from sending import check_no_trace, check_sent, parse, without_queue_header, write

HEADER = "X-Hemostat-TLS"


@pytest.fixture(name="enforcing")
def with_a_server_that_enforces(new_claws: Callable[..., ClawsDesk], town: Town) -> ClawsDesk:
    claws = new_claws(policy=default_policy(town).set("default", predicted="none"))
    account = variant(CLINIC, route="R2")
    home = claws.agent.home / ".config/hemostat/accounts.conf"
    home.write_text("")
    (claws.agent.system / "accounts.conf").write_text(account.section() + f"enforcement={HEADER}: secure\n")
    claws.agent.start()
    return claws.start()


def test_patient_data_carries_the_line(enforcing: ClawsDesk, town: Town) -> None:
    window = write(enforcing, NORA)
    window.send()
    window.wait_closed()
    assert town.provider
    delivery, = town.wire.wait_for(1)
    assert delivery.tls and PRIVATE in delivery.content
    submitted, = town.provider.submitted
    assert parse(submitted.content)[HEADER] == "secure"
    sent, = enforcing.files("sent")
    assert parse(without_queue_header(sent.read_bytes()))["Message-ID"] == parse(submitted.content)["Message-ID"]
    check_sent(enforcing, town, (NORA,))


def test_small_talk_does_not(enforcing: ClawsDesk, town: Town) -> None:
    window = enforcing.compose(DESK, subject="Tea", body=SMALL_TALK)
    window.send()
    window.wait_closed()
    town.wire.wait_for(1)
    assert town.provider and HEADER not in parse(town.provider.submitted[0].content)


def test_what_is_encrypted_needs_no_line(enforcing: ClawsDesk, town: Town,
                                         people: Correspondents) -> None:
    window = write(enforcing, NORA, PETRA)
    window.send()
    window.wait_closed()
    town.wire.wait_for(2)
    assert town.provider
    lines = {mail.recipients: parse(mail.content)[HEADER] for mail in town.provider.submitted}
    assert lines == {(NORA,): "secure", (PETRA,): None}
    check_sent(enforcing, town, (NORA,), (PETRA,))
    check_no_trace(enforcing)
