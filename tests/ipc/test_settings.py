# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Settings and records that cannot be used hold every mail, say so, and need no restart."""
from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lab.agent_client import Refused
from surgery import ANA, NORA, TEA, Surgery

NewSurgery = Callable[[], Surgery]
# As root nothing is read-only; this takes root's way around modes from the agent.
MORTAL = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps",
          "-dac_override,-dac_read_search", "--") if os.geteuid() == 0 else ()


def refusal(surgery: Surgery) -> Refused:
    """How an ordinary mail is held."""
    client = surgery.client()
    with pytest.raises(Refused) as refused:
        client.assess(TEA, ANA, [NORA])
    client.close()
    return refused.value


@contextmanager
def changed(path: Path, text: str, mode: int | None = None) -> Iterator[None]:
    before = path.read_bytes() if path.exists() else None
    path.write_text(text)
    if mode:
        path.chmod(mode)
    try:
        yield
    finally:
        if before is None:
            path.unlink()
        else:
            path.chmod(0o600)
            path.write_bytes(before)


@pytest.mark.parametrize("text,words", [
    ("[default]\ntls=sometimes\n", ("[default]", "tls")),
    ("[default]\nmin-tls=Z\n", ("[default]", "min-tls")),
    ("[default]\ntlss=try\n", ("[default]", "tlss")),
    ("[domain example.org]\nphi=maybe\n", ("[domain example.org]", "phi")),
    ("[somewhere]\ntls=try\n", ("[somewhere]",)),
    ("no group\n", ()),
    ("[default\n", ()),
    ("[default]\ntls=\xff\n", ()),
    ("[default]\nmethods=tls; pigeon\n", ("[default]", "methods")),
], ids=lambda value: repr(value) if isinstance(value, str) else "")
@pytest.mark.parametrize("whose", ["system", "user"])
def test_a_broken_policy_holds_every_mail(unharmed: Surgery, whose: str, text: str, words: tuple[str, ...]) -> None:
    """The file, the group and the key are named; as soon as it is mended, mail goes again."""
    surgery = unharmed
    path = (surgery.system if whose == "system" else surgery.config) / "policy.conf"
    with changed(path, text):
        refused = refusal(surgery)
        assert refused.name == "Config"
        for word in ("policy.conf", *words):
            assert word in refused.words, refused.words
        assert refusal(surgery).name == "Config"  # and again, for the next mail
    surgery.check_served()


@pytest.mark.parametrize("text,words", [
    ("[account clinic]\nsecurity=maybe\n", ("[account clinic]", "security")),
    ("[account clinic]\nroute=R9\n", ("[account clinic]", "route")),
    ("[account clinic]\nport=high\n", ("[account clinic]", "port")),
    ("[account clinic]\nadresses=ana.ruiz@example.org;\n", ("[account clinic]", "adresses")),
    ("[clinic]\n", ("[clinic]",)),
])
def test_broken_accounts_hold_every_mail(unharmed: Surgery, text: str, words: tuple[str, ...]) -> None:
    with changed(unharmed.config / "accounts.conf", text):
        refused = refusal(unharmed)
        assert refused.name == "Config"
        for word in ("accounts.conf", *words):
            assert word in refused.words, refused.words
    unharmed.check_served()


def test_a_change_counts_from_the_next_mail_on(unharmed: Surgery) -> None:
    client = unharmed.client()
    _, ticket, _ = client.assess(TEA, ANA, [NORA])
    with changed(unharmed.config / "policy.conf", "[domain example.com]\ntls=forced\n"):
        with pytest.raises(Refused, match="settings changed"):
            client.protect(ticket, TEA)
        assert client.assess(TEA, ANA, [NORA])[0] == "hold"
    client.close()


def test_an_administrators_file_that_others_can_write_is_refused(unharmed: Surgery) -> None:
    path = unharmed.system / "policy.conf"
    with changed(path, path.read_text(), mode=0o666):
        refused = refusal(unharmed)
        assert refused.name == "Denied" and str(path) in refused.words
    unharmed.check_served()


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: os.mkfifo(path),
                                  lambda path: path.symlink_to("/dev/zero"),
                                  lambda path: path.write_bytes(b"#" * (2 << 20))],
                         ids=["folder", "fifo", "device", "huge"])
