"""Who comes into a sequence, or into which one they come."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts.queries import Filters
from dhara.audience.models import Segment, Sequence
from dhara.web.studio.forms.refusals import Refusable

EVERYBODY = "everybody"


class IntakeForm(Refusable):
    segment = forms.ChoiceField(label=_("Who is to come in?"))

    def __init__(self, *args: Any, segments: QuerySet[Segment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.segments = {str(each.pk): each for each in segments}
        named = [(key, each.name) for key, each in self.segments.items()]
        field: Any = self.fields["segment"]
        field.choices = [("", _("Choose who is meant")), (EVERYBODY, _("The whole audience")), *named]

    def clean_segment(self) -> Segment | Filters:
        chosen = self.cleaned_data["segment"]
        return Filters() if chosen == EVERYBODY else self.segments[chosen]


class IntoForm(Refusable):
    sequence = forms.ModelChoiceField(
        Sequence.objects.none(), label=_("Into which sequence?"), empty_label=_("Choose a sequence")
    )

    def __init__(self, *args: Any, sequences: QuerySet[Sequence], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sequence"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = sequences
