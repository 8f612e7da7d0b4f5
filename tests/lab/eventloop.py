# SPDX-License-Identifier: GPL-3.0-or-later
# SPDX-FileCopyrightText: 2026 The Hemostat Authors
"""One asyncio loop in a thread of its own, for the lab's Python servers."""
from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any


class EventLoop:
    """Servers are added from outside; stop() closes them all."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._servers: list[asyncio.AbstractServer] = []
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, Any], seconds: float = 30) -> Any:
        """Runs @coroutine in the loop and waits for its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(seconds)

    def listen(self, factory: Callable[[], asyncio.BaseProtocol], address: str, port: int,
               **options: Any) -> asyncio.AbstractServer:
        server = self.run(self.loop.create_server(factory, address, port, **options))
        self._servers.append(server)
        return server

    def listen_unix(self, factory: Callable[[], asyncio.BaseProtocol], path: str) -> None:
        self._servers.append(self.run(self.loop.create_unix_server(factory, path)))

    async def _close(self) -> None:
        for server in self._servers:
            server.close()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    def stop(self) -> None:
        if self.loop.is_closed():
            return
        self.run(self._close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)
        self.loop.close()
