"""Pictures are public to who knows their address; what is sold has none."""

from datetime import datetime
from io import BytesIO

import pytest
from django.test import Client
from PIL import Image

from dhara.kit.files.actions import discard, store_bytes, store_picture
from dhara.kit.files.models import Picture
from dhara.web.ui import pictures


@pytest.fixture
def picture(db: None, now: datetime) -> Picture:
    buffer = BytesIO()
    Image.new("RGB", (1500, 900), "#0b5661").save(buffer, "PNG")
    return store_picture(buffer.getvalue(), name="cover.png", at=now, studio_ref=1)


def test_each_size_has_an_address_that_holds_for_ever(picture: Picture) -> None:
    assert [part.split()[1] for part in pictures.srcset(picture).split(", ")] == ["320w", "640w", "1200w", "1500w"]
    response = Client().get(pictures.src(picture, 500))
    assert response.headers["Content-Type"] == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    assert Image.open(BytesIO(response.content)).size == (640, 384)
    assert pictures.src(None) == pictures.srcset(None) == ""


def test_nobody_finds_pictures_by_counting(picture: Picture, now: datetime) -> None:
    good = pictures.src(picture)
    sold = store_bytes(b"what buyers pay for", name="a.txt", at=now, studio_ref=1)
    wrong = (
        good.replace(picture.token, "0" * 16),
        f"/media/{sold.pk}-{sold.sha256[:16]}/640.webp",
        f"/media/{'9' * 30}-x/640.webp",
    )
    for address in wrong:
        assert Client().get(address).status_code == 404
    assert Client().post(good).status_code == 405
    assert Client().get(good.replace("/640.", "/99999999999999999999.")).status_code == 200
    discard(picture.file_id)
    assert Client().get(good).status_code == 404
