"""compose.yaml names what there is: settings, files, modules, and ports that fit together."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
COMPOSE = (ROOT / "compose.yaml").read_text()


def test_every_variable_is_a_setting():
    listed = (ROOT / "docs" / "settings.md").read_text()
    block = COMPOSE.split("x-environment:")[1].split("services:")[0]
    names = re.findall(r"^  ([A-Z_]+):", block, re.MULTILINE)
    assert len(names) > 5
    assert [name for name in names if f"`{name}`" not in listed] == []


def test_the_proxy_finds_both_servers():
    caddy = (ROOT / "docs" / "deploy" / "Caddyfile").read_text()
    for name, address, port in re.findall(r"(PAGES|EVENTS): (\w+):(\d+)", COMPOSE):
        assert f"{{${name}:127.0.0.1:{port}}}" in caddy
        assert f"http://127.0.0.1:{port}/readyz" in COMPOSE
        assert f"\n  {address}:\n" in COMPOSE
    assert 'bind = "0.0.0.0:8000"' in (ROOT / "gunicorn.conf.py").read_text()
    assert "--port=8001" in COMPOSE


def test_compose_itself_can_read_it():
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker compose is not installed")
    values = dict.fromkeys(("SECRET_KEY", "BASE_URL", "EMAIL_URL", "POSTGRES_PASSWORD"), "x")
    command = [docker, "compose", "-f", str(ROOT / "compose.yaml"), "config", "--quiet"]
    result = subprocess.run(command, env={**os.environ, **values}, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


def test_the_build_gets_what_it_copies_and_no_data():
    copied = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert any(Path(name).match(pattern) for pattern in allowed)
    assert not {".data", ".env", ".git"} & set(allowed)
