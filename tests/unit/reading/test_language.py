"""The language of a text, and what callers say about one without an engine."""

from __future__ import annotations

import pytest

from sources.reading import is_supported_language, read_text, require_supported_language
from sources.reading.errors import UnsupportedLanguage
from sources.reading.language import identify_language


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Taxes will rise next year, the minister said on Friday.", "en"),
        ("Council votes to close the bridge, officials say", "en"),
        ("Der Minister sagte am Freitag, die Steuern würden steigen.", "de"),
        ("El ministro dijo el viernes que los impuestos subirán.", "es"),
        ("Le ministre a déclaré que les impôts allaient augmenter.", "fr"),
        ("Премьер-министр сообщил, что налоги вырастут.", "ru"),
        ("总理星期五表示，明年将提高税收。", "zh"),
        ("He said.", "und"),
        ("12,345 67,890 12.5%", "und"),
        ("asdkjh qweoiu zxmnb lkj qwe", "und"),
        ("", "und"),
    ],
)
def test_languages(text: str, code: str):
    found, probability = identify_language(text)

    assert found == code
    assert 0 <= probability <= 1


def test_only_english_has_an_engine():
    assert is_supported_language("en")
    assert not is_supported_language("de")
    assert not is_supported_language("und")


def test_a_text_known_to_be_in_another_language_is_refused_by_name():
    document = read_text("Der Minister sagte am Freitag, die Steuern würden steigen.")

    with pytest.raises(UnsupportedLanguage, match=r"German \(de\).*English only"):
        require_supported_language(document)


@pytest.mark.parametrize(
    "text", ["He said.", "The minister said that taxes would rise."]
)
def test_english_and_texts_too_short_to_tell_pass(text: str):
    require_supported_language(read_text(text))
