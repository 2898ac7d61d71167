"""A campaign is written in steps: text, form of the proof, list, money and people."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dhara.work.campaigns import actions
from dhara.work.campaigns.rules import proof as rules
from dhara.work.models import Campaign
from tests.make import campaigns as make
from tests.make.work import Parties
from tests.web.browsing import text
from tests.web.campaigns.place import NEW, TERMS, again, base, edit, proof

ALL_SORTS = [
    {"words": "Is there a cat?", "sort": "choice", "choices": "yes\nno", "needed": "on"},
    {"words": "How many?", "sort": "number", "least": "০", "most": "20"},
    {"words": "Describe it", "sort": "text", "least": "10", "most": "500", "needed": "on"},
    {"words": "Where?", "sort": "link"},
    {"words": "Your screen", "sort": "screenshot"},
    {"words": "The whole file", "sort": "file"},
]


@pytest.fixture
def campaign(sides: Parties, now: datetime) -> Campaign:
    return actions.make(make.draft(), by=sides.actor("buyer"), at=now)


def test_a_new_one_begins_with_an_example(karim: Client) -> None:
    assert "Sort or check" in text(karim.get("/campaigns/new/"))
    answer = karim.post("/campaigns/new/", NEW)
    campaign = Campaign.objects.get()
    assert answer["Location"] == edit(campaign, "proof")
    assert (campaign.reward, campaign.status) == (500, "draft")
    page = text(karim.get(answer["Location"]))
    assert "What do you see?" in page
    assert "I can not tell" in page


def test_what_is_refused_stays_typed(karim: Client) -> None:
    answer = karim.post("/campaigns/new/", {**NEW, "title": "", "reward": "0"})
    assert answer.status_code == 422
    assert NEW["instructions"] in text(answer)
    assert not Campaign.objects.exists()
    answer = karim.post("/campaigns/new/", {**NEW, "reward": "0"})
    assert answer.status_code == 422
    assert "Say what is paid for one task." in text(answer)


def test_the_text(karim: Client, campaign: Campaign) -> None:
    said = {"title": "Dogs", "instructions": "Look for dogs.", "example": "A brown one."}
    assert karim.post(edit(campaign, "text"), said)["Location"] == edit(campaign, "proof")
    assert again(campaign).example == "A brown one."
    assert "A brown one." in text(karim.get(base(campaign)))


def test_questions_of_every_sort(karim: Client, campaign: Campaign) -> None:
    sent = proof(*ALL_SORTS, reasons="Blurred\nWrong place")
    looked = text(karim.post(edit(campaign, "proof"), {**sent, "look": "1"}))
    assert "A picture is added here" in looked
    assert [each["key"] for each in again(campaign).proof] == ["cat"]
    assert karim.post(edit(campaign, "proof"), sent)["Location"] == edit(campaign, "items")
    kept = rules.read(again(campaign).proof)
    assert [each.sort for each in kept] == list(rules.SORTS)[1:3] + ["text"] + list(rules.SORTS)[3:]
    assert (kept[1].least, kept[1].most, kept[0].choices) == (0, 20, ("yes", "no"))
    assert again(campaign).reasons == ["Blurred", "Wrong place"]
    page = text(karim.get(edit(campaign, "proof")))
    assert "Wrong place" in page
    assert all(each["words"] in page for each in ALL_SORTS)


def test_questions_are_added_moved_and_removed_without_scripts(karim: Client, campaign: Campaign) -> None:
    sent = proof(*ALL_SORTS[:3])
    page = text(karim.post(edit(campaign, "proof"), {**sent, "up": "1"}))
    assert page.index("How many?</textarea>") < page.index("Is there a cat?</textarea>")
    assert "Not saved yet." in page
    assert text(karim.post(edit(campaign, "proof"), {**sent, "add": "1"})).count('name="proof-order"') == 5
    karim.post(edit(campaign, "proof"), {**proof(*ALL_SORTS[:3], order=(2, 0, 1)), "proof-1-DELETE": "on"})
    assert [each["words"] for each in again(campaign).proof] == ["Describe it", "Is there a cat?"]


def test_a_question_without_answers_is_refused_beside_it(karim: Client, campaign: Campaign) -> None:
    answer = karim.post(edit(campaign, "proof"), proof({"words": "Which?", "sort": "choice", "choices": "one"}))
    assert answer.status_code == 422
    assert "Give two answers or more" in text(answer)
    answer = karim.post(edit(campaign, "proof"), proof({"words": "", "sort": "text"}))
    assert answer.status_code == 422
    assert "Say what workers hand in" in text(answer)
    answer = karim.post(edit(campaign, "proof"), proof({"words": "N?", "sort": "number", "least": "5", "most": "2"}))
    assert "The least is more than the most." in text(answer)
    assert [each["key"] for each in again(campaign).proof] == ["cat"]


def test_money_and_people(karim: Client, campaign: Campaign) -> None:
    said = {**TERMS, "reward": "৭.৫০", "hourly": "", "countries": ["BD"], "languages": ["bn"], "original": "on"}
    assert karim.post(edit(campaign, "terms"), said)["Location"] == base(campaign)
    kept = again(campaign)
    assert (kept.reward, kept.positions, kept.hourly, kept.original) == (750, 20, 0, True)
    assert kept.targeting == {"countries": ["BD"], "languages": ["bn"], "level": 0}
    page = text(karim.get(base(campaign)))
    assert "Bangladesh" in page
    assert "৳157.50" in page  # twenty rewards, and one for appeals
    assert karim.post(edit(campaign, "terms"), {**TERMS, "minutes": "0"}).status_code == 422
    assert again(campaign).minutes == 10


def test_the_cost_while_it_is_typed(karim: Client, campaign: Campaign) -> None:
    page = text(karim.get(f"{base(campaign)}estimate/", {"reward": "১০", "positions": "40", "minutes": "x"}))
    assert "৳420" in page
    assert "<html" not in page
    page = text(karim.post(edit(campaign, "terms"), {**TERMS, "reward": "10", "positions": "40", "look": "1"}))
    assert "৳420" in page
    assert again(campaign).reward == make.REWARD


def test_a_list_with_known_answers(karim: Client, campaign: Campaign) -> None:
    rows = "picture,answer: Is there a cat?\na.jpg,\nb.jpg,yes\nc.jpg,\n"
    looked = text(karim.post(edit(campaign, "items"), {"rows": rows, "redundancy": "3", "look": "1"}))
    assert "3 rows were understood" in looked
    assert not campaign.items.exists()
    assert karim.post(edit(campaign, "items"), {"rows": rows, "redundancy": "৩"})["Location"] == edit(campaign, "terms")
    assert again(campaign).positions == 9
    assert [each.expected for each in campaign.items.filter(data={"picture": "b.jpg"})] == [{"cat": "yes"}]
    page = text(karim.get(edit(campaign, "items")))
    assert "The list has 3 rows" in page
    assert "answer: Is there a cat?" in page
    assert "9, as your list says." in text(karim.get(edit(campaign, "terms")))
    karim.post(edit(campaign, "items"), {"remove": "1"})
    assert not campaign.items.exists()


def test_a_file_with_mistakes_says_which_line(karim: Client, campaign: Campaign) -> None:
    file = SimpleUploadedFile("list.csv", "ছবি;answer\nক.jpg;yes\nখ.jpg;perhaps\n;\nগ.jpg;;;x\n".encode())
    answer = karim.post(edit(campaign, "items"), {"file": file, "redundancy": "1"})
    page = text(answer)
    assert answer.status_code == 422
    for line in ("Line 3", "Line 4", "Line 5"):
        assert line in page
    assert "ক.jpg" in page
    assert not campaign.items.exists()
    excel = SimpleUploadedFile("list.csv", "name\tplace\nRupa\tSylhet\n".encode("utf-16"))
    karim.post(edit(campaign, "items"), {"file": excel, "redundancy": "1"})
    assert campaign.items.get().data == {"name": "Rupa", "place": "Sylhet"}


def test_known_answers_that_no_question_asks_for_any_more(sides: Parties, karim: Client, campaign: Campaign) -> None:
    karim.post(edit(campaign, "items"), {"rows": "picture,answer\na.jpg,\nb.jpg,yes\n", "redundancy": "1"})
    karim.post(edit(campaign, "proof"), proof(ALL_SORTS[2]))
    answer = karim.post(f"{base(campaign)}payment/", {"intent": "x"})
    assert answer.status_code == 422
    assert "does not fit any more" in text(answer)
    assert again(campaign).engagement is None


def test_a_paid_one_is_not_rewritten(sides: Parties, karim: Client, now: datetime) -> None:
    paid = make.paid(sides, now)
    for part in ("text", "proof", "items", "terms"):
        assert karim.get(edit(paid, part))["Location"] == base(paid)
    assert karim.get(edit(paid, "nothing")).status_code == 404
