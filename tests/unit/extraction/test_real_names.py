"""Who speaks, in forms that newspapers use and invented articles seldom have."""

from __future__ import annotations

import pytest

from claims.extraction import Extractor, SpeakerKind
from tests.called import called

# text, speaker as written, resolved name
MEANT = [
    pytest.param(
        "A former adviser to the governor says in a memoir that the fund was empty."
        "\n\nThe aide, Gregory Poole, left in 2024.",
        "A former adviser to the governor",
        "Gregory Poole",
        id="the lede describes who is named next",
    ),
    pytest.param(
        "Two senators spoke. One of them, State Senator Ray Okafor, said the bill was "
        "dead.",
        "One of them, State Senator Ray Okafor",
        "Ray Okafor",
        id="one of them, who is named",
    ),
    pytest.param(
        "Cyclone Maruja has killed 187 people. The minister said that the toll was "
        "higher.\n\nThe minister, Dr Celeste Avendaño, said that she had counted.",
        "The minister",
        "Celeste Avendaño",
        id="a storm holds no office",
    ),
    pytest.param(
        "The columnist Georg Vance met Chris Holt. Vance praised Holt, who he said "
        "was honest.",
        "he",
        "Georg Vance",
        id="a relative clause is of somebody else",
    ),
    pytest.param(
        "Georg Vance met Chris Holt. On Monday he said that he sees Holt as a rival.",
        "he",
        "Georg Vance",
        id="who is spoken of behind the verb is another",
    ),
    pytest.param(
        "An old woman lost her boy. He was taken as a prisoner to Tarsk. "
        "“Let him go,” she said.",
        "she",
        "An old woman",
        id="what somebody is taken as is nobody else",
    ),
    pytest.param(
        "Yasir Hamad came home. The father-of-four said that the war was lost.",
        "The father-of-four",
        "Yasir Hamad",
        id="a father of four",
    ),
    pytest.param(
        "Ben Carver met farmers on Monday. “Rules cost money,” the Republican said.",
        "the Republican",
        "Ben Carver",
        id="a member of a party",
    ),
    pytest.param(
        "Donald Brook opened a hotel. The real estate tycoon said that it was full.",
        "The real estate tycoon",
        "Donald Brook",
        id="a name that newspapers give",
    ),
    pytest.param(
        "Ann Lind, a Republican candidate, went home. The Democratic candidate said "
        "that the count was wrong.",
        "The Democratic candidate",
        "Democratic candidate",
        id="nobody is in both parties",
    ),
    pytest.param(
        "Apex boss Tim Cole, the firm’s CEO, opened the shop. The chief executive "
        "said that it was full.",
        "The chief executive",
        "Tim Cole",
        id="a CEO is a chief executive",
    ),
    pytest.param(
        "Sen. Bernard Olsen spoke in Skerry. The Vermont senator said that he would "
        "win.",
        "The Vermont senator",
        "Bernard Olsen",
        id="the only senator of the article",
    ),
    pytest.param(
        "Yasir Hamad fled. Fearless Mr Hamad said: “We can win.”",
        "Fearless Mr Hamad",
        "Yasir Hamad",
        id="a word before Mr",
    ),
    pytest.param(
        "Sheikh Abu Omar al-Hadid spoke. “It is true,” al-Hadid said.",
        "al-Hadid",
        "Abu Omar al-Hadid",
        id="an article in a name",
    ),
    pytest.param(
        "Two analysts, Peter Megan and Chris Harmon, said that the fleet was old.",
        "Two analysts",
        "Peter Megan and Chris Harmon",
        id="two names behind what they are",
    ),
    pytest.param(
        "Ann Lind, Ben Berg and Carl Rook said that the fleet was old.",
        "Ann Lind",
        "Ann Lind, Ben Berg and Carl Rook",
        id="three names in a row",
    ),
    pytest.param(
        "A man was held. Chris Holt said so. The man’s attorney said that he was well.",
        "The man’s attorney",
        "man’s attorney",
        id="the attorney of somebody is not whoever was named last",
    ),
    pytest.param(
        "Democrats -- including Ann Lind -- said that the count was wrong.",
        "Democrats",
        "Democrats",
        id="what stands between dashes is no part of a name",
    ),
    pytest.param(
        "The dam is safe, according to The Skerry Post. It leaked before, the Post "
        "reported.",
        "the Post",
        "Skerry Post",
        id="the last word of a paper’s name",
    ),
    pytest.param(
        "The group formerly known as Norlink said that it would pay.",
        "The group formerly known as Norlink",
        "Norlink",
        id="a body known by another name",
    ),
    pytest.param(
        "An inspector wrote a report on the dam. An additional report is due in May. "
        "The report said that the wall was cracked.",
        "The report",
        "a report on the dam",
        id="the report is not another one",
    ),
]


