"""Makes `.venv` with exactly the pinned packages, and makes it again only when they change.

Run by whatever python3 the machine has, so that a too old one gets a sentence instead of a syntax error.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NEEDED = (3, 11)


def ensure(dev=False):
    """Return the path of the Python that has all packages (with those for tests and checks if `dev`)."""
    check_python(sys.version_info)
    _check_venv_module()
    VENV.mkdir(exist_ok=True)
    with _one_at_a_time():
        if not _works():
            print("Creating .venv ...", flush=True)
            _run([sys.executable, "-m", "venv", "--clear", str(VENV)], "Creating .venv failed")
        if not _is_installed("dev") and (dev or not _is_installed("run")):
            _install("dev" if dev else "run")
    return str(PYTHON)


def check_python(version):
    """End with a sentence if this Python is too old."""
    if tuple(version[:2]) < NEEDED:
        sys.exit(
            "cxjourney needs Python {}.{} or newer, this is {}.{}: install a newer one, "
            "or name it with PYTHON=/path/to/python3.".format(*NEEDED, *version[:2])
        )


def use_devnull_if_closed():
    """Give the process a standard input if it has none, or the next opened file would become it."""
    try:
        os.fstat(0)
    except OSError:
        os.open(os.devnull, os.O_RDONLY)


def _check_venv_module():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        sys.exit(
            "This Python has no venv module: install it (Debian and Ubuntu: apt-get install python3-venv) "
            "and run the same command again."
        )


def _works():
    """Say whether .venv holds a Python new enough that has pip."""
    script = f"import sys, pip; sys.exit(sys.version_info < {NEEDED})"
    try:
        return subprocess.run([str(PYTHON), "-c", script], stderr=subprocess.DEVNULL).returncode == 0
    except OSError:
        return False


def _requirements(kind):
    return [ROOT / "requirements.txt"] + ([ROOT / "requirements-dev.txt"] if kind == "dev" else [])


def _fingerprint(kind):
    return hashlib.sha256(b"".join(path.read_bytes() for path in _requirements(kind))).hexdigest()


def _stamp(kind):
    return VENV / f".installed-{kind}"


def _is_installed(kind):
    stamp = _stamp(kind)
    return stamp.exists() and stamp.read_text() == _fingerprint(kind)


def _install(kind):
    print("Installing the pinned packages into .venv ...", flush=True)
    for old in VENV.glob(".installed-*"):
        old.unlink()
    command = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "-r", str(_requirements(kind)[-1])]
    _run(command, "Installing the packages failed; is the network up?")
    _stamp(kind).write_text(_fingerprint(kind))


def _run(command, sentence):
    if subprocess.run(command, stdin=subprocess.DEVNULL).returncode:
        sys.exit(sentence)


class _one_at_a_time:
    """A lock, for two commands started at once."""

    def __enter__(self):
        import fcntl

        self.file = open(str(VENV / ".lock"), "w")
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def __exit__(self, *error):
        self.file.close()
