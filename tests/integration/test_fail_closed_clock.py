# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Fail closed: the clock jumps while the agent runs, as after a suspend, a dead battery or a
hand that sets it."""
from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from desk import ANA, NORA, Desk, check_words
from lab.agent_client import AgentClient, Refused
from lab.clock import DAY, MINUTE, Clock
from lab.domains import Tls

HOST = "mx.lakeside-cardiology.lab"


@pytest.fixture
def timed(new_desk: Callable[..., Desk]) -> tuple[Desk, Clock]:
    desk = new_desk()
    clock = Clock(desk.folder / "clock")
    desk.start(**clock.environment)
    return desk, clock


@pytest.fixture
def stripped(timed: tuple[Desk, Clock]) -> Iterator[Callable[[], None]]:
    """Nora's host loses its TLS, which only a new look can tell."""
    receivers = timed[0].town.receivers
    yield lambda: receivers.change(HOST, Tls.NONE)
    receivers.change(HOST, Tls.GOOD)


def test_evidence_is_used_while_it_is_fresh(timed: tuple[Desk, Clock]) -> None:
    desk, _ = timed
    desk.goes_by_tls(desk.mail())
    desk.check_gone(desk.post(desk.mail(), NORA))
    assert desk.town.wire.visits(HOST) == 1  # the delivery alone: nobody looked again


@pytest.mark.parametrize("day", [30 * DAY, -DAY, -10 * 365 * DAY, 300 * 365 * DAY],
                         ids=["a month ahead", "a day back", "ten years back", "three centuries ahead"])
def test_old_evidence_does_not_survive_a_jump(timed: tuple[Desk, Clock], stripped: Callable[[], None],
                                              day: int) -> None:
    desk, clock = timed
    desk.goes_by_tls(desk.mail())
    stripped()
    clock.jump(day=day)
    answer = desk.held(desk.mail(), NORA)
    assert answer.object["recipients"][0]["level"] in "NC"  # signed names too have their time
    desk.town.receivers.change(HOST, Tls.GOOD)
    clock.jump()
    desk.stop()  # the resolver in it may keep for a while what it saw at the wrong time
    desk.start()
    desk.goes_by_tls(desk.mail())


def test_certificates_of_another_time_are_not_good(timed: tuple[Desk, Clock]) -> None:
    """With a wrong clock nobody's certificate can be judged: held, and all is well afterwards."""
    desk, clock = timed
    mail = desk.mail()
    clock.jump(day=-365 * DAY)
    answer = desk.held(mail, NORA)
    assert answer.object["recipients"][0]["level"] == "E"
    clock.jump()
    desk.goes_by_tls(mail)
    assert desk.run("audit", "verify").status == 0  # also with times that go back


@pytest.mark.parametrize("day", [-DAY, DAY, 400 * DAY])
def test_tickets_do_not_know_the_time_of_day(timed: tuple[Desk, Clock], day: int) -> None:
    desk, clock = timed
    content = desk.mail().read_bytes()
    client = AgentClient(desk.socket)
    _, ticket, _ = client.assess(content, ANA, [NORA])
    clock.jump(day=day)
    assert len(client.protect(ticket, content)) == 1
    client.close()


@pytest.mark.parametrize("boot,good", [(14 * MINUTE, True), (15 * MINUTE, False), (DAY, False)])
def test_tickets_last_a_quarter_of_an_hour(timed: tuple[Desk, Clock], boot: int, good: bool) -> None:
    """Time asleep counts too: the boot clock goes on while the lid is closed."""
    desk, clock = timed
    content = desk.mail().read_bytes()
    client = AgentClient(desk.socket)
    _, ticket, _ = client.assess(content, ANA, [NORA])
    clock.jump(boot=boot)
    if good:
        assert len(client.protect(ticket, content)) == 1
    else:
        with pytest.raises(Refused) as refused:
            client.protect(ticket, content)
        assert refused.value.name == "Expired"
        check_words(refused.value.words, "too much time", "press Send again")
    client.close()
    desk.check_nothing_left()
    clock.jump()
    desk.goes_by_tls(desk.mail())
