"""What workers and operators are told of small tasks: what is soon over, rejections, a day's earnings, each once."""

from datetime import timedelta

import pytest

from dhara.kit.actor import operator
from dhara.kit.locale.languages import in_language
from dhara.kit.mail.models import Letter
from dhara.kit.queue import drain
from dhara.people.models import Account, Notice
from dhara.work.campaigns import actions
from dhara.work.campaigns.actions import summing
from dhara.work.engagements import actions as work
from tests.make import campaigns as make
from tests.make import people


@pytest.fixture
def unit(parties, now):
    campaign = make.running(parties, now)
    made = make.submitted(campaign, 1, now)
    actions.reject(made.pk, 0, "It is a dog.", by=parties.actor("buyer"), at=now)
    drain(now)
    return made


def told(kind):
    return list(Notice.objects.filter(kind=kind).values_list("account__email", "url"))


def page_of(unit):
    return f"/studio/worker1/tasks/{unit.pk}/"


def test_a_rejection_says_why_and_until_when(unit, now):
    assert told("task_rejected") == [("worker1@example.com", page_of(unit))]
    letter = Letter.objects.get(name="task_rejected")
    assert letter.to_email == "worker1@example.com"
    for words in ("It is a dog.", "9 March", page_of(unit), "appeal"):
        assert words in letter.text
    drain(now)
    assert Letter.objects.filter(name="task_rejected").count() == 1


def test_a_rejection_is_told_in_the_worker_s_language(parties, now):
    campaign = make.running(parties, now)
    unit = make.submitted(campaign, 1, now)
    Account.objects.filter(email="worker1@example.com").update(language="bn")
    with in_language("en"):
        actions.reject(unit.pk, 2, "It is a dog.", by=parties.actor("buyer"), at=now)
    drain(now)
    text = Letter.objects.get(name="task_rejected").text
    with in_language("bn"):
        assert campaign.reasons_told[2] in text
    assert "The answer is wrong" not in text
    assert "It is a dog." in text


def test_an_appeal_is_for_the_operators_and_its_answer_for_the_worker(parties, unit, now):
    boss = people.account("boss@example.com", is_staff=True)
    _studio, by = make.worker(1)
    work.act(unit.pk, "appeal", text="Look again.", by=by, at=now)
    drain(now)
    assert told("task_appealed") == [("boss@example.com", f"/operator/work/unit/{unit.pk}/change/")]
    work.act(unit.pk, "uphold", text="It barks.", by=operator(boss.pk), at=now)
    drain(now)
    assert told("task_upheld") == [("worker1@example.com", page_of(unit))]
    assert "It barks." in Letter.objects.get(name="task_upheld").text


@pytest.mark.parametrize("verb", ["accept", "overturn"])
def test_accepted_after_all(parties, unit, now, verb):
    if verb == "overturn":
        _studio, by = make.worker(1)
        work.act(unit.pk, "appeal", text="Look again.", by=by, at=now)
    work.act(unit.pk, verb, by=parties.actor("buyer"), at=now)
    drain(now)
    assert told("task_overturned") == [("worker1@example.com", page_of(unit))]
    assert "৳4.75" in Letter.objects.get(name="task_overturned").text


def test_earnings_are_told_once_a_day_however_many(parties, now):
    for _number in range(3):
        make.submitted(make.running(parties, now), 1, now)
    drain(now)
    for unit in parties.karim.campaigns.values_list("engagement__units", "pk"):
        actions.accept_many(unit[1], [unit[0]], by=parties.actor("buyer"), at=now)
    drain(now)
    assert not Letter.objects.filter(name__startswith="task_").exists(), "not one letter for each"
    tomorrow = now + timedelta(days=1)
    with pytest.raises(ValueError, match="over"):
        summing.sum_up(now.date(), at=now)
    assert summing.sum_up(now.date(), at=tomorrow) == 1
    assert summing.sum_up(now.date(), at=tomorrow) == 0
    drain(tomorrow)
    assert told("task_paid") == [("worker1@example.com", "/studio/worker1/tasks/?show=ended")]
    letter = Letter.objects.get(name="task_paid")
    assert "৳14.25" in letter.subject
    assert "3 small tasks" in letter.text


def test_operators_find_a_held_and_a_frozen_campaign_by_its_notice(parties, now):
    people.account("boss@example.com", is_staff=True)
    by = parties.actor("buyer")
    draft = make.draft(instructions="Send 500 taka registration fee by bKash first, then begin.")
    held = actions.offer(actions.make(draft, by=by, at=now).pk, by=by, at=now)
    drain(now)
    assert held.status == "held"
    assert told("campaign_held") == [("boss@example.com", f"/operator/work/campaign/{held.pk}/change/")]


@pytest.fixture
def open_task(parties, now):
    """Taken now, for an hour."""
    made, _by = make.taken(make.running(parties, now, minutes=60), 1, now)
    return made


def test_who_has_a_quarter_of_the_time_left_is_told_once(open_task, now):
    """In the app and by a letter, with until when, and where to hand it in."""
    assert actions.remind_due(at=now + timedelta(minutes=44)) == 0
    late = now + timedelta(minutes=45)
    assert actions.remind_due(at=late) == 1
    assert actions.remind_due(at=late + timedelta(minutes=1)) == 0
    drain(late)
    assert told("task_due") == [("worker1@example.com", page_of(open_task))]
    letter = Letter.objects.get(name="task_due")
    for words in ("Is there a cat?", page_of(open_task), "free for others"):
        assert words in letter.text


def test_the_reminder_speaks_the_workers_language(open_task, now):
    owner = open_task.worker.members.get().account
    owner.language = "bn"
    owner.save(update_fields=["language"])
    late = now + timedelta(minutes=50)
    actions.remind_due(at=late)
    drain(late)
    assert "সময় প্রায় শেষ" in Letter.objects.get(name="task_due").subject


def test_a_task_that_is_taken_back_is_another_moment(parties, now):
    unit, by = make.taken(make.running(parties, now, minutes=60), 1, now)
    late = now + timedelta(minutes=50)
    assert actions.remind_due(at=late) == 1
    actions.submit(unit.pk, {"cat": "yes"}, by=by, at=late)
    drain(late)
    assert not told("task_due"), "handed in before it was told"
    work.act(unit.pk, "withdraw", by=by, at=late)
    assert actions.remind_due(at=late) == 0
    again = late + timedelta(minutes=46)
    assert actions.remind_due(at=again) == 1
    drain(again)
    assert len(told("task_due")) == 1


@pytest.mark.parametrize("minutes", [19, 24 * 60])
def test_short_tasks_need_no_reminder_and_long_ones_none_for_hours(parties, now, minutes):
    make.taken(make.running(parties, now, minutes=minutes), 1, now)
    end = now + timedelta(minutes=minutes)
    assert actions.remind_due(at=end - timedelta(minutes=61)) == 0
    assert actions.remind_due(at=end - timedelta(minutes=2)) == int(minutes > 19)


def test_whoever_is_too_late_already_is_not_reminded(open_task, now):
    assert actions.remind_due(at=now + timedelta(minutes=60)) == 0
