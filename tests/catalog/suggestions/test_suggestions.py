"""What an offer suggests: by whom, how many, of what; and what is taken off."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.catalog.models import Suggestion, Tier
from dhara.catalog.suggestions import actions, rules
from dhara.catalog.suggestions.rules import Draft
from dhara.kit.actor import SYSTEM, Actor, person
from dhara.kit.currency import Money
from dhara.kit.refusal import Refused
from tests.make import checkout as make
from tests.make import people
from tests.make.suggestions import suggestion

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Tier, Tier]:
    studio = people.studio()
    return make.tier(studio, title="Cards"), make.tier(studio, title="Envelopes")


def refused(main: Tier, draft: Draft, now: datetime, by: Actor = SYSTEM) -> Refused:
    with pytest.raises(Refused) as refusal:
        actions.suggest(main.offer, draft, by=by, at=now)
    return refusal.value


def test_the_offer_says_which_kinds_it_has(two: tuple[Tier, Tier], now: datetime) -> None:
    main, other = two
    made = suggestion(main, other, bp=2_000)
    suggestion(main, other, "upsell")
    main.offer.refresh_from_db()
    assert main.offer.suggests == ["bump", "upsell"]
    actions.withdraw(main.offer, made.pk, by=SYSTEM, at=now)
    main.offer.refresh_from_db()
    assert main.offer.suggests == ["upsell"]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"kind": "popup"}, "kind"),
        ({"bp": 10_001}, "percent"),
        ({"bp": 10, "amounts": {"BDT": 100}}, "percent"),
        ({"amounts": {"XXX": 100}}, "amount"),
        ({"amounts": {"BDT": -1}}, "amount"),
        ({"words": "x" * 201}, "words"),
    ],
)
def test_what_can_not_be_suggested(two: tuple[Tier, Tier], now: datetime, draft: dict[str, Any], field: str) -> None:
    main, other = two
    given: dict[str, Any] = {"kind": "bump", "tier_id": other.pk, **draft}
    assert refused(main, Draft(**given), now).field == field
    assert not Suggestion.objects.exists()


def test_not_itself_not_twice_not_of_others(two: tuple[Tier, Tier], now: datetime) -> None:
    main, other = two
    strange = make.tier(people.studio(handle="tuli"))
    assert refused(main, Draft("bump", main.pk), now).code == "tier_gone"
    assert refused(main, Draft("bump", strange.pk), now).code == "tier_gone"
    suggestion(main, other)
    assert refused(main, Draft("bump", other.pk), now).code == "suggested_already"


def test_one_proposal_after_a_payment(two: tuple[Tier, Tier], now: datetime) -> None:
    main, other = two
    suggestion(main, other, "upsell")
    third = make.tier(main.offer.studio)
    assert refused(main, Draft("upsell", third.pk), now).code == "suggestions_full"


def test_members_with_the_right_only(two: tuple[Tier, Tier], now: datetime) -> None:
    main, other = two
    viewer = people.member(main.offer.studio, email="viewer@example.com", role="viewer").account
    refused(main, Draft("bump", other.pk), now, person(viewer.pk))
    refused(main, Draft("bump", other.pk), now, person(people.account("nobody@example.com").pk))
    assert not Suggestion.objects.exists()


def test_what_is_taken_off() -> None:
    unit = Money(450_00, "BDT")
    assert rules.worth(Suggestion(bp=2_000), unit) == Money(90_00, "BDT")
    assert rules.worth(Suggestion(amounts={"BDT": 50_00}), unit) == Money(50_00, "BDT")
    assert rules.worth(Suggestion(amounts={"BDT": 900_00}), unit) == unit
    assert rules.worth(Suggestion(amounts={"USD": 1_00}), unit) == Money(0, "BDT")
