"""Lines of a corpus, well and badly formed."""

from __future__ import annotations

import json

import pytest

from claims.evaluation import Annotation, MalformedLine, read_document
from claims.extraction.model import Span

TEXT = "Rain came in, officials say. 🏊"


def line(*attributions: object) -> str:
    """A line of a corpus."""
    return json.dumps({"doc_id": "a", "text": TEXT, "attributions": attributions})


def test_source_is_the_speaker_and_other_keys_do_not_matter() -> None:
    document = read_document(
        line(
            {
                "source": [[14, 23]],
                "source_text": "officials",
                "cue": [[24, 27]],
                "content": [[0, 4], [5, 12]],
            }
        )
    )

    assert document.text == TEXT
    assert document.annotations == (
        Annotation((Span(14, 23),), (Span(24, 27),), (Span(0, 4), Span(5, 12))),
    )


def test_parts_may_be_left_out_empty_or_null() -> None:
    document = read_document(line({"content": [[0, 4]], "cue": [], "source": None}))

    assert document.annotations == (Annotation((), (), (Span(0, 4),)),)


def test_offsets_count_code_points() -> None:
    assert read_document(line({"content": [[29, 30]]})).annotations
    with pytest.raises(MalformedLine, match="a text of 30 characters"):
        read_document(line({"content": [[29, 31]]}))


def test_a_byte_order_mark_is_no_part_of_the_line() -> None:
    assert read_document(b"\xef\xbb\xbf" + line().encode()).text == TEXT


@pytest.mark.parametrize(
    ("malformed", "message"),
    [
        ("rain", "not JSON"),
        (b"\xff\xfe\xfd", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not a JSON object"),
        ('{"attributions": []}', '"text" must be a string'),
        ('{"text": 1, "attributions": []}', '"text" must be a string'),
        ('{"text": "x"}', '"attributions" must be a list'),
        ('{"text": "x", "attributions": {}}', '"attributions" must be a list'),
        (line([]), "attribution 1 must be a JSON object"),
        (line({}, {"cue": "say"}), 'attribution 2: "say" is no list'),
        (line({"cue": [[3]]}), r"attribution 1: \[3\] is no \[start, end\]"),
        (line({"cue": [["0", "1"]]}), "is no"),
        (line({"cue": [[4, 4]]}), "is no"),
        (line({"cue": [[4, 2]]}), "is no"),
        (line({"cue": [[-1, 2]]}), "is no"),
        (line({"cue": [[0, 1.5]]}), "is no"),
        (line({"cue": [[0, 1] * 99]}), r"…\S* is no"),
    ],
)
def test_what_is_wrong_is_said(malformed: str | bytes, message: str) -> None:
    with pytest.raises(MalformedLine, match=message):
        read_document(malformed)
