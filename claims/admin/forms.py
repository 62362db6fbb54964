"""The form by which a person adds an article."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sources.reading import MAX_INPUT_BYTES
from sources.services import LONGEST_OUTLET, LONGEST_TITLE, LONGEST_URL, Submission

HTML = "html"
TEXT = "text"
READ = ("text/html", "text/plain")


class AddArticleForm(forms.Form):
    """An article as text or file, with what is known about it.

    Which of them there must be, and what they may contain, is decided by
    `sources.services`, whose message is shown above the form.
    """

    text = forms.CharField(
        label="Or paste the article",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="The headline on the first line, then the paragraphs. Or the "
        "source of the page: then choose HTML.",
    )
    pasted_as = forms.ChoiceField(
        label="What you pasted is",
        choices=[(TEXT, "plain text"), (HTML, "HTML, the source of a page")],
        initial=TEXT,
        required=False,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label="Or choose a file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".html,.htm,.txt"}),
        help_text="A saved page (.html, at most 2 MB) or a text file (.txt, at most "
        "5 MB).",
    )
    url = forms.CharField(
        label="Web address",
        required=False,
        max_length=LONGEST_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text="Where it was published. Alone it is enough: the page is fetched.",
    )
    outlet = forms.CharField(
        required=False,
        max_length=LONGEST_OUTLET,
        widget=forms.TextInput(attrs={"list": "known-outlets", "autocomplete": "off"}),
        help_text="Its name or its domain.",
    )
    title = forms.CharField(
        required=False,
        max_length=LONGEST_TITLE,
        help_text="If the text has no headline of its own.",
    )
    published = forms.DateField(
        label="Published on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day from which “on Monday” is counted.",
    )

    def clean_file(self) -> UploadedFile[bytes] | None:
        """The file, unless it is larger than anything that can be read.

        Asked before it is read into memory.
        """
        upload: UploadedFile[bytes] | None = self.cleaned_data["file"]
        size = (upload.size or 0) if upload is not None else 0
        if size > MAX_INPUT_BYTES:
            raise forms.ValidationError(
                f"The file has {size / 1e6:.1f} MB; at most "
                f"{MAX_INPUT_BYTES / 1e6:.0f} MB can be read.",
                code="too_large",
            )
        return upload

    def submission(self) -> Submission:
        """What was handed in. Only after ``is_valid()``."""
        values = self.cleaned_data
        text: str | None = values["text"] if values["text"].strip() else None
        upload: UploadedFile[bytes] | None = values["file"]
        data: bytes | None = None
        content_type = ""
        if upload is not None:
            data = upload.read()
            # What a browser says of other types says nothing: the bytes are looked at.
            content_type = next((t for t in READ if t == upload.content_type), "")
        elif text is not None and values["pasted_as"] == HTML:
            data, text = text.encode(), None
            content_type = "text/html; charset=utf-8"
        return Submission(
            data=data,
            text=text,
            content_type=content_type,
            url=values["url"] or None,
            outlet=values["outlet"] or None,
            title=values["title"] or None,
            published=values["published"],
        )
