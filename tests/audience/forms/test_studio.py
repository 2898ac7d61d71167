"""What a studio does with its forms, and what it is refused."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.audience.forms import actions, queries, rules
from dhara.audience.forms.models import Form
from dhara.audience.forms.rules import Draft
from dhara.catalog.models import Offer
from dhara.kit.actor import GUEST, Actor, person
from dhara.kit.refusal import Conflict, Refused
from dhara.people.access.queries import Viewer
from tests.make import checkout, people
from tests.make import forms as make

pytestmark = pytest.mark.django_db


def refused(draft: Draft, form: Form, by: Actor, at: datetime) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refusal:
        actions.edit(form, draft, by=by, at=at)
    return refusal.value.code, refusal.value.field


def test_a_form_is_made_edited_published_closed_and_opened_again(now: datetime) -> None:
    cast = people.cast()
    by = person(cast.rafi.pk)
    tag, city = make.tag(cast.studio), make.field(cast.studio)
    form = actions.make(cast.studio, Draft("List", [{"field": city.key}], tags=[tag.pk]), by=by, at=now)
    assert (form.status, form.tags) == (rules.DRAFT, [tag.pk])
    assert queries.public(form.token) is None
    assert actions.publish(form, by=by, at=now).status == rules.OPEN
    shown = queries.public(form.token)
    assert shown is not None
    assert queries.takes(shown)
    edited = actions.edit(form, Draft("Other", look={"tone": "river"}), by=by, at=now)
    assert (edited.name, edited.questions, edited.look["tone"]) == ("Other", [], "river")
    closed = actions.close(edited, by=by, at=now)
    assert not queries.takes(closed)
    with pytest.raises(Conflict):
        actions.close(closed, by=by, at=now)
    assert actions.publish(closed, by=by, at=now).status == rules.OPEN


def test_only_who_may_edit_letters_makes_forms(now: datetime) -> None:
    cast = people.cast()
    for by, status in ((person(cast.mitu.pk), 403), (person(cast.karim.pk), 404), (GUEST, 404)):
        with pytest.raises(Refused) as refusal:
            actions.make(cast.studio, Draft("List"), by=by, at=now)
        assert refusal.value.status == status
    assert not Form.objects.exists()


def test_what_is_another_studios_can_not_be_used(now: datetime) -> None:
    form = make.form(published=False)
    other = people.studio(people.account("omar@example.com"), handle="omar")
    by, theirs = make.owner_of(form.studio), checkout.tier(other, pricing="free").offer_id
    assert refused(Draft("x", tags=[make.tag(other).pk]), form, by, now) == ("tag_unknown", "tags")
    assert refused(Draft("x", magnet_id=theirs), form, by, now) == ("magnet_unknown", "magnet")
    assert refused(Draft("x", [{"field": make.field(other).key}]), form, by, now) == ("question_unknown", "questions")


def test_only_what_is_free_can_be_promised_in_public(now: datetime) -> None:
    form = make.form(published=False)
    by, studio = make.owner_of(form.studio), form.studio
    paid, free = checkout.tier(studio).offer_id, checkout.tier(studio, pricing="free").offer_id
    hidden = checkout.tier(studio, pricing="free", status="draft").offer_id
    few = checkout.tier(studio, pricing="free", stock=3).offer_id
    assert [offer.pk for offer in queries.magnets(studio.pk)] == [free]
    for wrong in (paid, hidden, few):
        actions.edit(form, Draft("x", magnet_id=wrong), by=by, at=now)
        with pytest.raises(Refused) as refusal:
            actions.publish(form, by=by, at=now)
        assert refusal.value.code == "magnet_not_free"
    actions.edit(form, Draft("x", magnet_id=free), by=by, at=now)
    form = actions.publish(form, by=by, at=now)
    assert refused(Draft("x", magnet_id=paid), form, by, now) == ("magnet_not_free", "magnet")
    assert queries.broken([form]) == set()
    Offer.objects.filter(pk=free).update(status="unpublished")
    assert queries.broken([form]) == {form.pk}


def test_a_copy_asks_and_says_the_same_and_is_a_draft(now: datetime) -> None:
    studio = people.studio()
    gone, kept = make.tag(studio), make.tag(studio)
    city = make.field(studio)
    asks = [{"field": "name", "required": True}, {"field": city.key}]
    form = make.form(studio, questions=asks, tags=[gone.pk, kept.pk], texts={"en": {"title": "Mine"}})
    gone.delete()
    city.delete()
    copy = actions.copy(form, by=make.owner_of(studio), at=now)
    assert (copy.status, copy.name, copy.tags) == (rules.DRAFT, "Checklist (copy)", [kept.pk])
    assert copy.texts == form.texts
    assert copy.token != form.token
    assert copy.questions == [{"field": "name", "required": True}]


def test_a_list_counts_what_was_real_and_is_shown_to_members_only(now: datetime) -> None:
    cast = people.cast()
    form = make.form(cast.studio)
    make.submit(form, at=now)
    make.submit(form, "bot@example.org", at=now, trap="buy")
    (row,) = queries.visible_to(Viewer(cast.mitu), cast.studio)
    assert (row.submitted, row.confirmed) == (1, 0)
    assert not queries.visible_to(Viewer(cast.karim), cast.studio)
