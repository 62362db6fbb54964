"""docs/api-guide.md, run: each request is made, each answer compared in shape."""

from __future__ import annotations

import json
import re
import shlex
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.api.conftest import ROOT
from tests.factories import make_user
from tests.newspaper import Page, Site, serving

GUIDE = ROOT / "docs" / "api-guide.md"
ADDRESS = "http://127.0.0.1:8000"
SITE = "https://harbour-gazette.example"  # the guide's news site
REST = "…"  # a member of this name stands for members that are left out

_BLOCK = re.compile(r"```(?P<kind>sh|json)\n(?P<code>.*?)\n```", re.S)
_STATUS = re.compile(r"[Ss]tatus (\d{3})")


@dataclass(slots=True)
class Example:
    """A request of the guide and what it says of the answer."""

    command: str
    status: int = 200
    answer: Any = None


def examples() -> Iterator[Example]:
    """The guide's requests, each with the status and JSON that follow it."""
    text = GUIDE.read_text(encoding="utf-8")
    found: list[Example] = []
    end = 0
    for block in _BLOCK.finditer(text):
        status = _STATUS.search(text, end, block.start())
        if block["kind"] == "sh":
            found.append(Example(block["code"]))
        else:
            found[-1].answer = json.loads(block["code"])
            found[-1].status = int(status[1]) if status else 200
        end = block.end()
    yield from found


def test_the_guide_has_examples_with_answers() -> None:
    requests = [example for example in examples() if "curl" in example.command]

    assert len(requests) >= 9
    assert all(example.answer for example in requests)


@pytest.fixture
def gazette(settings: Settings) -> Iterator[Site]:
    """The guide's news site, on this machine."""
    with serving() as site:
        settings.FETCH_ALLOW_NETWORKS = ["127.0.0.0/8"]
        settings.FETCH_PORTS = [80, 443, site.port]
        settings.FETCH_HOST_INTERVAL_SECONDS = 0
        item = (
            f"<item><title>Ferry service to stop in May</title>"
            f"<link>{site.url}/ferry</link>"
            f"<pubDate>Tue, 31 Mar 2026 06:00:00 GMT</pubDate></item>"
        )
        feed = (
            f"<rss version='2.0'><channel><title>Harbour Gazette</title>"
            f"<link>{site.url}/</link>{item}</channel></rss>"
        )
        site.pages["/feed.xml"] = Page(
            feed.encode(), content_type="application/rss+xml"
        )
        yield site


@pytest.mark.live
def test_the_guides_requests_are_answered_as_it_says(
    live_server: LiveServer, gazette: Site
) -> None:
    for role in ("reviewer", "editor"):
        make_user(role, username=role, password=None)
    variables: dict[str, str] = {SITE: gazette.url}

    for example in examples():
        if "createtoken" in example.command:
            name, _, _ = example.command.partition("=")
            variables[f"${name}"] = token_of(example.command)
            continue
        status, answer, tag = send(example.command, variables, live_server)
        assert status == example.status, (example.command, answer)
        assert differences(example.answer, answer) == [], example.command
        if tag:
            variables["$TAG"] = tag
        for row in answer.get("results", []):
            if "content" in row:
                variables["$CLAIM"] = row["id"]
        if "secret" in answer:
            variables["$WEBHOOK"] = answer["id"]
        if "job" in answer:
            kind = "$FEED" if "feed_url" in answer else "$ARTICLE"
            variables |= {kind: answer["id"], "$JOB": answer["job"]["id"]}


def test_the_guides_receiver_knows_what_is_ours(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)\n```", text, re.S)
    (request,) = re.findall(r"```http\n(.*?)\n```", text, re.S)
    (secret,) = re.findall(r"whsec_[\w+/=]+", text)
    head, _, body = request.partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.splitlines()[1:])
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - it is the guide's
    is_ours, content = names["is_ours"], body.encode()
    monkeypatch.setattr(time, "time", lambda: int(headers["webhook-timestamp"]) + 299)

    both = {**headers, "webhook-signature": f"v1,bm8= {headers['webhook-signature']}"}
    assert is_ours(secret, headers, content)
    assert is_ours(secret, both, content)
    assert not is_ours(secret, headers, content + b" ")
    assert not is_ours("whsec_bm8=", headers, content)
    assert not is_ours(secret, {**headers, "webhook-id": "another"}, content)
    monkeypatch.setattr(time, "time", lambda: int(headers["webhook-timestamp"]) + 301)
    assert not is_ours(secret, headers, content)


def token_of(command: str) -> str:
    """What ``NAME=$(python manage.py …)`` leaves in the variable."""
    matched = re.fullmatch(r"[A-Z]+=\$\(python manage.py (.+)\)", command)
    assert matched
    printed = StringIO()
    call_command(*shlex.split(matched[1]), stdout=printed, stderr=StringIO())
    return printed.getvalue().strip()


def send(
    command: str, variables: dict[str, str], server: LiveServer
) -> tuple[int, Any, str]:
    """Do what the curl command does; the answer's status, JSON and ETag."""
    for name, value in variables.items():
        command = command.replace(name, value.replace('"', r"\""))
    program, url, *options = shlex.split(command.replace("\\\n", " "))
    assert program == "curl"
    headers, body, method = {}, None, None
    for option, value in zip(options[::2], options[1::2], strict=True):
        if option == "-H":
            name, content = value.split(": ", 1)
            headers[name] = content
        elif option == "-X":
            method = value
        else:
            assert option == "-d", option
            body = value.encode()
    parts = urlsplit(url.replace(ADDRESS, server.url))
    connection = HTTPConnection(str(parts.netloc), timeout=60)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    method = method or ("POST" if body else "GET")
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    content = json.loads(answer.read())
    connection.close()
    return answer.status, content, answer.headers.get("ETag", "")


def differences(told: Any, given: Any, place: str = "") -> list[str]:
    """Where the answer is not of the shape that the guide tells.

    Names and types must agree, and so must short plain values other than ids,
    times and confidences, which no two runs share.
    """
    if _varies(place):
        return [] if type(told) is type(given) else [f"{place}: {given!r}"]
    if isinstance(told, dict) and isinstance(given, dict):
        names = told.keys() - {REST}
        wrong = names - given.keys() if REST in told else names ^ given.keys()
        return [f"{place}: {sorted(wrong)}"] * bool(wrong) + [
            line
            for name in names & given.keys()
            for line in differences(told[name], given[name], f"{place}/{name}")
        ]
    if isinstance(told, list) and isinstance(given, list):
        if len(told) != len(given):
            return [f"{place}: {len(given)} in place of {len(told)}"]
        return [
            line
            for number, (mine, theirs) in enumerate(zip(told, given, strict=True))
            for line in differences(mine, theirs, f"{place}/{number}")
        ]
    return [] if told == given else [f"{place}: {given!r} in place of {told!r}"]


def _varies(place: str) -> bool:
    name = place.rsplit("/", 1)[-1]
    return bool(
        re.search(
            r"(^|_)(id|url|at|sha256|fingerprint|engine|version|why|secret)$", name
        )
        or "/confidence/" in place
    )
