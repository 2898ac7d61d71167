"""Drafts, versions, and people who stand in a sequence while it is changed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dhara.audience.contacts.models import Contact
from dhara.audience.messages import actions as messages
from dhara.audience.messages.models import Message
from dhara.audience.sequences import actions, queries, rules
from dhara.audience.sequences.models import Enrolment, Sequence
from dhara.kit.actor import SYSTEM, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.refusal import Conflict, Invalid, NotAllowed
from dhara.people.models import Studio
from tests.audience.sequences import make
from tests.make.people import member
from tests.make.people import studio as make_studio

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def place() -> Studio:
    return make_studio()


@pytest.fixture
def mim(place: Studio, now: datetime) -> Contact:
    return make.contact(place, now)


def _draft(sequence: Sequence, graph: rules.Graph, now: datetime) -> Sequence:
    return actions.save_draft(sequence, graph, by=make.owner(sequence.studio), at=now)


def _standing() -> tuple[str, int, datetime | None]:
    found = Enrolment.objects.select_related("version").get()
    return found.node, found.version.number, found.next_run_at


def test_what_is_not_ready_is_not_published(place: Studio, now: datetime) -> None:
    sequence = make.sequence(place, now, {"kind": "send", "message": None}, publish=False)
    with pytest.raises(Invalid) as refusal:
        actions.publish(sequence, by=make.owner(place), at=now)
    assert refusal.value.field == "n1"
    empty = messages.write(place, "sequence", by=make.owner(place), at=now)
    _draft(sequence, make.chain({"kind": "send", "message": empty.pk}), now)
    with pytest.raises(Invalid, match="empty"):
        actions.publish(sequence, by=make.owner(place), at=now)
    assert not sequence.versions.exists()


def test_things_of_others_can_not_be_drafted(place: Studio, now: datetime) -> None:
    other = make_studio(handle="other")
    letter, tag = make.letter(other, now), make.tag(other, now)
    sequence = make.sequence(place, now, make.WAIT, publish=False)
    for node in ({"kind": "send", "message": letter.pk}, {"kind": "tag", "tag": tag.pk}):
        with pytest.raises(Invalid):
            _draft(sequence, make.chain(node), now)
    with pytest.raises(Invalid):
        _draft(sequence, make.chain({"kind": "condition", "rules": {"tag": tag.pk}, "yes": "", "no": ""}), now)
    for settled in ({"triggers": [("tagged", f"tag:{tag.pk}")]}, {"goal": {"kind": "tagged", "ref": f"tag:{tag.pk}"}}):
        with pytest.raises(Invalid):
            actions.settle(sequence, by=make.owner(place), at=now, **settled)


def test_letters_are_frozen_and_only_changed_ones_are_copied_again(place: Studio, now: datetime) -> None:
    one, two = make.letter(place, now, "One"), make.letter(place, now, "Two")
    steps = [{"kind": "send", "message": each.pk} for each in (one, two)]
    sequence = make.sequence(place, now, *steps)
    first = [node["message"] for node in sequence.current.graph["nodes"].values()]
    assert set(Message.objects.filter(pk__in=first).values_list("frozen_at", flat=True)) == {now}
    assert not queries.unpublished(sequence)
    content = {"en": {**two.content["en"], "subject": "Two, better"}}
    messages.edit(two, by=make.owner(place), at=now, content=content)
    assert queries.unpublished(sequence)
    assert Message.objects.get(pk=first[1]).content["en"]["subject"] == "Two"
    actions.publish(sequence, by=make.owner(place), at=now)
    second = [node["message"] for node in sequence.current.graph["nodes"].values()]
    assert second[0] == first[0]
    assert Message.objects.get(pk=second[1]).content == content
    assert not queries.unpublished(sequence)


def test_a_changed_draft_is_not_what_people_go_by(place: Studio, mim: Contact, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT)
    actions.enter(sequence, mim, by=SYSTEM, at=now)
    changed = _draft(sequence, rules.insert(sequence.draft, "n1", "next", "exit"), now)
    assert queries.unpublished(changed)
    assert _standing() == ("n1", 1, now + timedelta(days=1))


def test_people_go_over_to_the_new_version_where_they_stand(place: Studio, mim: Contact, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT, make.WAIT)
    actions.enter(sequence, mim, by=SYSTEM, at=now)
    changed = _draft(sequence, rules.change(sequence.draft, "n1", {"for": {"days": 9}}), now)
    actions.publish(changed, by=make.owner(place), at=now + HOUR)
    assert _standing() == ("n1", 2, now + timedelta(days=1))


def test_people_of_a_removed_step_go_on_behind_it_at_once(place: Studio, mim: Contact, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT, {"kind": "notify", "words": "here"})
    actions.enter(sequence, mim, by=SYSTEM, at=now)
    shorter = _draft(sequence, rules.remove(sequence.draft, "n1"), now)
    version = actions.publish(shorter, by=make.owner(place), at=now + HOUR)
    assert version.successors == {"n1": "n2"}
    assert _standing() == ("n2", 2, now + HOUR)


def test_or_they_stay_on_theirs(place: Studio, mim: Contact, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT, {"kind": "notify", "words": "here"})
    actions.enter(sequence, mim, by=SYSTEM, at=now)
    shorter = _draft(sequence, rules.remove(sequence.draft, "n1"), now)
    actions.publish(shorter, by=make.owner(place), at=now + HOUR, move_people=False)
    assert _standing() == ("n1", 1, now + timedelta(days=1))


def test_a_draft_that_somebody_else_changed_is_not_overwritten(place: Studio, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT, publish=False)
    actions.save_draft(sequence, make.chain(make.WAIT, make.WAIT), by=make.owner(place), at=now, seen=1)
    with pytest.raises(Conflict):
        actions.save_draft(sequence, make.chain(make.WAIT), by=make.owner(place), at=now, seen=1)


def test_pause_resume_and_put_away(place: Studio, mim: Contact, now: datetime) -> None:
    sequence = make.sequence(place, now, make.WAIT)
    actions.enter(sequence, mim, by=SYSTEM, at=now)
    actions.pause(sequence, by=make.owner(place), at=now)
    assert Enrolment.objects.get().resting
    actions.resume(sequence, by=make.owner(place), at=now + HOUR)
    assert not Enrolment.objects.get().resting
    actions.archive(sequence, by=make.owner(place), at=now + HOUR)
    assert (Enrolment.objects.get().state, Enrolment.objects.get().ended_at) == ("left", now + HOUR)
    assert mim.events.filter(kind="left").exists()
    with pytest.raises(Conflict):
        actions.rename(sequence, "Again", by=make.owner(place), at=now)
    names = (
        RecordedFact.objects.filter(name__startswith="audience.Sequence").order_by("id").values_list("name", flat=True)
    )
    assert [each.removeprefix("audience.Sequence") for each in names] == ["Published", "Paused", "Resumed", "Archived"]


def test_who_may(place: Studio, now: datetime) -> None:
    """An editor drafts; only who may send letters lets it run."""
    editor = person(member(place, role="editor").account_id)
    viewer = person(member(place, role="viewer").account_id)
    sequence = make.sequence(place, now, make.WAIT, publish=False)
    actions.rename(sequence, "Hello", by=editor, at=now)
    with pytest.raises(NotAllowed):
        actions.publish(sequence, by=editor, at=now)
    with pytest.raises(NotAllowed):
        actions.save_draft(sequence, sequence.draft, by=viewer, at=now)
