"""Keys by pattern and from a list: what they look like, who gets which, and what is left."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.catalog.models import Offer, Tier
from dhara.catalog.prices import actions as prices
from dhara.delivery.grants import actions as grants
from dhara.delivery.licences import actions, queries, rules
from dhara.delivery.models import Licence, PoolKey
from dhara.kit.actor import SYSTEM, Actor, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, Refused
from dhara.people.models import Notice
from tests.make import catalog as make
from tests.make import licences as made
from tests.make.race import race

LIST = "\n".join(f"POOL-{number:04}" for number in range(1, 14))
CLEAN = re.compile(r"APP-([A-HJKMNP-Z2-9]{5}-){2}[A-HJKMNP-Z2-9]{5}")


def owner(offer: Offer) -> Actor:
    return person(offer.studio.members.get(role="owner").account_id)


def tier_of(offer: Offer) -> Tier:
    return Tier.objects.select_related("offer__studio").get(offer=offer)


def test_keys_follow_the_pattern() -> None:
    keys = {rules.new_key("APP-XXXXX-XXXXX-XXXXX") for _each in range(200)}
    assert len(keys) == 200
    assert all(CLEAN.fullmatch(key) for key in keys)


@given(st.lists(st.sampled_from(rules.ALPHABET), min_size=2, max_size=29), st.data())
def test_the_last_letter_finds_typing_mistakes(letters: list[str], data: st.DataObject) -> None:
    right = rules.check_letter(letters)
    place = data.draw(st.integers(0, len(letters) - 1))
    wrong = data.draw(st.sampled_from([each for each in rules.ALPHABET if each != letters[place]]))
    assert rules.check_letter([*letters[:place], wrong, *letters[place + 1 :]]) != right
    other = data.draw(st.integers(0, len(letters) - 1))
    swapped = [*letters]
    swapped[place], swapped[other] = swapped[other], swapped[place]
    assert (rules.check_letter(swapped) == right) == (letters[place] == letters[other])


@pytest.mark.parametrize(
    "pattern", ["XXXXX-XXXXX", "", "-XXXXXXXXXXXXXXX", "XXXXXXXXXXXXXXXé", "X" * 61, "XXXXXX XXXXX"]
)
def test_weak_and_broken_patterns_are_refused(pattern: str) -> None:
    with pytest.raises(Invalid) as refusal:
        rules.clean_pattern(pattern)
    assert refusal.value.field == "pattern"


def test_a_list_is_read_from_lines_and_tables() -> None:
    assert rules.clean_keys('"AAAA-1111",Nadia\r\n\n bbbb-2222 \nCCCC-3333;x\nDDDD-4444\ty') == [
        "AAAA-1111",
        "bbbb-2222",
        "CCCC-3333",
        "DDDD-4444",
    ]
    for text, code in (
        ("", "keys_missing"),
        ("\n-\n", "keys_missing"),
        ("AB1", "key_length"),
        ("A" * 101, "key_length"),
    ):
        with pytest.raises(Invalid) as refusal:
            rules.clean_keys(text)
        assert refusal.value.code == code
    with pytest.raises(Invalid, match="10,000"):
        rules.clean_keys("\n".join(f"KEY{number:06}" for number in range(10_001)))


@pytest.mark.django_db
def test_every_copy_has_a_key_of_its_own(now: datetime) -> None:
    offer = made.offer(now, seats=2, days=365, pattern="APP-XXXXX-XXXXX-XXXXX")
    licences = made.sold(now, offer, copies=3)
    assert [each.number for each in licences] == [1, 2, 3]
    assert len({each.key for each in licences}) == 3
    assert all(CLEAN.fullmatch(each.key) for each in licences)
    assert {(each.seats, each.expires_at) for each in licences} == {(2, now + timedelta(days=365))}
    grants.deliver(licences[0].grant.order_id, by=SYSTEM, at=now)
    assert Licence.objects.count() == 3
    assert RecordedFact.objects.get(name="delivery.LicencesIssued").data["count"] == 3


@pytest.mark.django_db
def test_what_was_sold_keeps_its_terms(now: datetime) -> None:
    offer = made.offer(now, seats=2)
    (before,) = made.sold(now, offer)
    tier = tier_of(offer)
    actions.set_terms(
        offer,
        source="pattern",
        seats=5,
        tier_seats={tier.pk: 9, 0: 4},
        days=30,
        starts="activation",
        by=owner(offer),
        at=now,
    )
    (after,) = made.sold(now, offer)
    before.refresh_from_db()
    assert (before.seats, before.days) == (2, None)
    assert (after.seats, after.days, after.expires_at) == (9, 30, None)
    assert queries.terms_of(offer.pk).tier_seats == {str(tier.pk): 9}  # type: ignore[union-attr]


@pytest.mark.django_db
def test_a_list_is_what_there_is_to_sell(now: datetime) -> None:
    offer = made.offer(now, keys=LIST)
    tier = tier_of(offer)
    assert tier.left == 13
    (first,) = made.sold(now, offer)
    two = made.sold(now, offer, copies=2)
    assert [each.key for each in (first, *two)] == ["POOL-0001", "POOL-0002", "POOL-0003"]
    assert tier_of(offer).left == 10
    made.sold(now, offer, copies=10)
    assert tier_of(offer).left == 0
    with pytest.raises(Refused) as refusal:
        prices.reserve(tier.pk, 1)
    assert refusal.value.code == "sold_out"


@pytest.mark.django_db
def test_the_studio_is_warned_at_ten_and_at_none(now: datetime) -> None:
    offer = made.offer(now, keys=LIST)
    for copies in (2, 1, 4, 6):
        made.sold(now, offer, copies=copies)
    facts = RecordedFact.objects.filter(name="delivery.KeysRunLow").order_by("id")
    assert [each.data["left"] for each in facts] == [10, 0]
    drain(now)
    assert set(Notice.objects.filter(kind__in=("keys_low", "keys_gone")).values_list("kind", flat=True)) == {
        "keys_low",
        "keys_gone",
    }
    letters = Letter.objects.filter(name="keys_run_low").order_by("id")
    assert [letter.to_email for letter in letters] == [offer.studio.members.get().account.email] * 2


@pytest.mark.django_db
def test_typing_another_number_of_copies_changes_nothing(now: datetime) -> None:
    offer = made.offer(now, keys=LIST)
    tier = tier_of(offer)
    (after,) = prices.set_tiers(offer, [make.fixed(id=tier.pk, stock=500)], by=owner(offer), at=now)
    assert after.left == 13
    _same, new = prices.set_tiers(
        offer, [make.fixed(id=tier.pk, name="One"), make.fixed(name="Two")], by=owner(offer), at=now
    )
    assert new.left == 0


@pytest.mark.django_db
def test_keys_are_added_once(now: datetime) -> None:
    offer = made.offer(now, keys=LIST)
    made.sold(now, offer)
    tier, by = tier_of(offer), owner(offer)
    assert actions.add_keys(tier, "pool 0001\nPOOL-0002\nNEW-0001\nnew0001", by=by, at=now) == (1, 3)
    assert tier_of(offer).left == 13
    assert actions.remove_keys(tier, by=by, at=now) == 13
    assert tier_of(offer).left == 0
    assert actions.add_keys(tier, "POOL-0005", by=by, at=now) == (0, 1)
    for role in ("viewer", "support"):
        member = make.member(make.Shop(offer.studio, offer.studio.members.get(role="owner").account, by), role, now)
        with pytest.raises(NotAllowed):
            actions.add_keys(tier, "OTHER-1", by=member, at=now)


@pytest.mark.django_db
def test_a_copy_that_is_being_paid_for_keeps_its_key(now: datetime) -> None:
    offer = made.offer(now, keys="KEY-0001\nKEY-0002")
    tier = tier_of(offer)
    prices.reserve(tier.pk, 1)
    assert actions.remove_keys(tier, by=owner(offer), at=now) == 1
    assert (tier_of(offer).left, PoolKey.objects.filter(removed_at__isnull=True).count()) == (0, 1)
    prices.sell(tier.pk, 1)


@pytest.mark.django_db
def test_a_refunded_key_is_not_sold_again(now: datetime) -> None:
    offer = made.offer(now, keys="KEY-0001\nKEY-0002")
    (licence,) = made.sold(now, offer)
    tier = tier_of(offer)
    prices.put_back(tier.pk, 1)
    assert tier_of(offer).left == 2
    grants.take_back(licence.grant.line, reason="refund", by=SYSTEM, at=now)
    assert tier_of(offer).left == 1
    (other,) = made.sold(now, offer)
    assert other.key == "KEY-0002"


@pytest.mark.django_db
def test_who_waits_is_served_first(now: datetime) -> None:
    """More was paid for than the list held, whatever the reason: nobody loses it."""
    offer = made.offer(now, keys="KEY-0001")
    made.sold(now, offer)
    tier = tier_of(offer)
    Tier.objects.filter(pk=tier.pk).update(stock=None)
    (waiting,) = made.sold(now, offer, email="late@example.com")
    assert (waiting.key, waiting.folded) == ("", None)
    actions.add_keys(tier, "KEY-0002\nKEY-0003", by=owner(offer), at=now)
    waiting.refresh_from_db()
    assert waiting.key == "KEY-0002"
    assert tier_of(offer).left == 1
    letter = Letter.objects.get(name="licence_came")
    assert letter.to_email == "late@example.com"
    assert "KEY-0002" in letter.text


@pytest.mark.django_db
def test_the_source_can_be_changed(now: datetime) -> None:
    offer = made.offer(now)
    tier, by = tier_of(offer), owner(offer)
    assert tier.stock is None
    actions.set_terms(offer, source="list", by=by, at=now)
    assert tier_of(offer).left == 0
    actions.set_terms(offer, source="pattern", by=by, at=now)
    assert tier_of(offer).stock is None
    for wrong, field in (
        ({"source": "sky"}, "source"),
        ({"source": "list", "starts": "never"}, "starts"),
        ({"source": "list", "seats": 0}, "seats"),
        ({"source": "list", "days": 40_000}, "days"),
    ):
        with pytest.raises(Invalid) as refusal:
            actions.set_terms(offer, **wrong, by=by, at=now)  # type: ignore[arg-type]
        assert refusal.value.field == field
    with pytest.raises(Conflict):
        actions.set_terms(make.offer(now, make.Shop(offer.studio, None, by)), source="list", by=by, at=now)  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
def test_two_sales_at_once_take_different_keys(now: datetime) -> None:
    offer = made.offer(now, keys="\n".join(f"KEY-{number:04}" for number in range(8)))

    def buy(number: int) -> str:
        return made.sold(now, offer, email=f"buyer{number}@example.com")[0].key

    keys = race(*[partial(buy, number) for number in range(8)])
    assert len(set(keys)) == 8
    assert all(keys)
    assert tier_of(offer).left == 0
