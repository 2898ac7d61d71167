"""Publishing, versions, and the state of a sequence."""

from __future__ import annotations

from typing import Any

import pytest

from dhara.audience.messages import actions as messages
from dhara.audience.models import Message, Sequence
from dhara.audience.sequences import rules
from dhara.kit import clock
from tests.make import audience
from tests.make import sequences as make
from tests.web.audience.test_sequence_steps import base, post
from tests.web.studio.place import Workplace


@pytest.fixture
def sequence(work: Workplace) -> Sequence:
    return make.published(work.shop.studio, by=work.shop.by, at=clock.now())


def test_a_first_publication_says_what_happens(work: Workplace) -> None:
    made = make.sequence(work.shop.studio, by=work.shop.by, at=clock.now())
    page = work.nadia.get(base(work, made) + "publication/").content.decode()
    assert "Each gets up to 2 emails." in page
    assert "no beginning is chosen" in page
    assert post(work.nadia, made, base(work, made) + "publication/").status_code == 302
    made.refresh_from_db()
    assert made.status == rules.ACTIVE
    assert made.current is not None


def test_what_is_not_ready_is_not_published(work: Workplace) -> None:
    made = make.sequence(work.shop.studio, by=work.shop.by, at=clock.now())
    post(work.nadia, made, base(work, made) + "steps/new/?spot=n3.next&kind=condition", {"what": ""})
    page = work.nadia.get(base(work, made) + "publication/").content.decode()
    assert "Say what must be true." in page
    answer = post(work.nadia, made, base(work, made) + "publication/")
    assert answer.status_code == 422
    made.refresh_from_db()
    assert made.status == rules.DRAFT


def test_differences_are_shown_before_they_count(work: Workplace, sequence: Sequence) -> None:
    page = work.nadia.get(base(work, sequence)).content.decode()
    assert "changes not published yet" not in page
    post(work.nadia, sequence, base(work, sequence) + "steps/n2/", {"amount": "5", "unit": "days"})
    post(work.nadia, sequence, base(work, sequence) + "steps/n3/removal/")
    assert "changes not published yet" in work.nadia.get(base(work, sequence)).content.decode()
    page = work.nadia.get(base(work, sequence) + "publication/").content.decode()
    assert "<del>1 day</del> → <ins>5 days</ins>" in page
    assert "Whoever stands there is at the end." in page
    assert post(work.nadia, sequence, base(work, sequence) + "publication/", {"move": "go"}).status_code == 302
    sequence.refresh_from_db()
    assert sequence.current is not None
    assert sequence.current.number == 2


def test_what_was_not_looked_at_is_not_published(work: Workplace, sequence: Sequence) -> None:
    seen = sequence.draft_version
    post(work.clients["editor"], sequence, base(work, sequence) + "steps/n3/removal/")
    answer = work.nadia.post(base(work, sequence) + "publication/", {"version": seen})
    assert answer.status_code == 409
    assert "Nothing was published" in answer.content.decode()
    sequence.refresh_from_db()
    assert sequence.current is not None
    assert sequence.current.number == 1


def test_old_versions_can_be_looked_at_and_taken_up(work: Workplace, sequence: Sequence) -> None:
    first = dict(sequence.draft["nodes"])
    post(work.nadia, sequence, base(work, sequence) + "steps/n3/removal/")
    post(work.nadia, sequence, base(work, sequence) + "publication/")
    assert "Version 2" in work.nadia.get(base(work, sequence) + "versions/").content.decode()
    page = work.nadia.get(base(work, sequence) + "versions/1/").content.decode()
    assert page.count('id="step-n') == 3
    assert "flow-add" not in page
    post(work.nadia, sequence, base(work, sequence) + "versions/1/restoration/")
    sequence.refresh_from_db()
    assert sequence.draft["nodes"] == first
    assert work.nadia.get(base(work, sequence) + "versions/9/").status_code == 404


def test_pause_go_on_and_put_away(work: Workplace, sequence: Sequence) -> None:
    for to, status in (("pause", rules.PAUSED), ("resume", rules.ACTIVE), ("archive", rules.ARCHIVED)):
        assert work.nadia.post(base(work, sequence) + "state/", {"to": to}).status_code == 302
        sequence.refresh_from_db()
        assert sequence.status == status
    page = work.nadia.get(base(work, sequence)).content.decode()
    assert "flow-add" not in page
    assert sequence.name in work.nadia.get(f"{work.base}audience/sequences/?state=archived").content.decode()
    assert work.nadia.post(base(work, sequence) + "state/", {"to": "dance"}).status_code == 422


SETTINGS: dict[str, Any] = {
    "name": "Spring",
    "trigger_0": "bought|",
    "goal": "bought|",
    "reentry": "after_exit",
    "cooldown_days": "৩০",
    "window_from": "21:00",
    "window_until": "02:00",
    "days": ["4", "5"],
}


