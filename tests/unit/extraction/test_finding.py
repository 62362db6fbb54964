"""Text in, attributions out: one table for each phenomenon."""

from __future__ import annotations

import pytest

from claims.extraction import Extractor

# text, speaker as written, cue, content
INDIRECT = [
    (
        "The mayor said that the bridge would close in June.",
        "The mayor",
        "said",
        "that the bridge would close in June",
    ),
    (
        "The ferry will not sail on Sunday, the operator said.",
        "the operator",
        "said",
        "The ferry will not sail on Sunday",
    ),
    (
        "Harbour officials have repeatedly warned that the pier is unsafe.",
        "Harbour officials",
        "have repeatedly warned",
        "that the pier is unsafe",
    ),
    (
        "Farmers reported that the river had risen overnight.",
        "Farmers",
        "reported",
        "that the river had risen overnight",
    ),
]

DIRECT = [
    (
        "“We lost two boats,” said Tom Hale, a retired captain.",
        "Tom Hale, a retired captain",
        "said",
        "“We lost two boats,”",
    ),
    (
        '"The vote was fair," Judge Ana Ruiz told reporters.',
        "Judge Ana Ruiz",
        "told",
        '"The vote was fair,"',
    ),
    (
        "Ruiz said: “Nobody asked us.”",
        "Ruiz",
        "said",
        "“Nobody asked us.”",
    ),
    (
        "‘I don’t trust the players’ union,’ said Tom Hale.",
        "Tom Hale",
        "said",
        "‘I don’t trust the players’ union,’",
    ),
    (
        "«The vote was fair,» said Ana Ruiz.",
        "Ana Ruiz",
        "said",
        "«The vote was fair,»",
    ),
    (
        "''We will appeal,'' said Ana Ruiz.",
        "Ana Ruiz",
        "said",
        "''We will appeal,''",
    ),
    (
        "“We lost two boats. We may lose the harbour too,” Hale wrote on Facebook.",
        "Hale",
        "wrote",
        "“We lost two boats. We may lose the harbour too,”",
    ),
]

MIXED = [
    (
        "Ana Ruiz said the council had “failed every family in the valley.”",
        "Ana Ruiz",
        "said",
        "the council had “failed every family in the valley.”",
    ),
]

DISCONTINUOUS = [
    (
        "“The council,” Ana Ruiz said, “has failed us.”",
        "Ana Ruiz",
        "said",
        "“The council,” … “has failed us.”",
    ),
    (
        "“We lost two boats,” Hale said. “Nobody came to help us.”",
        "Hale",
        "said",
        "“We lost two boats,” … “Nobody came to help us.”",
    ),
    (
        "“We lost two boats.\n\n“Nobody came to help us,” said Tom Hale.",
        "Tom Hale",
        "said",
        "“We lost two boats. … “Nobody came to help us,”",
    ),
    (
        "Tom Hale posted this reply:\n\n“Nobody came to help us.”",
        "Tom Hale",
        "posted",
        "“Nobody came to help us.”",
    ),
]

WITHOUT_VERB = [
    (
        "According to the harbour office, two boats sank.",
        "the harbour office",
        "According to",
        "two boats sank",
    ),
    (
        "Two boats sank, according to the harbour office.",
        "the harbour office",
        "according to",
        "Two boats sank",
    ),
    (
        "Per the report, prices fell 3 percent in May.",
        "the report",
        "Per",
        "prices fell 3 percent in May",
    ),
    (
        "In the words of Ana Ruiz, “the data are clear.”",
        "Ana Ruiz",
        "In the words of",
        "“the data are clear.”",
    ),
    (
        "As officials say, the dam will hold.",
        "officials",
        "say",
        "the dam will hold",
    ),
    (
        "Nobody believed his claim that the dam would hold.",
        "his",
        "claim",
        "that the dam would hold",
    ),
]

HEARSAY = [
    ("The bank is expected to close.", "", "is expected", "The bank … to close"),
    (
        "It is understood that the chairman will resign.",
        "",
        "is understood",
        "that the chairman will resign",
    ),
    (
        "The minister has reportedly sold his shares.",
        "",
        "reportedly",
        "The minister has … sold his shares",
    ),
    (
        "The suspect is believed to have left the country.",
        "",
        "is believed",
        "The suspect … to have left the country",
    ),
]

