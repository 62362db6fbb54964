"""What speakers tell of others, in the constructions of ``relayed.txt``.

Both trained models must find every claim of the table with its chain of relays, and
no further claim that somebody relays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from claims.extraction import Attribution, Extractor

TABLE = Path(__file__).with_name("relayed.txt")
ARTICLES = ("the ", "a ", "an ", "mr ", "ms ", "mr. ", "ms. ")


@dataclass(frozen=True, slots=True)
class Relayed:
    """One line of the table: a claim that somebody relays."""

    speaker: str
    cue: str
    via: tuple[str, ...]

    def is_found_in(self, claim: Attribution) -> bool:
        """Whether a claim is this one; names may be longer or shorter."""
        speaker = claim.speaker
        return (
            self.cue.lower() in claim.cue.text.lower()
            and (alike(self.speaker, speaker.text) or alike(self.speaker, speaker.name))
            and len(self.via) == len(claim.via)
            and all(
                alike(name, relay.name or relay.text) or alike(name, relay.text)
                for name, relay in zip(self.via, claim.via, strict=True)
            )
        )


def alike(wanted: str, found: str | None) -> bool:
    one, other = plain(wanted), plain(found or "")
    return one == other or bool(one and other and (one in other or other in one))


def plain(name: str) -> str:
    words = name.lower().replace("’", "'").strip()
    for article in ARTICLES:
        words = words.removeprefix(article)
    return words.removesuffix("'s").strip(" ,")


def rows() -> Iterator[tuple[str, list[Relayed]]]:
    """The texts of the table and what is relayed in each."""
    text, relayed = "", list[Relayed]()
    for line in [*TABLE.read_text(encoding="utf-8").splitlines(), ""]:
        if line.startswith("#"):
            continue
        if line.startswith("    "):
            speaker, cue, via = (part.strip() for part in line.split("|"))
            relayed.append(Relayed(speaker, cue, tuple(via.split("; "))))
        elif line:
            text = line.replace(" ¶ ", "\n\n")
        elif text:
            yield text, relayed
            text, relayed = "", []


@pytest.fixture(scope="module", params=["standard", "fast"])
def trained(request: pytest.FixtureRequest) -> Extractor:
    return Extractor(request.param)


@pytest.mark.parametrize(("text", "wanted"), [pytest.param(*row) for row in rows()])
def test_finds_what_is_told_of_others_and_who_relays_it(
    trained: Extractor, text: str, wanted: list[Relayed]
) -> None:
    found = [claim for claim in trained.extract(text).attributions if claim.via]

    missing = []
    for one in wanted:
        matching = [claim for claim in found if one.is_found_in(claim)]
        if matching:
            found.remove(matching[0])
        else:
            missing.append(one)

    assert missing == []
    assert [(c.speaker.text, c.cue.text, c.content.text) for c in found] == []


CONTENTS = [
    (
        "hung on the word before “that”",
        "A doctor said the reviewer had warned the editor in writing that it failed.",
        ("warned", "that it failed"),
    ),
    (
        "put off by what stands between",
        "A doctor said the firm had described the work in an email as “a joke”.",
        ("described", "the work … as “a joke”"),
    ),
    (
        "told to a noun, without “that”",
        "Staff said he had told a nurse the burns on his arm came from a grill.",
        ("told", "the burns on his arm came from a grill"),
    ),
    (
        "quoted inside a quotation",
        "“They told Anna, ‘We ran outside,’ and left,” a doctor claims.",
        ("told", "We ran outside"),
    ),
    (
        "up to a second “that” of who tells",
        "An aide wrote that the mayor knew that it was empty and that she told staff "
        "to “wait”.",
        ("knew", "that it was empty"),
    ),
    (
        "felt, with a participle",
        "Her union said Ms. Orr felt cheated.",
        ("felt", "cheated"),
    ),
]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [pytest.param(text, wanted, id=name) for name, text, wanted in CONTENTS],
)
def test_finds_all_that_is_told_and_no_more(
    trained: Extractor, text: str, wanted: tuple[str, str]
) -> None:
    cue, content = wanted

    relayed = [claim for claim in trained.extract(text).attributions if claim.via]

    assert [c.content.text.rstrip(".,") for c in relayed if cue in c.cue.text] == [
        content
    ]


def test_a_phrase_of_evidence_is_whole(trained: Extractor) -> None:
    text = "The plan failed, according to unconfirmed reports from Ikwiz and Koll."

    (claim,) = trained.extract(text).attributions

    assert claim.cue.text == "according to"
    assert claim.speaker.text == "unconfirmed reports from Ikwiz and Koll"


def test_a_participle_about_the_saying_is_no_part_of_who_speaks(
    trained: Extractor,
) -> None:
    text = "Ana Ruiz, quoted by Radio Kestrel, denied that there was a dam."

    (claim,) = trained.extract(text).attributions

    assert claim.speaker.text == "Ana Ruiz"
    assert [relay.name for relay in claim.via] == ["Radio Kestrel"]