def test_settings_are_kept(work: Workplace, sequence: Sequence) -> None:
    tag = audience.tag(work.shop.studio)
    given = {**SETTINGS, "trigger_0": f"tagged|tag:{tag.pk}"}
    assert work.nadia.post(base(work, sequence) + "settings/", given).status_code == 302
    sequence.refresh_from_db()
    assert (sequence.name, sequence.reentry, sequence.cooldown_days) == ("Spring", "after_exit", 30)
    assert sequence.goal == {"kind": "bought", "ref": ""}
    assert sequence.window == {"from": "21:00", "until": "02:00", "days": [4, 5]}
    page = work.nadia.get(base(work, sequence) + "settings/").content.decode()
    assert 'value="21:00"' in page
    assert f'value="tagged|tag:{tag.pk}" selected' in page
    assert "somebody gets a tag: buyer" in work.nadia.get(base(work, sequence)).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("window_until", ""),
        ("window_from", "25:00"),
        ("reentry", "daily"),
        ("trigger_0", "bought|offer:99999"),
        ("goal", "danced|"),
        ("cooldown_days", "99999"),
        ("name", ""),
    ],
)
def test_settings_that_can_not_be_are_refused(work: Workplace, sequence: Sequence, field: str, value: str) -> None:
    answer = work.nadia.post(base(work, sequence) + "settings/", {**SETTINGS, field: value})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    sequence.refresh_from_db()
    assert sequence.name == "Welcome"


def test_who_may_not_send_does_not_publish(work: Workplace, sequence: Sequence) -> None:
    editor = work.clients["editor"]
    assert editor.get(base(work, sequence) + "publication/").status_code == 403
    assert editor.post(base(work, sequence) + "state/", {"to": "pause"}).status_code == 403
    sequence.refresh_from_db()
    assert sequence.status == rules.ACTIVE


def test_an_email_without_words_is_said_before_publishing(work: Workplace, sequence: Sequence) -> None:
    post(work.nadia, sequence, base(work, sequence) + "steps/new/?spot=n3.next&kind=send", {"subject": "Soon"})
    post(work.nadia, sequence, base(work, sequence) + "steps/new/?spot=n4.next&kind=send", {"subject": ""})
    page = work.nadia.get(base(work, sequence)).content.decode()
    assert page.count("Only its subject is there") == 2
    assert page.count("This email has no subject yet.") == 2
    assert post(work.nadia, sequence, base(work, sequence) + "publication/").status_code == 422


def test_there_is_nothing_to_publish_until_something_changes(work: Workplace, sequence: Sequence) -> None:
    assert "Publish" not in work.nadia.get(base(work, sequence)).content.decode()
    post(work.nadia, sequence, base(work, sequence) + "steps/new/?spot=n3.next&kind=exit", {})
    assert "Publish changes" in work.nadia.get(base(work, sequence)).content.decode()
    page = work.nadia.get(base(work, sequence) + "publication/").content.decode()
    assert page.count("Publish</button>") == 1
    assert "Publish changes" not in page


def test_fields_show_bengali_digits_and_take_them(work: Workplace, sequence: Sequence) -> None:
    settings = base(work, sequence) + "settings/"
    work.nadia.cookies["lang"] = "bn"
    assert work.nadia.post(settings, {**SETTINGS, "cooldown_days": "৪৫"}).status_code == 302
    sequence.refresh_from_db()
    assert sequence.cooldown_days == 45
    assert 'value="৪৫"' in work.nadia.get(settings).content.decode()
    graph = rules.insert(sequence.draft, "", rules.NEXT, rules.SPLIT)
    Sequence.objects.filter(pk=sequence.pk).update(draft=graph)
    page = work.nadia.get(base(work, sequence) + f"steps/{graph['start']}/").content.decode()
    assert 'value="৫০, ৫০"' in page
    assert "৫০% : ৫০%" in page


def test_a_rewritten_email_is_a_change(work: Workplace, sequence: Sequence) -> None:
    letter = Message.objects.get(pk=sequence.draft["nodes"]["n1"]["message"])
    words = {"bn": {**make.WORDS, "subject": "Another subject"}}
    messages.edit(letter, content=words, by=work.shop.by, at=clock.now())
    assert "changes not published yet" in work.nadia.get(base(work, sequence)).content.decode()
    page = work.nadia.get(base(work, sequence) + "publication/").content.decode()
    assert "The email “Another subject” says something else" in page


def test_who_writes_an_email_is_a_change_too(work: Workplace, sequence: Sequence) -> None:
    letter = Message.objects.get(pk=sequence.draft["nodes"]["n1"]["message"])
    messages.edit(letter, from_name="Nadia’s helper", by=work.shop.by, at=clock.now())
    assert "changes not published yet" in work.nadia.get(base(work, sequence)).content.decode()
    page = work.nadia.get(base(work, sequence) + "publication/").content.decode()
    assert "says something else" in page
    assert "the draft is what runs" not in page


def test_what_runs_taken_up_again_changes_nothing_and_another_letter_names_both(
    work: Workplace, sequence: Sequence
) -> None:
    own = sequence.draft["nodes"]["n1"]["message"]
    letter = Message.objects.get(pk=own)
    words = {"bn": {**make.WORDS, "subject": "Another subject"}}
    messages.edit(letter, content=words, by=work.shop.by, at=clock.now())
    post(work.nadia, sequence, base(work, sequence) + "versions/1/restoration/")
    sequence.refresh_from_db()
    assert sequence.draft["nodes"]["n1"]["message"] != own
    assert "changes not published yet" not in work.nadia.get(base(work, sequence)).content.decode()
    page = work.nadia.get(base(work, sequence) + "publication/").content.decode()
    assert "Nothing: the draft is what runs." in page
    third = {"bn": {**make.WORDS, "subject": "A third one"}}
    other = messages.write(work.shop.studio, "sequence", third, by=work.shop.by, at=clock.now())
    draft = rules.change(sequence.draft, "n1", {"message": other.pk})
    Sequence.objects.filter(pk=sequence.pk).update(draft=draft)
    page = work.nadia.get(base(work, sequence) + "publication/").content.decode()
    assert "<del>Another subject</del> → <ins>A third one</ins>" in page
