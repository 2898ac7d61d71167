"""What speaks for the seller, made by itself and handed in once, by hand or on the last day."""

import io
from datetime import timedelta

import pytest

from dhara.checkout.gifts import actions as checkout_gifts
from dhara.checkout.refunds.actions import set_terms
from dhara.delivery.evidence import paper
from dhara.delivery.evidence.queries import gather
from dhara.delivery.gifts import actions as giving
from dhara.delivery.models import Download, Grant
from dhara.kit.actor import GUEST, SYSTEM, person
from dhara.kit.files.actions import store_bytes
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid
from dhara.money.disputes import actions
from dhara.money.gateways.rules import GatewayTrouble
from dhara.money.models import Dispute, Exhibit, Payment
from tests.checkout.pdf import pages
from tests.make import catalog, disputes, gifts, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(monkeypatch):
    return disputes.bank(monkeypatch)


@pytest.fixture
def order(bank, now):
    nadia = people.studio()
    owner = nadia.members.get().account
    set_terms(nadia, days=14, text="Ask within two weeks.", by=person(owner.pk), at=now - timedelta(days=2))
    offer = catalog.offer(now, catalog.Shop(nadia, owner, person(owner.pk)), "বিয়ের কার্ড")
    order = disputes.paid(bank, offer.tiers.get(), at=now)
    version = offer.files.get().versions.get()
    Download.objects.create(grant=order.grants.get(), version=version, at=now, ip="203.0.113.9", agent="Firefox")
    set_terms(nadia, days=0, text="Never.", by=person(owner.pk), at=now + timedelta(days=1))
    disputes.told(order, "needs_response", at=now)
    return order


def _dispute():
    return Dispute.objects.get()


def test_everything_that_is_known_is_in_it(order, now):
    actions.say(_dispute().pk, order.lines.get().studio_id, "He wrote to thank me.", at=now)
    found = gather(_dispute())
    texts = paper.texts(found)
    assert texts["customer_purchase_ip"] == "203.0.113.9"
    assert "Firefox" in texts["access_activity_log"]
    assert texts["uncategorized_text"] == "He wrote to thank me."
    # What was promised when it was bought, not what is promised now.
    assert "14 days" in texts["refund_policy_disclosure"]
    assert "Never" not in texts["refund_policy_disclosure"]
    content = " ".join(pages(paper.pdf(found, at=now)))
    for words in (order.number, "203.0.113.9", "He wrote to thank me.", "Ask within two weeks.", order.email):
        assert words in " ".join(content.split()), words


def test_handed_in_once_though_the_answer_was_lost(order, bank, now):
    actions.want_handed_in(_dispute().pk, at=now)
    bank.trouble = GatewayTrouble("silence")
    drain(now)
    assert _dispute().status == "needs_response"
    from dhara.kit import clock
    from dhara.money.disputes.tasks import hand_in_again

    with clock.fixed(now + timedelta(minutes=5)):
        hand_in_again.func(timestamp=0)
        drain(now + timedelta(minutes=5))
    dispute = _dispute()
    assert (dispute.status, dispute.evidence["customer_name"]) == ("under_review", order.name)
    texts, files = bank.handed_in["du_1"]
    assert set(files) == {"uncategorized_file", "receipt"}
    assert all(content.startswith(b"%PDF") for content in files.values())
    with pytest.raises(Conflict):
        actions.say(dispute.pk, order.lines.get().studio_id, "More!", at=now)


def test_on_the_last_day_what_there_is_goes_in_by_itself(order, bank, now):
    drain(now + timedelta(days=9))
    assert not bank.handed_in
    drain(now + timedelta(days=9, hours=8))
    assert _dispute().status == "under_review"


def test_a_refusal_is_shown_and_can_be_mended(order, bank, now):
    bank.trouble = Invalid("dispute_refused", "The file is too large.")
    actions.want_handed_in(_dispute().pk, at=now)
    drain(now)
    dispute = _dispute()
    assert (dispute.status, dispute.wanted_at, dispute.problem) == ("needs_response", None, "The file is too large.")
    bank.trouble = None
    actions.want_handed_in(dispute.pk, at=now)
    drain(now)
    assert _dispute().status == "under_review"


def test_files_of_the_seller_go_along(order, bank, now):
    studio = order.lines.get().studio_id
    kept = store_bytes(b"%PDF-1.4\n%%EOF\n", name="chat.pdf", at=now, purpose="proof")
    actions.show(_dispute().pk, studio, kept, at=now)
    plain = store_bytes(io.BytesIO(b"just words"), name="chat.txt", at=now, purpose="proof")
    with pytest.raises(Invalid):
        actions.show(_dispute().pk, studio, plain, at=now)
    actions.show(_dispute().pk, studio, kept, at=now)
    with pytest.raises(Invalid):
        actions.show(_dispute().pk, studio, kept, at=now)
    actions.take_away(_dispute().pk, studio, Exhibit.objects.latest("id").pk)
    actions.want_handed_in(_dispute().pk, at=now)
    drain(now)
    assert set(bank.handed_in["du_1"][1]) == {"uncategorized_file", "receipt", "service_documentation"}


def test_nothing_to_answer_is_refused(order, now):
    disputes.told(order, "won", at=now)
    with pytest.raises(Conflict):
        actions.want_handed_in(_dispute().pk, at=now)
    actions.last_call(_dispute().pk, by=SYSTEM, at=now)
    assert _dispute().wanted_at is None


def test_of_a_gift_it_tells_whom_it_reached(bank, now):
    gift = gifts.paid(catalog.offer(now).tiers.get(), at=now)
    giving.correct(gift.order_id, email="tuli@example.org", name="Tuli", by=GUEST, at=now + timedelta(hours=1))
    drain(now + timedelta(hours=1))
    Payment.objects.filter(pk=gift.order.payment_id).update(gateway="fake")
    given = Grant.objects.get(email="tuli@example.org")
    version = given.offer.files.get().versions.get()
    Download.objects.create(grant=given, version=version, at=now, ip="203.0.113.9", agent="Firefox")
    checkout_gifts.open_it(gift.pk, by=GUEST, at=now + timedelta(hours=2))
    case = disputes.told(gift.order, "needs_response", at=now + timedelta(days=1))
    told = _told(case, now)
    steps = (
        "Karim Uddin ordered it as a gift for somebody else",
        "The gift was sent to mina@example.org",
        "The buyer corrected the address to tuli@example.org",
        "The gift was sent to tuli@example.org",
        "Tuli <tuli@example.org> opened the gift",
        "What the receiver of the gift downloaded",
    )
    assert not [step for step in steps if step not in told], told
    places = [told.index(step) for step in steps]
    assert places == sorted(places)
    texts = paper.texts(gather(case))
    # Who downloads it did not pay for it.
    assert "customer_purchase_ip" not in texts
    assert "Tuli <tuli@example.org> opened the gift" in texts["access_activity_log"]


def test_of_a_gift_that_waits_it_tells_the_day(bank, now):
    gift = gifts.paid(day=(now + timedelta(days=9)).date(), at=now)
    Payment.objects.filter(pk=gift.order.payment_id).update(gateway="fake")
    told = _told(disputes.told(gift.order, "needs_response", at=now), now)
    assert "The day that the buyer chose for it to be sent to mina@example.org" in told
    assert "The gift was sent to" not in told


def _told(case, now):
    return " ".join(" ".join(pages(paper.pdf(gather(case), at=now))).split())
