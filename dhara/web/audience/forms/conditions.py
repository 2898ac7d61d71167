"""What must be true for the way "yes": a saved segment, or one simple rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dhara.kit.fields import TextField
from dhara.web.audience.forms.steps import Node, StepForm

TAG, BOUGHT, CLICKED, OPENED, FIELD, SEGMENT, AS_IT_IS = (
    "tag",
    "bought",
    "clicked",
    "opened",
    "field",
    "segment",
    "kept",
)


class ConditionForm(StepForm):
    """`segments` are the studio's: {id: (name, rules)}. Rules that no simple one can say are kept as they are."""

    BLAMED: ClassVar[dict[str, str]] = {"rules": "what"}

    what = forms.ChoiceField(
        label=_("Of whom is it true?"), required=False, widget=forms.Select(attrs={"data-choice": ""})
    )
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    offer = forms.ChoiceField(label=_("Offer"), required=False)
    clicked = forms.ChoiceField(
        label=_("Email"), required=False, help_text=_("Only clicks of people count, not those of scanners.")
    )
    opened = forms.ChoiceField(
        label=_("Email"), required=False,
        help_text=_("Many programs open emails by themselves or never say so. Clicks are the better sign."),
    )  # fmt: skip
    key = forms.ChoiceField(label=_("Field"), required=False)
    value = TextField(label=_("Is"), max_length=200, required=False)
    segment = forms.ChoiceField(label=_("Segment"), required=False, help_text=_("Its rules as they are now."))

    def __init__(self, *args: Any, segments: Mapping[int, tuple[str, Any]] | None = None, **kwargs: Any) -> None:
        self.segments = segments or {}
        self.kept = kwargs.get("initial", {}).get("kept")
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        known = self.known
        offers = [(ref.partition(":")[2], name) for ref, name in known.things.items() if ref.startswith("offer:")]
        letters = [(str(pk), name or str(_("An email without a subject"))) for pk, name in known.messages.items()]
        choices: dict[str, Any] = {
            "what": [
                ("", "–"),
                *([(AS_IT_IS, _("As it is now"))] if self.kept else []),
                (CLICKED, _("They clicked in an email")),
                (BOUGHT, _("They have bought")),
                (TAG, _("They have a tag")),
                (FIELD, _("A field says")),
                (OPENED, _("They opened an email")),
                *([(SEGMENT, _("They belong to a segment"))] if self.segments else []),
            ],
            "tag": [("", "–"), *((str(pk), name) for pk, name in known.tags.items())],
            "offer": [("", _("anything")), *offers],
            "clicked": [("", _("any email")), *letters],
            "opened": [("", _("any email")), *letters],
            "key": [("", "–"), *known.fields.items()],
            "segment": [("", "–"), *((str(pk), name) for pk, (name, _rules) in self.segments.items())],
        }
        for name, given in choices.items():
            field: Any = self.fields[name]
            field.choices = given
            field.says_optional = False
        fields: Any = self.fields
        fields["value"].says_optional = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needed = {TAG: "tag", FIELD: "key", SEGMENT: "segment"}.get(data.get("what", ""))
        if needed and not data.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Please choose one of the list."))
        return data

    def values(self) -> Node:
        data = self.cleaned_data
        what = data["what"]
        if what == AS_IT_IS:
            return {"rules": self.kept}
        if what == SEGMENT:
            return {"rules": self.segments[int(data["segment"])][1]}
        if what == FIELD:
            return {"rules": {"field": data["key"], "is": data["value"]}}
        named = {TAG: "tag", BOUGHT: "offer", CLICKED: "clicked", OPENED: "opened"}.get(what)
        return {"rules": {what: int(data[named]) if data[named] else "any"} if named else {}}

    @classmethod
    def initial_of(cls, node: Node) -> dict[str, Any]:
        rules = node.get("rules") or {}
        if not rules:
            return {}
        for what, name in ((TAG, "tag"), (BOUGHT, "offer"), (CLICKED, "clicked"), (OPENED, "opened")):
            if rules.keys() == {what}:
                return {"what": what, name: "" if rules[what] == "any" else str(rules[what])}
        if rules.keys() == {"field", "is"}:
            return {"what": FIELD, "key": rules["field"], "value": rules["is"]}
        return {"what": AS_IT_IS, "kept": rules}
