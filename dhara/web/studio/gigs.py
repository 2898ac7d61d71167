"""The sections of an offer that only gigs have: packages, extras, questions, frequent questions, the queue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from django.utils.translation import gettext as _

from dhara.catalog.models import Offer
from dhara.delivery.gigs import queries, rules
from dhara.delivery.models import GigTerms
from dhara.kit.currency import choices
from dhara.kit.locale.digits import number
from dhara.kit.locale.languages import current
from dhara.web.studio.forms import gigs, packages, prices
from dhara.web.studio.forms.rows import Rows
from dhara.web.studio.starts import STARTS, package_names

Context = dict[str, Any]

# What the lack of a price, asked for by every kind, is called here; and the sections of other offers that gigs lack.
PLACES: Final = {"prices": "packages"}
LACKS: Final = ("files", "prices", "collaborators")


def titles() -> dict[str, str]:
    return {
        "packages": _("Packages and prices"),
        "extras": _("Extras"),
        "questions": _("What you need from the buyer"),
        "faq": _("Frequent questions"),
        "queue": _("Orders at once"),
    }


def written(offer: Offer) -> GigTerms | None:
    """What the gig asks and answers; None before any of it was saved. One query for the whole page."""
    return getattr(offer, "gig_terms", None)


def terms_of(offer: Offer) -> GigTerms:
    return written(offer) or GigTerms()


def codes_of(offer: Offer, asked: Sequence[str] = ()) -> list[str]:
    """The currencies in which packages and extras are priced."""
    used = [code for extra in terms_of(offer).extras for code in extra["prices"]]
    return prices.currencies_for(offer, offer.tiers.all(), [*used, *asked])


def package_context(offer: Offer, formset: prices.Tiers, codes: list[str]) -> Context:
    more = [] if len(codes) >= prices.MAX_CURRENCIES else [c for c in choices(current()) if c[0] not in codes]
    begun = offer.tiers.all() or written(offer) is not None
    return {
        "packages": formset,
        "package_codes": codes,
        "package_currencies": more,
        "packages_seen": queries.stamp_of(offer.pk, "packages"),
        "most_packages": rules.MOST_PACKAGES,
        "package_names": package_names(offer.language),
        "starts": [] if begun else STARTS,
    }


def _packages(offer: Offer) -> Context:
    tiers, codes = list(offer.tiers.all()), codes_of(offer)
    rows = packages.rows_of(tiers, queries.packages(tier.pk for tier in tiers))
    return package_context(offer, packages.formset(codes, zone=offer.studio.time_zone, rows=rows), codes)


def extra_context(offer: Offer, formset: Rows) -> Context:
    return {"extras": formset, "extras_seen": rules.stamp(terms_of(offer).extras), "most_extras": rules.MOST_EXTRAS}


def _extras(offer: Offer) -> Context:
    return extra_context(offer, gigs.extras(codes_of(offer), rows=gigs.extra_rows(terms_of(offer).extras)))


def question_context(offer: Offer, formset: Rows, asked: Sequence[rules.Question]) -> Context:
    """`asked` is what the preview shows."""
    return {
        "questions": formset,
        "questions_seen": rules.stamp(terms_of(offer).questions),
        "most_questions": rules.MOST_QUESTIONS,
        "questions_said": terms_of(offer).settled,
        "asked": asked,
    }


def _questions(offer: Offer) -> Context:
    kept = terms_of(offer).questions
    return question_context(offer, gigs.questions(rows=gigs.question_rows(kept)), rules.read(kept))


def faq_context(offer: Offer, formset: Rows) -> Context:
    return {"faq": formset, "faq_seen": rules.stamp(terms_of(offer).faq), "most_faq": rules.MOST_FAQ}


def _faq(offer: Offer) -> Context:
    return faq_context(offer, gigs.faq(rows=terms_of(offer).faq))


def _queue(offer: Offer) -> Context:
    queue = terms_of(offer).queue
    shown = "" if queue is None else number(queue, current())
    return {
        "queue": gigs.Queue(initial={"queue": shown}, auto_id="id_gig_%s"),
        "queue_seen": rules.stamp(terms_of(offer).queue),
    }


SECTIONS: Final[dict[str, Callable[[Offer], Context]]] = {
    "packages": _packages,
    "extras": _extras,
    "questions": _questions,
    "faq": _faq,
    "queue": _queue,
}
