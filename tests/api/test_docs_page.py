"""The docs page in a browser: drawn under our Content-Security-Policy, from our own
files, at a desk and on a telephone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from factcheck.core.models import ApiToken
from tests.factories import make_claim, make_user


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Chromium from the machine."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("needs Chromium")
    # Playwright's loop runs in this thread, where Django suspects asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(
            executable_path=executable, args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A page of its own."""
    opened = chromium.new_page()
    opened.set_default_timeout(15_000)  # milliseconds
    yield opened
    opened.close()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_page_is_drawn_and_calls_the_api_with_a_token(
    page: Page, live_server: LiveServer, width: int, height: int
) -> None:
    claim = make_claim()
    _, token = ApiToken.objects.issue(user=make_user(), name="docs")
    complaints: list[str] = []
    asked: list[str] = []

    def complain(message: ConsoleMessage) -> None:
        complaints.append(message.text)

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("console", complain)
    page.on("request", note)
    page.set_viewport_size({"width": width, "height": height})

    page.goto(f"{live_server.url}/api/v1/docs/")
    page.get_by_role("button", name="Authorize").first.click()
    page.locator("#auth-bearer-value").fill(token)
    page.locator("form:has(#auth-bearer-value) .authorize").click()
    page.locator(".modal-ux .close-modal").click()
    operation = page.locator("#operations-claims-claims")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table .highlight-code")
    answer.first.wait_for()

    assert str(claim.public_id) in answer.first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    own = (live_server.url, "data:")
    assert [url for url in asked if not url.startswith(own)] == []


def test_the_page_has_no_script_or_style_of_its_own(client: Client) -> None:
    answer = client.get("/api/v1/docs/")

    page = answer.content.decode()
    assert "'unsafe" not in answer["Content-Security-Policy"]
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script src=") == page.count("<script") == 2
