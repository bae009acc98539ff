"""`make demo` and `make run`: take the port, make .venv, and become the server (scripts/serve.py)."""

import errno
import os
import socket
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from scripts import venv

HOST = "127.0.0.1"


def main(mode):
    venv.use_devnull_if_closed()
    venv.check_python(sys.version_info)
    # Taken before the long work, so that a port in use is said at once.
    listener = listen(
        os.environ.get("PORT") or "8000", "make " + {"demo": "demo", "development": "run"}[mode]
    )
    python = venv.ensure()
    os.set_inheritable(listener.fileno(), True)
    os.environ["CXJOURNEY_MODE"] = mode
    os.environ["PORT"] = str(listener.getsockname()[1])
    script = os.path.join(str(venv.ROOT), "scripts", "serve.py")
    sys.stdout.flush()
    os.execv(python, [python, script, str(listener.fileno())])  # noqa: S606


def listen(port, command):
    """Return a socket bound to the port, or end with a sentence."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, int(port)))
        listener.listen(128)
    except (ValueError, OverflowError):
        listener.close()
        sys.exit(f"PORT is {port!r}: it must be a number from 1 to 65535.")
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            why = "is in use: stop what runs there, or choose another"
        else:
            why = f"cannot be used ({error.strerror.lower()}): choose another"
        sys.exit(f"Port {port} {why}: {command} PORT={max(int(port), 8000) + 1}")
    return listener


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("Stopped.")
