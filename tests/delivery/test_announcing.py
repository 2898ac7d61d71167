"""A new version is told to everybody who has the file, once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.delivery.downloads import actions
from dhara.delivery.models import FileVersion
from dhara.kit.actor import SYSTEM
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import MailPreference, Notice
from tests.make import catalog as make
from tests.make import delivery as made

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def release(shop: make.Shop, offer: make.Offer, at: datetime, notes: str = "") -> FileVersion:
    stored = made.stored(shop.studio, at)
    return actions.release_version(offer.files.all()[0], stored, notes=notes, by=shop.by, at=at)


def test_holders_are_told_in_their_language_with_a_link(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop, "Wedding card")
    account = make.account(now, "karim@example.com", name="Karim Ali", language="en")
    made.bought(now, offer, account=account, email="karim@example.com")
    guest = made.bought(now, offer, email="guest@example.com", name="রহিমা", language="bn")
    made.bought(now, make.offer(now, shop), email="other@example.com")
    late = made.bought(now + 2 * DAY, offer, email="late@example.com")
    version = release(shop, offer, now + DAY, notes="Bigger print")
    assert late.granted_at > version.released_at
    assert actions.announce(version.pk, by=SYSTEM, at=now + 3 * DAY) == 2
    letters = {letter.to_email: letter for letter in Letter.objects.filter(name="new_version")}
    assert letters.keys() == {"karim@example.com", "guest@example.com"}
    english, bengali = letters["karim@example.com"], letters["guest@example.com"]
    assert english.subject == "Wedding card: version 2 is here"
    assert "Hello Karim," in english.text
    assert "Bigger print" in english.text
    assert "Bigger print" in english.html
    assert "২" in bengali.subject
    assert "রহিমা" in bengali.text
    assert guest.order.token in bengali.text
    assert guest.order.token in bengali.html
    assert guest.order.token not in english.text
    notice = Notice.objects.get()
    assert (notice.account_id, notice.kind, notice.data["version"]) == (account.pk, "new_version", 2)


def test_telling_again_tells_nobody_twice(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop)
    for _ in range(2):  # bought twice with one address
        made.bought(now, offer, email="twice@example.com")
    version = release(shop, offer, now + DAY)
    assert actions.announce(version.pk, by=SYSTEM, at=now + DAY) == 1
    FileVersion.objects.filter(pk=version.pk).update(announced_at=None)
    assert actions.announce(version.pk, by=SYSTEM, at=now + DAY) == 0
    version.refresh_from_db()
    assert version.announced_at == now + DAY
    assert actions.announce(version.pk, by=SYSTEM, at=now + DAY) == 0
    assert Letter.objects.filter(name="new_version").count() == 1


def test_many_holders_are_told_in_batches(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 3)
    shop = make.shop(now)
    offer = make.offer(now, shop)
    for number in range(7):
        made.bought(now, offer, email=f"buyer{number}@example.com")
    version = release(shop, offer, now + DAY)
    assert actions.announce(version.pk, by=SYSTEM, at=now + DAY) == 3
    version.refresh_from_db()
    assert version.announced_at is None
    drain(at=now + DAY)
    version.refresh_from_db()
    assert version.announced_at is not None
    assert Letter.objects.filter(name="new_version").count() == 7


def test_whoever_does_not_want_letters_gets_the_notice_only(now: datetime) -> None:
    shop = make.shop(now)
    offer, account = make.offer(now, shop), make.account(now)
    MailPreference.objects.create(account=account, topic="new_version", by_mail=False)
    made.bought(now, offer, account=account)
    version = release(shop, offer, now + DAY)
    assert actions.announce(version.pk, by=SYSTEM, at=now + DAY) == 0
    assert Notice.objects.filter(account=account).count() == 1


def test_only_those_whose_tier_gives_the_file_are_told(now: datetime) -> None:
    shop = make.shop(now)
    offer = make.offer(now, shop, tiers=[make.fixed(name="Small"), make.fixed(900_00, name="Large")])
    second = made.file(offer, shop, now, "Extra")
    small, large = offer.tiers.all()
    actions.set_tier_files(small, [offer.files.all()[0].pk], by=shop.by, at=now)
    made.bought(now, offer, tier=small, email="small@example.com")
    made.bought(now, offer, tier=large, email="large@example.com")
    version = actions.release_version(second, made.stored(shop.studio, now), by=shop.by, at=now + DAY)
    actions.announce(version.pk, by=SYSTEM, at=now + DAY)
    assert [letter.to_email for letter in Letter.objects.filter(name="new_version")] == ["large@example.com"]
