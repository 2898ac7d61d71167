"""The button behind the letter's link: once, late, after leaving; and what was promised."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.audience.contacts import actions as contacts
from dhara.audience.forms import actions, rules
from dhara.audience.models import Contact, ContactTag, Submission
from dhara.checkout.models import Order
from dhara.delivery.models import Grant
from dhara.kit.actor import GUEST, SYSTEM
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.kit.refusal import NotFoundHere, Refused
from dhara.people.models import Notice
from tests.make import checkout, people
from tests.make import forms as make
from tests.make.race import at_once

pytestmark = pytest.mark.django_db


def test_the_button_subscribes_with_the_words_that_were_seen(now: datetime) -> None:
    studio = people.studio()
    tag = make.tag(studio)
    form = make.form(studio, tags=[tag.pk], texts={"en": {"consent": "I agree."}})
    submission = make.submit(form, at=now)
    actions.confirm(submission.token, ip="198.51.100.4", by=GUEST, at=now + timedelta(hours=1))
    contact = Contact.objects.get()
    consent = contact.consents.get()
    assert contact.status == "subscribed"
    assert (consent.given, consent.text, consent.language) == (True, "I agree.", "en")
    assert (consent.ip, consent.page) == ("198.51.100.4", "https://blog.example/post?x=1")
    assert (consent.source, consent.proof) == (f"form:{form.pk}", f"submission:{submission.pk}")
    assert ContactTag.objects.get().tag_id == tag.pk
    submission.refresh_from_db()
    assert submission.confirmed_at == now + timedelta(hours=1)


def test_pressing_again_is_pressing_once(now: datetime) -> None:
    submission = make.submit(make.form(), at=now)
    for hour in (1, 2):
        actions.confirm(submission.token, by=GUEST, at=now + timedelta(hours=hour))
    assert Contact.objects.get().consents.count() == 1
    submission.refresh_from_db()
    assert submission.confirmed_at == now + timedelta(hours=1)


def test_links_that_lead_nowhere(now: datetime) -> None:
    form = make.form()
    spam = make.submit(form, at=now, trap="x")
    for token in ("", "x" * 40, spam.token):
        with pytest.raises(NotFoundHere):
            actions.confirm(token, by=GUEST, at=now)
    submission = make.submit(form, "erased@example.org", at=now)
    contact = Contact.objects.get(email="erased@example.org")
    contacts.erase(contact, by=SYSTEM, at=now)
    with pytest.raises(Refused):
        actions.confirm(submission.token, by=GUEST, at=now)
    drain(now)
    assert not Letter.objects.filter(to_email="erased@example.org").exists()


def test_after_a_week_the_question_is_over_and_a_late_press_counts_all_the_same(now: datetime) -> None:
    submission = make.submit(make.form(), at=now)
    assert actions.expire_due(at=now + timedelta(days=6, hours=23)) == 0
    assert actions.expire_due(at=now + timedelta(days=7)) == 1
    submission.refresh_from_db()
    assert (submission.status, Contact.objects.get().status) == (rules.EXPIRED, "known")
    actions.confirm(submission.token, by=GUEST, at=now + timedelta(days=20))
    assert Contact.objects.get().status == "subscribed"


def test_who_had_left_and_does_not_press_has_left_still(now: datetime) -> None:
    form = make.form()
    submission = make.submit(form, at=now)
    actions.confirm(submission.token, by=GUEST, at=now)
    contacts.unsubscribe(Contact.objects.get(), by=GUEST, at=now, source="link")
    make.submit(form, at=now + timedelta(days=1))
    assert Contact.objects.get().status == "pending"
    actions.expire_due(at=now + timedelta(days=9))
    assert Contact.objects.get().status == "unsubscribed"
    again = make.submit(form, at=now + timedelta(days=10))
    actions.confirm(again.token, by=GUEST, at=now + timedelta(days=10))
    assert Contact.objects.get().status == "subscribed"


def test_while_another_letter_waits_the_contact_waits(now: datetime) -> None:
    studio = people.studio()
    make.submit(make.form(studio), at=now)
    make.submit(make.form(studio), at=now + timedelta(days=3))
    assert actions.expire_due(at=now + timedelta(days=8)) == 1
    assert Contact.objects.get().status == "pending"
    actions.expire_due(at=now + timedelta(days=11))
    assert Contact.objects.get().status == "known"


def test_a_tag_or_field_that_is_gone_stops_nobody(now: datetime) -> None:
    studio = people.studio()
    tag, city = make.tag(studio), make.field(studio)
    form = make.form(studio, tags=[tag.pk], questions=[{"field": city.key}])
    submission = make.submit(form, at=now, city="Dhaka")
    tag.delete()
    city.delete()
    assert actions.confirm(submission.token, by=GUEST, at=now).status == rules.CONFIRMED


def test_what_was_promised_is_given_once_and_written_each_time(now: datetime) -> None:
    studio = people.studio()
    tier = checkout.tier(studio, pricing="free", title="Checklist of a stall")
    form = make.form(studio, magnet_id=tier.offer_id)
    submission = make.submit(form, at=now)
    drain(now)
    assert not Grant.objects.exists()
    actions.confirm(submission.token, by=GUEST, at=now)
    drain(now)
    order, grant = Order.objects.get(), Grant.objects.get()
    assert (order.total, order.status, order.email) == (0, "paid", "mitu@example.org")
    assert (grant.email, grant.offer_id) == ("mitu@example.org", tier.offer_id)
    letter = Letter.objects.get(name="form_magnet")
    assert f"/library/o/{order.token}/" in letter.text
    assert "Checklist of a stall" in letter.subject
    make.submit(form, at=now + timedelta(hours=2))
    drain(now + timedelta(hours=2))
    assert Order.objects.count() == Grant.objects.count() == 1
    names = sorted(Letter.objects.values_list("name", flat=True))
    assert names == ["form_confirmation", "form_magnet", "form_magnet"]
    assert not Notice.objects.exists()


def test_a_promise_that_can_not_be_kept_any_more_gives_nothing(now: datetime) -> None:
    studio = people.studio()
    tier = checkout.tier(studio, pricing="free")
    submission = make.submit(make.form(studio, magnet_id=tier.offer_id), at=now)
    type(tier).objects.filter(pk=tier.pk).update(pricing="choose")
    actions.confirm(submission.token, by=GUEST, at=now)
    drain(now)
    assert not Order.objects.exists()
    assert Contact.objects.get().status == "subscribed"


@pytest.mark.django_db(transaction=True)
def test_buttons_pressed_at_once_confirm_once(now: datetime) -> None:
    studio = people.studio()
    tier = checkout.tier(studio, pricing="free")
    form = make.form(studio, magnet_id=tier.offer_id)
    submission = make.submit(form, at=now)
    answers = at_once(*(lambda: actions.confirm(submission.token, by=GUEST, at=now) for _press in range(4)))
    assert {each.status for each in answers} == {rules.CONFIRMED}
    drain(now)
    assert Order.objects.count() == 1
    assert Contact.objects.get().consents.count() == 1
    assert Submission.objects.get().version == 1
