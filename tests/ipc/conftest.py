# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""The real agent and its real reader, built with sanitizers where ./dev test says so: a
report of a sanitizer fails the test that provoked it, whoever's standard error it went to."""
from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))

from lab import programs  # noqa: E402
from lab.agent import Policy  # noqa: E402
from nonames import NoNames  # noqa: E402
from surgery import Inventory, Surgery, settings  # noqa: E402


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if programs.missing():
        for item in items:
            item.add_marker(pytest.mark.skip(reason="the agent is not built"))


@pytest.fixture(scope="session", name="reports")
def sanitizer_reports() -> Iterator[Path]:
    """A folder for the sanitizers: agents that a client starts have no standard error.  Leaks
    are looked for in the unit tests: a process that nobody may trace cannot look for its own."""
    folder = Path(tempfile.mkdtemp(prefix="hemostat-"))
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        more = f"log_path={folder}/report:detect_leaks=0"
        os.environ[name] = ":".join(filter(None, [os.environ.get(name), more]))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(autouse=True)
def no_sanitizer_report(reports: Path) -> Iterator[None]:
    yield
    found = {path: path.read_text(errors="replace") for path in reports.iterdir()}
    for path in found:
        path.unlink()
    assert not found, "\n".join(found.values())


@pytest.fixture(scope="session", name="new_folder")
def folder_maker() -> Iterator[Callable[[], Path]]:
    """Folders with short names: a socket's path must be."""
    root = Path(tempfile.mkdtemp(prefix="hemo-"))
    count = iter(range(1000))
    yield lambda: root / str(next(count))
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="session", name="policy")
def usual_policy() -> Iterator[Policy]:
    names = NoNames()
    yield settings(names.endpoint)
    names.close()


@pytest.fixture(scope="module", name="surgery")
def shared_surgery(reports: Path, new_folder: Callable[[], Path], policy: Policy) -> Iterator[Surgery]:
    """One agent for a whole file: what one test does to it must not show in the next."""
    surgery = Surgery(new_folder(), policy)
    surgery.start()
    surgery.warm_up()
    yield surgery
    log = surgery.log
    assert surgery.stop() == 0, log
    surgery.close()


@pytest.fixture(name="unharmed")
def left_unharmed(surgery: Surgery) -> Iterator[Surgery]:
    """The agent of the file, which must be as good as new after the test."""
    inventory = Inventory(surgery)
    yield surgery
    inventory.check()


@pytest.fixture
def new_surgery(reports: Path, new_folder: Callable[[], Path],
                policy: Policy) -> Iterator[Callable[[], Surgery]]:
    """Makes homes, not yet started."""
    made: list[Surgery] = []

    def make() -> Surgery:
        made.append(Surgery(new_folder(), policy))
        return made[-1]

    yield make
    for surgery in made:
        surgery.close()
