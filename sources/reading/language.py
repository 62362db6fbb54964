"""The language of a text, and whether an extraction engine reads it."""

from __future__ import annotations

from functools import cache
from typing import Final

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from sources.reading.document import ReadableDocument
from sources.reading.errors import UnsupportedLanguage

UNDETERMINED: Final = "und"  # ISO 639-2's code for it

_SUPPORTED: Final = frozenset({"en"})

# The model knows 140 languages and takes short English for Nigerian Pidgin or
# Luxembourgish: it chooses among those with an established press only.
_PLAUSIBLE: Final = (
    "af ar az be bg bn bs ca cs cy da de el en es et eu fa fi fr ga gl gu he hi hr hu"
    " hy id is it ja ka kk kn ko lt lv mk ml mn mr ms my ne nl no pa pl ps pt ro ru si"
    " sk sl sq sr sv sw ta te th tl tr uk ur uz vi zh"
)

_NAMES: Final = {
    "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hu": "Hungarian", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

_SAMPLE: Final = 20_000  # characters; more changes no answer
_FEWEST_LETTERS: Final = 8
# "Council votes 7-2" gets 0.16, "He said it was over." 0.99 (model 0.4.0).
_LOWEST_PROBABILITY: Final = 0.5


def identify_language(text: str) -> tuple[str, float]:
    """The ISO 639-1 code and its probability (0 to 1).

    ``("und", 0.0)`` for a text with too few letters, or ``("und", p)`` when the
    best guess is less likely than not.
    """
    sample = text[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return UNDETERMINED, 0.0
    code, probability = _identifier().classify(sample)
    if probability < _LOWEST_PROBABILITY:
        return UNDETERMINED, round(probability, 4)
    return code, round(probability, 4)


def is_supported_language(code: str) -> bool:
    """Whether an extraction engine exists for this language (today: English)."""
    return code in _SUPPORTED


def require_supported_language(document: ReadableDocument) -> None:
    """Raise ``UnsupportedLanguage`` for a text known to be in another language.

    A text whose language cannot be told (a few words, a table of figures) passes:
    finding nothing in it does no harm, refusing a short English line would.
    """
    code = document.language
    if code == UNDETERMINED or is_supported_language(code):
        return
    language = f"{_NAMES[code]} ({code})" if code in _NAMES else f"language “{code}”"
    raise UnsupportedLanguage(
        f"The text seems to be {language}, probability "
        f"{document.language_probability:.2f}. Claims can be extracted from English "
        "only: hand in an English version."
    )


@cache
def _identifier() -> LanguageIdentifier:
    """The model that comes with the package; loading it takes about 0.8 s."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_PLAUSIBLE.split())
    return identifier
