"""What an operator does goes through the domains' actions, is told to the people concerned, and is kept."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from dhara.catalog.models import Category
from dhara.catalog.offers.actions import ensure_categories
from dhara.kit import clock
from dhara.kit.facts.models import Reaction, RecordedFact
from dhara.kit.lifecycle.models import Transition
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.money.models import Policy
from dhara.money.policies import queries
from dhara.people.models import Notice
from dhara.web.operator import desks as desks  # sets up the site
from dhara.web.operator.console import console as site
from dhara.web.operator.desk import list_of, page_of
from tests.make.console import World, signed_in

REASON = "The pictures belong to somebody else."


def verb(thing: Any, noun: str) -> str:
    name = f"operator:{thing._meta.app_label}_{thing._meta.model_name}_{noun}"
    return reverse(name, args=[thing.pk])


def test_hiding_takes_an_offer_off_the_market_and_tells_the_seller(
    console: Client, client: Client, world: World
) -> None:
    address = f"/@nadia/{world.offer.slug}"
    assert client.get(address).status_code == 200
    page = console.get(verb(world.offer, "hiding")).content.decode()
    assert "The people concerned read it." in page
    assert console.post(verb(world.offer, "hiding"), {"reason": " "}).status_code == 422
    world.offer.refresh_from_db()
    assert world.offer.status == "published"

    answer = console.post(verb(world.offer, "hiding"), {"reason": REASON})
    assert answer["Location"] == page_of(world.offer)
    world.offer.refresh_from_db()
    assert (world.offer.status, world.offer.hidden_reason) == ("hidden", REASON)
    assert client.get(address).status_code in (404, 410)
    drain()
    told = Notice.objects.get(kind="offer_hidden", account=world.cast.nadia)
    assert told.data["reason"] == REASON
    seen = signed_in(world.cast.nadia).get(reverse("account-notices")).content.decode()
    assert REASON in seen
    fact = RecordedFact.objects.get(name="catalog.OfferHidden")
    assert (fact.actor_kind, fact.actor_ref) == ("operator", world.boss.pk)
    assert Transition.objects.filter(lifecycle="offer", target="hidden", reason=REASON).exists()

    assert console.post(verb(world.offer, "lifting")).status_code == 302
    world.offer.refresh_from_db()
    assert world.offer.status == "unpublished"


def test_hiding_twice_is_refused_with_a_reason_and_keeps_what_was_typed(console: Client, world: World) -> None:
    console.post(verb(world.offer, "hiding"), {"reason": REASON})
    again = console.post(verb(world.offer, "hiding"), {"reason": "Another reason altogether"})
    assert again.status_code == 409
    assert "Another reason altogether" in again.content.decode()
    assert console.get(verb(world.offer, "hiding")).status_code == 404


def test_a_studio_is_suspended_and_reinstated(console: Client, client: Client, world: World) -> None:
    assert console.post(verb(world.studio, "suspension"), {"reason": "short"}).status_code == 422
    assert console.post(verb(world.studio, "suspension"), {"reason": REASON}).status_code == 302
    world.studio.refresh_from_db()
    assert world.studio.status == "suspended"
    assert client.get("/@nadia").status_code in (404, 410)
    assert Letter.objects.filter(name="studio_suspended", to_email="nadia@example.com", text__contains=REASON).exists()
    console.post(verb(world.studio, "reinstatement"))
    world.studio.refresh_from_db()
    assert world.studio.status == "open"


def test_a_failed_reaction_is_run_again(console: Client, world: World) -> None:
    failed = Reaction.objects.get(effect="send_receipt")
    Letter.objects.filter(name="receipt").delete()
    Reaction.objects.filter(pk=failed.pk).update(state=Reaction.FAILED, attempts=8, last_error="no wire")
    assert str(failed.pk) in console.get(list_of(Reaction, "state=failed")).content.decode()
    assert "no wire" in console.get(page_of(failed.fact)).content.decode()
    assert console.post(verb(failed, "retry")).status_code == 302
    drain(clock.now())
    failed.refresh_from_db()
    assert failed.state == Reaction.DONE
    assert Letter.objects.filter(name="receipt").count() == 1


def test_many_failed_ones_at_once(console: Client, world: World) -> None:
    ids = list(Reaction.objects.values_list("pk", flat=True))
    Reaction.objects.filter(pk__in=ids[:2]).update(state=Reaction.FAILED)
    console.post(list_of(Reaction), {"action": "retry", "_selected_action": ids[:3]})
    assert set(Reaction.objects.filter(pk__in=ids[:3]).values_list("state", flat=True)) == {"pending", "done"}


def test_a_failed_letter_is_sent_again(console: Client, world: World, settings: Any) -> None:
    letter = Letter.objects.get(name="receipt")
    Letter.objects.filter(pk=letter.pk).update(state=Letter.FAILED, attempts=8)
    assert console.post(verb(letter, "dispatch")).status_code == 302
    drain(clock.now())
    letter.refresh_from_db()
    assert letter.state == Letter.SENT


def test_a_failed_job_runs_again(console: Client, world: World) -> None:
    job = ProcrastinateJob.objects.filter(task_name="kit.facts.tasks.react").earliest("id")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id = %s", [job.pk])
    assert console.post(verb(job, "retry")).status_code == 302
    job.refresh_from_db()
    assert job.status == "todo"


def test_a_policy_gets_a_dated_row_and_the_old_one_stays(console: Client, world: World) -> None:
    address = reverse("operator:money_policy_add")
    form = {"name": "platform.fee_bp", "value": "400", "studio": "@nadia", "since": "", "note": "First year"}
    assert console.post(address, {**form, "value": "20000"}).status_code == 422
    assert console.post(address, {**form, "studio": "@nobody"}).status_code == 422
    assert console.post(address, {**form, "name": "order.expires_minutes"}).status_code == 422
    assert not Policy.objects.exists()
    assert console.post(address, form).status_code == 302
    assert console.post(address, {**form, "value": "300"}).status_code == 302
    cache.clear()
    later = clock.now() + timedelta(minutes=1)
    assert queries.value("platform.fee_bp", world.studio.pk, at=later) == 300
    assert queries.value("platform.fee_bp", at=later) == 500
    assert sorted(Policy.objects.values_list("value", flat=True)) == [300, 400]


def test_categories_are_named_in_both_languages(
    console: Client, client: Client, world: World, django_capture_on_commit_callbacks: Any
) -> None:
    ensure_categories()
    shelf = Category.objects.get(slug="fonts")
    form = {"name_bn": "হরফ", "name_en": "Typefaces", "icon": "type", "position": "3"}
    with django_capture_on_commit_callbacks(execute=True):
        assert console.post(verb(shelf, "names"), form).status_code == 302
    shelf.refresh_from_db()
    assert (shelf.name_bn, shelf.name_en, shelf.slug) == ("হরফ", "Typefaces", "fonts")
    assert console.post(verb(shelf, "names"), {**form, "name_bn": "হ"}).status_code == 422
    new = {**form, "slug": "stickers", "parent_id": str(shelf.parent_id)}
    assert console.post(reverse("operator:catalog_category_add"), new).status_code == 302
    assert console.post(reverse("operator:catalog_category_add"), new).status_code == 409
    assert Category.objects.get(slug="stickers").parent_id == shelf.parent_id


@pytest.mark.usefixtures("world")
def test_every_verb_asks_before_it_acts(console: Client) -> None:
    """No change by GET, none of what is not there, and none by a method of old."""
    before = Transition.objects.count()
    for model, desk in site._registry.items():
        thing = model._default_manager.order_by("pk").first()
        if thing is None:
            continue
        for each in desk.verbs:
            expected = 200 if each.possible(thing) else 404
            assert console.get(verb(thing, each.noun)).status_code == expected, (model, each.noun)
            assert console.get(verb(thing, each.noun).replace(f"/{thing.pk}/", "/999999/")).status_code == 404
        name = f"operator:{model._meta.app_label}_{model._meta.model_name}"
        assert console.post(reverse(f"{name}_delete", args=[thing.pk]), {"post": "yes"}).status_code == 403
        assert console.post(page_of(thing), {"name": "x"}).status_code == 403
    assert Transition.objects.count() == before


def test_the_doctor_examines_and_the_overview_shows_what_is_wrong(console: Client, world: World, now: datetime) -> None:
    page = console.get(reverse("operator:doctor")).content.decode()
    assert "Every entry balances and has at least two legs." in page
    with connection.cursor() as cursor:
        cursor.execute("UPDATE money_account SET balance = balance + 1 WHERE studio_id IS NOT NULL")
    assert console.post(reverse("operator:doctor")).status_code == 302
    assert "Something is wrong" in console.get(reverse("operator:doctor")).content.decode()
    Letter.objects.filter(name="receipt").update(state=Letter.FAILED)
    page = console.get("/operator/").content.decode()
    assert "letters could not be sent" in page
    assert "findings of the doctor" in page
    assert "No worker is running" in page
