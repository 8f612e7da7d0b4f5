# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Real mail clients with the add-on, the real agent, gpg and mail servers, on a screen that
nobody sees.  One town and one screen for all tests; a home, an agent and a client for each."""
from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "integration")]

from desk import Correspondents, Desk, default_policy  # noqa: E402
from lab import claws as claws_mail  # noqa: E402
from lab import namespace, thunderbird_profile  # noqa: E402
from lab.claws import ClawsAccount, ClawsDesk, Mailbox  # noqa: E402
from lab.display import Desktop  # noqa: E402
from lab.domains import SUBMISSION  # noqa: E402
from lab.pop3 import PORT, PopServer  # noqa: E402
from lab.thunderbird import Page, Settings, ThunderbirdDesk  # noqa: E402
from lab.thunderbird_profile import Person  # noqa: E402
from lab.town import SUBMISSION_HOST, Town  # noqa: E402
from lab.widgets import Gone  # noqa: E402
from scenes import ANA, CLINIC  # noqa: E402

PASSWORDS = {CLINIC.user: CLINIC.password}
THUNDERBIRD_PEOPLE = (Person("Dr. Ana Ruiz", ANA),)  # a second identity of the same account
# What only a fault in our code, or in how it uses Claws Mail, says on standard error.
_COMPLAINT = re.compile(r"-CRITICAL \*\*|hemostat-WARNING|AddressSanitizer|runtime error:")
_NOT_OURS = re.compile(  # each was seen without the add-on too
    "g_node_insert_before: assertion"  # Claws Mail 4.1.1 when it fetches by POP3
    # GTK, when it is asked for the children of what is going, and for menus that never popped up
    "|gtk_container_forall: assertion|gtk_accessible_get_widget: assertion"
    "|gdk_window_get_window_type: assertion"
    # Claws Mail, for an account that signs, as its tool bar has no button for it
    "|gtk_toggle_tool_button_set_active: assertion")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Outside of a namespace nothing may run: real ports, real addresses."""
    lacking = {"thunderbird": thunderbird_profile.missing(), "": claws_mail.missing()}
    for item in items:
        lacks = lacking["thunderbird" if "thunderbird" in item.nodeid else ""]
        if not namespace.inside():
            item.add_marker(pytest.mark.skip(reason="not in a network namespace"))
        elif lacks:
            item.add_marker(pytest.mark.skip(reason=f"not there: {', '.join(lacks)}"))


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    with Town(passwords=PASSWORDS) as town:
        assert town.provider
        town.provider.offers_reports = True  # as most do
        yield town


@pytest.fixture(scope="session")
def mailbox_server(town: Town) -> PopServer:
    """Where Ana's mail waits for her; put some there with deliver()."""
    return PopServer(town.events, SUBMISSION, town.certificates[SUBMISSION_HOST], PASSWORDS)


@pytest.fixture(scope="session")
def desktop() -> Iterator[Desktop]:
    with Desktop() as desktop:
        yield desktop


@pytest.fixture(scope="session")
def people(town: Town) -> Iterator[Correspondents]:
    people = Correspondents(town.folder / "people")
    yield people
    people.close()


@pytest.fixture(autouse=True)
def clean_wire(request: pytest.FixtureRequest) -> None:
    """Every test sees only what itself put on the wire, and in the mailbox."""
    if "town" in request.fixturenames:
        town = request.getfixturevalue("town")
        town.wire.clear()
        assert town.provider
        town.provider.clear()
    if "mailbox_server" in request.fixturenames:
        request.getfixturevalue("mailbox_server").clear()


@pytest.fixture
def new_claws(request: pytest.FixtureRequest, town: Town, people: Correspondents, desktop: Desktop,
              mailbox_server: PopServer) -> Iterator[Callable[..., ClawsDesk]]:
    """Makes Claws Mails in homes of their own, neither they nor the agents started yet.
    Options are those of ClawsDesk; policy and people those of Desk; receives: by POP3."""
    made: list[ClawsDesk] = []

    def make(**options: Any) -> ClawsDesk:
        desk = Desk(town, options.pop("people", people), options.pop("policy", None), (CLINIC,))
        if options.pop("receives", False):
            box = Mailbox(SUBMISSION_HOST, PORT, CLINIC.user, CLINIC.password)
            options["accounts"] = (ClawsAccount(CLINIC, box),)
        made.append(ClawsDesk(desktop, desk, **{"trust": town.authority.file, **options}))
        return made[-1]

    request.node.claws = made
    yield make
    complaints = [line for claws in made for line in claws.said
                  if _COMPLAINT.search(line) and not _NOT_OURS.search(line)]
    for claws in made:
        claws.close()
        claws.agent.close()
    crashed = [claws.daemon.process.returncode for claws in made if claws.crashed]
    assert not crashed, f"Claws Mail crashed: {crashed}"
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def claws(new_claws: Callable[..., ClawsDesk]) -> ClawsDesk:
    """The usual one, with its agent, both running."""
    claws = new_claws()
    claws.agent.start()
    return claws.start()


# --- Thunderbird: one for many tests, as its start takes seconds

class _Shared:
    """The Thunderbird that tests hand on to each other; thrown away after a failure."""

    def __init__(self) -> None:
        self.desk: ThunderbirdDesk | None = None

    def drop(self) -> None:
        if self.desk:
            self.desk.close()
            self.desk.agent.close()
        self.desk = None


@pytest.fixture(scope="session")
def shared_thunderbird() -> Iterator[_Shared]:
    shared = _Shared()
    yield shared
    shared.drop()


