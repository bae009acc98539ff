"""`make test`, `make lint`, `make format`, `make bench`: make .venv with the tools, then run them."""

import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from scripts import venv


def main(task):
    venv.use_devnull_if_closed()
    python = venv.ensure(dev=True)
    os.chdir(str(venv.ROOT))
    os.environ["PATH"] = os.path.dirname(python) + os.pathsep + os.environ.get("PATH", "")
    tasks = {"test": test, "lint": lint, "format": format_, "bench": bench, "requirements": requirements}
    failed = [command for command in tasks[task](python) if not run(command)]
    if failed:
        sys.exit("\n".join("Failed: " + " ".join(command).replace(python, "python") for command in failed))


def test(python):
    """All tests, the browser's too. ARGS= adds arguments for pytest."""
    yield [python, "-m", "scripts.browser"]
    yield [
        python,
        "-m",
        "pytest",
        "-q",
        "-n",
        os.environ.get("WORKERS") or "2",
        "--dist",
        "worksteal",
        *arguments(),
    ]


def lint(python):
    os.environ["CXJOURNEY_MODE"] = "test"
    yield ["ruff", "check", "-q", "--output-format", "concise", "."]
    yield ["ruff", "format", "-q", "--check", "."]
    yield ["djlint", "--quiet", "--lint", "templates"]
    yield ["mypy"]
    yield [python, "manage.py", "makemigrations", "--check", "--dry-run"]
    os.environ.update(
        CXJOURNEY_MODE="production",
        SECRET_KEY="only-for-this-check-" * 4,
        BASE_URL="https://journeys.example.org",
        DATABASE_URL="postgresql://nobody@localhost/nothing",
        EMAIL_URL="consolemail://",
    )
    yield [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]


def format_(python):
    yield ["ruff", "check", "-q", "--fix-only", "."]
    yield ["ruff", "format", "-q", "."]


def bench(python):
    yield [python, "-m", "scripts.browser"]
    yield [python, "-m", "benchmarks", *arguments()]


def requirements(python):
    """Pin with hashes what pyproject.toml asks for, for every system and Python from 3.11 on."""
    compile_ = ["uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes"]
    compile_ += ["--no-header", "--no-annotate", "--no-emit-index-url", "pyproject.toml", "--upgrade"]
    os.environ.pop("PIP_FIND_LINKS", None)
    yield [*compile_, "-o", "requirements.txt"]
    yield [*compile_, "--extra", "words", "-c", "requirements.txt", "-o", "requirements-words.txt"]
    dev = ["--extra", "words", "--group", "dev", "-c", "requirements-words.txt"]
    yield [*compile_, *dev, "-o", "requirements-dev.txt"]


def arguments():
    return (os.environ.get("ARGS") or "").split()


def run(command):
    print("$ " + " ".join([os.path.basename(command[0]), *command[1:]]), flush=True)
    return subprocess.run(command, stdin=subprocess.DEVNULL).returncode == 0


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("Stopped.")
