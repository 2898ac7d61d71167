"""Two accounts of one browser, or paid out to one place, are found once, whatever happens at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dhara.kit import clock
from dhara.kit.actor import SYSTEM, operator, person
from dhara.kit.models import RecordedFact
from dhara.kit.refusal import Invalid, NotAllowed
from dhara.people.models import Account, Mark, Tie
from dhara.people.ties import actions, queries, rules
from tests.make import payouts, people
from tests.make.race import at_once, errors, race
from tests.make.ties import tie

pytestmark = pytest.mark.django_db
WORD = "a" * 43


def sign_in(client: Client, who: Account) -> Any:
    given = {"login": who.email, "password": people.PASSWORD}
    answer = client.post(reverse("account_login"), given)
    assert answer.status_code == 302
    return answer


def sign_out(client: Client) -> None:
    client.post(reverse("account_logout"))


def two() -> tuple[Account, Account]:
    karim, nadia = (people.account(f"{name}@example.com", password=people.PASSWORD) for name in ("karim", "nadia"))
    return karim, nadia


def test_one_browser_of_two_people_makes_one_tie(client: Client) -> None:
    karim, nadia = two()
    cookie = sign_in(client, karim).cookies["mark"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert Tie.objects.count() == 0
    for who in (nadia, karim, nadia):
        sign_out(client)
        assert sign_in(client, who).cookies["mark"].value == cookie.value
    tie = Tie.objects.get()
    assert (tie.one, tie.other, tie.reason) == (karim, nadia, rules.DEVICE)
    fact = RecordedFact.objects.get(name="people.TieFound")
    assert (fact.data["tie_id"], fact.data["one_id"], fact.actor_ref) == (tie.pk, karim.pk, nadia.pk)
    kept = set(Mark.objects.values_list("kind", "hash"))
    assert len(kept) == 1
    assert not any(cookie.value in word for pair in kept for word in pair)
    # Another browser, or a word that nobody gave out, ties nobody.
    other = Client()
    other.cookies["mark"] = "guessed"
    third = people.account("rafi@example.com", password=people.PASSWORD)
    assert len(sign_in(other, third).cookies["mark"].value) == 43
    assert Tie.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_at_once_from_one_browser(now: datetime) -> None:
    accounts = [people.account(f"p{number}@example.com") for number in range(4)]
    calls = [
        lambda who=who: actions.see(rules.DEVICE, WORD, [who.pk], by=person(who.pk), at=now) for who in accounts * 2
    ]
    assert not errors(race(*calls))
    assert Tie.objects.count() == 6
    assert Mark.objects.count() == 4
    assert RecordedFact.objects.filter(name="people.TieFound").count() == 6
    # The same two by different marks meet in the unique index.
    one, other = accounts[:2]
    for word in ("b", "c"):
        actions.see(rules.PAYOUT, word, [one.pk], by=SYSTEM, at=now)
    at_once(*[
        lambda word=word: actions.see(rules.PAYOUT, word, [other.pk], by=SYSTEM, at=now) for word in ("b", "c")
    ])  # fmt: skip
    assert Tie.objects.filter(reason=rules.PAYOUT).count() == 1


def test_marks_count_for_a_while_and_are_forgotten(now: datetime) -> None:
    karim, nadia = two()

    def see(who: Account, at: datetime) -> None:
        actions.see(rules.DEVICE, WORD, [who.pk], by=person(who.pk), at=at)

    see(karim, now - rules.COUNTS - timedelta(days=1))
    see(nadia, now)
    assert not Tie.objects.exists()
    with CaptureQueriesContext(connection) as asked:
        see(nadia, now + timedelta(days=1))
    assert len([each for each in asked.captured_queries if "SAVEPOINT" not in each["sql"]]) == 2
    assert actions.forget(before=now - rules.COUNTS) == 1
    assert list(Mark.objects.values_list("account", flat=True)) == [nadia.pk]
    karim.delete()  # what is known of somebody goes with them


def test_one_place_for_the_payouts_of_two_studios(now: datetime) -> None:
    first = people.studio(people.account("one@example.com"), handle="one")
    second = people.studio(people.account("two@example.com"), handle="two")
    owners = [payouts.someone(each).pk for each in (first, second)]
    payouts.proven(first, now, "nagad")
    claimed = payouts.actions.add(
        studio=second, kind="bkash", values={"holder": "Somebody Else", "number": "01812-345678"},
        by=payouts.owner(second), at=now,
    )  # fmt: skip
    assert not Tie.objects.exists()  # whoever only says so ties nobody
    payouts.actions.methods.prove(claimed, how="operator", by=payouts.OPERATOR, at=now)
    tie = Tie.objects.get()
    assert ([tie.one_id, tie.other_id], tie.reason) == (owners, rules.PAYOUT)
    refusal = queries.with_studios(owners[0], [second.pk])
    assert refusal is not None
    assert refusal.code == "same_hands"
    assert "payout account" in refusal.message
    assert "hello@dhara.example" in refusal.message


def test_a_payout_itself_is_a_sight_of_its_place(now: datetime) -> None:
    """What was proven before anybody looked is found with its next payout, which goes out as any other."""
    shops = [payouts.shop(now), people.studio(people.account("other@example.com"), handle="other")]
    method, *_ = [payouts.proven(shop, now) for shop in shops]
    Mark.objects.all().delete()
    Tie.objects.all().delete()
    actions.see(rules.PAYOUT, "wallet:01712345678", [payouts.someone(shops[1]).pk], by=SYSTEM, at=now)
    payout = payouts.asked(shops[0], method, now)
    assert payout.status in ("created", "held")  # as before: a first payout waits for a look
    assert Tie.objects.get().reason == rules.PAYOUT


def test_an_operator_allows_it_and_takes_that_back(now: datetime) -> None:
    karim, nadia = two()
    boss = people.account("boss@example.com", is_staff=True)
    by = operator(boss.pk)
    for who in (nadia, karim):
        actions.see(rules.DEVICE, WORD, [who.pk], by=person(who.pk), at=now)
    tie = Tie.objects.get()
    with pytest.raises(NotAllowed):
        actions.allow(tie.pk, reason="We are two, honestly.", by=person(karim.pk), at=now)
    with pytest.raises(Invalid):
        actions.allow(tie.pk, reason=" ok ", by=by, at=now)
    assert queries.between(nadia.pk, karim.pk) is not None
    for _twice in range(2):
        actions.allow(tie.pk, reason="Seen both on a call, they share a shop.", by=by, at=now)
    assert queries.between(nadia.pk, karim.pk) is None
    later = clock.now()
    actions.see(rules.DEVICE, WORD, [karim.pk], by=person(karim.pk), at=later)  # stays allowed
    assert queries.between(karim.pk, nadia.pk) is None
    actions.disallow(tie.pk, by=by, at=later)
    assert queries.between(karim.pk, nadia.pk) is not None
    facts = RecordedFact.objects.filter(name__startswith="people.Tie").order_by("id").values_list("name", flat=True)
    assert list(facts) == ["people.TieFound", "people.TieAllowed", "people.TieAllowanceEnded"]
    assert queries.between(None, karim.pk) is None


def test_what_it_refused_is_noted_now_and_then(now: datetime) -> None:
    karim, nadia = two()
    found, other = tie(karim, nadia, now), tie(karim, people.account("rafi@example.com"), now)
    moments = []
    for minutes in (0, 59, 61):
        actions.note(found.pk, at=now + timedelta(minutes=minutes))
        found.refresh_from_db()
        moments.append(found.refused_at)
    assert moments == [now, now, now + timedelta(minutes=61)]
    other.refresh_from_db()
    assert (other.refused_at, list(queries.waiting())) == (None, [found])


def test_only_an_operator_leaves_it(now: datetime) -> None:
    karim, nadia = two()
    found = tie(karim, nadia, now)
    actions.note(found.pk, at=now)
    with pytest.raises(NotAllowed):
        actions.leave(found.pk, by=person(karim.pk), at=now)
    assert queries.waiting().exists()
    boss = operator(people.account("boss@example.com", is_staff=True).pk)
    for moment in (now, now + timedelta(days=1)):
        assert actions.leave(found.pk, by=boss, at=moment).looked_at == now
    assert RecordedFact.objects.filter(name="people.TieLeft").count() == 1
    assert not queries.waiting().exists()


def test_each_studio_is_asked_about_in_one_query(now: datetime) -> None:
    karim, nadia = two()
    mitu = people.account("mitu@example.com")
    shops = [people.studio(who, handle=name) for who, name in ((nadia, "one"), (mitu, "two"))]
    first = tie(karim, nadia, now)
    with CaptureQueriesContext(connection) as asked:
        found = queries.of_studios(karim.pk, [each.pk for each in shops])
    assert len(asked) == 1
    assert {studio: each.tie_id for studio, each in found.items()} == {shops[0].pk: first.pk}
    second = tie(mitu, karim, now, rules.PAYOUT)
    tie(karim, nadia, now, rules.PAYOUT)  # the older one of a pair is told
    found = queries.of_studios(karim.pk, [each.pk for each in shops])
    assert [found[each.pk].tie_id for each in shops] == [first.pk, second.pk]
    refusal = queries.with_studios(karim.pk, [each.pk for each in shops])
    assert refusal is not None
    assert refusal.tie_id == first.pk
    Tie.objects.filter(pk=second.pk).update(allowed_at=now, why="Seen both on a call.")
    assert list(queries.of_studios(karim.pk, [each.pk for each in shops])) == [shops[0].pk]
    with CaptureQueriesContext(connection) as asked:
        assert queries.of_studios(None, [shops[0].pk]) == queries.of_studios(karim.pk, []) == {}
    assert not asked.captured_queries
