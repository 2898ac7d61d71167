"""How an action's refusal comes beside the field that is to blame."""

from __future__ import annotations

from django import forms

from dhara.kit.refusal import Refused


class Refusable(forms.Form):
    def refuse(self, refusal: Refused) -> None:
        """Show an action's refusal beside the field that is to blame, else above the form."""
        blamed = (refusal.field or "").removesuffix("_id")
        self.add_error(blamed if blamed in self.fields else None, str(refusal.message))
