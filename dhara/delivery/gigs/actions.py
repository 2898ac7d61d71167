"""Say what a gig promises and asks; begin the work that was bought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dhara.catalog.kinds import Sold
from dhara.catalog.models import Offer, Tier
from dhara.catalog.prices import actions as prices
from dhara.catalog.prices.rules import TierDraft
from dhara.checkout.models import OrderLine
from dhara.checkout.orders.rules import PROMISED, held_subject
from dhara.delivery.gigs import rules
from dhara.delivery.gigs.models import GigTerms, Package
from dhara.delivery.gigs.queries import stamp_of
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.locale.text import clean_text
from dhara.kit.refusal import Conflict, Invalid, NotFoundHere
from dhara.people.access.queries import require_actor
from dhara.work.engagements import actions as work
from dhara.work.engagements.queries import role_of
from dhara.work.models import Engagement, SubmittedFile, Unit


@transaction.atomic
def set_terms(
    offer: Offer,
    *,
    questions: Sequence[rules.Question],
    faq: Sequence[Mapping[str, str]] = (),
    extras: Sequence[rules.Extra] = (),
    queue: int | None = None,
    settled: bool = True,
    by: Actor,
    at: datetime,
) -> GigTerms:
    """What the worker needs to know, what buyers ask and may add, how many orders at once.

    `settled` is whether the studio said what it needs to know, be it nothing. Raises NotAllowed, Invalid with the
    field.
    """
    require_actor(by, offer.studio, "edit_offers")
    if queue is not None and not 1 <= queue <= rules.MOST_QUEUE:
        raise Invalid("queue_wrong", _("Between 1 and 1,000 orders at once, or any number."), "queue")
    kept = [{name: clean_text(each[name], lines=True) for name in ("question", "answer")} for each in faq]
    if len(kept) > rules.MOST_FAQ or any(not each["question"] or not each["answer"] for each in kept):
        raise Invalid(
            "faq_wrong", _("Each question needs its answer; at most %(most)s.") % {"most": rules.MOST_FAQ}, "faq"
        )
    found, _made = GigTerms.objects.update_or_create(
        offer=offer,
        defaults={
            "questions": [question.kept() for question in rules.clean_questions(questions)],
            "faq": kept,
            "extras": [extra.kept() for extra in rules.clean_extras(extras)],
            "queue": queue,
            "settled": settled,
            "changed_at": at,
        },
    )
    return found


@transaction.atomic
def change_terms(offer: Offer, *, seen: str = "", by: Actor, at: datetime, **parts: Any) -> GigTerms:
    """Some of what `set_terms` sets; the rest stays. `seen` is the stamp (queries.stamp_of) of the part that is given.

    Agreed work keeps the terms it was ordered with. Raises Conflict when somebody else was faster, and as `set_terms`.
    """
    require_actor(by, offer.studio, "edit_offers")
    _lock(offer)
    for part in parts if seen else ():
        _check_seen(offer, part, seen)
    now = GigTerms.objects.filter(offer=offer).first() or GigTerms()
    kept = {
        "questions": rules.read(now.questions),
        "faq": now.faq,
        "extras": rules.read_extras(now.extras),
        "queue": now.queue,
    }
    settled = now.settled or "questions" in parts
    return set_terms(offer, **{**kept, **parts}, settled=settled, by=by, at=at)


@transaction.atomic
def set_packages(
    offer: Offer,
    drafts: Sequence[TierDraft],
    promises: Sequence[rules.Promise],
    *,
    seen: str = "",
    by: Actor,
    at: datetime,
) -> list[Tier]:
    """Let these be the packages: prices as in `prices.set_tiers`, and what each promises; all or nothing.

    Raises what both raise, with the field `tiers-<n>-<field>`; Conflict when somebody else was faster.
    """
    require_actor(by, offer.studio, "edit_offers")
    if len(drafts) > rules.MOST_PACKAGES:
        raise Invalid("packages_many", _("A gig has three packages at most."), "tiers")
    _lock(offer)
    if seen:
        _check_seen(offer, "packages", seen)
    tiers = prices.set_tiers(offer, drafts, besides=_promise_more(drafts, promises), by=by, at=at)
    for place, (tier, promise) in enumerate(zip(tiers, promises, strict=True)):
        tier.offer = offer
        try:
            set_package(tier, days=promise.days, revisions=promise.revisions, scope=promise.scope, by=by, at=at)
        except Invalid as refusal:
            refusal.field = f"tiers-{place}-{refusal.field}"
            raise
    return tiers


def _promise_more(drafts: Sequence[TierDraft], promises: Sequence[rules.Promise]) -> bool:
    """Whether a package promises something else than before."""
    known = {each.tier_id: each for each in Package.objects.filter(tier__in=[draft.id for draft in drafts if draft.id])}
    before = {pk: (each.days, each.revisions, each.scope) for pk, each in known.items()}
    now = {
        draft.id: (promise.days, promise.revisions, _lines(promise.scope))
        for draft, promise in zip(drafts, promises, strict=True)
        if draft.id
    }
    return now != before


@transaction.atomic
def lay_out(
    offer: Offer,
    drafts: Sequence[TierDraft],
    promises: Sequence[rules.Promise],
    *,
    questions: Sequence[rules.Question],
    faq: Sequence[Mapping[str, str]],
    by: Actor,
    at: datetime,
) -> None:
    """Begin with an example's packages and questions. Raises Conflict where something was written already."""
    _lock(offer)
    if Tier.objects.filter(offer=offer, retired=False).exists() or GigTerms.objects.filter(offer=offer).exists():
        raise Conflict("gig_begun", _("Something is written here already, so the example would take its place."))
    set_packages(offer, drafts, promises, by=by, at=at)
    set_terms(offer, questions=questions, faq=faq, by=by, at=at)


