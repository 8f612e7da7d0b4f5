# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Fail closed: what the agent needs of the world around it is not there.

Names, mail hosts, gpg, keys, keyring, settings, disk, clock: each is taken away, the mail is
held with words that say what to do, and the same mail goes once it is back.
"""
from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk import ANA, DESK, NORA, PETRA, SAM, SMALL_TALK, Desk, default_policy, words_of
from evidence import Evidence
from lab.agent_client import AgentClient
from lab.daemon import Daemon
from lab.gnupg import GnupgHome
from lab.town import Town

PATIENCE = 3 + 5 + 2  # evidence, keys, and a slow machine


# --- names and mail hosts

@contextmanager
def dead_resolver(town: Town) -> Iterator[None]:
    town.resolver.pause()
    try:
        yield
    finally:
        town.resolver.resume()


def test_dead_names_leave_no_tls_but_encryption(desk: Desk) -> None:
    """Without names nothing is known of anybody's servers: PHI goes only to who has a key."""
    mail = desk.mail()
    with dead_resolver(desk.town):
        began = time.monotonic()
        answer = desk.held(mail, NORA, says=("in time", "try again in a minute"))
        assert time.monotonic() - began < PATIENCE
        assert answer.object["recipients"][0]["level"] == "U"
        assessed = assess(desk, mail, PETRA)
        assert assessed["verdict"] == "protect"
        assert assessed["recipients"][0]["method"] == "openpgp"
    desk.goes_by_tls(mail)


def assess(desk: Desk, mail: Path, to: str) -> dict:
    return desk.run("assess", "--json", "--account", "clinic", "--from", ANA, "--to", to, mail).object


def test_unanswered_names_of_the_provider(desk: Desk) -> None:
    """Even the provider cannot be found: an encrypted mail is held too, and says why."""
    mail = desk.mail()
    with dead_resolver(desk.town):
        desk.held(mail, PETRA, says=("mail server", "reached"))
    desk.goes_encrypted(mail)


def test_hanging_mail_host_is_waited_for_three_seconds(desk: Desk) -> None:
    mail = desk.mail()
    began = time.monotonic()
    answer = desk.held(mail, "desk@hanging.lab")
    assert 2.5 < time.monotonic() - began < PATIENCE
    assert answer.object["recipients"][0]["level"] == "U"
    desk.goes_by_tls(mail)


@pytest.mark.parametrize("domain,level", [
    ("expired.lab", "E"), ("self-signed.lab", "E"), ("wrong-name.lab", "E"), ("outdated.lab", "N"),
    ("stripped.lab", "N"), ("refused.lab", "N"), ("one-door-open.lab", "N"),
    ("broken-promise.seclab", "C"), ("promise-without-tls.lab", "C"), ("moved-away.lab", "C"),
    ("takes-no-mail.lab", "X"), ("nobody-there.lab", "X"),
])
def test_servers_that_cannot_be_trusted(desk: Desk, domain: str, level: str) -> None:
    answer = desk.held(desk.mail(), f"desk@{domain}")
    assert answer.object["recipients"][0]["level"] == level, words_of(answer)
    assert answer.object["remedies"]


# --- gpg and keys

@contextmanager
def instead_of_gpg(program: Path) -> Iterator[None]:
    """In the lab's own mount namespace /usr/bin/gpg is @program."""
    subprocess.run(["mount", "--bind", program, "/usr/bin/gpg"], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "/usr/bin/gpg"], check=True)


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_gpg_is_not_installed(new_desk: Callable[..., Desk], when: str) -> None:
    desk = new_desk()
    nothing = desk.folder / "nothing"
    nothing.touch(mode=0o644)
    mail = desk.mail()
    if when == "meanwhile":
        desk.start()
        desk.goes_encrypted(mail)
    with instead_of_gpg(nothing):
        if when == "before":
            desk.start()
        desk.held(mail, PETRA, says=("gpg", "not installed"))
        desk.goes_by_tls(mail)
    if when == "before":
        desk.stop()
        desk.start()
    desk.goes_encrypted(mail)


def test_keys_are_gone(desk: Desk) -> None:
    mail = desk.mail()
    desk.goes_encrypted(mail)
    desk.gnupg.close()
    desk.gnupg.folder.rename(desk.home / "away")
    desk.held(mail, PETRA, says=("keys",))
    desk.goes_by_tls(mail)
    (desk.home / "away").rename(desk.gnupg.folder)
    desk.goes_encrypted(mail)


