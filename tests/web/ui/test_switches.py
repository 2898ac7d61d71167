"""Language and theme: what decides, what is kept, and where one may be sent back to."""

import brotli
import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("bn-BD,bn;q=0.9,en;q=0.8", "bn"),
        ("en-GB,bn;q=0.5", "en"),
        ("fr,bn;q=0.4", "bn"),
        ("fr", "en"),
        ("", "en"),
        ("\x00;;q=x", "en"),
    ],
)
def test_the_browser_decides_the_language(accept: str, language: str) -> None:
    response = Client(headers={"Accept-Language": accept}).get("/ui/")
    assert response["Content-Language"] == language
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in response["Vary"].split(",")}


def test_the_choice_of_the_visitor_wins_and_the_page_is_kept() -> None:
    client = Client(headers={"Accept-Language": "en"})
    response = client.post("/ui/language/", {"language": "bn", "next": "/ui/?page=2"})
    assert (response.status_code, response["Location"]) == (302, "/ui/?page=2")
    assert client.get("/ui/")["Content-Language"] == "bn"


def test_the_theme_is_kept_in_a_cookie_and_put_on_the_page() -> None:
    client = Client()
    assert b'<html lang="en">' in client.get("/ui/").content
    client.post("/ui/theme/", {"theme": "dark", "next": "/ui/"})
    assert b'data-theme="dhara-dark">\n<head>' in client.get("/ui/").content


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "\\\\evil.example", ""]
)
def test_nobody_is_sent_to_another_site(there: str) -> None:
    response = Client().post("/ui/theme/", {"theme": "dark", "next": there})
    assert response["Location"] == "/"


def test_unknown_choices_change_nothing() -> None:
    for path, field in (("/ui/theme/", "theme"), ("/ui/language/", "language")):
        response = Client().post(path, {field: "klingon", "next": "/ui/"})
        assert response.status_code == 302
        assert not response.cookies


def test_a_form_on_another_site_is_refused() -> None:
    response = Client(headers={"Origin": "https://evil.example"}).post("/ui/theme/", {"theme": "dark"})
    assert response.status_code == 403
    assert not response.cookies


def test_a_visit_asks_for_no_cookie_and_no_query() -> None:
    response = Client().get("/ui/")
    assert response.status_code == 200
    assert not response.cookies


def test_headers_say_which_powers_are_not_used() -> None:
    assert "camera=()" in Client().get("/ui/")["Permissions-Policy"]


def test_the_count_of_the_cart_is_shown_and_never_trusted() -> None:
    client = Client()
    client.cookies["cart_count"] = "3"
    assert b'class="head-count"' in client.get("/ui/").content
    for value in ("<b>", "-1", "9999999", "²"):
        client.cookies["cart_count"] = value
        assert b'class="head-count"' not in client.get("/ui/").content


def test_pages_are_compressed_for_those_who_can_read_it() -> None:
    plain = Client().get("/ui/")
    assert "Content-Encoding" not in plain.headers
    squeezed = Client(headers={"Accept-Encoding": "gzip, br"}).get("/ui/")
    assert squeezed["Content-Encoding"] == "br"
    assert "Accept-Encoding" in squeezed["Vary"]
    assert brotli.decompress(squeezed.content) == plain.content
    assert len(squeezed.content) < len(plain.content) / 5
