"""Write, change, copy, freeze; what stands in a letter's place of offers and pictures; one compiled letter for many."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from dhara.audience.messages import actions, queries, rules
from dhara.audience.models import Field, Link, Message
from dhara.kit.files.actions import store_picture
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from tests.make import catalog as make
from tests.make.messages import words
from tests.web.storefront.test_crawlers import picture_bytes

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(now: datetime) -> make.Shop:
    made = make.shop(now, language="en")
    Field.objects.create(studio=made.studio, key="city", label="City", kind="text", created_at=now)
    return made


def written(shop: make.Shop, now: datetime, **changed: Any) -> Message:
    return actions.write(shop.studio, rules.BROADCAST, {"en": words(**changed)}, by=shop.by, at=now)


def test_a_new_letter_is_empty_in_the_studios_language(shop: make.Shop, now: datetime) -> None:
    made = actions.write(shop.studio, rules.SEQUENCE, by=shop.by, at=now)
    assert made.content == {"en": actions.EMPTY}
    assert queries.preview(made, None, "bn")[0] == ""


def test_only_fields_that_the_studio_keeps_can_be_personal(shop: make.Shop, now: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        written(shop, now, subject="{field:shoe}")
    assert refused.value.field == "en.subject"


def test_a_frozen_letter_never_changes(shop: make.Shop, now: datetime) -> None:
    made = written(shop, now)
    frozen = actions.freeze(made, at=now)
    assert frozen.frozen_at == made.frozen_at == now
    assert actions.freeze(made, at=now + timedelta(days=1)).frozen_at == now
    with pytest.raises(Conflict):
        actions.edit(made, by=shop.by, at=now, content={"en": words(subject="Other")})
    told = list(Link.objects.filter(message=made).order_by("number").values_list("number", "url"))
    # The offer is not the studio's, but its number stays.
    assert [*told, (4, "")] == list(enumerate(queries.compiled(frozen, "en").links, 1))
    again = actions.copy(made, by=shop.by, at=now)
    assert again.frozen_at is None
    assert (
        actions.edit(again, by=shop.by, at=now, content={"en": words(subject="Other")}).content["en"]["subject"]
        == "Other"
    )


def test_a_frozen_letter_is_compiled_once_and_another_content_anew(shop: make.Shop, now: datetime) -> None:
    frozen = actions.freeze(written(shop, now), at=now)
    assert queries.compiled(frozen, "en") is queries.compiled(frozen, "bn")
    assert queries.compiled(frozen, "en", tracking="off") is not queries.compiled(frozen, "en")
    draft = written(shop, now)
    assert queries.compiled(draft, "en") is not queries.compiled(draft, "en")


def test_readers_get_their_language_or_the_studios(shop: make.Shop, now: datetime) -> None:
    content = {"en": words(subject="Hello"), "bn": words(subject="নমস্কার")}
    made = actions.write(shop.studio, rules.BROADCAST, content, by=shop.by, at=now)
    assert [queries.preview(made, None, each)[0] for each in ("bn", "en", "fr")] == ["নমস্কার", "Hello", "Hello"]


def test_offers_and_pictures_are_the_studios_own(shop: make.Shop, now: datetime) -> None:
    offer = make.offer(now, shop, "Boat plan")
    picture = store_picture(picture_bytes(), name="a.png", at=now, studio_ref=shop.studio.pk)
    foreign = store_picture(picture_bytes((40, 40)), name="b.png", at=now, studio_ref=shop.studio.pk + 1)
    blocks = [
        {"kind": "offer", "offer": offer.pk},
        {"kind": "offer", "offer": make.offer(now, title="Their plan").pk},
        {"kind": "image", "picture": picture.pk, "alt": "Boat"},
        {"kind": "image", "picture": foreign.pk, "alt": "Theirs"},
    ]
    _subject, text, html = queries.preview(written(shop, now, blocks=blocks), None, "en")
    assert "Boat plan" in html
    assert f"/@{shop.studio.handle}/{offer.slug}" in text
    assert f"/media/letter/{picture.pk}-{picture.token}.jpg" in html
    assert "Their" not in html + text


def test_the_letterhead_says_who_writes(shop: make.Shop, now: datetime) -> None:
    actions.set_letterhead(
        shop.studio, by=shop.by, at=now, sender="House 4\nDhaka", colour="leaf", reply_to="a@b.example"
    )
    _subject, text, html = queries.preview(written(shop, now), None, "en")
    assert "House 4\nDhaka" in text
    assert "House 4<br>Dhaka" in html
    assert "#1d6b3d" in html
    with pytest.raises(Invalid):
        actions.set_letterhead(shop.studio, by=shop.by, at=now, sender="", colour="plaid")


def test_only_who_may_write_letters(shop: make.Shop, now: datetime) -> None:
    made = written(shop, now)
    with pytest.raises(NotAllowed):
        actions.edit(made, by=make.member(shop, "support", now), at=now, content={"en": words()})
    with pytest.raises(NotFoundHere):
        actions.copy(made, by=make.shop(now, "Rafi").by, at=now)
    made.refresh_from_db()
    assert made.changed_at == now


@pytest.mark.parametrize("address", ["no", "a@b\r\nBcc: c@d.example", "a b@c.example"])
def test_answers_go_to_a_whole_address(shop: make.Shop, now: datetime, address: str) -> None:
    with pytest.raises(Invalid):
        actions.write(shop.studio, rules.BROADCAST, by=shop.by, at=now, reply_to=address)
