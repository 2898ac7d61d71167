"""The market: offers and categories."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from dhara.catalog.kinds import KINDS
from dhara.catalog.models import Category, Offer
from dhara.catalog.offers import actions, rules
from dhara.catalog.offers.queries import categories_tree
from dhara.catalog.search.queries import matching
from dhara.delivery.models import DownloadFile
from dhara.kit.currency import Money
from dhara.kit.fields import TextField
from dhara.kit.locale.languages import current
from dhara.people.models import Studio
from dhara.web.operator import columns
from dhara.web.operator.console import console
from dhara.web.operator.desk import Desk, Panel, choice
from dhara.web.operator.desks.people import moves
from dhara.web.operator.verbs import Verb
from dhara.web.ui.templatetags.dhara import picture_src


class Offers(Desk):
    list_display = ("title", "shop", "standing", "kind", "shelf", "sold", "changed")
    list_select_related = ("studio", "category")
    list_filter = (
        choice("status", _("state"), lambda: rules.LIFECYCLE.states.items(), lambda value: Q(status=value)),
        choice("kind", _("kind"), lambda: [(code, code) for code in KINDS], lambda value: Q(kind=value)),
    )
    fields = ("title", "shop", "standing", "reason", "summary", "kind", "language", "shelf", "sold", "page", "changed")
    readonly_fields = fields
    search_fields = ("title",)
    search_help_text = _("Words of the offer, a studio's address such as @nadia, or a number")
    shop = columns.link("studio", _("studio"))
    shelf = columns.link("category", _("category"))
    standing = columns.state(_("state"))
    changed = columns.when("changed_at", _("changed"))
    verbs = (
        Verb(
            "hiding",
            _("Hide"),
            _("The offer leaves the market at once. Buyers keep what they bought. The studio's members read your "
              "reason, and can change the offer; only you can lift this again."),
            _("The offer is hidden. The studio is told why."),
            lambda offer, **rest: actions.hide(offer, **rest),
            possible=lambda offer: offer.status == rules.PUBLISHED,
            reason=True,
            danger=True,
            icon="visibility_off",
        ),
        Verb(
            "lifting",
            _("Allow it again"),
            _("The studio is told, and decides itself when to publish the offer."),
            _("The offer is allowed again. The studio is told."),
            lambda offer, **rest: actions.lift(offer, **rest),
            possible=lambda offer: offer.status == rules.HIDDEN,
            icon="visibility",
        ),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Offer]:
        return super().get_queryset(request).defer("search", "description")  # type: ignore[no-any-return]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        text = search_term.strip()[:200].replace("\x00", "")
        if text.startswith("@"):
            shops = Studio.objects.alias(low=Lower("handle")).filter(low=text[1:].lower()).values("pk")
            return queryset.filter(studio_id__in=shops), False
        if text.isascii() and text.isdigit():
            return super().get_search_results(request, queryset, text)
        return matching(queryset, text), False

    @columns.column(_("reason for hiding"))
    def reason(self, offer: Offer) -> str:
        return offer.hidden_reason or "–"

    @columns.column(_("page"))
    def page(self, offer: Offer) -> SafeString:
        address = f"/@{offer.studio.handle}/{offer.slug}"
        if offer.status != rules.PUBLISHED:
            return format_html("{}", address)
        return format_html('<a class="link" href="{0}">{0}</a>', address)

    def panels(self, thing: Offer, request: HttpRequest) -> Iterator[Panel]:
        yield Panel(_("As buyers see it"), (), [(_preview(thing),)])
        yield Panel(_("Prices"), (_("tier"), _("price"), _("sold"), _("left")), [_tier(t) for t in thing.tiers.all()])
        files = DownloadFile.objects.filter(offer=thing).prefetch_related("versions__stored")
        yield Panel(
            _("Files"),
            (_("file"), _("version"), _("checksum")),
            [(f.title, each.number, each.stored.sha256) for f in files for each in f.versions.all()],
            _("There is no file."),
        )
        yield moves(thing)


def _preview(offer: Offer) -> SafeString:
    """Pictures and text; the description was sanitised when it was written."""
    shown = [each.picture for each in offer.pictures.select_related("picture__file")[:8]]
    if offer.cover and offer.cover not in shown:
        shown.insert(0, offer.cover)
    pictures = format_html_join(
        "", '<img src="{}" alt="" loading="lazy">', [(picture_src(each, 320),) for each in shown]
    )
    text = mark_safe(offer.description)  # noqa: S308 - sanitised by kit.html
    return format_html('<div class="offer-preview"><div class="shots">{}</div><div>{}</div></div>', pictures, text)


def _tier(tier: Any) -> tuple[Any, ...]:
    prices = [Money(price.amount, price.currency).display(current()) for price in tier.prices.all()]
    return (
        tier.name or "–",
        ", ".join(prices) or tier.get_pricing_display(),
        tier.sold,
        tier.left if tier.stock else "∞",
    )


class CategoryForm(forms.Form):
    name_bn = TextField(label=_("name in Bengali"), max_length=60)
    name_en = TextField(label=_("name in English"), max_length=60)
    icon = forms.CharField(label=_("icon"), max_length=40, required=False, help_text=_("The name of a Lucide icon"))
    position = forms.IntegerField(label=_("position"), min_value=0, max_value=999, initial=0)


class NewCategoryForm(CategoryForm):
    slug = forms.CharField(
        label=_("address"), max_length=60, help_text=_("Small Latin letters with hyphens. It can not be changed later.")
    )
    parent_id = forms.TypedChoiceField(label=_("below"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        top = [(shelf.category.pk, str(shelf.category)) for shelf in categories_tree()]
        self.fields["parent_id"].choices = [("", _("at the top")), *top]  # type: ignore[attr-defined]


class Categories(Desk):
    list_display = ("name_en", "name_bn", "slug", "below", "position")
    list_select_related = ("parent",)
    ordering = ("parent__position", "position", "id")
    fields = ("name_bn", "name_en", "slug", "below", "icon", "position")
    readonly_fields = fields
    search_fields = ("name_en",)
    below = columns.link("parent", _("below"))
    verbs = (
        Verb(
            "names",
            _("Change"),
            _("Buyers see the new names at once. The address stays, so that links keep leading here."),
            _("The category was changed."),
            lambda category, **rest: actions.edit_category(category.pk, **rest),
            form=CategoryForm,
            initial=lambda category: {name: getattr(category, name) for name in CategoryForm.base_fields},
            icon="edit",
        ),
    )
    addition = Verb(
        "new",
        _("Add a category"),
        _("A shelf of the market, at the top or below another."),
        _("The category was added."),
        lambda _nothing, **rest: actions.add_category(**rest),
        form=NewCategoryForm,
    )

    def sought(self, text: str) -> Q:
        return Q(name_en__icontains=text) | Q(name_bn__icontains=text) | Q(slug=text)


console.register(Offer, Offers)
console.register(Category, Categories)
