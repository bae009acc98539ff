"""Makes everything ready and serves pages and live streams from one process, on the socket it is given.

Run by scripts/start.py with .venv's Python. Ends on Ctrl+C, SIGTERM or SIGHUP with all that it started.
"""

import hashlib
import os
import signal
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "cxjourney.settings"


def main(listener: socket.socket) -> None:
    import django
    from django.conf import settings

    from cxjourney.kit import embedded

    if settings.DATABASE_EMBEDDED:
        embedded.ensure_running(settings.DATA_DIR)  # and stopped when this process ends
    django.setup()
    migrate()
    if settings.STATIC_COLLECTED:
        collect_static(settings.STATIC_ROOT)
    if settings.MODE == "demo":
        load_demo()
    serve(listener)


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparing the database ...")
        call_command("migrate", verbosity=0, interactive=False)


def collect_static(target: Path) -> None:
    """Hash and compress the static files, unless they have not changed since the last time."""
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = os.stat(storage.path(path))
            seen.update(f"{storage.path(path)} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    stamp = target / ".collected"
    if stamp.exists() and stamp.read_text() == seen.hexdigest():
        return
    say("Preparing the static files ...")
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(seen.hexdigest())


def load_demo() -> None:
    """Load the demo workspace; the command itself does nothing if it is there."""
    from django.core.management import call_command, get_commands

    if "load_demo" in get_commands():
        call_command("load_demo")


def serve(listener: socket.socket) -> None:
    import uvicorn

    config = uvicorn.Config(
        "cxjourney.asgi:application",
        loop="uvloop",
        http="httptools",
        lifespan="on",  # ends the streams when this process is told to end
        log_config=None,  # Django's, from the settings
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )
    config.load()
    host, port = listener.getsockname()
    signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    say(f"cxjourney is ready at http://{host}:{port}/ (Ctrl+C stops it)")
    uvicorn.Server(config).run(sockets=[listener])


def say(text: str) -> None:
    print(text, flush=True)


def end(*_) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGHUP, end)
    try:
        main(socket.socket(fileno=int(sys.argv[1])))
    except KeyboardInterrupt:
        say("\nStopped.")
    except Exception as error:
        from django.core.exceptions import ImproperlyConfigured
        from django.db import OperationalError

        from cxjourney.kit.embedded import EmbeddedError

        if isinstance(error, EmbeddedError | ImproperlyConfigured):
            sys.exit(str(error))
        if isinstance(error, OperationalError):
            sys.exit(f"The database cannot be reached (see DATABASE_URL): {error}")
        raise
