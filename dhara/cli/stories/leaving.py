"""Steps of a reader who leaves: one press in the mail program, and no letter ever after, until they say otherwise."""

from __future__ import annotations

from collections import Counter

import httpx

from dhara.cli.stories import broadcasting
from dhara.cli.stories.broadcasting import Stage
from dhara.cli.stories.mailbox import Letter
from dhara.cli.stories.visitor import Broken, Visitor

NUMBER = 2  # who of the readers leaves


def a_scanner_follows_every_link(on: Stage) -> str:
    """A scanner of the mail server opens every link of the letter: nobody is unsubscribed by that."""
    links = [link for link in _last(on).links if "/letters/" in link]
    for link in links:
        on.scene.stranger.open(link)
    on.nadia.open(f"{on.base}contacts/?q={_reader(on)}&state=unsubscribed")
    if _reader(on) in on.nadia.page.words:
        raise Broken(f"looking unsubscribed somebody: {on.nadia.page.words[:600]}")
    return f"{len(links)} links were opened, nothing has changed"


def a_reader_leaves_by_one_click(on: Stage) -> str:
    """The reader presses the button of the mail program, which posts one line, without cookies, as RFC 8058 says."""
    answer = httpx.post(_way_out(on), data={"List-Unsubscribe": "One-Click"}, timeout=30, follow_redirects=False)
    if answer.status_code != 200:
        raise Broken(f"the mail program was answered {answer.status_code}: {answer.text[:300]}")
    again = httpx.post(_way_out(on), data={"List-Unsubscribe": "One-Click"}, timeout=30)
    on.nadia.open(f"{on.base}contacts/?q={_reader(on)}&state=unsubscribed")
    on.nadia.see(_reader(on))
    return f"answered {answer.status_code}, and {again.status_code} when it was sent twice"


def a_reader_leaves_while_the_worker_dies(on: Stage) -> str:
    """The reader presses the button, and the worker is killed (SIGKILL) in the same moment."""
    on.own.freeze("worker")
    said = a_reader_leaves_by_one_click(on)
    killed = on.own.kill("worker")
    return f"{said}; worker {killed} died, {on.own.back('worker', killed)} goes on"


def the_next_letter_spares_them(on: Stage) -> str:
    """Nadia sends another letter: everybody gets it but the one who left."""
    before = broadcasting.letters(on)
    _send_another(on)
    return _spared(on, before, _reader(on))


def no_import_brings_them_back(on: Stage) -> str:
    """She imports the whole list once more, saying that all agreed: who left stays away."""
    broadcasting.bring(on)
    before = broadcasting.letters(on)
    _send_another(on)
    return _spared(on, before, _reader(on))


def they_come_back_by_themselves(on: Stage) -> str:
    """On their own page of preferences they ask for letters again, and get the next one; others had their three."""
    page = _way_out(on).replace("/unsubscribe/", "/")
    reader = Visitor(on.scene.base, "en", name="reader")
    try:
        reader.open(page)
        reader.fill("/subscription/")
        reader.open(page)
        reader.see("Letters come to you")
    finally:
        reader.close()
    before = broadcasting.letters(on)
    _send_another(on)
    after = broadcasting.letters(on)
    if [each for each in on.readers if after[each] != before[each]] != [_reader(on)]:
        raise Broken(f"they should have got it, and nobody a fourth one: {before} became {after}")
    return "they got it; nobody got a fourth letter in a day"


def _reader(on: Stage) -> str:
    return on.readers[NUMBER]


def _last(on: Stage) -> Letter:
    return on.scene.mailbox.letters(_reader(on))[-1]


def _way_out(on: Stage) -> str:
    return next(link for link in _last(on).links if link.rstrip(".").endswith("/unsubscribe/"))


def _send_another(on: Stage) -> None:
    """A copy of the first one, to whoever is subscribed now."""
    on.nadia.open(on.broadcast)
    on.nadia.fill("/copy/")
    on.broadcast = on.nadia.page.address
    on.nadia.fill("/dispatch/")
    broadcasting.wait_for_the_end(on)


def _spared(on: Stage, before: Counter[str], gone: str) -> str:
    after = broadcasting.letters(on)
    got = {address for address in on.readers if after[address] == before[address] + 1}
    if got != set(on.readers) - {gone}:
        raise Broken(f"{sorted(set(on.readers) - {gone} - got)[:3]} got nothing, or {gone} got it: {gone in got}")
    return f"{len(got)} of {len(on.readers)} got it"
