"""Settings: documented, read strictly, and safe together."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from factcheck import env
from factcheck.lib import http

ROOT = Path(__file__).parents[2]


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A management command in a process with exactly these variables."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_environment_variable_is_documented() -> None:
    documented = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

    missing = {name for name in env.NAMES if f"`{name}`" not in documented}

    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY_FILE"} <= env.NAMES
    assert missing == set()


def test_every_reason_for_not_fetching_is_documented() -> None:
    documented = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    codes = http.REFUSED_CODES | http.TRANSIENT_CODES

    assert {code for code in codes if f"`{code}`" not in documented} == set()


@pytest.mark.parametrize(
    ("value", "read", "expected"),
    [
        ("perhaps", partial(env.boolean, default=False), "true or false"),
        ("soon", partial(env.integer, default=1), "a whole number"),
        ("1", partial(env.integer, default=5, minimum=2), "at least 2"),
        ("often", env.share, "a number from 0 to 1"),
        ("1.5", env.share, "a number from 0 to 1"),
        (
            "80,x",
            partial(env.integers, default=(), maximum=9),
            "whole numbers from 1 to 9",
        ),
        (
            "10",
            partial(env.integers, default=(), maximum=9),
            "whole numbers from 1 to 9",
        ),
        ("10.0.0.1/8", env.networks, "networks such as 127.0.0.0/8"),
        ("example.org", env.link, "an https:// address"),
        ("https://a b", env.link, "an https:// address"),
        ("LOUD", partial(env.choice, default="INFO", options=("INFO",)), "one of INFO"),
    ],
)
def test_a_wrong_value_is_named_with_what_was_expected(
    monkeypatch: pytest.MonkeyPatch,
    value: str,
    read: Callable[[str], object],
    expected: str,
) -> None:
    monkeypatch.setenv("TESTED", value)
    monkeypatch.setattr(env, "NAMES", set())

    with pytest.raises(ImproperlyConfigured) as error:
        read("TESTED")

    assert f"TESTED is {value!r}, but must be {expected}" in str(error.value)


def test_readers_fall_back_to_their_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TESTED", "  ")
    monkeypatch.setattr(env, "NAMES", set())

    assert env.text("TESTED", "a") == "a"
    assert env.boolean("TESTED", default=True) is True
    assert env.integer("TESTED", 7) == 7
    assert env.strings("TESTED", ("a", "b")) == ["a", "b"]
    assert env.integers("TESTED", (80,), maximum=99) == [80]
    assert env.networks("TESTED") == []
    assert env.link("TESTED") == ""
    assert env.secret("TESTED") == ""


def test_a_secret_may_be_a_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text("s3cret\n")
    monkeypatch.setenv("TESTED_FILE", str(tmp_path / "key"))
    monkeypatch.setattr(env, "NAMES", set())

    assert env.secret("TESTED") == "s3cret"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"DATABASE_URL": "postgres://localhost/x"}, "SECRET_KEY is not set"),
        ({"DATABASE_URL": "oracle://x", "SECRET_KEY": "k"}, "cannot be read"),
        (
            {"DATABASE_URL": "postgres://localhost/x", "SECRET_KEY": "k" * 60},
            "REDIS_URL is not set",
        ),
        ({"FETCH_ALLOW_NETWORKS": "127.0.0.0/8"}, "reach private networks"),
    ],
)
def test_a_dangerous_combination_stops_the_start(
    tmp_path: Path, variables: dict[str, str], message: str
) -> None:
    result = manage("check", **{"DATA_DIR": str(tmp_path), **variables})

    assert result.returncode != 0
    assert message in result.stderr


@pytest.mark.slow
def test_without_any_variable_a_secret_key_is_made_once(tmp_path: Path) -> None:
    first = manage("check", DATA_DIR=str(tmp_path))
    key = (tmp_path / "secret-key").read_text()
    manage("check", DATA_DIR=str(tmp_path))

    assert first.returncode == 0
    assert len(key) > 50
    assert (tmp_path / "secret-key").read_text() == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_production_settings_pass_the_deployment_checks(tmp_path: Path) -> None:
    result = manage(
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        DATA_DIR=str(tmp_path),
        SECRET_KEY="a-long-key-that-only-this-test-uses-" + "0123456789abcdef" * 2,
        # On the internet; nothing is contacted.
        DATABASE_URL="postgres://factcheck:secret@database.invalid:5432/factcheck",
        REDIS_URL="redis://:secret@redis.invalid:6379/0",
        ALLOWED_HOSTS="factcheck.example.org",
        CSRF_TRUSTED_ORIGINS="https://factcheck.example.org",
        HTTPS="true",
        BEHIND_PROXY="true",
    )

    assert result.returncode == 0, result.stderr


@pytest.mark.slow
def test_debug_on_a_public_host_is_flagged(tmp_path: Path) -> None:
    result = manage(
        "check",
        "--deploy",
        DATA_DIR=str(tmp_path),
        DEBUG="true",
        ALLOWED_HOSTS="factcheck.example.org",
    )

    assert "factcheck.W001" in result.stderr


@pytest.mark.slow
def test_private_networks_may_be_fetched_from_while_debugging(tmp_path: Path) -> None:
    result = manage(
        "check", DATA_DIR=str(tmp_path), DEBUG="true", FETCH_ALLOW_NETWORKS="::1"
    )

    assert result.returncode == 0, result.stderr
