"""The weekly report as a file in a browser: no server, in any window, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from claims.reports.composing import Imprint, compose
from claims.reports.rendering.html import render
from tests.weekly import LONG_SPEAKER, RIGHT_TO_LEFT, decision, facts, full, payload

pytestmark = pytest.mark.browser

UNBROKEN = "https://gazette.example/" + "levy" * 200
WEEKS = {
    "empty": facts(),
    "full": full(),
    "unbroken": full(
        [
            decision(1, speaker="x" * 300, url=UNBROKEN, content=UNBROKEN),
            decision(2, speaker=RIGHT_TO_LEFT, content=RIGHT_TO_LEFT * 40),
            *(decision(number, speaker=LONG_SPEAKER[:300]) for number in range(3, 60)),
        ]
    ),
}
WIDER = """() => {
    const {scrollWidth, clientWidth} = document.documentElement;
    return scrollWidth - clientWidth;
}"""
# Of everything outside a table: what ends beyond the window's edge.
BEYOND = """() => [...document.querySelectorAll("body *:not(.scroll *, svg *)")]
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
    .map((one) => `${one.tagName}.${one.className}`)"""


@pytest.fixture(params=["light", "dark"])
def window(
    request: pytest.FixtureRequest, browser: Browser, size: tuple[int, int]
) -> Iterator[Page]:
    """A page of both sizes in both themes; nothing goes wrong on it."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, color_scheme=request.param
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on(
        "request",
        lambda sent: None if sent.url.startswith("file:") else faults.append(sent.url),
    )
    yield page
    context.close()
    assert faults == []


def show(page: Page, folder: Path, week: str) -> None:
    """Open the report on one of the weeks."""
    path = folder / f"{week}.html"
    document = compose(payload(WEEKS[week]), Imprint("b" * 64))
    path.write_text(render(document), "utf-8")
    page.goto(path.as_uri())


@pytest.mark.parametrize("week", WEEKS)
def test_nothing_is_beyond_the_edge(window: Page, tmp_path: Path, week: str) -> None:
    show(window, tmp_path, week)

    assert window.evaluate(WIDER) == 0
    assert window.evaluate(BEYOND) == []


def test_a_link_of_the_contents_leads_to_its_section(
    window: Page, tmp_path: Path
) -> None:
    show(window, tmp_path, "full")

    window.get_by_role("navigation").get_by_text("Method, limits, contact").click()

    heading = window.get_by_role("heading", name="Method, limits, contact")
    heading.wait_for()
    assert window.evaluate("location.hash") == "#method"


def test_paper_is_white_and_has_the_addresses(window: Page, tmp_path: Path) -> None:
    show(window, tmp_path, "full")

    window.emulate_media(media="print")

    colour = window.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour == "rgb(255, 255, 255)"
    written = window.evaluate(
        "getComputedStyle(document.querySelector('.card a'), '::after').content"
    )
    assert "https://gazette.example/levy-3" in written
