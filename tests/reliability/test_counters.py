"""Limits of the API, counted in Redis and shared between processes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.servers import Factcheck

pytestmark = [pytest.mark.live, pytest.mark.redis]

CALLS = """
from django.test import Client
from factcheck.core.models import ApiToken, User
user = User.objects.get_or_create(username="ana", defaults={"role": "reader"})[0]
header = {"Authorization": f"Bearer {ApiToken.objects.issue(user=user, name='t')[1]}"}
client = Client(SERVER_NAME="localhost", headers=header)
answers = [client.get("/api/v1/outlets/") for _ in range(3)]
print(*(answer.status_code for answer in answers), answers[-1].get("Retry-After"))
"""


def calls_of_a_new_process(factcheck: Factcheck) -> list[str]:
    """The status codes of three calls, and the last one's Retry-After."""
    printed = factcheck.manage("shell", "--no-imports", "-c", CALLS)
    return printed.stdout.split()


def test_two_processes_share_one_allowance(
    factcheck_process, migrated_sqlite: Path, redis_url: str
) -> None:
    factcheck = factcheck_process(REDIS_URL=redis_url, API_USER_PER_MINUTE="4")
    shutil.copy(migrated_sqlite, factcheck.folder)

    second = ["200"]
    for _ in range(2):  # the minute may turn between the processes, but not twice
        first = calls_of_a_new_process(factcheck)
        second = calls_of_a_new_process(factcheck)
        if "429" in second:
            break

    assert first[0] == "200"
    assert second[2] == "429"
    assert 0 < int(second[3]) <= 60


def test_without_its_redis_the_api_still_answers(
    factcheck_process, migrated_sqlite: Path
) -> None:
    factcheck = factcheck_process(REDIS_URL="redis://127.0.0.1:1/0")
    shutil.copy(migrated_sqlite, factcheck.folder)

    assert calls_of_a_new_process(factcheck)[:3] == ["200", "200", "200"]
