"""The evaluation stands alone, like the engine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "celery", "sources", "factcheck", "scipy"):
            raise ImportError(name + " is blocked")
sys.meta_path.insert(0, Block())
import json
from claims.evaluation import Evaluation, as_dict, as_lines, read_document
evaluation = Evaluation()
evaluation.add(read_document(sys.argv[1]), [])
list(as_lines(evaluation, by_class=True, calibration=True))
print(json.dumps(as_dict(evaluation)))
"""


def test_runs_without_django_and_scipy() -> None:
    line = json.dumps({"text": "It rains.", "attributions": [{"content": [[0, 8]]}]})

    printed = subprocess.run(
        [sys.executable, "-c", BLOCKED, line],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout

    assert json.loads(printed)["annotated"] == 1
