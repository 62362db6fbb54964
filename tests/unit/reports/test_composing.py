"""From a payload to a document: what is said, in which order, and how much of it."""

from __future__ import annotations

from typing import Any

import pytest

from claims.reports.composing import Imprint, compose
from claims.reports.document import Card, Cards, Chart, Document, Figures, Table, Text
from claims.reports.letter import Letter
from claims.reports.rendering.tables import sheets
from claims.reports.sections.cards import MOST_CARDS, MOST_PIECES
from claims.reports.sections.tables import LONGEST_CELL, MOST_ROWS
from claims.reports.wording import apart
from claims.verdicts.states import Verdict
from tests.weekly import (
    LONG_SPEAKER,
    MONDAY,
    RIGHT_TO_LEFT,
    ArticleCounted,
    Corrected,
    Named,
    brief,
    counted,
    decision,
    facts,
    full,
    payload,
)

MADE = Imprint(sha256="b" * 64, made="2026-11-23T06:00:00+00:00")
ERRATUM = {
    "week": "2026-W47",
    "number": 1,
    "claim": "c",
    "content": "the gates were open",
    "what": "content",
    "was": "partly_corroborated",
    "now": "disputed",
}


def document(given: Any = None, imprint: Imprint = MADE) -> Document:
    """The document of these facts, of a full week if there are none."""
    return compose(payload(given), imprint)


def section(found: Document, key: str) -> list[Any]:
    """The blocks of a section."""
    return next(list(one.blocks) for one in found.sections if one.key == key)


def cards(found: Document, key: str = "decisions") -> list[Card]:
    """The cards in a section."""
    return [
        card
        for block in section(found, key)
        if isinstance(block, Cards)
        for card in block.items
    ]


def tables(found: Document) -> dict[str, Table]:
    """Every table by its key."""
    made = {}
    for one in found.sections:
        for block in one.blocks:
            table = block.table if isinstance(block, Chart) else block
            if isinstance(table, Table):
                made[table.key] = table
    return made


def test_a_full_week_has_every_section_in_its_order() -> None:
    keys = [one.key for one in document().sections]

    assert keys == [
        "figures", "decisions", "conflicts", "changes", "errata", "waiting",
        "coverage", "sourcing", "speakers", "outlets", "cues", "agreement",
        "calibration", "overrides", "method",
    ]  # fmt: skip


def test_every_key_figure_says_what_it_is_out_of() -> None:
    notes = {one.name: one.note for one in document().figures}

    assert notes["claims voted on"] == "of 2\u202f000 at the cut-off"
    assert notes["claims decided"] == "on both questions, of 23 voted on; 0 more on one"
    assert notes["statements open"].startswith("of 1\u202f800, 69\u00a0% (66")
    assert notes["statements open"].endswith("at the cut-off")
    assert notes["decisions in doubt"].startswith("for what came since, of 566, 0")
    assert notes["conflict waiting"].startswith("for an adjudicator, of 2\u202f000, 0")


def test_what_was_checked_is_told_of_every_outlet_and_speaker_alike() -> None:
    found = tables(document())
    outlets, speakers = found["coverage-outlet"], found["coverage-speaker"]

    assert [row[0] for row in outlets.rows][:2] == ["All outlets", "Aldmoor Gazette"]
    assert outlets.rows[0][1:4] == ["16", "80", "20\u00a0%"]
    assert len(outlets.rows) == 3  # the third has no statements
    assert speakers.rows[0][0] == "Bertrand Osk"


def test_how_many_wait_is_told_with_the_first_of_them() -> None:
    text = section(document(), "waiting")[0].text

    assert "61 of 1\u202f234, 5\u00a0% (3\u00a0to\u00a07\u00a0%) of the open" in text
    assert text.endswith("The first 6 are here.")


@pytest.mark.parametrize(("count", "more"), [(3, 0), (20, 15), (500, 495)])
def test_an_email_says_how_many_decisions_are_in_the_pdf_alone(
    count: int, more: int
) -> None:
    given = document(full([decision(number) for number in range(count)]))

    letter = Letter(document=given, page="", stop="", sender="desk@norland.example")

    assert letter.more == more


