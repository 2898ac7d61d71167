"""A day at Stripe in the words of our books; and what may be wrong with keys."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dhara.kit.currency import Money
from dhara.money.gateways.rules import GatewayTrouble, Totals
from dhara.money.gateways.stripe.gateway import Stripe


def _moved(shop, day=None):
    return shop.gateway.movements(day or shop.at.date(), keys=shop.keys)


def test_it_lists_a_day():
    assert isinstance(Stripe(), Totals)


def test_a_days_charges_refunds_and_disputes(shop):
    taka, dollars = shop.paid(minor=45_000, currency="BDT"), shop.paid(token="tok-2")
    fee = shop.query(taka).fee
    back = shop.refund(dollars, 500)
    case = shop.fake.dispute(dollars.gateway_ref)
    assert _moved(shop) == [
        (case["id"], Money(-2_000, "USD"), Money(1_500, "USD")),
        (back.gateway_ref, Money(-500, "USD"), Money.zero("USD")),
        (dollars.gateway_ref, Money(2_000, "USD"), Money(88, "USD")),
        (taka.gateway_ref, Money(45_000, "BDT"), fee),
    ]


def test_a_refund_that_failed_is_money_again(shop):
    charge = shop.paid()
    back = shop.refund(charge, 500)
    shop.fake.settle_refund(back.gateway_ref, "failed")
    amounts = [amount.minor for ref, amount, _fee in _moved(shop) if ref == back.gateway_ref]
    assert amounts == [500, -500]


def test_a_day_begins_and_ends_at_midnight_of_utc(shop):
    charge = shop.paid()
    day = shop.at.date()
    shop.at += timedelta(days=1)
    other = shop.paid(token="tok-2")
    assert [ref for ref, _amount, _fee in _moved(shop, day)] == [charge.gateway_ref]
    assert [ref for ref, _amount, _fee in _moved(shop)] == [other.gateway_ref]
    assert _moved(shop, day - timedelta(days=1)) == []


def test_a_busy_day_is_read_page_by_page(shop):
    refs = [shop.paid(token=f"tok-{number}").gateway_ref for number in range(7)]
    charge = shop.paid(minor=90_000, token="many")
    for _refund in range(230):
        shop.fake.refund(charge.gateway_ref, 1)
    moved = _moved(shop)
    assert len(moved) == 7 + 1 + 230
    assert {ref for ref, amount, _fee in moved if amount.minor > 0} == {*refs, charge.gateway_ref}


def test_a_charge_of_a_stored_method_and_one_of_an_old_session(shop):
    method = shop.query(shop.paid(save_method=True)).method
    shop.at += timedelta(days=5)
    again = shop.gateway.charge_again(shop.charge(token="tok-2"), method, keys=shop.keys, at=shop.at)
    late = shop.started(token="tok-3")
    shop.fake.pay_by_debit(late.gateway_ref)
    shop.at += timedelta(days=4)
    shop.fake.settle_debit(late.gateway_ref)
    assert [ref for ref, _amount, _fee in _moved(shop)] == [late.gateway_ref]
    assert [ref for ref, _amount, _fee in _moved(shop, shop.at.date() - timedelta(days=4))] == [again.gateway_ref]


def test_stripe_that_is_down_lists_nothing(shop):
    shop.fake.down = True
    with pytest.raises(GatewayTrouble):
        _moved(shop)


def _problems(shop, **values):
    keys = replace(shop.keys, values={**shop.keys.values, **values})
    return [(problem.field, str(problem.message)) for problem in shop.gateway.check(keys, at=shop.at)]


def test_right_keys(shop):
    assert _problems(shop) == []


def test_a_key_that_stripe_does_not_know(shop):
    assert _problems(shop, secret_key="sk_test_SomebodyElses") == [
        ("secret_key", "Stripe does not know this secret key.")
    ]


def test_a_live_key_in_a_test_account(shop):
    ((field, words),) = _problems(shop, secret_key="sk_live_Something")
    assert (field, "set to test" in words) == ("secret_key", True)


def test_a_restricted_key_that_may_not_enough(shop):
    shop.fake.closed = {"/v1/refunds", "/v1/disputes", "/v1/webhook_endpoints"}
    ((field, words),) = _problems(shop)
    assert field == "secret_key"
    assert "Refunds, Disputes" in words


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"status": "disabled"}, "no enabled webhook"),
        ({"url": "https://elsewhere.example/hook"}, "no enabled webhook"),
        ({"enabled_events": ["checkout.session.completed", "refund.created"]}, "charge.dispute.created"),
    ],
)
def test_a_webhook_that_does_not_do(shop, change, words):
    shop.fake.endpoint.update(change)
    ((field, said),) = _problems(shop)
    assert (field, words in said) == ("webhook_secret", True)


def test_connect_that_is_not_set_up(shop):
    shop.fake.closed = {"/v1/accounts"}
    assert [field for field, _words in _problems(shop)] == ["connect"]
    assert _problems(shop, connect="no") == []


def test_stripe_that_is_down_says_nothing_about_keys(shop):
    shop.fake.down = True
    with pytest.raises(GatewayTrouble):
        _problems(shop)
