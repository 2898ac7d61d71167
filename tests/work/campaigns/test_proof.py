"""What workers hand in: what fits, what is refused, what was there before."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from dhara.kit.refusal import Invalid
from dhara.work.campaigns import actions
from dhara.work.campaigns.rules import likeness, proof
from dhara.work.campaigns.rules.proof import Field
from dhara.work.engagements import actions as work
from dhara.work.handins import actions as handins
from dhara.work.models import Submission, Unit
from tests.make import campaigns as make

FIELDS = [
    Field("words", "What do you see?", "text", least=5, most=40),
    Field("cat", "Is there a cat?", "choice", choices=("yes", "no")),
    Field("legs", "How many legs?", "number", least=0, most=8),
    Field("where", "Where?", "link"),
    Field("screen", "Show it", "screenshot", needed=False),
]
GOOD = {"words": "A small cat", "cat": "yes", "legs": "৪", "where": "https://example.com/cat"}


def test_good_answers():
    assert proof.clean_answers(FIELDS, {**GOOD, "more": "x"}, {}) == {**GOOD, "legs": "4"}


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("words", "", "answer_missing"),
        ("words", "cat", "text_length"),
        ("words", "x" * 10_000_000, "text_length"),
        ("cat", "maybe", "choice_unknown"),
        ("legs", "many", "not_a_number"),
        ("legs", "NaN", "not_a_number"),
        ("legs", "1e5", "not_a_number"),
        ("legs", "9", "number_range"),
        ("where", "javascript:alert(1)", "bad_link"),
        ("where", "https://user:x@example.com/", "bad_link"),
        ("where", "http://[", "bad_link"),
    ],
)
def test_bad_answers(key, value, code):
    with pytest.raises(Invalid) as found:
        proof.clean_answers(FIELDS, {**GOOD, key: value}, {})
    assert (found.value.code, found.value.field) == (code, key)


def test_a_file_that_lies():
    with make.refused("not_a_picture"):
        proof.clean_answers(FIELDS, GOOD, {"screen": ["application/x-msdownload"]})
    with make.refused("file_missing"):
        proof.clean_answers([Field("f", "The file", "file")], {}, {})


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ([], "proof_missing"),
        ([FIELDS[0], FIELDS[0]], "proof_twice"),
        ([Field("a", "", "text")], "proof_words"),
        ([Field("a", "A?", "choice", choices=("yes",))], "proof_choices"),
        ([Field("a", "A?", "drawing")], "proof_sort"),
        ([Field("a", "A?", "number", least=3, most=2)], "proof_bounds"),
        ([Field(f"a{number}", "A?") for number in range(21)], "proof_many"),
    ],
)
def test_forms_that_are_none(fields, code):
    with make.refused(code):
        proof.clean_fields(fields)


@given(st.dictionaries(st.sampled_from([*GOOD, "x"]), st.text("ab৪4.-:/ \n\0", max_size=30) | st.integers()))
def test_whatever_comes_it_is_refused_or_kept_twice_alike(answers):
    try:
        kept = proof.clean_answers(FIELDS, answers, {})
    except Invalid:
        return
    assert proof.clean_answers(FIELDS, kept, {}) == kept


LONG = "The picture shows a small grey cat that sits behind the open door and looks at a red ball on the floor."


def test_near_texts():
    assert likeness.near(LONG, LONG.upper().replace("grey", "gray"))
    assert not likeness.near(
        LONG, "A long and quite different description of a street with many rickshaws in the rain."
    )
    assert likeness.text_prints("yes, a cat") == []
    assert set(likeness.text_prints(LONG)) & set(likeness.text_prints(LONG.replace("red", "blue")))


def flags(unit):
    return Submission.objects.get(unit=unit).content["flags"]


def test_what_was_there_before_is_flagged(parties, now):
    campaign = make.running(parties, now, fields=(Field("words", "What do you see?"),), per_worker=2)
    first = make.submitted(campaign, 1, now, {"words": LONG})
    copied = make.submitted(campaign, 2, now, {"words": LONG.replace("small", "little") + " "})
    own = make.submitted(campaign, 3, now, {"words": "Nothing at all is on the table but an empty plate and a spoon."})
    assert flags(first) == flags(own) == []
    assert flags(copied) == [{"sort": "text", "unit": first.pk}]


def test_the_same_file_is_flagged(parties, now):
    campaign = make.running(parties, now, fields=(Field("f", "The file", "file"),))
    found = []
    for number in (1, 2):
        studio, by = make.worker(number)
        unit = Unit.objects.get(pk=actions.claim(campaign, studio, by=by, at=now).pk)
        given = SimpleUploadedFile(f"list{number}.csv", b"name,age\nMim,30\n")
        files = handins.take(unit, [given], question="f", by=by, at=now)
        with make.refused("file_missing"):
            actions.submit(unit.pk, {}, by=by, at=now)
        found.append(actions.submit(unit.pk, {}, files, by=by, at=now))
    assert flags(found[1]) == [{"sort": "file", "unit": found[0].pk}]


def test_by_no_other_door(parties, now):
    campaign = make.running(parties, now)
    studio, by = make.worker(1)
    unit = actions.claim(campaign, studio, by=by, at=now)
    for content in ({"cat": "yes"}, {"answers": {"cat": "maybe"}}, {"answers": "yes"}, {"answers": {"dog": "x"}}):
        with pytest.raises(Invalid):
            work.act(unit.pk, "submit", by=by, at=now, content=content)
    assert not Submission.objects.exists()
