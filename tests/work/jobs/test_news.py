"""Letters about new jobs: once for each job, at most once a day, until the reader says enough."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.kit.actor import person
from dhara.kit.mail.models import Letter
from dhara.people.models import Account
from dhara.work.jobs import actions, queries, rules
from dhara.work.jobs.rules import Asked
from dhara.work.models import SavedSearch
from tests.make import jobs as make
from tests.make import people

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def nadia(now: datetime) -> Account:
    return make.buyer("nadia@example.com")


@pytest.fixture
def search(nadia: Account, now: datetime) -> SavedSearch:
    return actions.save_search("Logos", Asked(text="logo"), by=person(nadia.pk), at=now)


def letters() -> list[Letter]:
    return list(Letter.objects.filter(name="jobs_news").order_by("pk"))


def test_told_once_of_what_is_new(search: SavedSearch, nadia: Account, now: datetime) -> None:
    karim = make.buyer()
    make.posted(karim, now - HOUR, title="An older logo for somebody")
    assert actions.tell_news(at=now + HOUR) == 0
    for number in range(2):
        make.posted(karim, now + (2 + number) * HOUR, title=f"Logo number {number} for a stall")
    make.posted(karim, now + 2 * HOUR, title="Type forty pages", description="Forty pages, written by hand. " * 3)
    make.posted(nadia, now + 2 * HOUR, title="A logo of my own stall")
    assert actions.tell_news(at=now + DAY) == 1
    assert actions.tell_news(at=now + DAY) == 0
    assert actions.tell_news(at=now + 2 * DAY) == 0
    (letter,) = letters()
    assert letter.to_email == "nadia@example.com"
    assert letter.subject == "New jobs: Logos"
    assert "Logo number 1 for a stall" in letter.text
    assert letter.text.index("number 1") < letter.text.index("number 0")
    assert "up to ৳5,000" in letter.text
    for other in ("older", "Type forty", "my own"):
        assert other not in letter.text
    assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_job_that_is_opened_again_is_no_news(search: SavedSearch, now: datetime) -> None:
    karim = make.buyer()
    job = make.posted(karim, now + HOUR)
    assert actions.tell_news(at=now + DAY) == 1
    actions.close(job.pk, by=person(karim.pk), at=now + DAY)
    actions.reopen(job.pk, by=person(karim.pk), at=now + DAY + HOUR)
    assert actions.tell_news(at=now + 2 * DAY) == 0


def test_a_job_that_is_just_being_posted_comes_with_the_next_one(search: SavedSearch, now: datetime) -> None:
    make.posted(make.buyer(), now + DAY - timedelta(minutes=1))
    assert actions.tell_news(at=now + DAY) == 0
    assert actions.tell_news(at=now + 2 * DAY) == 1


def test_many_are_not_all_listed(search: SavedSearch, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    from dhara.work.jobs.actions import posting

    monkeypatch.setattr(posting, "MOST_POSTED", 99)
    karim = make.buyer()
    for number in range(22):
        make.posted(karim, now + HOUR + timedelta(minutes=number), title=f"Logo with number {number}.")
    actions.tell_news(at=now + DAY)
    (letter,) = letters()
    assert letter.text.count("Logo with number") == 20
    assert "There are more on the board" in letter.text


def test_switched_off_stopped_or_gone_nobody_is_written(search: SavedSearch, nadia: Account, now: datetime) -> None:
    make.posted(make.buyer(), now + HOUR)
    assert not actions.stop_search("x" * 40)
    assert actions.stop_search(rules.stop_token(search.pk))
    assert not queries.searches_of(nadia.pk).get().alerts
    assert actions.tell_news(at=now + DAY) == 0
    actions.switch_alerts(search.pk, on=True, by=person(nadia.pk))
    Account.objects.filter(pk=nadia.pk).update(is_active=False)
    assert actions.tell_news(at=now + DAY) == 0


def test_who_has_no_proven_address_is_not_written(now: datetime) -> None:
    new = people.account("new@example.com", proven=False)
    actions.save_search("All", Asked(), by=person(new.pk), at=now)
    make.posted(make.buyer(), now + HOUR)
    assert actions.tell_news(at=now + DAY) == 0


def test_in_the_reader_s_language(now: datetime) -> None:
    rafi = people.account("rafi@example.com", language="bn")
    actions.save_search("লোগো", Asked(text="logo"), by=person(rafi.pk), at=now)
    make.posted(make.buyer(), now + HOUR)
    actions.tell_news(at=now + DAY)
    (letter,) = letters()
    assert letter.language == "bn"
    assert "৫,০০০" in letter.text
