"""A real browser against a running server. Without Chromium the tests are skipped,
or fail where ``FACTCHECK_REQUIRE_SERVERS=1`` says that it must be there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)
from pytest_django.live_server_helper import LiveServer

from claims.services import EXTRACT
from factcheck.core.models import User
from sources.models import Article
from tests.conftest import unavailable
from tests.factories import make_article, make_claim, make_job, make_speaker

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE = (1440, 900)
NARROW = (390, 844)
TEXT = (
    "Truce may be extended\n\n"
    "The Foreign Ministry said on Tuesday that talks would go on. "
    "It gave no further details.\n\n"
    "On Wednesday, Saltmark indicated that it is open to a longer pause, "
    "according to a source close to the organisation.\n\n"
    + "Nothing else was known on Wednesday evening. " * 40
    + "\n\n“We agree,” Mary O’Neil added."
)


@dataclass
class Visitor:
    """A browser page, and what went wrong on it."""

    page: Page
    origin: str
    faults: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        """Go to a page of the server."""
        self.page.goto(self.origin + path)

    def overflow(self) -> int:
        """How many pixels the page is wider than the window."""
        width: int = self.page.evaluate(
            "document.documentElement.scrollWidth"
            " - document.documentElement.clientWidth"
        )
        return width

    def on_console(self, message: ConsoleMessage) -> None:
        """Note errors and warnings; a violated policy is one."""
        if message.type in ("error", "warning"):
            self.faults.append(f"console: {message.text}")

    def on_request(self, request: Request) -> None:
        """Note requests to anybody else."""
        if not request.url.startswith((self.origin, "data:")):
            self.faults.append(f"request: {request.url}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for all tests of this run."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        unavailable("no Chromium: install it to test in a browser")
    # Playwright's loop runs in this thread; Django would take it for async code.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """SQLite in a file, as in an installation: a browser asks for several things at
    once, and threads that share a database in memory lock each other out."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder = tmp_path_factory.mktemp("browser")
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """Both sizes of window."""
    chosen: tuple[int, int] = request.param
    return chosen


@pytest.fixture
def visit(
    browser: Browser, live_server: LiveServer, size: tuple[int, int]
) -> Iterator[Visitor]:
    """A visitor who is logged in as a superuser; without a fault at the end."""
    context = browser.new_context(viewport={"width": size[0], "height": size[1]})
    log_in(context, live_server.url)
    visitor = Visitor(context.new_page(), live_server.url)
    visitor.page.on("console", visitor.on_console)
    visitor.page.on("request", visitor.on_request)
    visitor.page.on(
        "pageerror", lambda error: visitor.faults.append(f"script: {error}")
    )
    yield visitor
    context.close()
    assert visitor.faults == []


@pytest.fixture
def article(live_server: LiveServer) -> Article:
    """An article with a claim inside another, a via chain and a distant claim."""
    made = make_article(TEXT, title="Truce may be extended")
    source = "a source close to the organisation"
    make_claim(
        made, content="talks would go on", speaker="The Foreign Ministry", cue="said"
    )
    make_claim(
        made,
        content="Saltmark indicated that it is open to a longer pause",
        cue="according to",
        speaker=source,
        speaker_kind="anonymous_source",
    )
    make_claim(
        made,
        content="it is open to a longer pause",
        cue="indicated",
        speaker="Saltmark",
        via=[source],
        resolved=make_speaker("Saltmark (organisation)", kind="organisation"),
    )
    make_claim(made, content="We agree", cue="added", speaker="Mary O’Neil")
    make_job(made, kind=EXTRACT)
    return made


def log_in(context: BrowserContext, origin: str) -> None:
    """Give the browser the session of a new superuser."""
    client = Client()
    client.force_login(User.objects.create_superuser("root"))
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": origin,
            }
        ]
    )
