"""Forms of the register: a rating, and a sheet to import."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from factcheck.core.errors import Refused
from sources.models import OutletRating
from sources.outlet_sheet import MOST_BYTES
from sources.register import checked_rating


class RatingForm(forms.ModelForm):  # type: ignore[type-arg]
    """A new rating. What it may say is decided by `sources.register`."""

    class Meta:
        model = OutletRating
        fields = ("grade", "since", "reason")
        widgets = {
            "since": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "reason": forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        }

    def clean(self) -> dict[str, Any]:  # Any: as in Django
        """The values, if the service would take them."""
        values = super().clean() or {}
        since, reason = values.get("since"), values.get("reason")
        if isinstance(since, date) and isinstance(reason, str):
            try:
                checked_rating(since, reason)
            except Refused as error:
                raise forms.ValidationError(str(error), code=error.code) from error
        return values


class ImportForm(forms.Form):
    """A file to import. What is in it is judged by `sources.register`."""

    file = forms.FileField(
        label="CSV file",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={"required": "Choose a file first."},
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """The file, unless it is too large. Asked before it is read into memory."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        size = upload.size or 0
        if size > MOST_BYTES:
            raise forms.ValidationError(
                f"The file has {size / 1e6:.1f} MB; at most {MOST_BYTES / 1e6:.0f} MB "
                "are read. Divide it into several files.",
                code="too_large",
            )
        return upload
