"""``manage.py evaluate`` as its users run it."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import (
    CommandError,
    call_command,
    execute_from_command_line,
)

from claims import services
from claims.extraction import Attribution

TEXT = "The pool on Mill Lane will close in May, Jane Okafor said. Nobody objected."
SPEAKER, CUE, CONTENT = [41, 52], [53, 57], [0, 39]


def row(text: str = TEXT, *attributions: dict[str, Any]) -> str:
    """A line of a corpus."""
    return json.dumps({"doc_id": "a", "text": text, "attributions": attributions})


GOLD = row(TEXT, {"source": [SPEAKER], "cue": [CUE], "content": [CONTENT]})


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Two documents: all found in the one; in the other nothing is annotated."""
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{GOLD}\n\n{row('It rained, Ana Berg said.')}\n")
    return path


def output(*arguments: str) -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("evaluate", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_figures_are_printed_without_a_database(
    corpus: Path, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        lines = output(str(corpus)).splitlines()

    assert lines[0].startswith("engine ")
    assert lines[1] == "2 documents, 19 words; 1 attributions annotated, 2 found"
    figures = {line[:18].strip(): line[18:].split() for line in lines[4:]}
    assert figures["triple_strict"] == ["50.0", "100.0", "66.7"]
    assert figures["speaker exact"] == ["50.0", "100.0", "66.7"]
    assert figures["link"] == ["100.0"]
    assert not any("calibration" in line or "Recall" in line for line in lines)


def test_classes_and_calibration_are_printed_if_asked_for(corpus: Path) -> None:
    printed = output(str(corpus), "--by-class", "--calibration")

    (person,) = [line for line in printed.splitlines() if "named person" in line]
    assert person.split()[-4:] == ["1", "100.0", "100.0", "100.0"]
    assert "expected calibration error" in printed
    assert "0.9 or more" in printed


def test_json_holds_shares_from_0_to_1(corpus: Path) -> None:
    result = json.loads(output(str(corpus), "--json", "--by-class", "--calibration"))

    assert result["engine"]
    assert result["documents"] == 2
    assert result["triple_lenient"] == pytest.approx(
        {"precision": 0.5, "recall": 1, "f1": 2 / 3}
    )
    assert result["content"]["exact"]["recall"] == 1
    assert result["by_class"]["cue"] == {
        "speech verb": {"annotated": 1, "content": 1, "whole": 1}
    }
    assert result["calibration"]["claims"] == 2
    assert sum(one["claims"] for one in result["calibration"]["bins"]) == 2


def test_punctuation_counts_if_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(
        row(TEXT, {"source": [SPEAKER], "cue": [CUE], "content": [[0, 40]]})
    )

    assert json.loads(output(str(path), "--json"))["triple_strict"]["f1"] == 1
    assert json.loads(output(str(path), "--json", "--punct"))["triple_strict"]["f1"] < 1


def test_limit_counts_documents(corpus: Path) -> None:
    assert json.loads(output(str(corpus), "--json", "--limit", "1"))["documents"] == 1


@pytest.mark.parametrize("limit", ["0", "-1", "some"])
def test_a_limit_is_a_number_of_documents(corpus: Path, limit: str) -> None:
    with pytest.raises(CommandError, match="no number of documents"):
        output(str(corpus), f"--limit={limit}")


def test_a_malformed_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    beyond = row(TEXT, {"content": [[0, 900]]})
    path.write_bytes(f"{GOLD}\nrain\n{beyond}\n".encode() + b"\xff\n" + GOLD.encode())
    out, errors = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="3 line"):
        call_command("evaluate", str(path), "--json", stdout=out, stderr=errors)

    said = errors.getvalue().splitlines()
    assert [line.split(": ")[0] for line in said] == [
        f"{path}, line {number}" for number in (2, 3, 4)
    ]
    assert "attribution 1: [0, 900] is no [start, end]" in said[1]
    assert json.loads(out.getvalue())["documents"] == 2


def test_a_file_without_a_document_is_said(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n \n")

    with pytest.raises(CommandError, match="holds no document"):
        output(str(path))


def test_what_stands_inside_a_content_does_not_count(corpus: Path) -> None:
    text = "Ana Berg said that Jane Okafor had told her that the pool would close."
    corpus.write_text(row(text))
    relayed = [one for one in _claims(text) if one.via]

    result = json.loads(output(str(corpus), "--json"))

    assert relayed
    assert result["left_out"] == len(relayed)
    assert result["found"] == len(_claims(text)) - len(relayed)


def _claims(text: str) -> tuple[Attribution, ...]:
    return services.extract_exactly(text, published=None).attributions


def test_a_missing_engine_is_one_line(corpus: Path, settings: Any) -> None:
    settings.EXTRACTION_MODEL = "no_such_model"

    with pytest.raises(CommandError) as error:
        output(str(corpus))

    assert "\n" not in str(error.value)


@pytest.mark.parametrize("place", ["nowhere.jsonl", "."])
def test_a_missing_file_is_one_line_and_exit_code_1(
    tmp_path: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        execute_from_command_line(["manage.py", "evaluate", str(tmp_path / place)])

    assert ended.value.code == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    (line,) = printed.err.splitlines()
    assert "Cannot read" in line


def test_documents_come_from_standard_input_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        sys, "stdin", io.TextIOWrapper(io.BytesIO(GOLD.encode()), encoding="utf-8")
    )

    assert json.loads(output("-", "--json"))["triple_strict"]["f1"] == 1
