"""The embedded server is shared by processes and stopped by the last one."""

import subprocess
import sys

import psycopg
import pytest

from cxjourney.kit import embedded

JOIN = """
import sys
from pathlib import Path
from cxjourney.kit import embedded
print(embedded.ensure_running(Path(sys.argv[1]), for_tests=True), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data_dir(tmp_path):
    yield tmp_path
    embedded.leave(tmp_path)


def join(data_dir):
    """Start another process that uses the server; wait until it does."""
    command = [sys.executable, "-c", JOIN, str(data_dir)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline().strip() == embedded.url(data_dir)
    return process


def answers(data_dir):
    try:
        with psycopg.connect(embedded.url(data_dir)) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def test_last_process_stops_the_server(data_dir):
    first = join(data_dir)
    second = join(data_dir)
    first.communicate()
    assert answers(data_dir)
    second.communicate()
    assert not answers(data_dir)


def test_server_left_by_a_killed_process_is_used_again_and_data_stay(data_dir):
    killed = join(data_dir)
    with psycopg.connect(embedded.url(data_dir)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    killed.kill()
    killed.communicate()
    assert answers(data_dir)
    embedded.ensure_running(data_dir, for_tests=True)
    with psycopg.connect(embedded.url(data_dir)) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
    embedded.leave(data_dir)
    assert not answers(data_dir)


def test_two_started_at_once_share_one_server(data_dir):
    command = [sys.executable, "-c", JOIN, str(data_dir)]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    assert {process.stdout.readline().strip() for process in both} == {embedded.url(data_dir)}
    for process in both:
        process.communicate()
    assert not answers(data_dir)


def test_creation_broken_off_is_begun_again(data_dir):
    (data_dir / "postgres.new").mkdir()
    (data_dir / "postgres.new" / "PG_VERSION").write_text("18\n")
    embedded.ensure_running(data_dir, for_tests=True)
    assert answers(data_dir)


def test_data_of_another_version_are_refused_with_a_sentence(data_dir):
    embedded.ensure_running(data_dir, for_tests=True)
    embedded.leave(data_dir)
    (data_dir / "postgres" / "PG_VERSION").write_text("9\n")
    with pytest.raises(embedded.EmbeddedError, match="were written by PostgreSQL 9, this is 18"):
        embedded.ensure_running(data_dir, for_tests=True)


def test_durability_is_given_up_only_for_tests():
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        assert name not in embedded.SETTINGS
        assert embedded.TEST_SETTINGS[name] == "off"


def test_too_long_path_is_told_in_one_sentence(tmp_path):
    with pytest.raises(embedded.EmbeddedError, match="set DATA_DIR to a shorter path"):
        embedded.ensure_running(tmp_path / ("x" * 100))
