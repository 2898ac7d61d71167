"""Percentages that make up the whole."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.locale.digits import in_script, to_latin
from dhara.kit.locale.languages import current

_SHARE = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")


class SharesField(forms.Field):
    """Such as "40, 40, 20" in any digits; cleans to basis points: [4000, 4000, 2000]. The rules say what they make."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "maxlength": "60", "inputmode": "text"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        shares = ", ".join(f"{share / 100:g}" for share in value) if isinstance(value, list) else value
        return in_script(shares, current()) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[int]:
        typed = to_latin(str(value or "")).replace("%", " ").replace(";", ",").replace("/", ",")
        parts = [part.strip() for part in typed.split(",")] if "," in typed else typed.split()
        if not all(_SHARE.fullmatch(part) for part in parts):
            raise forms.ValidationError(_("Please write percentages with commas between them, such as 50, 50."))
        return [round(float(part) * 100) for part in parts]
