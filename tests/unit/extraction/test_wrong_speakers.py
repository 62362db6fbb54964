"""Words go to whoever said them, and to nobody standing next to them."""

from __future__ import annotations

import pytest

from claims.extraction import Extractor
from claims.extraction.confidence import GUESSED_SPEAKER

# text, then speaker as written and content of every claim
ATTRIBUTED = [
    (
        "“Try the pier,” he said. “I was sent here by Hale.” "
        "Ruiz's agent said the log was lost.",
        [
            ("he", "“Try the pier,” … “I was sent here by Hale.”"),
            ("Ruiz's agent", "the log was lost"),
        ],
    ),
    (
        "“It was fair,” Hale wrote. “The log shows it.” Ana Ruiz called it a lie.",
        [("Hale", "“It was fair,” … “The log shows it.”"), ("Ana Ruiz", "it a lie")],
    ),
    (
        "“Was it fair?” The referee said the match was over.",
        [("The referee", "the match was over")],
    ),
    (
        "“The ferry is late,” said Ana Ruiz, the harbour master. “Never,” replied "
        "her colleague at Tarn, Tom Hale. “We sail at noon.”",
        [
            ("Ana Ruiz, the harbour master", "“The ferry is late,”"),
            ("her colleague at Tarn, Tom Hale", "“Never,” … “We sail at noon.”"),
        ],
    ),
    (
        "A union spokesman said: “We never agreed.” "
        "The clerk, citing the log, said the pumps “stopped at noon”.",
        [
            ("A union spokesman", "“We never agreed.”"),
            ("The clerk", "the log"),
            ("The clerk", "the pumps “stopped at noon”"),
        ],
    ),
    (
        "“We lost two boats,” Hale said. Ruiz answered with one word: ‘Sell.’",
        [("Hale", "“We lost two boats,”"), ("Ruiz", "‘Sell.’")],
    ),
    (
        "“Boats sink,” Hale said. ‘Hope’, as Ana Ruiz put it, ‘drifts.’",
        [("Hale", "“Boats sink,”"), ("Ana Ruiz", "‘Hope’ … ‘drifts.’")],
    ),
    (
        "“Boats sink,” Hale said. “Hope,” as Ruiz put it, “drifts.”",
        [("Hale", "“Boats sink,”"), ("Ruiz", "“Hope,” … “drifts.”")],
    ),
    (
        "“Why me?” Hale asked. “Why now?” Ruiz replied. “We sail at noon.”",
        [("Hale", "“Why me?”"), ("Ruiz", "“Why now?” … “We sail at noon.”")],
    ),
    ("Ruiz, asked whether the ferry had sailed, nodded.", []),
    (
        "Ruiz, asked whether the ferry had sailed, said it had.",
        [("Ruiz", "it had")],
    ),
    (
        "Tom Hale, who neighbours say was abroad, sold the boat.",
        [("neighbours", "was abroad")],
    ),
    (
        "The clerk, who two sailors said had left, sold the boat.",
        [("two sailors", "had left")],
    ),
    (
        "The guild says, and the owner admits, that the crew slept on deck.",
        [
            ("The guild", "that the crew slept on deck"),
            ("the owner", "that the crew slept on deck"),
        ],
    ),
    (
        "The owner said the crossing took an hour, which the log does not support.",
        [("The owner", "the crossing took an hour")],
    ),
    (
        "The owner said 300 sailors came, a number that the guild disputes.",
        [("The owner", "300 sailors came")],
    ),
    (
        "The owner said the crossing took an hour, which pleased the crew.",
        [("The owner", "the crossing took an hour, which pleased the crew")],
    ),
    ("The company denies this.", []),
]


@pytest.mark.parametrize(("text", "expected"), ATTRIBUTED)
def test_each_content_has_its_own_speaker(
    extractor: Extractor, text: str, expected: list[tuple[str, str]]
) -> None:
    found = extractor.extract(text).attributions

    assert [(c.speaker.text, c.content.text) for c in found] == expected


def test_it_is_the_company_and_not_the_newspaper(extractor: Extractor) -> None:
    text = "The company hid the log, according to the Guardian. It denies the charge."

    denial = extractor.extract(text).attributions[-1]

    assert (denial.cue.text, denial.speaker.name) == ("denies", "company")


def test_a_speaker_guessed_from_another_sentence_is_doubtful(
    extractor: Extractor,
) -> None:
    sure = extractor.extract("“It sank,” Hale said. “Nobody came to help.”")
    guess = extractor.extract(
        "“It sank,” Hale said. The harbour was empty. “Nobody came to help.”"
    )

    assert sure.attributions[0].confidence.speaker > GUESSED_SPEAKER
    assert guess.attributions[0].confidence.speaker <= GUESSED_SPEAKER
    assert guess.attributions[0].confidence.overall < 0.5
