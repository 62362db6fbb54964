"""Which outlets a text names as source, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.independence import CitationPattern, KnownOutlet, Link, find_citations

GAZETTE = KnownOutlet(name="Aldmoor Gazette", domains=("aldmoorgazette.example",))
RADIO = KnownOutlet(name="Skarne Radio", domains=("skarneradio.example",))
NORLAND = KnownOutlet(name="Norland Press Agency", is_agency=True)
REGISTER = [GAZETTE, RADIO, NORLAND]

# Text, outlet, pattern, phrase.
CITATIONS = [
    ("He told Reuters on Monday.", "Reuters", "told", "told Reuters"),
    ("Ann told the Guardian’s Tom.", "The Guardian", "told", "told the Guardian"),
    ("He told German newspaper Bild so.", "Bild", "told", "told German newspaper Bild"),
    ("He told Skarne Radio so.", "Skarne Radio", "told", "told Skarne Radio"),
    (
        "The Guardian reported it.",
        "The Guardian",
        "outlet_reported",
        "Guardian reported",
    ),
    ("Reuters reports that it is.", "Reuters", "outlet_reported", "Reuters reports"),
    (
        "CNN’s Ann Bell wrote so.",
        "CNN",
        "outlet_reported",
        "CNN’s Ann Bell wrote",
    ),
    ("It sank, the BBC said.", "BBC", "outlet_said", "BBC said"),
    ("It sank, according to AFP.", "Agence France-Presse", "according_to", None),
    (
        "according to a report in the Independent",
        "The Independent",
        "according_to",
        None,
    ),
    ("in an interview with CNN", "CNN", "interview_with", "interview with CNN"),
    ("speaking exclusively to BBC Radio 4", "BBC", "spoke_to", None),
    ("first reported by the Times", "New York Times", "reported_by", None),
    ("citing the Wall Street Journal", "Wall Street Journal", "citing", None),
    ("a new report from Norland Press Agency", NORLAND.name, "report_in", None),
    ("a Reuters investigation says", "Reuters", "report_of", "Reuters investigation"),
    ("see https://www.bbc.co.uk/news/1", "BBC", "link", "https://www.bbc.co.uk"),
    ("The Associated Press (AP) reported", "Associated Press", "outlet_reported", None),
    ("sources told dpa", "Deutsche Presse-Agentur", "told", "told dpa"),
]


@pytest.mark.parametrize(("text", "outlet", "pattern", "phrase"), CITATIONS)
def test_citations(text: str, outlet: str, pattern: str, phrase: str | None):
    [found] = find_citations(text, outlets=REGISTER)

    assert (found.outlet, found.pattern) == (outlet, pattern)
    assert not found.is_self
    assert text[slice(*found.name)] == found.written
    assert phrase in (None, text[found.start : found.end])


NONE = [
    "It sank, according to AP Moller.",
    "It sank, according to Times Square Holdings.",
    "according to the Jersey Evening Post",
    "He told Ann Bell and the people of Skarne.",
    "People said that it sank. Time said nothing.",
    "The sun reported for duty.",
    "CNN said it would cut 400 posts.",
    "He told CNN affiliate WSB so.",
    "He spoke with local station ABC 15 so.",
    "“I told CNN that it sank,” he said.",
    "Write to ann@nydailynews.com today.",
    "A ship. Image via Reuters",
    "The ministry declined to comment to the Guardian.",
    "Reuters employs 2,500 journalists.",
    "A spokesman for the BBC said so.",
    "A draft seen by Reuters says so.",
    "He was a guest on CNN’s Hannity. Ann Bell described the ship.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_citation(text: str):
    assert find_citations(text) == ()


@pytest.mark.parametrize("publisher", ["Aldmoor Gazette", "www.aldmoorgazette.example"])
def test_a_paper_that_names_itself_is_flagged(publisher: str):
    text = "She told the Gazette that it sank. The BBC reported so."

    own, other = find_citations(text, publisher=publisher, outlets=REGISTER)

    assert (own.outlet, own.is_self) == ("Aldmoor Gazette", True)
    assert (other.outlet, other.is_self) == ("BBC", False)


@pytest.mark.parametrize("publisher", ["The Guardian", "Guardian", "theguardian.com"])
def test_well_known_publishers_know_themselves(publisher: str):
    [found] = find_citations("He told the Guardian so.", publisher=publisher)

    assert found.is_self


def test_a_short_name_is_the_outlet_named_before():
    text = "The Denver Post reported a fire. A man told the Post that he saw it."

    assert [one.outlet for one in find_citations(text)] == ["Denver Post"] * 2


def test_the_register_s_name_goes_before_the_built_in_one():
    ours = KnownOutlet(name="Reuters (wire)", aliases=("Reuters",))

    [found] = find_citations("He told Reuters so.", outlets=[ours])

    assert found.outlet == "Reuters (wire)"


def test_hyperlinks_to_outlets_are_citations():
    links = [
        Link(0, 4, "https://m.skarneradio.example/a"),
        Link(5, 8, "https://shop.example/"),
        Link(5, 8, "http://[bad"),
    ]

    [found] = find_citations("Some text.", outlets=REGISTER, links=links)

    assert (found.outlet, found.pattern) == ("Skarne Radio", CitationPattern.LINK)
    assert (found.start, found.end) == (0, 4)


@given(
    st.lists(
        st.sampled_from(
            ["told ", "the ", "Reuters", "’s ", "reported", " report", "according to ",
             "CNN", " ", ". ", "“", "”", "\n", "via ", "Post", "é", "bbc.co.uk", "AP"]
        ),
        max_size=30,
    ).map("".join)
)  # fmt: skip
def test_spans_slice_the_text_and_names_are_cited_once(text: str):
    found = find_citations(text, publisher="New York Post")

    assert len({one.name for one in found}) == len(found)
    for one in found:
        assert 0 <= one.start <= one.name[0] < one.name[1] <= one.end <= len(text)
        assert text[slice(*one.name)] == one.written
