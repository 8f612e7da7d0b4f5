# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""S/MIME with the real Thunderbird: what she sends opens elsewhere, she can read it again in
Sent, and read and answer what comes back."""
from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from desk import Correspondents, Desk
from lab.pop3 import PopServer
from lab.smime import PASSPHRASE, MailAuthority
from lab.thunderbird import Settings, ThunderbirdDesk
from lab.thunderbird_profile import ADDON, package
from lab.town import Town
from lab.waiting import wait_until
from scenes import ANA, CLINIC, NORA, PETRA, PRIVATE
from sending import parse
from sealed_scenes import ANSWER_ID, FIRST, SECOND, Clinic, answer_by_openpgp, policy
from thunderbird_scenes import check_no_trace, opened, send, sent, submitted, write

SIGNED, ENCRYPTED = "signedHdrIcon", "encryptedHdrIcon"


@pytest.fixture(scope="module", name="office")
def thunderbird_set_up(town: Town, people: Correspondents, mailbox_server: PopServer,
                       tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ThunderbirdDesk, Clinic]]:
    """Setup finds a Thunderbird that was used before, and hands the certificate over."""
    authority = MailAuthority(tmp_path_factory.mktemp("authority"))
    desk = Desk(town, people, policy(town, authority, sign="always"), (CLINIC,))
    thunderbird = ThunderbirdDesk(desk, town.authority.file, Settings(CLINIC))
    try:
        desk.start()
        clinic = Clinic(desk, authority)
        profile = thunderbird.profile.folder
        (profile / "prefs.js").write_text((profile / "user.js").read_text())
        addon = desk.folder / f"{ADDON}.xpi"
        package(addon)
        clinic.set_up("thunderbird", addon, "--profile", str(profile), "--root", str(desk.folder / "no-system"))
        thunderbird.start()
        thunderbird.wait_addon()
        yield thunderbird, clinic
    finally:
        thunderbird.close()
        desk.close()


@pytest.fixture(name="thunderbird")
def running(request: pytest.FixtureRequest, office: tuple[ThunderbirdDesk, Clinic]) -> Iterator[ThunderbirdDesk]:
    thunderbird, _ = office
    request.node.thunderbirds = [thunderbird]
    yield thunderbird
    assert not thunderbird.crashed, thunderbird.said[-5:]
    complaints = thunderbird.complaints()
    thunderbird.forgive()
    thunderbird.tidy()
    assert not complaints, "\n".join(complaints)


@pytest.fixture(name="clinic")
def its_clinic(office: tuple[ThunderbirdDesk, Clinic]) -> Clinic:
    return office[1]


def check_shown(thunderbird: ThunderbirdDesk, folder: str, words: str, message_id: str = "",
                signed: str = "ok") -> str:
    """Opens a mail as she does: @words can be read, and it is marked as encrypted, and as signed
    so.  Its subject."""
    thunderbird.show(folder, message_id)
    wait_until(f"{words!r} of the mail in {folder}", lambda: words in thunderbird.shown_text, 20,
               thunderbird.check_alive)
    wanted = {SIGNED: signed and f"message-signed-{signed}.svg", ENCRYPTED: "message-encrypted-ok.svg"}
    try:
        wait_until("the marks", lambda: wanted.items() <= header(thunderbird).items(), also=thunderbird.check_alive)
    except TimeoutError:
        assert header(thunderbird) == wanted
    return str(header(thunderbird)["subject"])


def header(thunderbird: ThunderbirdDesk) -> dict[str, Any]:
    return dict(thunderbird.run("""
        const page = document.getElementById("tabmail").currentAboutMessage.document;
        const icon = (id) => {
            const one = page.getElementById(id);
            return one && !one.hidden ? (one.getAttribute("src") || "").split("/").pop() : "";
        };
        return {subject: page.getElementById("expandedsubjectBox").textContent.trim(),
            signedHdrIcon: icon("signedHdrIcon"), encryptedHdrIcon: icon("encryptedHdrIcon")};"""))


def test_sent_and_read_again(thunderbird: ThunderbirdDesk, clinic: Clinic, town: Town,
                             shoot: Callable[..., None]) -> None:
    send(write(thunderbird, FIRST))
    delivery, = town.wire.wait_for(1)
    inner = clinic.opened(delivery)
    assert inner["Subject"] == "About Thursday" and "Penfold" in inner.get_body(("plain",)).get_content()
    copy, = sent(thunderbird)
    assert PRIVATE not in copy and "Penfold" in str(clinic.read(copy, ANA))
    check_shown(thunderbird, "Sent", "Penfold")
    shoot(thunderbird, "smime-sent")
    check_no_trace(thunderbird)


def test_what_comes_back_is_read_and_answered(thunderbird: ThunderbirdDesk, clinic: Clinic, town: Town,
                                              mailbox_server: PopServer) -> None:
    mailbox_server.deliver(CLINIC.user, clinic.answer())
    thunderbird.receive()
    message, = thunderbird.wait_for_messages("Inbox", 1)
    check_shown(thunderbird, "Inbox", "Apixaban", ANSWER_ID)
    window = thunderbird.answer(message["id"])
    wait_until("the quoted text", lambda: "Apixaban" in window.body, also=thunderbird.check_alive)
    send(window)
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (FIRST,)
    inner = clinic.opened(delivery)
    assert "> Mrs. Penfold" in inner.get_body(("plain",)).get_content()
    assert ANSWER_ID in parse(delivery.content)["In-Reply-To"]
    sent(thunderbird)
    check_shown(thunderbird, "Sent", "Apixaban")
    check_no_trace(thunderbird)


def test_sent_by_openpgp_and_read_again(thunderbird: ThunderbirdDesk, town: Town, people: Correspondents,
                                        shoot: Callable[..., None]) -> None:
    """Thunderbird asks GnuPG; whose key signed it, it does not look up there."""
    send(write(thunderbird, PETRA))
    delivery, = town.wire.wait_for(1)
    opened(people, delivery)
    sent(thunderbird)
    assert check_shown(thunderbird, "Sent", "Penfold", signed="unknown").endswith("About Thursday")
    shoot(thunderbird, "openpgp-sent")
    check_no_trace(thunderbird)


def test_what_comes_back_by_openpgp(thunderbird: ThunderbirdDesk, town: Town, people: Correspondents,
                                    mailbox_server: PopServer) -> None:
    mailbox_server.deliver(CLINIC.user, answer_by_openpgp(people))
    thunderbird.receive()
    message, = thunderbird.wait_for_messages("Inbox", 1)
    check_shown(thunderbird, "Inbox", "Apixaban", ANSWER_ID, signed="")
    window = thunderbird.answer(message["id"])
    wait_until("the quoted text", lambda: "Apixaban" in window.body, also=thunderbird.check_alive)
    send(window)
    delivery, = town.wire.wait_for(1)
    assert delivery.recipients == (PETRA,) and b"Apixaban" not in delivery.content
    assert b"Apixaban" in (people.open(delivery) or b"")
    sent(thunderbird)
    check_no_trace(thunderbird)


def test_blind_recipients_stay_blind(thunderbird: ThunderbirdDesk, clinic: Clinic, town: Town) -> None:
    send(write(thunderbird, FIRST, bcc=SECOND))
    deliveries = {delivery.recipients: delivery for delivery in town.wire.wait_for(2)}
    assert set(deliveries) == {(FIRST,), (SECOND,)}
    open_, hidden = deliveries[FIRST,], deliveries[SECOND,]
    assert SECOND.encode() not in open_.content + clinic.opened(open_).as_bytes()
    assert clinic.people[SECOND].decrypt(open_.content) is None
    assert clinic.people[FIRST].decrypt(hidden.content) is None
    clinic.opened(hidden)
    assert submitted(town) == [(FIRST,), (SECOND,)]
    for copy in sent(thunderbird, 2):
        clinic.read(copy, ANA)


def test_each_gets_what_she_can_read(thunderbird: ThunderbirdDesk, clinic: Clinic, town: Town,
                                     people: Correspondents) -> None:
    send(write(thunderbird, NORA, FIRST, cc=PETRA))
    deliveries = {delivery.recipients: delivery for delivery in town.wire.wait_for(3)}
    assert set(deliveries) == {(NORA,), (FIRST,), (PETRA,)}
    assert deliveries[NORA,].tls and PRIVATE in deliveries[NORA,].content
    assert "Penfold" in str(clinic.opened(deliveries[FIRST,]))
    opened(people, deliveries[PETRA,])
    sent(thunderbird, 3)


# --- the other side: a colleague's Thunderbird, without Hemostat

class Colleague:
    """Reads what went to @address: put into her folder before her Thunderbird starts."""

    def __init__(self, thunderbird: ThunderbirdDesk) -> None:
        self.thunderbird = thunderbird

    def take_certificate(self, clinic: Clinic, address: str) -> None:
        """By hand: the authority that she trusts, and her file."""
        database, person = f"sql:{self.thunderbird.profile.folder}", clinic.people[address]
        for words in (["certutil", "-A", "-n", "clinic", "-t", ",C,", "-i", str(clinic.authority.file)],
                      ["pk12util", "-i", str(person.pkcs12), "-W", PASSPHRASE, "-K", ""]):
            subprocess.run([*words, "-d", database], check=True, capture_output=True)

    def take_keys(self, people: Correspondents, address: str) -> None:
        """Her OpenPGP key, and Ana's, which she compared on the telephone."""
        secret = people.homes[address].run("--armor", "--export-secret-keys", f"<{address}>").decode()
        done = self.thunderbird.run("""
            const {EnigmailCore} = ChromeUtils.importESModule("chrome://openpgp/content/modules/core.sys.mjs");
            const {RNP} = ChromeUtils.importESModule("chrome://openpgp/content/modules/RNP.sys.mjs");
            const {PgpSqliteDb2} = ChromeUtils.importESModule("chrome://openpgp/content/modules/sqliteDb.sys.mjs");
            await EnigmailCore.init();
            const [secret, ana] = arguments;
            const mine = await RNP.importSecKeyBlockImpl(window, () => "", false, secret);
            await PgpSqliteDb2.acceptAsPersonalKey(mine.importedKeys[0]);
            const hers = await RNP.importPubkeyBlockAutoAcceptImpl(window, ana, "verified");
            return [mine.exitCode, hers.exitCode];""", secret, people.ana.export(ANA).decode())
        assert done == [0, 0]


def test_a_colleague_reads_both_kinds(thunderbird: ThunderbirdDesk, clinic: Clinic, town: Town,
                                      people: Correspondents, shoot: Callable[..., None],
                                      new_thunderbird: Callable[..., ThunderbirdDesk]) -> None:
    """One colleague with two addresses, for the time that a start takes."""
    send(write(thunderbird, FIRST, PETRA))
    letters = {delivery.recipients: delivery.content for delivery in town.wire.wait_for(2)}
    sent(thunderbird, 2)
    hers = new_thunderbird(addon=False)
    colleague = Colleague(hers)
    colleague.take_certificate(clinic, FIRST)
    hers.profile.put("Certified", letters[FIRST,])
    hers.profile.put("Keyed", letters[PETRA,])
    hers.start()
    check_shown(hers, "Certified", "Penfold")
    shoot(hers, "smime-colleague")
    colleague.take_keys(people, PETRA)
    assert check_shown(hers, "Keyed", "Penfold", signed="verified").endswith("About Thursday")
    shoot(hers, "openpgp-colleague")
