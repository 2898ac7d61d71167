"""What a reader says of themselves."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.web.ui.preferences import LANGUAGES


class PreferencesForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120, required=False)
    language = forms.ChoiceField(
        label=_("Language of the letters"), choices=list(LANGUAGES.items()), widget=forms.RadioSelect
    )
    unwatched = forms.BooleanField(
        label=_("Only count me"),
        help_text=_("The studio sees how many read a letter and follow its links, but not that it was you."),
        required=False,
    )
