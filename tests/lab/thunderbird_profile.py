# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The profile of a Thunderbird of the lab: settings, folders, certificates and the add-on,
all written before it starts, so that it asks nothing by itself.

Passwords are not in it: Thunderbird keeps them encrypted, so they are handed to the one
that runs (see lab.thunderbird).
"""
from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from . import programs
from .agent import Account

ADDON = "hemostat@hemostat.org"
XPI = f"clientplugin/thunderbird/{ADDON}.xpi"
NATIVE, NATIVE_NAME = "hemostat-native", "org.hemostat.thunderbird"
PAGE = "lab.html"  # an empty page of the add-on, added for what the tests ask of its interfaces
SYSTEM_WIDE = (Path("/usr/lib/thunderbird/distribution/policies.json"),
               Path("/etc/thunderbird/policies/policies.json"))
_STARTTLS, _TLS = 2, 3
_SECURITY = {"none": 0, "starttls": _STARTTLS, "tls": _TLS}
_LONG_MS = 3600 * 1000
_PASSWORD_IN_THE_CLEAR = 3  # a way to log in; below TLS
_POP_DEFAULT = 110

Value = bool | int | str

QUIET: dict[str, Value] = {  # what would open windows, ask, or call home by itself
    "mail.provider.suppress_dialog_on_startup": True, "mail.spotlight.firstRunDone": True,
    "mail.rights.version": 1, "mail.shell.checkDefaultClient": False,
    "mailnews.start_page.enabled": False, "mailnews.start_page_override.mstone": "ignore",
    "mail.inappnotifications.enabled": False, "mail.chat.enabled": False,
    "datareporting.policy.dataSubmissionPolicyBypassNotification": True,
    "datareporting.healthreport.uploadEnabled": False, "toolkit.telemetry.enabled": False,
    "app.update.enabled": False, "app.donation.eoy.version.viewed": 999,
    "extensions.update.enabled": False, "extensions.getAddons.cache.enabled": False,
    "extensions.blocklist.enabled": False, "services.settings.server": "data:,#none",
    "network.captive-portal-service.enabled": False, "network.connectivity-service.enabled": False,
    "browser.safebrowsing.malware.enabled": False, "browser.safebrowsing.phishing.enabled": False,
    "mail.warn_on_send_accel_key": False, "mail.compose.attachment_reminder": False,
    "mail.compose.big_attachments.notify": False, "mail.spellcheck.inline": False,
    "mailnews.database.global.indexer.enabled": False, "calendar.timezone.local": "UTC",
    "mail.purge.ask": False, "mail.biff.alert.show": False, "mail.biff.play_sound": False,
    "toolkit.cosmeticAnimations.enabled": False, "ui.prefersReducedMotion": 1,
    "mail.compose.warned_about_customize_from": True, "security.OCSP.enabled": 0,
    "mailnews.message_warning_size": 1 << 30, "devtools.console.stdout.content": True,
    "toolkit.startup.max_resumed_crashes": -1, "browser.sessionstore.resume_from_crash": False}

AS_SET_UP: dict[str, Value] = {  # what hemostat setup asks for
    "mailnews.sendInBackground": True, "mail.dsn.ret_full_on": False,
    "mail.dsn.request_on_success_on": False,
    "mail.compose.autosave": False, "mail.openpgp.allow_external_gnupg": True}


@dataclass(frozen=True)
class Person:
    """One identity of the account."""

    name: str
    address: str


@dataclass(frozen=True)
class Settings:
    """What a Thunderbird of the lab is like."""

    account: Account
    more_identities: tuple[Person, ...] = ()
    plain: bool = False  # writes text only
    addon: bool = True
    prefs: Mapping[str, Value] | None = None  # further or other ones
    language: str = ""  # "es-ES"; if that is installed

    def people(self) -> tuple[Person, ...]:
        return (Person(self.account.names[0], self.account.addresses[0]), *self.more_identities)

    def values(self, mail: Path) -> dict[str, Value]:
        values = {**QUIET, **AS_SET_UP, "marionette.port": 0, "extensions.autoDisableScopes": 0,
                  "mail.root.none": str(mail), "mail.root.pop3": str(mail)}
        values |= _incoming(self.account, mail) | self._identities() | self._outgoing()
        return {**values, **(self.prefs or {})}

    def _identities(self) -> dict[str, Value]:
        values: dict[str, Value] = {"mail.account.account1.identities": ",".join(
            f"id{number}" for number in range(1, len(self.people()) + 1))}
        for number, person in enumerate(self.people(), 1):
            root = f"mail.identity.id{number}"
            values |= {f"{root}.fullName": person.name, f"{root}.useremail": person.address,
                       f"{root}.smtpServer": "smtp1", f"{root}.valid": True,
                       f"{root}.compose_html": not self.plain, f"{root}.sig_on_reply": False,
                       f"{root}.reply_on_top": 1, f"{root}.doFcc": True,
                       f"{root}.fcc_folder": local_folder("Sent"), f"{root}.fcc_folder_picker_mode": "1",
                       f"{root}.draft_folder": local_folder("Drafts"),
                       f"{root}.drafts_folder_picker_mode": "1",
                       f"{root}.stationery_folder": local_folder("Templates")}
        return values

    def _outgoing(self) -> dict[str, Value]:
        root = "mail.smtpserver.smtp1"
        return {"mail.smtpservers": "smtp1", "mail.smtp.defaultserver": "smtp1",
                f"{root}.hostname": self.account.host, f"{root}.port": self.account.port,
                f"{root}.username": self.account.user,
                f"{root}.try_ssl": _SECURITY[self.account.security],
                f"{root}.authMethod": _PASSWORD_IN_THE_CLEAR,
                # A mail that is sent while Thunderbird says goodbye to the server after the one
                # before takes the server's "221 Bye" for its own refusal: no goodbyes.
                f"{root}.quit_delay_ms": _LONG_MS, f"{root}.max_messages_per_connection": 0}


def _incoming(account: Account, mail: Path) -> dict[str, Value]:
    """POP3 at the same host, asked only when told to; and the folders of this computer."""
    server = {"type": "pop3", "hostname": account.host, "port": _POP_DEFAULT,
              "userName": account.user, "name": account.addresses[0], "socketType": _STARTTLS,
              "authMethod": _PASSWORD_IN_THE_CLEAR, "login_at_startup": False,
              "check_new_mail": False, "leave_on_server": False, "delete_by_age_from_server": False,
              "directory": str(mail / "clinic"), "directory-rel": "[ProfD]Mail/clinic",
              "deferred_to_account": ""}
    local = {"type": "none", "hostname": "Local Folders", "userName": "nobody",
             "name": "Local Folders", "directory": str(mail / "Local Folders"),
             "directory-rel": "[ProfD]Mail/Local Folders"}
    values: dict[str, Value] = {
        "mail.accountmanager.accounts": "account1,account2",
        "mail.accountmanager.defaultaccount": "account1",
        "mail.accountmanager.localfoldersserver": "server2",
        "mail.account.account1.server": "server1", "mail.account.account2.server": "server2",
        "mail.account.lastKey": 2}
    for number, one in enumerate((server, local), 1):
        values |= {f"mail.server.server{number}.{key}": value for key, value in one.items()}
    return values


def local_folder(name: str) -> str:
    return f"mailbox://nobody@Local%20Folders/{name}"


class Profile:
    """The folder with all this."""

    def __init__(self, folder: Path, settings: Settings, trust: Path | None) -> None:
        self.folder, self.settings = folder, settings
        self.mail = folder / "Mail"
        for path in (folder, self.mail / "clinic", self.mail / "Local Folders"):
            path.mkdir(parents=True)
            path.chmod(0o700)
        self.set(settings.values(self.mail))
        if trust:
            self._trust(trust)
        if settings.addon:
            (folder / "extensions").mkdir()
            package(folder / "extensions" / f"{ADDON}.xpi")

    def set(self, values: Mapping[str, Value]) -> None:
        """Adds settings, for the next start."""
        with open(self.folder / "user.js", "a") as file:
            for name, value in values.items():
                file.write(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n")

    def _trust(self, authority: Path) -> None:
        database = f"sql:{self.folder}"
        for words in (["-N", "--empty-password"], ["-A", "-n", "lab", "-t", "C,C,", "-i", str(authority)]):
            subprocess.run(["certutil", *words, "-d", database], check=True, capture_output=True)

    # --- mail on the disk

    def box(self, name: str, where: str = "Local Folders") -> Path:
        """The file of a folder."""
        return self.mail / where / name

    def put(self, name: str, *mails: bytes, where: str = "Local Folders") -> None:
        """Mails into a folder, while Thunderbird does not run."""
        with open(self.box(name, where), "ab") as file:
            for mail in mails:
                text = mail.replace(b"\r\n", b"\n").rstrip(b"\n") + b"\n"
                file.write(b"From - Mon Mar  2 10:15:02 2026\nX-Mozilla-Status: 0000\n"
                           b"X-Mozilla-Status2: 00000000\n" + re.sub(rb"(?m)^(>*From )", rb">\1", text)
                           + b"\n")


def package(target: Path) -> None:
    """The add-on as it was built, with the empty page of the tests beside the others."""
    shutil.copy(programs.BUILD / XPI, target)
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(PAGE, "<!doctype html><meta charset=utf-8><title>lab</title>\n")


def announce_native(home: Path, program: Path) -> Path:
    """Tells Thunderbird where the program is that speaks with the agent."""
    folder = home / ".mozilla/native-messaging-hosts"
    folder.mkdir(parents=True, exist_ok=True)
    manifest = folder / f"{NATIVE_NAME}.json"
    manifest.write_text(json.dumps({"name": NATIVE_NAME, "description": "Hemostat", "type": "stdio",
                                    "path": str(program), "allowed_extensions": [ADDON]}))
    return manifest


def native_program() -> Path:
    return programs.BUILD / programs.PROGRAMS[NATIVE]


def missing() -> list[str]:
    """What this machine or the build lacks."""
    lacking = [name for name in ("thunderbird", "certutil") if not shutil.which(name)]
    return lacking + ([] if (programs.BUILD / XPI).exists() else [XPI]) + programs.missing()
