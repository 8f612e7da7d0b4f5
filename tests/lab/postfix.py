# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A real Postfix with its own configuration and queue in the lab's folder; needs root.

Two parts can be had of it: submission (ports 587 and 465, password, relaying by the lab's
DNS) and a receiver (port 25 of a mail host, delivering into a folder).  Nothing of the
machine's own Postfix is read or touched.
"""
from __future__ import annotations

import grp
import mailbox
import os
import pwd
from pathlib import Path

from .ca import Certificate
from .daemon import Daemon
from .eventloop import EventLoop
from .sasl import PasswordCheck

DAEMONS = "/usr/lib/postfix/sbin"

MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {daemons}
meta_directory = /etc/postfix
shlib_directory = /usr/lib/postfix
mail_owner = postfix
setgid_group = postdrop
maillog_file = /dev/stdout
myhostname = {name}
mydestination =
mynetworks =
alias_maps =
alias_database =
local_recipient_maps =
inet_interfaces = {address}
inet_protocols = ipv4
smtp_bind_address = {address}
biff = no
append_dot_mydomain = no
message_size_limit = 67108864
mailbox_size_limit = 0
notify_classes =
smtpd_tls_security_level = may
smtpd_tls_chain_files = {key}, {chain}
smtpd_tls_received_header = yes
smtpd_tls_loglevel = 1
smtp_dns_support_level = dnssec
smtp_tls_security_level = {relay_level}
smtp_tls_CAfile = {trust}
smtp_tls_loglevel = 1
smtp_connect_timeout = 5s
smtp_helo_timeout = 5s
minimal_backoff_time = 60s
smtpd_sasl_type = dovecot
smtpd_sasl_path = {folder}/auth
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
virtual_mailbox_domains = {domains}
virtual_mailbox_limit = 0
virtual_mailbox_base = {folder}/mail
virtual_mailbox_maps = static:inbox/
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
"""

ENFORCING = "header_checks = regexp:{folder}/etc/enforce\n"
ENFORCE_RULE = "/^X-Hemostat-TLS: *secure/ FILTER smtp-secure:\n"

MASTER = """\
{services}
postlog    unix-dgram n - n - 1 postlogd
pickup     unix n - n 60 1 pickup
cleanup    unix n - n - 0 cleanup
qmgr       unix n - n 300 1 qmgr
tlsmgr     unix - - n 1000? 1 tlsmgr
rewrite    unix - - n - - trivial-rewrite
bounce     unix - - n - 0 bounce
defer      unix - - n - 0 bounce
trace      unix - - n - 0 bounce
verify     unix - - n - 1 verify
flush      unix n - n 1000? 0 flush
proxymap   unix - - n - - proxymap
smtp       unix - - n - - smtp
smtp-secure unix - - n - - smtp
    -o smtp_tls_security_level=secure
    -o smtp_tls_secure_cert_match=hostname
    -o smtp_tls_mandatory_protocols=>=TLSv1.2
relay      unix - - n - - smtp
error      unix - - n - - error
retry      unix - - n - - error
discard    unix - - n - - discard
local      unix - n n - - local
virtual    unix - n n - - virtual
anvil      unix - - n - 1 anvil
scache     unix - - n - 1 scache
"""
SUBMISSION = """\
{address}:587 inet n - n - - smtpd
    -o smtpd_tls_security_level=encrypt
    -o smtpd_sasl_auth_enable=yes
{address}:465 inet n - n - - smtpd
    -o smtpd_tls_wrappermode=yes
    -o smtpd_sasl_auth_enable=yes"""
RECEIVER = "{address}:25 inet n - n - - smtpd"

# Path, whether the group is postdrop, mode.
QUEUE_FOLDERS = [("queue", False, 0o755), ("data", False, 0o700), ("mail", False, 0o700),
                 *((f"queue/{name}", False, 0o700)
                   for name in ("active", "bounce", "corrupt", "defer", "deferred", "flush",
                                "hold", "incoming", "private", "saved", "trace")),
                 ("queue/pid", False, 0o755), ("queue/public", True, 0o2710),
                 ("queue/maildrop", True, 0o1730)]


