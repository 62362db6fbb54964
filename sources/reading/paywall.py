"""Whether a page says that its text is cut off for those who do not pay."""

from __future__ import annotations

import re
from typing import Final

from sources.reading.document import Notice, NoticeCode
from sources.reading.patterns import PAYWALL, READ_FULL
from sources.reading.tree import Tree, own_text

_LITTLE: Final = 2_500  # characters; a text of this length may be the beginning alone
_LONGEST_LINE: Final = 400  # characters; an invitation to subscribe is short
_MOST_CHARACTERS: Final = 400_000  # of the page that are looked at

_DECLARED: Final = (
    "The page says that it is not free to read: its text may be cut off. Paste the "
    "article's text if you have access to it."
)
_CUT_OFF: Final = (
    "The page asks to subscribe or log in to read on (“{words}”): its text is "
    "probably cut off. Paste the article's text if you have access to it."
)


def paywall_notice(
    tree: Tree, *, is_free: bool | None, characters: int
) -> Notice | None:
    """The notice for a page, None if nothing speaks for a paywall.

    ``is_free`` is what the page declares (None: nothing); ``characters`` is the
    length of the text that was found. Words that ask to subscribe count only
    beside little text: pages that are open ask for it too.
    """
    if characters <= _LITTLE and is_free is not True:
        patterns = (PAYWALL,) if is_free is None else (PAYWALL, READ_FULL)
        if words := _invitation(tree, patterns):
            return Notice(NoticeCode.CUT_OFF, _CUT_OFF.format(words=words))
    if is_free is False:
        return Notice(NoticeCode.DECLARED_PAYWALL, _DECLARED)
    return None


def _invitation(tree: Tree, patterns: tuple[re.Pattern[str], ...]) -> str:
    """The first words on the page that ask to subscribe to read on, or ""."""
    looked_at = 0
    for element in tree.elements:
        if looked_at > _MOST_CHARACTERS:
            break
        for line in own_text(element):
            looked_at += len(line)
            if len(line) > _LONGEST_LINE:
                continue
            if found := next(filter(None, (p.search(line) for p in patterns)), None):
                return " ".join(found[0].split())[:120]
    return ""
