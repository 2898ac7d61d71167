"""Searches that somebody keeps: saved from the board, listed, switched, forgotten; and the link of a letter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from dhara.kit.actor import person
from dhara.people.models import Account
from dhara.work.jobs import actions, rules
from dhara.work.jobs.rules import Asked, asked_of
from dhara.work.models import SavedSearch
from tests.web.browsing import text

pytestmark = pytest.mark.django_db


def test_kept_from_the_board(buyer: Client) -> None:
    query = {"q": "logo", "least": "১০০০", "currency": "BDT", "level": "expert"}
    page = text(buyer.get("/jobs/", query))
    assert "Keep this search" in page
    assert 'name="least" value="1000.00"' in page
    page = text(buyer.post("/account/jobs/searches/", {**query, "name": "Good logos"}, follow=True))
    kept = SavedSearch.objects.get()
    assert asked_of(kept.asked) == Asked("logo", (), "expert", "", "BDT", 100_000)
    assert "Good logos" in page
    assert "once a day" in page
    assert "/jobs/?q=logo&amp;level=expert" in page


def test_a_visitor_is_shown_the_way(visitor: Client) -> None:
    page = text(visitor.get("/jobs/", {"q": "logo"}))
    assert "/account/login/?next=/jobs/%3Fq%3Dlogo" in page
    assert visitor.post("/account/jobs/searches/", {"q": "logo"})["Location"].startswith("/account/login/")


def test_without_a_name_it_is_called_after_its_words(buyer: Client) -> None:
    buyer.post("/account/jobs/searches/", {"q": "logo"})
    buyer.post("/account/jobs/searches/", {})
    assert set(SavedSearch.objects.values_list("name", flat=True)) == {"logo", "All jobs"}


def test_there_are_only_so_many(buyer: Client, monkeypatch: Any) -> None:
    from dhara.work.jobs.actions import searching

    monkeypatch.setattr(searching, "MOST_SEARCHES", 1)
    buyer.post("/account/jobs/searches/", {"name": "One"})
    assert "Please drop one" in text(buyer.post("/account/jobs/searches/", {"name": "Two"}, follow=True))
    assert SavedSearch.objects.count() == 1


def test_switched_and_forgotten(buyer: Client, stranger: Client, karim: Account, now: datetime) -> None:
    assert "You keep no search yet" in text(buyer.get("/account/jobs/searches/"))
    kept = actions.save_search("Logos", Asked(), by=person(karim.pk), at=now)
    alerts, forget = f"/account/jobs/searches/{kept.pk}/alerts/", f"/account/jobs/searches/{kept.pk}/removal/"
    assert stranger.post(alerts, {"on": "0"}).status_code == 404
    assert stranger.post(forget).status_code == 404
    assert "No letters." in text(buyer.post(alerts, {"on": "0"}, follow=True))
    assert not SavedSearch.objects.get().alerts
    buyer.post(alerts, {"on": "1"})
    assert SavedSearch.objects.get().alerts
    buyer.post(forget)
    assert not SavedSearch.objects.exists()


def test_the_link_of_a_letter_asks_and_then_does(karim: Account, now: datetime) -> None:
    kept = actions.save_search("Logos", Asked(), by=person(karim.pk), at=now)
    address = f"/jobs/letters/{rules.stop_token(kept.pk)}/"
    mail_program = Client(enforce_csrf_checks=True)
    assert "No more letters about this search?" in text(mail_program.get(address, headers={"accept-language": "en"}))
    assert SavedSearch.objects.get().alerts
    assert mail_program.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not SavedSearch.objects.get().alerts
    assert mail_program.post(f"/jobs/letters/{'x' * 40}/").status_code == 404
