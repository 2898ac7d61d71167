"""Where each side sees the work, what it is called, and when silence decides."""

from datetime import timedelta

from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.people.models import Member
from dhara.work.engagements import actions, queries
from tests.make import gigs, people


def test_both_sides_meet_in_one_room_and_guests_come_by_their_order(db, now):
    unit = gigs.ordered(now)
    engagement = unit.engagement
    order = queries.order_of(engagement)
    assert order is not None
    assert queries.address(engagement, "worker") == f"/work/{engagement.pk}/"
    assert queries.address(engagement, "buyer") == f"/work/guest/{order.token}/{engagement.pk}/"
    assert queries.address(engagement, "operator") == f"/operator/work/engagement/{engagement.pk}/change/"
    assert queries.buyer_name(engagement) == order.name
    engagement.buyer = people.account("mina@example.com", name="Mina Akter")
    assert queries.address(engagement, "buyer") == f"/work/{engagement.pk}/"
    assert queries.buyer_name(engagement) == "Mina"


def test_a_unit_is_called_by_its_own_name_too(parties, now):
    unit = parties.unit("gig", now)
    assert queries.title(unit) == "A logo"
    unit.title = "Basic"
    assert queries.title(unit) == "A logo: Basic"
    assert queries.order_of(unit.engagement) is None


def test_silence_decides_at_a_known_moment(db, now):
    unit = gigs.ordered(now)
    assert queries.silent_until(unit) is None
    worker = person(Member.objects.get(studio=unit.worker).account_id)
    actions.act(unit.pk, "start", by=SYSTEM, at=now)
    unit = actions.act(unit.pk, "deliver", by=worker, at=now, text="Here it is.")
    assert queries.silent_until(unit) == now + timedelta(days=3)
    later = now + timedelta(days=2)
    unit = actions.act(unit.pk, "extend_review", by=GUEST, at=later)
    assert queries.silent_until(unit) == later + timedelta(days=3)


def test_a_campaign_has_a_page_of_its_own(parties, now):
    from tests.make import campaigns

    paid = campaigns.paid(parties, now)
    assert queries.address(paid.engagement, "buyer") == f"/campaigns/{paid.pk}/"
