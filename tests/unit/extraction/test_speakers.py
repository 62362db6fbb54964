"""Whom a speaker phrase stands for, and what kind of speaker it is."""

from __future__ import annotations

import pytest

from claims.extraction import Extractor, SpeakerKind
from claims.extraction.names import is_people_noun, is_person_noun

PERSON = SpeakerKind.NAMED_PERSON
WITH_ROLE = SpeakerKind.NAMED_PERSON_WITH_ROLE

# text, speaker as written, resolved name, kind, role
DESCRIBED = [
    (
        "The clinic was shut. Its chief surgeon, Ludo Ferrant, said beds were scarce.",
        "Its chief surgeon, Ludo Ferrant",
        "Ludo Ferrant",
        WITH_ROLE,
        "chief surgeon",
    ),
    (
        "Merrowby's trade minister, Ilka Dovestone, said that tolls would rise. "
        "Dovestone added that nobody was pleased.",
        "Dovestone",
        "Ilka Dovestone",
        WITH_ROLE,
        "Merrowby's trade minister",
    ),
    (
        "Quarrell, 58, said that the boat was sound. "
        "Osric Quarrell, the head coach, has no doubts.",
        "Quarrell, 58",
        "Osric Quarrell",
        WITH_ROLE,
        "head coach",
    ),
    (
        "Osric Quarrell opened the door. “Come in,” the harbour master said.",
        "the harbour master",
        "Osric Quarrell",
        WITH_ROLE,
        "harbour master",
    ),
    (
        "A district judge said that the sale was void. "
        "Judge Ilka Dovestone read for an hour.",
        "A district judge",
        "Ilka Dovestone",
        WITH_ROLE,
        "district judge",
    ),
    (
        "Mr Quarrell and Ms Dovestone urged members to stay. "
        "Osric Quarrell and Ilka Dovestone founded the club.",
        "Mr Quarrell and Ms Dovestone",
        "Osric Quarrell and Ilka Dovestone",
        SpeakerKind.ORGANISATION,
        None,
    ),
    (
        "The Upland Water Inspectorate closed the dam. "
        "The inspectorate said that it leaked.",
        "The inspectorate",
        "Upland Water Inspectorate",
        SpeakerKind.ORGANISATION,
        None,
    ),
    (
        "A report by the Upland Water Inspectorate came out on Monday. "
        "The report says that the dam leaks.",
        "The report",
        "A report by the Upland Water Inspectorate",
        SpeakerKind.DOCUMENT,
        None,
    ),
    (
        "State television said that the shells came from the north.",
        "State television",
        "State television",
        SpeakerKind.OTHER_OUTLET,
        None,
    ),
    (
        "One of the two people said that the sums were wrong.",
        "One of the two people",
        "One of the two people",
        SpeakerKind.ANONYMOUS_SOURCE,
        None,
    ),
    (
        "Two envoys met in Saltmere. Saltmere hopes that the border will open.",
        "Saltmere",
        "Saltmere",
        SpeakerKind.ORGANISATION,
        None,
    ),
    (
        "Merrowby’s foreign ministry rejected the account.",
        "Merrowby’s foreign ministry",
        "Merrowby’s foreign ministry",
        SpeakerKind.ORGANISATION,
        None,
    ),
]

