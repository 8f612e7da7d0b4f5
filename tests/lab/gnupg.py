# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A throw-away GnuPG home: keys for invented people, made without a passphrase.

gpg starts an agent for each home that stays behind; close() ends it.
"""
from __future__ import annotations

import os
import select
import subprocess
from pathlib import Path


class GnupgHome:
    """One folder of keys, the sender's or a correspondent's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, mode=0o700)
        folder.chmod(0o700)
        (folder / "gpg.conf").write_text("no-auto-key-locate\nno-greeting\n")

    def run(self, *arguments: str, data: bytes | None = None, check: bool = True) -> bytes:
        command = ["gpg", "--homedir", str(self.folder), "--batch", "--quiet", "--yes",
                   "--pinentry-mode", "loopback", "--passphrase", "", *arguments]
        environment = dict(os.environ, LC_ALL="C.UTF-8")
        source = {"input": data} if data is not None else {"stdin": subprocess.DEVNULL}
        done = subprocess.run(command, capture_output=True, env=environment, **source)  # type: ignore[call-overload]
        if check and done.returncode:
            raise RuntimeError(f"gpg {arguments[0]}: {done.stderr.decode(errors='replace')}")
        return done.stdout

    def make_key(self, name: str, address: str, expires: str = "1y") -> str:
        """A new key; its fingerprint.  @expires: "1y", "seconds=1", "never"."""
        self.run("--quick-gen-key", f"{name} <{address}>", "future-default", "default", expires)
        return self.fingerprint(address)

    def fingerprint(self, address: str) -> str:
        listing = self.run("--with-colons", "--list-keys", f"<{address}>").decode()
        return next(line.split(":")[9] for line in listing.splitlines() if line.startswith("fpr:"))

    def export(self, address: str) -> bytes:
        return self.run("--armor", "--export", f"<{address}>")

    def import_key(self, armored: bytes) -> None:
        self.run("--import", data=armored)

    def sign_locally(self, fingerprint: str, signer: str) -> None:
        """What a person does after comparing fingerprints on the telephone."""
        self.run("--local-user", signer, "--quick-lsign-key", fingerprint)

    def decrypt(self, message: bytes) -> bytes | None:
        """The plain text, or None if no key here opens it."""
        return self.run("--decrypt", data=message, check=False) or None

    def key_ids(self, message: bytes) -> list[str]:
        """The key ids that a message names as recipients; 0000000000000000 is hidden."""
        listing = self.run("--list-only", "--status-fd", "1", "--decrypt", data=message, check=False)
        return [line.split()[2] for line in listing.decode(errors="replace").splitlines()
                if line.startswith("[GNUPG:] ENC_TO ")]

    def _agents(self) -> list[int]:
        """Process ids of the daemons that serve this home, if they run."""
        found = []
        for program in ("gpg-agent", "scdaemon", "dirmngr", "keyboxd"):
            needle = f"{program}\0--homedir\0{self.folder}\0".encode()
            found += [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline")
                      if needle in _read(path)]
        return found

    def close(self) -> None:
        """Ends the agent and waits until it is gone: its sockets lie in the folder."""
        gpgconf = ["gpgconf", "--homedir", str(self.folder)]
        handles = [os.pidfd_open(pid) for pid in self._agents()]
        subprocess.run([*gpgconf, "--kill", "all"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for handle in handles:
            select.select([handle], [], [], 5)
            os.close(handle)
        # Where the user has a runtime folder, gpg keeps the sockets of every home there.
        subprocess.run([*gpgconf, "--remove-socketdir"], stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""  # it ended meanwhile
