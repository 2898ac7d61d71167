"""Which segment comes into a sequence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dhara.audience.models import Segment
from dhara.web.studio.forms.refusals import Refusable


class IntakeForm(Refusable):
    segment = forms.ModelChoiceField(
        Segment.objects.none(), label=_("Who is to come in?"), empty_label=_("Choose a segment")
    )

    def __init__(self, *args: Any, segments: QuerySet[Segment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["segment"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = segments