def available() -> bool:
    """Postfix runs its parts as several users, which a user namespace cannot give."""
    uid_map = Path("/proc/self/uid_map").read_text().split()
    return os.geteuid() == 0 and int(uid_map[2]) > 65534 and Path(DAEMONS, "master").exists()


class Postfix:
    """One instance on one address."""

    def __init__(self, folder: Path, name: str, address: str, certificate: Certificate,
                 trust: Path) -> None:
        self.folder, self.name, self.address = folder, name, address
        self._certificate, self._trust = certificate, trust
        self._services: list[str] = []
        self._domains = ""
        self._extra = ""
        self._relay_level = "may"
        self._daemon: Daemon | None = None
        self._owner = pwd.getpwnam("postfix")
        self._make_folders()

    def _make_folders(self) -> None:
        """What "postfix start" would make, in a fraction of its time (quick-start says so)."""
        (self.folder / "etc").mkdir(parents=True)
        for path, group, mode in QUEUE_FOLDERS:
            (self.folder / path).mkdir()
            os.chown(self.folder / path, self._owner.pw_uid,
                     grp.getgrnam("postdrop").gr_gid if group else self._owner.pw_gid)
            (self.folder / path).chmod(mode)
        for path in ("queue", "queue/pid"):
            os.chown(self.folder / path, 0, 0)
        (self.folder / "queue/quick-start").touch()

    def offer_submission(self, events: EventLoop, passwords: dict[str, str],
                         relay_level: str = "may", enforces: bool = False) -> None:
        """@relay_level: "may" (route R0), "dane" (R1); @enforces makes it R2."""
        PasswordCheck(events, self.folder / "auth", passwords)
        self._services.append(SUBMISSION.format(address=self.address))
        self._relay_level = relay_level
        if enforces:
            (self.folder / "etc/enforce").write_text(ENFORCE_RULE)
            self._extra += ENFORCING.format(folder=self.folder)

    def offer_reception(self, *domains: str) -> None:
        self._services.append(RECEIVER.format(address=self.address))
        self._domains = " ".join(domains)

    def start(self) -> None:
        etc = self.folder / "etc"
        for parent in (self.folder, *self.folder.parents):
            if parent.stat().st_mode & 0o001 == 0:
                parent.chmod(parent.stat().st_mode | 0o011)  # Postfix's users must pass, not read
        (etc / "main.cf").write_text(MAIN.format(
            folder=self.folder, daemons=DAEMONS, name=self.name, address=self.address,
            key=self._certificate.key, chain=self._certificate.chain, trust=self._trust,
            relay_level=self._relay_level, domains=self._domains,
            uid=self._owner.pw_uid, gid=self._owner.pw_gid) + self._extra)
        (etc / "master.cf").write_text(MASTER.format(services="\n".join(self._services)))
        for path in etc.iterdir():  # Postfix waits until its files look settled
            os.utime(path, (0, path.stat().st_mtime - 60))
        self._daemon = Daemon(f"postfix {self.name}", [f"{DAEMONS}/master", "-s", "-c", str(etc)],
                              ready="daemon started", own_group=True)

    @property
    def log(self) -> list[str]:
        return list(self._daemon.said) if self._daemon else []

    def queue_ids(self) -> list[str]:
        """Mails still in the queue, deferred ones too."""
        queue = self.folder / "queue"
        return [path.name for part in ("incoming", "active", "deferred", "maildrop")
                for path in (queue / part).rglob("*") if path.is_file()]

    def received(self) -> list[bytes]:
        """Mails in the receiver's folder."""
        path = self.folder / "mail/inbox"
        if not path.exists():
            return []
        return [bytes(message) for message in mailbox.Maildir(path, create=False)]

    def wait_for_mail(self, count: int, seconds: float = 20) -> None:
        """Waits until @count mails were delivered, by what Postfix says."""
        assert self._daemon
        self._daemon.wait_to_say("status=sent (delivered to maildir)", count, seconds)

    def stop(self) -> None:
        """The master takes its children along."""
        if self._daemon:
            self._daemon.stop()