ATTITUDES = [
    (
        "The union vowed to fight the plan.",
        "The union",
        "vowed",
        "to fight the plan",
    ),
    (
        "Brussels has been urging Madrid to cut spending.",
        "Brussels",
        "has been urging",
        "Madrid to cut spending",
    ),
    (
        "The senator called for a public inquiry.",
        "The senator",
        "called for",
        "a public inquiry",
    ),
    (
        "The company denied the accusation.",
        "The company",
        "denied",
        "the accusation",
    ),
]

LAYOUT = [
    (
        "WALKER: I never said that.",
        "WALKER",
        ":",
        "I never said that.",
    ),
    (
        "“HALE: The pier was shut.\n\n“WALKER: Nobody told me.”",
        "HALE",
        ":",
        "The pier was shut.",
    ),
    (
        "“HALE: The pier was shut.\n\n“WALKER: Nobody told me.”",
        "WALKER",
        ":",
        "Nobody told me.",
    ),
    (
        "Poll: Most voters back the new bridge",
        "Poll",
        ":",
        "Most voters back the new bridge",
    ),
]

CASES = [
    *INDIRECT,
    *DIRECT,
    *MIXED,
    *DISCONTINUOUS,
    *WITHOUT_VERB,
    *HEARSAY,
    *ATTITUDES,
    *LAYOUT,
]


@pytest.mark.parametrize(("text", "speaker", "cue", "content"), CASES)
def test_finds_speaker_cue_and_content(
    extractor: Extractor, text: str, speaker: str, cue: str, content: str
) -> None:
    found = extractor.extract(text).attributions

    assert (speaker, cue, content) in [
        (claim.speaker.text, claim.cue.text, claim.content.text) for claim in found
    ]


NO_CLAIM = [
    "It remains to be seen whether the council will agree.",
    "The boats were sold according to the terms of the contract.",
    "She walked to the harbour and counted the boats.",
    "The harbour was rebuilt in 1974.",
    "",
    " \n\n ",
    "!!! ??? “” ’’’",
]


@pytest.mark.parametrize("text", NO_CLAIM)
def test_finds_nothing_where_nobody_says_anything(
    extractor: Extractor, text: str
) -> None:
    assert extractor.extract(text).attributions == ()


def test_two_cues_share_one_speaker(extractor: Extractor) -> None:
    text = "Ana Ruiz said that the dam was safe and added that nobody would be moved."

    found = extractor.extract(text).attributions

    assert [(c.speaker.text, c.cue.text) for c in found] == [
        ("Ana Ruiz", "said"),
        ("Ana Ruiz", "added"),
    ]


def test_a_relayed_claim_names_its_relay(extractor: Extractor) -> None:
    text = (
        "On Tuesday, Norland signalled that it would reopen the border, "
        "according to a diplomat close to the talks."
    )

    outer, inner = extractor.extract(text).attributions

    assert outer.cue.text == "according to"
    assert outer.speaker.text == "a diplomat close to the talks"
    assert outer.content.text.startswith("On Tuesday, Norland signalled")
    assert outer.via == ()
    assert (inner.speaker.text, inner.cue.text) == ("Norland", "signalled")
    assert [relay.text for relay in inner.via] == ["a diplomat close to the talks"]


def test_words_inside_a_quotation_are_no_cues_of_the_outlet(
    extractor: Extractor,
) -> None:
    text = (
        "The source claims that the group “would free prisoners, according to "
        "the terms of the truce, and I think it will.”"
    )

    found = extractor.extract(text).attributions

    assert [claim.cue.text for claim in found] == ["claims"]


def test_blocks_to_skip_yield_nothing(extractor: Extractor) -> None:
    from claims.extraction import Span

    text = "Rain fell.\nThe editor said that this page is written by volunteers."

    found = extractor.extract(text, skip=[Span(11, len(text))])

    assert found.attributions == ()
    assert found.rejected == {"in a skipped block": 1}


def test_claims_come_in_the_order_of_the_text(extractor: Extractor) -> None:
    text = "\n\n".join(case[0] for case in CASES)

    found = extractor.extract(text).attributions

    starts = [
        min(span.start for span in (*c.content.spans, *c.cue.spans)) for c in found
    ]
    assert starts == sorted(starts)
    assert len(found) >= len(CASES) - 3
