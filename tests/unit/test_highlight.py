"""Highlighting: what goes in comes out, whatever the claims do to each other."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.highlight import DEEPEST, Mark, Stretch, Target, cut, render
from tests.timing import KEEPING, slowness

ROLES = ("speaker", "cue", "content", "via")
# NUL and lone surrogates cannot be stored and have no place in HTML.
CHARACTERS = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")
ODD = st.sampled_from(
    (
        "<",
        ">",
        "&",
        '"',
        "'",
        "<script>",
        "&amp;",
        "\r\n",
        "\r",
        "🏊‍♀️",
        "\u0301",
        "\u202e",
    )
)
TEXTS = st.lists(CHARACTERS | ODD, max_size=60).map("".join)


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    place = st.integers(0, len(text) + 2)
    marks = draw(
        st.lists(
            st.builds(Mark, place, place, st.integers(1, 5), st.sampled_from(ROLES)),
            max_size=12,
        )
    )
    return text, marks


class Reader(HTMLParser):
    """Collects the text and checks that links open and close in turn."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.is_open = False
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "a", f"an element that we did not write: {tag}"
        assert not self.is_open, "a link inside a link"
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names))
        assert set(names) - {"id", "data-numbers"} == {
            *("class", "href", "title", "data-parts", "tabindex")
        }
        self.is_open = True
        self.parts.append(dict(attrs)["data-parts"] or "")

    def handle_endtag(self, tag: str) -> None:
        assert tag == "a"
        assert self.is_open
        self.is_open = False

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment that we did not write")

    handle_decl = handle_pi = unknown_decl = handle_comment


def read_back(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert not reader.is_open
    return reader


def targets_of(marks: list[Mark]) -> dict[int, Target]:
    return {mark.claim: Target(f"?claim={mark.claim}&x=1", "<b>\"'&") for mark in marks}


@given(texts_with_marks())
def test_stretches_joined_are_the_text(given_: tuple[str, list[Mark]]) -> None:
    text, marks = given_

    stretches = cut(text, marks)

    assert "".join(stretch.text for stretch in stretches) == text
    assert all(text[s.start : s.end] == s.text for s in stretches)


@given(texts_with_marks())
def test_every_character_knows_exactly_the_claims_that_cover_it(
    given_: tuple[str, list[Mark]],
) -> None:
    text, marks = given_

    stretches = cut(text, marks)

    for stretch in stretches:
        for place in range(stretch.start, stretch.end):
            expected = {mark.claim for mark in marks if mark.start <= place < mark.end}
            assert {part.claim for part in stretch.parts} == expected


@given(texts_with_marks(), st.none() | st.integers(1, 5))
def test_the_page_shows_the_text_unchanged_and_nothing_unescaped(
    given_: tuple[str, list[Mark]], selected: int | None
) -> None:
    text, marks = given_

    html = render(cut(text, marks), targets_of(marks), selected=selected)

    assert "".join(read_back(html).text) == text


@given(texts_with_marks(), st.lists(st.integers(-2, 70), max_size=5))
def test_no_stretch_crosses_a_break(
    given_: tuple[str, list[Mark]], breaks: list[int]
) -> None:
    text, marks = given_

    stretches = cut(text, marks, breaks=breaks)

    assert "".join(stretch.text for stretch in stretches) == text
    assert not any(s.start < place < s.end for s in stretches for place in breaks)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        pytest.param([], [("abcdef", "")], id="no claim"),
        pytest.param([Mark(2, 2, 1, "cue")], [("abcdef", "")], id="zero length"),
        pytest.param(
            [Mark(0, 4, 1, "content"), Mark(2, 6, 2, "content")],
            [("ab", "1:content"), ("cd", "1:content 2:content"), ("ef", "2:content")],
            id="overlapping",
        ),
        pytest.param(
            [Mark(0, 6, 1, "content"), Mark(2, 4, 2, "cue")],
            [("ab", "1:content"), ("cd", "2:cue 1:content"), ("ef", "1:content")],
            id="nested, the innermost first",
        ),
        pytest.param(
            [Mark(0, 3, 1, "cue"), Mark(3, 6, 1, "content")],
            [("abc", "1:cue"), ("def", "1:content")],
            id="adjacent",
        ),
        pytest.param(
            [Mark(0, 6, 1, "content"), Mark(0, 6, 2, "content")],
            [("abcdef", "1:content 2:content")],
            id="the same words twice",
        ),
        pytest.param(
            [Mark(0, 6, 1, "content"), Mark(1, 2, 1, "cue")],
            [("a", "1:content"), ("b", "1:cue"), ("cdef", "1:content")],
            id="a cue inside its own content",
        ),
        pytest.param(
            [Mark(4, 99, 1, "content")],
            [("abcd", ""), ("ef", "1:content")],
            id="beyond the text",
        ),
    ],
)
def test_stretches(marks: list[Mark], expected: list[tuple[str, str]]) -> None:
    found = [
        (s.text, " ".join(f"{part.claim}:{part.role}" for part in s.parts))
        for s in cut("abcdef", marks)
    ]

    assert found == expected


def test_astral_characters_count_as_one() -> None:
    text = "😀 he said 😀😀"

    stretches = cut(text, [Mark(10, 12, 1, "content")])

    assert stretches[-1] == Stretch(10, "😀😀", stretches[-1].parts)


def test_a_span_may_begin_inside_a_combined_character() -> None:
    text = "cafe\u0301 said"

    html = render(cut(text, [Mark(4, 10, 1, "cue")]), {1: Target("?claim=1", "x")})

    assert "".join(read_back(html).text) == text


def test_the_part_that_begins_is_marked_once() -> None:
    marks = [Mark(0, 6, 1, "content"), Mark(2, 4, 2, "content")]

    html = render(cut("abcdef", marks), targets_of(marks))

    assert read_back(html).parts == [
        "1:content*",
        "2:content* 1:content",
        "1:content",
    ]
    assert html.count('tabindex="0"') == 2


def test_every_claim_over_a_stretch_can_be_reached_by_its_link() -> None:
    marks = [Mark(0, 6, claim, "content") for claim in (1, 2, 3)]
    stretches = cut("abcdef", marks)

    reached = []
    selected = None
    for _ in marks:
        html = render(stretches, targets_of(marks), selected=selected)
        selected = int(html.split("?claim=")[1][0])
        reached.append(selected)

    assert sorted(reached) == [1, 2, 3]


def test_ten_thousand_nested_claims_stay_quick_and_small() -> None:
    def nested(count: int) -> tuple[str, list[Mark]]:
        marks = [Mark(n, 2 * count - n, n + 1, "content") for n in range(count)]
        return "x" * (2 * count), marks

    def show(given: tuple[str, list[Mark]]) -> None:
        assert max(len(stretch.parts) for stretch in cut(*given)) == DEEPEST

    assert not slowness(show, nested, 10_000, fourfold=KEEPING)
