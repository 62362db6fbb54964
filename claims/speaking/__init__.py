"""What people say about speakers: who are one, who are two, names, roles.

For adjudicators and editors. Each change is in the ledger, and raises the version of
the speakers that it changes.
"""

from claims.speaking.details import (
    add_alias,
    add_role,
    remove_alias,
    remove_role,
    set_wikidata,
)
from claims.speaking.finding import candidates, first_guess, written_so
from claims.speaking.merging import MergePreview, merge, preview_merge, undo_merge
from claims.speaking.rules import LONGEST_NAME, LONGEST_REASON, NEW_KINDS, Obstacle
from claims.speaking.splitting import (
    MOST_CLAIMS,
    NewSpeaker,
    SplitPreview,
    preview_split,
    split,
    undo_split,
)

__all__ = [
    "LONGEST_NAME",
    "LONGEST_REASON",
    "MOST_CLAIMS",
    "NEW_KINDS",
    "MergePreview",
    "NewSpeaker",
    "Obstacle",
    "SplitPreview",
    "add_alias",
    "add_role",
    "candidates",
    "first_guess",
    "merge",
    "preview_merge",
    "preview_split",
    "remove_alias",
    "remove_role",
    "set_wikidata",
    "split",
    "undo_merge",
    "undo_split",
    "written_so",
]
