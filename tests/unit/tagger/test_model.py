"""The shipped models: opened safely, reading alike anywhere, losing nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.extraction import EngineUnavailable, Extractor
from claims.extraction.model import Attribution
from claims.extraction.tagger.weights import FOLDER, MODELS, open_weights
from tests.properties import examples

TEXT = (
    "The harbour will stay shut until Friday, the mayor, Ada Lind, said on Monday. "
    "“We have no pilots,” she added, “and no tugs.”\n\n"
    "According to the Pilots’ Guild, nobody had asked it. The guild denied that its "
    "members were on strike, and accused the mayor of “theatre”."
)
SHIPPED = [name for name in MODELS if (FOLDER / name / "weights.json").exists()]
MEGABYTE = 1_000_000
LIMITS = {"standard": 100, "fast": 25}


@pytest.fixture(scope="module", params=SHIPPED)
def model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def trained(model: str) -> Extractor:
    return Extractor(model)


def test_a_typed_pair_of_marks_is_never_cut_in_two(trained: Extractor) -> None:
    text = (
        "''The quay is safe,'' said the mayor, Ada Lind.\n\nThe guild said: "
        "''We will not sail before the weekend.''"
    )

    found = trained.extract(text).attributions

    assert [claim.content.text for claim in found] == [
        "''The quay is safe,''",
        "''We will not sail before the weekend.''",
    ]


def test_a_name_before_a_comma_is_the_name(trained: Extractor) -> None:
    text = (
        "Teachers oppose the bill, while Families First Now, a group that has spent "
        "$2 million on ads since January, insists that it will save money."
    )

    found = {claim.speaker.name for claim in trained.extract(text).attributions}

    assert "Families First Now" in found


def test_announcing_a_transcript_is_no_claim(trained: Extractor) -> None:
    text = (
        "The mayor, Ada Lind, said on Monday that the quay was safe.\n\n"
        "Partial transcript as follows:\n\n"
        "“HALE: The pier was shut on Sunday.\n\n"
        "“LIND: The pier was never shut, and the guild knows it.”"
    )

    found = trained.extract(text).attributions

    assert [claim.speaker.text for claim in found if claim.cue.text == ":"] == [
        "HALE",
        "LIND",
    ]
    assert not any("ranscript" in claim.speaker.text for claim in found)


def triples(claims: tuple[Attribution, ...]) -> list[tuple[str, str, str]]:
    return [(one.speaker.text, one.cue.text, one.content.text) for one in claims]


def test_the_standard_model_ships() -> None:
    assert "standard" in SHIPPED


def test_weights_are_small_and_in_small_files(model: str) -> None:
    sizes = [path.stat().st_size for path in (FOLDER / model).iterdir()]

    assert sum(sizes) <= LIMITS[model] * MEGABYTE
    assert max(sizes) < 50 * MEGABYTE
    assert (FOLDER / model / "MODEL_CARD.md").exists()


def test_cue_speaker_and_content_are_found_and_linked(trained: Extractor) -> None:
    found = triples(trained.extract(TEXT).attributions)

    assert (
        "the mayor, Ada Lind,".rstrip(","),
        "said",
        "The harbour will stay shut until Friday",
    ) in [(who.rstrip(","), cue, what.rstrip(",")) for who, cue, what in found]
    added = next(what for who, cue, what in found if (who, cue) == ("she", "added"))
    assert "We have no pilots" in added
    assert "and no tugs" in added
    cues = {cue for _, cue, _ in found}
    assert {"According to", "denied", "accused"} <= cues


def test_spans_are_what_they_cover_and_chances_are_chances(trained: Extractor) -> None:
    for one in trained.extract(TEXT).attributions:
        for part in (one.speaker, one.cue, one.content):
            pieces = [TEXT[span.start : span.end] for span in part.spans]
            assert part.text == " … ".join(pieces)
        sure = one.confidence
        assert 0 <= sure.overall <= min(sure.cue, sure.speaker, sure.content) + 0.15
        assert max(sure.cue, sure.speaker, sure.content) <= 1


def test_a_threshold_keeps_the_surer_ones(trained: Extractor, model: str) -> None:
    loose, strict = Extractor(model, threshold=0.05), Extractor(model, threshold=0.9)
    text = TEXT + "\n\nThe mood there hinted at trouble, and some feared a strike."

    few, more = (
        {claim.cue.text for claim in one.extract(text).attributions}
        for one in (strict, loose)
    )

    assert few < more
    assert len({strict.version, loose.version, trained.version}) == 3


def test_what_stands_elsewhere_changes_nothing(trained: Extractor) -> None:
    filler = "\n\n".join(["The tide comes in twice a day at the old quay."] * 40)

    alone = triples(trained.extract(TEXT).attributions)
    after = triples(trained.extract(f"{filler}\n\n{TEXT}").attributions)

    assert [one for one in after if one in alone] == alone


def test_a_border_between_windows_loses_nothing(trained: Extractor) -> None:
    sentence = "The mayor said that the harbour would stay shut. "
    text = sentence * 60  # one paragraph of several windows

    found = triples(trained.extract(text).attributions)

    assert len(found) == 60
    assert {what for _, _, what in found} == {"that the harbour would stay shut"}


@pytest.mark.slow
def test_the_same_in_every_process_and_with_any_number_of_threads(model: str) -> None:
    code = (
        "import json, sys\nfrom claims.extraction import Extractor\n"
        f"print(json.dumps(Extractor({model!r}).extract(sys.argv[1]).to_dict()))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, TEXT],
            env={**os.environ, "OMP_NUM_THREADS": threads, "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True,
        ).stdout
        for threads, seed in (("1", "0"), ("4", "7"))
    }  # fmt: skip

    assert len(outputs) == 1
    assert json.loads(outputs.pop())["claims"]


@pytest.mark.parametrize(
    "text",
    [
        "“" * 3000 + "” he said.",
        "word " * 600 + "he said.",
        "م" * 50 + " 😀 the mayor said that 🎹 would do.\n\n\u202e\ud800 said she.",
        "x" * 50_000,
        "\x00\x01 said \u200b",
        "",
    ],
    ids=["marks", "one sentence", "scripts", "one word", "controls", "nothing"],
)
def test_hostile_text_is_read(trained: Extractor, text: str) -> None:
    for one in trained.extract(text).attributions:
        assert all(0 <= s.start < s.end <= len(text) for s in one.content.spans)


@examples(25)
@given(
    st.text(st.sampled_from("he said that “no” it’s,. \n\tAé😀\ud800"), max_size=120)
)
def test_no_text_breaks_it(trained: Extractor, text: str) -> None:
    for one in trained.extract(text).attributions:
        spans = (*one.cue.spans, *one.content.spans, *one.speaker.spans)
        assert all(text[s.start : s.end].strip() for s in spans)


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(FOLDER / "standard", folder)
    path = folder / "roles.onnx"
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)

    with pytest.raises(EngineUnavailable, match=r"roles\.onnx is damaged"):
        open_weights(folder)

    path.unlink()
    with pytest.raises(EngineUnavailable, match="cannot be read"):
        open_weights(folder)
