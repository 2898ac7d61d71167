"""Who listens to Nadia: two forms, tags, a field, and some four hundred people who came by them over a year.

Written in a few statements, as they would stand after a year of use; a world that has her forms is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from dhara.audience.contacts.rules import PENDING, SUBSCRIBED, UNSUBSCRIBED, found_by
from dhara.audience.forms import actions, queries, rules
from dhara.audience.forms.rules import Draft
from dhara.audience.models import Consent, Contact, ContactEvent, ContactTag, Field, Form, Showing, Submission, Tag
from dhara.audience.suppression.rules import key_of
from dhara.cli.demo.cast import FAMILY_BN, FAMILY_EN, GIVEN_BN, GIVEN_EN
from dhara.kit.actor import person
from dhara.people.models import Studio

PEOPLE, DAYS = 400, 360
CITIES = ["ঢাকা", "চট্টগ্রাম", "খুলনা", "রাজশাহী", "সিলেট", "বরিশাল"]
TAGS = ("নতুন উদ্যোক্তা", "ফ্রিল্যান্সার", "কার্ডের ক্রেতা", "কর্মশালায় এসেছেন")
SOURCES = ("facebook", "facebook", "instagram", "youtube", "poster", "")
TEXTS = (
    {
        "bn": {
            "title": "নিজের কাজের দাম ঠিক করুন, বিনা দ্বিধায়",
            "words": "চৌদ্দ বছরের কাজ থেকে শেখা একটি চেকলিস্ট। এক পাতায়, ছাপিয়ে দেয়ালে লাগানোর মতো।",
            "button": "চেকলিস্টটি পাঠান",
        },
        "en": {
            "title": "Name your price without blushing",
            "words": "A checklist out of fourteen years of work, on one page for your wall.",
            "button": "Send me the checklist",
        },
    },
    {
        "bn": {
            "title": "মাসে একটি ইমেইল, একটি কৌশল",
            "words": "নকশার যে কৌশলটি এ মাসে সবচেয়ে কাজে লেগেছে, ছবিসহ। পড়তে চার মিনিট।",
            "button": "আমাকেও পাঠান",
        },
        "en": {
            "title": "One letter a month, one trick",
            "words": "The trick of design that helped most this month, with pictures. Four minutes to read.",
            "button": "Count me in",
        },
    },
)


def gather(studio: Studio, at: datetime) -> int:
    """How many people were added; `at` is the present of the world."""
    if Form.objects.filter(studio=studio).exists():
        return 0
    with transaction.atomic():
        tags = Tag.objects.bulk_create(Tag(studio=studio, name=name, created_at=at) for name in TAGS)
        city = Field.objects.create(
            studio=studio, key="city", label="আপনার শহর", kind="choice", choices=CITIES, created_at=at
        )
        forms = _forms(studio, tags, city, at - timedelta(days=DAYS + 5))
        return _people(studio, forms, tags, at)


def _forms(studio: Studio, tags: Sequence[Tag], city: Field, at: datetime) -> list[Form]:
    by = person(studio.members.get(role="owner").account_id)
    magnet = queries.magnets(studio.pk).order_by("-id").first()
    asks = [{"field": rules.NAME}, {"field": city.key}]
    drafts = [
        Draft("দামের চেকলিস্ট", asks, TEXTS[0], {"tone": rules.RIVER}, [tags[1].pk], magnet.pk if magnet else None),
        Draft("মাসের ইমেইল", asks[:1], TEXTS[1], {"tone": rules.MARIGOLD, "place": rules.INLINE}, [tags[0].pk]),
    ]
    return [actions.publish(actions.make(studio, each, by=by, at=at), by=by, at=at) for each in drafts]


def _people(studio: Studio, forms: Sequence[Form], tags: Sequence[Tag], at: datetime) -> int:
    dice = Random("who listens to Nadia")
    chosen = [_person(studio, dice, number, at) for number in range(1, PEOPLE + 1)]
    made = Contact.objects.bulk_create(chosen, ignore_conflicts=True)
    there = {each.email: each for each in Contact.objects.filter(studio=studio, email__startswith="listener")}
    people = [there[each.email] for each in made]
    filled = [_filled(each, dice.choice(forms), dice) for each in people]
    Submission.objects.bulk_create(filled)
    proven = [each for each in filled if each.status == rules.CONFIRMED]
    Consent.objects.bulk_create(_consent(each) for each in proven)
    given = [
        ContactTag(contact=each.contact, tag_id=tag, at=each.created_at) for each in proven for tag in each.form.tags
    ]
    ContactTag.objects.bulk_create(given + [ContactTag(contact=each, tag=tags[3], at=at) for each in people[::9]])
    by_hand = {"subject": f"tag:{tags[3].pk}", "data": {"by": studio.members.get(role="owner").account_id}}
    came = [ContactEvent(studio=studio, contact=each, kind="tagged", at=at, **by_hand) for each in people[::9]]
    ContactEvent.objects.bulk_create([*(event for each in filled for event in _events(each)), *came])
    _seen(studio, forms, filled, dice)
    return len(people)


def _seen(studio: Studio, forms: Sequence[Form], filled: Sequence[Submission], dice: Random) -> None:
    """For each who filled in a form some who looked at it and went on, that day and at that place."""
    counts: Counter[tuple[int, date, str, str]] = Counter()
    for each in filled:
        place = (rules.place_of(each.page), each.utm.get("source", ""))
        counts[each.form_id, each.created_at.date(), *place] += dice.choice((1, 2, 2, 3, 5))
    Showing.objects.bulk_create(
        Showing(form_id=form, studio=studio, day=day, page=page, source=source, seen=many)
        for (form, day, page, source), many in counts.items()
    )
    for form in forms:
        many = sum(seen for (form_id, *_rest), seen in counts.items() if form_id == form.pk)
        Form.objects.filter(pk=form.pk).update(seen=many)


def _person(studio: Studio, dice: Random, number: int, at: datetime) -> Contact:
    bengali = dice.random() < 0.7
    given, family = (GIVEN_BN, FAMILY_BN) if bengali else (GIVEN_EN, FAMILY_EN)
    name, email = f"{dice.choice(given)} {dice.choice(family)}", f"listener{number:03}@demo.dhara.example"
    # More of them lately: a list that grows.
    came = at - timedelta(days=DAYS * (1 - dice.random() ** 0.6), minutes=dice.randrange(900))
    status = dice.choices((SUBSCRIBED, UNSUBSCRIBED, PENDING), (88, 6, 6))[0]
    return Contact(
        studio=studio, email=email, email_key=key_of(email), name=name if status != PENDING else "",
        language="bn" if bengali else "en", fields={"city": dice.choice(CITIES)} if dice.random() < 0.7 else {},
        source="form", status=status, status_at=came, created_at=came, active_at=came,
        subscribed_at=came if status != PENDING else None, found_by=found_by(studio.pk, email, name),
    )  # fmt: skip


def _filled(contact: Contact, form: Form, dice: Random) -> Submission:
    source, waits = dice.choice(SOURCES), contact.status == PENDING
    came = contact.created_at
    return Submission(
        form=form, studio_id=contact.studio_id, contact=contact, email=contact.email, token=rules.new_secret(),
        language=contact.language, data={"name": contact.name, **contact.fields} if contact.name else {},
        utm={"source": source} if source else {}, consent=form.texts[contact.language]["consent"],
        page=f"https://{source}.example/nadia" if source else "", created_at=came, status_at=came,
        status=rules.WAITING if waits else rules.CONFIRMED, confirmed_at=None if waits else came,
    )  # fmt: skip


def _consent(each: Submission) -> Consent:
    return Consent(
        studio_id=each.studio_id, contact=each.contact, email_key=key_of(each.email), given=True, text=each.consent,
        language=each.language, source=f"form:{each.form_id}", page=each.page, at=each.created_at, proof="demo",
    )  # fmt: skip


def _events(each: Submission) -> list[ContactEvent]:
    about = f"form:{each.form_id}"
    kinds = [("submitted", about)]
    if each.status == rules.CONFIRMED:
        kinds += [("confirmed", about), ("subscribed", ""), *(("tagged", f"tag:{tag}") for tag in each.form.tags)]
    if each.contact is not None and each.contact.status == UNSUBSCRIBED:
        kinds.append(("unsubscribed", ""))
    base: dict[str, Any] = {"studio_id": each.studio_id, "contact": each.contact}
    return [
        ContactEvent(
            **base,
            kind=kind,
            subject=subject,
            at=each.created_at + timedelta(minutes=minute),
            data={"source": about} if kind == "tagged" else {},
        )
        for minute, (kind, subject) in enumerate(kinds)
    ]
