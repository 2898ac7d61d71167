"""A new studio."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dhara.kit import currency
from dhara.kit.fields import TextField
from dhara.kit.locale.languages import NAMES, current
from dhara.kit.refusal import Invalid
from dhara.people.studios import queries, rules


class NewStudio(forms.Form):
    name = TextField(
        label=_("Name of the studio"),
        max_length=80,
        help_text=_("Your own name is a fine name for a studio. It may be in Bengali."),
        error_messages={"required": _("Please give the studio a name.")},
    )
    handle = forms.CharField(
        label=_("Address"),
        max_length=40,
        help_text=_("Latin letters a–z, digits and underscores. You can change it later; the old one will redirect."),
        error_messages={"required": _("Please choose an address.")},
    )
    tagline = TextField(label=_("What you make, in one sentence"), max_length=140, required=False)
    currency = forms.ChoiceField(label=_("Currency of your prices"))
    language = forms.ChoiceField(
        label=_("Language of your buyers"), choices=list(NAMES.items()), widget=forms.RadioSelect
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("Your face or your sign: JPEG, PNG or WEBP, up to 25 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = current()
        choices: Any = self.fields["currency"]
        choices.choices = currency.choices(lang)
        self.initial = {"currency": "BDT", "language": lang, **self.initial}
        self.fields["handle"].widget.attrs.update(
            {
                "autocapitalize": "none",
                "autocomplete": "off",
                "spellcheck": "false",
                "data-check": reverse("new-studio-handle"),
                "data-says": "handle-says",
            }
        )

    def clean_handle(self) -> str:
        """Early, so that a picture is not stored for nothing; the action decides again."""
        try:
            handle = rules.clean_handle(self.cleaned_data["handle"])
        except Invalid as refusal:
            raise forms.ValidationError(str(refusal.message), code=refusal.code) from refusal
        if not queries.is_free(handle):
            raise forms.ValidationError(_("This address is taken. Please choose another."), code="handle_taken")
        return handle
