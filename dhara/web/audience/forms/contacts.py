"""What a member looks for among contacts, and fills in about one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import rules
from dhara.audience.contacts.queries import Filters
from dhara.audience.models import Contact, Field, Tag
from dhara.kit.fields import TextField
from dhara.kit.locale.languages import NAMES
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Invalid
from dhara.web.studio.forms.refusals import Refusable


class Search(forms.Form):
    q = forms.CharField(label=_("Name or address"), required=False, max_length=120)
    state = forms.ChoiceField(label=_("State"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)

    def __init__(self, *args: Any, tags: Iterable[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        states = [(code, words) for code, words in rules.LIFECYCLE.states.items() if code != rules.ERASED]
        fields["state"].choices = [("", _("All")), *states]
        fields["tag"].choices = [("", _("Any tag")), *((str(each.pk), each.name) for each in tags)]
        fields["state"].says_optional = fields["tag"].says_optional = False

    def filters(self) -> Filters:
        """What was chosen; a choice that there is not counts as none."""
        self.is_valid()
        data = self.cleaned_data
        tag = data.get("tag")
        return Filters(clean_text(data.get("q") or ""), data.get("state") or "", int(tag) if tag else None)

    def require(self) -> None:
        """Raises Invalid for a choice that there is not: without it everybody would be meant."""
        if self.errors:
            raise Invalid("filter_gone", _("What you searched for is not there any more. Please look again."))


class NewContact(Refusable):
    email = forms.EmailField(label=_("Email address"), max_length=254)
    name = TextField(label=_("Name"), max_length=rules.MAX_NAME, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=list(NAMES.items()))
    tags = forms.MultipleChoiceField(label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label=_("They agreed to get letters from this studio"), required=False)
    words = forms.CharField(
        label=_("When and how did they agree?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It is kept with the consent: on a paper list at the book fair, by phone, in your shop …"),
    )

    def __init__(self, *args: Any, tags: Iterable[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["tags"].choices = [(str(each.pk), each.name) for each in tags]
        if not fields["tags"].choices:
            del fields["tags"]


class Details(Refusable):
    """Name, language and zone of one contact, and a field for each field of the studio."""

    name = TextField(label=_("Name"), max_length=rules.MAX_NAME, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=list(NAMES.items()))

    def __init__(self, data: Any = None, *, contact: Contact, known: Iterable[Field]) -> None:
        known = list(known)
        initial = {"name": contact.name, "language": contact.language}
        initial |= {f"field_{each.pk}": _shown(contact.fields.get(each.key)) for each in known}
        super().__init__(data, initial=initial)
        self.known = known
        for each in known:
            self.fields[f"field_{each.pk}"] = _input(each)

    @property
    def own(self) -> list[Any]:
        return [self[f"field_{each.pk}"] for each in self.known]

    def values(self) -> dict[str, str]:
        """By key what was typed."""
        return {each.key: self.cleaned_data[f"field_{each.pk}"] for each in self.known}

    def blame(self, key: str, words: str) -> None:
        self.add_error(next(f"field_{each.pk}" for each in self.known if each.key == key), words)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _input(field: Field) -> forms.Field:
    if field.kind in (rules.CHOICE, rules.YES_NO):
        words = [(each, each) for each in field.choices] if field.kind == rules.CHOICE else [
            ("yes", _("Yes")),
            ("no", _("No")),
        ]  # fmt: skip
        made: Any = forms.ChoiceField(label=field.label, required=False, choices=[("", "—"), *words])
    else:
        attrs = {rules.NUMBER: {"inputmode": "decimal"}, rules.DATE: {"type": "date"}}.get(field.kind, {})
        made = forms.CharField(
            label=field.label, required=False, max_length=rules.MAX_VALUE, widget=forms.TextInput(attrs=attrs)
        )
    made.says_optional = False
    return cast(forms.Field, made)
