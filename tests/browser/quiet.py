"""The live server of the tests, brought to rest.

A page may still ask for something when its test ends; the answer would then meet tables that are being
emptied, or a database that is gone.
"""

import socket
import threading
from contextlib import suppress
from functools import partial


class Quiet:
    """Knows the connections of a threaded server, so that `wait` can let the last request end."""

    def __init__(self, server):
        self.address = server.server_address
        self.held = {}
        self.met = set()
        self.changed = threading.Condition()
        server.process_request = partial(self._begin, server.process_request)
        server.close_request = partial(self._end, server.close_request)

    def _begin(self, original, request, address):
        with self.changed:
            self.held[request] = address
        try:
            original(request, address)
        finally:
            with self.changed:
                self.met.add(address)
                self.changed.notify_all()

    def _end(self, original, request):
        try:
            original(request)
        finally:
            with self.changed:
                self.held.pop(request, None)
                self.changed.notify_all()

    def wait(self, timeout=60) -> None:
        """Return when every request that was sent has been answered. Call it when no page is open."""
        with socket.create_connection(self.address) as knock:
            mine = knock.getsockname()[:2]
        with self.changed:
            # Connections are taken in turn: after this one there is none left that nobody has seen.
            assert self.changed.wait_for(lambda: mine in self.met, timeout)
            self.met.clear()
            for request in self.held:
                # What came in is still read; then the connection ends instead of waiting for more.
                with suppress(OSError):  # it may have ended by itself
                    request.shutdown(socket.SHUT_RD)
            assert self.changed.wait_for(lambda: not self.held, timeout), self.held
