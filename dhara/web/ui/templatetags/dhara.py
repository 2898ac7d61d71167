"""Tags and filters known in every template, without {% load %}."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from dhara.kit import clock
from dhara.kit.currency import Money
from dhara.kit.files.models import Picture
from dhara.kit.locale.dates import show_ago, show_date, show_moment, show_short, show_time, show_zone
from dhara.kit.locale.digits import in_script, number
from dhara.web.ui import art as drawings
from dhara.web.ui import cards, charts, hearts, icons, pictures
from dhara.web.ui.fields import FieldParts, field_parts

register = template.Library()

Amount = Money | tuple[int, str] | None


def lang() -> str:
    return get_language() or "en"


@register.filter
def money(value: Amount, style: str = "") -> str:
    """Money, or (minor units, currency), for the reader: ৳১,২৩,৪৫৬. `|money:"exact"` keeps the decimals."""
    if value is None:
        return ""
    amount = value if isinstance(value, Money) else Money(*value)
    return amount.display(lang(), exact=style == "exact")


@register.simple_tag
def money_of(minor: int | None, currency: str, style: str = "") -> str:
    """{% money_of line.gross order.currency %}, for amounts kept beside their currency."""
    return "" if minor is None else money(Money(minor, currency), style)


@register.filter
def digits(value: object) -> str:
    """A whole number grouped, anything else as it is, in the reader's digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return number(value, lang())
    return in_script(value, lang())


@register.filter
def percent(value: float | None) -> str:
    """A rate from 0 to 1 as people read it: 12 %, 3.4 %, 0.08 %; {{ sold|percent }}."""
    if value is None:
        return ""
    hundredths = value * 100
    text = f"{hundredths:.0f}" if hundredths >= 10 or not hundredths else f"{hundredths:.2g}"
    return in_script(f"{text}%" if lang() == "bn" else f"{text} %", lang())


@register.filter
def stars(hundredths: int) -> str:
    """A mean of stars with one digit behind the point, in the reader's digits: {{ 467|stars }} is 4.7."""
    return in_script(f"{hundredths / 100:.1f}", lang())


@register.filter
def localdate(value: date | datetime | None, style: str = "") -> str:
    """৯ এপ্রিল, ২০২৫; with `|localdate:"short"` the short form."""
    if value is None:
        return ""
    show = show_short if style == "short" else show_date
    return show(value, lang(), timezone.get_current_timezone())


@register.filter
def localtime(value: datetime | None) -> str:
    return "" if value is None else show_time(value, lang(), timezone.get_current_timezone())


@register.filter
def localdatetime(value: datetime | None) -> str:
    return "" if value is None else show_moment(value, lang(), timezone.get_current_timezone())


@register.filter
def zone(value: datetime | None) -> str:
    """By which clock `localdatetime` shows a moment: Bangladesh time, UTC+6."""
    if value is None:
        return ""
    return show_zone(value, lang(), timezone.get_current_timezone())


@register.filter
def ago(value: datetime | None) -> str:
    return "" if value is None else show_ago(value, clock.now(), lang())


@register.filter
def filesize(value: int | None) -> str:
    """Bytes in the unit that a person would say, one decimal below ten: 4.2 MB."""
    if value is None:
        return ""
    amount = float(value)
    names = ("বাইট", "কেবি", "এমবি", "জিবি", "টিবি") if lang() == "bn" else ("bytes", "KB", "MB", "GB", "TB")
    for name in names:
        if amount < 1000 or name == names[-1]:
            break
        amount /= 1000
    text = f"{amount:.1f}".removesuffix(".0") if 0 < amount < 10 else f"{amount:.0f}"
    return in_script(f"{text} {name}", lang())


@register.filter
def picture_src(picture: Picture | None, width: int = 640) -> str:
    """{{ offer.cover|picture_src:640 }}: the address of a size that wide; needs its file loaded."""
    return pictures.src(picture, width)


@register.filter
def picture_srcset(picture: Picture | None) -> str:
    return pictures.srcset(picture)


