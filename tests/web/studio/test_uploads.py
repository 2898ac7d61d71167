"""Files and pictures that come in pieces, and what becomes of them; files that come with a plain form."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import pytest

from dhara.catalog.models import Offer
from dhara.catalog.offers.models import OfferPicture
from dhara.delivery.models import DownloadFile, FileVersion
from dhara.kit.files import queries
from dhara.kit.files.actions import settle
from dhara.kit.files.models import StoredFile, Upload
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from tests.make import catalog
from tests.make.delivery import bought
from tests.make.delivery import file as make_file
from tests.web.studio.place import HTMX, Workplace, png, text

BODY = "application/offset+octet-stream"
TUS = {"Tus-Resumable": "1.0.0"}


def begin(work: Workplace, name: str, length: int, who: str = "owner", kind: str = "files") -> tuple[int, str]:
    named = base64.b64encode(name.encode()).decode()
    headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": f"filename {named}"}
    response = work.clients[who].post(f"{work.base}uploads/{kind}/", headers=headers)
    return response.status_code, response.headers.get("Location", "")


def send(work: Workplace, url: str, offset: int, piece: bytes, who: str = "owner") -> tuple[int, str]:
    headers = {**TUS, "Upload-Offset": str(offset)}
    response = work.clients[who].generic("PATCH", url, piece, content_type=BODY, headers=headers)
    return response.status_code, response.headers.get("Dhara-File", "")


def uploaded(work: Workplace, content: bytes, name: str = "cards.txt", kind: str = "files") -> str:
    """The id of a finished upload."""
    _status, url = begin(work, name, len(content), kind=kind)
    half = len(content) // 2
    assert send(work, url, 0, content[:half])[0] == 204
    assert send(work, url, half, content[half:])[1]
    return url.rstrip("/").rpartition("/")[2]


@pytest.fixture
def offer(work: Workplace, now: datetime) -> Offer:
    return catalog.draft(now, work.shop, "Cards")


def url_of(work: Workplace, offer: Offer) -> str:
    return f"{work.base}offers/{offer.pk}/"


def test_a_file_in_two_pieces_becomes_part_of_the_offer_once(work: Workplace, offer: Offer) -> None:
    upload = uploaded(work, b"first half, second half", "কার্ড.txt")
    given = {"upload": [upload, "nonsense", upload]}
    page = work.nadia.post(f"{url_of(work, offer)}files/", given, headers=HTMX).content.decode()
    assert "কার্ড.txt" in page
    assert "Buyers get it from now on." in page
    assert not Upload.objects.exists()
    again = work.nadia.post(f"{url_of(work, offer)}files/", given)
    assert again.status_code == 422
    assert "Choose a file first." in again.content.decode()
    (version,) = FileVersion.objects.select_related("stored")
    with version.stored.open() as content:
        assert content.read() == b"first half, second half"


def test_only_members_who_edit_may_upload(work: Workplace) -> None:
    said = {who: begin(work, "a.txt", 5, who)[0] for who in work.clients}
    assert said == {
        "owner": 201,
        "manager": 201,
        "editor": 201,
        "support": 403,
        "viewer": 403,
        "outsider": 404,
        "anonymous": 401,
    }
    assert Upload.objects.count() == 3


def test_what_another_studio_uploads_is_out_of_reach(work: Workplace, offer: Offer, now: datetime) -> None:
    upload = uploaded(work, b"mine alone")
    other = catalog.shop(now, "Tanvir")
    stranger = work.clients["outsider"]
    stranger.force_login(other.owner)
    theirs = catalog.draft(now, other, "Theirs")
    base = f"/studio/{other.studio.handle}/"
    assert stranger.post(f"{base}offers/{theirs.pk}/files/", {"upload": upload}).status_code == 422
    assert stranger.head(f"{base}uploads/{upload}/", headers=TUS).status_code == 404
    assert stranger.post(f"{base}offers/{offer.pk}/files/", {"file": text()}).status_code == 404
    assert stranger.get(f"{base}offers/{offer.pk}/").status_code == 404
    assert not DownloadFile.objects.exists()


def test_unfinished_uploads_are_limited(work: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "MOST_UNDER_WAY", 2)
    assert [begin(work, "a.bin", 10)[0] for _ in range(3)] == [201, 201, 429]


@pytest.mark.parametrize(("length", "status"), [(0, 422), (6 * 1024**3, 413)])
def test_empty_and_huge_files_are_refused_at_once(work: Workplace, length: int, status: int) -> None:
    assert begin(work, "a.bin", length)[0] == status
    assert not StoredFile.objects.exists()


def test_pictures_come_both_ways_and_bad_ones_are_named(work: Workplace, offer: Offer) -> None:
    upload = uploaded(work, png().read(), "one.png", kind="pictures")
    response = work.nadia.post(
        f"{url_of(work, offer)}pictures/", {"upload": upload, "file": [png("two.png"), text("evil.png", b"<svg/>")]}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "evil.png: This is not a picture we can read." in page
    assert OfferPicture.objects.count() == 2
    product = uploaded(work, b"no picture")
    assert work.nadia.post(f"{url_of(work, offer)}pictures/", {"upload": product}).status_code == 422


@pytest.mark.parametrize("where", ["files/", "pictures/", "versions/"])
def test_what_a_program_takes_at_the_same_moment_is_not_used_twice(
    work: Workplace, now: datetime, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = catalog.offer(now, work.shop)
    kind, content = ("pictures", png().read()) if where == "pictures/" else ("files", b"one file")
    upload = uploaded(work, content, "one.png", kind=kind)
    known = [set(model.objects.values_list("pk", flat=True)) for model in (FileVersion, OfferPicture)]
    find = queries.arrived

    def meanwhile(*given: Any, **named: Any) -> list[StoredFile]:
        found = find(*given, **named)
        settle(each.pk for each in found)
        return found

    monkeypatch.setattr("dhara.web.studio.received.arrived", meanwhile)
    base = url_of(work, offer) + (f"files/{DownloadFile.objects.get().pk}/" if where == "versions/" else "")
    refused = work.nadia.post(f"{base}{where}", {"upload": upload})
    assert (refused.status_code, "or was used elsewhere" in refused.content.decode()) == (422, True)
    assert known == [set(model.objects.values_list("pk", flat=True)) for model in (FileVersion, OfferPicture)]
    assert not StoredFile.objects.filter(state=StoredFile.DELETED).exists(), "it belongs to the other one now"


def test_pictures_are_put_in_order_described_and_removed(work: Workplace, offer: Offer) -> None:
    url = url_of(work, offer)
    work.nadia.post(f"{url}pictures/", {"file": [png("1.png"), png("2.png", (320, 240)), png("3.png", (800, 600))]})
    a, b, c = offer.pictures.values_list("picture_id", flat=True)

    def order() -> list[int]:
        return list(offer.pictures.values_list("picture_id", flat=True))

    work.nadia.post(f"{url}pictures/arrangement/", {"down": a, f"alt-{b}": "Front “side”"})
    assert order() == [b, a, c]
    assert offer.pictures.get(picture_id=b).alt == "Front “side”"
    work.nadia.post(f"{url}pictures/arrangement/", {"cover": c})
    offer.refresh_from_db()
    assert offer.cover_id == c
    work.nadia.post(f"{url}pictures/arrangement/", {"remove": c, "up": "x", "down": "9" * 30})
    offer.refresh_from_db()
    assert (order(), offer.cover_id) == ([b, a], b)
    refused = work.nadia.post(f"{url}pictures/arrangement/", {f"alt-{a}": "x" * 300})
    assert refused.status_code == 422
    assert "x" * 300 in refused.content.decode()


def test_a_new_version_is_told_to_buyers_once(work: Workplace, now: datetime, frozen: object) -> None:
    offer = catalog.offer(now, work.shop)
    bought(now, offer, email="rahim@example.com")
    frozen.shift(60)  # type: ignore[attr-defined]
    file = DownloadFile.objects.get()
    url = f"{url_of(work, offer)}files/{file.pk}/versions/"
    assert "Tell the buyer (1)" in work.nadia.get(url_of(work, offer)).content.decode()
    refused = work.nadia.post(url, {"notes": "x" * 1001, "announce": "1", "file": text()})
    assert refused.status_code == 422
    assert "x" * 1001 in refused.content.decode()
    assert work.nadia.post(url, {"notes": "Larger type", "announce": "1", "file": text()}).status_code == 302
    drain(now)
    assert Letter.objects.filter(name="new_version", to_email="rahim@example.com").count() == 1
    version = file.versions.first()
    assert version is not None
    assert (version.number, version.notes) == (2, "Larger type")
    assert work.nadia.post(url, {"notes": "again"}).status_code == 422


def test_files_are_renamed_ordered_fetched_and_retired(work: Workplace, now: datetime) -> None:
    offer = catalog.offer(now, work.shop)
    first = DownloadFile.objects.get()
    url = url_of(work, offer)
    retired = work.nadia.post(f"{url}files/{first.pk}/retirement/")
    assert retired.status_code == 422
    assert "Buyers would get nothing then." in retired.content.decode()
    second = make_file(offer, work.shop, now, "Fonts")
    work.nadia.post(f"{url}files/{second.pk}/title/", {"title": "হরফ"})
    assert work.nadia.post(f"{url}files/{second.pk}/title/", {"title": " "}).status_code == 422
    work.nadia.post(f"{url}files/order/", {"up": second.pk})
    assert list(offer.files.values_list("title", flat=True))[0] == "হরফ"
    version = first.versions.get()
    fetched = work.nadia.get(f"{url}versions/{version.pk}/")
    assert fetched.headers["Content-Disposition"].startswith("attachment")
    with version.stored.open() as content:
        assert b"".join(fetched) == content.read()
    assert work.nadia.post(f"{url}files/{first.pk}/retirement/").status_code == 302
    assert work.nadia.post(f"{url}files/{first.pk}/retirement/").status_code == 404
    assert work.clients["viewer"].get(f"{url}versions/{version.pk}/").status_code == 403
    assert work.clients["outsider"].get(f"{url}versions/{version.pk}/").status_code == 404


def test_who_works_uploads_work_and_no_products(work: Workplace) -> None:
    status, url = begin(work, "final.zip", 10, who="support", kind="work")
    assert status == 201
    assert send(work, url, 0, b"0123456789", who="support")[1]
    upload = Upload.objects.select_related("file").get()
    assert (upload.purpose, upload.file.studio_ref) == ("delivery", work.shop.studio.pk)
    assert begin(work, "final.zip", 10, who="support")[0] == 403
    assert begin(work, "final.zip", 10, who="viewer", kind="work")[0] == 403
    product = begin(work, "cards.zip", 10)[1]
    assert send(work, product, 0, b"0123456789", who="support")[0] == 403