CASES = [
    (
        "Ruiz tweeted that she would resign. Ana Ruiz has led the city since 2011.",
        "Ruiz",
        "Ana Ruiz",
        PERSON,
        None,
    ),
    (
        "Finance Ministry spokesman Karl Berg confirmed the figures on Monday. "
        "However, he admitted that the deficit would grow.",
        "he",
        "Karl Berg",
        WITH_ROLE,
        "Finance Ministry spokesman",
    ),
    (
        "Lena Ortiz, the harbor master, closed the port. "
        "The storm was over, Ortiz said.",
        "Ortiz",
        "Lena Ortiz",
        WITH_ROLE,
        "harbor master",
    ),
    (
        "Sen. Mark Dale opposed the bill. The senator said it would ruin farmers.",
        "The senator",
        "Mark Dale",
        WITH_ROLE,
        "senator",
    ),
    (
        "The mayor of Turin, Chiara Rossi, opened the fair. "
        "She said that visitors were welcome.",
        "She",
        "Chiara Rossi",
        WITH_ROLE,
        "mayor of Turin",
    ),
    (
        "A source close to the rebel leadership met the envoy. "
        "The source claims that a deal is near.",
        "The source",
        "A source close to the rebel leadership",
        SpeakerKind.ANONYMOUS_SOURCE,
        None,
    ),
    (
        "Paul Winter, who runs the clinic, said that beds were scarce.",
        "Paul Winter",
        "Paul Winter",
        PERSON,
        None,
    ),
    (
        "Paul Winter runs a clinic. Winter's sister, who said that beds were scarce, "
        "left.",
        "who",
        "Winter's sister",
        SpeakerKind.ROLE_UNNAMED,
        None,
    ),
    (
        "The Norland government claimed that the border was quiet.",
        "The Norland government",
        "Norland government",
        SpeakerKind.ORGANISATION,
        None,
    ),
    (
        "A police report shows that the car was stolen.",
        "A police report",
        "A police report",
        SpeakerKind.DOCUMENT,
        None,
    ),
    (
        "Reuters reported that the talks had failed.",
        "Reuters",
        "Reuters",
        SpeakerKind.OTHER_OUTLET,
        None,
    ),
    (
        "Two doctors said that the ward was full.",
        "Two doctors",
        "Two doctors",
        SpeakerKind.ROLE_UNNAMED,
        None,
    ),
    (
        "People familiar with the matter said that the sale was off.",
        "People familiar with the matter",
        "People familiar with the matter",
        SpeakerKind.ANONYMOUS_SOURCE,
        None,
    ),
    (
        "The bank is expected to close.",
        "",
        None,
        SpeakerKind.UNATTRIBUTED_HEARSAY,
        None,
    ),
    (
        "He said that the ward was full.",
        "He",
        None,
        SpeakerKind.UNKNOWN,
        None,
    ),
    *DESCRIBED,
    (
        "Osric Quarrell is the harbour pilot at the yard. Quarrell said that it was "
        "cold.",
        "Quarrell",
        "Osric Quarrell",
        WITH_ROLE,
        "harbour pilot at the yard",
    ),
    (
        "Ilka Dovestone was elected mayor in May. She said that tolls would rise.",
        "She",
        "Ilka Dovestone",
        WITH_ROLE,
        "mayor",
    ),
    (
        "The log names an engineer named Ilka Dovestone. She said that it leaked.",
        "She",
        "Ilka Dovestone",
        WITH_ROLE,
        "engineer",
    ),
    (
        "The bill of Senators Tom Hale and Maria Lopez failed. Lopez said that it was "
        "late.",
        "Lopez",
        "Maria Lopez",
        WITH_ROLE,
        "Senator",
    ),
    (
        "His sister, Maria Hale, said that the boat was sound.",
        "His sister, Maria Hale",
        "Maria Hale",
        PERSON,
        None,
    ),
    (
        "Helena Marsh KC opened the case. Ms Marsh said that the log was false.",
        "Ms Marsh",
        "Helena Marsh",
        PERSON,
        None,
    ),
    (
        "Tom Hale trains on the quay. The 34-year-old striker said that he was fit.",
        "The 34-year-old striker",
        "Tom Hale",
        WITH_ROLE,
        "34-year-old striker",
    ),
    (
        "Norland's Foreign Ministry said that the border was shut.",
        "Norland's Foreign Ministry",
        "Norland's Foreign Ministry",
        SpeakerKind.ORGANISATION,
        None,
    ),
    (
        "The slide deck says that the valve failed.",
        "The slide deck",
        "slide deck",
        SpeakerKind.DOCUMENT,
        None,
    ),
]


@pytest.mark.parametrize(("text", "written", "name", "kind", "role"), CASES)
def test_resolves_the_speaker(
    extractor: Extractor,
    text: str,
    written: str,
    name: str | None,
    kind: SpeakerKind,
    role: str | None,
) -> None:
    found = [
        claim.speaker
        for claim in extractor.extract(text).attributions
        if claim.speaker.text == written
    ]

    assert found
    speaker = found[-1]
    assert (speaker.name, speaker.kind, speaker.role) == (name, kind, role)


def test_pronouns_agree_with_the_gender_of_the_name(extractor: Extractor) -> None:
    text = (
        "Maria Lopez met Peter Novak in Lisbon. She said that the talks were useful. "
        "He said that they were too short."
    )

    names = [claim.speaker.name for claim in extractor.extract(text).attributions]

    assert names == ["Maria Lopez", "Peter Novak"]


