"""What a campaign found out: majority, Dawid and Skene, known answers, and tables of accepted answers only."""

import csv
import json
import random
from io import StringIO

import pytest

from dhara.work.campaigns import actions
from dhara.work.campaigns.queries import results
from dhara.work.campaigns.rules import quality
from dhara.work.campaigns.rules.quality import Vote
from dhara.work.engagements import actions as work
from dhara.work.models import Item
from tests.make import campaigns as make


def test_majority():
    votes = [Vote(1, "a", "yes"), Vote(1, "b", "yes"), Vote(1, "c", "no"), Vote(2, "a", "no"), Vote(2, "b", "yes")]
    found = quality.majority(votes)
    assert (found[1].label, found[1].confidence, found[1].votes) == ("yes", 2 / 3, 3)
    assert found[2].label == "no", "of two that are equal the one first in the alphabet"


def test_gold_accuracy():
    assert quality.gold_accuracy(0, 0) == 0.5
    assert quality.gold_accuracy(4, 4) == 0.9
    assert quality.gold_accuracy(0, 4) == 0.1


def crowd(seed, tasks=120):
    """Two who look well, three who always say the same or guess: most votes are noise."""
    dice = random.Random(seed)
    truth = {task: dice.choice(["cat", "dog"]) for task in range(tasks)}
    other = {"cat": "dog", "dog": "cat"}
    votes = []
    for task, right in truth.items():
        votes += [Vote(task, f"good{n}", right if dice.random() < 0.95 else other[right]) for n in range(2)]
        votes += [Vote(task, "liar", other[right] if dice.random() < 0.8 else right)]
        votes += [Vote(task, f"guess{n}", dice.choice(["cat", "dog"])) for n in range(2)]
    return truth, votes


@pytest.mark.parametrize("seed", range(5))
def test_dawid_skene_sees_through_who_guesses_and_who_lies(seed):
    truth, votes = crowd(seed)

    def right(found):
        return sum(found[task].label == label for task, label in truth.items())

    likely, most = quality.dawid_skene(votes), quality.majority(votes)
    assert right(likely) >= 0.93 * len(truth) > right(most)
    assert all(0.5 <= each.confidence <= 1 for each in likely.values())


def test_known_answers_are_believed():
    votes = [Vote(task, who, "no") for task in range(4) for who in ("x", "y")] + [Vote(t, "z", "yes") for t in range(4)]
    found = quality.dawid_skene(votes, {0: "yes", 1: "yes", 2: "yes"})
    assert found[3].label == "yes", "who is right where it is known is believed where it is not"
    assert quality.dawid_skene([]) == {}


def done(campaign, parties, number, answer, now, verb="accept"):
    unit = make.submitted(campaign, number, now, {"cat": answer})
    work.act(unit.pk, verb, by=parties.actor("buyer"), at=now, text="" if verb == "accept" else "No.")
    return unit


def test_accepted_answers_only(parties, now):
    rows = [{"picture": "=HYPERLINK(1)"}, {"picture": "b.jpg"}]
    campaign = make.running(parties, now, rows=rows, redundancy=3)
    for number in range(3):
        done(campaign, parties, number, "yes", now)
    done(campaign, parties, 8, "no", now, verb="reject")
    for number in range(3, 6):
        done(campaign, parties, number, "yes" if number < 5 else "no", now)
    whole = json.loads(results.export(campaign, "json"))
    assert len(whole["answers"]) == 6
    assert {each["answers"]["cat"] for each in whole["answers"] if each["item"] == 1} <= {"yes", "no"}
    first, second = whole["results"]
    assert {first["cat"], second["cat"]} == {"yes"}
    assert {first["cat_agreement"], second["cat_agreement"]} <= {1.0, 0.6667}
    table = list(csv.DictReader(StringIO(results.export(campaign, "csv"))))
    assert [row["picture"] for row in table] == ["'=HYPERLINK(1)", "b.jpg"], "no formula in a spreadsheet"


def test_known_ones_are_hidden_and_counted(parties, now):
    by = parties.actor("buyer")
    made = actions.make(make.draft(), by=by, at=now)
    with make.refused("choice_unknown"):
        actions.set_items(made.pk, [{"p": "a"}], [({"p": "k"}, {"cat": "perhaps"})], by=by, at=now)
    with make.refused("known_wrong"):
        actions.set_items(made.pk, [{"p": "a"}], [({"p": "k"}, {"dog": "yes"})], by=by, at=now)
    campaign = make.running(parties, now, rows=[{"p": "a"}], per_worker=9)
    Item.objects.create(campaign=campaign, position=2, data={"p": "k"}, expected={"cat": "yes"})
    item = Item.objects.get(position=2)
    campaign.slots.create(item=item, place=2)
    done(campaign, parties, 1, "yes", now)
    done(campaign, parties, 1, "yes", now)
    whole = json.loads(results.export(campaign, "json"))
    assert [row["item"] for row in whole["results"]] == [1], "nobody asked for what is known"
    assert {row["trust"] for row in whole["answers"]} == {0.75}


def test_known_ones_stand_anywhere(parties, now):
    by = parties.actor("buyer")
    made = actions.make(make.draft(redundancy=2), by=by, at=now)
    rows, known = [{"p": str(n)} for n in range(30)], [({"p": f"k{n}"}, {"cat": "no"}) for n in range(10)]
    campaign = actions.set_items(made.pk, rows, known, by=by, at=now)
    places = list(campaign.items.exclude(expected__isnull=True).values_list("position", flat=True))
    assert (len(places), campaign.positions) == (10, 80)
    assert max(places) < 41
    assert sorted(places) != list(range(31, 41)), "not all at the end (a chance of one in a billion)"
