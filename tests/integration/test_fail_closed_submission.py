# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Fail closed: the way to the user's own mail server.

Whatever is wrong with it, neither the mail nor the password is told to it, and what cannot be
known is not claimed.
"""
from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from desk import (CLINIC, DESK, HELD, NORA, PETRA, PRIVATE, SENT, SMALL_TALK, Desk, check_words, variant,
                  words_of)
from fake_submission import FakeSubmission, Fault
from lab.agent import Account
from lab.town import SPARE

HOST, ADDRESS = list(SPARE.items())[4]
SOMEWHERE_ELSE = variant(CLINIC, host=HOST)
PASSWORD = CLINIC.password.encode()
TOLD_FORMS = (PASSWORD, base64.b64encode(b"\0ana.ruiz\0" + PASSWORD), base64.b64encode(PASSWORD))


@pytest.fixture
def elsewhere(new_desk: Callable[..., Desk]) -> Desk:
    """A desk whose provider is at HOST, where a test puts a server with a fault."""
    desk = new_desk(accounts=(SOMEWHERE_ELSE,))
    desk.start()
    return desk


def check_recovers(desk: Desk) -> None:
    with FakeSubmission(desk.town, HOST, ADDRESS, Fault.NONE) as server:
        answer = desk.post(desk.mail(), NORA)
        assert answer.status == SENT, words_of(answer)
        assert len(server.mails) == 1


@pytest.mark.parametrize("fault,says", [
    (Fault.UNKNOWN_CA, ("certificate",)), (Fault.WRONG_NAME, ("certificate",)),
    (Fault.EXPIRED, ("certificate",)), (Fault.NO_STARTTLS, ("encrypted connection",)),
    (Fault.STARTTLS_REFUSED, ("encrypted connection",)), (Fault.INJECTION, ("encrypted connection",)),
], ids=lambda value: value.name if isinstance(value, Fault) else "")
@pytest.mark.parametrize("content", ["result", "small talk"])
def test_without_verified_tls_nothing_is_said(elsewhere: Desk, fault: Fault, says: tuple[str, ...],
                                              content: str) -> None:
    """Neither PHI, nor the password, nor even small talk: the login would go with it."""
    mail = elsewhere.mail() if content == "result" else elsewhere.mail(SMALL_TALK)
    with FakeSubmission(elsewhere.town, HOST, ADDRESS, fault) as server:
        elsewhere.held(mail, NORA, says=says)
        assert server.connected and not server.contents
        for secret in (*TOLD_FORMS, b"MAIL", b"RCPT", b"nora", PRIVATE, b"kettle"):
            assert not server.saw(secret)
    check_recovers(elsewhere)


@pytest.mark.parametrize("fault,says", [
    (Fault.DROPS_AT_AUTH, ("mail server",)), (Fault.NO_AUTH, ("log-in",)),
    (Fault.PASSWORD_REFUSED, ("password",)),
], ids=lambda value: value.name if isinstance(value, Fault) else "")
def test_log_in_that_fails(elsewhere: Desk, fault: Fault, says: tuple[str, ...]) -> None:
    with FakeSubmission(elsewhere.town, HOST, ADDRESS, fault) as server:
        elsewhere.held(elsewhere.mail(), NORA, says=says)
        assert not server.contents and not server.saw(b"nora")
    check_recovers(elsewhere)


def test_nobody_there(elsewhere: Desk) -> None:
    elsewhere.held(elsewhere.mail(), NORA, says=("mail server", "reached"))
    check_recovers(elsewhere)


def test_refused_recipient_lets_nobody_have_it(elsewhere: Desk) -> None:
    with FakeSubmission(elsewhere.town, HOST, ADDRESS, Fault.RECIPIENT_REFUSED) as server:
        elsewhere.held(elsewhere.mail(), NORA, "refused@lakeside-cardiology.lab", says=("refuses a recipient",))
        assert server.connected and not server.contents
        assert elsewhere.post(elsewhere.mail(), NORA).status == SENT


def test_refused_recipient_of_another_copy(elsewhere: Desk) -> None:
    """The copies of a mail are handed over one after the other: all are asked for first."""
    with FakeSubmission(elsewhere.town, HOST, ADDRESS, Fault.RECIPIENT_REFUSED) as server:
        answer = elsewhere.post(elsewhere.mail(), NORA, more=("--bcc", "refused@lakeside-cardiology.lab"))
        elsewhere.check_held(answer, "refuses a recipient")
        assert not server.contents and not server.mails


def test_refused_mail(elsewhere: Desk) -> None:
    with FakeSubmission(elsewhere.town, HOST, ADDRESS, Fault.DATA_REFUSED) as server:
        elsewhere.held(elsewhere.mail(), NORA, says=("refuses the mail",))
        assert not server.contents
    check_recovers(elsewhere)


@pytest.mark.parametrize("fault", [Fault.DROPS_IN_DATA, Fault.DROPS_AFTER_DATA])
def test_lost_connection_is_said_to_be_uncertain(elsewhere: Desk, fault: Fault) -> None:
    """Nobody can know whether the server took it, so nobody says that it did or did not."""
    with FakeSubmission(elsewhere.town, HOST, ADDRESS, fault):
        answer = elsewhere.post(elsewhere.mail(), NORA)
    assert answer.status == HELD
    check_words(words_of(answer), "may or may not have taken it")
    assert "not sent" not in words_of(answer)
    check_recovers(elsewhere)


def test_some_copies_are_gone_when_the_next_is_lost(elsewhere: Desk) -> None:
    """The server takes the first copy and goes away: it is told who has it and who has not."""
    with FakeSubmission(elsewhere.town, HOST, ADDRESS, Fault.NONE, mails_until_gone=1) as server:
        answer = elsewhere.post(elsewhere.mail(), NORA, PETRA)
        assert answer.status == HELD and len(server.mails) == 1
    sent = {message["recipients"][0]: message["sent"] for message in answer.object["messages"]}
    assert sent == {NORA: True, PETRA: False}
    check_words(words_of(answer), "1 of 2 copies", "do not send the mail again")


def test_account_without_tls(new_desk: Callable[..., Desk]) -> None:
    """security=none: no TLS route, and no submission by us at all."""
    desk = new_desk(accounts=(variant(SOMEWHERE_ELSE, security="none"),))
    desk.start()
    with FakeSubmission(desk.town, HOST, ADDRESS, Fault.NO_STARTTLS) as server:
        for mail, to in ((desk.mail(), NORA), (desk.mail(), PETRA), (desk.mail(SMALL_TALK), NORA)):
            desk.held(mail, to, says=("TLS",))
        answer = desk.held(desk.mail(), NORA, says=("switch on TLS",))
        assert answer.object["recipients"][0]["level"] == "A" and not server.connected


@pytest.mark.parametrize("to", [NORA, PETRA, DESK])
def test_unknown_account_has_no_tls_route(desk: Desk, to: str) -> None:
    """Nothing is known of its way, so that only encryption would do; and there is no server."""
    mail = desk.mail()
    answer = desk.post(mail, to, account="another")
    desk.check_held(answer)
    assessed = desk.run("assess", "--json", "--account", "another", "--from", "x@example.org", "--to", to, mail)
    recipient, = assessed.object["recipients"]
    assert recipient["route"] == "R0" and recipient["method"] != "tls"
    desk.held(desk.mail(SMALL_TALK), to, account="another", says=("accounts.conf",))


def test_password_is_not_known(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    accounts, desk.accounts = desk.accounts, ()
    desk.start()
    desk.held(desk.mail(), NORA, says=("password", "hemostat password --account "))
    for account in accounts:
        assert desk.run("password", "--account", account.name, data=account.password.encode()).status == 0
    desk.goes_by_tls(desk.mail())


def test_user_cannot_point_elsewhere(desk: Desk) -> None:
    """A second account of the same name in the user's file does not take the administrator's place."""
    own: Account = variant(CLINIC, host=HOST, security="none")
    (desk.system / "accounts.conf").write_text(CLINIC.section())
    (desk.config / "accounts.conf").write_text(own.section())
    desk.goes_by_tls(desk.mail())
