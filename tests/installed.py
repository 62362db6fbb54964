"""An installed product in tests: its rows; workers that are killed and waited for."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.servers import Factcheck

PATIENCE = 120.0  # seconds; a second when all is well


def rows_of(factcheck: Factcheck, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query in the installation's own database."""
    url = factcheck.environment.get("DATABASE_URL")
    if url:
        with psycopg.connect(url) as postgres:
            return postgres.execute(query).fetchall()
    path = Path(factcheck.environment["DATA_DIR"]) / "factcheck.sqlite3"
    with closing(sqlite3.connect(path, timeout=20)) as sqlite:
        return sqlite.execute(query).fetchall()


def kill(worker: subprocess.Popen[bytes]) -> None:
    """End a worker and its children at once."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait(timeout=PATIENCE)


def wait_for(condition: Callable[[], bool], tell: Callable[[], object]) -> None:
    """Return as soon as the condition holds; after ``PATIENCE`` the test fails, with
    what ``tell`` says.
    """
    deadline = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            pytest.fail(str(tell()))
        time.sleep(0.1)
