"""Handing files out in part: RFC 9110."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit.files import actions
from dhara.kit.files.ranges import Unsatisfiable, parse_range, picture_response, ranged_response
from dhara.kit.refusal import Refused
from tests.kit.test_files import picture_bytes

CONTENT = bytes(range(256)) * 4096  # 1 MiB


@pytest.fixture
def file(db, now):
    return actions.store_bytes(CONTENT, name="চুক্তি.bin", at=now)


def ask(file, method="get", *, inline=False, **headers):
    request = getattr(RequestFactory(), method)("/", headers=headers)
    response = ranged_response(request, file, inline=inline)
    body = b"".join(response) if response.streaming else response.content
    response.close()
    return response, body


def test_the_whole_file(file):
    response, body = ask(file)
    assert (response.status_code, body) == (200, CONTENT)
    assert response["Content-Length"] == str(len(CONTENT))
    assert response["ETag"] == f'"{file.sha256}"'
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=500000-", 500000, 2**20 - 1),
        ("bytes=-10", 2**20 - 10, 2**20 - 1),
        ("bytes=9-99999999", 9, 2**20 - 1),
        ("bytes=-99999999", 0, 2**20 - 1),
    ],
)
def test_a_part(file, header, first, last):
    response, body = ask(file, Range=header)
    assert response.status_code == 206
    assert body == CONTENT[first : last + 1]
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(CONTENT)}"
    assert response["Content-Length"] == str(len(body))


@pytest.mark.parametrize("header", ["bytes=1048576-", "bytes=99999999-", "bytes=-0"])
def test_beyond_the_end(file, header):
    response, body = ask(file, Range=header)
    assert (response.status_code, body) == (416, b"")
    assert response["Content-Range"] == "bytes */1048576"


@pytest.mark.parametrize(
    "header",
    ["bytes=0-1,5-6", "items=0-5", "bytes=5-2", "bytes=-", "bytes=a-b", "bytes=١-٢", "x", "bytes=" + "9" * 50 + "-"],
)
def test_odd_ranges_get_all(file, header):
    response, body = ask(file, Range=header.encode().decode("latin-1"))
    assert (response.status_code, body) == (200, CONTENT)


def test_if_range(file):
    etag = f'"{file.sha256}"'
    assert ask(file, **{"Range": "bytes=0-9", "If-Range": etag})[0].status_code == 206
    assert ask(file, **{"Range": "bytes=0-9", "If-Range": '"other"'})[0].status_code == 200
    assert ask(file, **{"Range": "bytes=0-9", "If-Range": f"W/{etag}"})[0].status_code == 200
    assert ask(file, **{"Range": "bytes=0-9", "If-Range": "Wed, 21 Oct 2015 07:28:00 GMT"})[0].status_code == 200


def test_not_modified(file):
    response, body = ask(file, **{"If-None-Match": f'"x", W/"{file.sha256}"'})
    assert (response.status_code, body) == (304, b"")


def test_head_sends_no_bytes(file):
    response, body = ask(file, "head", Range="bytes=0-9")
    assert (response.status_code, body, response["Content-Length"]) == (206, b"", "10")
    response, body = ask(file, "head")
    assert (response.status_code, body, response["Content-Length"]) == (200, b"", str(len(CONTENT)))


@pytest.mark.parametrize("content", [b"<html><script>alert(1)</script>", b"<svg onload='x()'/>"])
def test_pages_are_never_shown_in_place(db, now, content):
    response, _ = ask(actions.store_bytes(content, name="x.html", at=now), inline=True)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_pdf_may_be_shown_in_place(db, now):
    response, _ = ask(actions.store_bytes(b"%PDF-1.4", name="x.pdf", at=now), inline=True)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")


def test_lost_bytes_are_told(file):
    file.storage_key = "product/gone"
    with pytest.raises(Refused) as refusal:
        ask(file)
    assert refusal.value.code == "file_missing"


def test_a_stream_that_is_dropped_closes_its_file(file):
    response = ranged_response(RequestFactory().get("/"), file)
    slice_ = response._iterator
    next(slice_)
    response.close()
    assert slice_.handle.closed


def test_an_s3_storage_is_asked_itself(file, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "shop",
                "endpoint_url": "http://s3.invalid",
                "region_name": "x",
                "access_key": "a",
                "secret_key": "b",
                "querystring_auth": True,
            },
        },
    }
    response, _ = ask(file, Range="bytes=0-9")
    assert response.status_code == 302
    assert response["Location"].startswith("http://s3.invalid/shop/product/")
    assert "X-Amz-Expires=60" in response["Location"] or "Expires=" in response["Location"]
    assert "response-content-disposition=attachment" in response["Location"]
    assert response["Cache-Control"] == "no-store"


@given(
    st.integers(1, 10**6),
    st.text("0123456789-bytes=, ", max_size=20) | st.from_regex(r"bytes=\d{0,7}-\d{0,7}", fullmatch=True),
)
def test_a_range_is_within_the_file(size, header):
    try:
        chosen = parse_range(header, size)
    except Unsatisfiable:
        return
    assert chosen is None or 0 <= chosen[0] <= chosen[1] < size


def test_pictures_are_for_ever(db, now):
    picture = actions.store_picture(picture_bytes(), name="x", at=now)
    response = picture_response(RequestFactory().get("/"), picture, 300)
    assert response["Content-Type"] == "image/webp"
    assert "immutable" in response["Cache-Control"]
    assert len(response.content) == picture.sizes()[0].size == int(response["Content-Length"])
    again = RequestFactory().get("/", headers={"If-None-Match": response["ETag"]})
    assert picture_response(again, picture, 300).status_code == 304
    head = picture_response(RequestFactory().head("/"), picture)
    assert (head.content, head["Content-Length"]) == (b"", str(picture.file.size))