def _lock(offer: Offer) -> None:
    if Offer.objects.select_for_update().get(pk=offer.pk).kind != rules.GIG:
        raise NotFoundHere()


def _check_seen(offer: Offer, part: str, seen: str) -> None:
    if stamp_of(offer.pk, part) != seen:
        words = _("Somebody else changed this in the meantime. Save again to put yours in its place.")
        raise Conflict("gig_changed", words)


@transaction.atomic
def set_package(
    tier: Tier, *, days: int, revisions: int | None, scope: Sequence[str] = (), by: Actor, at: datetime
) -> Package:
    """`tier` is loaded with its offer and studio. Raises NotAllowed, Invalid with the field."""
    require_actor(by, tier.offer.studio, "edit_offers")
    if tier.offer.kind != rules.GIG:
        raise NotFoundHere()
    rules.check_package(days, revisions)
    found, _made = Package.objects.update_or_create(
        tier=tier, defaults={"days": days, "revisions": revisions, "scope": _lines(scope)}
    )
    Offer.objects.filter(pk=tier.offer_id).update(changed_at=at)
    return found


def _lines(scope: Sequence[str]) -> list[str]:
    lines = [clean_text(each)[: rules.LINE_LENGTH] for each in scope]
    return [each for each in lines if each]


def promised(tiers: Sequence[Tier]) -> dict[int, dict[str, Any]]:
    """What an order of these tiers keeps, by their ids: days, revisions, scope and the questions to the buyer."""
    known = {each.tier_id: each for each in Package.objects.filter(tier__in=tiers)}
    terms = GigTerms.objects.filter(offer__in={tier.offer_id for tier in tiers})
    questions = {each.offer_id: each.questions for each in terms}
    kept: dict[int, dict[str, Any]] = {}
    for tier in tiers:
        package = known.get(tier.pk)
        kept[tier.pk] = {
            "days": package.days if package else rules.MOST_DAYS,
            "revisions": package.revisions if package else None,
            "scope": package.scope if package else [],
            "questions": questions.get(tier.offer_id, []),
        }
    return kept


def begin(sold: Sold, *, by: Actor, at: datetime) -> Engagement:
    """The paid line as an engagement of one unit, its money held since the payment. Twice is once.

    Belongs into the caller's transaction.
    """
    line = OrderLine.objects.select_related("order").get(pk=sold.line_id)
    kept = line.order.policies.get(PROMISED, {}).get(str(line.tier_id)) or promised([sold.tier])[sold.tier.pk]
    extras = [{"title": each["title"], "price": each["amount"], **each["terms"]} for each in line.added]
    days = kept["days"] + sum(each["days"] for each in extras)
    unit_terms = {"days": days, "revisions": kept["revisions"]}
    made = work.agree(
        rules.GIG,
        subject=held_subject(line.pk),
        till="share",
        title=line.title,
        worker=sold.offer.studio,
        buyer_id=sold.account_id,
        buyer_email=sold.email,
        currency=line.order.currency,
        language=sold.language,
        units=[work.Planned(line.net, title=line.tier_name, terms=unit_terms)],
        terms={
            "scope": kept["scope"],
            "questions": kept["questions"],
            "extras": extras,
            "price": line.gross,
        },
        by=by,
        at=at,
    )
    unit = made.units.get()
    if unit.status == "draft":
        work.act(unit.pk, "fund", by=SYSTEM, at=at)
        if not made.terms["questions"]:
            work.act(unit.pk, "start", by=SYSTEM, at=at)
    return made


def require(
    unit_id: int,
    *,
    answers: Mapping[str, Any],
    files: Sequence[SubmittedFile] = (),
    text: str = "",
    seen: int | None = None,
    by: Actor,
    at: datetime,
) -> Unit:
    """The buyer's answers to what was asked when they ordered; the clock starts.

    `answers` are by the questions' keys: a text, or a list where several may be chosen. `files` are unsaved, from
    `work.handins.actions.take(…, question=key)`; `text` is what they say besides. Raises as `act` does, and Invalid
    with the field `answer_<key>`.
    """
    unit = Unit.objects.select_related("engagement").filter(pk=unit_id, mode=rules.GIG).first()
    if unit is None or role_of(by, unit) is None:
        raise NotFoundHere()
    asked = rules.read(unit.engagement.terms.get("questions", []))
    counted = Counter(each.question for each in files)
    content = rules.clean_answers(asked, answers, counted)
    return work.act(unit_id, "require", by=by, at=at, text=text, content=content, files=files, seen=seen)
