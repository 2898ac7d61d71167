"""Between payment and receipt, without scripts: one click by a kept card at (the fake of) Stripe, else one screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.catalog.models import Tier
from dhara.checkout.models import Order, Upsell
from dhara.kit import clock
from dhara.kit.actor import SYSTEM
from dhara.money.gateways import actions as gateways
from dhara.money.models import Payment
from tests.fakes.stripe import TEST_KEYS, Fake
from tests.make import checkout as make
from tests.make import people
from tests.make.suggestions import suggestion
from tests.web.browsing import text
from tests.web.checkout.buying import details, field

pytestmark = pytest.mark.django_db
GOOD, PROOF = "4242424242424242", "4000002760003184"


@pytest.fixture
def stripe(now: datetime, settings: Any) -> Iterator[Fake]:
    fake = Fake(clock=lambda: clock.now().timestamp())
    settings.GATEWAY_BASES = {"stripe": fake.start()}
    gateways.have(gateway="stripe", values=TEST_KEYS, by=SYSTEM, at=now)
    yield fake
    fake.stop()


@pytest.fixture
def visitor(client: Client) -> Client:
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def three(now: datetime) -> list[Tier]:
    studio = people.studio()
    tiers = [make.tier(studio, title=title, at=now) for title in ("Cards", "Envelopes", "Stickers")]
    suggestion(tiers[0], tiers[1], "upsell", bp=2_000, words="They fit exactly.")
    suggestion(tiers[0], tiers[2], "downsell", bp=5_000)
    return tiers


def bought(visitor: Client, fake: Fake, tier: Tier, card: str = GOOD, **told: str) -> str:
    """Paid at Stripe; the page that the buyer comes back to."""
    visitor.post("/cart/lines/", {"tier": tier.pk})
    assert "Keep my card for one click" in text(visitor.get("/checkout/"))
    visitor.post("/checkout/", details(visitor, gateway="stripe", **told))
    payment = Payment.objects.get()
    fake.pay(payment.gateway_ref or "", card, proved=True)
    return text(visitor.get(f"/checkout/return/{payment.token}/", follow=True))


def answer(visitor: Client, page: str, verb: str = "acceptance", **told: str) -> Any:
    action = re.search(rf'action="([^"]*/upsell/{verb}/)"', page)
    assert action
    given = {name: field(page, name) for name in ("step", "total", "currency")}
    return visitor.post(action[1], {**given, **told}, follow=True)


def test_one_click_by_the_kept_card(visitor: Client, stripe: Fake, three: list[Tier]) -> None:
    page = bought(visitor, stripe, three[0], save_method="1")
    assert "They fit exactly." in page
    assert "Right after “Cards”" in page
    assert "card that ends in 4242" in page
    assert "Yes, pay ৳360 in one click" in page
    done = text(answer(visitor, page))
    made = Order.objects.latest("id")
    assert (made.status, made.total) == ("paid", 36_000)
    assert made.number in done
    assert len(stripe.books.of("charge")) == 2
    again = text(answer(visitor, page))
    assert made.number in again
    assert len(stripe.books.of("charge")) == 2, "pressed twice, charged once"
    first = Order.objects.earliest("id")
    receipt = text(visitor.get(f"/checkout/o/{first.token}/"))
    assert "They fit exactly." not in receipt
    assert made.number in receipt


def test_a_card_is_kept_only_when_the_box_is_ticked(visitor: Client, stripe: Fake, three: list[Tier]) -> None:
    page = bought(visitor, stripe, three[0])
    assert "They fit exactly." in page
    assert "one click" not in page
    assert Payment.objects.get().method == ""


def test_a_bank_that_wants_to_see_its_customer(visitor: Client, stripe: Fake, three: list[Tier]) -> None:
    page = bought(visitor, stripe, three[0], PROOF, save_method="1")
    shown = text(answer(visitor, page))
    made = Order.objects.latest("id")
    assert made.status == "failed"
    assert "Nothing was charged" in shown
    assert 'name="gateway"' in shown, "every way to pay it is on the one screen"
    text(answer(visitor, page))
    assert Order.objects.count() == 2
    visitor.post(f"/checkout/o/{made.token}/payment/", {"gateway": "stripe"})
    payment = Payment.objects.latest("id")
    stripe.pay(payment.gateway_ref or "", PROOF, proved=True)
    visitor.get(f"/checkout/return/{payment.token}/")
    made.refresh_from_db()
    assert made.status == "paid"


def test_the_answer_of_stripe_is_lost(visitor: Client, stripe: Fake, three: list[Tier]) -> None:
    page = bought(visitor, stripe, three[0], save_method="1")
    stripe.hang_up_next(4)
    answer(visitor, page)
    made = Order.objects.latest("id")
    assert made.payment is not None
    refused = text(visitor.post(f"/checkout/o/{made.token}/payment/", {"gateway": "stripe"}, follow=True))
    made.refresh_from_db()
    assert made.payment is not None
    assert made.status == "paid" or "still asking your bank" in refused
    visitor.get(f"/checkout/return/{made.payment.token}/")
    made.refresh_from_db()
    assert made.status == "paid"
    assert len(stripe.books.of("charge")) == 2


def test_one_screen_with_another_way_to_pay(visitor: Client, three: list[Tier]) -> None:
    visitor.post("/cart/lines/", {"tier": three[0].pk})
    assert "Keep my card" not in text(visitor.get("/checkout/"))
    sent = visitor.post("/checkout/", details(visitor))
    back = visitor.post(sent["Location"], {"choice": "pay"})
    page = text(visitor.get(back["Location"], follow=True))
    assert "Yes, pay ৳360" in page
    bank = answer(visitor, page, gateway="sandbox")
    path = bank.redirect_chain[-1][0]
    done = text(visitor.post(path, {"choice": "pay"}, follow=True))
    assert Order.objects.latest("id").status == "paid"
    assert "Bought together with this" in done


def test_no_and_no_again_leads_to_the_receipt(visitor: Client, three: list[Tier]) -> None:
    order = make.paid_order(three[0], at=clock.now())
    page = text(visitor.get(f"/checkout/o/{order.token}/"))
    page = text(answer(visitor, page, "refusal"))
    assert "Or perhaps this?" in page
    assert "৳225" in page
    page = text(answer(visitor, page, "refusal"))
    assert "Thank you" in page
    assert Upsell.objects.filter(made=None).count() == 2


@pytest.mark.parametrize(
    "told", [{"step": "x"}, {"total": "-1"}, {"total": "x"}, {"currency": "XXX"}, {"total": ""}, {"step": ""}]
)
def test_nonsense_is_not_found(visitor: Client, three: list[Tier], told: dict[str, str]) -> None:
    order = make.paid_order(three[0], at=clock.now())
    given = {"step": "upsell", "total": "36000", "currency": "BDT", **told}
    assert visitor.post(f"/checkout/o/{order.token}/upsell/acceptance/", given).status_code == 404
    assert Order.objects.count() == 1


def test_another_total_is_told_not_charged(visitor: Client, three: list[Tier]) -> None:
    order = make.paid_order(three[0], at=clock.now())
    given = {"step": "upsell", "total": "1", "currency": "BDT", "gateway": "sandbox"}
    page = text(visitor.post(f"/checkout/o/{order.token}/upsell/acceptance/", given, follow=True))
    assert "The price has changed to ৳360" in page
    assert Order.objects.count() == 1
