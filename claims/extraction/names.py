"""Word lists about people: pronouns, titles, person and group nouns, first names."""

from __future__ import annotations

from typing import Final

PRONOUNS: Final = frozenset(
    {"he", "she", "they", "it", "i", "we", "you", "him", "her", "them", "who", "his",
     "their", "its", "that", "which", "someone", "everyone", "nobody", "others",
     "many", "some", "several", "few", "most", "all", "both", "none", "another"}
)  # fmt: skip

# Titles that stand before a name; lower case, with and without the full stop.
TITLES: Final = frozenset(
    {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "sir", "dame",
     "lord", "lady", "sen", "sen.", "rep", "rep.", "reps.", "sens.", "gov", "gov.",
     "gen", "gen.", "lt", "lt.", "col", "col.", "maj", "maj.", "capt", "capt.", "sgt",
     "sgt.", "rev", "rev.", "prof", "prof.", "president", "senator", "governor",
     "congressman", "congresswoman", "representative", "secretary", "minister",
     "chancellor", "judge", "justice", "mayor", "king", "queen", "prince", "princess",
     "pope", "bishop", "archbishop", "cardinal", "sheriff", "chief", "officer",
     "detective", "inspector", "ambassador", "professor", "councillor", "cllr",
     "speaker", "chairman", "chairwoman", "chair", "director", "premier", "vice",
     "general", "admiral", "colonel", "captain", "sergeant", "lieutenant", "major"}
)  # fmt: skip
