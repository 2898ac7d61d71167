"""The picture of a sequence and its steps: put in, filled in, moved, doubled, taken away, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from dhara.audience.messages.models import Message
from dhara.audience.models import Sequence, Tag
from dhara.audience.sequences import rules
from dhara.kit import clock
from tests.make import sequences as make
from tests.web.studio.place import HTMX, Workplace


@pytest.fixture
def sequence(work: Workplace) -> Sequence:
    return make.sequence(work.shop.studio, by=work.shop.by, at=clock.now())


def base(work: Workplace, sequence: Sequence) -> str:
    return f"{work.base}audience/sequences/{sequence.pk}/"


def draft(sequence: Sequence) -> dict[str, Any]:
    sequence.refresh_from_db()
    graph: dict[str, Any] = sequence.draft
    return graph


def post(client: Client, sequence: Sequence, address: str, data: dict[str, Any] | None = None, **more: Any) -> Any:
    """As the page would send it now."""
    sequence.refresh_from_db()
    return client.post(address, {"version": sequence.draft_version, **(data or {})}, **more)


def test_the_picture_shows_each_step_and_where_one_may_be_put(work: Workplace, sequence: Sequence) -> None:
    answer = work.nadia.get(base(work, sequence))
    assert answer.status_code == 200
    page = answer.content.decode()
    for words in ("Your checklist", "1 day", "The end", "Starts when", "spot=.next", "spot=n3.next"):
        assert words in page
    assert page.count('class="flow-add"') == 4
    assert "style=" not in page.partition("<main")[2]


def test_a_member_who_may_only_look_sees_no_plus(work: Workplace, sequence: Sequence) -> None:
    page = work.clients["support"].get(base(work, sequence)).content.decode()
    assert "Your checklist" in page
    assert "flow-add" not in page
    panel = work.clients["support"].get(base(work, sequence) + "steps/n2/").content.decode()
    assert "disabled" in panel
    assert "removal" not in panel


def test_the_kinds_are_explained(work: Workplace, sequence: Sequence) -> None:
    page = work.nadia.get(base(work, sequence) + "steps/new/?spot=n1.next", headers=HTMX).content.decode()
    for kind, say in rules.NODES.items():
        assert f"kind={kind}" in page
        assert str(say) in page
    assert "<html" not in page


VALUES: dict[str, dict[str, Any]] = {
    rules.SEND: {"subject": "One more thing"},
    rules.WAIT: {"amount": "২", "unit": "hours", "until": "09:30", "weekday": "4"},
    rules.CONDITION: {"what": "bought"},
    rules.SPLIT: {"shares": "40, 40, 20"},
    rules.TAG: {"do": "add", "new_tag": "Warm"},
    rules.FIELD: {"key": "", "value": ""},
    rules.NOTIFY: {"words": "Somebody is here"},
    rules.WEBHOOK: {"words": "ready"},
    rules.GOAL: {"event": "bought|"},
    rules.EXIT: {},
}


@pytest.mark.parametrize("kind", sorted(VALUES))
def test_each_kind_can_be_put_in(work: Workplace, sequence: Sequence, kind: str) -> None:
    address = f"{base(work, sequence)}steps/new/?spot=n1.next&kind={kind}"
    assert work.nadia.get(address).status_code == 200
    answer = post(work.nadia, sequence, address, VALUES[kind])
    assert answer.status_code == 302, answer.content.decode()
    graph = draft(sequence)
    assert graph["nodes"]["n1"]["next"] == "n4"
    node = graph["nodes"]["n4"]
    assert node["kind"] == kind
    told = {
        rules.WAIT: ({"hours": 2}, "09:30", 4),
        rules.CONDITION: {"bought": "any"},
        rules.SPLIT: [4000, 4000, 2000],
        rules.GOAL: "bought",
    }
    if kind == rules.WAIT:
        assert (node["for"], node["until"], node["weekday"]) == told[kind]
    elif kind == rules.CONDITION:
        assert node["rules"] == told[kind]
    elif kind == rules.SPLIT:
        assert [way["share_bp"] for way in node["ways"]] == told[kind]
    elif kind == rules.TAG:
        assert Tag.objects.get(pk=node["tag"]).name == "Warm"
    elif kind == rules.SEND:
        assert Message.objects.get(pk=node["message"]).content["bn"]["subject"] == "One more thing"
    assert work.nadia.get(answer["Location"]).status_code == 200
    assert work.nadia.get(base(work, sequence)).status_code == 200


WRONG = [
    (rules.WAIT, {"unit": "days"}),
    (rules.WAIT, {"amount": "9999", "unit": "days"}),
    (rules.WAIT, {"amount": "1", "unit": "days", "weekday": "3"}),
    (rules.SPLIT, {"shares": "50, 60"}),
    (rules.SPLIT, {"shares": "<script>"}),
    (rules.CONDITION, {"what": "tag", "tag": "999999"}),
    (rules.TAG, {"do": "add", "tag": "999999"}),
    (rules.GOAL, {"event": "bought|offer:999999"}),
]


@pytest.mark.parametrize(("kind", "values"), WRONG)
def test_what_can_not_be_meant_is_said_beside_the_field(
    work: Workplace, sequence: Sequence, kind: str, values: dict[str, Any]
) -> None:
    before = draft(sequence)
    address = f"{base(work, sequence)}steps/new/?spot=n1.next&kind={kind}"
    answer = post(work.nadia, sequence, address, values, headers=HTMX)
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode() or 'role="alert"' in answer.content.decode()
    assert draft(sequence) == before


def test_a_step_is_changed_and_the_picture_comes_along(work: Workplace, sequence: Sequence) -> None:
    values = {"amount": "3", "unit": "days", "until": "", "weekday": ""}
    answer = post(work.nadia, sequence, base(work, sequence) + "steps/n2/", values, headers=HTMX)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert 'id="flow" hx-swap-oob="true"' in page
    assert 'id="sequence-head" hx-swap-oob="true"' in page
    assert "3 days" in page
    assert draft(sequence)["nodes"]["n2"] == {"kind": "wait", "for": {"days": 3}, "next": "n3"}


def test_two_editors_do_not_overwrite_each_other(work: Workplace, sequence: Sequence) -> None:
    address = base(work, sequence) + "steps/n2/"
    sequence.refresh_from_db()
    old = sequence.draft_version
    mine = {"version": old, "amount": "3", "unit": "days"}
    assert work.clients["editor"].post(address, {"version": old, "amount": "5", "unit": "days"}).status_code == 302
    answer = work.nadia.post(address, mine, headers=HTMX)
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#panel"
    page = answer.content.decode()
    assert "What you entered is still here" in page
    assert 'value="3"' in page
    assert "5 days" in page, "the picture is as the other made it"
    assert draft(sequence)["nodes"]["n2"]["for"] == {"days": 5}
    assert post(work.nadia, sequence, address, mine | {"version": sequence.draft_version}).status_code == 302
    assert draft(sequence)["nodes"]["n2"]["for"] == {"days": 3}


def test_a_clash_leaves_no_letter_behind(work: Workplace, sequence: Sequence) -> None:
    letters = Message.objects.count()
    address = base(work, sequence) + "steps/new/?spot=n1.next&kind=send"
    answer = work.nadia.post(address, {"version": 0, "subject": "Lost?"})
    assert answer.status_code == 409
    assert "Lost?" in answer.content.decode()
    assert Message.objects.count() == letters


def test_moving_up_down_and_elsewhere(work: Workplace, sequence: Sequence) -> None:
    address = base(work, sequence) + "steps/n2/move/"
    post(work.nadia, sequence, address, {"spot": ".next"})
    assert rules.walk(draft(sequence)) == ["n2", "n1", "n3"]
    post(work.nadia, sequence, address, {"spot": "n3.next"})
    assert rules.walk(draft(sequence)) == ["n1", "n3", "n2"]
    assert post(work.nadia, sequence, address, {"spot": "n2.next"}).status_code == 422
    assert post(work.nadia, sequence, address, {"spot": "nonsense"}, headers=HTMX).status_code == 409


def test_a_copy_has_a_letter_of_its_own(work: Workplace, sequence: Sequence) -> None:
    post(work.nadia, sequence, base(work, sequence) + "steps/n1/copy/")
    nodes = draft(sequence)["nodes"]
    assert nodes["n1"]["next"] == "n4"
    assert nodes["n4"]["message"] != nodes["n1"]["message"]
    copy = Message.objects.get(pk=nodes["n4"]["message"])
    assert copy.content == Message.objects.get(pk=nodes["n1"]["message"]).content


def test_an_end_is_doubled_before_itself(work: Workplace, sequence: Sequence) -> None:
    post(work.nadia, sequence, base(work, sequence) + "steps/new/?spot=n3.next&kind=exit")
    answer = post(work.nadia, sequence, base(work, sequence) + "steps/n4/copy/")
    assert answer.status_code in (302, 422)
    assert work.nadia.get(base(work, sequence)).status_code == 200


def test_deleting_says_where_people_go_and_can_be_taken_back(work: Workplace, sequence: Sequence) -> None:
    address = base(work, sequence) + "steps/n1/removal/"
    asked = work.nadia.get(address, headers=HTMX).content.decode()
    assert "goes on at “Wait: 1 day”" in asked
    before = draft(sequence)
    answer = post(work.nadia, sequence, address, headers=HTMX)
    assert answer.status_code == 200
    assert rules.walk(draft(sequence)) == ["n2", "n3"]
    assert "undo/" in answer.content.decode()
    post(work.nadia, sequence, base(work, sequence) + "undo/")
    assert draft(sequence) == before
    assert "undo/" not in work.nadia.get(base(work, sequence)).content.decode()


def test_several_changes_are_taken_back_one_by_one(work: Workplace, sequence: Sequence) -> None:
    for node in ("n1", "n2"):
        post(work.nadia, sequence, f"{base(work, sequence)}steps/{node}/removal/")
    for left in (["n2", "n3"], ["n1", "n2", "n3"]):
        post(work.nadia, sequence, base(work, sequence) + "undo/")
        assert rules.walk(draft(sequence)) == left


def test_nothing_of_others_is_taken_back(work: Workplace, sequence: Sequence) -> None:
    post(work.nadia, sequence, base(work, sequence) + "steps/n1/removal/")
    post(work.clients["editor"], sequence, base(work, sequence) + "steps/n2/removal/")
    after = draft(sequence)
    answer = post(work.nadia, sequence, base(work, sequence) + "undo/")
    assert answer.status_code == 409
    assert draft(sequence) == after


def test_a_fork_asks_which_way_stays(work: Workplace, sequence: Sequence) -> None:
    post(work.nadia, sequence, base(work, sequence) + "steps/new/?spot=n3.next&kind=condition", {"what": ""})
    post(work.nadia, sequence, base(work, sequence) + "steps/new/?spot=n4.yes&kind=notify", {"words": "Yes"})
    asked = work.nadia.get(base(work, sequence) + "steps/n4/removal/").content.decode()
    assert "1 step of other ways is deleted" in asked
    post(work.nadia, sequence, base(work, sequence) + "steps/n4/removal/", {"keep": "no"})
    assert set(draft(sequence)["nodes"]) == {"n1", "n2", "n3"}


def test_what_is_missing_is_said_at_the_step_and_in_the_list(work: Workplace, sequence: Sequence) -> None:
    post(work.nadia, sequence, base(work, sequence) + "steps/new/?spot=n3.next&kind=condition", {"what": ""})
    page = work.nadia.get(base(work, sequence)).content.decode()
    assert "flow-card-wrong" in page
    assert page.count("Say what must be true.") == 2


def test_as_many_reads_with_three_steps_as_with_thirty(
    work: Workplace, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    few = make.sequence(work.shop.studio, by=work.shop.by, at=clock.now())
    many = make.sequence(work.shop.studio, by=work.shop.by, at=clock.now(), name="Long", steps=30)
    work.nadia.get(base(work, few))
    with django_assert_max_num_queries(20) as seen:
        work.nadia.get(base(work, few))
    with django_assert_num_queries(len(seen)):
        work.nadia.get(base(work, many))


def test_steps_of_other_studios_are_not_there(work: Workplace, sequence: Sequence) -> None:
    for path in ("", "steps/n1/", "steps/n1/removal/", "settings/"):
        assert work.clients["outsider"].get(base(work, sequence) + path).status_code == 404
    assert work.nadia.get(base(work, sequence) + "steps/n99/").status_code == 404
    assert work.nadia.get(f"{work.base}audience/sequences/99999/").status_code == 404
