"""A report as a page: inert, complete in itself, of a size that can be sent."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from uuid import UUID

import pytest
from lxml import etree, html

from claims.reports.composing import Imprint, compose
from claims.reports.document import Card, Cards, Document, Piece, Section
from claims.reports.rendering.html import render, style_hash
from tests.unit.reports.hostile import everywhere
from tests.weekly import (
    MONDAY,
    Corrected,
    Erratum,
    Named,
    Overridden,
    Reopened,
    Wrong,
    brief,
    counted,
    decision,
    facts,
    full,
    payload,
)

HOSTILE = "</p></style><script>alert(1)</script><img src=x onerror=alert(2)>\"' &amp; "
ELEMENTS = frozenset(
    "html head meta title style body header h1 p dl div dt dd nav h2 ol li a main "
    "section table caption thead tr th tbody td figure ul span article h3 blockquote "
    "svg g path rect circle text desc".split()
)
ATTRIBUTES = frozenset(
    "lang charset name content class dir id aria-labelledby aria-describedby "
    "aria-hidden aria-label href rel scope tabindex role "
    "d x y width height rx ry cx cy r transform viewbox xmlns".split()
)
IMPRINT = Imprint(sha256="b" * 64, made="2026-11-23T06:00:00+00:00")


def page(document: Document | None = None) -> html.HtmlElement:
    """The page of a document, of a full week if there is none, read again."""
    shown = render(document or compose(payload(), IMPRINT))
    return html.document_fromstring(shown)


def of_cards(*cards: Card) -> Document:
    """A document of these cards alone."""
    made = compose(payload(facts()), IMPRINT)
    return type(made)(
        **{name: getattr(made, name) for name in made.__slots__}
        | {"sections": [Section("cards", "Cards", [Cards(cards)])]}
    )


def card(url: str) -> Card:
    """A card that leads to this address twice."""
    piece = Piece("contradicts", "A tariff", url, "No change.", "independent")
    return Card(
        id="1", content="c", voice="v", place="A title", url=url, marks=[],
        pieces=[piece],
    )  # fmt: skip


def test_hostile_text_in_any_place_stays_text() -> None:
    document = everywhere(
        compose(payload(), IMPRINT), lambda text: f"{HOSTILE}{text}" if text else ""
    )

    root = page(document)

    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    assert {one.tag for one in elements} <= ELEMENTS
    assert {name for one in elements for name in one.attrib} <= ATTRIBUTES
    assert Counter(one.tag for one in elements)["style"] == 1
    assert "alert(1)" in root.text_content()
    assert not [one for one in root.iter() if one.tag is etree.Comment]


def test_nothing_is_fetched_from_anywhere() -> None:
    root = page()

    assert not root.xpath("//@src | //link | //script | //@style | //iframe")
    sheet = root.findtext("head/style")
    assert sheet
    assert "url(" not in sheet
    assert "@import" not in sheet


def test_the_policy_can_name_the_style() -> None:
    sheet = re.search("<style>(.*?)</style>", render_full(), re.DOTALL)
    assert sheet
    digest = hashlib.sha256(sheet[1].encode()).digest()

    assert style_hash() == f"'sha256-{base64.b64encode(digest).decode()}'"


@pytest.mark.parametrize(
    "url",
    ["https://gazette.example/a?b=1&c=\"'<", "HTTP://gazette.example/%20"],
)
def test_addresses_on_the_web_are_links(url: str) -> None:
    links = page(of_cards(card(url))).xpath("//article//a")

    assert [one.get("href") for one in links] == [url, url]
    assert {one.get("rel") for one in links} == {"noopener nofollow"}


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//gazette.example",
        "/a",
        " https://gazette.example",
        "https://gazette.example/a\nb",
        "https://gazette.example/\u202egnp",
        "https://gazette.example/" + "a" * 2_000,
        "",
    ],
)
def test_no_other_address_is_a_link(url: str) -> None:
    root = page(of_cards(card(url)))

    assert root.xpath("//article//a") == []
    assert "A title" in root.text_content()
    assert "A tariff" in root.text_content()


def test_every_plot_has_a_name_and_a_table_with_its_numbers() -> None:
    charts = page().find_class("chart")

    assert len(charts) == 3
    for chart in charts:
        (drawing,) = chart.iter("svg")
        assert drawing.get("role") == "img"
        assert drawing.findtext("title")
        assert drawing.findtext("desc")
        assert chart.xpath(".//table/tbody/tr")


def test_contents_lead_to_every_section() -> None:
    root = page()

    led_to = root.xpath("//nav//a/@href")
    assert led_to == [f"#{key}" for key in root.xpath("//section/@id")]
    ids = root.xpath("//@id")
    assert len(set(ids)) == len(ids)


def test_a_verdict_is_a_word_not_only_a_colour() -> None:
    shown = {one.text for one in page().find_class("verdict")}

    assert shown == {
        "Corroborated", "Partly corroborated", "Disputed", "Unverified",
        "Not checkable",
    }  # fmt: skip


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_full() == render_full()


def render_full() -> str:
    """The page of a full week."""
    return render(compose(payload(), IMPRINT))


@pytest.mark.parametrize("count", [0, 1, 500])
def test_few_and_many_decisions_make_a_page(count: int) -> None:
    decisions = [decision(number) for number in range(count)]

    root = page(compose(payload(full(decisions)), IMPRINT))

    assert len(root.find_class("card")) == min(count, 50) + 8
    rows = root.xpath("//caption[@id='more-decisions-caption']/../tbody/tr")
    assert len(rows) == max(count - 50, 0)


@pytest.mark.slow
def test_the_page_of_the_largest_week_can_be_sent() -> None:
    words = "Corroborated words of some length, as they are said in parliaments. "
    text = (words * 20)[:1_000]
    one = decision(1)
    pieces = [
        one.evidence[0]._replace(title=f"{number} {words * 2}", excerpt=text)
        for number in range(12)
    ]
    decisions = [
        type(one)(
            claim=brief(number, content=text, speaker=text[:300], title=words * 3),
            outcomes=one.outcomes, evidence=pieces, decided=one.decided,
            is_stale=False,
        )
        for number in range(5_000)
    ]  # fmt: skip
    claims = [brief(number, content=text) for number in range(500)]
    week = full(
        decisions,
        claims=[
            counted(number)._replace(outlet=f"outlet-{number % 500}")
            for number in range(20_000)
        ],
        outlets={f"outlet-{n}": Named(f"The Gazette of {n}") for n in range(500)},
        reopened=[Reopened(claim, text, MONDAY) for claim in claims],
        corrected=[Corrected(claim, "w", text, text, text, MONDAY) for claim in claims],
        overridden=[Overridden((text, text), ("A", "B"), "one origin", text, MONDAY)]
        * 500,
        errata=[
            Wrong(
                Erratum("2026-W46", number, "c", text, "words", text, text),
                report=1,
                thread=UUID(int=1),
            )
            for number in range(500)
        ],
    )

    size = len(render(compose(payload(week), IMPRINT)).encode())

    assert size <= 1_000_000
