"""Jobs: written, checked, posted, held, closed when nobody touches them; found; kept searches."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dhara.kit.actor import operator, person
from dhara.kit.facts.models import RecordedFact
from dhara.kit.queue import drain
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere, TooMany
from dhara.people.access.queries import Viewer
from dhara.work.jobs import actions, queries, rules
from dhara.work.jobs.rules import Asked, Question
from dhara.work.models import Job, Skill
from tests.make import jobs as make
from tests.make import people

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def karim():
    return make.buyer()


def facts(name):
    return RecordedFact.objects.filter(name=f"work.{name}").count()


def test_a_draft_is_the_owner_s_alone_and_posted_it_is_everybody_s(karim, now):
    job, thief = make.draft(karim, now), people.account("thief@example.com")
    assert list(queries.visible_to(Viewer(karim))) == [job]
    assert not queries.visible_to(Viewer(thief)).exists()
    for verb in (actions.post, actions.close, actions.reopen):
        with pytest.raises(NotFoundHere):
            verb(job.pk, by=person(thief.pk), at=now)
    actions.post(job.pk, by=person(karim.pk), at=now)
    assert actions.post(job.pk, by=person(karim.pk), at=now).status == "open"
    assert queries.visible_to(Viewer(None)).exists()
    assert facts("JobPosted") == 1


def test_only_who_has_a_proven_address_writes_one(now):
    nobody = people.account("nobody@example.com", proven=False)
    with pytest.raises(Conflict) as refusal:
        actions.write(make.WANTED, by=person(nobody.pk), at=now)
    assert refusal.value.code == "email_not_proven"


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "Logo"}),
        ("description", {"description": "A logo."}),
        ("language", {"language": "xx"}),
        ("level", {"level": "wizard"}),
        ("budget_most", {"budget_least": 20, "budget_most": 10}),
        ("wanted", {"wanted": 0}),
        ("questions", {"questions": tuple(Question("", f"What {n}?") for n in range(6))}),
        ("skills", {"skills": (987654,)}),
    ],
)
def test_what_is_wrong_is_named(karim, now, field, changes):
    with pytest.raises(Invalid) as refusal:
        make.draft(karim, now, **changes)
    assert refusal.value.field == field


SCAMS = [
    "Please pay a refundable security deposit of 500 taka first to get the work. We need ten people today.",
    "কাজ পেতে আগে রেজিস্ট্রেশন ফি ৫০০ টাকা বিকাশ করতে হবে। তারপর কাজ দেওয়া হবে, প্রতিদিন আয়।",
]


@pytest.mark.parametrize("text", SCAMS)
def test_a_text_that_asks_workers_for_money_is_held_with_its_reason(karim, now, text):
    job = make.posted(karim, now, description=text)
    assert (job.status, job.held_for) == ("held", "pay_first")
    assert not queries.visible_to(Viewer(None)).exists()
    assert not queries.search(Asked()).jobs
    with pytest.raises(NotAllowed):
        actions.release(job.pk, by=person(karim.pk), at=now)
    boss = operator(people.account("boss@example.com").pk)
    with pytest.raises(Invalid):
        actions.refuse(job.pk, reason=" ", by=boss, at=now)
    actions.refuse(job.pk, reason="Nobody pays to work.", by=boss, at=now)
    with pytest.raises(Conflict):
        actions.reopen(job.pk, by=person(karim.pk), at=now)
    assert not queries.visible_to(Viewer(None)).exists()


def test_a_held_one_is_released_or_rewritten(karim, now):
    boss = operator(people.account("boss@example.com").pk)
    first, second = (make.posted(karim, now, description=SCAMS[0]) for _job in range(2))
    assert actions.release(first.pk, by=boss, at=now).status == "open"
    assert actions.change(second.pk, make.WANTED, by=person(karim.pk), at=now).status == "draft"
    assert actions.post(second.pk, by=person(karim.pk), at=now).status == "open"


def test_an_open_one_whose_text_turns_bad_goes_out_of_sight(karim, now):
    job = make.posted(karim, now)
    bad = replace(make.WANTED, description=SCAMS[0])
    assert actions.change(job.pk, bad, by=person(karim.pk), at=now).status == "held"


def test_contacts_are_hidden_from_readers(karim, now):
    text = "I need a logo for my stall. Call me on 01712345678 and we talk about the colours."
    assert "01712345678" not in queries.shown(make.posted(karim, now, description=text))[1]


def test_nobody_touches_it_so_it_is_closed_after_a_warning(karim, now):
    job = make.posted(karim, now)
    drain(now + 27 * DAY - timedelta(seconds=1))
    assert facts("JobIdle") == 0
    drain(now + 27 * DAY)
    assert facts("JobIdle") == 1
    drain(now + 30 * DAY - timedelta(seconds=1))
    assert Job.objects.get().status == "open"
    drain(now + 30 * DAY)
    assert Job.objects.get().status == "closed"
    assert actions.reopen(job.pk, by=person(karim.pk), at=now + 31 * DAY).status == "open"
    drain(now + 61 * DAY)
    assert facts("JobClosed") == 2


def test_touched_it_waits_again_and_is_warned_of_again(karim, now):
    job = make.posted(karim, now)
    drain(now + 27 * DAY)
    actions.touch(job.pk, at=now + 28 * DAY)
    drain(now + 54 * DAY)
    assert Job.objects.get().status == "open"
    assert facts("JobIdle") == 1
    drain(now + 55 * DAY)
    assert facts("JobIdle") == 2
    drain(now + 58 * DAY)
    assert Job.objects.get().status == "closed"


def test_a_day_has_its_limit(karim, now, monkeypatch):
    from dhara.work.jobs.actions import posting

    monkeypatch.setattr(posting, "MOST_POSTED", 1)
    make.posted(karim, now)
    with pytest.raises(TooMany):
        make.posted(karim, now)
    make.posted(karim, now + DAY + timedelta(seconds=1))


@pytest.fixture
def market(karim, now):
    """Five jobs, the later ones posted later."""
    actions.ensure_skills()
    logo, typing = Skill.objects.get(name_en="Logo design"), Skill.objects.get(name_en="Bengali typing")
    rows = [
        {"title": "A logo for a shop", "skills": (logo.pk,), "level": "expert"},
        {"title": "দোকানের জন্য লোগো চাই", "language": "bn", "skills": (logo.pk,)},
        {"title": "Type forty pages", "skills": (typing.pk,), "budget_most": 90_000},
        {"title": "A poster for Eid", "budget_most": 0},
        {"title": "A website for a school", "level": "expert"},
    ]
    words = "This is described in more words, so that everybody knows what there is to do."
    return [
        make.posted(karim, now + timedelta(minutes=number), description=words, **each)
        for number, each in enumerate(rows)
    ], (logo, typing)


def titles(asked):
    return [job.title for job in queries.search(asked).jobs]


def test_found_by_words_skills_and_filters(market):
    _jobs, (logo, typing) = market
    assert len(titles(Asked())) == 5
    assert titles(Asked(text="logo")) == ["দোকানের জন্য লোগো চাই", "A logo for a shop"], "a skill's name counts too"
    assert titles(Asked(text="লোগো")) == ["দোকানের জন্য লোগো চাই", "A logo for a shop"]
    assert titles(Asked(text="দোকান")) == ["দোকানের জন্য লোগো চাই"]
    assert titles(Asked(skills=(logo.pk, typing.pk))) == []
    assert titles(Asked(skills=(logo.pk,), level="expert")) == ["A logo for a shop"]
    assert titles(Asked(language="bn")) == ["দোকানের জন্য লোগো চাই"]
    assert "Type forty pages" not in titles(Asked(currency="BDT", least=100_000))
    assert "A poster for Eid" in titles(Asked(currency="BDT", least=100_000)), "who names no budget may pay as much"
    assert titles(Asked(currency="USD")) == []
    assert titles(Asked(text="!!!")) == []
    assert titles(Asked(text="') | 'logo")) == ["দোকানের জন্য লোগো চাই", "A logo for a shop"]


def test_pages_follow_each_other_and_any_cursor_is_answered(market):
    first = queries.search(Asked(), size=2)
    second = queries.search(Asked(), after=first.next, size=2)
    third = queries.search(Asked(), after=second.next, size=2)
    seen = [job.pk for page in (first, second, third) for job in page.jobs]
    assert seen == sorted(seen, reverse=True)
    assert (len(seen), third.next) == (5, "")
    for wrong in ("x", "~1", "2026-01-01~1", "2026-01-01T00:00:00+00:00~99999999999999999999"):
        assert len(queries.search(Asked(), after=wrong).jobs) == 5


def test_what_is_older_than_the_newest_is_found_by_the_index(market, monkeypatch):
    for window in (1, 2, 5):
        monkeypatch.setattr(rules, "WINDOW", window)
        assert len(titles(Asked())) == 5
        assert titles(Asked(text="logo")) == ["দোকানের জন্য লোগো চাই", "A logo for a shop"]
        first = queries.search(Asked(level="expert"), size=1)
        second = queries.search(Asked(level="expert"), after=first.next, size=1)
        assert [job.title for job in first.jobs + second.jobs] == ["A website for a school", "A logo for a shop"]
        assert second.next == ""


def test_a_search_takes_three_queries_however_many_there_are(market, django_assert_num_queries):
    for size in (1, 5):
        with django_assert_num_queries(3):
            found = queries.search(Asked(), size=size)
            assert sum(len(job.skills.all()) for job in found.jobs) == (0 if size == 1 else 3)


def test_a_kept_search_tells_of_what_is_new(karim, now):
    nadia = make.buyer("nadia@example.com")
    later = now + timedelta(hours=1)
    make.posted(karim, now)
    kept = actions.save_search("Logos", Asked(text="logo"), by=person(nadia.pk), at=now)
    assert rules.asked_of(kept.asked) == Asked(text="logo")
    assert not queries.news_for(kept, limit=5)
    fresh = make.posted(karim, later)
    make.posted(nadia, later)
    assert list(queries.news_for(kept, limit=5)) == [fresh]
    actions.seen_up_to(kept.pk, later)
    kept.refresh_from_db()
    assert not queries.news_for(kept, limit=5)
    again = actions.save_search("Logos", Asked(level="expert"), by=person(nadia.pk), at=later)
    assert again.pk == kept.pk
    with pytest.raises(NotFoundHere):
        actions.switch_alerts(kept.pk, on=False, by=person(karim.pk))
    actions.switch_alerts(kept.pk, on=False, by=person(nadia.pk))
    actions.forget_search(kept.pk, by=person(karim.pk))
    assert queries.searches_of(nadia.pk).count() == 1
    actions.forget_search(kept.pk, by=person(nadia.pk))
    assert queries.searches_of(nadia.pk).count() == 0


@pytest.mark.parametrize(
    "kept", [{}, {"skills": "abc"}, {"skills": [None], "least": -4}, {"least": "9"}, {"text": None}]
)
def test_whatever_was_kept_is_read(kept):
    assert rules.asked_of(kept) == Asked()
