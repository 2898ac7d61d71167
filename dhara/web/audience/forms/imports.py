"""An import as a member sets it up: what each column means, and how the lines are taken in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import mapping
from dhara.audience.contacts.queries.imports import Column
from dhara.audience.models import Field, Tag
from dhara.kit.locale.languages import NAMES
from dhara.web.studio.forms.refusals import Refusable


class Setup(Refusable):
    language = forms.ChoiceField(
        label=_("Language of those whose line says none"), choices=list(NAMES.items()), required=True
    )
    tags = forms.MultipleChoiceField(
        label=_("Tags for all of them"), required=False, widget=forms.CheckboxSelectMultiple
    )
    update = forms.BooleanField(
        label=_("Update contacts that are here already"),
        required=False,
        initial=True,
        help_text=_("What the file says replaces what stands here; empty cells change nothing."),
    )
    agreed = forms.BooleanField(label=_("All of them agreed to get letters from this studio"), required=False)
    words = forms.CharField(
        label=_("When and how did they agree?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept with each consent. Without consent they are only known to you, and get no letters."),
    )

    def __init__(self, *args: Any, columns: Sequence[Column], fields: Iterable[Field], tags: Iterable[Tag], **kw: Any):
        super().__init__(*args, **kw)
        own: Any = self.fields
        own["tags"].choices = [(str(each.pk), each.name) for each in tags]
        if not own["tags"].choices:
            del own["tags"]
        meanings: list[tuple[str, Any]] = [("", _("Leave out")), *mapping.TARGETS.items()]
        meanings += [(mapping.FIELD + each.key, each.label) for each in fields]
        self.columns = columns
        for column in columns:
            own[f"column_{column.place}"] = forms.ChoiceField(
                label=column.heading or _("Column %(number)s") % {"number": int(column.place) + 1},
                required=False,
                choices=meanings,
                initial=column.target,
                widget=forms.Select(attrs={"class": "select"}),
            )

    @property
    def mapped(self) -> list[tuple[Column, Any]]:
        return [(column, self[f"column_{column.place}"]) for column in self.columns]

    def chosen(self) -> dict[str, str]:
        """By column what it means."""
        return {column.place: self.cleaned_data[f"column_{column.place}"] for column in self.columns}

    def options(self) -> dict[str, Any]:
        data = self.cleaned_data
        chosen = {name: data[name] for name in ("language", "update", "agreed", "words")}
        return {**chosen, "tag_ids": [int(each) for each in data.get("tags", [])]}
