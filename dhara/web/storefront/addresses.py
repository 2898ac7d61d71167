"""Addresses of studios and offers, put together by hand: reversing them would cost more than the rest of a card.

`tests/web/storefront/test_addresses.py` proves that they lead where the url table says.
"""

from __future__ import annotations

from urllib.parse import quote

from django.conf import settings


def studio(handle: str) -> str:
    return f"/@{handle}"


def offer(handle: str, slug: str) -> str:
    """Readable, with Bengali letters as they are: browsers and Django's redirects encode them."""
    return f"/@{handle}/{slug}"


def shelf(slug: str) -> str:
    return f"/market/{slug}/"


def absolute(path: str) -> str:
    """With the host's public address, percent-encoded, for letters, other sites and search engines."""
    return str(settings.PUBLIC_URL) + quote(path, safe="/@?=&%:,")
