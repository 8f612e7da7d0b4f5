# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The real Claws Mail on a Desktop, in the home of an AgentHome, with the add-on.

Its settings are written before it starts, so that it asks nothing by itself.  Claws Mail
and the agent share home and runtime folder: the add-on reaches the agent that runs there.

What was measured with 4.1.1: SSL_CERT_FILE alone makes the lab's certificates "correct", but
it still asks; with the account's ssl_certs_auto_accept too it does not, and goes on to ask
about others.  passwordstorerc takes plain words without blanks, once it says
config_version 4; they are called "recv" and "send".
"""
from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from . import programs
from .agent import Account, AgentHome
from .daemon import Daemon
from .display import Desktop
from .waiting import wait_until
from .widgets import Gone, Program, Widget

ADDON = "clientplugin/claws/hemostat.so"
FOLDERS = ("inbox", "sent", "draft", "queue", "trash")
_TYPES = {"sent": "outbox"}
_NO_TLS, _TUNNEL, _STARTTLS = 0, 1, 2
_SECURITY = {"none": _NO_TLS, "tls": _TUNNEL, "starttls": _STARTTLS}
_POP3, _NONE = 0, 4
SHUT_UP = {  # what would open windows, or wait, by itself
    "config_version": "4", "enable_aspell": "0", "autochk_newmail": "0", "check_on_startup": "0",
    "send_dialog_mode": "0", "receive_dialog_mode": "0", "no_receive_error_panel": "1",
    "autosave": "0", "warn_dnd": "0", "next_on_delete": "0", "addaddressbyclick": "0",
    "work_offline": "0", "warn_empty_subj": "0", "show_tooltips": "0", "enable_swap_from": "0",
    "compose_width": "640", "compose_height": "640", "compose_notebook_height": "190",
    "newmail_notify_auto": "0", "newmail_notify_manu": "0", "open_inbox_on_inc": "0",
    "open_selected_on_directional": "1", "always_show_msg": "2", "live_dangerously": "0"}


@dataclass(frozen=True)
class Mailbox:
    """Where received mail is fetched from, by POP3."""

    host: str
    port: int
    user: str
    password: str
    security: str = "starttls"  # "none", "tls", "starttls"


@dataclass(frozen=True)
class ClawsAccount:
    """What accountrc says; by default the same as accounts.conf."""

    account: Account
    mailbox: Mailbox | None = None
    settings: tuple[tuple[str, str], ...] = ()  # further or other lines of accountrc
    smtp_password: str = ""  # of the account, if empty

    def lines(self, number: int) -> dict[str, str]:
        account, mailbox = self.account, self.mailbox
        values = {
            "config_version": "4", "account_name": account.name, "is_default": str(int(number == 1)),
            "name": account.names[0], "address": account.addresses[0],
            "protocol": str(_NONE), "smtp_server": account.host, "set_smtpport": "1",
            "smtp_port": str(account.port), "ssl_smtp": str(_SECURITY[account.security]),
            "use_smtp_auth": "1", "smtp_auth_method": "0", "smtp_user_id": account.user,
            "inbox": "#mh/Mailbox/inbox", "local_inbox": "#mh/Mailbox/inbox",
            "set_domain": "1", "domain": account.addresses[0].split("@")[1],
            "use_nonblocking_ssl": "1", "use_tls_sni": "1",
            "ssl_certs_auto_accept": "1"}
        if mailbox:
            values |= {"protocol": str(_POP3), "receive_server": mailbox.host, "set_popport": "1",
                       "pop_port": str(mailbox.port), "user_id": mailbox.user,
                       "ssl_pop": str(_SECURITY[mailbox.security]), "receive_at_get_all": "1",
                       "remove_mail": "1", "message_leave_time": "0", "filter_on_recv": "1"}
        return values | dict(self.settings)

    def passwords(self) -> dict[str, str]:
        words = {"send": self.smtp_password or self.account.password}
        if self.mailbox:
            words["recv"] = self.mailbox.password
        return words


def _section(name: str, values: Mapping[str, str]) -> str:
    return f"[{name}]\n" + "".join(f"{key}={value}\n" for key, value in values.items()) + "\n"


class ClawsDesk:
    """One Claws Mail.  start(), look, press, close()."""

    def __init__(self, desktop: Desktop, home: AgentHome, trust: Path | None = None,
                 accounts: tuple[ClawsAccount, ...] | None = None,
                 plugins: tuple[str, ...] | None = None,
                 settings: Mapping[str, str] | None = None) -> None:
        """@trust: certificates that prove servers.  @plugins: paths, or names of those that
        came with Claws Mail ("pgpmime.so"); our add-on alone by default."""
        self.desktop, self.agent, self.trust = desktop, home, trust
        self.accounts = accounts or tuple(ClawsAccount(account) for account in home.accounts)
        self.plugins = plugins if plugins is not None else (str(addon()),)
        self.settings = {**SHUT_UP, **(settings or {})}
        self.rc = home.home / ".claws-mail"
        self.mail = home.home / "Mail"
        self.daemon: Daemon | None = None
        self._killed = False
        self._program: Program | None = None
        self._write()

    # --- its settings

    def _write(self) -> None:
        self.rc.mkdir(mode=0o700)
        plugins = "[Plugins_GTK3]\n" + "".join(f"{plugin}\n" for plugin in self.plugins)
        self._file("clawsrc", _section("Common", self.settings) + plugins)
        self._file("accountrc", "".join(
            _section(f"Account: {number}", account.lines(number))
            for number, account in enumerate(self.accounts, 1)))
        self._file("folderlist.xml", self._folder_list())
        self._file("passwordstorerc", "[config_version:4]\n\n" + "\n".join(
            f"[account:{number}]\n" + "".join(
                f"{key} {word}\n" for key, word in account.passwords().items())
            for number, account in enumerate(self.accounts, 1)))

    def _file(self, name: str, text: str) -> None:
        (self.rc / name).write_text(text)
        (self.rc / name).chmod(0o600)

    def _folder_list(self) -> str:
        rows = ""
        for name in FOLDERS:
            (self.mail / name).mkdir(parents=True)
            kind = _TYPES.get(name, name)
            rows += f'<folderitem type="{kind}" name="{name}" path="{name}"/>\n'
        return ('<?xml version="1.0" encoding="UTF-8"?>\n<folderlist config_version="4">\n'
                f'<folder type="mh" name="Mailbox" path="{self.mail}">\n'
                f'<folderitem type="normal" name="Mailbox" path="">\n{rows}</folderitem>\n'
                '</folder>\n</folderlist>\n')

    # --- the program

    @property
    def environment(self) -> dict[str, str]:
        trust = {"SSL_CERT_FILE": str(self.trust)} if self.trust else {}
        return {**self.agent.environment, **self.desktop.environment, **trust}

    def start(self, *arguments: str, seconds: float = 30, **environment: str) -> "ClawsDesk":
        """Starts it and waits for its main window."""
        self.daemon = Daemon("claws-mail", ["claws-mail", *arguments],
                             environment={**self.environment, **environment})
        self._program = wait_until("Claws Mail", self._find_program, seconds, self._check_alive)
        wait_until("its main window", lambda: self._look_main() or None, seconds, self._check_alive)
        return self

    def _find_program(self) -> Program | None:
        return self.desktop.widgets.program_of(self.pid)

    def _look_main(self) -> Widget | None:
        try:
            return next((window for window in self.program.shown() if "Claws Mail" in window.name), None)
        except Gone:
            return None

    @property
    def pid(self) -> int:
        assert self.daemon
        return self.daemon.pid

    @property
    def program(self) -> Program:
        assert self._program
        return self._program

    @property
    def main_window(self) -> Widget:
        window = self._look_main()
        assert window, "no main window"
        return window

    @property
    def said(self) -> list[str]:
        return list(self.daemon.said) if self.daemon else []

    def running(self) -> bool:
        return bool(self.daemon and self.daemon.running())

    def _check_alive(self) -> None:
        if not self.running():
            raise RuntimeError("Claws Mail has ended:\n" + "\n".join(self.said[-30:]))

    def tell(self, *arguments: str, data: bytes | None = None) -> str:
        """claws-mail ARGUMENT..., which hands over to the one that runs."""
        source = {"input": data} if data is not None else {"stdin": subprocess.DEVNULL}
        done = subprocess.run(["claws-mail", *arguments], env=self.environment, timeout=30,
                              capture_output=True, **source)  # type: ignore[call-overload]
        return str(done.stdout.decode(errors="replace"))

    def exit(self, seconds: float = 15) -> int:
        """Quits as from its menu; its status."""
        assert self.daemon
        self.tell("--exit")
        return self.daemon.process.wait(seconds)

    @property
    def crashed(self) -> bool:
        """It ended by itself, by a signal or with a complaint."""
        return bool(self.daemon and not self._killed and self.daemon.process.poll())

    def kill(self) -> None:
        """As the kernel does: no goodbye."""
        assert self.daemon
        if self.running():
            self._killed = True
            self.daemon.kill()

    def close(self) -> None:
        """For the end of a test: at once, whatever windows are open."""
        if self.daemon:
            self.kill()
            self.daemon.stop()

    def loaded(self, path: Path | None = None) -> bool:
        """Whether our add-on is part of the process; Claws Mail forgets one that it refused."""
        return str(path or addon()) in Path(f"/proc/{self.pid}/maps").read_text()

    def responsive(self, seconds: float = 2) -> bool:
        """Whether its main loop turns."""
        assert self.daemon
        try:
            subprocess.run(["claws-mail", "--statistics"], env=self.environment, timeout=seconds,
                           stdin=subprocess.DEVNULL, capture_output=True)
        except subprocess.TimeoutExpired:
            return False
        return True

    def links(self) -> int:
        """How many connections it has to the agent's socket just now."""
        rows = [line.split() for line in self.desktop.run("ss", "-xpnH").splitlines()]
        ours = {row[7] for row in rows if f"pid={self.pid}," in row[-1]}  # the far ends
        return sum(row[4] == str(self.agent.socket) and row[5] in ours for row in rows)

    # --- windows

    def dialogs(self) -> list[Widget]:
        return self.program.dialogs()

    def dialog(self, name: str = "", seconds: float = 15) -> Widget:
        """Waits for a dialog with @name in its title or in what it says."""
        def look() -> Widget | None:
            for dialog in self.dialogs():
                try:
                    if name in dialog.name or any(name in words for words in dialog.words()):
                        return dialog
                except Gone:
                    continue
            return None
        return wait_until(f"a dialog {name!r}", look, seconds, self._check_alive)

    def wait_closed(self, window: Widget, seconds: float = 15) -> None:
        wait_until(f"the end of {window!r}", lambda: window not in self.program.shown(), seconds,
                   self._check_alive)

    def x_window(self, title: str) -> str:
        """The X window with @title in its title."""
        def look() -> str | None:
            windows = self.desktop.windows(self.pid)
            return next((one for one, its in windows.items() if title in its), None)
        return wait_until(f"a window {title!r}", look, also=self._check_alive)

    def screenshot(self, path: Path) -> Path:
        return self.desktop.screenshot(path)

    # --- writing

    def compose(self, to: str | Iterable[str] = (), cc: str = "", bcc: str = "", subject: str = "",
                body: str = "", attach: Iterable[Path] = ()) -> "ComposeWindow":
        """A new mail, as from a link in a browser; its window."""
        addresses = to if isinstance(to, str) else ",".join(to)
        fields = {"cc": cc, "bcc": bcc, "subject": subject, "body": body}
        query = "&".join(f"{key}={quote(value)}" for key, value in fields.items() if value)
        files = [str(path) for path in attach]
        before = self._compose_frames()
        self.tell("--compose", f"mailto:{quote(addresses, safe='@,')}?{query}",
                  *(["--attach", *files] if files else []))
        return self.new_compose(before)

    def _compose_frames(self) -> list[Widget]:
        return [window for window in self.program.shown() if "Compose message" in window.name]

    def new_compose(self, before: Iterable[Widget] = ()) -> "ComposeWindow":
        """Waits for a compose window that is not one of @before."""
        known = set(before)

        def look() -> Widget | None:
            return next((one for one in self._compose_frames() if one not in known), None)
        return ComposeWindow(self, wait_until("a compose window", look, also=self._check_alive))

    def answer(self, what: str) -> "ComposeWindow":
        """@what of the message menu, with the selected mail: "Reply", "Forward", "Redirect"."""
        before = self._compose_frames()
        self.menu_item("Message", what).activate()
        return self.new_compose(before)

    def menu_item(self, menu: str, name: str) -> Widget:
        """An item of the main window's menus, at any depth, once it can be chosen."""
        whole = self.main_window.find("menu", menu)

        def look() -> Widget | None:
            return next((item for item in whole.all("menu item", name, showing=False)
                         if item.sensitive), None)
        return wait_until(f"{menu} > {name}", look, also=self._check_alive)

    def send_queued(self) -> None:
        self.tell("--send")

    # --- reading

    def select(self, folder: str, number: int = 0) -> None:
        """Shows a folder, and the message with the number of its file."""
        self.tell("--select", f"#mh/Mailbox/{folder}" + (f"/{number}" if number else ""))

    def receive(self) -> None:
        self.tell("--receive-all")

    # --- what lies on the disk

    def files(self, folder: str) -> list[Path]:
        """The mails of a folder, oldest first."""
        found = [path for path in (self.mail / folder).iterdir() if path.name.isdigit()]
        return sorted(found, key=lambda path: int(path.name))

    def wait_for_files(self, folder: str, count: int, seconds: float = 20) -> list[Path]:
        wait_until(f"{count} mails in {folder}", lambda: len(self.files(folder)) >= count, seconds,
                   self._check_alive)
        return self.files(folder)

    def leftovers(self) -> list[Path]:
        """Files in its working folders; with @trace of a mail, a leak."""
        return [path for name in ("tmp", "mimetmp") for path in sorted((self.rc / name).rglob("*"))
                if path.is_file() and path.name != "claws-crashed"]

    def traces(self, *words: bytes) -> list[Path]:
        """Files anywhere in the home that hold one of @words in the clear."""
        found = []
        for path in sorted(self.agent.home.rglob("*")):
            if path.is_file() and not path.is_symlink():
                content = _read(path)
                if any(word in content for word in words):
                    found.append(path)
        return found


