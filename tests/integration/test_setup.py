# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Setting up beside Claws Mail, and the checks of it: "setup claws", "doctor" and
"lint-forwards", against the lab's real servers.
"""
from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk import ANA, CLINIC, DESK, NORA, RESULT, SAM, Desk, check_words
from lab.agent import Answer
from lab.ca import Authority
from lab.claws import addon
from lab.town import SPARE, SUBMISSION_HOST, Town

GOOD, FAULT, UNREADABLE = 0, 1, 2
IMAP_HOST, IMAP_ADDRESS = next(iter(SPARE.items()))
ACCOUNT = f"""\
[Account: 1]
account_name=Clinic
is_default=1
name=Ana Ruiz
address={ANA}
protocol=1
receive_server={IMAP_HOST}
smtp_server={SUBMISSION_HOST}
user_id=ana.ruiz
ssl_imap=1
ssl_smtp=2
use_smtp_auth=1
set_smtpport=1
smtp_port=587
"""
SETTINGS = "[Common]\ntoolbar=3\n\n[Plugins_GTK3]\n\n[Fancy]\nx=\n"


class _Imap(asyncio.Protocol):
    """Greets, and then is silent."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"* OK the lab's mailbox\r\n")


@pytest.fixture(name="imap", scope="module")
def imap_server(town: Town) -> None:
    certificate = town.authority.issue(IMAP_HOST)
    town.events.listen(_Imap, IMAP_ADDRESS, 993, ssl=certificate.server_context())


class Claws:
    """Claws Mail's files in a desk's home, and the verbs that look at them."""

    def __init__(self, desk: Desk, account: str = ACCOUNT, settings: str = SETTINGS) -> None:
        self.desk = desk
        self.folder = desk.home / ".claws-mail"
        self.folder.mkdir()
        self.plugin = desk.folder / "hemostat.so"
        shutil.copy(addon(), self.plugin)
        self.write("accountrc", account)
        self.write("clawsrc", settings)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text)
        return path

    def read(self, name: str) -> str:
        return (self.folder / name).read_text()

    def run(self, *words: str) -> Answer:
        return self.desk.run(*words, "--system-config", str(self.desk.system), "--plugin", str(self.plugin))

    def set_up(self, *more: str) -> Answer:
        return self.run("setup", "claws", "--json", "--yes", *more)

    def examine(self) -> dict[str, list[dict[str, Any]]]:
        """What "doctor" finds, by check."""
        found: dict[str, list[dict[str, Any]]] = {}
        answer = self.run("doctor", "--json")
        for one in answer.objects:
            assert one["status"] in ("ok", "warn", "FAIL") and one["words"]
            assert one["status"] == "ok" or one["remedy"] or one["check"] in ("account", "mail-command")
            check_words(". ".join([one["about"], one["words"], one["remedy"]]))
            found.setdefault(one["check"], []).append(one)
        failed = any(one["status"] == "FAIL" for one in answer.objects)
        assert answer.status == (FAULT if failed else GOOD), answer.said
        return found


