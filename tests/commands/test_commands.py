"""The commands as their users run them: output, errors, exit codes."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from claims.management.commands import demo
from claims.models import Claim, Review
from factcheck.core.models import ApiToken, User
from factcheck.core.permissions import Role
from sources.models import Article
from tests.factories import make_user

TEXT = """Council to close the pool

The pool on Mill Lane will close in May, council leader Jane Okafor said on Monday.
"""


@pytest.fixture(autouse=True)
def wide_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables are as wide as the terminal, which tests have or have not."""
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small article in a text file."""
    path = tmp_path / "pool.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def output(*arguments: str, **options: object) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_addarticle_prints_a_table_of_claims(file: Path) -> None:
    printed = output("addarticle", str(file), outlet="The Gazette")

    assert "Council to close the pool (added)" in printed
    assert "Jane Okafor" in printed
    assert "will close in May" in printed


@pytest.mark.django_db(transaction=True)
def test_addarticle_prints_json_in_the_shape_of_the_api(file: Path) -> None:
    printed = json.loads(
        output("addarticle", str(file), "--json", "--published", "2026-11-18")
    )

    (claim,) = printed["claims"]
    assert claim["speaker"]["name"] == "Jane Okafor"
    assert claim["said_at"]["date"] == "2026-11-16"
    assert claim["id"] == str(Claim.objects.get().public_id)


@pytest.mark.django_db
def test_extract_needs_no_database(
    file: Path, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(0):
        printed = json.loads(output("extract", str(file), "--format", "json"))

    (result,) = printed
    (claim,) = result["claims"]
    start, end = claim["content"]["spans"][0]
    assert result["text"][start:end] == claim["content"]["text"]


def test_extract_counts_characters_of_the_line_it_was_given(tmp_path: Path) -> None:
    text = "\ufeff\r\nThe pool\0 will close 🏊, Jane Okafor said.\r\nNobody objected."
    lines = tmp_path / "in.jsonl"
    lines.write_text(json.dumps({"doc_id": "a", "text": text}) + "\n\n")

    result = json.loads(output("extract", str(lines), "--jsonl-in"))

    assert result["doc_id"] == "a"
    assert result["engine"].startswith("standard-")
    (claim,) = result["claims"]
    for part in ("content", "cue", "speaker"):
        (start, end), *rest = claim[part]["spans"]
        assert not rest
        assert text[start:end] == claim[part]["text"]


def test_extract_lists_the_outlets_own_sentences_on_demand(tmp_path: Path) -> None:
    file = tmp_path / "pool.txt"
    file.write_text(f"{TEXT}\nThe pool was built in 1931 by the borough.\n")
    lines = tmp_path / "in.jsonl"
    lines.write_text(json.dumps({"doc_id": "a", "text": file.read_text()}))

    plain = output("extract", str(file))
    table = output("extract", str(file), "--outlet")
    result = json.loads(output("extract", str(lines), "--jsonl-in", "--outlet"))

    assert "built in 1931" not in plain
    assert "(the outlet)" in table
    assert "built in 1931" in table
    assert [claim["tier"] for claim in result["claims"]] == ["speech", "outlet"]
    assert result["claims"][1]["cue"] == {"text": "", "spans": [], "lemma": ""}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("not json", "line 1"),
        ('{"doc_id": "a"}', '"doc_id" and "text"'),
        ('{"doc_id": 1, "text": "x"}', "must be strings"),
        ("[]", '"doc_id" and "text"'),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, content: str, message: str) -> None:
    lines = tmp_path / "in.jsonl"
    lines.write_text(content)

    with pytest.raises(CommandError, match=message):
        output("extract", str(lines), "--jsonl-in")


def test_extract_goes_on_after_a_file_that_cannot_be_read(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    out = io.StringIO()

    with pytest.raises(CommandError, match="1 input"):
        call_command("extract", str(empty), str(file), stdout=out)

    assert "will close in May" in out.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("command", "place", "message"),
    [
        ("addarticle", "/nowhere/article.txt", "No such file"),
        ("extract", "/nowhere/article.txt", "No such file"),
        ("addarticle", "http://127.0.0.1/pool", "not a public address"),
        ("extract", "https://gazette.example/pool", "hand in its text"),
    ],
)
def test_what_cannot_be_read_is_said(
    command: str, place: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    errors = io.StringIO()

    with pytest.raises(CommandError) as error:
        call_command(command, place, stderr=errors)

    assert message in str(error.value) + errors.getvalue()
    assert Article.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("date", ["yesterday", "2026-11-18T10:00", "2026-13-01"])
def test_a_date_without_meaning_is_refused(file: Path, date: str) -> None:
    with pytest.raises(CommandError, match="ISO 8601"):
        call_command("addarticle", str(file), "--published", date)


@pytest.mark.django_db
def test_createtoken_prints_a_token_that_works_and_keeps_only_its_hash() -> None:
    owner = make_user(role=Role.REVIEWER, username="ana")

    text = output("createtoken", "ana", stderr=io.StringIO()).strip()

    token = ApiToken.objects.find(text)
    assert token is not None
    assert token.user == owner
    assert text.split("_")[2] not in str(list(ApiToken.objects.values()))


@pytest.mark.django_db
def test_createtoken_names_an_unknown_user() -> None:
    with pytest.raises(CommandError, match="no active user named 'nobody'"):
        output("createtoken", "nobody")


@pytest.mark.django_db(transaction=True)
def test_demo_twice_leaves_one_of_everything(tmp_path: Path, settings: object) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.EXTRACTION_MODEL = "rules"  # type: ignore[attr-defined]

    first = output("demo", no_serve=True)
    counts = Article.objects.count(), Claim.objects.count(), User.objects.count()
    second = output("demo", no_serve=True)

    assert counts[0] == 8
    assert counts[1] > 100
    assert (Article.objects.count(), Claim.objects.count(), User.objects.count()) == (
        counts
    )
    password = second.split("Password:")[1].split()[0]
    assert password == first.split("Password:")[1].split()[0]
    assert User.objects.get(username="reviewer").check_password(password)


@pytest.mark.django_db(transaction=True)
def test_demo_leaves_the_password_of_an_existing_reviewer_alone(
    tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setattr(demo, "load", tuple)  # the login needs no articles
    make_user(role=Role.EDITOR, username="reviewer", password="my own secret")

    printed = output("demo", no_serve=True)

    assert "the one you have set" in printed
    assert User.objects.get(username="reviewer").check_password("my own secret")


def test_demo_says_at_once_that_its_port_is_taken() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        pytest.raises(CommandError, match="make demo PORT="),
    ):
        output("demo", port=taken.getsockname()[1])


def test_a_reader_that_stops_early_causes_no_traceback(tmp_path: Path) -> None:
    lines = tmp_path / "in.jsonl"
    row = json.dumps({"doc_id": "a", "text": "Okafor said no. " * 300})
    lines.write_text(f"{row}\n{row}\n")  # each prints more than a pipe holds
    command = [sys.executable, "manage.py", "extract", str(lines), "--jsonl-in"]

    with subprocess.Popen(
        command,
        cwd=Path(__file__).parents[2],
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "EXTRACTION_MODEL": "rules",  # what is tested is the pipe
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        complaints = process.stderr.read()

    assert complaints == b""


def test_extract_goes_on_after_a_file_that_is_not_there(file: Path) -> None:
    out = io.StringIO()

    with pytest.raises(CommandError, match="1 input"):
        call_command("extract", "/nowhere.txt", str(file), stdout=out)

    assert "will close in May" in out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_demo_goes_on_where_the_settings_do_not_allow_its_story(
    tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The documents of the story have addresses on port 443."""
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    settings.EXTRACTION_MODEL = "rules"  # type: ignore[attr-defined]
    settings.FETCH_PORTS = [8_443]  # type: ignore[attr-defined]
    few = [s for s in demo.load() if s.file_name.startswith("floods-")]
    monkeypatch.setattr(demo, "load", lambda: few)
    errors = io.StringIO()

    printed = output("demo", no_serve=True, stderr=errors)

    assert "Port 443 is not fetched" in errors.getvalue()
    assert "Password:" in printed
    assert not Review.objects.exists()
