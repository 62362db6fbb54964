"""What looks like an attribution and is none, and what is one without a speaker."""

from __future__ import annotations

import pytest

from claims.extraction import Extractor, SpeakerKind

NOTHING_SAID = [
    "The harbour office declined to comment on the delay.",
    "Ana Ruiz refused to say how many boats had sunk.",
    "The minister did not deny the report.",
    "The newspaper could not confirm the figures.",
    "A clerk, who asked not to be named, carried the boxes.",
    "The engineer spoke about the valves.",
]


@pytest.mark.parametrize("text", NOTHING_SAID)
def test_a_refusal_to_speak_attributes_nothing(extractor: Extractor, text: str) -> None:
    assert extractor.extract(text).attributions == ()


def test_terms_of_anonymity_are_no_claim(extractor: Extractor) -> None:
    text = (
        "“The bridge will close,” said an engineer, speaking on condition of anonymity."
    )

    found = extractor.extract(text).attributions

    assert [claim.cue.text for claim in found] == ["said"]


# text, speaker as written, cue, content
FOUND = [
    (
        "Farmers were warned that the river would rise.",
        "",
        "were warned",
        "that the river would rise",
    ),
    (
        "The claim that the pumps are old was dismissed by the water board.",
        "the water board",
        "was dismissed",
        "The claim that the pumps are old",
    ),
    (
        "Bridge to close in spring, engineers say",
        "engineers",
        "say",
        "Bridge to close in spring",
    ),
    (
        "The contractor has denied using cheap cement.",
        "The contractor",
        "has denied",
        "using cheap cement",
    ),
    (
        "In her view, the new valves are worse.",
        "her",
        "In … view",
        "the new valves are worse",
    ),
    (
        "The board has called on the mayor to resign.",
        "The board",
        "has called on",
        "the mayor to resign",
    ),
    (
        "The union alleges in a complaint that the owner hid the accounts.",
        "The union",
        "alleges",
        "that the owner hid the accounts",
    ),
    (
        "There were two boats in the harbour, she said, not nine.",
        "she",
        "said",
        "There were two boats in the harbour … not nine",
    ),
    (
        "According to the log, the pumps stopped at noon, although nobody left.",
        "the log",
        "According to",
        "the pumps stopped at noon",
    ),
    (
        "KESTREL BAY, Nov. 3 (Coast Press Agency) — The ferry has sunk, police said.",
        "police",
        "said",
        "The ferry has sunk",
    ),
    (
        "The clerks wrote that letters had arrived, and accused the mayor of sloth.",
        "The clerks",
        "accused",
        "the mayor of sloth",
    ),
]


@pytest.mark.parametrize(("text", "speaker", "cue", "content"), FOUND)
def test_finds_what_has_no_plain_subject_and_clause(
    extractor: Extractor, text: str, speaker: str, cue: str, content: str
) -> None:
    found = extractor.extract(text).attributions

    assert (speaker, cue, content) in [
        (claim.speaker.text, claim.cue.text, claim.content.text) for claim in found
    ]


def test_what_somebody_was_told_by_nobody_named_is_hearsay(
    extractor: Extractor,
) -> None:
    (claim,) = extractor.extract(
        "Farmers were warned that the river would rise."
    ).attributions

    assert claim.speaker.kind is SpeakerKind.UNATTRIBUTED_HEARSAY
    assert claim.speaker.name is None