def test_gpg_hangs(new_desk: Callable[..., Desk]) -> None:
    """A gpg that never answers, as one that waits for a lock: said after some seconds."""
    desk = new_desk()
    real = Path(shutil.copy("/usr/bin/gpg", desk.folder / "real-gpg"))
    fake = desk.folder / "gpg"
    fake.write_text(f"#!/bin/sh\ncase \"$*\" in *list-*) exec sleep 15;; esac\nexec {real} \"$@\"\n")
    fake.chmod(0o755)
    desk.start()
    mail = desk.mail()
    with instead_of_gpg(fake):
        desk.held(mail, PETRA, says=("did not answer in time",))
        desk.goes_by_tls(mail)
    desk.goes_encrypted(mail)


def test_recipients_key_has_expired(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    other = "ivo.brandt@oldtown-physio.lab"
    home = give_key(desk, other, "seconds=4")
    wait_for_expiry(desk, other)
    desk.start()
    mail = desk.mail()
    desk.held(mail, other, says=("expired",))
    desk.goes_encrypted(mail)
    with_new_date(desk, other, home)
    desk.check_gone(desk.post(mail, other))


def give_key(desk: Desk, address: str, expires: str = "1y") -> GnupgHome:
    home = GnupgHome(desk.folder / f"keys-{address.split('@')[0]}")
    key = home.make_key("A Colleague", address, expires)
    desk.gnupg.import_key(home.export(address))
    desk.gnupg.sign_locally(key, ANA)
    return home


def wait_for_expiry(desk: Desk, address: str) -> None:
    deadline = time.monotonic() + 10
    while "expired" not in desk.gnupg.run("--list-keys", address).decode():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def with_new_date(desk: Desk, address: str, home: GnupgHome) -> None:
    """The owner prolongs the key, and it is imported again."""
    key = home.fingerprint(address)
    home.run("--quick-set-expire", key, "1y")
    home.run("--quick-set-expire", key, "1y", "*")
    desk.gnupg.import_key(home.export(address))
    desk.gnupg.run("--check-trustdb")
    home.close()


def test_recipients_key_was_withdrawn(new_desk: Callable[..., Desk]) -> None:
    desk = new_desk()
    other = "ivo.brandt@oldtown-physio.lab"
    home = give_key(desk, other)
    desk.start()
    mail = desk.mail()
    desk.check_gone(desk.post(mail, other))
    desk.town.provider.clear()
    desk.town.wire.clear()
    revocation = next((home.folder / "openpgp-revocs.d").iterdir()).read_text()
    desk.gnupg.import_key(revocation.replace(":-----BEGIN", "-----BEGIN").encode())
    desk.held(mail, other, says=("withdrawn",))
    home.close()


def test_unconfirmed_key_is_not_used(new_desk: Callable[..., Desk]) -> None:
    """A key that lies there proves nothing: somebody must have compared it."""
    desk = new_desk()
    other = "ivo.brandt@oldtown-physio.lab"
    home = GnupgHome(desk.folder / "keys")
    key = home.make_key("A Colleague", other)
    desk.gnupg.import_key(home.export(other))
    desk.start()
    mail = desk.mail()
    desk.held(mail, other, says=("confirmed",))
    desk.gnupg.sign_locally(key, ANA)
    desk.check_gone(desk.post(mail, other))
    home.close()


def test_without_a_key_of_her_own_nothing_is_encrypted(new_desk: Callable[..., Desk]) -> None:
    """She could not read what she sent."""
    desk = new_desk()
    key = desk.gnupg.fingerprint(ANA)
    trusted = f"{desk.gnupg.fingerprint(PETRA)}:6:\n".encode()
    desk.gnupg.run("--import-ownertrust", data=trusted)
    desk.gnupg.run("--delete-secret-and-public-key", key)
    desk.start()
    mail = desk.mail()
    desk.held(mail, PETRA, says=("create an OpenPGP key of your own",))
    desk.goes_by_tls(mail)
    desk.gnupg.make_key("Ana Ruiz", ANA)
    desk.goes_encrypted(mail)


# --- the keyring

def keyring_file(desk: Desk) -> Path:
    return desk.state / "keyring/secrets"


@pytest.mark.parametrize("place", ["file", "folder"])
def test_keyring_file_that_others_can_read(desk: Desk, place: str) -> None:
    mail = desk.mail()
    desk.goes_by_tls(mail)
    desk.stop()
    path = keyring_file(desk) if place == "file" else keyring_file(desk).parent
    mode = path.stat().st_mode
    path.chmod(mode | 0o044)
    restart(desk)
    desk.held(mail, NORA, says=("keyring", "others"))
    desk.held(desk.mail(SMALL_TALK), NORA, says=("keyring",))
    path.chmod(mode)
    desk.goes_by_tls(mail)


def restart(desk: Desk) -> None:
    """Without storing the password again, which is one of the things that may fail now."""
    accounts, desk.accounts = desk.accounts, ()
    desk.start()
    desk.accounts = accounts


@pytest.mark.parametrize("name", ["state-key", "audit-key"])
def test_lost_keys_are_said_and_never_replaced(desk: Desk, name: str) -> None:
    mail = desk.mail()
    desk.goes_by_tls(mail)
    desk.stop()
    whole = keyring_file(desk).read_text()
    lines = whole.splitlines(keepends=True)
    keyring_file(desk).write_text("".join(line for line in lines if name not in line))
    assert keyring_file(desk).read_text() != whole
    restart(desk)
    for _ in range(2):
        desk.held(mail, NORA, says=("is gone from the keyring", "backup"))
    assert name not in keyring_file(desk).read_text()
    keyring_file(desk).write_text(whole)
    desk.goes_by_tls(mail)
    assert desk.run("audit", "verify").status == 0


@pytest.fixture
def secret_service(new_desk: Callable[..., Desk], town: Town) -> Iterator[tuple[Desk, Callable[[str], None]]]:
    """A desk with a desktop keyring of its own, and a way to lock and unlock it."""
    desk = new_desk(policy=default_policy(town).set("agent", keyring="secret-service"))
    bus = Daemon("dbus-daemon", ["dbus-daemon", "--session", "--nofork", "--print-address=1",
                                 f"--address=unix:path={desk.folder}/bus"], ready="unix:path",
                 environment=desk.environment)
    session = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={desk.folder}/bus"}
    keyring = Daemon("gnome-keyring-daemon", ["sh", "-c", "printf secret | exec gnome-keyring-daemon "
                                              "--foreground --unlock --components=secrets"],
                     environment={**desk.environment, **session})

    def command(word: str) -> None:
        subprocess.run(["/usr/bin/python3", "-c", LOCK, word], check=True, timeout=20,
                       env={**desk.environment, **session})

    try:
        command("wait")
        desk.start(**session)
        yield desk, command
    finally:
        desk.stop()
        keyring.stop()
        bus.stop()


LOCK = """
import sys, time
import gi
gi.require_version("Secret", "1")
from gi.repository import Gio, GLib, Secret
for _ in range(100):
    try:
        service = Secret.Service.get_sync(Secret.ServiceFlags.OPEN_SESSION | Secret.ServiceFlags.LOAD_COLLECTIONS)
        collection = Secret.Collection.for_alias_sync(service, "default", Secret.CollectionFlags.NONE, None)
        if collection is not None:
            break
    except Exception:
        pass
    time.sleep(0.1)
if sys.argv[1] == "lock":
    service.lock_sync([collection], None)
if sys.argv[1] == "unlock":  # as the window does that asks for the password
    bus = Gio.bus_get_sync(Gio.BusType.SESSION)
    def call(interface, method, arguments):
        return bus.call_sync("org.freedesktop.secrets", "/org/freedesktop/secrets", interface, method,
                             arguments, None, Gio.DBusCallFlags.NONE, 5000, None)
    plain = GLib.Variant("(sv)", ("plain", GLib.Variant("s", "")))
    session = call("org.freedesktop.Secret.Service", "OpenSession", plain).unpack()[1]
    call("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface", "UnlockWithMasterPassword",
         GLib.Variant("(o(oayays))", (collection.get_object_path(), (session, b"", b"secret", "text/plain"))))
"""


def test_locked_keyring(secret_service: tuple[Desk, Callable[[str], None]]) -> None:
    desk, command = secret_service
    mail = desk.mail()
    desk.goes_by_tls(mail)
    command("lock")  # as a desktop does after a while
    desk.held(mail, NORA, says=("keyring is locked", "unlock it"))
    desk.stop()
    restart_in(desk)
    desk.held(mail, NORA, says=("keyring is locked", "unlock it"))
    desk.held(desk.mail(SMALL_TALK), NORA, says=("keyring is locked",))
    command("unlock")
    desk.goes_by_tls(mail)
    assert desk.run("audit", "verify").status == 0


def restart_in(desk: Desk) -> None:
    accounts, desk.accounts = desk.accounts, ()
    desk.start(DBUS_SESSION_BUS_ADDRESS=f"unix:path={desk.folder}/bus")
    desk.accounts = accounts


def test_no_keyring_service(new_desk: Callable[..., Desk], town: Town) -> None:
    desk = new_desk(policy=default_policy(town).set("agent", keyring="secret-service"), accounts=())
    desk.start()
    desk.held(desk.mail(), NORA, says=("no keyring service",))


# --- settings

@pytest.mark.parametrize("text,says", [
    ("[default]\nmin-tls=Z\n", ("policy.conf", "min-tls")),
    ("[default]\ncolour=green\n", ("policy.conf", "colour")),
    ("[defaults]\nmin-tls=A\n", ("policy.conf", "defaults")),
    ("[default\nmin-tls=A\n", ("policy.conf", "cannot be read")),
    ("[default]\npredicted=V+A\n", ("your policy.conf", "predicted")),
    ("[network]\nresolver=192.0.2.54@53\n", ("your policy.conf", "resolver")),
    ("[default]\nlock=min-tls\n", ("your policy.conf", "lock")),
])
def test_broken_policy_of_the_user(desk: Desk, text: str, says: tuple[str, ...]) -> None:
    mail = desk.mail()
    (desk.config / "policy.conf").write_text(text)
    desk.held(mail, NORA, says=says)
    (desk.config / "policy.conf").unlink()
    desk.goes_by_tls(mail)


@pytest.mark.parametrize("more,says", [
    ("[domain nowhere..lab]\ntls=try\n", ("the administrator's policy.conf",)),
    ("[default]\nmin-tls=\n", ("the administrator's policy.conf", "min-tls")),
    ("[class astrology]\nmethods=openpgp\n", ("the administrator's policy.conf", "astrology")),
    ("\0", ("the administrator's policy.conf", "cannot be read")),
])
def test_broken_policy_of_the_administrator(desk: Desk, more: str, says: tuple[str, ...]) -> None:
    mail = desk.mail()
    (desk.system / "policy.conf").write_text(desk.policy.text() + "\n" + more)
    desk.held(mail, NORA, says=says)
    desk.write_policy(desk.policy)
    desk.goes_by_tls(mail)


@pytest.mark.parametrize("name", ["policy.conf", "accounts.conf"])
def test_administrators_file_that_others_can_write(desk: Desk, name: str) -> None:
    mail, path = desk.mail(), desk.system / name
    if not path.exists():
        path.write_text("")
    path.chmod(0o664)
    desk.held(mail, NORA, says=(name, "written by others"))
    path.chmod(0o644)
    desk.goes_by_tls(mail)


@pytest.mark.parametrize("change,says", [
    (("route=R0", "route=R9"), ("accounts.conf", "route")),
    (("security=starttls", "security=whatever"), ("accounts.conf", "security")),
    (("port=587", "port=none"), ("accounts.conf", "port")),
    (("[account clinic]", "[konto clinic]"), ("accounts.conf", "konto clinic")),
    (("user=", "usr="), ("accounts.conf", "usr")),
])
def test_broken_accounts(desk: Desk, change: tuple[str, str], says: tuple[str, ...]) -> None:
    mail, path = desk.mail(), desk.config / "accounts.conf"
    good = path.read_text()
    path.write_text(good.replace(*change))
    desk.held(mail, NORA, says=says)
    path.write_text(good)
    desk.goes_by_tls(mail)


def test_settings_changed_between_verdict_and_sending(desk: Desk) -> None:
    """What was judged under other settings is judged again."""
    client = AgentClient(desk.socket)
    content = desk.mail().read_bytes()
    _, ticket, _ = client.assess(content, ANA, [NORA])
    (desk.config / "policy.conf").write_text("[default]\nmin-tls=V\n")
    with pytest.raises(Exception, match="Changed"):
        client.protect(ticket, content)
    client.close()
    desk.held(desk.mail(), NORA)


def test_accounts_changed_between_verdict_and_sending(desk: Desk) -> None:
    """The route was part of the verdict: another server has another one."""
    client = AgentClient(desk.socket)
    content = desk.mail().read_bytes()
    _, ticket, _ = client.assess(content, ANA, [NORA])
    path = desk.config / "accounts.conf"
    path.write_text(path.read_text() + "\n[account other]\naddresses = other@example.org\n")
    with pytest.raises(Exception, match="Changed"):
        client.protect(ticket, content)
    client.close()
    desk.goes_by_tls(desk.mail())


# --- the disk and the records

@pytest.fixture
def small_disk(new_desk: Callable[..., Desk]) -> Iterator[Desk]:
    """The state folder on a disk of its own; mounts stay in the lab's namespace."""
    desk = new_desk()
    desk.state.mkdir(parents=True, mode=0o700)
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k,mode=0700", "tmpfs", desk.state], check=True)
    desk.start()
    yield desk
    desk.stop()
    subprocess.run(["umount", desk.state], check=True)


def fill(folder: Path) -> Path:
    path = folder / "filler"
    with path.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 512):
                pass
        except OSError:
            pass
    return path


