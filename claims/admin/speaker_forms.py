"""The forms by which people say who is who."""

from __future__ import annotations

from typing import Any

from django import forms

from claims.extraction.model import SpeakerKind
from claims.models import Speaker
from claims.speaking import LONGEST_NAME, LONGEST_REASON, NEW_KINDS, NewSpeaker
from factcheck.core.versions import Seen

NEW = "new"
"""Where the key of a speaker would stand: one who has no row yet."""


class ReasonForm(forms.Form):
    """Why; and which version of the speaker was looked at."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Others read it.",
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    into_version = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput
    )

    def seen(self, name: str) -> Seen:
        """The version that was looked at. Only after ``is_valid()``."""
        version: int | None = self.cleaned_data[name]
        return frozenset() if version is None else frozenset({version})


class SplitForm(forms.Form):
    """Which claims and names are another's, and who that is."""

    claims = forms.TypedMultipleChoiceField(required=False, coerce=int)
    aliases = forms.TypedMultipleChoiceField(required=False, coerce=int)
    into = forms.CharField(required=False, max_length=20)
    name = forms.CharField(
        label="Name", required=False, max_length=LONGEST_NAME, strip=True
    )
    kind = forms.ChoiceField(
        label="Who or what is it?",
        choices=[(kind.value, kind.value.replace("_", " ")) for kind in NEW_KINDS],
        required=False,
    )
    words = forms.CharField(required=False, max_length=LONGEST_NAME)

    def __init__(self, data: Any = None, **options: Any) -> None:  # Any: as in Django
        super().__init__(data, **options)
        # Whose they are is for the service: it says what is wrong in words.
        for name in ("claims", "aliases"):
            given = data.getlist(name) if data else []
            keys = {key for key in given if key.isdecimal() and len(key) < 19}
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for its type
            field.choices = [(key, key) for key in sorted(keys)]

    def other(self, speaker: Speaker) -> Speaker | NewSpeaker | None:
        """The other one; None if nobody was chosen. Only after ``is_valid()``."""
        into: str = self.cleaned_data["into"]
        if into == NEW:
            kind = self.cleaned_data["kind"] or SpeakerKind.NAMED_PERSON.value
            return NewSpeaker(self.cleaned_data["name"], SpeakerKind(kind))
        if not into.isdecimal():
            return None
        return Speaker.objects.filter(pk=int(into[:18])).first()
