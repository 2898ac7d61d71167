"""What the living page shows: things as they could be on a real page, in both languages."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dhara.kit.currency import Money
from dhara.kit.locale.digits import in_script
from dhara.web.ui import art, icons
from dhara.web.ui.cards import OfferCard
from dhara.web.ui.fields import RichText

BDT = Money(45_000, "BDT")
AT = datetime(2025, 4, 9, 9, 30, tzinfo=UTC)

COLOURS = (
    ("base-100", "Paper"),
    ("surface", "Surface"),
    ("base-200", "Jute light"),
    ("line", "Line"),
    ("base-content", "Ink"),
    ("muted", "Muted"),
    ("river", "River"),
    ("river-soft", "River soft"),
    ("marigold", "Marigold"),
    ("marigold-soft", "Marigold soft"),
    ("jute", "Jute"),
    ("jute-soft", "Jute soft"),
    ("success", "Leaf"),
    ("info", "Sky"),
    ("warning", "Amber"),
    ("error", "Clay"),
)


class SampleForm(forms.Form):
    title = forms.CharField(label=_("Title"), help_text=_("Say in a few words what the buyer gets."), max_length=80)
    email = forms.EmailField(label=_("Email"))
    price = forms.CharField(label=_("Price"), required=False)
    about = forms.CharField(label=_("Description"), widget=RichText, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=[("BDT", "৳ BDT"), ("USD", "$ USD")])
    tier = forms.ChoiceField(
        label=_("Kind of price"),
        choices=[("fixed", _("One fixed price")), ("open", _("Pay what you want")), ("free", _("Free"))],
        widget=forms.RadioSelect,
    )
    cover = forms.FileField(label=_("Cover picture"), required=False)
    terms = forms.BooleanField(label=_("I made this myself, or may sell it."))


def everything() -> dict[str, Any]:
    """The whole context of the living page, in the language of the moment."""
    bengali = get_language() == "bn"
    form = SampleForm({"title": "", "email": "nadia@", "currency": "BDT", "tier": "fixed", "price": "৪৫০"})
    form.is_valid()
    return {
        "colours": COLOURS,
        "icons": icons.names(),
        "drawings": [name for name in art.names() if name not in {"mark", "stream", "cover"}],
        "offers": offers(bengali),
        "form": form,
        "clean_form": SampleForm(prefix="clean"),
        "money": Money(12345600, "BDT"),
        "dollars": Money(1250, "USD"),
        "was": Money(15000000, "BDT"),
        "at": AT,
        "sales": sales(bengali),
        "steps_of_a_form": steps_of_a_form(),
        "trail": [(_("Market"), "/"), (_("Templates"), "/search/")],
        "tabs": [
            {"label": _("All"), "url": "#tabs", "current": True, "count": 128},
            {"label": _("Paid"), "url": "#tabs", "count": 121},
            {"label": _("Refunded"), "url": "#tabs", "count": 7},
        ],
        "steps": [_("Cart"), _("Your details"), _("Payment"), _("Receipt")],
        "page_of_offers": Paginator(range(240), 24).get_page(3),
        "first_steps": [
            {"label": _("Give your studio a picture"), "done": True},
            {"label": _("Add your first offer"), "url": "#checklist", "help": _("A small, useful thing is enough.")},
            {"label": _("Share the link with three people"), "url": "#checklist"},
        ],
        "chain": [
            {"text": _("Order placed"), "at": AT},
            {"text": _("Payment received"), "at": AT, "tone": "success", "detail": "৳450 · bKash"},
            {"text": _("Files delivered"), "at": AT, "tone": "success"},
        ],
        "days": [
            (
                AT.date(),
                [
                    {"icon": "circle-check", "tone": "success", "text": _("Payment received"), "at": AT, "amount": BDT},
                    {"icon": "package", "text": _("Files delivered"), "at": AT, "url": "#story"},
                    {"icon": "receipt", "tone": "muted", "text": _("Order placed"), "at": AT, "detail": "bKash"},
                ],
            )
        ],
        "head": [_("Order"), _("Buyer"), _("Status"), _("Amount")],
        "orders": orders(bengali),
        "studio_name": "নাদিয়া স্টুডিও" if bengali else "Nadia Studio",
    }


def offers(bengali: bool) -> list[OfferCard]:
    rows = (
        ("রমজান সোশ্যাল মিডিয়া টেমপ্লেট", "Ramadan social media templates", 45000, 60000),
        ("ফ্রিল্যান্সারের ইনভয়েস ও চুক্তিপত্র", "Invoice and contract kit for freelancers", 99000, 0),
        ("বাংলা ক্যালিগ্রাফি ব্রাশ, ৩২টি", "Bengali calligraphy brushes, set of 32", 0, 0),
        ("এক পাতার পোর্টফোলিও, ফিগমা ফাইল", "One-page portfolio, Figma file", 150000, 0),
    )
    return [
        OfferCard(
            url="#offer",
            title=row[0] if bengali else row[1],
            studio="নাদিয়া স্টুডিও" if bengali else "Nadia Studio",
            price=Money(row[2], "BDT"),
            was=Money(row[3], "BDT") if row[3] else None,
            several=index == 3,
            badge=("নতুন" if bengali else "New") if index == 1 else "",
        )
        for index, row in enumerate(rows)
    ]


def steps_of_a_form() -> list[tuple[Any, list[tuple[str, int]]]]:
    seen = [12, 31, 18, 44, 27, 52, 39]
    parts = {_("Seen"): 1.0, _("Filled in"): 0.4, _("Confirmed"): 0.3}
    return [
        (name, [(str(day), round(many * part)) for day, many in enumerate(seen, 1)]) for name, part in parts.items()
    ]


def sales(bengali: bool) -> list[tuple[str, Money]]:
    amounts = (900, 1450, 600, 2250, 3100, 1800, 2700, 4200, 3600, 2900, 5100, 4650, 3900, 6150)
    month = "এপ্রি" if bengali else "Apr"
    return [
        (f"{in_script(day, 'bn' if bengali else 'en')} {month}", Money(amount * 100, "BDT"))
        for day, amount in enumerate(amounts, start=1)
    ]


def orders(bengali: bool) -> list[SimpleNamespace]:
    names = ("তানভীর আহমেদ", "মৌসুমী রায়", "Sarah Lind") if bengali else ("Tanvir Ahmed", "Mousumi Roy", "Sarah Lind")
    states = ((_("Paid"), "success"), (_("Pending"), "marigold"), (_("Refunded"), ""))
    return [
        SimpleNamespace(number=f"D-{1042 - index}", buyer=name, state=state, tone=tone, amount=Money(45000, "BDT"))
        for index, (name, (state, tone)) in enumerate(zip(names, states, strict=True))
    ]