def states(found: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    return {check: [one["status"] for one in several] for check, several in found.items()}


@pytest.fixture(name="claws")
def beside_claws(new_desk: Callable[..., Desk]) -> Claws:
    """A desk with a running agent and an unused Claws Mail; Hemostat knows no account yet."""
    desk = new_desk(accounts=())
    desk.start()
    return Claws(desk)


def test_from_nothing_to_a_mail_that_is_sent(claws: Claws, imap: None) -> None:
    done = claws.set_up("--local-drafts")
    assert done.status == GOOD, done.text
    assert claws.read("clawsrc").startswith(f"[Common]\ntoolbar=3\n\n[Plugins_GTK3]\n{claws.plugin}\n")
    assert claws.read("clawsrc").endswith("/pgpmime.so\n\n[Fancy]\nx=\n")
    assert claws.read("accountrc") == ACCOUNT + "set_draft_folder=1\ndraft_folder=#mh/Mailbox/draft\n"
    assert claws.read("clawsrc.before-hemostat") == SETTINGS
    found = claws.examine()
    good = {check: ["ok"] for check in
            ("settings", "agent", "keyring", "reader", "claws", "add-on", "account", "own-key", "smtp", "imap",
             "dns")}
    assert good.items() <= states(found).items(), found
    assert "drafts" not in found
    # the account that was brought in is one that the agent works with
    desk = claws.desk
    desk.run("password", "--account", "clinic", data=CLINIC.password.encode() + b"\n")
    assert desk.post(desk.mail(RESULT), SAM).status == GOOD


def test_nothing_is_overwritten_silently(claws: Claws) -> None:
    path = claws.desk.config / "accounts.conf"
    mine = f"# my own\n[account clinic]\naddresses = {ANA}\nhost = mail.hartwell-clinic.lab\n"
    path.write_text(mine)
    shown = claws.run("setup", "claws", "--json")
    assert shown.status == FAULT and path.read_text() == mine
    done = claws.set_up()
    changes = {one["key"]: (one["now"], one["want"]) for one in done.objects if one["check"] == "change"}
    assert changes["host"] == ("mail.hartwell-clinic.lab", SUBMISSION_HOST)
    assert path.read_text().startswith(mine) and "user=ana.ruiz\n" in path.read_text()
    assert (path.parent / "accounts.conf.before-hemostat").read_text() == mine
    assert claws.set_up("--replace").status == GOOD
    assert f"\nhost={SUBMISSION_HOST}\n" in path.read_text() and path.read_text().startswith("# my own\n")


def test_doctor_finds_what_is_wrong(claws: Claws, town: Town) -> None:
    claws.write("accountrc", ACCOUNT.replace(f"receive_server={IMAP_HOST}", "receive_server=nowhere.hartwell-clinic.lab")
                .replace("ssl_smtp=2", "ssl_smtp=0") + "ssl_certs_auto_accept=1\n")
    claws.write("clawsrc", SETTINGS.replace("[Common]\n", "[Common]\nskip_ssl_cert_check=1\n"))
    claws.write("matcherrc", f'[filtering]\nenabled rulename "a" all forward 1 "{NORA}"\n'
                             f'enabled rulename "b" all redirect 1 "{DESK}"\n')
    found = claws.examine()
    told = states(found)
    assert told["add-on"] == told["account"] == told["imap"] == told["smtp"] == ["FAIL"]
    assert told["certificates"] == ["FAIL", "warn"]
    assert told["drafts"] == told["queue"] == ["warn"]
    assert told["receipts"] == ["warn"]
    assert told["rules"] == ["ok", "warn"]
    assert DESK in found["rules"][1]["about"] and "line 3" in found["rules"][1]["about"]


def test_doctor_knows_a_file_that_is_no_add_on(claws: Claws) -> None:
    assert claws.set_up().status == GOOD
    claws.plugin.write_bytes(b"this is not a shared object\n")
    only, = claws.examine()["add-on"]
    assert only["status"] == "FAIL" and only["about"] == str(claws.plugin) and "in the clear" in only["words"]


PROFILE = f"""\
user_pref("mail.accountmanager.accounts", "account1");
user_pref("mail.account.account1.server", "server1");
user_pref("mail.account.account1.identities", "id1");
user_pref("mail.server.server1.type", "imap");
user_pref("mail.server.server1.hostname", "{IMAP_HOST}");
user_pref("mail.server.server1.socketType", 3);
user_pref("mail.server.server1.name", "Clinic");
user_pref("mail.identity.id1.fullName", "Ana Ruiz");
user_pref("mail.identity.id1.useremail", "{ANA}");
user_pref("mail.smtpservers", "smtp1");
user_pref("mail.smtpserver.smtp1.hostname", "{SUBMISSION_HOST}");
user_pref("mail.smtpserver.smtp1.port", 587);
user_pref("mail.smtpserver.smtp1.try_ssl", 2);
user_pref("mail.smtpserver.smtp1.username", "ana.ruiz");
"""


def test_thunderbird_from_nothing_to_a_mail_that_is_sent(new_desk: Callable[..., Desk], imap: None) -> None:
    desk = new_desk(accounts=())
    desk.start()
    folder, addon = desk.home / ".thunderbird/x.default", desk.folder / "x.xpi"
    folder.mkdir(parents=True)
    (folder.parent / "profiles.ini").write_text("[Profile0]\nName=default\nIsRelative=1\nPath=x.default\n")
    (folder / "prefs.js").write_text(PROFILE)
    addon.write_bytes(b"packed")
    words = ("--system-config", str(desk.system), "--root", str(desk.folder / "none"))
    done = desk.run("setup", "thunderbird", "--json", "--yes", "--local-drafts", *words, "--plugin", str(addon))
    assert done.status == GOOD, done.text
    (folder / "Mail/a").mkdir(parents=True)
    (folder / "Mail/a/msgFilterRules.dat").write_text(
        f'version="9"\nname="x"\nenabled="yes"\naction="Forward"\nactionValue="{NORA}"\n')
    answer = desk.run("doctor", "--json", *words)
    found: dict[str, list[dict[str, Any]]] = {}
    for one in answer.objects:
        check_words(". ".join([one["words"], one["remedy"]]))
        found.setdefault(one["check"], []).append(one)
    good = {check: ["ok"] for check in ("settings", "agent", "native-host", "add-on", "account", "own-key",
                                        "smtp", "imap")}
    assert good.items() <= states(found).items(), found
    assert "drafts" not in found and states(found)["rules"] == ["warn"] and NORA in found["rules"][0]["about"]
    # the account that was brought in is one that the agent works with
    desk.run("password", "--account", "clinic", data=CLINIC.password.encode() + b"\n")
    assert desk.post(desk.mail(RESULT), SAM).status == GOOD
    undone = desk.run("setup", "thunderbird", "--undo", "--yes", *words)
    assert undone.status == GOOD and not (folder / "user.js").exists()
    assert (folder / "prefs.js").read_text() == PROFILE


def test_doctor_trusts_no_other_certificate(new_desk: Callable[..., Desk], town: Town) -> None:
    desk = new_desk()
    desk.start()
    other = Authority(desk.folder / "other")
    good = desk.run("doctor", "--json", "--system-config", str(desk.system))
    smtp, = (one for one in good.objects if one["check"] == "smtp")
    assert smtp["status"] == "ok" and SUBMISSION_HOST in smtp["about"]
    bad = desk.run("doctor", "--json", "--system-config", str(desk.system), "--ca", str(other.file))
    smtp, = (one for one in bad.objects if one["check"] == "smtp")
    assert bad.status == FAULT and smtp["status"] == "FAIL" and "certificate" in smtp["words"]


def test_lint_forwards(new_desk: Callable[..., Desk], town: Town) -> None:
    desk = new_desk()
    names = ("--resolver", town.resolver.endpoint, "--trust-anchor", str(town.names.trust_anchor),
             "--ca", str(town.authority.file))
    sieve, aliases = desk.folder / "out.sieve", desk.folder / "aliases"
    sieve.write_text(f'require "copy";\nredirect :copy "{NORA}"; # redirect "x@y";\n')
    aliases.write_text(f"# ours\nlab: {NORA},\n  {DESK}\nroot: ana\n")
    answer = desk.run("lint-forwards", "--json", *names, sieve)
    assert answer.status == GOOD and not answer.said
    only, = answer.objects
    assert (only["line"], only["address"], only["domain"], only["level"], only["ready"]) == (
        2, NORA, NORA.split("@")[1], "A", True)
    answer = desk.run("lint-forwards", "--json", *names, aliases, sieve)
    assert answer.status == FAULT
    assert [(Path(one["file"]).name, one["line"], one["ready"]) for one in answer.objects] == [
        ("aliases", 2, True), ("aliases", 3, False), ("aliases", 4, True), ("out.sieve", 2, True)]
    # the administrator's [network], as the agent uses it
    answer = desk.run("lint-forwards", "--json", "--system-config", str(desk.system), sieve)
    assert answer.status == GOOD and [one["level"] for one in answer.objects] == ["A"]
    answer = desk.run("domain", "--json", "--system-config", str(desk.system), NORA.split("@")[1])
    assert [one["level"] for one in answer.objects] == ["A"]
    answer = desk.run("lint-forwards", *names, desk.folder / "none", sieve)
    assert answer.status == UNREADABLE and "there is no such file" in answer.said and ": ready: " in answer.text