def test_a_card_says_why_its_claim_is_checked() -> None:
    (card,) = cards(document(full([decision(1, worth=0.8371, is_high_risk=True)])))

    assert {"high risk", "worth a check: 0.84"} <= set(card.marks)
    assert card.pieces[0].marks.endswith("added 17 Nov 2026")


@pytest.mark.parametrize("key", ["contact", "contest"])
def test_how_to_object_is_told_also_where_nobody_has_set_it(key: str) -> None:
    given = payload()
    given["terms"][key] = ""

    said = [block.text for block in section(compose(given, MADE), "method")]

    assert sum(text.startswith(("Contact: ", "How to object: ")) for text in said) == 2


def test_a_report_of_the_first_generator_is_still_shown() -> None:
    given = payload()
    for name in ("known", "shares", "checked"):
        del given["figures"][name]
    for one in (*given["outlets"], *given["speakers"]):
        del one["checked"]
    for one in given["decisions"]:
        for piece in one["evidence"]:
            del piece["added"]

    found = compose(given, MADE)

    assert "coverage" not in [one.key for one in found.sections]
    assert found.figures[3].note == ""
    assert found.figures[6].note == "at the cut-off"
    assert len(sheets(given)) == len(sheets(payload()))


def test_the_report_of_an_outlet_does_not_speak_of_all() -> None:
    given = payload(full(scope="outlet-0", scope_name="Aldmoor Gazette"))

    found = tables(compose(given, MADE))

    assert "All outlets" not in [row[0] for row in found["cues"].rows]
    assert [row[0] for row in found["coverage-outlet"].rows] == ["Aldmoor Gazette"]


def test_keys_of_sections_and_tables_are_unique_on_a_page() -> None:
    found = document(imprint=Imprint(errata=[ERRATUM]))

    keys = [one.key for one in found.sections]
    for one in found.sections:
        for block in one.blocks:
            if isinstance(block, Table | Chart):
                table = block.table if isinstance(block, Chart) else block
                keys.append(f"{table.key}-caption")

    assert len(set(keys)) == len(keys)


def test_disputed_claims_come_first() -> None:
    shown = [card.outcomes[-1].verdict for card in cards(document())]

    assert shown[:3] == ["disputed"] * 3
    assert "disputed" not in shown[3:]


def test_an_empty_week_says_so_in_sentences() -> None:
    found = document(facts())

    assert found.summary == (
        "No article came in. No claim was decided. No statement waits for review."
    )
    assert tables(found) == {}
    for one in found.sections:
        assert one.blocks
        assert all(isinstance(block, Text | Figures) for block in one.blocks), one.key


def test_a_week_with_one_claim_speaks_of_one() -> None:
    found = document(
        facts(
            articles=[ArticleCounted("origin", "outlet-0", is_wire=False)],
            claims=[counted()],
            outlets={"outlet-0": Named("Aldmoor Gazette")},
            decisions=[decision(1)],
            open_statements=1,
        )
    )

    assert found.summary == (
        "1 article came in, from 1 origin, with 1 claim. 1 claim was decided on both "
        "questions; what 1 claim says is disputed. 1 statement waits for review."
    )
    figures = section(found, "figures")[0]
    assert [(one.value, one.name) for one in figures.items[:3]] == [
        ("1", "article in"), ("1", "origin, without copies"), ("1", "claim found"),
    ]  # fmt: skip


def test_of_many_decisions_the_first_are_cards_and_the_rest_a_table() -> None:
    found = document(full([decision(number) for number in range(500)]))

    further = tables(found)["more-decisions"]
    assert len(cards(found)) == MOST_CARDS
    assert len(further.rows) == 500 - MOST_CARDS
    assert further.left_out == 0