class ComposeWindow:
    """One mail that is being written."""

    def __init__(self, claws: ClawsDesk, frame: Widget) -> None:
        self.claws, self.frame = claws, frame

    @property
    def title(self) -> str:
        return self.frame.name

    @property
    def open(self) -> bool:
        return self.frame in self.claws.program.shown()

    @property
    def x_window(self) -> str:
        return self.claws.x_window(self.title)

    def send(self) -> None:
        """The Send button of the toolbar."""
        self.frame.button("Send").press()

    def send_later(self) -> None:
        self.frame.button("Send later").press()

    def press_keys(self, *keys: str) -> None:
        """"ctrl+Return" sends, "ctrl+shift+s" sends later, "ctrl+w" closes, "ctrl+s" keeps a draft."""
        self.claws.desktop.press_keys(self.x_window, *keys)

    def type_text(self, text: str) -> None:
        """Wherever the cursor is."""
        self.claws.desktop.type_text(self.x_window, text)

    @property
    def recipients(self) -> list[Widget]:
        """The entries for addresses, also those scrolled out of sight; the last is empty."""
        header = self.frame.find("page tab", "Header")
        return [row.children[0] for row in header.all("filler", showing=False)
                if [child.role for child in row.children] == ["text", "push button"]]

    @property
    def body(self) -> str:
        return next(text for text in self.frame.all("text") if text.has_many_lines).text

    def wait_closed(self, seconds: float = 15) -> None:
        self.claws.wait_closed(self.frame, seconds)

    def close(self) -> None:
        """Without keeping it."""
        self.press_keys("ctrl+w")
        gone_or_asked = wait_until("an answer to ctrl+w",
                                   lambda: not self.open or self.claws.dialogs())
        if gone_or_asked is not True:
            self.claws.dialog("Discard message").button("Discard").press()
        self.wait_closed()


def addon() -> Path:
    return programs.BUILD / ADDON


def missing() -> list[str]:
    return ([] if addon().exists() else [ADDON]) + programs.missing()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # gone meanwhile, or a socket
