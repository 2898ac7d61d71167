"""A list that is pasted or uploaded, and how many answers each row gets."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.web.campaigns.forms.drafts import Count
from dhara.web.studio.forms.refusals import Refusable
from dhara.work.campaigns.rules.draft import MOST_REDUNDANCY

MOST_BYTES: Final = 20 * 1024 * 1024
# What is longer is not put into the box again.
MOST_TYPED: Final = 200 * 1024


class ListForm(Refusable):
    rows = forms.CharField(
        label=_("Paste it here, from a spreadsheet or as CSV"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "class": "campaign-list"}),
    )
    file = forms.FileField(
        label=_("Or choose a CSV file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    redundancy = Count(
        MOST_REDUNDANCY,
        label=_("Answers for each row"),
        help_text=_("Three or five people for each show where they agree. Each answer is paid."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("rows", "file"):
            vars(self.fields[name])["says_optional"] = False

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given and given.size > MOST_BYTES:
            raise forms.ValidationError(_("This file is too large. Take one of at most 20 MB."))
        return given

    def file_given(self) -> bool:
        return bool(self.cleaned_data["file"])

    def empty(self) -> bool:
        """Neither text nor file: the campaign needs no list."""
        return not self.file_given() and not self.cleaned_data["rows"].strip()

    def raw(self) -> bytes:
        """The file's content, which counts for more than the text, else the text."""
        given = self.cleaned_data["file"]
        if given:
            content: bytes = given.read()
            return content
        text: str = self.cleaned_data["rows"]
        return text.encode() if text.strip() else b""

    def again(self, raw: bytes) -> ListForm:
        """The form to be sent once more: what came as a file stands in the box, so that it need not be chosen anew."""
        if not self.file_given() or len(raw) > MOST_TYPED:
            return self
        data = {"redundancy": self.data.get("redundancy", "")}
        data["rows"] = raw.decode("utf-8-sig", "replace")
        made = ListForm(data)
        made.is_valid()
        return made