def test_settings_that_are_no_readable_file(unharmed: Surgery, make: Callable[[Path], object]) -> None:
    path = unharmed.config / "policy.conf"
    make(path)
    try:
        refused = refusal(unharmed)
        assert refused.name == "Config" and "policy.conf" in refused.words
    finally:
        path.rmdir() if path.is_dir() else path.unlink()
    unharmed.check_served()


# --- the state folder

def test_two_agents_on_one_state_folder(new_surgery: NewSurgery) -> None:
    """The second one sends nothing, and the records of the first stay good; it takes over when
    the first has gone, however that ended."""
    first, second = new_surgery(), new_surgery()
    first.start()
    second.changed["XDG_STATE_HOME"] = str(first.state.parent)
    second.start_without_passwords()
    for _ in range(3):
        first.check_served()
        refused = refusal(second)
        assert refused.name == "Storage" and "another agent" in refused.words
    answer = first.run("audit", "verify", "--json")
    assert answer.status == 0 and answer.object["records"] == 3
    assert first.daemon
    first.daemon.kill()
    second.check_served()
    answer = second.run("audit", "verify", "--json")
    assert answer.status == 0 and answer.object["records"] == 4


@pytest.mark.parametrize("mode", [0o500, 0o000])
def test_a_state_folder_that_cannot_be_written(new_surgery: NewSurgery, mode: int) -> None:
    surgery = new_surgery()
    surgery.state.mkdir(parents=True, mode=0o700)
    surgery.state.chmod(mode)
    surgery.start_without_passwords(MORTAL)
    refused = refusal(surgery)
    assert refused.name == "Storage" and str(surgery.state) in refused.words
    surgery.state.chmod(0o700)
    surgery.check_served()


def test_a_state_folder_that_becomes_read_only(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.start()
    surgery.check_served()
    surgery.stop()
    for path in surgery.state.glob("state.sqlite*"):
        path.chmod(0o400)
    surgery.start_without_passwords(MORTAL)
    assert refusal(surgery).name == "Storage"
    for path in surgery.state.glob("state.sqlite*"):
        path.chmod(0o600)
    surgery.check_served()
    assert surgery.run("audit", "verify").status == 0


@pytest.mark.parametrize("mode", [0o755, 0o770])
def test_a_state_folder_that_others_may_enter(new_surgery: NewSurgery, mode: int) -> None:
    surgery = new_surgery()
    surgery.state.mkdir(parents=True)
    surgery.state.chmod(mode)
    surgery.start_without_passwords()
    refused = refusal(surgery)
    assert refused.name == "Denied" and str(surgery.state) in refused.words
    surgery.state.chmod(0o700)
    surgery.check_served()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_state_folder_of_somebody_else(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.state.mkdir(parents=True, mode=0o700)
    os.chown(surgery.state, 65534, 65534)
    surgery.start_without_passwords()
    assert refusal(surgery).name == "Denied"
    os.chown(surgery.state, 0, 0)
    surgery.check_served()


def test_records_that_are_none(new_surgery: NewSurgery) -> None:
    """They are not made anew over what is there: it may be all that is left of an audit."""
    surgery = new_surgery()
    surgery.start()
    surgery.check_served()
    surgery.stop()
    database = surgery.state / "state.sqlite"
    kept = surgery.folder / "kept"
    shutil.move(database, kept)
    database.write_bytes(b"this is no database " * 1000)
    before = database.read_bytes()
    surgery.start_without_passwords()
    refused = refusal(surgery)
    assert refused.name in ("Storage", "Lost") and database.read_bytes() == before
    shutil.move(kept, database)
    surgery.check_served()


def test_keys_that_are_gone_are_not_made_anew(new_surgery: NewSurgery) -> None:
    surgery = new_surgery()
    surgery.start()
    surgery.check_served()
    surgery.stop()
    secrets = surgery.state / "keyring/secrets"
    kept = secrets.read_bytes()
    secrets.unlink()
    surgery.start_without_passwords()
    assert refusal(surgery).name == "Lost"
    assert not secrets.exists() or b"audit-key" not in secrets.read_bytes()
    secrets.write_bytes(kept)
    secrets.chmod(0o600)
    surgery.check_served()
