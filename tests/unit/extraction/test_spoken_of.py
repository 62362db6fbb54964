"""Whom descriptions, pronouns among several candidates and short names stand for."""

from __future__ import annotations

import pytest

from claims.extraction import Extractor, SpeakerKind

# text, speaker as written, resolved name
SPOKEN_OF = [
    pytest.param(
        "A patrol officer told a jury that the light was out.\n\n"
        "Officer Deshawn Prewitt, 31, is on trial.",
        "A patrol officer",
        "Deshawn Prewitt",
        id="the officer of the lede is the one named after it",
    ),
    pytest.param(
        "The psychologist who praised naps says that she was wrong.\n\n"
        "Helen Vogt spoke in Tucson.",
        "The psychologist who praised naps",
        "Helen Vogt",
        id="whoever is named first without a role is who the lede describes",
    ),
    pytest.param(
        "Bram Oostveen leads the race. “I am tired,” the veteran said.",
        "the veteran",
        "Bram Oostveen",
        id="no veteran was brought in before",
    ),
    pytest.param(
        "Helga Ravnsborg took over in March. Later the Norwegian said that she was "
        "tired.",
        "the Norwegian",
        "Helga Ravnsborg",
        id="by country",
    ),
    pytest.param(
        "Brice Tolliver was fired. In an interview, the 29-year-old said that it was "
        "unfair.",
        "the 29-year-old",
        "Brice Tolliver",
        id="by age",
    ),
    pytest.param(
        "His former partner, Kayla Storrow, wept. The driver is on trial. His partner "
        "had warned that it was wet.",
        "His partner",
        "Kayla Storrow",
        id="the partner is the one called his partner",
    ),
    pytest.param(
        "Helga Ravnsborg, chief executive of Corran Line, left on Monday. The "
        "company’s chief executive said that she was tired.",
        "The company’s chief executive",
        "Helga Ravnsborg",
        id="whose office it is may be new",
    ),
    pytest.param(
        "A spokesman for the company, Idrisse Valmont, said that it was closed.",
        "A spokesman for the company, Idrisse Valmont",
        "Idrisse Valmont",
        id="who speaks for a company is a person, whatever the name",
    ),
    pytest.param(
        "The drivers’ employer, Meskh Logistics, said that the road was watched.",
        "The drivers’ employer, Meskh Logistics",
        "Meskh Logistics",
        id="a body named behind its description",
    ),
    pytest.param(
        "Halden Motors makes vans. It was fined by a court. The company said that it "
        "would appeal.",
        "The company",
        "Halden Motors",
        id="the company spoken of",
    ),
    pytest.param(
        "Chief Insp Gerald Ashplant was there. Mr Ashplant said that it was late.",
        "Mr Ashplant",
        "Gerald Ashplant",
        id="a police rank is no part of the name",
    ),
    pytest.param(
        "Its barrister, Miles Tarrant KC, said that it was late.",
        "Its barrister, Miles Tarrant KC",
        "Miles Tarrant",
        id="letters after a name are none",
    ),
    pytest.param(
        "St Alban’s House, which cares for the dying, said that it was sorry.",
        "St Alban’s House",
        "St Alban's House",
        id="a saint owns no house",
    ),
    pytest.param(
        "Saskia Venn met Maureen Apple. “You had to wait,” Venn told her. “Nobody "
        "thanked me,” she replied.",
        "she",
        "Maureen Apple",
        id="who replies is not who spoke last",
    ),
    pytest.param(
        "One of his colleagues took another view. She said that it was wrong.",
        "She",
        "One of his colleagues",
        id="one of his colleagues is not he",
    ),
]


@pytest.mark.parametrize(("text", "written", "name"), SPOKEN_OF)
def test_speaker_is_who_is_spoken_of(
    extractor: Extractor, text: str, written: str, name: str
) -> None:
    speakers = [claim.speaker for claim in extractor.extract(text).attributions]

    assert (written, name) in [(one.text, one.name) for one in speakers]


def test_nobody_is_he_whom_the_names_have_as_a_woman(extractor: Extractor) -> None:
    text = "Helga Ravnsborg took over in March. He said that the pier was closed."

    (claim,) = extractor.extract(text).attributions

    assert claim.speaker.name is None


# text, speaker, those who relay
RELAYED = [
    pytest.param(
        "Police say the driver told officers he had fallen asleep.",
        "the driver",
        ["Police"],
        id="what officers were told is no clause about the officers",
    ),
    pytest.param(
        "The prosecution alleges that Mr Cole boasted to a colleague that nobody would "
        "check.",
        "Mr Cole",
        ["prosecution"],
        id="boasted to somebody that",
    ),
    pytest.param(
        "The Gazette reported, citing two officials, that Ms Berg would resign.",
        "two officials",
        ["Gazette"],
        id="cited between the verb and its clause",
    ),
    pytest.param(
        "A representative for the singer told People that she was heartbroken.",
        "A representative for the singer",
        ["People"],
        id="a magazine that is a common word",
    ),
    pytest.param(
        "Mr Hale told the podcast Second Row that the plan was dead.",
        "Mr Hale",
        ["Second Row"],
        id="an outlet behind the word for it",
    ),
]


@pytest.mark.parametrize(("text", "written", "relays"), RELAYED)
def test_claim_has_who_relays_it(
    extractor: Extractor, text: str, written: str, relays: list[str]
) -> None:
    claims = extractor.extract(text).attributions

    chains = [[one.name for one in c.via] for c in claims if c.speaker.text == written]
    assert relays in chains


def test_whoever_told_an_inquest_is_not_said(extractor: Extractor) -> None:
    text = "An inquest was told that the gates were open."

    (claim,) = extractor.extract(text).attributions

    assert claim.speaker.kind is SpeakerKind.UNATTRIBUTED_HEARSAY
