"""One task: its form, what is refused and kept, handing in, and what can be done about a rejection."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dhara.kit.queue import drain
from dhara.money import doctor
from dhara.work.campaigns import actions
from dhara.work.campaigns.rules.proof import Field
from dhara.work.engagements import actions as engagements
from dhara.work.models import Campaign, SubmittedFile, Unit
from tests.make import campaigns as make
from tests.make import people, work
from tests.make.handins import picture
from tests.make.work import Parties
from tests.web.browsing import text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
FIELDS = (
    Field("cat", "Is there a cat?", "choice", choices=("yes", "no")),
    Field("count", "How many?", "number", least=0, most=9),
    Field("page", "Where?", "link"),
    Field("words", "What does it do?", "text", least=3, most=200),
    Field("shot", "Your screen", "screenshot"),
    Field("more", "Anything else", "file", needed=False),
)
GIVEN = {
    "answer_cat": "yes",
    "answer_count": "২",
    "answer_page": "https://example.com/cat",
    "answer_words": "It sleeps all day.",
}


@pytest.fixture
def sides(now: datetime) -> Parties:
    return work.parties(now)


@pytest.fixture
def campaign(sides: Parties, now: datetime) -> Campaign:
    return make.running(sides, now, fields=FIELDS)


@pytest.fixture
def nadia(sides: Parties) -> Client:
    made = Client()
    made.force_login(sides.nadia)
    return made


@pytest.fixture
def unit(sides: Parties, campaign: Campaign, now: datetime) -> Unit:
    return actions.claim(campaign, sides.studio, by=sides.actor("worker"), at=now)


def page_of(unit: Unit) -> str:
    return f"/studio/nadia/tasks/{unit.pk}/"


def shot(name: str = "screen.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture())


def handed_in(nadia: Client, unit: Unit) -> None:
    answer = nadia.post(f"{page_of(unit)}proof/", {**GIVEN, "answer_shot": [shot(), shot("other.png")]})
    assert answer.status_code == 302, text(answer)
    unit.refresh_from_db()
    assert unit.status == "submitted"


def rejected(sides: Parties, unit: Unit, now: datetime) -> None:
    actions.reject(unit.pk, 0, "There is a dog.", by=sides.actor("buyer"), at=now)


def test_the_form_is_drawn_from_the_questions(nadia: Client, unit: Unit) -> None:
    page = text(nadia.get(page_of(unit)))
    for words in ("Is there a cat?", "From 0 to 9", "Between 3 and 200 letters", 'type="url"', 'accept="image/png'):
        assert words in page
    assert page.count('type="radio"') == 2
    assert page.count('type="file"') == 2
    assert "10 minutes left, until" in page
    assert 'data-seconds="600"' in page


def test_hand_in_with_several_files(nadia: Client, unit: Unit) -> None:
    handed_in(nadia, unit)
    assert unit.submissions.get().content["answers"]["count"] == "2"
    assert sorted(SubmittedFile.objects.values_list("question", "name")) == [
        ("shot", "other.png"),
        ("shot", "screen.png"),
    ]
    page = text(nadia.get(page_of(unit)))
    assert "If nobody looks until then, it is accepted by itself" in page
    assert "It sleeps all day." in page
    file = SubmittedFile.objects.first()
    assert file is not None
    assert nadia.get(f"/work/files/{file.pk}/").status_code == 302
    again = nadia.post(f"{page_of(unit)}proof/", GIVEN)
    assert again.status_code == 302, "pressed twice"
    assert unit.submissions.count() == 1


def test_handed_in_by_two_presses_at_one_instant(nadia: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second had begun before the first was through: it is no refusal, but the same proof."""

    def first_the_other(*args: Any, **more: Any) -> Unit:
        actions.submit(*args, **more)
        return actions.submit(*args, **more)

    monkeypatch.setattr("dhara.web.tasks.views.task.submit", first_the_other)
    answer = nadia.post(f"{page_of(unit)}proof/", {**GIVEN, "answer_shot": shot()})
    assert answer.status_code == 302, text(answer)
    assert unit.submissions.count() == 1


def test_refused_all_that_is_wrong_is_said_and_nothing_is_lost(nadia: Client, unit: Unit) -> None:
    wrong = {**GIVEN, "answer_count": "many", "answer_words": "It", "answer_shot": shot()}
    answer = nadia.post(f"{page_of(unit)}proof/", wrong)
    page = text(answer)
    assert answer.status_code == 422
    assert "2 answers are not complete" in page
    assert "Please enter a number." in page
    assert "Write between 3 and 200 letters." in page
    assert 'value="many"' in page
    assert "screen.png" in page
    kept = next(each for each in answer.context["asked"] if each.question.key == "shot").kept
    sent = nadia.post(f"{page_of(unit)}proof/", {**GIVEN, "answer_shot-kept": kept[0][0]})
    assert sent.status_code == 302
    assert SubmittedFile.objects.get().name == "screen.png"


