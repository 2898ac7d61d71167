"""What every page knows without asking the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from dhara.kit.locale.languages import site_name
from dhara.web.ui.places import PLACES
from dhara.web.ui.preferences import LANGUAGES, THEMES, theme_of

CART_COOKIE = "cart_count"


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor: cheap values, and lazy ones for what costs a query (`studios`)."""
    language = get_language() or "en"
    theme = theme_of(request)
    return {
        "sandbox": settings.SANDBOX,
        "site_name": site_name(language),
        "language": language,
        "other_language": "en" if language == "bn" else "bn",
        "other_language_name": LANGUAGES["en" if language == "bn" else "bn"],
        "theme": theme,
        "data_theme": THEMES.get(theme, ""),
        "places": PLACES,
        "cart_count": cart_count(request),
        "here": request.path,
        "studios": SimpleLazyObject(lambda: studios_of(request)),
    }


def cart_count(request: HttpRequest) -> int:
    """How many things are in the cart, as its cookie says: only ever shown, never trusted."""
    value = request.COOKIES.get(CART_COOKIE, "")
    return min(int(value), 99) if value.isdecimal() and len(value) < 4 else 0


def studios_of(request: HttpRequest) -> list[Any]:
    """The studios of the person signed in: one query, only when a template asks."""
    from dhara.people.models import Studio

    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return []
    return list(Studio.objects.filter(members__account=request.user.pk).order_by("name")[:20])
