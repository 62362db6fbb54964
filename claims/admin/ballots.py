"""The vote as a form."""

from __future__ import annotations

from typing import Final

from django import forms

from claims.review.voting import Ballot
from claims.verdicts.states import Aspect, Verdict

QUESTIONS: Final = {
    Aspect.ATTRIBUTION: "Did they say it, as the article has it?",
    Aspect.CONTENT: "Is it so?",
}
KEYS: Final = {
    Verdict.CORROBORATED: "c",
    Verdict.PARTLY_CORROBORATED: "p",
    Verdict.DISPUTED: "d",
    Verdict.UNVERIFIED: "u",
    Verdict.NOT_CHECKABLE: "n",
}
VERDICT_NAMES: Final = {
    Verdict.CORROBORATED: "Corroborated",
    Verdict.PARTLY_CORROBORATED: "Partly",
    Verdict.DISPUTED: "Disputed",
    Verdict.UNVERIFIED: "Unverified",
    Verdict.NOT_CHECKABLE: "Not checkable",
}


class BallotForm(forms.Form):
    """One aspect's vote; nothing chosen is no vote.

    How long the words may be the service says: a ``maxlength`` would let browsers cut
    off what is pasted, without a word.
    """

    verdict = forms.ChoiceField(
        required=False,
        choices=[(verdict.value, name) for verdict, name in VERDICT_NAMES.items()],
        widget=forms.RadioSelect,
    )
    rationale = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    scope_note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, aspect: Aspect, data: object = None, **initial: str) -> None:
        super().__init__(data, prefix=aspect.value, initial=initial)  # type: ignore[arg-type]
        self.aspect = aspect
        self.question = QUESTIONS[aspect]

    def ballot(self) -> Ballot | None:
        """The vote, of a valid form; None where nothing is chosen."""
        values = self.cleaned_data
        if not values["verdict"]:
            return None
        return Ballot(
            aspect=self.aspect,
            verdict=Verdict(values["verdict"]),
            rationale=values["rationale"],
            scope_note=values["scope_note"],
        )

    def choices(self) -> list[tuple[str, str, str, bool]]:
        """Value, name, key and whether it is chosen, of each verdict."""
        chosen = self["verdict"].value()
        return [
            (verdict.value, name, KEYS[verdict], verdict.value == chosen)
            for verdict, name in VERDICT_NAMES.items()
        ]
