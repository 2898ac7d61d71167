"""A refusal of an action, shown in the form that asked for it."""

from __future__ import annotations

from django import forms

from dhara.kit.refusal import Refused


def show(form: forms.Form, refusal: Refused) -> None:
    """Beside the field that is to blame, else above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal.message))