def test_a_table_says_how_many_of_its_rows_are_left_out() -> None:
    corrected = [
        Corrected(brief(number), "words", "a", "b", "", MONDAY)
        for number in range(MOST_ROWS + 10)
    ]

    table = tables(document(full(corrected=corrected)))["corrections"]

    assert len(table.rows) == MOST_ROWS
    assert table.left_out == 10


def test_conflicts_that_are_no_cards_are_counted() -> None:
    waiting = [brief(number) for number in range(MOST_CARDS + 2)]

    blocks = section(document(full(waiting=waiting)), "waiting")

    assert blocks[-1] == Text("2 more are in the CSV.")


def test_long_texts_are_cut_in_tables_and_whole_on_cards() -> None:
    content = "the levy " * 100
    rows = [decision(number, content=content) for number in range(MOST_CARDS + 1)]

    found = document(full(rows))

    assert cards(found)[0].content == content
    cell = tables(found)["more-decisions"].rows[0][0]
    assert len(cell) <= LONGEST_CELL
    assert cell.endswith("…")


def test_evidence_beyond_what_can_be_read_is_counted() -> None:
    one = decision(1)
    pieces = [
        one.evidence[0]._replace(title=f"Piece {number:02}") for number in range(11)
    ]
    given = type(one)(
        claim=one.claim, outcomes=one.outcomes, evidence=pieces, decided=one.decided,
        is_stale=True,
    )  # fmt: skip

    card = cards(document(full([given])))[0]

    assert len(card.pieces) == MOST_PIECES
    assert f"{11 - MOST_PIECES} more pieces of evidence in the CSV" in card.marks
    assert "in doubt since" in card.marks


def test_a_preview_says_that_nothing_is_frozen() -> None:
    lines = {line.name: line.value for line in document(imprint=Imprint()).lines}

    assert lines["State"].startswith("preview")
    assert "SHA-256 of its data" not in lines


def test_errata_to_this_report_come_first() -> None:
    found = document(imprint=Imprint("b" * 64, MADE.made, errata=[ERRATUM]))

    assert found.sections[0].key == "errata-to-this"
    assert tables(found)["errata-to-this"].rows == [
        ["2026-W47, no. 1", "the gates were open", "verdict: is it so?",
         "partly corroborated", "disputed"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maren Quill", "Maren Quill"),
        (RIGHT_TO_LEFT, f"\u2068{RIGHT_TO_LEFT}\u2069"),
        ("a\u202eb", "\u2068ab\u2069"),
        ("\u2069\u2067a", "\u2068a\u2069"),
        ("", ""),
    ],
)
def test_what_turns_a_line_is_set_apart(text: str, expected: str) -> None:
    assert apart(text) == expected


def test_a_name_from_right_to_left_leaves_the_line_as_it_is() -> None:
    rows = [decision(1, speaker=RIGHT_TO_LEFT, via=("Norland Press",))]

    card = cards(document(full(rows)))[0]

    assert card.voice == (
        f"\u2068{RIGHT_TO_LEFT}\u2069, harbour minister (“said”), via Norland Press"
    )


def test_a_long_speaker_is_whole_on_a_card() -> None:
    rows = [decision(1, speaker=LONG_SPEAKER[:300], role="")]

    card = cards(document(full(rows)))[0]

    assert card.voice == f"{LONG_SPEAKER[:300].strip()} (“said”)"


def test_claims_of_nobody_and_of_outlets_have_a_voice() -> None:
    rows = [
        decision(1, Verdict.DISPUTED, speaker="", cue="reportedly"),
        decision(2, Verdict.UNVERIFIED, speaker="", cue=""),
    ]

    voices = [card.voice for card in cards(document(full(rows)))]

    assert voices == ["Nobody in particular (“reportedly”)", "Aldmoor Gazette"]


def test_the_same_payload_makes_the_same_document() -> None:
    given = payload()

    first, second = (
        [(one.key, [block for block in one.blocks if not isinstance(block, Chart)])
         for one in compose(given, MADE).sections]
        for _ in range(2)
    )  # fmt: skip

    assert first == second
