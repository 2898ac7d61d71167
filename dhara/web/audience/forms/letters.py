"""The composer's fields: one small form for each block, all sent together, whatever is pressed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from dhara.audience.messages import blocks, rules
from dhara.audience.messages.material import COLOURS
from dhara.audience.messages.models import TRACKING
from dhara.web.studio.forms.refusals import Refusable
from dhara.web.ui.fields import RichText

Words = dict[str, Any]
_ADDRESS: Final = _("A whole web address.")


def _words(label: Any, most: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text)


def _lines(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, required=False, help_text=help_text, strip=False, widget=forms.Textarea({"rows": 4})
    )


class Head(Refusable):
    """The lines that readers see before they open the letter."""

    subject = _words(_("Subject"), rules.LONGEST_SUBJECT)
    preheader = _words(
        _("Preview line"), rules.LONGEST_PREHEADER, _("Stands beside the subject in the inbox, before it is opened.")
    )
    subjects = _lines(_("Other subjects to compare"), _("One on each line, four at most."))


class Sender(Refusable):
    from_name = _words(_("Sender's name"), 80, _("Empty: the name of the studio."))
    reply_to = _words(_("Answers go to"), 254)
    tracking = forms.ChoiceField(label=_("What is measured"), choices=list(TRACKING), widget=forms.RadioSelect)


class Heading(Refusable):
    text = _words(_("Heading"), 200)
    level = forms.ChoiceField(label=_("Size"), choices=[("1", _("large")), ("2", _("medium"))])


class Text(Refusable):
    html = forms.CharField(label=_("Text"), required=False, widget=RichText({"rows": 8}))


class Button(Refusable):
    label = _words(_("Words on the button"), 80)
    url = _words(_("Leads to"), blocks.LONGEST_URL, _ADDRESS)


class Picture(Refusable):
    picture = forms.IntegerField(required=False, widget=forms.HiddenInput)
    alt = _words(_("What does it show?"), 200, _("Read to those who do not see the picture."))
    url = _words(_("Leads to"), blocks.LONGEST_URL, _ADDRESS)


class Offer(Refusable):
    offer = forms.CharField(label=_("Offer"), required=False, widget=forms.Select)
    label = _words(_("Words on the button"), 60, _("Empty: “Have a look”."))


class Quote(Refusable):
    text = _lines(_("Quote"))
    by = _words(_("Who said it?"), 120)


class List(Refusable):
    items = _lines(_("Lines"), _("One on each line."))
    ordered = forms.BooleanField(label=_("With numbers"), required=False)


class Spacer(Refusable):
    size = forms.ChoiceField(label=_("Height"), choices=list(blocks.SIZES.items()))


class Nothing(Refusable):
    """A line has nothing to say."""


_FORMS: Final[dict[str, type[Refusable]]] = {
    blocks.HEADING: Heading,
    blocks.TEXT: Text,
    blocks.BUTTON: Button,
    blocks.IMAGE: Picture,
    blocks.OFFER: Offer,
    blocks.QUOTE: Quote,
    blocks.LIST: List,
    blocks.DIVIDER: Nothing,
    blocks.SPACER: Spacer,
}


@dataclass(frozen=True)
class Row:
    """One block in the composer."""

    number: int
    kind: str
    label: Any
    form: Refusable
    first: bool
    last: bool
    picture: int = 0


def typed(post: QueryDict) -> Words:
    """The words as they were typed, not yet cleaned: the blocks in the order of the page."""
    found = [_typed_block(kind, n, post) for n, kind in enumerate(post.getlist("kind")) if kind in _FORMS]
    return {
        "subject": post.get("subject", ""),
        "preheader": post.get("preheader", ""),
        "subjects": post.get("subjects", "").splitlines(),
        "blocks": found,
    }


def _typed_block(kind: str, number: int, post: QueryDict) -> Words:
    said = {name: post.get(f"b{number}-{name}", "") for name in _FORMS[kind].base_fields}
    block: Words = {"kind": kind, **said}
    if kind == blocks.LIST:
        block["items"], block["ordered"] = said["items"].splitlines(), bool(said["ordered"])
    return block


def fresh(kind: str) -> Words:
    """An empty block. Raises KeyError for a kind that there is not."""
    return {"kind": kind, **dict.fromkeys(_FORMS[kind].base_fields, "")}


def rows(found: list[Words], offers: list[tuple[str, str]]) -> list[Row]:
    return [_row(n, block, len(found), offers) for n, block in enumerate(found)]


def _row(number: int, block: Words, many: int, offers: list[tuple[str, str]]) -> Row:
    kind = block["kind"]
    data = {f"b{number}-{name}": _shown(value) for name, value in block.items()}
    form = _FORMS[kind](data, prefix=f"b{number}")
    if kind == blocks.OFFER:
        form.fields["offer"].widget = forms.Select(choices=[("0", _("Choose an offer")), *offers])
    picture = str(block.get("picture") or "0")
    shown = int(picture) if picture.isdecimal() and len(picture) < 19 else 0
    return Row(number, kind, blocks.KINDS[kind], form, number == 0, number == many - 1, shown)


def _shown(value: Any) -> Any:
    return "\n".join(value) if isinstance(value, list) else value


def head(words: Mapping[str, Any]) -> Head:
    data = {"subject": words["subject"], "preheader": words["preheader"], "subjects": "\n".join(words["subjects"])}
    return Head(data)


def moved(found: list[Words], verb: str, number: int) -> list[Words]:
    """The blocks after one is moved `up` or `down`, made `double` or `remove`d."""
    if not 0 <= number < len(found):
        return found
    changed = list(found)
    if verb == "double":
        changed.insert(number + 1, dict(found[number]))
    elif verb in ("up", "down", "remove"):
        block = changed.pop(number)
        if verb != "remove":
            changed.insert(max(0, number + (1 if verb == "down" else -1)), block)
    return changed


class Letterhead(Refusable):
    sender = forms.CharField(
        label=_("Who writes, and from where"),
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Stands at the foot of every letter. Many countries ask for a postal address."),
    )
    colour = forms.ChoiceField(
        label=_("Colour of buttons and headings"),
        choices=[(name, colour.name) for name, colour in COLOURS.items()],
        widget=forms.RadioSelect,
    )
    from_name = _words(_("Sender's name"), 80, _("Empty: the name of the studio."))
    reply_to = _words(_("Answers go to"), 254, _("Empty: to the address that letters are sent from."))
