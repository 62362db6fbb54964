"""Agencies credited in bylines, datelines and closing lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.independence import CreditKind, CreditPlace, KnownOutlet, find_credits

NORLAND = KnownOutlet(name="Norland Press Agency", is_agency=True)
GAZETTE = KnownOutlet(name="Aldmoor Gazette", domains=("aldmoorgazette.example",))
BODY = "\n\nThe board voted on Friday.\n\nThe work will take two years.\n\n"
WHOLE, PART = CreditKind.CREDITED, CreditKind.CONTRIBUTED

BYLINES = [
    ("By Jane Doe, Associated Press", [("Associated Press", WHOLE)]),
    ("Reuters", [("Reuters", WHOLE)]),
    ("AFP", [("Agence France-Presse", WHOLE)]),
    ("By Norland Press Agency", [("Norland Press Agency", WHOLE)]),
    ("By Jane Doe | Reuters", [("Reuters", WHOLE)]),
    ("Jane Doe/AFP", [("Agence France-Presse", WHOLE)]),
    ("Associated Press writer Jim Roe", [("Associated Press", WHOLE)]),
    ("By Jane Doe of The Associated Press", [("Associated Press", WHOLE)]),
    ("Jane Doe for Reuters", [("Reuters", WHOLE)]),
    ("Daily Mail Reporter and AFP", [("Agence France-Presse", PART)]),
    ("Jane Doe with AP", [("Associated Press", PART)]),
    ("Staff and agencies", [("", PART)]),
    ("Jane Doe and Jim Roe", []),
    ("By PA Smith", []),
    ("AP Moller", []),
    ("Aldmoor Gazette", []),
    ("", []),
]


@pytest.mark.parametrize(("byline", "expected"), BYLINES)
def test_bylines(byline: str, expected: list[tuple[str, CreditKind]]):
    found = find_credits("", byline=byline, outlets=[NORLAND, GAZETTE])

    assert [(one.agency, one.kind) for one in found] == expected
    assert all(one.place is CreditPlace.BYLINE for one in found)


DATELINES = [
    ("LONDON (Reuters) - The", "LONDON (Reuters) -", "Reuters"),
    ("(AP) — The", "(AP) —", "Associated Press"),
    ("WASHINGTON, Nov 3 (Xinhua) -- The", "WASHINGTON, Nov 3 (Xinhua) --", "Xinhua"),
    (
        "SALTHOLM, Nov. 18 (Norland Press Agency) — The",
        "SALTHOLM, Nov. 18 (Norland Press Agency) —",
        "Norland Press Agency",
    ),
    (
        "London [UK], November 3 (ANI): The",
        "London [UK], November 3 (ANI):",
        "Asian News International",
    ),
    ("MOSCOW, November 3. /TASS/. The", "MOSCOW, November 3. /TASS/.", "TASS"),
    ("MOSCOW, Nov 3, Interfax – The", "MOSCOW, Nov 3, Interfax –", "Interfax"),
    ("JERUSALEM (AP) The", "JERUSALEM (AP)", "Associated Press"),
    ("Berlin (dpa) - The", "Berlin (dpa) -", "Deutsche Presse-Agentur"),
]


@pytest.mark.parametrize(("head", "span", "agency"), DATELINES)
def test_datelines(head: str, span: str, agency: str):
    text = f"{head} board voted.{BODY}"

    [credit] = find_credits(text, outlets=[NORLAND])

    assert text[credit.start : credit.end] == span
    assert (credit.agency, credit.kind) == (agency, WHOLE)
    assert credit.place is CreditPlace.DATELINE


CLOSINGS = [
    ("Reuters contributed to this report.", "Reuters", PART),
    ("The Associated Press contributed to this story", "Associated Press", PART),
    ("Ann Bell of AFP contributed to this report.", "Agence France-Presse", PART),
    (
        "Associated Press writers Ann Bell and Tom Cray contributed to this report.",
        "Associated Press",
        PART,
    ),
    ("Additional reporting by AFP", "Agence France-Presse", PART),
    ("With agencies", "", PART),
    ("(With inputs from PTI)", "Press Trust of India", PART),
    ("- with files from The Canadian Press", "Canadian Press", PART),
    ("© 2026 The Associated Press. All rights reserved.", "Associated Press", WHOLE),
    ("Copyright 2026 Norland Press Agency", "Norland Press Agency", WHOLE),
    ("(Norland Press Agency)", "Norland Press Agency", WHOLE),
    ("Source: AP", "Associated Press", WHOLE),
    ("This story was first published by Reuters.", "Reuters", WHOLE),
]


@pytest.mark.parametrize(("line", "agency", "kind"), CLOSINGS)
def test_closing_lines(line: str, agency: str, kind: CreditKind):
    text = f"The north pier will be closed{BODY}{BODY}{line}"

    [credit] = find_credits(text, outlets=[NORLAND])

    assert (credit.agency, credit.kind) == (agency, kind)
    assert credit.place is CreditPlace.CLOSING
    assert text[credit.start : credit.end] in line
    assert text[credit.start : credit.end] != ""


def test_a_sign_off_stands_after_the_last_sentence():
    text = f"The north pier will be closed{BODY}It was built in 1911. (AP)"

    [credit] = find_credits(text)

    assert (credit.agency, credit.kind) == ("Associated Press", WHOLE)


NO_CREDITS = [
    "The ship left, according to AP. AP reported that it sank. He told the AP so.",
    "He wrote about the agency (AFP) — and left.",
    "The photographer works for Reuters. © AP PHOTO/ JOHN ROE",
    "The survey of the pier (AP Photo/John Roe) was long.",
    "AP Moller (AP Moller) - the shipping line - said so.",
    "A letter published by Reuters on Friday says so.",
]


@pytest.mark.parametrize("text", NO_CREDITS)
def test_what_is_said_of_agencies_is_no_credit(text: str):
    assert find_credits(f"The pier{BODY}{text}{BODY}The end came on Monday.") == ()


def test_a_caption_s_credit_is_not_the_article_s():
    text = (
        f"The north pier\n\nBy Ann Bell\n\nThe pier in June.\n\nA wave.\nAP{BODY * 3}"
    )

    assert find_credits(text) == ()


def test_a_dateline_far_down_is_of_a_part():
    text = f"The north pier{BODY * 60}LONDON (Reuters) - The state pays.{BODY}"

    [credit] = find_credits(text)

    assert credit.kind is PART


@given(
    st.lists(
        st.sampled_from(
            ["(", "AP", ")", " — ", "\n", "Reuters", " contributed to this report",
             "with ", "© ", "By ", "LONDON", ", ", "2026", "’s", "é", ".", "agencies"]
        ),
        max_size=30,
    ).map("".join)
)  # fmt: skip
def test_spans_slice_the_text(text: str):
    for credit in find_credits(text):
        assert 0 <= credit.start < credit.end <= len(text)
        assert text[credit.start : credit.end].strip()
