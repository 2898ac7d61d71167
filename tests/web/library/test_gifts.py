"""What the receiver sees: a wrapped gift, everything in it once opened, and nothing that is the giver's."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from dhara.checkout.models import Gift
from dhara.delivery.models import Activation, Grant, Licence
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from tests.make import catalog as make
from tests.make import gifts, licences, people, refunds

pytestmark = pytest.mark.django_db


@pytest.fixture
def gift(frozen: Any, now: datetime) -> Gift:
    shop = make.shop(now)
    tiers = [make.offer(now, shop, "Calendar").tiers.get(), licences.offer(now, shop).tiers.get()]
    return gifts.paid(*tiers, at=now)


def says_nothing(page: str, gift: Gift) -> None:
    shown = page.split("<main")[1].split("</main")[0]
    for secret in ("karim@example.com", gift.order.token, gift.order.number, "৳", "BDT", "৪৫০"):
        assert secret not in shown, secret


def test_it_is_wrapped_until_somebody_opens_it(client: Client, gift: Gift) -> None:
    here = f"/library/g/{gift.token}/"
    page = client.get(here).content.decode()
    assert "Happy birthday!" in page
    assert "Calendar" not in page
    says_nothing(page, gift)
    gift.refresh_from_db()
    assert gift.status == "sent"
    assert client.post(f"{here}opening/")["Location"] == here
    page = client.get(here).content.decode()
    assert "Calendar" in page
    assert Licence.objects.get().key in page
    says_nothing(page, gift)
    address = page.split('href="/d/')[1].split('"')[0]
    assert b"".join(client.get(f"/d/{address}")) != b""
    gift.refresh_from_db()
    assert gift.status == "opened"


def test_a_machine_is_taken_off_by_the_receiver_only(client: Client, gift: Gift, now: datetime) -> None:
    licence = Licence.objects.get()
    machine = Activation.objects.create(licence=licence, instance="pc-1", activated_at=now, seen_at=now)
    client.post(f"/library/o/{gift.order.token}/machines/{machine.pk}/removal/")
    machine.refresh_from_db()
    assert machine.ended_at is None
    assert client.post(f"/library/g/{gift.token}/machines/{machine.pk}/removal/").status_code == 302
    machine.refresh_from_db()
    assert machine.ended_at is not None


def test_a_gift_that_waits_or_has_ended_opens_nothing(client: Client, frozen: Any, now: datetime) -> None:
    waits = gifts.paid(day=date(2026, 4, 14), at=now)
    assert client.get(f"/library/g/{waits.token}/").status_code == 404
    assert client.post(f"/library/g/{waits.token}/opening/").status_code == 404
    ended = gifts.paid(at=now, email="rafi@example.org")
    refunds.refunded(ended.order, at=now)
    drain(now)
    answer = client.get(f"/library/g/{ended.token}/")
    assert answer.status_code == 410
    says_nothing(answer.content.decode(), ended)
    assert "wrong file" not in answer.content.decode()


def test_in_the_receiver_s_library_it_is_a_gift(client: Client, gift: Gift, now: datetime) -> None:
    mina = people.account("mina@example.org")
    Grant.objects.update(account=mina)
    client.force_login(mina)
    assert "Calendar" in client.get("/library/").content.decode()
    grant = Grant.objects.filter(offer__kind="download").get()
    page = client.get(f"/library/{grant.pk}/").content.decode()
    assert "Karim Uddin" in page
    says_nothing(page, gift)
    gift.refresh_from_db()
    assert gift.status == "opened"


def test_why_it_ended_is_the_giver_s(client: Client, gift: Gift, now: datetime) -> None:
    mina = people.account("mina@example.org")
    Grant.objects.update(account=mina)
    refunds.refunded(gift.order, at=now)
    drain(now)
    client.force_login(mina)
    page = client.get(f"/library/{Grant.objects.filter(status='revoked').get().pk}/").content.decode()
    assert "wrong file" not in page
    says_nothing(page, gift)


def test_a_lost_link_is_found_by_the_receiver_s_address(client: Client, gift: Gift, now: datetime) -> None:
    client.post("/library/lost/", {"email": "mina@example.org"})
    client.post("/library/lost/", {"email": "karim@example.com"})
    drain(now)
    mina, karim = Letter.objects.filter(name="lost_links").order_by("-to_email")
    assert f"/library/g/{gift.token}/" in mina.text
    assert gift.order.number not in mina.text + mina.html
    assert f"/checkout/o/{gift.order.token}/" in karim.text
    assert gift.token not in karim.text
