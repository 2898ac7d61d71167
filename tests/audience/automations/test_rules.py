"""What happens to contacts sets off the studio's rules: once each, in order, and never for ever."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dhara.audience.automations import actions, queries
from dhara.audience.automations.models import AutomationRule
from dhara.audience.contacts import actions as contacts
from dhara.audience.models import Contact, ContactEvent, Field, Tag
from dhara.kit.actor import SYSTEM
from dhara.kit.facts.models import RecordedFact
from dhara.kit.queue import drain
from dhara.kit.refusal import Invalid, NotAllowed
from dhara.people.models import Notice
from tests.make import catalog as make
from tests.make.catalog import Shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now: datetime) -> Shop:
    return make.shop(now)


@pytest.fixture
def rahim(shop: Shop, now: datetime) -> Contact:
    return contacts.find_or_make(shop.studio, "rahim@example.com", by=shop.by, at=now)


def tag(shop: Shop, name: str, at: datetime) -> int:
    return Tag.objects.create(studio=shop.studio, name=name, created_at=at).pk


def rule(shop: Shop, kind: str, *effects: dict[str, Any], at: datetime, ref: str = "") -> AutomationRule:
    return actions.make(shop.studio, kind=kind, ref=ref, effects=list(effects), by=shop.by, at=at)


def tags_of(contact: Contact) -> set[str]:
    return set(contact.tagged.values_list("tag__name", flat=True))


def bought(contact: Contact, subject: str, key: str, at: datetime) -> bool:
    return actions.happened(contact, "bought", subject, key=key, amount=450_00, currency="BDT", by=SYSTEM, at=at)


def test_a_rule_acts_once_for_each_event(shop: Shop, rahim: Contact, now: datetime) -> None:
    buyer = tag(shop, "buyer", now)
    guide = f"offer:{make.offer(now, shop).pk}"
    made = rule(shop, "bought", {"do": "tag", "tag": buyer}, ref=guide, at=now)
    assert bought(rahim, "offer:0", "a", now)
    assert tags_of(rahim) == set()
    assert bought(rahim, guide, "b", now)
    assert not bought(rahim, guide, "b", now)
    assert tags_of(rahim) == {"buyer"}
    made.refresh_from_db()
    assert made.used == 1
    kept = ContactEvent.objects.filter(contact=rahim, kind="bought").order_by("id").values_list("subject", "amount")
    assert list(kept) == [("offer:0", 450_00), (guide, 450_00)]


def test_a_rule_for_anything_and_effects_in_order(shop: Shop, rahim: Contact, now: datetime) -> None:
    Field.objects.create(studio=shop.studio, key="stage", label="Stage", kind="text", created_at=now)
    buyer, lead = tag(shop, "buyer", now), tag(shop, "lead", now)
    contacts.tag(rahim, lead, by=shop.by, at=now)
    rule(
        shop,
        "bought",
        {"do": "untag", "tag": lead},
        {"do": "tag", "tag": buyer},
        {"do": "field", "key": "stage", "value": "customer"},
        {"do": "notify"},
        at=now,
    )
    bought(rahim, "offer:7", "a", now)
    rahim.refresh_from_db()
    assert (tags_of(rahim), rahim.fields) == ({"buyer"}, {"stage": "customer"})
    told = Notice.objects.get(kind="rule_told")
    assert (told.account_id, told.data["person"]) == (shop.owner.pk, "rahim@example.com")
    assert "“lead” ট্যাগ তুলে নিন" in told.data["rule"]  # she reads Bengali


def test_a_rule_that_is_off_does_nothing(shop: Shop, rahim: Contact, now: datetime) -> None:
    made = rule(shop, "bought", {"do": "tag", "tag": tag(shop, "buyer", now)}, at=now)
    actions.switch(made, False, by=shop.by, at=now)
    bought(rahim, "offer:7", "a", now)
    assert tags_of(rahim) == set()


def test_what_is_gone_holds_up_nothing_else(shop: Shop, rahim: Contact, now: datetime) -> None:
    gone, buyer = tag(shop, "gone", now), tag(shop, "buyer", now)
    made = rule(shop, "bought", {"do": "tag", "tag": gone}, {"do": "tag", "tag": buyer}, at=now)
    Tag.objects.filter(pk=gone).delete()
    bought(rahim, "offer:7", "a", now)
    assert tags_of(rahim) == {"buyer"}
    assert "(deleted)" in queries.sentence(made)
    with pytest.raises(Invalid):
        actions.switch(made, True, by=shop.by, at=now)


def test_rules_of_another_studio_are_theirs(shop: Shop, rahim: Contact, now: datetime) -> None:
    other = make.shop(now)
    rule(other, "bought", {"do": "tag", "tag": tag(other, "buyer", now)}, at=now)
    bought(rahim, "offer:7", "a", now)
    assert tags_of(rahim) == set()


def test_a_tag_sets_off_a_rule_by_its_fact(shop: Shop, rahim: Contact, now: datetime) -> None:
    one, two = tag(shop, "one", now), tag(shop, "two", now)
    rule(shop, "tagged", {"do": "tag", "tag": two}, ref=f"tag:{one}", at=now)
    contacts.tag(rahim, one, by=shop.by, at=now)
    drain(now)
    assert tags_of(rahim) == {"one", "two"}
    assert ContactEvent.objects.filter(contact=rahim, kind="tagged").count() == 2


def test_rules_that_set_each_other_off_come_to_an_end(shop: Shop, rahim: Contact, now: datetime) -> None:
    """Tag on, tag off, tag on …: what people do, and three effects that follow from each other."""
    one = tag(shop, "one", now)
    on = rule(shop, "tagged", {"do": "untag", "tag": one}, ref=f"tag:{one}", at=now)
    off = rule(shop, "untagged", {"do": "tag", "tag": one}, ref=f"tag:{one}", at=now)
    contacts.tag(rahim, one, by=shop.by, at=now)
    drain(now)
    on.refresh_from_db()
    off.refresh_from_db()
    assert (on.used, off.used) == (2, 1)
    names = RecordedFact.objects.filter(name__startswith="audience.Contact").order_by("id")
    assert [name.removeprefix("audience.Contact") for name in names.values_list("name", flat=True)] == [
        "Tagged",
        "Untagged",
        "Tagged",
        "Untagged",
    ]
    # What they do again by themselves begins anew.
    contacts.tag(rahim, one, by=shop.by, at=now)
    drain(now)
    on.refresh_from_db()
    assert on.used == 4


@pytest.mark.parametrize(
    ("kind", "ref", "effects", "field"),
    [
        ("slept", "", [{"do": "notify"}], "kind"),
        ("bought", "tag:1", [{"do": "notify"}], "ref"),
        ("bought", "offer:x", [{"do": "notify"}], "ref"),
        ("subscribed", "offer:1", [{"do": "notify"}], "ref"),
        ("bought", "offer:999999", [{"do": "notify"}], "effects"),
        ("bought", "", [], "effects"),
        ("bought", "", "notify", "effects"),
        ("bought", "", [{"do": "notify"}] * 9, "effects"),
        ("bought", "", [{"do": "subscribe"}], "effects"),
        ("bought", "", [{"do": "tag", "tag": "x"}], "effects"),
        ("bought", "", [{"do": "tag", "tag": 999999}], "effects"),
        ("bought", "", [{"do": "field", "key": "stage", "value": ""}], "effects"),
        ("bought", "", ["notify"], "effects"),
    ],
)
def test_what_is_no_rule_is_refused(shop: Shop, now: datetime, kind: str, ref: str, effects: Any, field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.make(shop.studio, kind=kind, ref=ref, effects=effects, by=shop.by, at=now)
    assert refusal.value.field == field
    assert not AutomationRule.objects.exists()


def test_who_may_not_write_letters_may_not_write_rules(shop: Shop, now: datetime) -> None:
    helper = make.member(shop, "support", now)
    with pytest.raises(NotAllowed):
        actions.make(shop.studio, kind="bought", ref="", effects=[{"do": "notify"}], by=helper, at=now)


def test_an_erased_contact_is_left_alone(shop: Shop, rahim: Contact, now: datetime) -> None:
    rule(shop, "bought", {"do": "notify"}, at=now)
    contacts.erase(rahim, by=shop.by, at=now)
    rahim.refresh_from_db()
    assert not bought(rahim, "offer:7", "a", now)
    assert not Notice.objects.filter(kind="rule_told").exists()
