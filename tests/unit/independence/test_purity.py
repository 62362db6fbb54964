"""Independence is decided where Django cannot be imported, always alike."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

PROGRAM = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "celery", "rest_framework", "spacy"}:
            raise ImportError(name + " must not be needed")

sys.meta_path.insert(0, Refuse())
from sources.independence import compare, fingerprints
text = "The harbour board voted on Tuesday to close the old pier until " * 9
print(compare(text, text).same_origin, fingerprints(text))
"""


def output_of_program(seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_it_needs_no_django_and_no_hash_seed():
    first, second = output_of_program("1"), output_of_program("2")

    assert first.startswith("True (")
    assert first == second
