"""robots.txt, sitemaps, pictures for other sites; and that no file for sale has an address."""

from __future__ import annotations

import io
from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from dhara.kit.files.actions import store_bytes, store_picture
from tests.make import catalog as make

pytestmark = pytest.mark.django_db
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(response: object) -> list[str]:
    content = b"".join(response) if getattr(response, "streaming", False) else response.content  # type: ignore
    return [str(each.text) for each in ElementTree.fromstring(content).iter(f"{MAP}loc")]


def test_robots_are_led_to_the_map_and_kept_out_of_private_rooms(visitor: Client) -> None:
    text = visitor.get("/robots.txt").content.decode()
    assert "Disallow: /checkout/" in text
    assert "Sitemap: http" in text


def test_the_map_leads_to_every_public_page(visitor: Client, soon: datetime, settings: object) -> None:
    offer = make.offer(soon, title="বিয়ের কার্ড")
    make.offer(soon, title="Draft", published=False)
    found: list[str] = []
    for address in read(visitor.get("/sitemap.xml")):
        found += read(visitor.get(address.removeprefix(settings.PUBLIC_URL)))  # type: ignore[attr-defined]
    paths = [address.removeprefix(settings.PUBLIC_URL) for address in found]  # type: ignore[attr-defined]
    assert {"/", "/market/", "/market/design/", f"/@{offer.studio.handle}"} <= set(paths)
    assert sum("%E0%A6" in path for path in paths) == 1
    assert not any("raft" in path for path in paths)
    assert all(visitor.get(path).status_code == 200 for path in paths)


@pytest.mark.parametrize("number", ["0", "40001", "99999999999999999999"])
def test_files_of_the_map_that_can_not_be_are_not_there(visitor: Client, number: str) -> None:
    assert visitor.get(f"/sitemap-offers-{number}.xml").status_code == 404


def picture_bytes(size: tuple[int, int] = (900, 900)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGBA", size, (11, 86, 97, 120)).save(buffer, "PNG")
    return buffer.getvalue()


def test_a_picture_for_other_sites_is_cut_once_and_kept(visitor: Client, soon: datetime) -> None:
    picture = store_picture(picture_bytes(), name="cover.png", at=soon)
    path = f"/media/share/{picture.pk}-{picture.token}.jpg"
    answer = visitor.get(path)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    for size in picture.sizes():
        default_storage.delete(size.key)
    assert visitor.get(path).content == answer.content


def test_a_picture_in_a_letter_is_whole(visitor: Client, soon: datetime) -> None:
    picture = store_picture(picture_bytes((1600, 400)), name="wide.png", at=soon)
    answer = visitor.get(f"/media/letter/{picture.pk}-{picture.token}.jpg")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 300)


def test_pictures_are_only_for_who_knows_their_address(visitor: Client, soon: datetime) -> None:
    picture = store_picture(picture_bytes(), name="cover.png", at=soon)
    assert visitor.get(f"/media/{picture.pk}-{picture.token}/320.webp").status_code == 200
    wrong = "0" * 16
    for path in (f"{picture.pk}-{wrong}/320.webp", f"share/{picture.pk}-{wrong}.jpg", f"share/{10**30}-{wrong}.jpg"):
        assert visitor.get(f"/media/{path}").status_code == 404


def test_no_file_for_sale_can_be_reached_by_an_address(visitor: Client, soon: datetime) -> None:
    file = store_bytes(b"what people pay for", name="book.pdf", at=soon)
    token = file.sha256[:16]
    paths = [
        file.storage_key,
        f"{file.pk}-{token}/320.webp",
        f"share/{file.pk}-{token}.jpg",
        f"../files/{file.storage_key}",
        f"..%2f{file.storage_key}",
        "share/%2e%2e/%2e%2e/secret_key",
    ]
    for path in paths:
        for prefix in ("/media/", "/static/", "/files/", "/"):
            answer = visitor.get(prefix + path)
            assert answer.status_code in (301, 404), prefix + path
            assert b"what people pay for" not in answer.content
