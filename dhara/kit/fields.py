"""Form fields for what Dhara's people type: amounts, phone numbers, clean text. For the forms of the doors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from dhara.kit.currency import Money, currency, parse_amount
from dhara.kit.locale.phones import parse_phone
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid


class MoneyField(forms.Field):
    """An amount of one currency in Bengali or Latin digits; cleans to Money, or None when empty and not required."""

    def __init__(self, currency_code: str = "BDT", **kwargs: Any) -> None:
        unit = currency(currency_code)
        self.currency = unit.code
        mode = {"inputmode": "decimal" if unit.exponent else "numeric", "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=mode))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Money | None:
        if isinstance(value, Money):
            return value
        if value in self.empty_values or not str(value).strip():
            return None
        try:
            return parse_amount(str(value), self.currency)
        except Invalid as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal

    def prepare_value(self, value: Any) -> Any:
        return str(value.decimal()) if isinstance(value, Money) else value


class PhoneField(forms.CharField):
    """A phone number; cleans to E.164, or "" when empty and not required."""

    def __init__(self, region: str = "BD", **kwargs: Any) -> None:
        self.region = region
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return parse_phone(text, self.region)
        except Invalid as refusal:
            raise ValidationError(refusal.message, code=refusal.code) from refusal


class TextField(forms.CharField):
    """Text in NFC without control characters; `lines=True` for a text area."""

    def __init__(self, *, lines: bool = False, **kwargs: Any) -> None:
        self.lines = lines
        if lines:
            kwargs.setdefault("widget", forms.Textarea)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(str(value), lines=self.lines) if value is not None else ""
