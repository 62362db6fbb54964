"""The forms by which a person corrects a claim, one for each kind of correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from django import forms
from django.http import QueryDict

from claims.corrections import GIVEN, Who
from claims.corrections.places import edge_moved, found_words
from claims.extraction.model import Commitment, SpeakerKind, Tier
from claims.meeting import Places
from claims.models import Claim, SpanRole, Speaker
from claims.models.choices import choices_of
from claims.models.correction import LONGEST_REASON
from claims.storing import LONGEST_LEMMA, LONGEST_NAME
from factcheck.core.errors import Refused

NEW: Final = "new"
_MOST_ALIASES: Final = 3  # shown of a speaker
_KINDS = [kind for kind in choices_of(SpeakerKind) if kind[0] != SpeakerKind.OUTLET]
_TIERS = [tier for tier in choices_of(Tier) if tier[0] != Tier.OUTLET]


class CorrectionForm(forms.Form):
    """What all have: why, in words that others read."""

    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"placeholder": "optional"}),
    )


class SpeakerForm(CorrectionForm):
    """One of the speakers that are offered, or a name and a kind."""

    speaker = forms.ChoiceField(
        label="Speaker", required=False, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label="Name or description", required=False, max_length=LONGEST_NAME
    )
    speaker_kind = forms.ChoiceField(label="Kind", choices=_KINDS, required=False)
    role = forms.CharField(label="Role", required=False, max_length=LONGEST_NAME)

    field_order = ("speaker", "name", "speaker_kind", "role", "reason")

    def __init__(
        self, data: QueryDict | None = None, *, offered: Sequence[Speaker], auto_id: str
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        self._offered = {str(speaker.public_id): speaker for speaker in offered}
        choices = [(key, _described(one)) for key, one in self._offered.items()]
        self.fields["speaker"] = forms.ChoiceField(
            label="Speaker",
            required=False,
            choices=[*choices, (NEW, "somebody else:")],
            widget=forms.RadioSelect,
        )

    def who(self) -> Who:
        """The speaker that was given. Only after ``is_valid()``."""
        values = self.cleaned_data
        chosen = self._offered.get(values["speaker"])
        if chosen is not None:
            return Who(speaker=chosen)
        if not values["speaker"] and not values["name"]:
            return Who()
        return Who(
            name=values["name"],
            kind=SpeakerKind(values["speaker_kind"]),
            role=values["role"],
        )


class CueForm(CorrectionForm):
    """The class of the cue, and of which word it is a form."""

    commitment = forms.ChoiceField(label="Class", choices=choices_of(Commitment))
    lemma = forms.CharField(
        label="The cue is a form of", required=False, max_length=LONGEST_LEMMA
    )

    field_order = ("commitment", "lemma", "reason")


class TierForm(CorrectionForm):
    """What kind of attribution it is."""

    tier = forms.ChoiceField(label="Tier", choices=_TIERS, widget=forms.RadioSelect)

    field_order = ("tier", "reason")


class SplitForm(CorrectionForm):
    """Where to cut."""

    at = forms.TypedChoiceField(label="Cut before", coerce=int)

    field_order = ("at", "reason")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        cuts: Sequence[tuple[int, str]],
        auto_id: str,
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        self.fields["at"] = forms.TypedChoiceField(
            label="Cut where the bar stands", coerce=int, choices=cuts
        )


class MergeForm(CorrectionForm):
    """With which others."""

    claims = forms.MultipleChoiceField(label="Take in")

    field_order = ("claims", "reason")

    def __init__(
        self, data: QueryDict | None = None, *, others: Sequence[Claim], auto_id: str
    ) -> None:
        super().__init__(data, auto_id=auto_id)
        self._others = {str(claim.public_id): claim for claim in others}
        self.fields["claims"] = forms.MultipleChoiceField(
            label="Take in",
            choices=[
                (key, f"{claim.cue_text}: {claim}")
                for key, claim in self._others.items()
            ],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose what to take in."},
        )

    def chosen(self) -> list[Claim]:
        """The claims to take in. Only after ``is_valid()``."""
        return [self._others[key] for key in self.cleaned_data["claims"]]


class RejectForm(CorrectionForm):
    """Why it is no claim."""

    rejection = forms.ChoiceField(
        label="Because",
        choices=[(reason.value, reason.label) for reason in GIVEN],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose why it is rejected."},
    )

    field_order = ("rejection", "reason")


@dataclass(slots=True)
class WordsDraft:
    """The words of one role while they are being corrected."""

    role: SpanRole
    places: Places
    words: str = ""
    reason: str = ""
    faults: list[str] = field(default_factory=list)
    is_open: bool = False

    @property
    def name(self) -> str:
        """What the role is called."""
        return str(self.role.label)

    def fragments(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and words of each."""
        return [(start, end, text[start:end]) for start, end in self.places]


def read_words(data: QueryDict, text: str, role: SpanRole, *, near: int) -> WordsDraft:
    """The words as the form has them: fragments by number, others pasted.

    What is wrong with them is among the draft's ``faults``.
    """
    draft = WordsDraft(role, [], reason=data.get("reason", ""), is_open=True)
    left_out = set(data.getlist("leave_out"))
    bounds = zip(data.getlist("start"), data.getlist("end"), strict=False)
    for number, (start, end) in enumerate(bounds):
        if str(number) in left_out:
            continue
        if not (_is_number(start) and _is_number(end)):
            draft.faults.append("Give the places as whole numbers.")
            continue
        place = min(int(start), len(text)), min(int(end), len(text))
        if place[0] >= place[1]:
            draft.faults.append(f"From {start} to {end} there are no words.")
        draft.places.append(place)
    pasted = data.get("words", "")
    for line in filter(str.strip, pasted.splitlines()):
        try:
            draft.places.append(found_words(text, line, near=near))
        except Refused as error:
            draft.faults.append(str(error))
            draft.words = pasted
    return draft


def step(draft: WordsDraft, asked: str, text: str) -> None:
    """Move an edge as a button asks: ``0:end:1`` is the first fragment, its end, one
    word further on. Anything else moves nothing.
    """
    number, _, rest = asked.partition(":")
    edge, _, by = rest.partition(":")
    if _is_number(number) and int(number) < len(draft.places) and by in ("1", "-1"):
        place = draft.places[int(number)]
        draft.places[int(number)] = edge_moved(
            text, place, is_end=edge == "end", by=int(by)
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _described(speaker: Speaker) -> str:
    about = speaker.role or speaker.get_kind_display()
    aliases = ", ".join(alias.text for alias in speaker.aliases.all()[:_MOST_ALIASES])
    return f"{speaker.name} ({about})" + (f", also {aliases}" if aliases else "")
