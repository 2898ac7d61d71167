"""The letters about what comes out later, one named function each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from dhara.checkout.orders.mail import library_url, order_url
from dhara.checkout.orders.models import OrderLine
from dhara.checkout.refunds.mail import Reader, Words, buyer, write
from dhara.kit.actor import Actor
from dhara.kit.locale.dates import show_date, show_moment
from dhara.kit.locale.text import shorten


def came_out(line: OrderLine, *, by: Actor, at: datetime) -> None:
    """To the buyer, once: it is there."""

    def words(_language: str) -> Words:
        given = {"title": shorten(line.title, 60), "studio": line.studio.name, "number": line.order.number}
        body = [
            _("“%(title)s” by %(studio)s, which you ordered before it came out, is there. It is yours.") % given,
            _("It is in your library, with everything that belongs to it. Order %(number)s.") % given,
        ]
        return Words(_("It is out: %(title)s") % given, body, _("Open the library"), library_url(line.order))

    write("preorder_out", f"preorder_out:{line.pk}", buyer(line.order), words, by=by, at=at)


def postponed(line: OrderLine, before: datetime, until: datetime, *, by: Actor, at: datetime) -> None:
    """To the buyer: another day, and the money back at once for whoever does not want to wait."""

    def words(language: str) -> Words:
        given = {
            "title": shorten(line.title, 60),
            "studio": line.studio.name,
            "before": show_date(before, language),
            "until": show_moment(until, language),
        }
        body = [
            _("%(studio)s has postponed “%(title)s”: it comes out on %(until)s, not on %(before)s.") % given,
            _gets_it(line),
            _("You would rather not wait? On the page of your order you can cancel, and all of your money goes back."),
        ]
        return Words(_("It comes out later: %(title)s") % given, body, _("See the order"), order_url(line.order))

    key = f"preorder_postponed:{line.pk}:{until.isoformat()}"
    write("preorder_postponed", key, buyer(line.order), words, by=by, at=at)


def _gets_it(line: OrderLine) -> str:
    if line.order.gifted:
        return _("You need to do nothing; %(name)s gets it as soon as it comes out.") % {"name": line.order.gift.name}
    return _("You need to do nothing; you get it as soon as it comes out.")


def late(line: OrderLine, promised: datetime, over: datetime, *, by: Actor, at: datetime) -> None:
    """To the buyer: it did not come out on its day; when the money goes back by itself."""

    def words(language: str) -> Words:
        given = {
            "title": shorten(line.title, 60),
            "studio": line.studio.name,
            "promised": show_date(promised, language),
            "over": show_date(over, language),
        }
        body = [
            _("“%(title)s” by %(studio)s was promised for %(promised)s, and it is not ready. We are sorry.") % given,
            _("If it has not come out by %(over)s, all of your money goes back to you by itself.") % given,
            _("You would rather not wait? On the page of your order you can cancel, and all of your money goes back."),
        ]
        return Words(_("It is late: %(title)s") % given, body, _("See the order"), order_url(line.order))

    key = f"preorder_late:{line.pk}:{promised.isoformat()}"
    write("preorder_late", key, buyer(line.order), words, by=by, at=at)


def reminded(
    to: Reader, *, title: str, url: str, key: str, promised: datetime, missing: Sequence[str], by: Actor, at: datetime
) -> None:
    """To a member of the studio: it comes out soon, and something is missing."""

    def words(language: str) -> Words:
        given = {"title": shorten(title, 60), "promised": show_moment(promised, language)}
        body = [
            _("You promised “%(title)s” for %(promised)s. This is still missing:") % given,
            *missing,
            _("If you need more time, name another day now: your buyers are told, and may have their money back."),
        ]
        return Words(_("Something is missing: %(title)s") % given, body, _("Open the offer"), _absolute(url))

    write("release_reminder", key, to, words, by=by, at=at)


def missed(to: Reader, *, title: str, url: str, key: str, over: datetime, by: Actor, at: datetime) -> None:
    """To a member of the studio: it did not come out, and what happens now."""

    def words(language: str) -> Words:
        given = {"title": shorten(title, 60), "over": show_date(over, language)}
        body = [
            _("“%(title)s” did not come out on its day, as something is missing. It is off the market.") % given,
            _("Your buyers know it and may have their money back at once.") % given,
            _("Complete it and release it, or name another day. On %(over)s everybody's money goes back.") % given,
        ]
        return Words(_("It did not come out: %(title)s") % given, body, _("Open the offer"), _absolute(url))

    write("release_missed", key, to, words, by=by, at=at)


def _absolute(url: str) -> str:
    return f"{settings.PUBLIC_URL}{url}"
