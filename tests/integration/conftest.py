# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Integration tests run in the lab's network namespace; ./dev test integration enters it."""
from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from desk import Correspondents, Desk  # noqa: E402
from lab import namespace, postfix, programs  # noqa: E402
from lab.town import Town  # noqa: E402

PASSWORDS = {"ana.ruiz": "correct horse"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Outside of a namespace nothing may run: real ports, real addresses."""
    if not namespace.inside():
        for item in items:
            item.add_marker(pytest.mark.skip(reason="not in a network namespace"))


@pytest.fixture(scope="session")
def town() -> Iterator[Town]:
    with Town(passwords=PASSWORDS) as town:
        yield town


@pytest.fixture(autouse=True)
def clean_wire(request: pytest.FixtureRequest) -> None:
    """Every test sees only what itself put on the wire."""
    if "town" in request.fixturenames:
        town = request.getfixturevalue("town")
        town.wire.clear()
        if town.provider:
            town.provider.clear()


@pytest.fixture
def needs_postfix() -> None:
    if not postfix.available():
        pytest.skip("Postfix needs root")


@pytest.fixture(scope="session")
def people(town: Town) -> Iterator[Correspondents]:
    people = Correspondents(town.folder / "people")
    yield people
    people.close()


@pytest.fixture
def new_desk(town: Town, people: Correspondents) -> Iterator[Callable[..., Desk]]:
    """Makes desks, not yet started; they are cleared away after the test."""
    if programs.missing():
        pytest.skip("the agent is not built")
    desks: list[Desk] = []

    def make(**options: Any) -> Desk:
        desks.append(Desk(town, options.pop("people", people), **options))
        return desks[-1]

    yield make
    for desk in desks:
        desk.close()


@pytest.fixture
def desk(new_desk: Callable[..., Desk]) -> Desk:
    """The usual desk, with its agent running."""
    desk = new_desk()
    desk.start()
    return desk
