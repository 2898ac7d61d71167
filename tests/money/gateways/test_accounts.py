"""Merchants' accounts: entered, checked, sealed, changed, switched; and who is paid through which."""

import json

import pytest

from dhara.kit.actor import SYSTEM, operator, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.mail.models import Letter
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.kit.seal import seal, unseal
from dhara.money import gateway_doctor
from dhara.money.gateways import actions, queries
from dhara.money.gateways.entry import KeysRefused
from dhara.money.models import GatewayAccount
from tests.make import money as make
from tests.make import people
from tests.make.gateways import KEYS, KeyedGateway


@pytest.fixture
def keyed(monkeypatch):
    fake = KeyedGateway("keyed")
    monkeypatch.setitem(queries.GATEWAYS, "keyed", fake)
    return fake


@pytest.fixture
def owner(db):
    return people.account("nadia@example.com")


@pytest.fixture
def shop(owner):
    return people.studio(owner)


def add(now, studio=None, by=SYSTEM, live=False, **values):
    return actions.add(gateway="keyed", studio=studio, live=live, values={**KEYS, **values}, by=by, at=now)


def test_keys_are_sealed_and_only_their_ends_are_shown(db, now, keyed):
    account = add(now, certificate="-----BEGIN-----\nabc\n-----END-----")
    kept = json.dumps([account.shown, account.sealed])
    assert "correct-horse" not in kept
    assert account.shown["shop_id"] == "shop-1"
    assert account.shown["password"] == "•••• tery"
    assert account.shown["certificate"].startswith("SHA-256 ")
    assert unseal(account.sealed)["password"] == KEYS["password"]
    assert queries.opened(account).values["shop_id"] == "shop-1"
    assert KEYS["password"] not in repr(queries.opened(account))


def test_what_is_wrong_is_told_field_by_field(db, now, keyed):
    with pytest.raises(KeysRefused) as refused:
        add(now, shop_id="Shop 1", password="  ")
    assert set(refused.value.problems) == {"shop_id", "password"}
    assert not GatewayAccount.objects.exists()


def test_an_empty_secret_stays_and_everything_else_follows_the_form(db, now, keyed):
    account = add(now, certificate="abcdefghijkl")
    changed = actions.change(
        account.pk, values={"shop_id": "shop-2", "password": "", "certificate": ""}, by=SYSTEM, at=now
    )
    values = queries.opened(changed).values
    assert values == {"shop_id": "shop-2", "password": KEYS["password"], "certificate": "abcdefghijkl"}


def test_changes_are_facts_without_keys_and_told_to_the_owners(now, keyed, shop, owner):
    account = add(now, shop, person(owner.pk))
    actions.change(
        account.pk, values={"shop_id": "shop-2", "password": "another-password"}, by=person(owner.pk), at=now
    )
    actions.switch(account.pk, active=False, by=person(owner.pk), at=now)
    actions.switch(account.pk, active=False, by=person(owner.pk), at=now)
    facts = RecordedFact.objects.filter(name__startswith="money.Gateway").order_by("id")
    assert [each.name for each in facts] == [
        "money.GatewayAccountAdded",
        "money.GatewayKeysChanged",
        "money.GatewayAccountSwitched",
    ]
    assert facts[1].data["fields"] == "password, shop_id"
    assert "another" not in json.dumps([each.data for each in facts])
    letters = Letter.objects.filter(name="gateway_account").order_by("id")
    assert [letter.to_email for letter in letters] == ["nadia@example.com"] * 3
    assert not any("another-password" in letter.text for letter in letters)


def test_nothing_changed_is_no_change(db, now, keyed):
    account = add(now)
    actions.change(account.pk, values=KEYS, by=SYSTEM, at=now)
    assert not RecordedFact.objects.filter(name="money.GatewayKeysChanged").exists()


def test_who_may(now, keyed, shop, owner):
    manager = people.member(shop, people.account("mina@example.com"), role="manager").account
    outsider = people.account("karim@example.com")
    for somebody, refusal in ((manager, NotAllowed), (outsider, NotFoundHere)):
        with pytest.raises(refusal):
            add(now, shop, person(somebody.pk))
    with pytest.raises(NotAllowed):
        add(now, None, person(owner.pk))
    with pytest.raises(NotFoundHere):
        add(now, shop, operator(outsider.pk))
    assert add(now, None, operator(outsider.pk)).studio_id is None