def test_what_is_no_picture_is_not_kept(nadia: Client, unit: Unit) -> None:
    given = {**GIVEN, "answer_shot": SimpleUploadedFile("notes.txt", b"I saw a cat.")}
    answer = nadia.post(f"{page_of(unit)}proof/", given)
    assert answer.status_code == 422
    assert "This is not a picture" in text(answer)
    assert all(not each.kept for each in answer.context["asked"])
    assert not unit.submissions.exists()


def test_too_late_says_so_and_keeps_the_words(nadia: Client, unit: Unit, now: datetime) -> None:
    Unit.objects.filter(pk=unit.pk).update(due_at=now - timedelta(seconds=1))
    assert "The time for this task is over" in text(nadia.get(page_of(unit)))
    answer = nadia.post(f"{page_of(unit)}proof/", {**GIVEN, "answer_shot": shot()})
    assert answer.status_code == 409
    assert "It sleeps all day." in text(answer)
    actions.lapse_due(at=now)
    page = text(nadia.get(page_of(unit)))
    assert "not done in time" in page
    assert "<form class=" not in page.partition("<main")[2].partition("</main")[0]


def test_give_it_back(nadia: Client, unit: Unit) -> None:
    assert nadia.post(f"{page_of(unit)}give_back/").status_code == 302
    unit.refresh_from_db()
    assert unit.status == "given_back"
    assert nadia.post(f"{page_of(unit)}give_back/").status_code == 302, "pressed twice"
    assert "You gave this task back" in text(nadia.get(page_of(unit)))


def test_take_it_back_and_change_it_as_often_as_agreed(nadia: Client, unit: Unit) -> None:
    for _turn in range(2):
        handed_in(nadia, unit)
        assert nadia.post(f"{page_of(unit)}withdraw/").status_code == 302
    assert "It sleeps all day." in text(nadia.get(page_of(unit))), "what was handed in is in the form again"
    handed_in(nadia, unit)
    assert "You have taken it back 2 times" in text(nadia.get(page_of(unit)))
    assert nadia.post(f"{page_of(unit)}withdraw/").status_code == 409


def test_rejected_then_done_again(nadia: Client, sides: Parties, unit: Unit, now: datetime) -> None:
    handed_in(nadia, unit)
    rejected(sides, unit, now)
    page = text(nadia.get(page_of(unit)))
    for words in ("There is a dog.", "Appeal", "Do it again", "7 days left"):
        assert words in page
    assert nadia.post(f"{page_of(unit)}again/").status_code == 302
    assert "There is a dog." in text(nadia.get(page_of(unit)))
    handed_in(nadia, unit)
    engagements.act(unit.pk, "accept", by=sides.actor("buyer"), at=now)
    page = text(nadia.get(page_of(unit)))
    assert "Accepted: you earned ৳4.75" in page
    assert "It is in your wallet" in page


def test_one_task_of_a_campaign_at_a_time(nadia: Client, sides: Parties, now: datetime) -> None:
    campaign = make.running(sides, now, per_worker=3)
    unit = actions.claim(campaign, sides.studio, by=sides.actor("worker"), at=now)
    actions.submit(unit.pk, {"cat": "yes"}, by=sides.actor("worker"), at=now)
    actions.claim(campaign, sides.studio, by=sides.actor("worker"), at=now)
    answer = nadia.post(f"{page_of(unit)}withdraw/")
    assert answer.status_code == 409
    assert "Finish the task that you have taken here" in text(answer)


def test_appeal_with_words_until_it_is_overturned(nadia: Client, sides: Parties, unit: Unit, now: datetime) -> None:
    handed_in(nadia, unit)
    rejected(sides, unit, now)
    empty = nadia.post(f"{page_of(unit)}appeal/", {"text": " "})
    assert empty.status_code == 422
    assert "Say why" in text(empty)
    assert nadia.post(f"{page_of(unit)}appeal/", {"text": "Look at the left."}).status_code == 302
    page = text(nadia.get(page_of(unit)))
    assert "Your appeal is being looked at" in page
    assert "Look at the left." in page
    drain(now + timedelta(days=8))
    page = text(nadia.get(page_of(unit)))
    assert "Nobody answered your appeal in time: it counts as right" in page
    assert "Accepted: you earned" in page
    assert all(each.ok for each in doctor.check(at=now + timedelta(days=8)))


def test_left_as_it_is(nadia: Client, sides: Parties, unit: Unit, now: datetime) -> None:
    handed_in(nadia, unit)
    rejected(sides, unit, now)
    assert nadia.post(f"{page_of(unit)}rest/").status_code == 302
    assert "Nothing is taken from you" in text(nadia.get(page_of(unit)))


def test_an_outsider_finds_nothing(sides: Parties, unit: Unit) -> None:
    karims = people.studio(sides.karim, handle="karims")
    karim = Client()
    karim.force_login(sides.karim)
    assert karim.get(page_of(unit)).status_code == 404
    assert karim.get(f"/studio/{karims.handle}/tasks/{unit.pk}/").status_code == 404
    assert karim.post(f"/studio/{karims.handle}/tasks/{unit.pk}/give_back/").status_code == 404
