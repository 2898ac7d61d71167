"""Friendly pages for what went wrong, in both languages."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from dhara.web.ui import errors


def ask() -> HttpRequest:
    request = RequestFactory().get("/somewhere/")
    request.session = {}  # type: ignore[assignment]
    return request


PAGES = {
    400: lambda: errors.bad_request(ask()),
    403: lambda: errors.forbidden(ask()),
    404: lambda: errors.not_found(ask()),
    429: lambda: errors.too_many(ask(), retry_after=90),
    500: lambda: errors.server_error(ask()),
}


@pytest.mark.parametrize("status", PAGES)
def test_each_error_says_that_nothing_was_lost_and_the_way_on(status: int) -> None:
    for language, words in (("en", ("safe", "Nothing was")), ("bn", ("নিরাপদ", "কিছুই"))):
        with translation.override(language):
            response: HttpResponse = PAGES[status]()
        page = response.content.decode()
        assert response.status_code == status
        assert any(word in page for word in words)
        assert 'class="btn btn-primary" href="/"' in page
        assert "noindex" in page


def test_too_many_says_when_to_come_back() -> None:
    response = PAGES[429]()
    assert response["Retry-After"] == "90"
    assert "2 min" in response.content.decode()


def test_an_unknown_address_is_a_friendly_page() -> None:
    response = Client(headers={"Accept-Language": "bn"}).get("/nothing-is-here/")
    assert response.status_code == 404
    assert "এই ঠিকানায় কিছু নেই" in response.content.decode()


def test_a_form_without_its_token_is_told_so() -> None:
    response = errors.csrf(ask(), "no cookie")
    assert response.status_code == 403
    assert "Nothing was sent" in response.content.decode()
