"""Templates: ready to be published once an offer is chosen, in both languages."""

from __future__ import annotations

from datetime import datetime

import pytest

from dhara.audience.messages.models import Message
from dhara.audience.messages.queries import preview
from dhara.audience.sequences import actions, rules
from dhara.audience.sequences.rules.templates import TEMPLATES
from dhara.kit.actor import person
from dhara.kit.refusal import NotFoundHere
from tests.audience.sequences import make
from tests.make.catalog import Shop
from tests.make.catalog import offer as make_offer
from tests.make.people import studio as make_studio

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", list(TEMPLATES))
def test_a_template_is_ready_to_run(key: str, now: datetime) -> None:
    place = make_studio()
    owner = place.members.get().account
    guide = make_offer(now, Shop(place, owner, person(owner.pk)), "The guide")
    made = actions.make_from(place, key, by=make.owner(place), at=now, offer=guide)
    assert rules.problems(made.draft) == []
    assert [each.kind for each in made.triggers.filter(role="enter")] == [TEMPLATES[key].trigger]
    assert bool(made.goal) == TEMPLATES[key].goal
    letters = Message.objects.filter(studio=place)
    assert letters.count() == len(TEMPLATES[key].letters)
    for letter in letters:
        for language in ("bn", "en"):
            subject, text, _html = preview(letter, None, language)
            assert subject
            assert "{" not in subject + text
            assert "friend" in text or "বন্ধু" in text
            assert len(text) > 150
    shown = [letter for letter in letters if any(block["kind"] == "offer" for block in letter.content["bn"]["blocks"])]
    assert shown
    assert "The guide" in preview(shown[0], None, "en")[1]
    actions.publish(made, by=make.owner(place), at=now)
    assert made.status == rules.ACTIVE


def test_offers_of_others_and_unknown_templates(now: datetime) -> None:
    place = make_studio()
    for key, offer in (("checklist", make_offer(now)), ("nothing", None)):
        with pytest.raises(NotFoundHere):
            actions.make_from(place, key, by=make.owner(place), at=now, offer=offer)


def test_letters_say_the_same_in_both_languages() -> None:
    for template in TEMPLATES.values():
        assert {step["letter"] for step in template.steps if "letter" in step} == template.letters.keys()
        for letter in template.letters.values():
            bengali, english = (letter[language].strip().split("\n\n") for language in ("bn", "en"))
            assert [part[:2] for part in bengali[1:] if part[0] in "#*@"] == [
                part[:2] for part in english[1:] if part[0] in "#*@"
            ]
