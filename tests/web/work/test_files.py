"""Files in the room: given with answers and deliveries, seen marked until the work is paid, fetched by short links."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dhara.delivery.gigs.rules import Question
from dhara.kit import clock
from dhara.kit.actor import person
from dhara.kit.files.actions import begin_upload, finish
from dhara.kit.files.models import Upload
from dhara.kit.files.receiving import append
from dhara.kit.queue import drain
from dhara.people.models import Member
from dhara.work.engagements.queries import order_of
from dhara.work.models import SubmittedFile, Unit
from tests.make import gigs, people
from tests.make.catalog import Shop
from tests.make.console import signed_in
from tests.make.handins import picture
from tests.web.browsing import client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
ASKED = (Question("logo", "Your old logo", "file"), Question("name", "Its name", "text"))
ART = picture()


def given(name: str = "logo.png", content: bytes = ART) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def body(answer: Any) -> bytes:
    assert answer.status_code in (200, 206), answer.status_code
    return b"".join(answer.streaming_content)


def ordered(cast: people.Cast, now: datetime, **buyer: Any) -> Unit:
    offer = gigs.offer(now, Shop(cast.studio, cast.nadia, person(cast.nadia.pk)), questions=ASKED)
    return gigs.ordered(now, offer, **buyer)


@pytest.fixture
def unit(cast: people.Cast, now: datetime) -> Unit:
    return ordered(cast, now, by=person(cast.karim.pk), email=cast.karim.email)


def room(unit: Unit) -> str:
    return f"/work/{unit.engagement_id}/"


def delivered(unit: Unit, cast: people.Cast, *files: SimpleUploadedFile, **more: Any) -> tuple[Client, Client]:
    karim, nadia = client(cast.karim), client(cast.nadia)
    karim.post(f"{room(unit)}require/", {"answer_logo": given("old.png"), "answer_name": "Dokan"})
    answer = nadia.post(f"{room(unit)}deliver/", {"file": files, **more})
    assert answer.status_code == 302, answer.content.decode()
    drain(clock.now())
    return karim, nadia


def latest() -> SubmittedFile:
    return SubmittedFile.objects.order_by("pk").last() or SubmittedFile()


def test_a_delivery_is_seen_marked_and_fetched_once_it_is_accepted(unit: Unit, cast: people.Cast) -> None:
    karim, nadia = delivered(unit, cast, given())
    file = latest()
    address = f"{room(unit)}files/{file.pk}/"
    page = karim.get(room(unit)).content.decode()
    assert f'src="{address}preview/"' in page
    assert f'href="{address}"' not in page
    shown = karim.get(f"{address}preview/")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown["Content-Disposition"].startswith("inline")
    assert body(shown) != ART
    refused = karim.get(address)
    assert refused.status_code == 403
    assert "opens when you accept" in refused.content.decode()
    assert body(nadia.get(address, follow=True)) == ART
    karim.post(f"{room(unit)}accept/")
    assert f'href="{address}"' in karim.get(room(unit)).content.decode()
    link = karim.get(address)["Location"]
    whole = Client().get(link)
    assert body(whole) == ART
    assert whole["Content-Disposition"].startswith('attachment; filename="logo.png"')
    part = Client().get(link, headers={"Range": "bytes=10-19"})
    assert (part.status_code, body(part)) == (206, ART[10:20])


def test_a_link_is_asked_again_and_ends(unit: Unit, cast: people.Cast, now: datetime) -> None:
    _karim, nadia = delivered(unit, cast, given())
    link = nadia.get(f"{room(unit)}files/{latest().pk}/")["Location"]
    assert body(Client().get(link)) == ART
    with clock.fixed(now + timedelta(hours=2)):
        gone = Client().get(link)
    assert gone.status_code == 410
    assert room(unit) in gone.content.decode()
    Member.objects.filter(account=cast.nadia).delete()
    assert Client().get(link).status_code == 404
    assert Client().get("/work/fetch/nonsense/").status_code == 404


def test_a_guest_has_the_files_behind_the_secret(cast: people.Cast, now: datetime) -> None:
    unit, guest = ordered(cast, now), Client()
    order = order_of(unit.engagement)
    assert order
    base = f"/work/guest/{order.token}/{unit.engagement_id}/"
    assert guest.post(f"{base}require/", {"answer_logo": given("old.png"), "answer_name": "Dokan"}).status_code == 302
    client(cast.nadia).post(f"{room(unit)}deliver/", {"file": given()})
    drain(clock.now())
    address = f"{base}files/{latest().pk}/"
    assert f'src="{address}preview/"' in guest.get(base).content.decode()
    assert body(guest.get(f"{address}preview/"))
    assert guest.get(address).status_code == 403
    guest.post(f"{base}accept/")
    assert body(guest.get(address, follow=True)) == ART
    assert guest.get(address.replace(order.token, "wrong")).status_code == 404


def test_others_are_told_nothing(unit: Unit, cast: people.Cast, now: datetime) -> None:
    karim, nadia = delivered(unit, cast, given())
    other = ordered(cast, now, by=person(cast.karim.pk), email=cast.karim.email)
    file = latest()
    for way in (f"{room(other)}files/{file.pk}/", f"{room(unit)}files/{10**20}/", f"/work/files/{10**20}/"):
        assert karim.get(way).status_code == 404
        assert karim.get(f"{way}preview/").status_code == 404
    stranger = client(people.account("out@example.com"))
    for way in (f"{room(unit)}files/{file.pk}/", f"/work/files/{file.pk}/"):
        assert stranger.get(way).status_code == 404
        assert stranger.get(f"{way}preview/").status_code == 404
        assert Client().get(way).status_code == 302
    assert body(nadia.get(f"/work/files/{file.pk}/", follow=True)) == ART
    assert karim.get(f"/work/files/{file.pk}/").status_code == 403
    assert body(karim.get(f"/work/files/{file.pk}/preview/"))


def test_the_operator_sees_all(unit: Unit, cast: people.Cast) -> None:
    delivered(unit, cast, given())
    oishi = signed_in(people.account("oishi@example.com", is_staff=True), factor="totp")
    assert body(oishi.get(f"/work/files/{latest().pk}/", follow=True)) == ART
    assert body(oishi.get(f"/work/files/{latest().pk}/preview/"))


def test_a_refused_form_keeps_its_files(unit: Unit, cast: people.Cast) -> None:
    karim = client(cast.karim)
    refused = karim.post(f"{room(unit)}require/", {"answer_logo": given("old.png"), "answer_name": ""})
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "old.png" in page
    token = page.split('name="answer_logo-kept" value="')[1].split('"')[0]
    again = karim.post(f"{room(unit)}require/", {"answer_logo-kept": token, "answer_name": "Dokan"})
    assert again.status_code == 302
    assert (latest().name, latest().question) == ("old.png", "logo")
    assert not Upload.objects.exists()


def test_a_lying_file_is_named_at_its_question(unit: Unit, cast: people.Cast) -> None:
    given_in = {"answer_logo": given("photo.jpg", b"<html>"), "answer_name": "Dokan"}
    page = client(cast.karim).post(f"{room(unit)}require/", given_in)
    assert page.status_code == 422
    assert 'id="answer_logo-error"' in page.content.decode()
    assert Unit.objects.get().status == "funded"


def test_large_deliveries_come_in_pieces_and_may_open_at_once(unit: Unit, cast: people.Cast, now: datetime) -> None:
    nadia = client(cast.nadia)
    client(cast.karim).post(f"{room(unit)}require/", {"answer_logo": given("old.png"), "answer_name": "Dokan"})
    assert f"/studio/{cast.studio.handle}/uploads/work/" in nadia.get(f"{room(unit)}deliver/").content.decode()
    upload = begin_upload(name="film.mp4", length=9, purpose="delivery", at=now, studio_ref=cast.studio.pk)
    append(upload.pk, 0, io.BytesIO(b"\x00\x00\x00\x18ftypm"), at=now)
    finish(upload.pk, at=now)
    sent = {"upload": str(upload.pk), "at_once": "1", "text": "The film"}
    assert nadia.post(f"{room(unit)}deliver/", sent).status_code == 302
    karim = client(cast.karim)
    assert b"ftyp" in body(karim.get(f"{room(unit)}files/{latest().pk}/", follow=True))
