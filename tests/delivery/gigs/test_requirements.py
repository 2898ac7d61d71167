"""What buyers answer, as anybody may send it: cleaned, refused in words, and never a fault of the program."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dhara.delivery.gigs import rules
from dhara.delivery.gigs.actions import require
from dhara.delivery.gigs.rules import Question, clean_answers
from dhara.kit.actor import GUEST, operator, person
from dhara.kit.refusal import Conflict, Invalid, NotAllowed, NotFoundHere
from dhara.work.engagements.actions import act
from dhara.work.models import Submission, Unit
from tests.make import gigs, people
from tests.make.handins import worker_of

ASKED = (
    Question("name", "What is your shop called?", "text", False),
    Question("style", "Which style?", "choice", False, ("Plain", "Playful")),
    Question("where", "Where is it shown?", "many", False, ("Web", "Print")),
    Question("logo", "Your old logo", "file", False),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda more: st.lists(more) | st.dictionaries(st.text(), more),
)


def cleaned(answers):
    try:
        return clean_answers(ASKED, answers, {}), None
    except Invalid as refusal:
        return {}, refusal


@given(st.dictionaries(st.sampled_from(["name", "style", "where", "logo", "more"]), ANYTHING))
def test_whatever_is_sent_is_kept_clean_or_refused_at_its_field(answers):
    kept, refusal = cleaned(answers)
    if refusal is not None:
        assert refusal.field in {f"answer_{question.key}" for question in ASKED}
        assert str(refusal)
        return
    assert kept.keys() <= {"name", "style", "where"}
    assert kept.get("style", "Plain") in ASKED[1].choices
    assert set(kept.get("where", ())) <= set(ASKED[2].choices)
    assert isinstance(kept.get("name", ""), str)
    assert "\x00" not in str(kept.get("name", ""))


@pytest.mark.parametrize(
    "said",
    ["x" * 10_000_000, "ক" * 3_000_000, "\u202e" * 10_000_000, "<b>" * 2_000_000],
    ids=["a", "ক", "bidi", "tags"],
)
def test_ten_megabytes_are_refused_without_being_read(said):
    with pytest.raises(Invalid) as refused:
        clean_answers(ASKED, {"name": said}, {})
    assert (refused.value.code, refused.value.field) == ("answer_long", "answer_name")
    with pytest.raises(Invalid):
        clean_answers(ASKED, {"style": said}, {})


@pytest.mark.parametrize("verb", ["deliver", "dispute"])
def test_ten_megabytes_are_no_delivery_and_no_reason(db, now, verb):
    unit = gigs.ordered(now, gigs.offer(now, questions=()))
    for text in ("x" * 10_000_000, "\u202e" * 10_000_000):
        with pytest.raises(Invalid) as refused:
            act(unit.pk, verb, text=text, by=worker_of(unit), at=now)
        assert (refused.value.code, refused.value.field) == ("text_long", "text")
    assert not Submission.objects.exists()


def test_the_longest_answer_fits(db, now):
    unit = gigs.ordered(now)
    longest = "ক" * rules.MOST_ANSWER
    require(unit.pk, answers={"name": longest, "style": "Plain"}, by=GUEST, at=now)
    assert Submission.objects.get().content == {"name": longest, "style": "Plain"}


def test_answers_are_asked_of_the_questions_as_they_were_bought(db, now):
    unit = gigs.ordered(now)
    with pytest.raises(Invalid) as refused:
        require(unit.pk, answers={"name": "Dokan", "style": "Wild"}, by=GUEST, at=now)
    assert refused.value.field == "answer_style"
    begun = require(unit.pk, answers={"name": "Dokan", "style": "Plain", "more": "?"}, by=GUEST, at=now)
    assert begun.status == "active"
    assert begun.due_at is not None
    with pytest.raises(Conflict):
        require(unit.pk, answers={"name": "Dokan", "style": "Plain"}, by=GUEST, at=now)


def test_nothing_to_add_begins_the_work_where_nothing_is_needed(db, now):
    unit = gigs.ordered(now, gigs.offer(now, questions=(ASKED[0],)))
    assert require(unit.pk, answers={"name": ""}, by=GUEST, at=now).status == "active"


def test_only_the_buyer_answers(db, now):
    unit = gigs.ordered(now)
    said = {"name": "Dokan", "style": "Plain"}
    with pytest.raises(NotFoundHere):
        require(unit.pk, answers=said, by=person(people.account("out@example.com").pk), at=now)
    with pytest.raises(NotFoundHere):
        require(10**9, answers=said, by=GUEST, at=now)
    for other in (worker_of(unit), operator(people.account("oishi@example.com").pk)):
        with pytest.raises(NotAllowed):
            require(unit.pk, answers=said, by=other, at=now)
    assert Unit.objects.get().status == "funded"
