"""A form as its studio builds it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from dhara.audience.forms import queries, rules
from dhara.audience.forms.models import Form
from dhara.audience.forms.rules import Draft
from dhara.audience.models import Field, Tag
from dhara.kit.fields import TextField
from dhara.kit.locale.languages import LANGS, NAMES
from dhara.kit.refusal import Refused
from dhara.people.models import Studio

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
        self.asks = [rules.NAME, *Field.objects.filter(studio=studio).order_by("id").values_list("key", flat=True)]
        labels: dict[str, Any] = {
            rules.NAME: _("Name"),
            **dict(Field.objects.filter(studio=studio).values_list("key", "label")),
        }
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
    def questions(self) -> list[BoundField]:
        return [self[f"ask_{key}"] for key in self.asks]

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
        "tags": [str(each) for each in form.tags],
        "confirm": form.confirm,
        **form.look,
        **asks,
        **_words(form.texts),
    }


def _words(texts: dict[str, dict[str, str]]) -> dict[str, str]:
    return {f"{part}_{code}": texts.get(code, {}).get(part, "") for code in LANGS for part in rules.WORDS}
