"""An old version is taken up again: its steps, and its letters as they were sent."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.audience.messages import actions as messages
from dhara.audience.models import Message, SequenceVersion
from dhara.audience.sequences import actions, queries
from dhara.kit.refusal import Conflict, NotFoundHere
from dhara.people.models import Studio
from tests.audience.sequences import make
from tests.make.people import studio as make_studio


@pytest.fixture
def place(db: None) -> Studio:
    return make_studio()


def test_a_letter_comes_back_as_it_was_sent_and_no_words_are_lost(place: Studio, now: datetime) -> None:
    by, letter, kept = make.owner(place), make.letter(place, now), make.letter(place, now, "Kept")
    steps = [{"kind": "send", "message": each} for each in (letter.pk, kept.pk, letter.pk)]
    made = make.sequence(place, now, *steps)
    newer = {"en": {**make.LETTER, "subject": "Newer"}}
    messages.edit(letter, content=newer, by=by, at=now)
    made = actions.save_draft(made, make.chain({"kind": "send", "message": letter.pk}), by=by, at=now)
    made = actions.restore(made, 1, seen=made.draft_version, by=by, at=now)
    back = [node["message"] for node in made.draft["nodes"].values()]
    assert (back[1], back[0]) == (kept.pk, back[2])
    said = {pk: Message.objects.get(pk=pk) for pk in (back[0], letter.pk)}
    assert back[0] != letter.pk
    assert (said[back[0]].content["en"]["subject"], said[back[0]].frozen_at) == ("Hello", None)
    assert said[letter.pk].content["en"]["subject"] == "Newer"
    written, numbers = Message.objects.count(), SequenceVersion.objects.filter(sequence=made).count()
    again = actions.restore(made, 1, seen=made.draft_version, by=by, at=now)
    assert (again.draft, Message.objects.count(), numbers) == (made.draft, written, 1)


def test_what_runs_taken_up_again_is_no_change(place: Studio, now: datetime) -> None:
    by, letter = make.owner(place), make.letter(place, now)
    twin = make.letter(place, now)
    made = make.sequence(place, now, *({"kind": "send", "message": each} for each in (letter.pk, twin.pk, letter.pk)))
    messages.edit(letter, content={"en": {**make.LETTER, "subject": "Newer"}}, by=by, at=now)
    assert queries.unpublished(made)
    made = actions.restore(made, 1, seen=made.draft_version, by=by, at=now)
    assert made.draft["nodes"]["n1"]["message"] not in (letter.pk, twin.pk)
    assert not queries.unpublished(made)
    written = Message.objects.count()
    first = SequenceVersion.objects.get(sequence=made)
    second = actions.publish(made, by=by, at=now)
    sent = [[node["message"] for node in version.graph["nodes"].values()] for version in (first, second)]
    assert sent[0] == sent[1]
    assert (len(set(sent[1])), Message.objects.count()) == (2, written)


def test_what_is_gone_is_left_open_and_said(place: Studio, now: datetime) -> None:
    by, tag = make.owner(place), make.tag(place, now)
    made = make.sequence(place, now, {"kind": "tag", "do": "add", "tag": tag.pk}, make.WAIT)
    tag.delete()
    made = actions.restore(made, 1, seen=made.draft_version, by=by, at=now)
    assert [each.node for each in queries.findings(made)] == ["n1"]


def test_it_is_refused_where_the_draft_is_another_or_the_version_is_not_there(place: Studio, now: datetime) -> None:
    by, letter = make.owner(place), make.letter(place, now)
    made = make.sequence(place, now, {"kind": "send", "message": letter.pk})
    messages.edit(letter, content={"en": {**make.LETTER, "subject": "Newer"}}, by=by, at=now)
    before = Message.objects.count()
    with pytest.raises(Conflict):
        actions.restore(made, 1, seen=made.draft_version + 1, by=by, at=now)
    with pytest.raises(NotFoundHere):
        actions.restore(made, 2, seen=made.draft_version, by=by, at=now)
    actions.archive(made, by=by, at=now)
    with pytest.raises(Conflict):
        actions.restore(made, 1, seen=made.draft_version, by=by, at=now)
    made.refresh_from_db()
    assert (Message.objects.count(), made.draft_version) == (before, 1)
