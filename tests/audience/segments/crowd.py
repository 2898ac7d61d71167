"""A studio with contacts who did all kinds of things, and who a rule means, said naively."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from dhara.audience.models import (
    Contact,
    ContactEvent,
    ContactTag,
    Enrolment,
    Field,
    Form,
    Message,
    Sequence,
    SequenceVersion,
    Tag,
)
from dhara.catalog.models import Offer
from dhara.people.models import Studio
from tests.make import catalog as make

ZONE = ZoneInfo("Asia/Dhaka")
CITIES = ("Dhaka", "Sylhet", "dhaka north", "ঢাকা", "")
STATES = ("known", "pending", "subscribed", "unsubscribed", "bounced", "complained", "erased")


class Crowd:
    """`things` are ids by kind; `people` the contacts with `tags`, `done` and `passages` set on them."""

    def __init__(self, at: datetime, seed: int, size: int = 60) -> None:
        self.at, self.dice = at, Random(seed)
        self.studio = make.shop(at).studio
        self.things = _things(self.studio, at)
        self.people: list[Any] = [self._contact(number) for number in range(size)]
        stranger = Crowd.__new__(Crowd)  # of another studio, with the same things done
        stranger.at, stranger.dice, stranger.studio, stranger.things = at, self.dice, make.shop(at).studio, self.things
        stranger.people = [stranger._contact(number) for number in range(5)]

    def _moment(self) -> datetime:
        return self.at - timedelta(days=self.dice.randrange(90), hours=self.dice.randrange(24))

    def _contact(self, number: int) -> Any:
        dice = self.dice
        fields: dict[str, Any] = {}
        if dice.random() < 0.7:
            fields["city"] = dice.choice(CITIES)
        if dice.random() < 0.7:
            fields["age"] = dice.choice([17, 18, 40, 40.5, "40", None])
        if dice.random() < 0.5:
            fields["born"] = dice.choice(["1990-01-01", "2000-02-29", "2026-03-01"])
        if dice.random() < 0.5:
            fields["vip"] = dice.choice([True, False])
        person: Any = Contact.objects.create(
            studio=self.studio,
            status=dice.choice(STATES),
            status_at=self.at,
            email=f"person{number}@example.com",
            email_key=str(number),
            language=dice.choice(["bn", "en"]),
            source=dice.choice(["form", "form:3", "import:1", "formal", ""]),
            fields=fields,
            created_at=self.at,
            subscribed_at=self._moment() if dice.random() < 0.6 else None,
            active_at=self._moment() if dice.random() < 0.6 else None,
        )
        person.tags = {tag for tag in self.things["tag"] if dice.random() < 0.3}
        ContactTag.objects.bulk_create(ContactTag(contact=person, tag_id=tag, at=self.at) for tag in person.tags)
        person.done = [self._event(person) for _each in range(dice.randrange(6))]
        person.passages = self._passages(person)
        return person

    def _event(self, person: Contact) -> ContactEvent:
        kind, thing = self.dice.choice(
            [("bought", "offer")] * 3
            + [("refunded", "offer"), ("opened", "message"), ("clicked", "message"), ("confirmed", "form")]
        )
        return ContactEvent.objects.create(
            studio=person.studio,
            contact=person,
            kind=kind,
            subject=f"{thing}:{self.dice.choice(self.things[thing])}",
            amount=self.dice.choice([0, 100, 45_000]),
            currency=self.dice.choice(["BDT", "USD"]),
            at=self._moment(),
        )

    def _passages(self, person: Contact) -> list[tuple[int, str]]:
        made = []
        for sequence in self.things["sequence"]:
            if self.dice.random() < 0.4:
                state = self.dice.choice(["active", "held", "finished", "left"])
                Enrolment.objects.create(
                    studio=person.studio,
                    sequence_id=sequence,
                    contact=person,
                    version=SequenceVersion.objects.get(sequence_id=sequence),
                    state=state,
                    entered_at=self.at,
                )
                made.append((sequence, state))
        return made

    def meant(self, rule: dict[str, Any]) -> set[int]:
        return {person.pk for person in self.people if person.status != "erased" and self.holds(rule, person)}

    def holds(self, rule: dict[str, Any], person: Any) -> bool:
        if "all" in rule:
            return all(self.holds(each, person) for each in rule["all"])
        if "any" in rule:
            return any(self.holds(each, person) for each in rule["any"])
        if "not" in rule:
            return not self.holds(rule["not"], person)
        return bool(getattr(self, f"_{next(iter(rule))}")(rule, person))

    def _status(self, rule: Any, person: Any) -> bool:
        return person.status == rule["status"]

    def _language(self, rule: Any, person: Any) -> bool:
        return person.language == rule["language"]

    def _source(self, rule: Any, person: Any) -> bool:
        return person.source.partition(":")[0] == rule["source"] or person.source == rule["source"]

    def _tag(self, rule: Any, person: Any) -> bool:
        return rule["tag"] in person.tags

    def _field(self, rule: Any, person: Any) -> bool:
        value = person.fields.get(rule["field"])
        if "known" in rule:
            return (value not in (None, "")) == rule["known"]
        if "is" in rule:
            return value == rule["is"] and isinstance(value, bool) == isinstance(rule["is"], bool)
        if "contains" in rule:
            return isinstance(value, str) and rule["contains"].lower() in value.lower()
        wanted = rule.get("greater", rule.get("less"))
        if isinstance(value, bool) or isinstance(value, str) != isinstance(wanted, str) or value is None:
            return False
        return value > wanted if "greater" in rule else value < wanted

    def _subscribed(self, rule: Any, person: Any) -> bool:
        return person.subscribed_at is not None and self._then(rule, person.subscribed_at)

    def _active(self, rule: Any, person: Any) -> bool:
        return person.active_at is not None and self._then(rule, person.active_at)

    def _then(self, rule: Any, at: datetime) -> bool:
        day = at.astimezone(ZONE).date().isoformat()
        return (
            at >= self.at - timedelta(days=rule.get("within_days", 10_000))
            and day >= rule.get("since", "")
            and day < rule.get("before", "9999")
        )

    def _events(self, rule: Any, person: Any, head: str, kind: str, thing: str) -> bool:
        wanted = None if rule[head] == "any" else f"{thing}:{rule[head]}"
        done = [
            each
            for each in person.done
            if each.kind == kind and wanted in (None, each.subject) and self._then(rule, each.at)
        ]
        spent = sum(each.amount for each in done if each.currency == rule.get("currency"))
        return len(done) >= rule.get("times", 1) and spent >= rule.get("amount", 0)

    def _form(self, rule: Any, person: Any) -> bool:
        return self._events(rule, person, "form", "confirmed", "form")

    def _bought(self, rule: Any, person: Any) -> bool:
        return self._events(rule, person, "bought", "bought", "offer")

    def _refunded(self, rule: Any, person: Any) -> bool:
        return self._events(rule, person, "refunded", "refunded", "offer")

    def _opened(self, rule: Any, person: Any) -> bool:
        return self._events(rule, person, "opened", "opened", "message")

    def _clicked(self, rule: Any, person: Any) -> bool:
        return self._events(rule, person, "clicked", "clicked", "message")

    def _in_sequence(self, rule: Any, person: Any) -> bool:
        return any(
            rule["in_sequence"] in ("any", each) and state in ("active", "held") for each, state in person.passages
        )

    def _was_in_sequence(self, rule: Any, person: Any) -> bool:
        return any(rule["was_in_sequence"] in ("any", each) for each, _state in person.passages)


def _things(studio: Studio, at: datetime) -> dict[str, list[Any]]:
    new = {"studio": studio, "created_at": at}
    tags = [Tag.objects.create(name=name, **new).pk for name in ("buyer", "reader", "বন্ধু")]
    for key, kind in (("city", "text"), ("age", "number"), ("born", "date"), ("vip", "yes_no")):
        Field.objects.create(key=key, label=key.title(), kind=kind, **new)
    edited = {**new, "changed_at": at}
    forms = [
        Form.objects.create(name=name, token=f"{name}{studio.pk}", status="draft", status_at=at, **edited).pk
        for name in ("f1", "f2")
    ]
    words = {"en": {"subject": "Hello"}}
    letters = [Message.objects.create(purpose="broadcast", content=words, **edited).pk for _each in range(2)]
    sequences = [Sequence.objects.create(name=f"s{n}", status="active", status_at=at, **edited) for n in range(2)]
    for sequence in sequences:
        SequenceVersion.objects.create(sequence=sequence, number=1, graph={}, published_at=at)
    offers = [
        Offer.objects.create(
            studio=studio,
            kind="download",
            title=f"o{n}",
            slug=f"o{n}",
            status="draft",
            status_at=at,
            created_at=at,
            changed_at=at,
        ).pk
        for n in range(2)
    ]
    fields = ["city", "age", "born", "vip"]
    return {
        "tag": tags,
        "field": fields,
        "form": forms,
        "message": letters,
        "offer": offers,
        "sequence": [each.pk for each in sequences],
    }
