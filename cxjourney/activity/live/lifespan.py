"""The server's start and end, as ASGI tells of them.

A server that is told to end waits for open answers, and a stream never ends by itself: the signal must
reach the streams before the server begins to wait.
"""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

from django.conf import settings

from cxjourney.activity import chores
from cxjourney.activity.live.hub import close_all, stop


def with_lifespan(app):
    """`app`, whose streams end as soon as the server is told to."""

    async def served(scope, receive, send):
        if scope["type"] != "lifespan":
            await app(scope, receive, send)
            return
        await receive()
        close_at_signals()
        doing = asyncio.create_task(chores.keep_doing()) if settings.CHORES_EVERY else None
        await send({"type": "lifespan.startup.complete"})
        await receive()
        if doing:
            doing.cancel()
            with suppress(asyncio.CancelledError):
                await doing
        await stop()
        await send({"type": "lifespan.shutdown.complete"})

    return served


def close_at_signals() -> None:
    """Close the streams first and then do what the server does at these signals."""
    for number in (signal.SIGINT, signal.SIGTERM):
        servers = signal.getsignal(number)
        if not callable(servers):
            continue

        def heard(number, frame, servers=servers):
            close_all()
            servers(number, frame)

        try:
            signal.signal(number, heard)
        except ValueError:  # a server in another thread, as in tests, is ended otherwise
            return
