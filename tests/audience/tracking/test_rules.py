"""People, machines and scanners, told apart by what they do."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.audience.links.rules import HONEYPOT
from dhara.audience.tracking.rules import HUMAN, MACHINE, SCANNER, Seen, is_machine, judge

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
)
OUTLOOK = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Edg/126.0"


def verdicts(now: datetime, *touches: tuple[int | None, float], agent: str = PHONE, links: int = 5) -> list[str]:
    """Of touches (link, seconds after the letter left), in their order."""
    seen = [Seen(n, link, now + timedelta(seconds=after), agent) for n, (link, after) in enumerate(touches)]
    found = judge(seen, sent_at=now, links=links)
    return [found[n] for n in range(len(touches))]


def test_somebody_reads_and_follows_two_links(now: datetime) -> None:
    assert verdicts(now, (None, 300), (1, 320), (4, 420)) == [HUMAN] * 3


def test_too_soon_to_have_read(now: datetime) -> None:
    assert verdicts(now, (None, 1), (1, 3), (1, 60)) == [MACHINE, MACHINE, HUMAN]


def test_all_links_at_once(now: datetime) -> None:
    burst = [(n, 30 + n / 10) for n in (1, 2, 3, 4, 5)]
    assert verdicts(now, *burst, (2, 4000)) == [SCANNER] * 5 + [HUMAN]


def test_most_links_at_once_are_a_burst_and_half_are_not(now: datetime) -> None:
    assert verdicts(now, (1, 30), (2, 31), (3, 32)) == [SCANNER] * 3
    assert verdicts(now, (1, 30), (2, 31)) == [HUMAN] * 2


def test_a_letter_with_two_links(now: datetime) -> None:
    assert verdicts(now, (1, 30), (2, 31), links=2) == [SCANNER] * 2
    assert verdicts(now, (1, 30), (2, 90), links=2) == [HUMAN] * 2


def test_one_link_followed_twice_is_no_burst(now: datetime) -> None:
    assert verdicts(now, (1, 30), (1, 31), links=1) == [HUMAN] * 2


def test_the_hidden_link(now: datetime) -> None:
    trapped = verdicts(now, (None, 29), (1, 30), (HONEYPOT, 31), (2, 3600), agent=OUTLOOK)
    assert trapped == [SCANNER, SCANNER, SCANNER, HUMAN]


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0",
        "Googlebot/2.1 (+http://www.google.com/bot.html)",
        "python-requests/2.32",
        "Mozilla/5.0 (compatible; Barracuda Sentinel (EE))",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/126.0",
        "facebookexternalhit/1.1",
    ],
)
def test_machines_by_their_own_word(now: datetime, agent: str) -> None:
    assert verdicts(now, (None, 300), agent=agent) == [MACHINE]


@pytest.mark.parametrize(
    "agent",
    [
        PHONE,
        OUTLOOK,
        # Gmail and Yahoo load pictures through a proxy when the letter is opened.
        "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
        "YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
        "Microsoft Office/16.0 (Microsoft Outlook 16.0.17328; Pro)",
    ],
)
def test_programs_behind_which_people_sit(agent: str) -> None:
    assert not is_machine(agent)
