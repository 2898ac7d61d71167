"""What a seller says about an offer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dhara.catalog.kinds import KINDS, is_held
from dhara.catalog.models import Category, Offer
from dhara.catalog.offers import queries, rules
from dhara.kit.fields import TextField
from dhara.kit.html import MAX_LENGTH
from dhara.kit.locale.languages import NAMES, current
from dhara.web.studio.forms.refusals import Refusable
from dhara.web.ui.fields import RichText


class NewOffer(Refusable):
    title = TextField(
        label=_("What do you call it?"),
        max_length=rules.TITLE_LENGTH,
        help_text=_("Say what it is and for whom. You can change it at any time."),
    )
    kind = forms.ChoiceField(
        label=_("What do buyers get?"), widget=forms.RadioSelect(attrs={"class": "radio radio-primary"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [(kind.code, kind.label) for kind in KINDS.values()]
        fields["kind"].initial = next(iter(KINDS), None)
        self.kinds = [(option, KINDS[option.data["value"]]) for option in self["kind"]]


class About(Refusable):
    title = TextField(label=_("Title"), max_length=rules.TITLE_LENGTH)
    slug = forms.CharField(
        label=_("Address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("Short and readable. An address that was public once keeps leading here."),
    )
    summary = TextField(
        label=_("In one sentence"),
        max_length=200,
        required=False,
        help_text=_("Shown in lists and when somebody shares the link."),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=MAX_LENGTH,
        widget=RichText(attrs={"rows": 10}),
        help_text=_("What it is, for whom, what is inside, and what one needs to use it."),
    )
    category = forms.TypedChoiceField(label=_("Category"), required=False, coerce=int, empty_value=None)
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=600,
        help_text=_("Words that buyers search for, with commas between them; at most twelve."),
    )
    language = forms.ChoiceField(
        label=_("Language of the offer"), choices=list(NAMES.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["category"].choices = _categories()
        for name in ("slug", "description", "category"):
            fields[name].says_optional = False

    @classmethod
    def of(cls, offer: Offer) -> About:
        same = ("title", "slug", "summary", "description", "language")
        initial = {name: getattr(offer, name) for name in same}
        return cls(initial={**initial, "category": offer.category_id, "tags": ", ".join(offer.tags)})

    def clean_category(self) -> Category | None:
        """None for nothing chosen, and for one that went away in the meantime."""
        chosen = self.cleaned_data["category"]
        return Category.objects.filter(pk=chosen).first() if chosen else None


def _categories() -> list[tuple[Any, Any]]:
    """The shelves as a select shows them: each top one with those below it."""

    def name(category: Category) -> str:
        return category.name_bn if current() == "bn" else category.name_en

    found: list[tuple[Any, Any]] = [("", _("Choose a category"))]
    for shelf in queries.categories_tree():
        own = [(shelf.category.pk, name(shelf.category))]
        below = [(child.category.pk, name(child.category)) for child in shelf.children]
        found.append((name(shelf.category), own + below) if below else own[0])
    return found


class MomentField(forms.DateTimeField):
    """A date and time as the studio's clock shows it; cleans to an aware moment."""

    zone: ZoneInfo

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"type": "datetime-local", "step": "60"}
        widget = forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs=attrs)
        super().__init__(widget=widget, required=False, input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            return super().to_python(value)


class Schedule(Refusable):
    publish_at = MomentField(label=_("Publish it on"))
    unpublish_at = MomentField(label=_("Take it down on"))
    releases_at = MomentField(
        label=_("Comes out on"),
        help_text=_(
            "For pre-orders: publish it now, buyers pay now and get it on this day. You can add the files until then. "
            "Leave it empty to sell it at once."
        ),
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        names = ("publish_at", "unpublish_at", "releases_at")
        kwargs["initial"] = {name: getattr(offer, name) for name in names}
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        for name in names:
            fields[name].zone = ZoneInfo(offer.studio.time_zone)
        if offer.status == rules.PUBLISHED:
            del self.fields["publish_at"]
        if offer.published_at is not None or is_held(offer):
            del self.fields["releases_at"]


class NewDate(Refusable):
    """Another day on which an offer comes out."""

    releases_at = MomentField(label=_("Comes out on"))

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        kwargs["initial"] = {"releases_at": offer.releases_at}
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["releases_at"].zone = ZoneInfo(offer.studio.time_zone)


class Seo(Refusable):
    seo_title = TextField(label=_("Title for search engines"), max_length=70, required=False)
    seo_description = TextField(
        label=_("Description for search engines"),
        max_length=160,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @classmethod
    def of(cls, offer: Offer) -> Seo:
        return cls(initial={"seo_title": offer.seo_title, "seo_description": offer.seo_description})
