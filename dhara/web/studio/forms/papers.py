"""What stands on a studio's invoices."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.checkout.papers import rules
from dhara.kit.fields import TextField
from dhara.web.studio.forms.refusals import Refusable


class PaperForm(Refusable):
    legal_name = TextField(
        label=_("Name on your invoices"),
        max_length=160,
        help_text=_("Your own name or your company's, as your trade licence or tax certificate has it."),
    )
    address = TextField(
        lines=True,
        label=_("Address"),
        max_length=400,
        required=False,
        help_text=_("As it should stand on the paper, line by line."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    layout = forms.ChoiceField(label=_("Layout"), choices=list(rules.LAYOUTS.items()), widget=forms.RadioSelect)
    prefix = TextField(  # type: ignore[assignment]  # fields are taken out of the class, so a form's own stays
        label=_("Letters before the number"),
        max_length=8,
        required=False,
        help_text=_("Up to eight Latin letters and digits, to tell these invoices from others that you write."),
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "autocomplete": "off", "maxlength": 8}),
    )
    signer = TextField(label=_("Who signs"), max_length=80, required=False)
    signer_title = TextField(label=_("Position"), max_length=80, required=False)
    note = TextField(
        lines=True,
        label=_("A note at the end"),
        max_length=400,
        required=False,
        help_text=_("Such as how to reach you, or what your accountant wants to stand there."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    automatic = forms.BooleanField(
        label=_("Give an invoice for every paid order by itself"),
        required=False,
        help_text=_("Otherwise an invoice is made when the buyer asks for it on the order's page, or when you do."),
    )

    def __init__(self, *args: Any, may_mushak: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_mushak:
            fields: Any = self.fields
            fields["layout"].help_text = _("Mushak 6.3 can be chosen once your BIN stands under Tax.")
