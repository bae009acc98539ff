"""What the Makefile's scripts say when they cannot go on."""

import socket
import subprocess
import sys

import pytest

from scripts import browser, start, venv


def test_old_python_is_told_in_one_sentence():
    with pytest.raises(SystemExit) as end:
        venv.check_python((3, 9, 2))
    assert str(end.value).startswith("cxjourney needs Python 3.11 or newer, this is 3.9: install a newer one")


def test_new_enough_python_passes():
    venv.check_python((3, 11, 0))
    venv.check_python((4, 0, 0))


def test_missing_venv_module_is_told_in_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit) as end:
        venv.ensure()
    assert str(end.value).startswith("This Python has no venv module: install it")


def test_port_in_use_is_told_in_one_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "scripts/start.py", "demo"]
        result = subprocess.run(command, env={"PORT": str(port)}, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    advice = f"stop what runs there, or choose another: make demo PORT={max(port, 8000) + 1}"
    assert result.stderr == f"Port {port} is in use: {advice}\n"


@pytest.mark.parametrize("port", ["http", "-1", "70000"])
def test_impossible_port_is_told_in_one_sentence(port):
    with pytest.raises(SystemExit) as end:
        start.listen(port, "make run")
    assert str(end.value) == f"PORT is {port!r}: it must be a number from 1 to 65535."


def test_changed_requirements_are_installed_again(tmp_path, monkeypatch):
    (tmp_path / "requirements.txt").write_text("one")
    (tmp_path / "requirements-dev.txt").write_text("two")
    monkeypatch.setattr(venv, "ROOT", tmp_path)
    monkeypatch.setattr(venv, "VENV", tmp_path)
    installs = []
    monkeypatch.setattr(venv, "_run", lambda command, sentence: installs.append(command[-1]))
    venv._install("run")
    assert venv._is_installed("run")
    assert not venv._is_installed("dev")
    (tmp_path / "requirements.txt").write_text("three")
    assert not venv._is_installed("run")
    assert installs == [str(tmp_path / "requirements.txt")]


@pytest.fixture
def installs(monkeypatch):
    """A machine where installing does nothing but note the command."""
    commands = []
    monkeypatch.setattr(browser, "find", lambda: "/found" if "found" in commands else None)
    monkeypatch.setattr(browser, "_try", lambda command, environment: commands.append(command))
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    return commands


def test_browser_comes_from_the_system_for_root_then_from_playwright(monkeypatch, installs):
    monkeypatch.setattr(browser.os, "geteuid", lambda: 0)
    with pytest.raises(SystemExit) as end:
        browser.ensure()
    assert [command[-1] for command in installs] == ["-qq", "chromium", "chromium"]
    assert str(end.value).startswith("No browser for the tests: install Chromium")


def test_browser_comes_from_playwright_for_others(monkeypatch, installs):
    monkeypatch.setattr(browser.os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit):
        browser.ensure()
    assert [command[1:] for command in installs] == [["-m", "playwright", "install", "chromium"]]


def test_browser_on_the_machine_is_used(monkeypatch, installs):
    installs.append("found")
    browser.ensure()
    assert installs == ["found"]


def test_browser_named_by_the_environment_comes_first(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/my-chromium")
    assert browser.find() == "/opt/my-chromium"