@pytest.mark.parametrize(("text", "written", "name"), MEANT)
def test_resolves_what_newspapers_call_a_speaker(
    extractor: Extractor, text: str, written: str, name: str
) -> None:
    speakers = called(extractor, text, written)

    assert {one.name for one in speakers} == {name}


# text, speaker as written, kind
KINDS = [
    pytest.param(
        "The dam is cracked, Skerrywatch reported. It is safe, according to "
        "Skerrywatch.",
        "Skerrywatch",
        SpeakerKind.OTHER_OUTLET,
        id="who reports behind the words is an outlet",
    ),
    pytest.param(
        "Skerrywatch reporter Ben Lind was there. Skerrywatch said that the dam was "
        "cracked.",
        "Skerrywatch",
        SpeakerKind.OTHER_OUTLET,
        id="who has reporters is an outlet",
    ),
    pytest.param(
        "Dam cracked, the site skerrydam.com said.",
        "the site skerrydam.com",
        SpeakerKind.OTHER_OUTLET,
        id="an address on the web",
    ),
    pytest.param(
        "Many say that the dam is safe.",
        "Many",
        SpeakerKind.ROLE_UNNAMED,
        id="many",
    ),
    pytest.param(
        "A brave Briton said that the war was lost.",
        "A brave Briton",
        SpeakerKind.ROLE_UNNAMED,
        id="somebody of a country",
    ),
    pytest.param(
        "Investigations showed that the wall was cracked.",
        "Investigations",
        SpeakerKind.DOCUMENT,
        id="several documents",
    ),
    pytest.param(
        "Morning Hour cohost Mia Perrin said that the tape was real.",
        "Morning Hour cohost Mia Perrin",
        SpeakerKind.NAMED_PERSON_WITH_ROLE,
        id="a cohost is a host",
    ),
]


@pytest.mark.parametrize(("text", "written", "kind"), KINDS)
def test_tells_what_kind_of_speaker_it_is(
    extractor: Extractor, text: str, written: str, kind: SpeakerKind
) -> None:
    speakers = called(extractor, text, written)

    assert {one.kind for one in speakers} == {kind}


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("Ann Lind, Rook’s days in office,", None),
        ("Ann Lind, a host on the show “Shark Pool,”", "host on the show Shark Pool"),
        (
            "Ann Lind, a former staff member for the northern county’s free party "
            "such as it was under the old chairman and his friends,",
            "former staff member for the northern county's free party",
        ),
    ],
)
def test_a_role_says_what_somebody_is(
    extractor: Extractor, written: str, role: str | None
) -> None:
    found = extractor.extract(f"{written} said that the dam was safe.").attributions

    roles = {c.speaker.role for c in found if c.speaker.name == "Ann Lind"}
    assert {(one or "").replace("’", "'") for one in roles} == {role or ""}


def test_titles_of_other_articles_are_nobodys_words(extractor: Extractor) -> None:
    text = (
        "The dam is safe, officials said.\n\n"
        "FUNDING CUTS: Is this the end for the lido?\n\n"
        "TEARFUL APOLOGY: Driver breaks down over the crash\n\n"
        "POWER LOST: Big rain as a storm smashes the city"
    )

    found = extractor.extract(text).attributions

    assert ":" not in {claim.cue.text for claim in found}


def test_two_turns_in_block_letters_are_a_speakers(extractor: Extractor) -> None:
    text = (
        "JANE TAPPER: The plan is new.\n\nROOK: It is an old plan.\n\n"
        "TAPPER: The mayor signed it in May.\n\nROOK: The mayor never read it."
    )

    found = extractor.extract(text).attributions

    assert [c.speaker.text for c in found if c.cue.text == ":"] == [
        "JANE TAPPER",
        "ROOK",
        "TAPPER",
        "ROOK",
    ]