@pytest.fixture
def new_thunderbird(request: pytest.FixtureRequest, town: Town, people: Correspondents,
                    mailbox_server: PopServer) -> Iterator[Callable[..., ThunderbirdDesk]]:
    """Makes Thunderbirds in homes of their own, neither they nor the agents started yet.
    Options are those of Settings; policy and people those of Desk; native."""
    made: list[ThunderbirdDesk] = []

    def make(**options: Any) -> ThunderbirdDesk:
        desk = Desk(town, options.pop("people", people), options.pop("policy", None), (CLINIC,))
        native = options.pop("native", None)
        made.append(ThunderbirdDesk(desk, town.authority.file, Settings(CLINIC, **options), native))
        return made[-1]

    request.node.thunderbirds = made
    yield make
    complaints = [line for one in made if one.running() for line in one.complaints()]
    for one in made:
        one.close()
        one.agent.close()
    crashed = [one.said[-5:] for one in made if one.crashed]
    assert not crashed, f"Thunderbird crashed: {crashed}"
    assert not complaints, "\n".join(complaints)


@pytest.fixture
def thunderbird(request: pytest.FixtureRequest, shared_thunderbird: _Shared, town: Town,
                people: Correspondents, mailbox_server: PopServer) -> Iterator[ThunderbirdDesk]:
    """The usual one, with its agent, both running, nothing open and all folders empty.
    She is asked about a mail on health that names nobody."""
    shared = shared_thunderbird
    if shared.desk is None:
        desk = Desk(town, people, default_policy(town).set("default", doubtful="try"), (CLINIC,))
        desk.start()
        shared.desk = ThunderbirdDesk(desk, town.authority.file, Settings(CLINIC, THUNDERBIRD_PEOPLE))
        shared.desk.start()
        shared.desk.wait_addon()
    request.node.thunderbirds = [shared.desk]
    yield shared.desk
    try:
        assert not shared.desk.crashed, f"Thunderbird crashed: {shared.desk.said[-5:]}"
        complaints = shared.desk.complaints()
        shared.desk.forgive()
        if getattr(request.node, "failed", False):
            shared.drop()
        else:
            _end_quietly(shared.desk)
        assert not complaints, "\n".join(complaints)
    except BaseException:
        shared.drop()
        raise


def _end_quietly(thunderbird: ThunderbirdDesk) -> None:
    """What was let go is recorded first: it needs its copy in Sent."""
    thunderbird.wait_outbox_empty()
    thunderbird.wait_recorded(10)
    thunderbird.tidy()


def _keep_screenshot(desktop: Desktop, name: str) -> None:
    if folder := os.environ.get("HEMOSTAT_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        desktop.screenshot(Path(folder) / f"{re.sub('[^a-z0-9-]+', '-', name)}.png")


@pytest.fixture
def screenshot(desktop: Desktop) -> Callable[[str], None]:
    """Writes NAME.png into $HEMOSTAT_SCREENSHOTS, if that is set."""
    return lambda name: _keep_screenshot(desktop, name)


@pytest.fixture
def shoot() -> Callable[[Any, str], None]:
    """Writes a picture of a window or page of Thunderbird into $HEMOSTAT_SCREENSHOTS, if that
    is set."""
    def keep(what: Any, name: str) -> None:
        if folder := os.environ.get("HEMOSTAT_SCREENSHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            what.screenshot(Path(folder) / f"thunderbird-{name}.png")
    return keep


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, None]:
    """A failed test shows what was on the screen."""
    outcome = yield
    report = outcome.get_result()
    if report.when != "call" or not report.failed:
        return
    item.failed = True  # type: ignore[attr-defined]
    for number, thunderbird in enumerate(getattr(item, "thunderbirds", [])):
        report.sections.append(("on the screen", _shown(thunderbird, f"failed-{item.name}-{number}")))
        report.sections.append(("the agent said", "\n".join(thunderbird.agent.log[-30:])))
    for claws in getattr(item, "claws", []):
        report.sections.append(("on the screen", _seen(claws)))
        report.sections.append(("Claws Mail said", "\n".join(claws.said[-30:])))
        report.sections.append(("the agent said", "\n".join(claws.agent.log[-30:])))
        _keep_screenshot(claws.desktop, f"failed-{item.name}")


def _shown(thunderbird: ThunderbirdDesk, name: str) -> str:
    """Windows, pages of the add-on and dialogs, and what went wrong in it."""
    if not thunderbird.running():
        return "nothing: it is not running\n" + "\n".join(thunderbird.said[-30:])
    try:
        lines = [str(thunderbird.window_types()), *(one.words for one in thunderbird.dialogs())]
        for context, address in thunderbird.pages().items():
            page = Page(thunderbird, context)
            lines += [f"--- {address}", page.text]
            if folder := os.environ.get("HEMOSTAT_SCREENSHOTS"):
                page.screenshot(Path(folder) / f"{re.sub('[^a-z0-9-]+', '-', name)}-{context}.png")
        return "\n".join([*lines, *thunderbird.complaints()])
    except Exception as reason:  # whatever it is, the failure that we tell of counts more
        return f"{type(reason).__name__}: {reason}"


def _seen(claws: ClawsDesk) -> str:
    if not claws.running():
        return f"nothing: it is not running ({claws.daemon and claws.daemon.process.returncode})"
    try:
        return "\n".join(window.outline() for window in claws.program.shown())
    except (Gone, TimeoutError) as reason:
        return str(reason)
