"""A sequence made of a template, on its page."""

from __future__ import annotations

from dhara.audience.messages.models import Message
from dhara.audience.models import Sequence
from dhara.audience.sequences.rules.templates import TEMPLATES
from tests.web.studio.place import Workplace


def test_a_ready_one_comes_with_its_letters(work: Workplace) -> None:
    page = f"{work.base}audience/sequences/new/"
    assert "Free checklist, then the guide" in work.nadia.get(page).content.decode()
    answer = work.nadia.post(page, {"name": "My checklist", "template": "checklist", "offer": ""})
    made = Sequence.objects.get(name="My checklist")
    assert answer.status_code == 302
    assert (made.template, len(made.draft["nodes"])) == ("checklist", 7)
    assert Message.objects.filter(studio=made.studio).count() == 4
    assert work.nadia.get(answer.url).status_code == 200


def test_what_is_no_template_is_refused(work: Workplace) -> None:
    page = f"{work.base}audience/sequences/new/"
    for more in ({"template": "riches"}, {"template": "checklist", "offer": "99999"}):
        assert work.nadia.post(page, {"name": "My checklist", **more}).status_code == 422
    assert not Sequence.objects.exists()


def test_each_ready_sequence_is_drawn(work: Workplace) -> None:
    page = work.nadia.get(f"{work.base}audience/sequences/new/").content.decode()
    assert page.count('class="mini"') == len(TEMPLATES)
    assert page.count('name="template"') == len(TEMPLATES) + 1
