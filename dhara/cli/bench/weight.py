"""What a first visit costs over the wire without pictures: page, styles, scripts and fonts, compressed as sent.

In Bengali, whose fonts are the larger ones. Fonts count in full, as if the page showed every weight and sign that the
styles know; a database of its own holds a small market, and is dropped afterwards.
"""

from __future__ import annotations

import re
from argparse import Namespace
from pathlib import Path
from typing import Any, Final

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from dhara.cli.bench import many_offers
from dhara.cli.commands import static
from dhara.cli.complaint import Complaint
from dhara.cli.own_database import own_database
from dhara.kit import clock

MOST: Final = 100 * 1024
OFFERS: Final = 200
_ASSET: Final = re.compile(r'<(?:script|link)[^>]*?(?:src|href)="/static/([^"?]+\.(?:js|css|svg|woff2))"')
_FONT: Final = re.compile(r"url\([\"']?\.\./(fonts/[^\"')]+)")
_HASH: Final = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")


def run() -> list[dict[str, Any]]:
    """A result for the front page, a list, an offer, the cart with it, and the page where one pays."""
    static.run(Namespace(force=False))  # a page names the collected assets
    with own_database():
        offer = f"/@{many_offers.fill(OFFERS, at=clock.now())[0]}"
        buyer = Client(headers={"accept-language": "bn", "accept-encoding": "br", "host": _host()})
        # An offer of the small market has no pictures of its own; its page is as ours are otherwise.
        pages = {"home": "/", "listing": "/market/", "offer": offer, "cart": "/cart/", "checkout": "/checkout/"}
        found = []
        for name, path in pages.items():
            if name == "cart":
                _fill_cart(buyer, offer)
            found.append(_result(name, weight(buyer, path)))
        return found


def weight(visitor: Client, path: str) -> int:
    """Bytes of the page and of all that it loads but pictures. Raises Complaint where there is no page."""
    answer = visitor.get(path)
    if answer.status_code != 200 or not isinstance(answer.content, bytes):
        raise Complaint(f"{path} answered {answer.status_code}")
    squeezed = answer.headers.get("Content-Encoding") == "br"
    page = (brotli.decompress(answer.content) if squeezed else answer.content).decode()
    assets = {_HASH.sub("", name) for name in _ASSET.findall(page)}
    for sheet in [name for name in assets if name.endswith(".css")]:
        assets |= {_HASH.sub("", name) for name in _FONT.findall(_source(sheet).read_text())}
    return len(answer.content) + sum(_sent(_source(name)) for name in assets)


def _sent(path: Path) -> int:
    """Fonts are compressed already; the rest is, once, when it is collected."""
    content = path.read_bytes()
    return len(content) if path.suffix == ".woff2" else len(brotli.compress(content))


def _source(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise Complaint(f"no such asset: {name}")
    return Path(found)


def _fill_cart(buyer: Client, offer: str) -> None:
    page = brotli.decompress(buyer.get(offer).content).decode()
    tier = re.search(r'name="tier" value="(\d+)"', page)
    buyer.post("/cart/lines/", {"tier": tier[1] if tier else "", "currency": "BDT"})


def _result(name: str, size: int) -> dict[str, Any]:
    return {
        "bench": f"weight.{name}",
        "value": round(size / 1024, 1),
        "unit": "KB",
        "reference": MOST // 1024,
        "ratio": round(size / MOST, 3),
        "bar": 1.0,
        "ok": size <= MOST,
    }


def _host() -> str:
    return next(iter(settings.ALLOWED_HOSTS), "localhost")
