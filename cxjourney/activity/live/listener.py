"""The connection that listens: made anew whenever it is lost."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
from django.db import DatabaseError, connection

logger = logging.getLogger(__name__)

CHANNELS = ("cxjourney_change", "cxjourney_live")
SHORTEST_WAIT, LONGEST_WAIT = 0.1, 5.0  # seconds between two attempts to connect
# The settings of Django's connection that say where the database is and how to speak with it.
WHERE = (
    "host",
    "port",
    "user",
    "password",
    "dbname",
    "service",
    "passfile",
    "sslmode",
    "sslrootcert",
    "sslcert",
)
# A server that went without a word is noticed within half a minute.
ALIVE = {
    "keepalives": 1,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}


class Listener:
    """Calls `heard(channel, payload)` for each notification, and `connected()` after each connect."""

    def __init__(
        self,
        work: Callable[..., Awaitable[Any]],
        *,
        heard: Callable[[str, str], None],
        connected: Callable[[], None],
    ):
        self.work = work
        self.heard = heard
        self.connected = connected
        self.wait = SHORTEST_WAIT

    async def run(self) -> None:
        while True:
            try:
                await self._listen()
            except (psycopg.Error, DatabaseError) as error:
                logger.warning("the live stream lost its database connection: %s", error)
            await asyncio.sleep(self.wait)
            self.wait = min(self.wait * 2, LONGEST_WAIT)

    async def _listen(self) -> None:
        params = await self.work(_where)
        async with await _connect(params) as conn:
            for channel in CHANNELS:
                await conn.execute(f"LISTEN {channel}")
            self.wait = SHORTEST_WAIT
            self.connected()
            async for note in conn.notifies():
                try:
                    self.heard(note.channel, note.payload)
                except Exception:
                    logger.exception("a notification could not be read: %s", note.payload[:200])


async def _connect(params: dict[str, Any]) -> psycopg.AsyncConnection:
    """A connection; none is left behind when the hub stops while it is being made."""
    connecting = asyncio.ensure_future(psycopg.AsyncConnection.connect(**params, autocommit=True))
    try:
        return await asyncio.shield(connecting)
    except asyncio.CancelledError:
        await (await connecting).close()
        raise


def _where() -> dict[str, Any]:
    params = connection.get_connection_params()
    found = {name: params[name] for name in WHERE if params.get(name)}
    return found | ALIVE | {"application_name": "cxjourney live", "connect_timeout": 10}
