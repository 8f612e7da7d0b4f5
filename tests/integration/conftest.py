# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""Integration tests run in the lab's network namespace; ./dev test integration enters it."""
from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from lab import namespace, postfix  # noqa: E402
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
