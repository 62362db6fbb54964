"""What a reader can object to, said to the person who handed the article in.

Every error is ``Refused``: the input can be changed, trying again without that
does not help. ``code`` is stable, for the API and for tests; the message says
what is wrong, with which figure, and what to do.
"""

from __future__ import annotations

from typing import ClassVar, Final


class ReadingError(Exception):
    """Anything the reader raises on purpose."""


class Refused(ReadingError):
    """This input cannot become an article."""

    code: ClassVar[str] = "refused"


class Empty(Refused):
    """Nothing but blanks and control characters."""

    code = "empty"


class TooLarge(Refused):
    """More bytes, or more characters of article text, than the limit."""

    code = "too_large"


class TooDeep(Refused):
    """HTML nested deeper than the limit."""

    code = "too_deep"


class TooManyNodes(Refused):
    """HTML with more tags, texts and attributes than the limit."""

    code = "too_many_nodes"


class Binary(Refused):
    """A PDF, picture, archive or other file that is not text."""

    code = "binary"


class NotText(Refused):
    """Text of a kind that is no article: JSON, a feed, RTF, a style sheet."""

    code = "not_text"


class Malformed(Refused):
    """HTML that the parser gives up on, or text that is mostly undecodable."""

    code = "malformed"


class NoArticleText(Refused):
    """A page in which no paragraph of an article was found."""

    code = "no_article_text"


class UnsupportedLanguage(Refused):
    """A text in a language that no extraction engine reads."""

    code = "unsupported_language"


CODES: Final = tuple(
    error.code
    for error in (
        Empty,
        TooLarge,
        TooDeep,
        TooManyNodes,
        Binary,
        NotText,
        Malformed,
        NoArticleText,
        UnsupportedLanguage,
    )
)