class IconNode(template.Node):
    """An icon whose arguments are literal is drawn when the template is compiled: on a page it costs nothing."""

    def __init__(self, arguments: list[template.base.FilterExpression]) -> None:
        self.arguments = arguments
        literal = not any(isinstance(argument.var, template.Variable) for argument in arguments)
        self.ready = icons.svg(*(str(argument.var) for argument in arguments)) if literal else None

    def render(self, context: template.Context) -> SafeString:
        if self.ready is not None:
            return self.ready
        return icons.svg(*(str(argument.resolve(context) or "") for argument in self.arguments))


@register.tag
def icon(parser: Parser, token: Token) -> IconNode:
    """{% icon "name" ["label" ["class"]] %}"""
    return IconNode([parser.compile_filter(bit) for bit in token.split_contents()[1:]])


@register.simple_tag
def art(name: str) -> SafeString:
    """{% art "boat" %}: a drawing for an empty page."""
    return drawings.drawing(name)


@register.simple_tag(takes_context=True)
def qs(context: template.Context, **changes: Any) -> str:
    """The address's query with some values replaced; None or "" takes one away. Begins with "?"."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    return "?" + query.urlencode()


@register.simple_tag
def avatar(name: object, picture: str = "", size: str = "") -> SafeString:
    """A round picture, or the first letter on a colour that stays the same for the same name. `size`: sm, lg."""
    text = str(name).strip()
    classes = "avatar" + (f" avatar-{size}" if size else "")
    if picture:
        return format_html('<span class="{}"><img src="{}" alt="" loading="lazy"></span>', classes, picture)
    letter = text[:1].upper() or "·"
    tone = zlib.crc32(text.encode()) % 4
    return format_html('<span class="{} avatar-{}" aria-hidden="true">{}</span>', classes, tone, letter)


@register.simple_tag
def price(amount: Amount, was: Amount = None, several: bool = False, size: str = "") -> SafeString:
    """A price with the former one struck through; `several` says "from"; zero is "Free"."""
    return cards.price(amount, was, several=bool(several), size=size)


@register.simple_tag
def line_price(line: Any, currency: str) -> SafeString:
    """What an order's line costs, its list price struck where discounts made it cheaper."""
    listed = max(line.list_price, line.unit_price) * line.quantity
    now = listed - line.discount if line.discount else line.gross
    return cards.price((now, currency), (listed, currency) if line.discount else None, several=False, size="")


@register.simple_tag
def line_besides(line: Any, currency: str) -> SafeString:
    """What was chosen besides with an order's line, each at its price."""
    return format_html_join(
        "",
        '<span class="block text-muted text-sm">+ {} {}</span>',
        ((title, Money(minor, currency).display(lang())) for title, minor in line.besides),
    )


@register.simple_tag(takes_context=True)
def offer_cards(context: dict[str, Any], offers: list[cards.OfferCard]) -> SafeString:
    """The grid of a listing page, drawn in one go."""
    return cards.grid(offers, hearts.wished(context.get("request")))


@register.simple_tag(takes_context=True)
def offer_card(context: dict[str, Any], offer: cards.OfferCard) -> SafeString:
    return cards.card(offer, hearts.wished(context.get("request")))


@register.simple_tag
def heart(offer: Any, on: bool) -> SafeString:
    """The wide button on an offer's own page."""
    return hearts.heart(offer.pk, offer.title, on=on, wide=True)


@register.filter
def parts(bound: Any) -> FieldParts:
    """What <c-field> needs to know of a bound field."""
    return field_parts(bound)


@register.simple_tag
def bars(points: charts.Points, kind: str = "") -> charts.Chart:
    return charts.bars(points, kind, lang())


@register.simple_tag
def curves(series: Iterable[tuple[str, charts.Points]], kind: str = "") -> charts.Curves:
    return charts.curves(series, kind, lang())


@register.simple_tag
def curve(points: charts.Points, kind: str = "") -> charts.Chart:
    return charts.curve(points, kind, lang())
