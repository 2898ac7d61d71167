"""Who may open what when: the whole table against plain sentences, and each link asked anew."""

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given as drawn_by
from hypothesis import strategies as st

from dhara.kit.actor import GUEST, operator, person
from dhara.kit.files.links import LinkExpired, LinkInvalid
from dhara.kit.queue import drain
from dhara.people.models import Member
from dhara.work.engagements.actions import act
from dhara.work.engagements.modes import ALL
from dhara.work.engagements.rules import ROLES
from dhara.work.handins import queries, rules
from dhara.work.handins.actions import take
from dhara.work.models import Engagement, SubmittedFile, Unit
from tests.make import gigs, people
from tests.make.handins import accepted, begun, delivered, given, picture, worker_of

STATES = sorted({state for mode in ALL for state in mode.states})


def said(role, side, status, paid, at_once, drawn):
    """The same as `rules.access`, as one would tell it to somebody."""
    if role == "operator":
        return "original"  # the operator has to judge
    if role == "worker":
        return "original"  # their own, and what they need for the work
    if side in ("buyer", "operator", "system"):
        return "original"  # no secret from the two sides
    if role == "system":
        return "name"
    unpaid_end = {"cancelled"} | (set() if paid else {"divided"})
    if status in unpaid_end:
        return "preview" if drawn else "name"
    if at_once or status == "accepted" or (status == "divided" and paid):
        return "original"
    return "preview" if drawn else "name"


@drawn_by(
    st.sampled_from(sorted(ROLES)),
    st.sampled_from(sorted(ROLES)),
    st.sampled_from(STATES),
    st.sampled_from([0, 1, 45_000]),
    st.booleans(),
    st.booleans(),
)
def test_the_table_says_what_we_would_say(role, side, status, paid, at_once, drawn):
    got = rules.access(role, side, status, paid=paid, at_once=at_once, drawn=drawn)
    assert got == said(role, side, status, paid, at_once, drawn)


def test_a_buyer_has_no_original_before_money_has_moved():
    """Over all states: only where the worker was paid, or wanted it."""
    for status, paid, drawn in product(STATES, (0, 100), (False, True)):
        got = rules.access("buyer", "worker", status, paid=paid, drawn=drawn)
        if got == "original":
            assert status == "accepted" or (status == "divided" and paid)
        assert (got == "preview") <= drawn
        assert rules.access("buyer", "worker", "cancelled", paid=paid, at_once=True, drawn=drawn) != "original"


WAYS = {
    "active": [],
    "submitted": [("deliver", "worker")],
    "revision": [("deliver", "worker"), ("ask_revision", "buyer")],
    "accepted": [("deliver", "worker"), ("accept", "buyer")],
    "disputed": [("deliver", "worker"), ("dispute", "buyer")],
    "divided": [("deliver", "worker"), ("dispute", "buyer"), ("rule_split", "operator")],
    "cancelled": [("deliver", "worker"), ("give_up", "worker")],
}


@pytest.mark.parametrize("verb", ["require", "deliver"])
@pytest.mark.parametrize("status", WAYS)
def test_role_by_status_by_verb(db, now, status, verb):
    """The pages, the file's own door and its links all say the same, on real work in each state."""
    unit = gigs.ordered(now)
    files = take(unit, [given("brief.txt", b"words")], by=GUEST, at=now, question="name")
    act(unit.pk, "require", content={"name": "Dokan"}, files=files, by=GUEST, at=now)
    actors = {
        "worker": worker_of(unit),
        "buyer": GUEST,
        "operator": operator(people.account("oishi@example.com").pk),
        "outsider": person(people.account("out@example.com").pk),
    }
    for step, who in WAYS[status]:
        if step == "deliver":
            delivered(Unit.objects.get(pk=unit.pk), now, given("logo.png", picture()))
            drain(now)
        else:
            more = {"to_worker": unit.amount // 2} if step == "rule_split" else {}
            act(unit.pk, step, text="Because.", by=actors[who], at=now, **more)
    unit = Unit.objects.select_related("engagement").get(pk=unit.pk)
    assert unit.status == status
    for each in SubmittedFile.objects.filter(submission__verb=verb).select_related("submission__unit"):
        for role, by in actors.items():
            want = "none" if role == "outsider" else said(role, each.submission.role, status, unit.paid, False, True)
            link = queries.link_for(each, by, now)
            if want == "original":
                assert queries.open_link(link, now) == each
            else:
                with pytest.raises(LinkInvalid):
                    queries.open_link(link, now)
            if role != "outsider":
                (one,) = queries.files_for(each.submission, role, status)
                assert one == queries.files_of(unit, role)[each.submission_id][0]
                assert one.opens == want == queries.access_of(queries.handed_in(each.pk), role)
                assert bool(str(one.why)) is (want != "original")


def test_a_link_dies_with_its_hour_and_with_the_right(db, now):
    unit = begun(now)
    (file,) = delivered(unit, now, given("logo.png", picture()))
    accepted(unit, now)
    worker = worker_of(unit)
    link, theirs = queries.link_for(file, GUEST, now), queries.link_for(file, worker, now)
    assert queries.open_link(link, now + timedelta(minutes=59)) == file
    with pytest.raises(LinkExpired):
        queries.open_link(link, now + timedelta(hours=1))
    with pytest.raises(LinkInvalid):
        queries.open_link(f"{link[:-2]}xx", now)
    assert queries.open_link(theirs, now) == file
    Member.objects.filter(account_id=worker.id).update(role="viewer")
    assert queries.open_link(theirs, now) == file, "who may see the order sees its files"
    Member.objects.filter(account_id=worker.id).delete()
    with pytest.raises(LinkInvalid):
        queries.open_link(theirs, now)


def test_a_guests_link_is_of_no_use_to_work_of_an_account(db, now):
    unit = begun(now)
    (file,) = delivered(unit, now, given("logo.png", picture()))
    accepted(unit, now)
    link = queries.link_for(file, GUEST, now)
    Engagement.objects.update(buyer=people.account("karim@example.com"))
    with pytest.raises(LinkInvalid):
        queries.open_link(link, now)


def test_files_of_a_room_are_one_query(db, now, django_assert_num_queries):
    unit = begun(now)
    delivered(unit, now, *(given(f"{place}.txt", b"words") for place in range(12)))
    with django_assert_num_queries(1):
        queries.files_of(unit, "buyer")


def test_the_same_file_for_another_buyer_is_noted(db, now):
    offer = gigs.offer(now, questions=())
    one, two, same = (
        gigs.ordered(now, offer, email=email) for email in ("rina@example.com", "karim@example.com", "RINA@example.com")
    )
    art = picture()
    (first,) = delivered(one, now, given("logo.png", art))
    delivered(same, now, given("again.png", art))
    assert queries.same_as_before(one) == {}, "for the same buyer it is no wonder"
    copied, own = delivered(two, now, given("fresh.png", art), given("own.txt", b"words"))
    found = queries.same_as_before(two)
    assert [each.pk for each in found[copied.pk]][-1] == first.pk
    assert own.pk not in found
    assert list(queries.same_as_before(one)) == [first.pk]
    other = begun(now, email="oishi@example.com")
    delivered(other, now, given("stock.png", art))
    assert queries.same_as_before(other) == {}, "another studio may have made it, too"
