"""Production refuses to start unsafely; the other modes need nothing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = {"DJANGO_SETTINGS_MODULE": "cxjourney.settings"}
SAFE = {
    "SECRET_KEY": "k" * 60,
    "BASE_URL": "https://journeys.example.org",
    "DATABASE_URL": "postgresql://someone:secret@db.example.org/journeys?sslmode=require",
    "EMAIL_URL": "smtp+tls://someone:secret@mail.example.org:587",
}


def start(tmp_path, show="MODE", **environment):
    """Read the settings in a process of their own; return it after it has printed the setting `show`."""
    script = f"from django.conf import settings; print(settings.{show})"
    basic = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **MODULE}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, env=basic | environment, capture_output=True, text=True, check=False)


def test_production_is_the_default_and_names_everything_missing(tmp_path):
    result = start(tmp_path)
    assert result.returncode == 1
    for name in ("SECRET_KEY", "BASE_URL", "DATABASE_URL", "EMAIL_URL"):
        assert f"- Set {name} " in result.stderr
    assert "- Set DEBUG" not in result.stderr
    assert not any(tmp_path.iterdir())


def test_production_starts_when_all_is_set(tmp_path):
    result = start(tmp_path, show="ALLOWED_HOSTS", **SAFE)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "['journeys.example.org']\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("DEBUG", "1"),
        ("BASE_URL", "http://journeys.example.org"),
        ("ALLOWED_HOSTS", "*"),
        ("DATABASE_URL", ""),
        ("EMAIL_URL", ""),
    ],
)
def test_production_refuses_one_unsafe_setting(tmp_path, name, value):
    result = start(tmp_path, **SAFE | {name: value})
    assert result.returncode == 1
    sentences = [line for line in result.stderr.splitlines() if line.startswith("- ")]
    assert len(sentences) == 1
    assert sentences[0].startswith(f"- Set {name} ")


@pytest.mark.parametrize(
    ("show", "value"),
    [
        ("SESSION_COOKIE_SECURE", "True"),
        ("CSRF_COOKIE_SECURE", "True"),
        ("SECURE_SSL_REDIRECT", "True"),
        ("SECURE_HSTS_SECONDS", "2592000"),
        ("ACCOUNT_EMAIL_VERIFICATION", "mandatory"),
        ("SIGNUP_OPEN", "False"),
        ("DEBUG", "False"),
        ("DATABASES['default']['OPTIONS']['sslmode']", "require"),
        ("EMAIL_USE_TLS", "True"),
    ],
)
def test_production_is_closed_by_default(tmp_path, show, value):
    assert start(tmp_path, show=show, **SAFE).stdout == value + "\n"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://a:b@host/name"),
        ("EMAIL_URL", "nonsense"),
        ("TIME_ZONE", "Mars"),
        ("TIME_ZONE", ".."),
    ],
)
def test_what_cannot_be_understood_is_said_with_what_to_set(tmp_path, name, value):
    result = start(tmp_path, **SAFE | {name: value})
    assert result.returncode == 1
    assert f"ImproperlyConfigured: {name} is " in result.stderr
    assert "set it to " in result.stderr.splitlines()[-1]


def test_unknown_mode_is_refused(tmp_path):
    result = start(tmp_path, CXJOURNEY_MODE="prod")
    assert result.returncode == 1
    assert "set it to one of production, demo, development, test" in result.stderr


def test_demo_keeps_its_secret_key(tmp_path):
    first = start(tmp_path, show="SECRET_KEY", CXJOURNEY_MODE="demo")
    second = start(tmp_path, show="SECRET_KEY", CXJOURNEY_MODE="demo")
    assert len(first.stdout.strip()) >= 50
    assert first.stdout == second.stdout
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_manage_says_what_to_set_without_a_traceback(tmp_path):
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "migrate"]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "- Set SECRET_KEY " in result.stderr
    assert "Traceback" not in result.stderr


def test_every_setting_is_documented():
    source = Path("cxjourney/settings.py").read_text() + Path("gunicorn.conf.py").read_text()
    read = set(re.findall(r'(?:env\.\w+|environ\.get)\(\s*"([A-Z_]+)"', source))
    documented = set(re.findall(r"^\| `([A-Z_]+)`", Path("docs/settings.md").read_text(), re.MULTILINE))
    assert len(read) > 20
    assert read == documented
