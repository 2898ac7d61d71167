"""What somebody bought before it came out, in their library."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from dhara.checkout.preorders import actions as preorders
from dhara.kit.actor import GUEST
from tests.make import gifts, people, releases

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_what_comes_out_later_stands_in_the_library_until_it_does(client: Client, now: datetime) -> None:
    offer = releases.coming(now - timedelta(hours=1), now + releases.WEEK)
    order = releases.bought(offer, now, email="karim@example.com")
    link = Client().get(f"/library/o/{order.token}/").content.decode()
    assert "Comes out on" in link
    assert "http-equiv" not in link  # nothing is waited for in this minute
    client.force_login(people.account("karim@example.com"))
    page = client.get("/library/").content.decode()
    assert "Comes out on" in page
    assert f'href="/checkout/o/{order.token}/"' in page
    assert "still empty" not in page
    preorders.cancel(order.pk, releases.line_of(order).pk, by=GUEST, at=now)
    assert "Comes out on" not in client.get("/library/").content.decode()


def test_what_others_wait_for_is_not_in_my_library(client: Client, now: datetime) -> None:
    releases.bought(releases.coming(now - timedelta(hours=1), now + releases.WEEK), now, email="karim@example.com")
    client.force_login(people.account("nosy@example.com"))
    assert "Comes out on" not in client.get("/library/").content.decode()


def test_a_gift_says_when_it_comes_to_its_receiver_and_to_the_giver(client: Client, now: datetime) -> None:
    gift = gifts.paid(releases.coming(now - timedelta(hours=1), now + releases.WEEK).tiers.get(), at=now)
    client.post(f"/library/g/{gift.token}/opening/")
    page = client.get(f"/library/g/{gift.token}/").content.decode()
    assert "Comes out on" in page
    assert gift.order.token not in page
    assert "just being unpacked" not in page
    client.force_login(people.account("mina@example.org"))
    assert f'href="/library/g/{gift.token}/"' in client.get("/library/").content.decode()
    order = Client().get(f"/checkout/o/{gift.order.token}/").content.decode()
    assert "Mina gets it then, with a letter." in order
