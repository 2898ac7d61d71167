"""The server that `bench page` measures: production's application, and beside it the page that it is compared with.

The reference is what a page costs at the very least: the same server and middleware, one query for the rows of a list,
one plain template in the frame of every page, as many bytes as the page that it stands beside. It is not part of
production's urls.

`python -m dhara.cli.bench.served PORT CORE` serves, in one process on one core.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from dhara.cli import surroundings
from dhara.cli.commands.web import THREADS

ROWS: Final = 12
# A folder with what fills the reference up to the size of a page; `?like=` names the file.
PAGES: Final = "DHARA_BENCH_PAGES"
_PAGE: Final = """{% extends "base.html" %}
{% block main %}<h1>{{ site_name }}</h1>
<ul>{% for row in rows %}<li><h2>{{ row.title }}</h2><p>{{ row.summary }}</p></li>{% endfor %}</ul>
{{ filler }}{% endblock %}"""


def reference(request: HttpRequest) -> HttpResponse:
    from dhara.catalog.models import Offer

    rows = Offer.objects.order_by("id").values("title", "summary")[:ROWS]
    filler = _filler(request.GET["like"])
    return HttpResponse(_template().render({"rows": rows, "filler": filler}, request))


@cache
def _template() -> Any:
    from django.template import engines

    return engines["django"].from_string(_PAGE)


@cache
def _filler(like: str) -> Any:
    """A part of the page beside it: such text is compressed as that page is."""
    from django.utils.safestring import SafeString

    return SafeString((Path(os.environ[PAGES]) / f"{like}.html").read_bytes().decode("utf-8", "ignore"))


def application(environ: dict[str, Any], start_response: Any) -> Any:
    return _application()(environ, start_response)


@cache
def _application() -> Any:
    from django.core.wsgi import get_wsgi_application

    made = get_wsgi_application()
    from django.conf import settings
    from django.urls import path

    # The root of all addresses is found when the first request comes.
    urls = import_module(settings.ROOT_URLCONF)
    urls.urlpatterns.insert(0, path("bench/reference", reference))
    return made


def main(port: int, core: int) -> None:
    surroundings.end_with_parent()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {core})
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "dhara.cli.bench.served:application",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