def test_full_disk(small_disk: Desk) -> None:
    desk = small_disk
    mail = desk.mail()
    desk.goes_by_tls(mail)
    filler = fill(desk.state)
    for _ in range(2):
        desk.held(mail, NORA, says=("disk full",))
    desk.held(desk.mail(SMALL_TALK), NORA, says=("disk full",))
    filler.unlink()
    desk.goes_by_tls(mail)
    assert desk.run("audit", "verify").status == 0


def test_full_disk_at_the_first_start(small_disk: Desk) -> None:
    desk = small_disk
    mail = desk.mail()
    desk.stop()
    shutil.rmtree(desk.state, ignore_errors=True)
    filler = fill(desk.state)
    restart(desk)
    desk.held(mail, NORA, says=("disk",))
    filler.unlink()
    desk.stop()
    desk.start()
    desk.goes_by_tls(mail)


def test_records_of_a_newer_hemostat(desk: Desk) -> None:
    mail = desk.mail()
    desk.goes_by_tls(mail)
    desk.stop()
    ours = set_schema(desk, 99)
    before = (desk.state / "state.sqlite").read_bytes()
    restart(desk)
    desk.held(mail, NORA, says=("newer Hemostat", "too old"))
    desk.stop()
    assert (desk.state / "state.sqlite").read_bytes() == before
    set_schema(desk, ours)
    desk.start()
    desk.goes_by_tls(mail)


