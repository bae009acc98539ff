"""Two small servers for a proxy: one tells what it was asked, the other streams events when told to."""

import asyncio
import json
import socket
import threading

import uvicorn


class Backend:
    """Serves pages and /events/ alike on one port. `left` is set when the reader of a stream has gone."""

    def __init__(self, name: str):
        self.name = name
        self.peers: set[int] = set()  # ports of those who connected
        self.left = threading.Event()
        self.more = asyncio.Event()
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        config = uvicorn.Config(
            self.app, interface="asgi3", lifespan="off", log_config=None, timeout_graceful_shutdown=1
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=lambda: self.server.run(sockets=[self.socket]), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(10)

    async def app(self, scope, receive, send) -> None:
        self.peers.add(scope["client"][1])
        if scope["path"] != "/events/":
            await self.answer(send, 200, self.seen(scope))
        elif scope["method"] == "POST":
            self.more.set()
            await self.answer(send, 204, b"")
        else:
            await self.stream(scope, receive, send)

    def seen(self, scope) -> bytes:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        return json.dumps({"server": self.name, "path": scope["path"], **headers}).encode()

    async def answer(self, send, status: int, body: bytes) -> None:
        headers = [(b"content-type", b"text/html"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def stream(self, scope, receive, send) -> None:
        """An event at once, and another for each POST."""
        gone = asyncio.create_task(self.until_gone(receive))
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-cache, no-transform"),
            (b"x-accel-buffering", b"no"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        while not gone.done():
            self.more.clear()
            event = b"event: hello\ndata: " + self.seen(scope) + b"\n\n"
            await send({"type": "http.response.body", "body": event, "more_body": True})
            await asyncio.wait(
                [gone, asyncio.create_task(self.more.wait())], return_when=asyncio.FIRST_COMPLETED
            )

    async def until_gone(self, receive) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass
        self.left.set()
