"""The addresses that the frame of every page points to.

Kept as plain strings: reversing a dozen names on every page costs more than the rest of the header.
tests/web/ui/test_places.py proves that each of them is answered.
"""

from __future__ import annotations

from typing import Final

PLACES: Final = {
    "home": "/",
    "market": "/market/",
    "search": "/search/",
    "cart": "/cart/",
    "wishlist": "/wishlist/",
    "library": "/library/",
    "messages": "/messages/",
    "work": "/work/",
    "cases": "/cases/",
    "jobs": "/jobs/",
    "my_jobs": "/account/jobs/",
    "campaigns": "/campaigns/",
    "studio": "/studio/",
    "studio_new": "/studio/new/",
    "settings": "/account/",
    "sign_in": "/account/login/",
    "sign_up": "/account/signup/",
    "sign_out": "/account/logout/",
    "operator": "/operator/",
    "language": "/ui/language/",
    "theme": "/ui/theme/",
    "currency": "/ui/currency/",
    "outbox": "/outbox/",
}
