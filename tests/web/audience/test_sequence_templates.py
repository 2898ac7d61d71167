"""A new sequence: which template, or none, and what starts it."""

from __future__ import annotations

from dhara.audience.messages.models import Message
from dhara.audience.models import Sequence
from dhara.audience.sequences import queries
from dhara.audience.sequences.rules.templates import TEMPLATES
from tests.make import audience, forms
from tests.web.studio.place import Workplace

NEW = "audience/sequences/new/"
CHECKLIST = {"name": "My checklist", "template": "checklist", "offer": "", "trigger": "confirmed|"}


def _starts(sequence: Sequence) -> list[tuple[str, str]]:
    return [(each.kind, each.ref) for each in queries.triggers(sequence)]


def test_a_ready_one_comes_with_its_letters(work: Workplace) -> None:
    page = work.base + NEW
    assert "Free checklist, then the guide" in work.nadia.get(page).content.decode()
    answer = work.nadia.post(page, CHECKLIST)
    made = Sequence.objects.get(name="My checklist")
    assert answer.status_code == 302
    assert (made.template, len(made.draft["nodes"])) == ("checklist", 7)
    assert Message.objects.filter(studio=made.studio).count() == 4
    assert _starts(made) == [("confirmed", "")]
    assert work.nadia.get(answer.url).status_code == 200


def test_what_is_no_template_is_refused(work: Workplace) -> None:
    for more in ({"template": "riches"}, {"offer": "99999"}, {"trigger": ""}, {"trigger": "bought|offer:99999"}):
        assert work.nadia.post(work.base + NEW, {**CHECKLIST, **more}).status_code == 422
    assert not Sequence.objects.exists()
    assert not Message.objects.exists()


def test_each_ready_sequence_is_drawn(work: Workplace) -> None:
    page = work.nadia.get(work.base + NEW).content.decode()
    assert page.count('class="mini"') == len(TEMPLATES)
    for key in (*TEMPLATES, "empty"):
        assert f'href="?template={key}"' in page
        assert work.nadia.get(work.base + NEW, {"template": key}).status_code == 200


def test_a_template_suggests_what_starts_it(work: Workplace) -> None:
    def chosen(key: str) -> str:
        page = work.nadia.get(work.base + NEW, {"template": key}).content.decode()
        return page.split(" selected", 1)[0].rsplit("<option value=", 1)[1].strip('"') if " selected" in page else ""

    assert "You have no form yet" in work.nadia.get(work.base + NEW, {"template": "checklist"}).content.decode()
    assert chosen("checklist") == "confirmed|"
    form = forms.form(work.shop.studio)
    assert chosen("checklist") == f"confirmed|form:{form.pk}"
    forms.form(work.shop.studio)
    assert chosen("checklist") == "confirmed|"
    assert chosen("welcome") == "subscribed|"


def test_which_tag_starts_it_is_never_guessed(work: Workplace) -> None:
    page = work.nadia.get(work.base + NEW, {"template": "launch"}).content.decode()
    assert "You have no tag yet" in page
    tag = audience.tag(work.shop.studio, "wants-course")
    page = work.nadia.get(work.base + NEW, {"template": "launch"}).content.decode()
    assert "You have no tag yet" not in page
    launch = {"name": "Launch", "template": "launch", "offer": ""}
    assert work.nadia.post(work.base + NEW, launch).status_code == 422
    work.nadia.post(work.base + NEW, {**launch, "trigger": f"tagged|tag:{tag.pk}"})
    assert _starts(Sequence.objects.get()) == [("tagged", f"tag:{tag.pk}")]


def test_from_nothing_with_what_starts_it(work: Workplace) -> None:
    page = work.nadia.get(work.base + NEW, {"template": "empty"}).content.decode()
    assert "What starts it?" in page
    assert 'name="offer"' not in page
    assert work.nadia.post(work.base + NEW, {"name": "", "template": "", "trigger": "subscribed|"}).status_code == 422
    work.nadia.post(work.base + NEW, {"name": "Hello", "template": "", "trigger": "subscribed|"})
    made = Sequence.objects.get()
    assert (made.template, made.draft["nodes"], _starts(made)) == ("", {}, [("subscribed", "")])


def test_or_nothing_starts_it_by_itself(work: Workplace) -> None:
    work.nadia.post(work.base + NEW, {"name": "By hand", "template": "", "trigger": "|"})
    assert _starts(Sequence.objects.get()) == []
