"""The Chromium that browser tests and screenshots use."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def find():
    """Return the path of a Chromium: $CHROMIUM, one on the PATH, Playwright's own; None if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    return playwrights_own()


def playwrights_own():
    """Return the path of the Chromium that Playwright has downloaded, or None."""
    script = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    command = [sys.executable, "-c", script]
    path = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True).stdout.strip()
    return path if path and Path(path).exists() else None


def ensure():
    """Install a Chromium if there is none: from Debian's packages as root, else Playwright's download."""
    if find():
        return
    print("Installing a browser for the tests ...", flush=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
        _try(["apt-get", "update", "-qq"], environment)
        _try(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], environment)
    if not find():
        _try([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))
    if not find():
        sys.exit("No browser for the tests: install Chromium, or name one with CHROMIUM=/path/to/chromium.")


def _try(command, environment):
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    return subprocess.run(command, env=environment, check=False, **quiet).returncode == 0


if __name__ == "__main__":
    ensure()
    print(find())
