"""Fixtures that need servers or processes. Those that cannot be had skip the test,
and fail it where ``FACTCHECK_REQUIRE_SERVERS=1`` says that they must be there."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest
from django.db.backends.base.operations import BaseDatabaseOperations
from django.test import override_settings
from pytest_django import Settings

from tests import properties, servers
from tests.ledger import ledger_unlocked

Server = TypeVar("Server")

properties.load_profile()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with slow tests come first, so that no process ends up alone with
    one: with ``--dist=loadfile`` a file is one process' work."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(autouse=True)
def raw_bytes_in_memory(settings: Settings) -> None:
    """No test of this process writes raw bytes to the disk."""
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "raw": memory}


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Passwords of this process' tests are hashed once, not a million times."""
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def every_table_can_be_emptied() -> Iterator[None]:
    """A test with real transactions ends with every table emptied, which the
    triggers of the ledger and of other tables refuse."""
    refused = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(
        operations: BaseDatabaseOperations, sql_list: Sequence[str]
    ) -> None:
        connection = operations.connection
        with ledger_unlocked(connection):
            refused(operations, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[servers.PostgresServer]:
    """A PostgreSQL server for this run of the tests."""
    with ExitStack() as stack:
        yield enter_or_skip(stack, servers.postgres())


@pytest.fixture(scope="session")
def redis_server() -> Iterator[servers.RedisServer]:
    """A Redis server for this run of the tests."""
    with ExitStack() as stack:
        yield enter_or_skip(stack, servers.redis_server())


@pytest.fixture
def postgres_url(postgres_server: servers.PostgresServer) -> Iterator[str]:
    """URL of an empty database of this test's own."""
    url = postgres_server.create_database()
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="session")
def migrated_postgres(
    postgres_server: servers.PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """URL of a database with our tables, to be copied: migrating takes seconds."""
    url = postgres_server.create_database()
    settings = {"DATABASE_URL": url, "ALLOW_IN_PROCESS_JOBS": "true"}
    _migrate(tmp_path_factory.mktemp("postgres"), settings)
    yield url
    postgres_server.drop_database(url)


@pytest.fixture
def migrated_postgres_url(
    postgres_server: servers.PostgresServer, migrated_postgres: str
) -> Iterator[str]:
    """URL of a database of this test's own, with our tables and no rows of a user."""
    url = postgres_server.create_database(like=migrated_postgres)
    yield url
    postgres_server.drop_database(url)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with our tables, to be copied into a ``DATA_DIR``."""
    folder = tmp_path_factory.mktemp("sqlite")
    _migrate(folder, {})
    return folder / "factcheck.sqlite3"


def _migrate(folder: Path, settings: dict[str, str]) -> None:
    environment = servers.factcheck_environment(folder, settings)
    servers.Factcheck(folder, environment).manage("migrate", "-v0")


@pytest.fixture
def redis_url(redis_server: servers.RedisServer) -> str:
    """URL of an empty Redis database."""
    redis_server.flush()
    return redis_server.url


@pytest.fixture
def factcheck_process(tmp_path: Path) -> Iterator[Callable[..., servers.Factcheck]]:
    """Makes installations of factcheck from settings such as DATABASE_URL.

    ``factcheck_process(DATABASE_URL=…)`` gives one whose processes are real and
    end with the test. Without settings it is the embedded default.
    """
    made: list[servers.Factcheck] = []

    def make(**settings: str) -> servers.Factcheck:
        folder = tmp_path / f"factcheck-{len(made)}"
        folder.mkdir()
        environment = servers.factcheck_environment(folder, settings)
        made.append(servers.Factcheck(folder, environment))
        return made[-1]

    yield make
    for installation in made:
        installation.stop_all()


def enter_or_skip(stack: ExitStack, server: AbstractContextManager[Server]) -> Server:
    """The running server, until the stack is closed; without it, no test."""
    try:
        return stack.enter_context(server)
    except servers.Unavailable as error:
        unavailable(str(error))


def unavailable(reason: str) -> NoReturn:
    """Skip the test, or fail it where servers are required."""
    if os.environ.get("FACTCHECK_REQUIRE_SERVERS") == "1":
        pytest.fail(f"required by FACTCHECK_REQUIRE_SERVERS: {reason}", pytrace=False)
    pytest.skip(reason)