def test_one_account_in_use_of_each_kind(db, now, keyed):
    first = add(now)
    with pytest.raises(Conflict):
        add(now)
    actions.retire(first.pk, by=SYSTEM, at=now)
    second = add(now, shop_id="shop-2")
    assert queries.account_for(keyed) == second
    with pytest.raises(Conflict):
        actions.change(first.pk, values=KEYS, by=SYSTEM, at=now)
    assert queries.keys_of(first.pk).values["shop_id"] == "shop-1"


def test_a_sandbox_takes_no_live_keys_and_real_life_offers_no_test_ones(db, now, keyed, settings):
    with pytest.raises(Invalid) as refused:
        add(now, live=True)
    assert refused.value.field == "live"
    add(now)
    assert "keyed" in {each.code for each in queries.offered(make.taka(5_000), at=now)}
    settings.SANDBOX = False
    assert "keyed" not in {each.code for each in queries.offered(make.taka(5_000), at=now)}
    with pytest.raises(NotFoundHere):
        queries.account_for(keyed)


def test_the_fake_is_spoken_to_in_a_sandbox_only_and_never_with_live_keys(db, now, keyed, settings):
    account = add(now)
    settings.GATEWAY_BASES = {"keyed": "http://127.0.0.1:9"}
    assert queries.opened(account).base == "http://127.0.0.1:9"
    assert queries.pages([keyed]) == ["http://127.0.0.1:9", "https://pay.example"]
    account.live = True
    assert queries.opened(account).base == ""
    account.live, settings.SANDBOX = False, False
    assert queries.opened(account).base == ""
    assert queries.pages([keyed]) == ["https://pay.example"]


def test_a_studios_own_account_collects_only_for_what_is_all_its_own(now, keyed, shop, owner):
    other = make.studio(now)
    amount = make.taka(5_000)

    def offered(*studios):
        return "keyed" in {each.code for each in queries.offered(amount, at=now, studio_ids=studios)}

    own = add(now, shop, person(owner.pk))
    assert [offered(shop.pk), offered(other.pk), offered(shop.pk, other.pk), offered()] == [True, False, False, False]
    common = add(now)
    assert offered(other.pk)
    assert queries.account_for(keyed, [shop.pk, shop.pk]) == own
    assert queries.account_for(keyed, [shop.pk, other.pk]) == common
    actions.switch(own.pk, active=False, by=person(owner.pk), at=now)
    assert queries.account_for(keyed, [shop.pk]) == common


def test_what_is_offered_takes_one_query_at_most(db, now, keyed, django_assert_num_queries):
    queries.offered(make.taka(5_000), at=now)  # the policies' cache is warm
    with django_assert_num_queries(1):
        queries.offered(make.taka(5_000), at=now, studio_ids=[1])


def test_a_check_keeps_what_the_gateway_says(db, now, keyed):
    account = add(now, password="wrong-password")
    assert [problem.field for problem in actions.check(account.pk, at=now)] == ["password"]
    account.refresh_from_db()
    assert (account.problem, account.checked_at) == ("The password is wrong.", now)
    actions.change(account.pk, values=KEYS, by=SYSTEM, at=now)
    assert actions.check(account.pk, at=now) == []
    keyed.answers["down"] = True
    assert "no answer" in str(actions.check(account.pk, at=now)[0].message)


def test_keys_that_can_not_be_opened_are_said_so_and_can_be_entered_anew(db, now, keyed, settings):
    account = add(now)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-installation", []
    assert "SECRET_KEY" in str(actions.check(account.pk, at=now)[0].message)
    actions.change(account.pk, values=KEYS, by=SYSTEM, at=now)
    assert actions.check(account.pk, at=now) == []
    assert account.sealed != seal(KEYS)


def test_the_doctor_says_what_else_is_wrong(db, now, keyed, settings):
    account = add(now)
    assert gateway_doctor.examine(account, at=now) == []
    settings.SANDBOX = False
    assert ["test keys" in str(each.message) for each in gateway_doctor.examine(account, at=now)] == [True]
    account.live = True
    settings.PUBLIC_URL = "http://shop.example"
    assert ["https" in str(each.message) for each in gateway_doctor.examine(account, at=now)] == [True]
    settings.SANDBOX = True
    assert any("live keys in a sandbox" in str(each.message) for each in gateway_doctor.examine(account, at=now))
