"""A form as its studio builds it: its words, its questions in their order, a new field for one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dhara.audience.contacts import rules as kinds
from dhara.audience.forms import queries, rules
from dhara.audience.forms.models import Form
from dhara.audience.forms.rules import Draft
from dhara.audience.models import Field, Tag
from dhara.kit.fields import TextField
from dhara.kit.locale.languages import LANGS, NAMES
from dhara.kit.refusal import Refused
from dhara.people.models import Studio
from dhara.web.studio.forms.refusals import Refusable

NOT, MAY, MUST = "", "may", "must"
_ASKS = [(NOT, _("do not ask")), (MAY, _("ask")), (MUST, _("must be answered"))]
_LABELS = {
    "title": _("Title"),
    "words": _("A few words about it"),
    "button": _("On the button"),
    "consent": _("Below the button: what they agree to"),
    "thanks": _("After they have confirmed"),
}
_MINE = {"data-choice": ""}


class BuilderForm(forms.Form):
    name = TextField(label=_("Name"), max_length=120, help_text=_("Only you see it."))
    magnet = forms.ChoiceField(
        label=_("What they get for it"),
        required=False,
        help_text=_("One of your free, published offers: whoever confirms finds it in their mailbox at once."),
    )
    language = forms.ChoiceField(
        label=_("Words in"), choices=list(NAMES.items()), required=False, widget=forms.RadioSelect(attrs=_MINE)
    )
    tags = forms.MultipleChoiceField(label=_("Tags that they get"), required=False, widget=forms.CheckboxSelectMultiple)
    confirm = forms.BooleanField(
        label=_("Ask to confirm the address"),
        required=False,
        help_text=_("A letter with a button. It keeps mistyped and borrowed addresses off your list; leave it on."),
    )
    tone = forms.ChoiceField(label=_("Look"), choices=list(rules.TONES.items()), widget=forms.RadioSelect)
    place = forms.ChoiceField(
        label=_("Where on other sites?"), choices=list(rules.PLACES.items()), widget=forms.RadioSelect(attrs=_MINE)
    )
    after_seconds = TextField(label=_("Opens after how many seconds?"), required=False, max_length=3)
    on_leaving = forms.BooleanField(label=_("Also opens when somebody is about to leave"), required=False)

    def __init__(self, studio: Studio, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offers = [(str(each.pk), each.title) for each in queries.magnets(studio.pk)]
        self._choose("magnet", [("", _("Nothing: only letters")), *offers])
        tags = [(str(each.pk), each.name) for each in Tag.objects.filter(studio=studio).order_by("name")]
        self._choose("tags", tags)
        own = dict(Field.objects.filter(studio=studio).order_by("id").values_list("key", "label"))
        labels: dict[str, Any] = {rules.NAME: _("Name"), **own}
        wanted = self.data.getlist("order") if isinstance(self.data, QueryDict) else self.initial.get("order", ())
        self.asks = in_order(list(labels), wanted)
        for key in self.asks:
            self.fields[f"ask_{key}"] = forms.ChoiceField(label=labels[key], choices=_ASKS, required=False)
        for language in LANGS:
            for part, limit in rules.WORDS.items():
                long = part in ("words", "consent", "thanks")
                self.fields[f"{part}_{language}"] = TextField(
                    label=_LABELS[part], lines=long, required=False, max_length=limit
                )
        for field in self.fields.values():
            vars(field)["says_optional"] = False

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def questions(self) -> list[tuple[str, BoundField]]:
        return [(key, self[f"ask_{key}"]) for key in self.asks]

    def typed(self) -> dict[str, Any]:
        """What was typed, checked by nobody yet: another form can begin with it."""
        own = {name: field.widget.value_from_datadict(self.data, {}, name) for name, field in self.fields.items()}
        return {**own, "order": self.asks}

    @property
    def texts(self) -> list[tuple[str, str, list[BoundField]]]:
        return [(code, NAMES[code], [self[f"{part}_{code}"] for part in rules.WORDS]) for code in LANGS]

    def draft(self) -> Draft:
        said = self.cleaned_data
        asked = [(key, said[f"ask_{key}"]) for key in self.asks]
        return Draft(
            name=said["name"],
            questions=[{"field": key, "required": how == MUST} for key, how in asked if how],
            texts={code: {part: said[f"{part}_{code}"] for part in rules.WORDS} for code in LANGS},
            look={name: said[name] for name in ("place", "tone", "after_seconds", "on_leaving")},
            tags=[int(each) for each in said["tags"]],
            magnet_id=int(said["magnet"]) if said["magnet"] else None,
            confirm=said["confirm"],
        )

    def refuse(self, refusal: Refused) -> None:
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.message))


class NewField(Refusable):
    """A field of the studio's own, made on the page of the form that asks for it."""

    label = TextField(label=_("What is it called?"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(kinds.FIELD_KINDS.items()))
    choices = TextField(label=_("Words to choose from, one on each line"), lines=True, required=False)

    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed, prefix="new", use_required_attribute=False)
        self.fields["choices"].help_text = _("only for a choice")
        vars(self.fields["choices"])["says_optional"] = False


def in_order(keys: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """The keys as they are wanted; those that nobody named come after them."""
    first = [key for key in dict.fromkeys(wanted) if key in keys]
    return [*first, *(key for key in keys if key not in first)]


def moved(keys: Sequence[str], key: str, by: int) -> list[str]:
    """One of them up (-1) or down (1); as they are where it can not go there."""
    found = list(keys)
    place = found.index(key) if key in found else -1
    there = place + by
    if place >= 0 and 0 <= there < len(found):
        found[place], found[there] = found[there], found[place]
    return found


def initial_of(form: Form | None, studio: Studio) -> dict[str, Any]:
    """What the builder begins with: the form as it is, or a new one's usual words."""
    if form is None:
        texts = {code: rules.usual_words(code) for code in LANGS}
        usual = {"confirm": True, "tone": rules.PAPER, "place": rules.PAGE, f"ask_{rules.NAME}": MAY}
        return {"language": studio.language, **usual, **_words(texts)}
    asks = {f"ask_{each['field']}": MUST if each["required"] else MAY for each in form.questions}
    return {
        "name": form.name,
        "magnet": str(form.magnet_id or ""),
        "language": studio.language,
        "order": [each["field"] for each in form.questions],
        "tags": [str(each) for each in form.tags],
        "confirm": form.confirm,
        **form.look,
        **asks,
        **_words(form.texts),
    }


def _words(texts: dict[str, dict[str, str]]) -> dict[str, str]:
    return {f"{part}_{code}": texts.get(code, {}).get(part, "") for code in LANGS for part in rules.WORDS}
