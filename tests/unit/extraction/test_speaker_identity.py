"""Names as the recogniser cuts them, roles, pronouns and groups: who speaks."""

from __future__ import annotations

import pytest

from claims.extraction import Extractor, SpeakerKind
from claims.extraction.cast import Cast
from claims.extraction.model import Span
from claims.extraction.resolution import Resolver

PERSON = SpeakerKind.NAMED_PERSON
WITH_ROLE = SpeakerKind.NAMED_PERSON_WITH_ROLE
BODY = SpeakerKind.ORGANISATION
ROLE = SpeakerKind.ROLE_UNNAMED
OUTLET = SpeakerKind.OTHER_OUTLET
DOCUMENT = SpeakerKind.DOCUMENT

# text, speaker as written, resolved name, kind
CASES = [
    # Names: hyphens, titles of several words, bodies with "of"
    (
        "Its treasurer, Mirabel Oakes-Hartley, fears that dues will rise.",
        "Its treasurer, Mirabel Oakes-Hartley",
        "Mirabel Oakes-Hartley",
        WITH_ROLE,
    ),
    (
        "Chief Executive Hanna Brill said that sales had slowed.",
        "Chief Executive Hanna Brill",
        "Hanna Brill",
        WITH_ROLE,
    ),
    (
        "The League of Harbour Pilots said that fog was rare.",
        "The League of Harbour Pilots",
        "League of Harbour Pilots",
        BODY,
    ),
    # What stands before a name says what it names
    (
        "The weekly magazine Kurant reported that the mint had closed.",
        "The weekly magazine Kurant",
        "Kurant",
        OUTLET,
    ),
    (
        "The ferry company Skerry Crossings says that prices will fall.",
        "The ferry company Skerry Crossings",
        "Skerry Crossings",
        BODY,
    ),
    # Two roles of one man
    (
        "Her uncle and fellow juror, Tom Hale, left early. He said that it was late.",
        "He",
        "Tom Hale",
        WITH_ROLE,
    ),
    # A headline's office and a lede's description wait for the name
    (
        "Museum chief says roof will hold\n\nThe rain stopped at noon on Friday.\n\n"
        "“It will hold,” said Ana Ruiz, the director of the museum.",
        "Museum chief",
        "Ana Ruiz",
        WITH_ROLE,
    ),
    # Offices are descriptions, however they are spelt
    (
        "The Prime Minister said that taxes would fall.",
        "The Prime Minister",
        "Prime Minister",
        ROLE,
    ),
    # Pronouns keep their referent alive and ignore whom the speaker talks of
    (
        "Ana Ruiz ran the mill. She was born in Tarn. She had two dogs. She met a "
        "farmer there. “I hired an old farmer,” she said.",
        "she",
        "Ana Ruiz",
        PERSON,
    ),
    # Groups
    (
        "Ana Ruiz and Tom Hale met at noon. Both said that the talks were useful.",
        "Both",
        "Ana Ruiz and Tom Hale",
        BODY,
    ),
    (
        "Two town clerks counted the votes. One of them said that a box was missing.",
        "One of them",
        "one of two town clerks",
        ROLE,
    ),
    # Shares of those asked, documents, unnamed people with a role
    (
        "In a poll, 63 per cent said that they would move.",
        "63 per cent",
        "63 per cent",
        ROLE,
    ),
    (
        "The builder's own assessment says that the wall is sound.",
        "The builder's own assessment",
        "builder's own assessment",
        DOCUMENT,
    ),
    (
        "A nurse who asked not to be named said that beds were short.",
        "A nurse who asked not to be named",
        "A nurse who asked not to be named",
        ROLE,
    ),
    # Transcripts
    (
        "Mayor Ana Ruiz spoke to Tom Hale, the host.\n\nMS. RUIZ: I did vote for it.",
        "MS. RUIZ",
        "Ana Ruiz",
        WITH_ROLE,
    ),
]


@pytest.mark.parametrize(("text", "written", "name", "kind"), CASES)
def test_knows_who_speaks(
    extractor: Extractor, text: str, written: str, name: str, kind: SpeakerKind
) -> None:
    found = [
        claim.speaker
        for claim in extractor.extract(text).attributions
        if claim.speaker.text == written
    ]

    assert [(one.name, one.kind) for one in found[-1:]] == [(name, kind)]


def test_a_person_with_a_tower_is_no_body(extractor: Extractor) -> None:
    text = "Hale Tower was lit. Ms Hale said that the lamps were new."

    (claim,) = extractor.extract(text).attributions

    assert claim.speaker.kind is not BODY


def test_an_unwilling_official_is_described_but_never_named(
    extractor: Extractor,
) -> None:
    text = (
        "Tom Hale, a port official, left. A port official who spoke on condition of "
        "anonymity said that the crane was cracked."
    )

    speaker = extractor.extract(text).attributions[-1].speaker

    assert speaker.kind is ROLE
    assert "Hale" not in (speaker.name or "")


def test_a_speaker_is_resolved_from_the_span_alone() -> None:
    resolver = Resolver(Cast([]), [])

    found = resolver.resolve("the port", None, None, Span(0, 8))

    assert found.name == "the port"
