# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""A mail that also goes to a newsgroup, which everybody can read."""
from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from lab.claws import ClawsAccount, ClawsDesk
from lab.town import Town
from lab.waiting import wait_until
from scenes import CLINIC, NORA, PRIVATE, RESULT, SMALL_TALK
from sending import BACK, answer

_NNTP = "2"


class _Posts(socketserver.StreamRequestHandler):
    """As much of RFC 3977 as posting needs."""

    def handle(self) -> None:
        self.wfile.write(b"200 ready\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"POST"):
                self.wfile.write(b"340 go on\r\n")
                self._take()
            else:
                self.wfile.write(b"200 good\r\n")

    def _take(self) -> None:
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.posts.append(b"".join(lines))  # type: ignore[attr-defined]
        self.wfile.write(b"240 taken\r\n")


@pytest.fixture(name="news")
def news_server() -> Iterator[socketserver.ThreadingTCPServer]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Posts) as server:
        server.daemon_threads = True
        server.posts = []  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.mark.parametrize("body,posted", [(RESULT, False), (SMALL_TALK, True)], ids=["patient", "tea"])
def test_a_newsgroup_gets_nothing_about_a_patient(new_claws: Callable[..., ClawsDesk], town: Town,
                                                  news: socketserver.ThreadingTCPServer, body: str,
                                                  posted: bool) -> None:
    """Although the way to the mail's other recipient is good."""
    group = ClawsAccount(replace(CLINIC, name="news"), settings=(
        ("protocol", _NNTP), ("is_default", "1"), ("nntp_server", "127.0.0.1"), ("set_nntpport", "1"),
        ("nntp_port", str(news.server_address[1]))))
    claws = new_claws(accounts=(ClawsAccount(CLINIC, settings=(("is_default", "0"),)), group))
    claws.agent.start()
    claws.start()
    window = claws.compose(NORA, subject="About Thursday", body=body)
    window.recipients[0].set_text("alt.tea")  # Newsgroups: is the usual one of such an account
    assert NORA in [one.text for one in window.recipients]
    window.send()
    if posted:
        window.wait_closed()
        wait_until("the article", lambda: news.posts)  # type: ignore[attr-defined]
        return
    words = answer(claws, BACK)
    assert any("newsgroup" in word for word in words)
    claws.agent.check_nothing_left()  # type: ignore[attr-defined]
    assert window.open and not news.posts  # type: ignore[attr-defined]
    assert PRIVATE.decode() in window.body
