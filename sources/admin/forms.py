"""The forms by which people follow feeds, and what helps to fill them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sources import feeds
from sources.models import Feed, Outlet
from sources.services import LONGEST_OUTLET, LONGEST_TITLE, LONGEST_URL

if TYPE_CHECKING:
    _FeedModelForm = forms.ModelForm[Feed]
else:
    _FeedModelForm = forms.ModelForm  # takes no type argument when it runs

OFFERED_OUTLETS = 300  # more would make the page heavy and the list no help


class FollowForm(forms.Form):
    """A feed to follow. What can be followed is decided by `sources.feeding`."""

    url = forms.CharField(
        label="Web address of the feed",
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text="Of the RSS or Atom feed itself, not of the page that links to it.",
    )
    outlet = forms.CharField(
        required=False,
        max_length=LONGEST_OUTLET,
        widget=forms.TextInput(attrs={"list": "known-outlets", "autocomplete": "off"}),
        help_text="Its name or domain, for all articles of this feed. Empty: as each "
        "article’s address says.",
    )
    title = forms.CharField(
        required=False,
        max_length=LONGEST_TITLE,
        help_text="Empty: what the feed calls itself.",
    )


class ImportForm(forms.Form):
    """A list of feeds as a file. What it holds is decided by `sources.feeds`."""

    file = forms.FileField(
        label="OPML file",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".opml,.xml"}),
        help_text="As feed readers export it. All its feeds are followed, or none.",
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """The file, unless it is larger than what is read; asked before it is."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > feeds.MAX_BYTES:
            raise forms.ValidationError(
                f"The file has {(upload.size or 0) / 1e6:.1f} MB; at most "
                f"{feeds.MAX_BYTES / 1e6:.0f} MB can be read.",
                code="too_large",
            )
        return upload


class FeedForm(_FeedModelForm):
    """What people say of a feed."""

    class Meta:
        labels = {"is_active": "Switched on"}
        help_texts = {
            "title": "Empty: what the feed calls itself, when it is polled next.",
            "is_active": "Polled from time to time. Switched off, it stays in the list "
            "with all it has brought.",
        }


def known_outlets() -> list[str]:
    """Names to offer while the outlet is typed."""
    names = Outlet.objects.order_by("name").values_list("name", flat=True)
    return list(names[:OFFERED_OUTLETS])