def test_he_stays_the_same_man_within_a_sentence(extractor: Extractor) -> None:
    text = (
        "Tom Hale runs the yard. He says Quarrell called him in May, and he says that "
        "the boat was sound."
    )

    found = extractor.extract(text).attributions

    assert {c.speaker.name for c in found if c.cue.text == "says"} == {"Tom Hale"}


def test_a_quoted_he_is_not_the_speaker(extractor: Extractor) -> None:
    text = (
        "Tom Hale wrote to Peter Novak. Novak was not pleased. “He said the boat was "
        "sound,” Novak recalled."
    )

    names = {c.cue.text: c.speaker.name for c in extractor.extract(text).attributions}

    assert names["said"] == "Tom Hale"


def test_nobody_replies_to_himself(extractor: Extractor) -> None:
    text = (
        "Tom Hale met Peter Novak at noon. “It leaks,” Novak said. “It floats,” he "
        "replied."
    )

    names = {c.cue.text: c.speaker.name for c in extractor.extract(text).attributions}

    assert names["replied"] == "Tom Hale"


def test_a_bare_description_of_somebody_else_gets_no_name(
    extractor: Extractor,
) -> None:
    text = "Tom Hale met a clerk in Lisbon. The officer said that the road was closed."

    (claim,) = extractor.extract(text).attributions

    assert claim.speaker.name == "officer"
    assert claim.speaker.kind is SpeakerKind.ROLE_UNNAMED


def test_an_anonymous_speaker_is_never_given_a_name(extractor: Extractor) -> None:
    text = (
        "Karl Berg, a senior official, left the room. An official who asked not to be "
        "named said that the deal was dead. The official said that Berg was angry."
    )

    for claim in extractor.extract(text).attributions:
        if claim.speaker.kind is SpeakerKind.ANONYMOUS_SOURCE:
            assert claim.speaker.name != "Karl Berg"


@pytest.mark.parametrize("change", [str.upper, str.lower, str.title])
def test_headlines_in_any_case_are_read(extractor: Extractor, change: object) -> None:
    assert callable(change)
    text = change("Mayor says the bridge will close: police reportedly worried")

    found = extractor.extract(text)

    assert all(claim.cue.text for claim in found.attributions)


# text, speaker as written, resolved name, kind, role
GENERAL = [
    (
        "Crowds gathered in Pelham Creek on Monday. "
        "Pelham Creek said that it would pay.",
        "Pelham Creek",
        "Pelham Creek",
        SpeakerKind.ORGANISATION,
        None,
    ),
    (
        "Dr. Ilka Dovestone said that the beds were full.",
        "Dr. Ilka Dovestone",
        "Ilka Dovestone",
        PERSON,
        None,
    ),
    (
        "Three jurors met on Friday. They had heard doctors. "
        "One of them said that the doctors were tired.",
        "One of them",
        "one of three jurors",
        SpeakerKind.ROLE_UNNAMED,
        None,
    ),
    (
        "Jonah Wickers, the cook, left. Wickers and Quarrell went to see the board. "
        "They said that it was late. Osric Quarrell smiled.",
        "They",
        "Jonah Wickers and Osric Quarrell",
        SpeakerKind.ORGANISATION,
        None,
    ),
]


@pytest.mark.parametrize(("text", "written", "name", "kind", "role"), GENERAL)
def test_resolves_by_general_signs(
    extractor: Extractor,
    text: str,
    written: str,
    name: str,
    kind: SpeakerKind,
    role: str | None,
) -> None:
    found = extractor.extract(text).attributions

    speaker = next(one.speaker for one in found if one.speaker.text == written)
    assert (speaker.name, speaker.kind, speaker.role) == (name, kind, role)


def test_knows_nouns_for_people() -> None:
    assert all(map(is_person_noun, ("trucker", "stallholder", "team-mate")))
    assert not any(map(is_person_noun, ("checklist", "climate", "talisman")))


def test_knows_nouns_for_people_in_the_plural() -> None:
    assert all(map(is_people_noun, ("deputies", "lobstermen", "truckers")))
    assert not any(map(is_people_noun, ("checklists", "ferries", "regimens")))
