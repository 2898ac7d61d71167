"""What a visitor chose to see: read from the address with patience, as anybody may write anything into it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dhara.catalog.offers.queries import ANYTHING, Narrowed
from dhara.kit.currency import CODES, Money, currency, parse_amount
from dhara.kit.locale.languages import LANGS, NAMES, current
from dhara.kit.refusal import Invalid

ORDERS: Final = {"newest": _("Newest"), "popular": _("Most bought")}
FIELDS: Final = ("free", "language", "kind", "currency", "least", "most")
# What a visitor calls the kinds of offers.
SORTS: Final = {
    "": _("Everything"),
    "gig": _("Work done for you"),
    "download": _("Files to download"),
    "licence": _("Software with a key"),
    "bundle": _("Bundles"),
}
# Those in which things are sold here; the others are found on an offer's own page.
COMMON: Final = ("BDT", "USD", "EUR", "GBP", "INR")


class Narrowing(forms.Form):
    """The form beside a list. A wrong price is said beside its field, and the list is shown without it."""

    free = forms.BooleanField(label=_("Free only"), required=False)
    kind = forms.ChoiceField(label=_("What"), required=False, choices=list(SORTS.items()))
    language = forms.ChoiceField(label=_("Language"), required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    least = forms.CharField(label=_("Lowest price"), required=False, max_length=20)
    most = forms.CharField(label=_("Highest price"), required=False, max_length=20)

    def __init__(self, data: QueryDict, home: str) -> None:
        """`home` is the currency that the visitor reads prices in: prices typed without another one mean it."""
        super().__init__(data, auto_id="narrow_%s")
        self.home = home
        languages = self.fields["language"]
        assert isinstance(languages, forms.ChoiceField)
        languages.choices = [("", _("Any language")), *((code, NAMES[code]) for code in LANGS)]
        currencies = self.fields["currency"]
        assert isinstance(currencies, forms.ChoiceField)
        codes = dict.fromkeys([home, *COMMON])
        currencies.choices = [("", _("Any currency")), *((c, f"{currency(c).symbol.strip()} {c}") for c in codes)]
        for name in ("least", "most"):
            self.fields[name].widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        code = read.get("currency") or self.home
        for name in ("least", "most"):
            if typed := read.get(name):
                try:
                    read[name] = parse_amount(typed, code)
                except Invalid as refusal:
                    self.add_error(name, str(refusal.message))
        return read


@dataclass(frozen=True)
class Choice:
    """`order` and what to show only; `fields` is the form to be shown again, `open` when something is narrowed."""

    order: str
    only: Narrowed
    fields: SafeString
    open: bool


def read(query: QueryDict, home: str) -> Choice:
    """Whatever is in the query, a choice comes out of it; what makes no sense is left out."""
    order = query.get("order", "")
    order = order if order in ORDERS else "newest"
    if not any(query.get(name) for name in FIELDS):
        return Choice(order, ANYTHING, _empty(current(), home), False)
    form = Narrowing(query, home)
    form.is_valid()
    only = _narrowed({name: value for name, value in form.cleaned_data.items() if name not in form.errors}, home)
    return Choice(order, only, _drawn(form), bool(only) or bool(form.errors))


def _narrowed(given: dict[str, Any], home: str) -> Narrowed:
    least, most = given.get("least"), given.get("most")
    priced = isinstance(least, Money) or isinstance(most, Money)
    code = given.get("currency") or (home if priced else "")
    return Narrowed(
        free=bool(given.get("free")),
        language=given.get("language", ""),
        kind=given.get("kind", ""),
        currency=code if code in CODES else "",
        least=least.minor if isinstance(least, Money) else None,
        most=most.minor if isinstance(most, Money) else None,
    )


@lru_cache(128)
def _empty(_language: str, home: str) -> SafeString:
    """The form of nearly every list: the same for all who read one language and one currency."""
    return _drawn(Narrowing(QueryDict(), home))


def _drawn(form: Narrowing) -> SafeString:
    return render_to_string("storefront/narrow_fields.html", {"form": form})
