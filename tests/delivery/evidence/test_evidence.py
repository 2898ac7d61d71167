"""What speaks for the seller, made by itself and handed in once, by hand or on the last day."""

import io
from datetime import timedelta

import pytest

from dhara.checkout.refunds.actions import set_terms
from dhara.delivery.evidence import paper
from dhara.delivery.evidence.queries import gather
from dhara.delivery.models import Download
from dhara.kit.actor import SYSTEM, person
from dhara.kit.files.actions import store_bytes
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid
from dhara.money.disputes import actions
from dhara.money.gateways.rules import GatewayTrouble
from dhara.money.models import Dispute, Exhibit
from tests.checkout.pdf import pages
from tests.make import catalog, disputes, people

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
