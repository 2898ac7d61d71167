"""Paid work is told to both sides: one letter for each happening and person, whoever dies in between."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.kit.actor import GUEST, SYSTEM, Actor, operator, person
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.facts.rules import effects_of
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import NotFoundHere
from dhara.people.models import Account, Notice
from dhara.people.notices.actions import choose_mail
from dhara.work.changes import actions as changes
from dhara.work.engagements import actions as work
from dhara.work.models import Unit
from tests.make import catalog as make
from tests.make import gigs, people
from tests.make.catalog import Shop

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def shop(now: datetime) -> Shop:
    made = make.shop(now, "Nadia")
    Account.objects.filter(pk=made.owner.pk).update(language="en")
    return made


@pytest.fixture
def karim() -> Account:
    return people.account("karim@example.com", name="Karim Uddin", language="bn")


@pytest.fixture
def unit(shop: Shop, karim: Account, now: datetime) -> Unit:
    return gigs.ordered(now, gigs.offer(now, shop), by=person(karim.pk))


def boss() -> Actor:
    return operator(people.account("oishi@example.com", is_staff=True).pk)


def written(at: datetime) -> Counter[tuple[str, str]]:
    """(what, to whom) of all letters about work, and their notices are as many."""
    drain(at)
    letters = Letter.objects.filter(name__startswith="work_").order_by("id")
    return Counter((each.name.removeprefix("work_"), each.to_email.partition("@")[0]) for each in letters)


def step(unit: Unit, verb: str, by: Actor, at: datetime, **more: Any) -> None:
    more.setdefault("text", "Because of the rain.")
    work.act(unit.pk, verb, by=by, at=at, **more)


def test_a_gig_from_order_to_pay(unit: Unit, shop: Shop, karim: Account, now: datetime) -> None:
    buyer, her = person(karim.pk), shop.owner.email.partition("@")[0]
    assert written(now) == {("needed", "karim"): 1, ("ordered", her): 1}
    assert not Letter.objects.filter(name="sale_made").exists(), "the order of work is told once"
    step(unit, "require", buyer, now, content={"name": "Dokan"})
    step(unit, "deliver", shop.by, now + DAY, text="Here it is.")
    step(unit, "ask_revision", buyer, now + DAY, text="Greener, please.")
    step(unit, "deliver", shop.by, now + DAY, text="Greener now.")
    step(unit, "extend_review", buyer, now + DAY)
    step(unit, "accept", buyer, now + DAY)
    told = written(now + DAY)
    assert told == {
        ("needed", "karim"): 1, ("ordered", her): 1, ("required", her): 1, ("delivered", "karim"): 2,
        ("sent_back", her): 1, ("extended", her): 1, ("paid", her): 1,
        ("review_asked", "karim"): 1, ("review_asked", her): 1,
    }  # fmt: skip
    assert Notice.objects.filter(topic="work").count() == sum(told.values())
    paid = Letter.objects.get(name="work_paid")
    assert paid.subject.startswith("You have earned ৳420.75: ")
    assert "It can be paid out from 10 March 2026" in paid.text
    first = Letter.objects.filter(name="work_delivered").earliest("id")
    assert first.language == "bn"
    assert f"/work/{unit.engagement_id}/" in first.text
    assert "Here it is." in first.text
    assert "Here it is." in first.html
    assert Letter.objects.get(name="work_sent_back").text.count("Greener, please.") == 1


def test_a_guest_is_written_with_the_way_in(shop: Shop, now: datetime) -> None:
    unit = gigs.ordered(now, gigs.offer(now, shop, questions=()), email="mina@example.com")
    drain(now)
    begun = Letter.objects.get(name="work_begun")
    assert begun.to_email == "mina@example.com"
    assert "/work/guest/" in begun.text
    assert "5 March 2026" in begun.text
    assert "5 March 2026" in Letter.objects.get(name="work_ordered").text, "the clock runs at once"
    assert written(now + 2 * DAY + timedelta(hours=1))["due", shop.owner.email.partition("@")[0]] == 1
    step(unit, "deliver", shop.by, now + 2 * DAY)
    told = written(now + 6 * DAY)
    assert (told["review", "mina"], told["accepted", "mina"]) == (1, 1)
    assert "Nobody has answered in time" in Letter.objects.get(name="work_paid").text


def test_what_is_needed_is_asked_for_until_it_is_there(unit: Unit, karim: Account, now: datetime) -> None:
    assert written(now + DAY)["missing", "karim"] == 1
    fact = RecordedFact.objects.get(name="work.WorkReminded")
    step(unit, "require", person(karim.pk), now + DAY, content={"name": "Dokan"})
    Letter.objects.filter(name="work_missing").delete()
    effects_of(fact.name)[0](fact.load(), by=SYSTEM.because(fact.pk), at=now)
    assert written(now + 2 * DAY)["missing", "karim"] == 0, "it is too late to ask"


@pytest.mark.parametrize("verb", ["give_up", "cancel_late", "cancel"])
def test_both_are_told_that_it_ended_and_what_goes_back(
    unit: Unit, shop: Shop, karim: Account, now: datetime, verb: str
) -> None:
    buyer, her = person(karim.pk), shop.owner.email.partition("@")[0]
    step(unit, "require", buyer, now, content={"name": "Dokan"})
    if verb == "cancel":
        asked = changes.propose(unit.pk, "cancel", text="The shop is closed.", by=buyer, at=now)
        changes.agree(asked.pk, by=shop.by, at=now)
    else:
        step(unit, verb, shop.by if verb == "give_up" else buyer, now + 9 * DAY)
    told = written(now + 9 * DAY)
    assert (told["ended", "karim"], told["ended", her]) == (1, 1)
    assert told["change_agreed", "karim"] == 0
    assert not Letter.objects.filter(name="refund_made").exists(), "the money is in the same letter"
    mine = Letter.objects.get(name="work_ended", to_email=karim.email)
    assert "৳৪৫০" in mine.text
    assert ("The shop is closed." if verb == "cancel" else "Because of the rain.") in mine.text


@pytest.mark.parametrize(("verb", "paid"), [("rule_for_worker", 42_075), ("rule_for_buyer", 0), ("rule_split", 20_000)])
def test_a_ruling_is_told_in_amounts_with_its_reason(
    unit: Unit, shop: Shop, karim: Account, now: datetime, verb: str, paid: int
) -> None:
    choose_mail(shop.owner.pk, wanted=[])
    oishi = boss()
    step(unit, "require", person(karim.pk), now, content={"name": "Dokan"})
    step(unit, "dispute", person(karim.pk), now, text="It is blue.")
    told, her = written(now), shop.owner.email.partition("@")[0]
    assert (told["disputed", "karim"], told["disputed", her], told["required", her]) == (1, 1, 0)
    step(unit, verb, oishi, now, text="Half of it is green.", to_worker=paid)
    told = written(now)
    assert (told["ruled", "karim"], told["ruled", her]) == (1, 1)
    for each in Letter.objects.filter(name="work_ruled"):
        assert "Half of it is green." in each.text
    hers = Letter.objects.get(name="work_ruled", to_email=shop.owner.email).text
    assert ("৳420.75 is yours" in hers, "৳200 is yours" in hers) == (paid == 42_075, paid == 20_000)
    back = Letter.objects.get(name="work_ruled", to_email=karim.email).text
    assert ("৳৪৫০ " in back) == (verb == "rule_for_buyer")


def test_changes_are_asked_of_the_other_side_and_answered_to_who_asked(
    unit: Unit, shop: Shop, karim: Account, now: datetime
) -> None:
    buyer, her = person(karim.pk), shop.owner.email.partition("@")[0]
    step(unit, "require", buyer, now, content={"name": "Dokan"})
    for answer in (changes.agree, changes.decline):
        asked = changes.propose(unit.pk, "extend", text="No power.", days=2, by=shop.by, at=now)
        answer(asked.pk, answer="All right." if answer is changes.agree else "Too long.", by=buyer, at=now)
    changes.propose(unit.pk, "extend", text="No power.", days=2, by=shop.by, at=now)
    told = written(now + 2 * DAY)
    assert told["change_proposed", "karim"] == 3
    assert [told[f"change_{each}", her] for each in ("agreed", "declined", "lapsed")] == [1, 1, 1]
    assert "7 March 2026" in Letter.objects.get(name="work_change_agreed").text


def test_retried_and_repeated_it_is_one_letter(
    unit: Unit, shop: Shop, karim: Account, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies after the first of two letters: none of both is left, and the next try writes each once."""
    from dhara.reactions import work as reactions

    step(unit, "start", shop.by, now)
    drain(now)
    write, calls = reactions.write, []

    def dies(*args: Any, **rest: Any) -> None:
        write(*args, **rest)
        calls.append(args[0])
        if len(calls) <= 2:
            raise RuntimeError("killed")

    monkeypatch.setattr(reactions, "write", dies)
    step(unit, "give_up", shop.by, now)
    told, her = written(now), shop.owner.email.partition("@")[0]
    assert calls[:1] == ["ended"]
    assert (told["ended", "karim"], told["ended", her]) == (0, 0)
    told = written(now + timedelta(minutes=1))
    assert (told["ended", "karim"], told["ended", her]) == (1, 1)
    for fact in RecordedFact.objects.filter(name__startswith="work."):
        for effect in effects_of(fact.name):
            if effect.__name__.startswith("tell_of"):
                effect(fact.load(), by=SYSTEM.because(fact.pk), at=now)
    assert written(now + timedelta(minutes=1)) == told
    assert not Reaction.objects.exclude(state="done").exists()