def set_schema(desk: Desk, version: int) -> int:
    """The version that it had."""
    with sqlite3.connect(desk.state / "state.sqlite") as database:
        had, = database.execute("PRAGMA user_version").fetchone()
        database.execute(f"PRAGMA user_version = {version}")
    database.close()
    return int(had)


def test_damaged_records(desk: Desk) -> None:
    mail = desk.mail()
    desk.goes_by_tls(mail)
    desk.stop()
    whole = (desk.state / "state.sqlite").read_bytes()
    (desk.state / "state.sqlite").write_bytes(os.urandom(4096))
    restart(desk)
    desk.held(mail, NORA, says=("records",))
    desk.stop()
    for extra in desk.state.glob("state.sqlite-*"):
        extra.unlink()
    (desk.state / "state.sqlite").write_bytes(whole)
    desk.start()
    desk.goes_by_tls(mail)


def test_state_folder_that_others_can_enter(desk: Desk) -> None:
    mail = desk.mail()
    desk.stop()
    desk.state.chmod(0o755)
    restart(desk)
    desk.held(mail, NORA, says=("nobody else may enter it",))
    desk.state.chmod(0o700)
    desk.goes_by_tls(mail)


# --- the clock

@pytest.mark.parametrize("checked,expires,used", [
    (-60, 3600, True), (-7200, -3600, False), (3600, 7200, False), (10**9, 2 * 10**9, False),
], ids=["fresh", "of the past", "of the future", "of a far future"])
def test_evidence_of_another_time_is_not_used(desk: Desk, checked: int, expires: int, used: bool) -> None:
    """As after a clock that jumped: evidence counts only between its two times."""
    desk.goes_by_tls(desk.mail())  # makes the records, and evidence of Nora's domain
    desk.stop()
    now = int(time.time())
    evidence = Evidence("oldtown-physio.lab", "A", now + checked, now + expires)
    with sqlite3.connect(desk.state / "state.sqlite") as database:
        evidence.insert(database)
    database.close()
    desk.start()
    answer = assess(desk, desk.mail(), DESK)
    level, verdict = answer["recipients"][0]["level"], answer["verdict"]
    assert (level, verdict) == (("A", "send") if used else ("N", "hold"))


def test_damaged_evidence_is_not_used(desk: Desk) -> None:
    desk.goes_by_tls(desk.mail())
    desk.stop()
    with sqlite3.connect(desk.state / "state.sqlite") as database:
        for damaged in (b"", b"\0" * 40, os.urandom(200)):
            database.execute("INSERT OR REPLACE INTO evidence (domain, object) VALUES (?, ?)",
                             ("oldtown-physio.lab", damaged))
    database.close()
    desk.start()
    desk.held(desk.mail(), DESK)
