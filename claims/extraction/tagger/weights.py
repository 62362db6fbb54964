"""The weights that ship with the product: found, checked by hash, opened."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from claims.extraction.errors import EngineUnavailable
from claims.extraction.tagger.syntax import SyntaxLabels

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

FOLDER: Final = Path(__file__).resolve().parent.parent / "weights"
MODELS: Final = ("standard", "fast")
RULES_ONLY: Final = "rules"  # the name that stands for no trained model
DEFAULT_MODEL: Final = "standard"


@dataclass(frozen=True, slots=True)
class Weights:
    """One opened model. Sessions may be used by several threads."""

    name: str  # with its version: it changes whenever the result may
    tokenizer: Tokenizer
    unknown: int  # piece of a word that has none
    specials: tuple[int, int]  # pieces before and after a window
    window: tuple[int, int, int]  # pieces of the core, before and after it
    transitions: NDArray[np.float32]
    reader: InferenceSession
    roles: InferenceSession
    floor: float  # raw score of a cue from which its roles are read
    threshold: float  # calibrated probability from which an attribution counts
    calibration: dict[str, list[float]] | None  # see ``sureness``
    syntax: SyntaxLabels | None  # of a model that parses as well


@lru_cache(maxsize=2)
def load_weights(name: str) -> Weights:
    """The model of a name (``standard`` or ``fast``), once for each process.

    Raises ``EngineUnavailable`` if there is none, if a file is missing or is not what
    it was when the model was measured.
    """
    folder = FOLDER / name
    if name not in MODELS or not (folder / "weights.json").exists():
        raise EngineUnavailable(
            f"There is no extraction model “{name}”. Set EXTRACTION_MODEL to one of "
            f"{', '.join((*MODELS, RULES_ONLY))}, and check that {FOLDER} came with "
            f"the source."
        )
    return open_weights(folder)


def open_weights(folder: Path) -> Weights:
    """The model in a folder, which ``weights.json`` describes; raises as above."""
    # imported here: the start of every command would pay for them
    from tokenizers import Tokenizer

    described = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    files = {
        name: _checked(folder / name, digest)
        for name, digest in described["files"].items()
    }
    parts = sorted(name for name in files if name.startswith("reader.onnx"))
    tokenizer = Tokenizer.from_str(files["tokenizer.json"].decode())
    tokenizer.no_truncation()
    tokenizer.no_padding()
    begin, end = described["specials"]
    core, before, after = described["window"]
    syntax = described.get("syntax")
    return Weights(
        name=described["name"],
        tokenizer=tokenizer,
        unknown=described["unknown"],
        specials=(begin, end),
        window=(core, before, after),
        transitions=np.array(described["transitions"], dtype=np.float32),
        reader=_session(b"".join(files[name] for name in parts)),
        roles=_session(files["roles.onnx"]),
        floor=described["floor"],
        threshold=described["threshold"],
        calibration=described["calibration"],
        syntax=SyntaxLabels.from_dict(syntax) if syntax else None,
    )


def _checked(path: Path, digest: str) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EngineUnavailable(
            f"The model file {path} cannot be read: {error}."
        ) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise EngineUnavailable(
            f"The model file {path} is damaged or was changed: its SHA-256 is not the "
            f"one in weights.json. Restore it from the source."
        )
    return data


def _session(data: bytes) -> InferenceSession:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    # One thread gives the same sums everywhere; workers scale by processes.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # windows differ in size: the arena only grows
    options.log_severity_level = 3
    # Without it, sums of eight-bit products overflow sixteen bits on processors with
    # AVX2 or AVX-512 but no VNNI; with it, they are the same on all of them.
    options.add_session_config_entry("session.x64quantprecision", "1")
    return InferenceSession(data, options, providers=["CPUExecutionProvider"])