def test_who_may_not_know_the_buyer_reads_no_name(unit: Unit, shop: Shop, karim: Account, now: datetime) -> None:
    editor = make.member(shop, "editor", now)
    Account.objects.filter(pk=editor.id).update(language="en")
    step(unit, "require", person(karim.pk), now, content={"name": "Dokan"})
    drain(now)
    letters = {each.account_ref: each.text for each in Letter.objects.filter(name="work_required")}
    assert "Karim has given" in letters[shop.owner.pk]
    assert "Karim" not in letters[editor.id]
    assert "The buyer has given" in letters[editor.id]
    assert Notice.objects.get(kind="work_required", account=editor.id).data["person"] == "The buyer"


def test_what_a_guest_ordered_joins_the_account(shop: Shop, now: datetime) -> None:
    unit = gigs.ordered(now, gigs.offer(now, shop), email="mina@example.com")
    other = gigs.ordered(now, gigs.offer(now, shop, title="A card"), email=shop.owner.email)
    mina = people.account("mina@example.com")
    for account in (mina, shop.owner):
        work.claim(account.pk)
    unit.engagement.refresh_from_db()
    other.engagement.refresh_from_db()
    assert (unit.engagement.buyer, other.engagement.buyer) == (mina, None), "nobody is on both sides"
    step(unit, "require", person(mina.pk), now, content={"name": "Dokan"})
    with pytest.raises(NotFoundHere):
        step(unit, "dispute", GUEST, now)
