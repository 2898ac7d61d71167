"""Letters to those who wish for something: only to who asked for them, one for each offer and reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dhara.catalog.models import Offer
from dhara.checkout.wishes import mail, queries, rules
from dhara.checkout.wishes.facts import WisherTold
from dhara.checkout.wishes.models import Wish, WishLetter, WishList
from dhara.checkout.wishes.rules import Standing
from dhara.kit.actor import SYSTEM, Actor
from dhara.kit.facts.actions import record
from dhara.kit.queue import defer_named
from dhara.kit.refusal import NotAllowed, NotFoundHere
from dhara.people.models import MailPreference
from dhara.people.notices.actions import tell

AT_ONCE = 200
JOB = "checkout.wishes.tasks.look_at_offer"


@transaction.atomic
def ask_for_letters(wishlist: WishList, *, by: Actor, at: datetime) -> WishList:
    """The box was ticked: keep what it said, as evidence. What is better already by now is no news any more.

    Raises NotAllowed for a list that is not the account's own: a letter needs somebody to go to.
    """
    kept = WishList.objects.select_for_update().get(pk=wishlist.pk)
    if by.kind != "person" or kept.account_id != by.id:
        raise NotAllowed("letters_need_account", _("Please sign in, so that we know whom to write."))
    if kept.letters_at is None:
        wishes = list(kept.wishes.select_related("offer__studio"))
        now = queries.standings([wish.offer for wish in wishes], at)
        _remember([(wish, now[wish.offer_id]) for wish in wishes])
        kept.letters_at, kept.consent = at, str(rules.CONSENT)
        kept.consent_language = (get_language() or "en")[:2]
        kept.save(update_fields=["letters_at", "consent", "consent_language"])
    return kept


@transaction.atomic
def stop_letters(wishlist: WishList) -> WishList:
    """No letters about this list any more. Twice is once."""
    WishList.objects.filter(pk=wishlist.pk).update(letters_at=None)
    wishlist.letters_at = None
    return wishlist


@transaction.atomic
def stop(token: str) -> None:
    """The same by the link in a letter. Raises NotFoundHere for a token that we never wrote."""
    list_id = rules.read_stop_token(token)
    if list_id is None:
        raise NotFoundHere()
    WishList.objects.filter(pk=list_id).update(letters_at=None)


def asked_about(offer_id: int) -> bool:
    """Whether anybody wants to be written about the offer."""
    return Wish.objects.filter(offer_id=offer_id, wishlist__letters_at__isnull=False).exists()


def look_later(offer_id: int, *, at: datetime) -> None:
    """Something about the offer has changed: see in a while whom that concerns."""
    if asked_about(offer_id):
        defer_named(JOB, queue="mail", when=at + rules.PATIENCE, offer_id=offer_id)


def look(offer_id: int, *, at: datetime) -> int:
    """Write to those for whom the offer has become better; returns how many letters. May run any number of times."""
    written, last = 0, 0
    while True:
        step, last = _step(offer_id, last, at)
        written += step
        if not last:
            return written


@transaction.atomic
def _step(offer_id: int, last: int, at: datetime) -> tuple[int, int]:
    """Some of the wishes after the last one: (letters, the last one of these, 0 at the end)."""
    asked = Wish.objects.filter(offer_id=offer_id, pk__gt=last, wishlist__letters_at__isnull=False)
    wishes = list(
        asked.filter(wishlist__account__is_active=True)
        .select_for_update(of=("self",))
        .select_related("wishlist__account")
        .order_by("pk")[:AT_ONCE]
    )
    offer = Offer.objects.select_related("studio").filter(pk=offer_id).first()
    if not wishes or offer is None:
        return 0, 0
    now = queries.standings([offer], at)[offer.pk]
    accounts = [wish.wishlist.account_id for wish in wishes if wish.wishlist.account_id]
    owned = queries.owners([offer.pk], accounts)
    silent = MailPreference.objects.filter(account_id__in=accounts, topic=rules.TOPIC, by_mail=False)
    unwilling = set(silent.values_list("account_id", flat=True))
    written = 0
    for wish in wishes:
        reason = rules.reason_for(wish, now)
        if reason and (wish.wishlist.account_id, offer.pk) not in owned:
            written += _tell(wish, offer, now, reason, wish.wishlist.account_id not in unwilling, at)
    _remember([(wish, now) for wish in wishes])
    return written, wishes[-1].pk if len(wishes) == AT_ONCE else 0


def _tell(wish: Wish, offer: Offer, now: Standing, reason: str, letter: bool, at: datetime) -> bool:
    """A notice, and a letter to who wants such letters; False where the reason was told before."""
    account = wish.wishlist.account
    assert account is not None
    once = WishLetter.objects.get_or_create(account=account, offer=offer, reason=reason, defaults={"at": at})
    if not once[1]:
        return False
    tell(
        account_id=account.pk,
        topic=rules.TOPIC,
        kind=f"wish_{reason}",
        data={"offer": offer.title},
        key=f"wish_{reason}:{offer.pk}:{account.pk}",
        url="/wishlist/",
        at=at,
    )
    record(WisherTold(offer.pk, reason, offer.title), by=SYSTEM, at=at)
    if letter:
        mail.wish_news(wish, account, offer, now, reason, at=at)
    return letter


def _remember(looked: Sequence[tuple[Wish, Standing]]) -> None:
    """As it stands now: only what becomes better from here on is news."""
    changed = []
    for wish, now in looked:
        price = now.prices.get(wish.currency)
        low = price if wish.low is None else min(wish.low, wish.low if price is None else price)
        fresh = (not now.buyable, wish.awaited and now.awaited if now.prices else wish.awaited, low)
        if fresh != (wish.out, wish.awaited, wish.low):
            wish.out, wish.awaited, wish.low = fresh
            changed.append(wish)
    if changed:
        Wish.objects.bulk_update(changed, ["out", "awaited", "low"])


def look_around(*, at: datetime) -> int:
    """By the hour: what comes and goes without anybody's doing, as copies that were set aside and not paid for.

    Only of what is limited, or could not be had the last time. Returns how many letters were written.
    """
    asked = Wish.objects.filter(wishlist__letters_at__isnull=False)
    moving = asked.filter(Q(out=True) | Q(offer__tiers__stock__isnull=False, offer__tiers__retired=False))
    offers = moving.order_by("offer_id").values_list("offer_id", flat=True).distinct()
    bundles = asked.filter(offer__kind="bundle").order_by("offer_id").values_list("offer_id", flat=True).distinct()
    gone = asked.exclude(offer__status="published").filter(out=False)
    ids = {*offers, *bundles, *gone.values_list("offer_id", flat=True)}
    return sum(look(offer_id, at=at) for offer_id in sorted(ids))


def tidy(*, at: datetime) -> int:
    """Forget visitors' lists that nobody has touched for as long as their cookies last; returns how many."""
    old = WishList.objects.filter(account=None, changed_at__lte=at - rules.KEPT).order_by("changed_at")
    ids = list(old.values_list("pk", flat=True)[:AT_ONCE])
    return WishList.objects.filter(pk__in=ids, account=None).delete()[1].get("checkout.WishList", 0)
