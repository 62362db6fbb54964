"""Who relays a claim: outlets that were told it, speakers who report it."""

from __future__ import annotations

import pytest

from claims.extraction import Channel, Extractor, SpeakerKind

TOLD_OUTLETS = [
    ("Ana Ruiz told Radio Kestrel that the dam was safe.", "Radio Kestrel"),
    ("Ana Ruiz told the Harbour Gazette that the dam was safe.", "Harbour Gazette"),
    ("Ana Ruiz told Coast Press Agency that the dam was safe.", "Coast Press Agency"),
    ("Ana Ruiz told WKLT that the dam was safe.", "WKLT"),
    (
        "Ruiz rang Radio Kestrel. She told the station that the dam held.",
        "Radio Kestrel",
    ),
]


@pytest.mark.parametrize(("text", "outlet"), TOLD_OUTLETS)
def test_an_outlet_that_was_told_relays(
    extractor: Extractor, text: str, outlet: str
) -> None:
    (claim,) = extractor.extract(text).attributions

    assert [(relay.name, relay.kind) for relay in claim.via] == [
        (outlet, SpeakerKind.OTHER_OUTLET)
    ]
    assert claim.channel is Channel.OTHER_MEDIA


def test_who_told_the_articles_own_agency_was_interviewed(
    extractor: Extractor,
) -> None:
    text = (
        "KESTREL BAY (Coast Press Agency) — The dam broke. "
        "Ana Ruiz told Coast Press Agency that the dam was safe."
    )

    claim = extractor.extract(text).attributions[-1]

    assert claim.via == ()
    assert claim.channel is Channel.INTERVIEW


def test_listeners_who_are_no_outlet_do_not_relay(extractor: Extractor) -> None:
    (claim,) = extractor.extract(
        "Ana Ruiz told Karl Berg that the dam was safe."
    ).attributions

    assert claim.via == ()


def test_one_hearer_serves_two_verbs(extractor: Extractor) -> None:
    text = (
        "Ana Ruiz told Radio Kestrel that the dam was safe but insisted that it would "
        "be watched."
    )

    chains = [[one.name for one in c.via] for c in extractor.extract(text).attributions]

    assert chains == [["Radio Kestrel"]] * 2


def test_what_speakers_said_before_is_relayed_by_them(extractor: Extractor) -> None:
    text = "“I told him that the dam leaked,” Ana Ruiz said. “I think he slept.”"

    claims = {c.cue.text: c for c in extractor.extract(text).attributions}

    assert set(claims) == {"told", "said"}
    assert claims["told"].speaker.name == "Ana Ruiz"
    assert [one.name for one in claims["told"].via] == ["Ana Ruiz"]


def test_hearsay_relays_nothing(extractor: Extractor) -> None:
    text = "The mayor is expected to announce that the bridge will close."

    for claim in extractor.extract(text).attributions:
        assert all(relay.text for relay in claim.via)
        assert claim.via == ()
